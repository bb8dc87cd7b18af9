/**
 * Words the server has not acknowledged, kept in this browser's IndexedDB: one entry for each open page of a story,
 * so that two tabs never write over each other.
 */
import type { Copy } from "../types";

export interface Kept {
  story: number;
  tab: string;
  /** The server's version these words were written on. */
  base: number;
  copy: Copy;
  /** Fingerprints of copies sent without an answer: when the server has one of them, it was ours. */
  sent: string[];
  /** Milliseconds since 1970. */
  at: number;
}

export interface Aside { story: number; copy: Copy; whose: "mine" | "theirs"; at: number }

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class LocalCopies {
  private readonly db: Promise<IDBDatabase>;
  private tab = "";

  constructor(private readonly story: number) {
    this.db = new Promise((resolve, reject) => {
      const request = indexedDB.open("courant-drafts", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("kept", { keyPath: ["story", "tab"] });
        request.result.createObjectStore("aside", { keyPath: "story" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    this.db.catch(() => undefined);
  }

  private lockName(tab: string): string {
    return `courant-draft/${this.story}/${tab}`;
  }

  /** Takes this tab's name and returns what pages that are closed have left, newest first. */
  async begin(): Promise<Kept[]> {
    const held = new Set((await navigator.locks?.query().catch(() => null))?.held?.map((lock) => lock.name) ?? []);
    const before = sessionStorage.getItem("courant-tab") ?? "";
    // A duplicated tab brings the name of a page that is still open.
    this.tab = before && !held.has(this.lockName(before)) ? before : Math.random().toString(36).slice(2);
    sessionStorage.setItem("courant-tab", this.tab);
    void navigator.locks?.request(this.lockName(this.tab), () => new Promise(() => undefined)).catch(() => undefined);
    const store = (await this.db).transaction("kept").objectStore("kept");
    const all = (await done(store.getAll(IDBKeyRange.bound([this.story], [this.story, []])))) as Kept[];
    return all.filter((kept) => kept.tab === this.tab || !held.has(this.lockName(kept.tab))).sort((a, b) => b.at - a.at);
  }

  async keep(base: number, copy: Copy, sent: string[]): Promise<void> {
    const kept: Kept = { story: this.story, tab: this.tab, base, copy, sent, at: Date.now() };
    await this.write("kept", (store) => store.put(kept));
  }

  /** The server has the words: this tab's entry, or another's that was taken over, can go. */
  async forget(tab = this.tab): Promise<void> {
    await this.write("kept", (store) => store.delete([this.story, tab]));
  }

  /** A closed page's words are under this tab's name now. */
  async takeOver(tab: string): Promise<void> {
    if (tab !== this.tab) await this.forget(tab);
  }

  async setAside(copy: Copy, whose: "mine" | "theirs"): Promise<void> {
    const aside: Aside = { story: this.story, copy, whose, at: Date.now() };
    await this.write("aside", (store) => store.put(aside));
  }

  async aside(): Promise<Aside | undefined> {
    return (await done((await this.db).transaction("aside").objectStore("aside").get(this.story))) as Aside | undefined;
  }

  async dropAside(): Promise<void> {
    await this.write("aside", (store) => store.delete(this.story));
  }

  /** Resolves once the browser has really written. */
  private async write(name: "kept" | "aside", act: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = (await this.db).transaction(name, "readwrite");
    act(transaction.objectStore(name));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}
