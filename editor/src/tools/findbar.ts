/** The bar of find and replace: over headline, standfirst and text at once; the matches keep the order of the page. */
import type { EditorView } from "prosemirror-view";
import { announce, h, keyText, uid } from "../dom";
import { type HeadField, headFields, writeInto } from "./fields";
import { findIn, forget, foundIn, goTo, lookFor, replaceSpans, type Span, type Wanted } from "./find";
import { TOOL_KEYS } from "./keys";

type Hit = { field: HeadField; span: Span } | { field: null; index: number };

export class FindBar {
  readonly dom: HTMLElement;
  private readonly words = h("input", { type: "search", id: uid("find"), class: "find-words", autocomplete: "off", spellcheck: "false", enterkeyhint: "next" });
  private readonly other = h("input", { type: "text", id: uid("with"), class: "find-other", autocomplete: "off" });
  private readonly count = h("span", { class: "find-count" });
  private readonly said = h("span", { class: "unseen", role: "status" });
  private readonly boxes: Record<"matchCase" | "wholeWords" | "accents", HTMLInputElement>;
  private readonly replaceRow: HTMLElement;
  private hits: Hit[] = [];
  private at = -1;
  private back: HTMLElement | null = null;
  private timer = 0;
  private looking: Wanted = { words: "", matchCase: false, wholeWords: false, accents: false };

  constructor(private readonly view: EditorView, private readonly root: HTMLElement) {
    const box = (): HTMLInputElement => h("input", { type: "checkbox", id: uid("option") });
    this.boxes = { matchCase: box(), wholeWords: box(), accents: box() };
    const option = (which: keyof FindBar["boxes"], words: string): HTMLElement => h("span", { class: "find-option" }, this.boxes[which], h("label", { for: this.boxes[which].id }, words));
    const button = (words: string, act: () => void, hint?: string): HTMLElement => h("button", { type: "button", onclick: act, "data-tip": hint }, words);
    this.replaceRow = h("div", { class: "find-row", hidden: true }, h("label", { for: this.other.id }, "Replace with"), this.other,
      button("Replace", () => this.replaceOne(), "Enter"), button("Replace all", () => this.replaceAll(), keyText("Mod-Enter")));
    this.dom = h("div", { class: "findbar", role: "search", "aria-label": "Find in this story", hidden: true },
      h("div", { class: "find-row" }, h("label", { for: this.words.id }, "Find"), this.words, this.count,
        button("Previous", () => this.step(-1), "Shift Enter"), button("Next", () => this.step(1), "Enter"),
        option("matchCase", "Match case"), option("wholeWords", "Whole words"), option("accents", "Match accents"),
        h("button", { type: "button", class: "quiet find-close", onclick: () => this.close() }, "Close")),
      this.replaceRow, this.said);
    this.words.addEventListener("input", () => this.look());
    for (const one of Object.values(this.boxes)) one.addEventListener("change", () => this.look());
    this.dom.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("input", (event) => { if (!this.dom.hidden && (event.target as Element).matches?.("textarea.headline, textarea.standfirst")) this.gather(); });
  }

  get isOpen(): boolean { return !this.dom.hidden; }
  get focused(): boolean { return this.dom.contains(document.activeElement); }

  /** Opens it on the selected words. */
  open(replace: boolean): void {
    const active = document.activeElement;
    if (!this.focused) this.back = active instanceof HTMLElement && this.root.contains(active) ? active : null;
    const { from, to, empty, $from, $to } = this.view.state.selection;
    const area = active instanceof HTMLTextAreaElement ? active : null;
    const chosen = area ? area.value.slice(area.selectionStart, area.selectionEnd) : !empty && $from.sameParent($to) && !this.focused ? this.view.state.doc.textBetween(from, to) : "";
    if (chosen && chosen.length < 200) this.words.value = chosen;
    this.dom.hidden = false;
    if (replace) this.replaceRow.hidden = false;
    this.look(!!chosen);
    (replace && this.words.value ? this.other : this.words).focus();
    (replace && this.words.value ? this.other : this.words).select();
  }

  /** Leaves the writer at the match that was shown last. */
  close(): void {
    const hit = this.hits[this.at];
    this.dom.hidden = true;
    this.replaceRow.hidden = true;
    this.mark(null);
    this.view.dispatch(forget(this.view.state));
    if (hit?.field) { hit.field.area.focus(); hit.field.area.setSelectionRange(hit.span.from, hit.span.to); }
    else if (hit || !this.back?.isConnected) this.view.focus();
    else this.back.focus();
    this.hits = [];
    this.at = -1;
  }

  private key(event: KeyboardEvent): void {
    const inReplace = event.target === this.other;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !this.replaceRow.hidden) this.replaceAll();
    else if (event.key === "Enter" && inReplace) this.replaceOne();
    else if (event.key === "Enter" && event.target === this.words) this.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Looks anew; the first match from the cursor on is shown. */
  private look(here = false): void {
    const { matchCase, wholeWords, accents } = this.boxes;
    this.looking = { words: this.words.value, matchCase: matchCase.checked, wholeWords: wholeWords.checked, accents: accents.checked };
    this.view.dispatch(lookFor(this.view.state, this.looking));
    this.gather();
    const { from } = this.view.state.selection;
    const spans = foundIn(this.view.state).spans;
    const next = this.hits.findIndex((hit) => hit.field === null && (spans[hit.index]?.from ?? 0) >= from);
    const inField = this.back instanceof HTMLTextAreaElement ? this.hits.findIndex((hit) => hit.field?.area === this.back) : -1;
    this.show(this.hits.length ? (inField >= 0 ? inField : next >= 0 && (here || !(this.back instanceof HTMLTextAreaElement)) ? next : 0) : -1);
  }

  /** The matches as they are now; called after every change of the story. */
  gather(): void {
    if (this.dom.hidden) return;
    const { spans, current } = foundIn(this.view.state);
    const above = headFields(this.root).flatMap((field): Hit[] => findIn(field.area.value, this.looking).map((span) => ({ field, span })));
    this.hits = [...above, ...spans.map((_, index): Hit => ({ field: null, index }))];
    if (current >= 0) this.at = above.length + current;
    this.at = Math.min(this.at, this.hits.length - 1);
    this.tell();
  }

  step(by: 1 | -1): void {
    if (!this.hits.length) return this.tell(true);
    this.show((this.at + by + this.hits.length) % this.hits.length);
  }

  private show(index: number): void {
    this.at = index;
    const hit = this.hits[index];
    this.view.dispatch(goTo(this.view.state, hit && hit.field === null ? hit.index : -1));
    this.mark(hit?.field ? hit.field.area : null);
    if (hit?.field) { hit.field.area.setSelectionRange(hit.span.from, hit.span.to); hit.field.area.scrollIntoView({ block: "center" }); }
    else if (hit) this.view.dom.querySelector(".found-now")?.scrollIntoView({ block: "center" });
    this.tell(true);
  }

  private mark(area: HTMLTextAreaElement | null): void {
    for (const field of headFields(this.root)) field.area.classList.toggle("found-here", field.area === area);
  }

  /** The count is seen at once, and said once the typing stops. */
  private tell(aloud = false): void {
    const { length } = this.hits;
    const hit = this.hits[this.at];
    this.count.textContent = !this.looking.words ? "" : !length ? "Not found" : `${this.at + 1} of ${length}`;
    if (!aloud || !this.looking.words) return;
    const where = hit?.field ? `, in the ${hit.field.name}` : "";
    const around = hit ? `: ${this.around(hit)}` : "";
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.said.textContent = length ? `${this.at + 1} of ${length}${where}${around}` : `${this.looking.words} is not in this story.`; }, 400);
  }

  /** A few words on both sides, for those who cannot see them. */
  private around(hit: Hit): string {
    if (hit.field) return hit.field.area.value.slice(Math.max(0, hit.span.from - 30), hit.span.to + 30);
    const span = foundIn(this.view.state).spans[hit.index];
    const { doc } = this.view.state;
    return span ? doc.textBetween(Math.max(0, span.from - 30), Math.min(doc.content.size, span.to + 30), " ", " ") : "";
  }

  private replaceOne(): void {
    const hit = this.hits[this.at];
    if (!hit || !this.view.editable) return this.tell(true);
    const words = this.other.value;
    if (hit.field) writeInto(hit.field.area, hit.span.from, hit.span.to, words);
    else {
      const span = foundIn(this.view.state).spans[hit.index];
      if (span) this.view.dispatch(replaceSpans(this.view.state, [span], words));
    }
    const was = this.at;
    this.gather();
    // What was put in may hold the words again: then go past it.
    this.show(this.hits.length ? was % this.hits.length : -1);
  }

  private replaceAll(): void {
    if (!this.hits.length || !this.view.editable) return this.tell(true);
    const words = this.other.value;
    const total = this.hits.length;
    const { spans } = foundIn(this.view.state);
    for (const field of headFields(this.root)) {
      const found = findIn(field.area.value, this.looking);
      if (!found.length) continue;
      let value = field.area.value;
      for (const { from, to } of [...found].reverse()) value = value.slice(0, from) + words + value.slice(to);
      writeInto(field.area, 0, field.area.value.length, value);
    }
    if (spans.length) this.view.dispatch(replaceSpans(this.view.state, spans, words));
    this.gather();
    this.show(this.hits.length ? 0 : -1);
    this.count.textContent = `${total} replaced`;
    window.clearTimeout(this.timer);
    this.said.textContent = "";
    announce(`${total} replaced. ${keyText("Mod-z")} in the text takes it back.`);
  }
}

/** Ctrl-F opens ours; pressed again in its field, the browser's own. */
export function findKeys(bar: FindBar, signal: AbortSignal): void {
  document.addEventListener("keydown", (event) => {
    const mod = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (document.querySelector("dialog[open]")) return;
    if (mod && !event.altKey && !event.shiftKey && letter === "f") {
      if (bar.focused) return;
      bar.open(false);
    } else if (matches(event, TOOL_KEYS.replace)) bar.open(true);
    else if (bar.isOpen && ((mod && letter === "g" && !event.altKey) || event.key === "F3")) bar.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }, { signal });
}

/** Whether an event is the key named as in `Mod-Alt-f`. */
export function matches(event: KeyboardEvent, name: string): boolean {
  const parts = name.split("-");
  // AltGr writes letters: on Windows it looks like Ctrl and Alt together.
  if (event.getModifierState("AltGraph")) return false;
  const wanted = (part: string): boolean => parts.slice(0, -1).includes(part);
  const mod = event.ctrlKey || event.metaKey;
  const last = parts.at(-1) as string;
  const same = event.key.toLowerCase() === last.toLowerCase() || event.code === `Key${last.toUpperCase()}` || (last === "/" && event.code === "Slash") || (last === "'" && event.code === "Quote");
  return mod === wanted("Mod") && event.altKey === wanted("Alt") && event.shiftKey === wanted("Shift") && same;
}
