/** The notes of a story on the page: fetched, shown on their words and in a list, written, and kept on their words. */
import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { announce, h } from "../dom";
import type { Shared } from "../together/places";
import { Anchors } from "./anchor";
import { arrange } from "./arrange";
import { type Box, drafts, draftsOf, noteBox } from "./box";
import { type Card, noteCard } from "./card";
import { onNote } from "./command";
import { changedHere, type Mark, marked, notesAt, show } from "./marks";
import { NoteServer, type Told } from "./server";
import type { Anchor, Colleague, Note, NoteList, Place } from "./types";

/** Milliseconds of rest before places are looked up anew; between attempts to tell the server of a new place. */
const REST = 350;
const AGAIN = 1500;
const LONGEST_WAIT = 60_000;

export interface NotesHost {
  story: number;
  /** Who writes here. */
  reader: string;
  view: EditorView;
  shared: Shared;
  doc: Y.Doc;
  epoch: string;
  signal: AbortSignal;
  /** Shows or hides the list. */
  open(show: boolean): void;
  isOpen(): boolean;
  /** How many are open, for the button. */
  count(open: number): void;
  mayEdit(): boolean;
  /** Whether the server has every word of this page. */
  settled(): boolean;
}

interface New { anchor: Anchor; quote: string; box: Box; dom: HTMLElement; gone: HTMLElement; place: Place | null }

const WHERE: Record<Place["field"], string> = { text: "", headline: "Headline: ", standfirst: "Standfirst: " };

/** Whether this page has done what its address asks for. */
let begun = false;

export class Notes {
  readonly dom: HTMLElement;
  private readonly list = h("ol", { class: "note-list" });
  private readonly none = h("p", { class: "note-none" });
  private readonly fresh = h("div", { class: "note-fresh" });
  private readonly showDone = h("input", { type: "checkbox", id: "notes-done" });
  private readonly doneLine = h("p", { class: "note-show-done" }, this.showDone, h("label", { for: "notes-done" }, "Show done"));
  private readonly problem = h("p", { class: "note-problem", role: "status" });
  private readonly server: NoteServer;
  private readonly anchors: Anchors;
  private readonly cards = new Map<number, Card>();
  private readonly places = new Map<number, Place>();
  /** Better anchors that the server does not have yet. */
  private readonly moved = new Map<number, Anchor>();
  /** Where the server has them. */
  private readonly stands = new Map<number, Anchor>();
  /** Attempts in a row that came to nothing; whether the server knows this page no more. */
  private failed = 0;
  private signedOut = false;
  private notes: Note[] = [];
  private people: Colleague[] = [];
  private me = "";
  private version = -1;
  private known: Set<number> | null = null;
  private active: number | null = null;
  private writing: New | null = null;
  private rest = 0;
  private tell = 0;
  private shownDoc: unknown = null;
  private stale = false;
  private loading: Promise<void> | null = null;

  constructor(private readonly host: NotesHost) {
    this.server = new NoteServer(host.story);
    this.anchors = new Anchors(host.view, host.shared, host.doc, host.epoch);
    this.dom = h("aside", { class: "panel notes-panel", id: "notes-panel", "aria-label": "Notes", tabindex: -1 },
      h("div", { class: "panel-head" }, h("h2", {}, "Notes"), h("button", { type: "button", class: "quiet note-new", onclick: () => this.leave(true) }, "New note"),
        h("button", { type: "button", class: "quiet note-close", onclick: () => this.close() }, "Close")),
      this.problem, this.fresh, this.none, this.list, this.doneLine);
    this.showDone.addEventListener("change", () => this.settle());
    this.dom.addEventListener("keydown", (event) => this.key(event));
    // The mouse does not take the selection out of the text before it is asked for.
    this.dom.querySelector(".note-new")!.addEventListener("mousedown", (event) => event.preventDefault());
    host.view.dom.addEventListener("click", (event) => this.clicked(event), { signal: host.signal });
    onNote(host.view, () => window.setTimeout(() => this.leave(false)));
    host.doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if ([...transaction.changed.keys()].some((type) => (type as unknown) === host.doc.getText("headline") || (type as unknown) === host.doc.getText("standfirst"))) this.soon();
    });
    host.signal.addEventListener("abort", () => { window.clearTimeout(this.rest); window.clearTimeout(this.tell); });
  }

  /** Once the page stands. */
  start(): void {
    this.draw();
    void this.load().then(() => { if (!this.host.signal.aborted) this.begin(); });
  }

  /** What the address asks for, and a note that was being written when the page was left. */
  private begin(): void {
    const asked = window.location.hash.match(/^#note-(\d+)$/);
    const first = !begun;
    begun = true;
    // The address is asked once: after a reset the cursor stays in the text.
    if (!first) { /* Only what was being written comes back. */ }
    else if (window.location.hash === "#notes") { this.host.open(true); this.focusFirst(); }
    else if (asked && this.notes.some(({ id }) => id === Number(asked[1]))) this.go(Number(asked[1]));
    else if (asked) { this.host.open(true); announce("That note is not there any more."); }
    const kept = drafts.get(this.draftName("new-place"));
    if (kept && drafts.get(this.draftName("new"))) {
      try {
        const { quote, ...anchor } = JSON.parse(kept) as Anchor & { quote: string };
        this.openBox(quote, anchor, false);
      } catch { drafts.set(this.draftName("new-place"), ""); }
    }
  }

  private draftName(name: string): string {
    return `${draftsOf(this.host.reader)}${this.host.story}/${name}`;
  }

  // What the server has.

  /** News of the server: fetched unless it is known. */
  heard(version: number | null): void {
    if (version === null) { this.signedOut = false; this.failed = 0; if (this.moved.size) this.tellMoved(); }
    if (version !== null && version <= this.version) return;
    this.stale = true;
    void this.load();
  }

  private load(): Promise<void> {
    // One at a time.
    if (!this.loading) this.stale = false;
    this.loading ??= this.server.read().then((told) => {
      this.loading = null;
      if (this.host.signal.aborted) return;
      // Told of while this answer was on its way.
      if (this.stale) void this.load();
      this.problem.textContent = "list" in told ? "" : "Notes cannot be read now. They come when the newsroom answers.";
      if ("list" in told) this.take(told.list);
      else if (!told.final) window.setTimeout(() => { if (!this.host.signal.aborted) void this.load(); }, 4000);
    });
    return this.loading;
  }

  private take(list: NoteList): void {
    if (list.version < this.version) return;
    this.version = list.version;
    [this.people, this.me] = [list.people, list.me];
    for (const { id, epoch, from, to } of list.notes) this.stands.set(id, { epoch, from, to });
    this.notes = list.notes.map((note) => ({ ...note, ...this.moved.get(note.id) }));
    this.news();
    this.settle();
  }

  /** Says what others said since. */
  private news(): void {
    const all = this.notes.flatMap((note) => note.remarks.map((remark, index) => ({ note, remark, index })));
    const fresh = this.known ? all.filter(({ remark }) => !remark.mine && !remark.deleted && !this.known!.has(remark.id)) : [];
    this.known = new Set(all.map(({ remark }) => remark.id));
    if (!fresh.length) return;
    const { note, remark, index } = fresh.at(-1)!;
    announce(fresh.length > 1 ? `${fresh.length} new notes and replies.` : `${remark.by} ${index ? "answered a note" : "left a note"}${note.quote ? ` on ‘${note.quote.slice(0, 80)}’` : ""}.`);
  }

  // Where they are.

  /** After each transaction. */
  update(): void {
    if (this.host.view.state.doc !== this.shownDoc) { this.shownDoc = this.host.view.state.doc; this.soon(); }
  }

  private soon(): void {
    window.clearTimeout(this.rest);
    this.rest = window.setTimeout(() => { if (this.host.signal.aborted) return;
      // What an input method is still composing is left alone.
      if (this.host.view.composing) this.soon();
      else this.settle();
    }, REST);
  }

  /**
   * Looks up every place anew. Where this page has changed the text it knows better than the shared document which words
   * went where (a block that is split or moved is partly deleted and written anew there): such notes are put on their words
   * again.
   */
  private settle(): void {
    const { view } = this.host;
    const here = new Map(marked(view.state).map((mark) => [mark.note, mark]));
    const own = changedHere(view.state);
    this.places.clear();
    for (const note of this.notes) {
      // What is done and not shown is not looked for.
      if (note.done && !this.showDone.checked && note.id !== this.active) continue;
      let now = this.anchors.find(note);
      const mark = own ? this.anchors.tight(here.get(note.id)) : null;
      if (mark && this.better(mark, now)) now = { place: mark, found: true };
      if (!now) continue;
      this.places.set(note.id, now.place);
      if (now.found && this.host.mayEdit()) this.move(note, this.anchors.keep(now.place));
    }
    this.placeNew(here.get(0), own);
    this.mark();
    this.draw();
  }

  private better(mark: Place, now: { place: Place } | null): boolean {
    return !now || now.place.field !== "text" || now.place.from !== mark.from || now.place.to !== mark.to;
  }

  private move(note: Note, anchor: Anchor): void {
    if (anchor.from === note.from && anchor.to === note.to && anchor.epoch === note.epoch) return;
    Object.assign(note, anchor);
    this.moved.set(note.id, anchor);
    this.tellMoved();
  }

  /** Tells the server of new places once it has the words that they are in. */
  private tellMoved(): void {
    if (this.tell || this.signedOut || this.host.signal.aborted) return;
    const wait = this.failed ? Math.min(LONGEST_WAIT, AGAIN * 2 ** (this.failed - 1)) : this.host.settled() ? 50 : AGAIN;
    this.tell = window.setTimeout(() => void this.sendMoved(), wait);
  }

  private async sendMoved(): Promise<void> {
    const [id, anchor] = [...this.moved][0] ?? [];
    if (id && anchor && this.host.settled()) {
      const was = this.stands.get(id) ?? { epoch: "", from: "", to: "" };
      const told = await this.server.anchor(id, was, anchor);
      const taken = "list" in told && told.list.one.from === anchor.from && told.list.one.to === anchor.to && told.list.one.epoch === anchor.epoch;
      this.failed = taken ? 0 : this.failed + 1;
      // What is refused, or stands elsewhere by now, is not sent again.
      if (("list" in told || told.final) && this.moved.get(id) === anchor) this.moved.delete(id);
      if ("list" in told) this.stood(told.list);
      else this.signedOut = told.signedOut;
    }
    this.tell = 0;
    if (this.moved.size) this.tellMoved();
  }

  /** One note as the server has it after it was to be put elsewhere. */
  private stood({ version, one }: { version: number; one: Note }): void {
    const { id, epoch, from, to } = one;
    this.stands.set(id, { epoch, from, to });
    const here = this.notes.find((note) => note.id === id);
    if (here && !this.moved.has(id)) Object.assign(here, { epoch, from, to });
    if (version === this.version + 1) this.version = version;
    else this.heard(version);
  }

  private mark(): void {
    const marks = this.notes.flatMap((note): Mark[] => {
      const place = this.places.get(note.id);
      return place?.field === "text" && (!note.done || note.id === this.active) ? [{ note: note.id, from: place.from, to: place.to }] : [];
    });
    if (this.writing?.place?.field === "text") marks.push({ note: 0, from: this.writing.place.from, to: this.writing.place.to });
    show(this.host.view, this.writing ? 0 : this.active, marks);
    this.shownDoc = this.host.view.state.doc;
  }

  // The list.

  private order(note: Note): number {
    const place = this.places.get(note.id);
    if (!note.quote && !note.from) return -1;
    return !place ? Number.MAX_SAFE_INTEGER : place.field === "headline" ? 0 : place.field === "standfirst" ? 1 : place.from + 2;
  }

  private draw(): void {
    const done = this.notes.filter((note) => note.done);
    const all = this.notes.filter((note) => !note.done || this.showDone.checked || note.id === this.active)
      .sort((a, b) => Number(!!a.done) - Number(!!b.done) || this.order(a) - this.order(b) || a.id - b.id);
    this.host.count(this.notes.length - done.length);
    this.none.textContent = all.length || this.writing ? "" : this.version < 0 ? "" : "No open notes. Select words and press the button ‘Note’: only colleagues read it.";
    this.none.hidden = !this.none.textContent;
    this.doneLine.hidden = !done.length;
    this.doneLine.querySelector("label")!.textContent = `Show done (${done.length})`;
    for (const [id, card] of this.cards) if (!all.some((note) => note.id === id)) {
      // Words that are being written outlive the note: they are there for copying.
      if (card.writing) { card.gone(this.notes.some((note) => note.id === id)); continue; }
      card.dom.remove(); this.cards.delete(id);
    }
    const doms = all.map((note) => {
      const card = this.cards.get(note.id) ?? this.card(note.id);
      const place = this.places.get(note.id);
      card.show(note, !place && !!(note.quote || note.from), place ? WHERE[place.field] : "", note.id === this.active && !this.writing);
      return card.dom;
    });
    arrange(this.list, [...doms, ...[...this.cards].filter(([id]) => !all.some((note) => note.id === id)).map(([, { dom }]) => dom)]);
  }

  private card(id: number): Card {
    const card = noteCard(id, {
      drafts: `${draftsOf(this.host.reader)}${this.host.story}`, people: () => this.people, names: () => [...this.people, { name: this.me, as: this.me }],
      choose: (note, jump) => this.choose(note, jump),
      reply: (note, text, sending) => this.server.reply(note, text, sending, this.notes.find(({ id }) => id === note)?.remarks.at(-1)?.id ?? 0),
      change: (note, remark, text) => this.server.change(note, remark, text),
      remove: (note, remark) => void this.act(this.server.delete(note, remark), "Deleted.", note),
      settle: (note, done) => void this.act(this.server.settle(note, done), done ? "The note is done." : "The note is open again.", note),
      sent: (list, words) => { this.take(list); announce(words); },
    });
    this.cards.set(id, card);
    return card;
  }

  /** An act on a note; the focus goes to the next one when the note leaves the list. */
  private async act(sent: Promise<Told>, words: string, note: number): Promise<void> {
    const cards = [...this.list.children];
    const at = cards.findIndex((dom) => dom.id === `note-${note}`);
    const had = cards[at]?.contains(document.activeElement);
    const told = await sent;
    if ("problem" in told) { this.problem.textContent = told.problem; return; }
    this.problem.textContent = "";
    if (this.active === note && told.list.notes.every((one) => one.id !== note || one.done)) this.active = null;
    this.take(told.list);
    announce(words);
    if (!had) return;
    const card = this.cards.get(note);
    if (card) card.focus();
    else if (this.list.children.length) this.list.children[Math.min(at, this.list.children.length - 1)]!.querySelector<HTMLElement>("button")?.focus();
    else this.dom.focus();
  }

  private choose(note: number, jump: boolean): void {
    const other = this.active !== note;
    this.active = note;
    if (other) this.settle();
    if (jump) this.reveal(note);
    const called = this.notes.find(({ id }) => id === note);
    if (called?.called) {
      called.called = false;
      void this.server.seen(note, called.remarks.at(-1)?.id ?? 0);
      this.draw();
    }
  }

  /** Brings a note's words into view; the focus stays where it is. */
  private reveal(note: number): void {
    const place = this.places.get(note);
    if (!place) return announce(this.notes.find(({ id }) => id === note)?.quote ? "Its words are gone from the text." : "A note on the whole story.");
    if (place.field !== "text") return document.querySelector(`textarea.${place.field}`)?.scrollIntoView({ block: "center" });
    // In the middle of what neither the bars above nor, on a narrow screen, this list below cover.
    const words = this.host.view.coordsAtPos(place.from, 1);
    const list = this.dom.getBoundingClientRect();
    const top = document.querySelector("#editor .tools")?.getBoundingClientRect().bottom ?? 0;
    const bottom = list.height && list.left <= 0 ? list.top : window.innerHeight;
    if (words.top < Math.max(0, top) + 8 || words.bottom > bottom - 8) window.scrollBy({ top: (words.top + words.bottom - Math.max(0, top) - bottom) / 2 });
  }

  /** From the list to the words: with the cursor at them. */
  private toWords(note: number | null): void {
    const place = note === null ? null : this.places.get(note);
    const { view } = this.host;
    if (place && place.field !== "text") {
      const area = document.querySelector<HTMLTextAreaElement>(`textarea.${place.field}`);
      area?.focus();
      return area?.setSelectionRange(place.from, place.to);
    }
    if (place) {
      view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(place.from), 1)).scrollIntoView());
    }
    view.focus();
  }

  /** Shows a note in the list, with the focus on it, and its words in the text. */
  private go(note: number): void {
    this.host.open(true);
    this.active = null;
    this.choose(note, true);
    const card = this.cards.get(note);
    card?.dom.scrollIntoView({ block: "nearest" });
    card?.focus();
  }

  private clicked(event: Event): void {
    if (!(event.target as Element).closest(".note-mark")) return;
    const at = this.host.view.posAtCoords({ left: (event as MouseEvent).clientX, top: (event as MouseEvent).clientY });
    const note = at ? notesAt(this.host.view.state, at.pos).find((id) => id > 0) : undefined;
    if (!note || this.writing) return;
    this.host.open(true);
    this.choose(note, false);
    this.cards.get(note)?.dom.scrollIntoView({ block: "nearest" });
  }

  /** The list is opened by its button: the focus goes to its first note. */
  opened(): void {
    if (this.writing) this.writing.box.focus();
    else this.focusFirst();
  }

  private focusFirst(): void {
    (this.list.querySelector<HTMLElement>(".note-words") ?? this.dom.querySelector<HTMLElement>(".note-new"))?.focus();
  }

  /** Whether words stand in a box that are not sent. */
  get unsent(): boolean {
    return (!!this.writing && !this.writing.box.empty) || [...this.cards.values()].some((card) => card.writing);
  }

  private close(): void {
    this.host.open(false);
    this.active = null;
    this.mark();
    this.draw();
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const words = (event.target as Element).closest(".note-words");
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.toWords(this.active);
    } else if (words && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const all = [...this.list.querySelectorAll<HTMLElement>(".note-words")];
      const next = all[all.indexOf(words as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.closest("li")?.scrollIntoView({ block: "nearest" });
    }
  }

  // A new one.

  /** On the selected words; without any: to the note at the cursor, or with `whole` on the whole story. */
  leave(whole: boolean): void {
    if (this.writing) { this.host.open(true); return this.writing.box.focus(); }
    const place = this.anchors.selected();
    if (place) return this.openBox(this.anchors.words(place), this.anchors.keep(place), true);
    if (whole) return this.openBox("", { epoch: "", from: "", to: "" }, true);
    const there = notesAt(this.host.view.state, this.host.view.state.selection.from).find((id) => id > 0);
    if (there) return this.go(there);
    this.host.open(true);
    this.focusFirst();
    announce("No words are selected. ‘New note’ leaves one on the whole story.");
  }

  private openBox(quote: string, anchor: Anchor, focus: boolean): void {
    const box = noteBox({
      label: quote ? `Note on ‘${quote.slice(0, 120)}’` : "Note on the whole story", act: "Leave the note", draft: this.draftName("new"), people: () => this.people,
      send: (text, sending) => {
        // Where the words are now; once they are gone, where they were.
        const place = this.writing?.place;
        return this.server.write({ text, quote, sending, ...(place ? this.anchors.keep(place) : anchor) });
      },
      sent: (list) => this.written(list),
      left: () => { this.closeBox(); this.host.view.focus(); },
    });
    const gone = h("p", { class: "note-gone", role: "status" });
    const dom = h("div", { class: "note-card on note-writing" }, h("p", { class: "note-words" }, quote ? h("q", { dir: "auto" }, quote) : "The whole story"), gone, box.dom);
    this.writing = { anchor, quote, box, dom, gone, place: null };
    drafts.set(this.draftName("new-place"), JSON.stringify({ quote, ...anchor }));
    this.fresh.replaceChildren(dom);
    this.host.open(true);
    this.placeNew(undefined, false);
    this.mark();
    this.draw();
    if (focus) box.focus();
    dom.scrollIntoView({ block: "nearest" });
  }

  /** Follows the words of a note that is being written; somebody may delete them meanwhile. */
  private placeNew(mark: Mark | undefined, own: boolean): void {
    const { writing } = this;
    if (!writing) return;
    const found = writing.anchor.from ? this.anchors.find({ ...writing.anchor, quote: writing.quote })?.place ?? null : null;
    writing.place = (own ? this.anchors.tight(mark) : null) ?? found;
    const words = writing.quote && !writing.place ? "Its words were deleted meanwhile. The note keeps them as they were." : "";
    if (writing.gone.textContent !== words) writing.gone.textContent = words;
  }

  private closeBox(): void {
    drafts.set(this.draftName("new-place"), "");
    this.writing = null;
    this.fresh.replaceChildren();
    this.mark();
    this.draw();
  }

  private written(list: NoteList): void {
    this.closeBox();
    this.take(list);
    announce("The note is left.");
    const id = list.note ?? 0;
    this.choose(id, false);
    this.cards.get(id)?.focus();
    this.cards.get(id)?.dom.scrollIntoView({ block: "nearest" });
  }
}
