/**
 * The story's shared document in this tab: what is written here goes to the browser's own store and to the newsroom,
 * what others write comes in. The document is the server's; a tab never makes one out of copy.
 */
import * as Y from "yjs";
import { Arrival, unseen, wordsOf } from "../together/taken";
import type { Aside, Channel, SaveState } from "./channel";
import { type Ear, Line } from "./line";
import { Presence } from "./presence";
import type { Unsent, UnsentStore } from "./unsent";
import { fromBase64, toBase64 } from "./wire";

/** Milliseconds: between two messages; from a first letter after a rest until it goes out; without an answer until it is said. */
const PAUSE = 250;
const FIRST = 40;
const PATIENCE = 1000;
const TRY_REFUSED = [2000, 4000, 8000, 15_000];
/** Bytes of changes in one message. */
const MESSAGE = 256 * 1024;

const RECOVERED = { name: "left by a page that was closed" };

/** What the page does when something comes in. */
export interface Host {
  /** A document to show, the first or another one after a reset. */
  opened(doc: Y.Doc, epoch: string): void;
  may(edit: boolean, sentence: string): void;
  story(state: string, stateText: string, address: string): void;
  /** The story's notes are in this version now; `null`: they may have changed while nothing was heard. */
  notes(version: number | null): void;
  notice(sentence: string): void;
  /** The words of a merge that this page could not keep in sight are in a revision. */
  kept(revision: number, sentence: string): void;
  asides(all: Aside[]): void;
  /** Words that a closed page left and that have no place in the text any more. */
  taken(words: string[], by: string): void;
}

interface Item { number: number; update: Uint8Array; seen: number; made: number; at: number; kept: boolean; acked: boolean }

export class Together implements Channel, Ear {
  state: SaveState = { kind: "saved", at: null };
  readonly presence = new Presence((state) => void (this.ready && this.line.send({ t: "here", state })));
  you = { id: "", name: "", colour: 0 };
  private readonly line: Line;
  private readonly listeners: ((state: SaveState) => void)[] = [];
  private doc: Y.Doc | null = null;
  private epoch = "";
  private seen = 0;
  /** The server has answered hello on this connection. */
  private ready = false;
  private queue: Item[] = [];
  private flying = new Map<number, Item[]>();
  private sent = 0;
  private sentAt = 0;
  private timer = 0;
  private lastSaved: string | null = null;
  private unkept: Item[] = [];
  private keeping = false;
  /** Since when changes wait for the browser's disk. */
  private keepingSince = 0;
  private keeps = true;
  private refused: { error: string; next: string; times: number; until: number } | null = null;
  private away: { sentence: string } | null = null;
  private edit = true;
  /** While words of a closed page are applied: what that page had seen. */
  private writtenOn: number | null = null;
  /** What the server had when this connection began, as a state vector. */
  private had: Uint8Array | null = null;

  constructor(story: number, private readonly store: UnsentStore, private readonly host: Host) {
    this.line = new Line(`/newsroom/stories/${story}/together`, this);
    window.addEventListener("focus", () => { if (this.away) this.line.now(); });
    window.addEventListener("pagehide", () => this.go());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.go(); });
  }

  /** Opens the line and, once the document is there, takes over what closed pages left. */
  async begin(): Promise<void> {
    this.line.now();
    await this.store.begin().then(async () => this.host.asides(await this.store.asides())).catch(() => { this.keeps = false; });
  }

  // What is written here.

  private listen(doc: Y.Doc): void {
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (doc === this.doc && !(origin instanceof Arrival)) this.made(update);
    });
  }

  /** `seen` is what whoever wrote it had before them: the server keeps what they cannot have known of. */
  private made(update: Uint8Array, seen = this.writtenOn ?? this.seen): void {
    const item: Item = { number: this.store.next(), update, seen, made: performance.now(), at: Date.now(), kept: false, acked: false };
    this.queue.push(item);
    this.unkept.push(item);
    void this.keep();
    this.soon();
    this.tell();
  }

  private get pending(): Item[] {
    return [...[...this.flying.values()].flat(), ...this.queue];
  }

  get settled(): boolean {
    return !this.queue.length && !this.flying.size;
  }

  private get isKept(): boolean {
    return this.keeps && !this.unkept.length && !this.keeping;
  }

  get wouldLose(): boolean {
    return !this.settled && !this.isKept;
  }

  /** Whether this browser can be trusted with words: a disk that is only busy for a moment is not one that fails. */
  private get canKeep(): boolean {
    return this.keeps && (this.isKept || performance.now() - this.keepingSince < PATIENCE);
  }

  /** Writes to the browser's store, as many as have come while the last were being written. */
  private async keep(): Promise<void> {
    if (this.keeping) return;
    this.keeping = true;
    this.keepingSince = performance.now();
    const epoch = this.epoch;
    while (this.unkept.length) {
      const batch = this.unkept.filter(({ acked }) => !acked);
      this.unkept = [];
      try {
        if (batch.length) await this.store.keep(batch.map(({ update, seen, at }) => ({ epoch, update, seen, at })), batch.map(({ number }) => number));
        this.keeps = true;
        for (const item of batch) item.kept = true;
        this.keepingSince = performance.now();
        const had = batch.filter(({ acked }) => acked);
        if (had.length) await this.store.forget(had.map(({ number }) => number));
      } catch {
        this.keeps = false;
        this.unkept = [...batch, ...this.unkept];
        break;
      }
    }
    this.keeping = false;
    this.tell();
  }

  private soon(): void {
    if (this.timer || !this.ready) return;
    const wait = Math.max(FIRST, this.sentAt + PAUSE - performance.now());
    this.timer = window.setTimeout(() => this.go(), wait);
  }

  /** Sends what is unsent. */
  private go(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (!this.ready || !this.queue.length || (this.refused && performance.now() < this.refused.until)) return;
    while (this.queue.length) {
      let [count, bytes] = [0, 0];
      while (count < this.queue.length && (!count || bytes + this.queue[count]!.update.length < MESSAGE)) { bytes += this.queue[count]!.update.length; count += 1; }
      const items = this.queue.slice(0, count);
      // After a refusal everything it may lack goes at once: it does not take what builds on something it has not.
      const update = this.refused && this.had ? Y.encodeStateAsUpdate(this.doc!, this.had) : items.length > 1 ? Y.mergeUpdates(items.map((item) => item.update)) : items[0]!.update;
      if (!this.line.send({ t: "update", n: this.sent + 1, seen: items[0]!.seen, u: toBase64(update) })) break;
      this.sent += 1;
      this.flying.set(this.sent, items);
      this.queue = this.queue.slice(count);
      this.sentAt = performance.now();
    }
    this.tell();
  }

  // What is heard.

  opened(): void {
    this.away = null;
    this.sent = 0;
    this.line.send({ t: "hello", epoch: this.doc ? this.epoch : null, sv: this.doc ? toBase64(Y.encodeStateVector(this.doc)) : null, seen: this.seen });
  }

  closed(): void {
    this.ready = false;
    this.queue = this.pending;
    this.flying.clear();
    this.presence.clear();
    this.tell();
  }

  looked(): void {
    if (this.refused && this.ready && performance.now() >= this.refused.until && this.queue.length) this.go();
    if (this.line.silent) this.presence.clear();
    this.tell();
  }

  turnedAway(_signedOut: boolean, sentence: string): void {
    this.away = { sentence };
    this.line.stop();
    this.tell();
  }

  message(message: Record<string, unknown>): void {
    const text = (key: string): string => (typeof message[key] === "string" ? (message[key] as string) : "");
    switch (message.t) {
      case "doc": return this.answered(message);
      case "ack": return this.acknowledged(Number(message.n), text("saved"));
      case "update":
        this.seen = Math.max(this.seen, Number(message.seq) || 0);
        if (this.doc) Y.applyUpdate(this.doc, fromBase64(message.u), new Arrival(text("by")));
        return;
      case "here": return this.presence.hear(Number(message.client), text("id"), text("name"), Number(message.colour) || 0, (message.state ?? null) as never);
      case "refused": return this.notTaken(text("error"), text("next"));
      case "may": return this.mayNow(message.may === "edit", `${text("error")} ${text("next")}`.trim());
      case "story": return this.host.story(text("state"), text("state_text"), text("address"));
      case "notes": return this.host.notes(Number(message.version));
      case "kept": return this.host.kept(Number(message.revision), text("sentence"));
      case "end":
        this.away = { sentence: `${text("error")} ${text("next")}`.trim() };
        this.line.stop();
        return this.tell();
    }
  }

  private answered(message: Record<string, unknown>): void {
    const epoch = String(message.epoch);
    const update = fromBase64(message.u);
    const another = !this.doc || message.reset === true || epoch !== this.epoch;
    if (message.you) this.you = message.you as typeof this.you;
    this.seen = Math.max(another ? 0 : this.seen, Number(message.seq) || 0);
    this.had = typeof message.sv === "string" ? fromBase64(message.sv) : null;
    if (another) {
      const left = this.doc ? this.pending : [];
      if (left.length) void this.keepAside(left, "The story was set back in the newsroom. What you had written and not yet sent is here for copying.");
      [this.queue, this.unkept] = [[], []];
      this.flying.clear();
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdate(doc, update, new Arrival(""));
      [this.doc, this.epoch] = [doc, epoch];
      this.listen(doc);
      this.ready = true;
      this.edit = message.may !== "read";
      this.host.opened(doc, epoch);
      void this.store.inherit((entries) => this.recover(entries)).catch(() => undefined);
    } else {
      Y.applyUpdate(this.doc!, update, new Arrival(""));
      this.ready = true;
      this.restore();
      this.host.notes(null);
    }
    this.mayNow(message.may !== "read", "");
    this.presence.again();
    this.go();
    this.tell();
  }

  /** Should the server have lost what it once acknowledged, this tab still has it. */
  private restore(): void {
    if (!this.had || !this.settled) return;
    const theirs = Y.decodeStateVector(this.had);
    const ahead = [...Y.decodeStateVector(Y.encodeStateVector(this.doc!))].some(([client, clock]) => clock > (theirs.get(client) ?? 0));
    if (ahead) this.made(Y.encodeStateAsUpdate(this.doc!, this.had));
  }

  private mayNow(edit: boolean, sentence: string): void {
    this.edit = edit;
    if (edit && this.refused) this.refused.until = 0;
    this.host.may(edit, sentence);
  }

  private acknowledged(n: number, saved: string): void {
    const had = [...this.flying].filter(([number]) => number <= n);
    for (const [number] of had) this.flying.delete(number);
    const items = had.flatMap(([, all]) => all);
    for (const item of items) item.acked = true;
    this.refused = null;
    this.lastSaved = saved || this.lastSaved;
    const numbers = items.filter(({ kept }) => kept).map(({ number }) => number);
    if (numbers.length) void this.store.forget(numbers).catch(() => undefined);
    this.unkept = this.unkept.filter(({ acked }) => !acked);
    this.tell();
  }

  private notTaken(error: string, next: string): void {
    this.queue = this.pending;
    this.flying.clear();
    const times = (this.refused?.times ?? -1) + 1;
    this.refused = { error, next, times, until: performance.now() + TRY_REFUSED[Math.min(times, TRY_REFUSED.length - 1)]! };
    this.tell();
  }

  /** What pages left that were closed or killed. */
  private async recover(entries: Unsent[]): Promise<void> {
    const ours = entries.filter(({ epoch }) => epoch === this.epoch && this.edit);
    const others = entries.filter((entry) => !ours.includes(entry));
    if (ours.length && this.doc) await this.takeOver(this.doc, ours);
    if (others.length) {
      await this.asideWords(others.map(({ update }) => update), this.edit ? "Words written here before the story was set back in the newsroom had not been sent. They are here for copying." : "Words written here had not been sent, and you may only read this story now. They are here for copying.");
      await this.store.forgetOf(others);
    }
  }

  private async takeOver(doc: Y.Doc, ours: Unsent[]): Promise<void> {
    const before = this.queue.length;
    const left = Y.mergeUpdates(ours.map(({ update }) => update));
    this.writtenOn = Math.min(...ours.map(({ seen }) => seen));
    try {
      Y.applyUpdate(doc, left, RECOVERED);
    } finally {
      this.writtenOn = null;
    }
    // They build on words that are not here: they stay in the browser's store until those have come.
    if (doc.store.pendingStructs || doc.store.pendingDs) return;
    const words = unseen(doc, left);
    if (words.length) this.host.taken(words, "");
    if (this.queue.length > before) {
      const at = new Date(ours.at(-1)!.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      this.host.notice(`Words written here at ${at} had not reached the newsroom. They are back, and on their way.`);
      this.go();
    }
    for (let tries = 0; tries < 100 && !this.isKept && !this.settled; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.isKept || this.settled) await this.store.forgetOf(ours);
  }

  private async keepAside(items: Item[], why: string): Promise<void> {
    await this.asideWords(items.map(({ update }) => update), why).then(
      () => this.store.forget(items.map(({ number }) => number)),
    ).catch(() => undefined);
  }

  private async asideWords(updates: Uint8Array[], why: string): Promise<void> {
    const words = wordsOf(Y.mergeUpdates(updates));
    if (!words) return;
    await this.store.setAside({ why, text: words });
    this.host.asides(await this.store.asides());
  }

  async setAside(): Promise<void> {
    // What is typed until the document is there again would belong to no document.
    this.mayNow(false, "Your words are put aside; the story is being opened anew.");
    const items = this.pending;
    await this.asideWords(items.map(({ update }) => update), "Your words that the newsroom did not take are here for copying.");
    await this.store.forget(items.map(({ number }) => number)).catch(() => undefined);
    [this.queue, this.unkept, this.refused, this.doc, this.seen] = [[], [], null, null, 0];
    this.flying.clear();
    this.line.stop();
    this.line.now();
  }

  async flush(): Promise<boolean> {
    if (this.away || !this.line.open) this.line.now();
    if (this.refused) this.refused.until = 0;
    this.go();
    this.line.send({ t: "flush" });
    const end = performance.now() + 6000;
    while (!this.settled && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      if (!this.ready && this.line.silent && performance.now() > end - 4500) break;
      if (this.refused && this.refused.until > performance.now()) break;
    }
    return this.settled;
  }

  // How it stands.

  subscribe(listener: (state: SaveState) => void): void {
    this.listeners.push(listener);
    listener(this.state);
  }

  private now(): SaveState {
    const kept = this.canKeep;
    const unsaved = !this.settled;
    if (this.away) return { kind: "signed-out", kept, unsaved, sentence: this.away.sentence };
    if (unsaved && this.refused) return { kind: "refused", kept, error: this.refused.error, next: this.refused.next };
    if (this.line.silent) return { kind: "offline", kept, unsaved, sentence: "the server does not answer." };
    if (!unsaved) return { kind: "saved", at: this.lastSaved };
    const oldest = (this.flying.values().next().value ?? this.queue)[0]!;
    if (performance.now() - oldest.made > PATIENCE) return { kind: "offline", kept, unsaved, sentence: "the server has not confirmed it yet." };
    return { kind: this.flying.size ? "saving" : "changed" };
  }

  private tell(): void {
    const state = this.now();
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
