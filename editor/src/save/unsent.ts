/**
 * What the server has not acknowledged, kept in this browser's IndexedDB: each change under its tab and number, until it
 * is acknowledged. A tab that is closed, killed or reloaded loses its lock; whoever opens the story then, or has it
 * open, takes over what it left.
 */
import type { Aside } from "./channel";

export interface Unsent {
  story: number;
  tab: string;
  number: number;
  /** The document these words belong to. */
  epoch: string;
  update: Uint8Array;
  /** The last sequence number applied when they were written. */
  seen: number;
  /** Milliseconds since 1970, of this browser's clock; only shown. */
  at: number;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const wordsIn = (node: { text?: string; content?: unknown[] } | undefined): string =>
  (node?.text ?? "") + ((node?.content ?? []) as { text?: string }[]).map((child) => wordsIn(child) + (child.text === undefined ? "\n" : "")).join("");

/** Words that an older editor kept, when whole copies were saved, go aside; nothing of them is dropped. */
function fromOlder(database: IDBDatabase, upgrade: IDBTransaction): void {
  const aside = database.createObjectStore("set-aside", { keyPath: "id", autoIncrement: true });
  for (const name of ["kept", "aside"]) {
    if (!database.objectStoreNames.contains(name)) continue;
    upgrade.objectStore(name).getAll().onsuccess = (event) => {
      for (const old of (event.target as IDBRequest<{ story: number; at: number; copy: { headline: string; standfirst: string; body: never } }[]>).result) {
        const text = [old.copy.headline, old.copy.standfirst, wordsIn(old.copy.body)].filter(Boolean).join("\n\n");
        aside.add({ story: old.story, at: old.at, text, why: "Words of an earlier day that had not reached the newsroom." });
      }
      database.deleteObjectStore(name);
    };
  }
}

export class UnsentStore {
  private readonly db: Promise<IDBDatabase>;
  tab = "";
  private number = 0;

  constructor(private readonly story: number) {
    this.db = new Promise((resolve, reject) => {
      const request = indexedDB.open("courant-drafts", 2);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("unsent", { keyPath: ["story", "tab", "number"] });
        fromOlder(request.result, request.transaction!);
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    this.db.catch(() => undefined);
  }

  private lockName(tab: string): string {
    return `courant-draft/${this.story}/${tab}`;
  }

  /** A name of its own for this page, held as long as it lives. */
  async begin(): Promise<void> {
    this.tab = Math.random().toString(36).slice(2);
    await new Promise<void>((resolve) => {
      if (!navigator.locks) return resolve();
      navigator.locks.request(this.lockName(this.tab), () => { resolve(); return new Promise(() => undefined); }).catch(() => resolve());
    });
  }

  /** Gives `left` what each page left that is closed, now and whenever one of those open now closes. */
  async inherit(left: (entries: Unsent[]) => Promise<void>): Promise<void> {
    const tabs = new Set((await this.all()).map(({ tab }) => tab).filter((tab) => tab !== this.tab));
    await Promise.all([...tabs].map(async (tab) => {
      const take = async (): Promise<void> => {
        const entries = (await this.all()).filter((entry) => entry.tab === tab);
        if (entries.length) await left(entries);
      };
      if (!navigator.locks) return take();
      const free = await navigator.locks.request(this.lockName(tab), { ifAvailable: true }, async (lock) => { if (lock) await take(); return !!lock; });
      // A page that is just being reloaded lets go in a moment, one that is open when it closes.
      if (!free) void navigator.locks.request(this.lockName(tab), take).catch(() => undefined);
    }));
  }

  private async all(): Promise<Unsent[]> {
    const store = (await this.db).transaction("unsent").objectStore("unsent");
    return (await done(store.getAll(IDBKeyRange.bound([this.story], [this.story, []])))) as Unsent[];
  }

  /** Writes changes; resolves once the browser has them on its disk. */
  async keep(entries: Omit<Unsent, "story" | "tab" | "number">[], numbers: number[]): Promise<void> {
    await this.write("unsent", (store) => entries.forEach((entry, index) => store.put({ ...entry, story: this.story, tab: this.tab, number: numbers[index]! })), "strict");
  }

  next(): number {
    this.number += 1;
    return this.number;
  }

  /** The server has these. */
  async forget(numbers: number[]): Promise<void> {
    await this.write("unsent", (store) => { for (const number of numbers) store.delete([this.story, this.tab, number]); });
  }

  /** Another page's words are this page's now, or aside. */
  async forgetOf(entries: Unsent[]): Promise<void> {
    await this.write("unsent", (store) => { for (const { tab, number } of entries) store.delete([this.story, tab, number]); });
  }

  async setAside(aside: Omit<Aside, "id" | "story" | "at">): Promise<void> {
    await this.write("set-aside", (store) => store.add({ ...aside, story: this.story, at: Date.now() }), "strict");
  }

  async asides(): Promise<Aside[]> {
    const all = (await done((await this.db).transaction("set-aside").objectStore("set-aside").getAll())) as Aside[];
    return all.filter(({ story }) => story === this.story);
  }

  async dropAside(id: number): Promise<void> {
    await this.write("set-aside", (store) => store.delete(id));
  }

  private async write(name: "unsent" | "set-aside", act: (store: IDBObjectStore) => unknown, durability: IDBTransactionDurability = "default"): Promise<void> {
    const transaction = (await this.db).transaction(name, "readwrite", { durability });
    act(transaction.objectStore(name));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}
