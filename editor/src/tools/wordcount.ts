/** How long the story is: words against what was asked for, words selected, time to read. */
import type { EditorView } from "prosemirror-view";
import { countWords, plainText } from "../doc/document";
import { announce, h } from "../dom";

/** Words a minute, by script: a reader of Chinese or Japanese takes in more of what is counted as a word. */
const PACE = 230;

export interface Counted { words: number; selected: number; target: number }

/** `412 of 600 words · 2 min to read`, and with a selection `24 selected` before it. */
export function countText({ words, selected, target }: Counted): string {
  const number = (value: number): string => value.toLocaleString("en-GB");
  const unit = words === 1 && !target ? "word" : "words";
  const over = target && words > target ? `, ${number(words - target)} over` : "";
  const length = target ? `${number(words)} of ${number(target)} words${over}` : words ? `${number(words)} ${unit}` : "No words yet";
  const time = words ? ` · ${Math.max(1, Math.round(words / PACE))} min to read` : "";
  return `${selected ? `${number(selected)} selected · ` : ""}${length}${time}`;
}

export class WordCount {
  private now: Counted;
  private timer = 0;
  private doc: unknown = null;

  /** `place` is the element that has shown the count until now. */
  constructor(private readonly view: EditorView, private readonly place: HTMLElement, target: number, private readonly language: () => string) {
    this.now = { words: 0, selected: 0, target };
    place.replaceChildren();
    this.update();
  }

  /** Counts a moment later: never between a key and its letter. */
  update(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.count(), 200);
  }

  private count(): void {
    const { doc, selection } = this.view.state;
    if (doc !== this.doc) this.now.words = countWords(plainText(doc), this.language());
    this.doc = doc;
    this.now.selected = selection.empty ? 0 : countWords(doc.textBetween(selection.from, selection.to, "\n\n", " "), this.language());
    const { target, words } = this.now;
    const bar = target ? h("progress", { max: target, value: Math.min(words, target), "aria-hidden": "true", class: words > target ? "over" : "" }) : null;
    if (bar) bar.value = Math.min(words, target);
    this.place.replaceChildren(countText(this.now), ...(bar ? [bar] : []));
  }

  /** For those who do not see it, when they ask. */
  say(): void {
    this.count();
    announce(countText(this.now));
  }
}
