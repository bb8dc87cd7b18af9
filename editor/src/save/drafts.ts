/** A `DraftChannel` that saves the whole copy over HTTP on a known version, and keeps it in the browser until it is acknowledged. */
import type { Bootstrap, Copy } from "../types";
import { type DraftChannel, fingerprint, type Page, type SaveState } from "./channel";
import { putDraft, type PutAnswer } from "./http";
import type { Kept, LocalCopies } from "./local";

/** Every change goes out within a second: after a rest of the hand, at the latest after `MAX_WAIT`. Milliseconds. */
const REST = 450;
const MAX_WAIT = 850;
/** How soon a change is in the browser's own store. */
const KEEP_AFTER = 120;
const BACK_OFF = [1000, 2000, 4000, 8000, 15_000];

export class HttpDrafts implements DraftChannel {
  state: SaveState = { kind: "saved", at: null };
  private readonly listeners: ((state: SaveState) => void)[] = [];
  private version: number;
  /** Counts changes: `made` so far, `acknowledged` by the server, `kept` in this browser. */
  private made = 0;
  private acknowledged = 0;
  private kept = 0;
  private keeps = true;
  private unsentSince = 0;
  private timer = 0;
  private keepTimer = 0;
  private failures = 0;
  private lastSaved: string | null = null;
  private inFlight: Promise<void> | null = null;
  private attempts: { print: string; made: number }[] = [];
  private theirs: { version: number; copy: Copy } | null = null;

  constructor(private readonly story: Bootstrap, private readonly page: Page, private readonly local: LocalCopies) {
    this.version = story.version;
    window.addEventListener("online", () => this.tryAgain());
    window.addEventListener("focus", () => { if (this.state.kind === "signed-out") this.tryAgain(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.goOut(); });
    window.addEventListener("pagehide", () => this.goOut());
  }

  /** Looks for words a closed page has left. Call once, before the first change. */
  async recover(): Promise<void> {
    const left = await this.local.begin().catch(() => { this.keeps = false; return [] as Kept[]; });
    const server = fingerprint(this.story.copy);
    for (const old of left.filter((entry) => fingerprint(entry.copy) === server)) await this.local.forget(old.tab);
    const kept = left.find((entry) => fingerprint(entry.copy) !== server);
    if (!kept) return;
    const at = new Date(kept.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    this.page.replace(kept.copy);
    this.made += 1;
    if (kept.base === this.version || kept.sent.includes(server)) {
      this.page.notice(`Words written here at ${at} had not reached the server. They are back, and on their way.`);
      await this.keepNow();
      this.schedule();
    } else {
      this.theirs = { version: this.version, copy: this.story.copy };
      // Still on the older version, so that closing the page now decides nothing.
      this.version = kept.base;
      await this.keepNow();
      this.tell({ kind: "conflict", by: "", at: "", kept: this.isKept });
    }
    if (this.isKept) await this.local.takeOver(kept.tab);
  }

  subscribe(listener: (state: SaveState) => void): void {
    this.listeners.push(listener);
    listener(this.state);
  }

  get wouldLose(): boolean {
    return this.made !== this.acknowledged && !this.isKept;
  }

  private get isKept(): boolean {
    return this.keeps && this.kept === this.made;
  }

  changed(): void {
    this.made += 1;
    if (!this.unsentSince) this.unsentSince = Date.now();
    if (!this.keepTimer) this.keepTimer = window.setTimeout(() => void this.keepNow(), KEEP_AFTER);
    if (this.state.kind === "conflict" || this.state.kind === "signed-out" || this.state.kind === "offline") return;
    if (this.state.kind !== "saving") this.tell({ kind: "changed" });
    this.schedule();
  }

  /** Writes the copy to the browser's store. */
  private async keepNow(copy = this.page.read()): Promise<void> {
    window.clearTimeout(this.keepTimer);
    this.keepTimer = 0;
    const made = this.made;
    try {
      await this.local.keep(this.version, copy, this.attempts.map(({ print }) => print));
      this.keeps = true;
      this.kept = Math.max(this.kept, made);
      // The server was quicker: nothing to keep.
      if (this.acknowledged === this.made) await this.local.forget();
    } catch {
      this.keeps = false;
    }
    if ("kept" in this.state && this.state.kept !== this.isKept) this.tell({ ...this.state, kept: this.isKept });
  }

  private schedule(wait = Math.max(0, Math.min(REST, this.unsentSince + MAX_WAIT - Date.now()))): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private send(): Promise<void> {
    this.inFlight ??= this.sendOnce().finally(() => { this.inFlight = null; this.goOn(); });
    return this.inFlight;
  }

  private async sendOnce(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.made === this.acknowledged || this.state.kind === "conflict") return;
    const copy = this.page.read();
    const made = this.made;
    const print = fingerprint(copy);
    this.unsentSince = 0;
    this.attempts = [...this.attempts.filter((one) => one.print !== print), { print, made }].slice(-20);
    if (this.state.kind !== "offline") this.tell({ kind: "saving" });
    const keeping = this.keepNow(copy);
    const answer = await putDraft(this.story.id, this.version, copy);
    await Promise.race([keeping, new Promise((resolve) => setTimeout(resolve, 300))]);
    await this.hear(answer, made);
  }

  private async hear(answer: PutAnswer, made: number): Promise<void> {
    if (answer.kind === "saved") return this.acknowledge(answer.version, made, answer.saved);
    if (answer.kind === "conflict") {
      // An answer lost on its way looks like a conflict with ourselves.
      const ours = this.attempts.find(({ print }) => print === fingerprint(answer.copy));
      if (ours) return this.acknowledge(answer.version, ours.made, answer.at);
      this.theirs = { version: answer.version, copy: answer.copy };
      this.tell({ kind: "conflict", by: answer.by, at: answer.at, kept: this.isKept });
    } else if (answer.kind === "signed-out") this.tell({ kind: "signed-out", kept: this.isKept });
    else {
      this.tell({ ...answer, kept: this.isKept });
      if (answer.kind === "refused") return;
      const wait = BACK_OFF[Math.min(this.failures, BACK_OFF.length - 1)]!;
      this.failures += 1;
      this.schedule(wait);
    }
  }

  private async acknowledge(version: number, made: number, saved: string): Promise<void> {
    this.version = version;
    this.acknowledged = Math.max(this.acknowledged, made);
    this.attempts = [];
    this.failures = 0;
    this.lastSaved = saved || this.lastSaved;
    if (this.acknowledged === this.made) {
      this.tell({ kind: "saved", at: this.lastSaved });
      await this.local.forget().catch(() => undefined);
    } else {
      this.tell({ kind: "changed" });
      await this.keepNow();
    }
  }

  /** After a request: what was written meanwhile goes next. */
  private goOn(): void {
    if (this.made !== this.acknowledged && (this.state.kind === "changed" || this.state.kind === "saving")) this.schedule();
  }

  private tryAgain(): void {
    if (this.made === this.acknowledged || this.state.kind === "conflict") return;
    this.failures = 0;
    this.schedule(0);
  }

  /** The page may be going away. */
  private goOut(): void {
    if (this.made === this.acknowledged) return;
    if (this.kept !== this.made) void this.keepNow();
    if (this.state.kind === "changed") void this.send();
  }

  async flush(): Promise<boolean> {
    for (let round = 0; round < 4 && this.made !== this.acknowledged; round += 1) {
      const before = this.acknowledged;
      await (this.inFlight ?? this.send());
      if (this.acknowledged === before && !["changed", "saving"].includes(this.state.kind)) break;
    }
    return this.made === this.acknowledged;
  }

  async keepMine(): Promise<void> {
    if (!this.theirs) return;
    await this.local.setAside(this.theirs.copy, "theirs").catch(() => undefined);
    this.page.setAside(this.theirs.copy, "theirs");
    this.version = this.theirs.version;
    this.theirs = null;
    this.attempts = [];
    this.tell({ kind: "changed" });
    await this.send();
  }

  async takeTheirs(): Promise<void> {
    if (!this.theirs) return;
    const mine = this.page.read();
    await this.local.setAside(mine, "mine").catch(() => undefined);
    this.version = this.theirs.version;
    this.page.replace(this.theirs.copy);
    this.page.setAside(mine, "mine");
    this.theirs = null;
    this.attempts = [];
    this.acknowledged = this.made;
    this.unsentSince = 0;
    this.tell({ kind: "saved", at: this.lastSaved });
    await this.local.forget().catch(() => undefined);
  }

  private tell(state: SaveState): void {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
