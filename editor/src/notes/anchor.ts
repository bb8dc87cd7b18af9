/**
 * Where a note's words are. Kept are both ends as relative positions of the shared document, beside it and never in it. Where
 * those are gone (the block was moved, the story was set back) the words are looked for, and taken when they stand there once.
 */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { difference } from "../together/diff";
import { fromLasting, type Shared, toLasting } from "../together/places";
import type { Anchor, Note, Place } from "./types";

/** In the same document, shorter words that are gone are not looked for: others of the same kind may be meant. */
const TELLING = 20;
const LONGEST = 1000;

interface Flat { text: string; at: number[] }
const flats = new WeakMap<Node, Flat>();

/** The words of the whole text on one line, with the position of each letter. */
function flat(doc: Node): Flat {
  const known = flats.get(doc);
  if (known) return known;
  const at: number[] = [];
  let text = "";
  const put = (letter: string, position: number): void => {
    const one = /\s/.test(letter) ? " " : letter;
    if (one === " " && (!text || text.endsWith(" "))) return;
    text += one;
    at.push(position);
  };
  doc.descendants((node, position) => {
    if (node.isText) [...(node.text ?? "").split("")].forEach((letter, index) => put(letter, position + index));
    else if (node.isTextblock || node.isLeaf) put(" ", position);
    return true;
  });
  flats.set(doc, { text, at });
  return { text, at };
}

/** The words between two positions as they are kept. */
export function wordsAt(doc: Node, from: number, to: number): string {
  const { text, at } = flat(doc);
  let [first, last] = [lower(at, from), lower(at, to)];
  while (first < last && text[first] === " ") first += 1;
  while (last > first && text[last - 1] === " ") last -= 1;
  return text.slice(first, last);
}

function lower(at: number[], position: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The one place of these words; none when they are not there or stand there more than once. */
function once(text: string, words: string): number | null {
  const index = words ? text.indexOf(words) : -1;
  return index >= 0 && text.indexOf(words, index + 1) < 0 ? index : null;
}

/** Whether the words at a place have almost nothing of the quote: less than a quarter of it. */
const strange = (quote: string, words: string): boolean => quote.length - difference(quote, words).remove < quote.length / 4;

const FIELDS = ["headline", "standfirst"] as const;

export class Anchors {
  constructor(private readonly view: EditorView, private readonly shared: Shared, private readonly doc: Y.Doc, readonly epoch: string) {}

  /** The selected words, without the space around them; `null` when none are. */
  selected(): Place | null {
    const area = document.activeElement;
    if (area instanceof HTMLTextAreaElement && FIELDS.some((name) => area.name === name)) {
      return area.selectionStart < area.selectionEnd ? { field: area.name as "headline", from: area.selectionStart, to: area.selectionEnd } : null;
    }
    let { from, to } = this.view.state.selection;
    const seen = document.getSelection();
    // Where one may only read, the browser's selection is the only one.
    if (!this.view.editable && seen && !seen.isCollapsed && this.view.dom.contains(seen.anchorNode) && this.view.dom.contains(seen.focusNode)) {
      const ends = [this.view.posAtDOM(seen.anchorNode!, seen.anchorOffset), this.view.posAtDOM(seen.focusNode!, seen.focusOffset)];
      [from, to] = [Math.min(...ends), Math.max(...ends)];
    }
    return this.trimmed(from, to);
  }

  private trimmed(from: number, to: number): Place | null {
    const { doc } = this.view.state;
    const { text, at } = flat(doc);
    let [first, last] = [lower(at, from), lower(at, to)];
    while (first < last && text[first] === " ") first += 1;
    while (last > first && text[last - 1] === " ") last -= 1;
    if (first < last) return { field: "text", from: at[first]!, to: at[last - 1]! + 1 };
    const node = from < to ? doc.nodeAt(from) : null;
    return node?.isBlock && from + node.nodeSize <= to ? { field: "text", from, to: from + node.nodeSize } : null;
  }

  /** The words of a place, cut as the server cuts them. */
  words(place: Place): string {
    const { doc } = this.view.state;
    const whole = place.field === "text" ? wordsAt(doc, place.from, place.to) : this.doc.getText(place.field).toString().slice(place.from, place.to).replace(/\s+/g, " ").trim();
    const node = place.field === "text" && !whole ? doc.nodeAt(place.from) : null;
    const words = node ? String(node.attrs.caption || node.attrs.alt || node.attrs.title || "") : whole;
    return [...words].length <= LONGEST ? words : `${[...words].slice(0, LONGEST - 1).join("")}…`;
  }

  /** A place as one that lasts. */
  keep(place: Place): Anchor {
    const lasting = (position: number, side: 0 | -1): string => JSON.stringify(Y.relativePositionToJSON(
      place.field === "text" ? toLasting(this.view.state.doc, position, this.shared, side) : Y.createRelativePositionFromTypeIndex(this.doc.getText(place.field), position, side)));
    return { epoch: this.epoch, from: lasting(place.from, 0), to: lasting(place.to, -1) };
  }

  /** Where a note's words are now; `null` when they are gone. `found` says that they had to be looked for. */
  find(note: Pick<Note, "epoch" | "from" | "to" | "quote">): { place: Place; found: boolean } | null {
    const same = note.epoch === this.epoch && !!note.from;
    // Words that have not arrived here yet are not gone.
    if (same && this.awaited(note)) return null;
    const place = same ? this.kept(note) : null;
    // Words that were deleted and came back by undo are new ones in the shared document: only this page knows that they are the same.
    if (place) {
      const moved = this.telling(note) && strange(note.quote, this.words(place)) ? this.look(note.quote) : null;
      // Nothing of them is left where they were, and they stand elsewhere whole: a block was moved by a page that is closed.
      if (moved && (moved.field !== place.field || moved.to <= place.from || moved.from >= place.to || moved.to - moved.from < (place.to - place.from) / 2)) return { place: moved, found: true };
      return { place, found: this.revived(note) };
    }
    if (!note.quote || (same && !this.telling(note))) return null;
    const looked = this.look(note.quote);
    return looked && { place: looked, found: true };
  }

  /** Whether an end stands at a letter that this window does not have yet. */
  private awaited({ from, to }: Anchor): boolean {
    try {
      return [from, to].some((end) => {
        const { item, type } = Y.createRelativePositionFromJSON(JSON.parse(end));
        return [item, type].some((id) => id && id.clock >= Y.getState(this.doc.store, id.client));
      });
    } catch {
      return false;
    }
  }

  private kept(anchor: Anchor): Place | null {
    try {
      const [from, to] = [anchor.from, anchor.to].map((end) => Y.createRelativePositionFromJSON(JSON.parse(end)));
      const type = Y.createAbsolutePositionFromRelativePosition(from!, this.doc);
      const field = FIELDS.find((name) => type?.type === this.doc.getText(name));
      if (field) {
        const end = Y.createAbsolutePositionFromRelativePosition(to!, this.doc);
        return end?.type === type!.type && type!.index < end.index ? { field, from: type!.index, to: end.index } : null;
      }
      const { doc } = this.view.state;
      const [start, end] = [fromLasting(doc, from!, this.shared, true), fromLasting(doc, to!, this.shared, true)];
      if (start === null || end === null || start >= end) return null;
      return this.trimmed(start, end);
    } catch {
      return null;
    }
  }

  /** Whether words of the same kind that stand once will be the same. */
  private telling({ quote }: { quote: string }): boolean {
    return quote.length >= TELLING;
  }

  /** A mark of the text as a place. */
  tight(mark: { from: number; to: number } | undefined): Place | null {
    return mark ? this.trimmed(mark.from, mark.to) : null;
  }

  private revived({ from, to }: Anchor): boolean {
    const index = (end: string, follow: boolean): unknown => {
      const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(JSON.parse(end)), this.doc, follow);
      return found && [found.type, found.index];
    };
    return [from, to].some((end) => String(index(end, true)) !== String(index(end, false)));
  }

  private look(quote: string): Place | null {
    if (quote.endsWith("…")) return null;
    const { text, at } = flat(this.view.state.doc);
    const found: Place[] = [];
    let [seen, there] = [0, once(text, quote)];
    if (there !== null) found.push({ field: "text", from: at[there]!, to: at[there + quote.length - 1]! + 1 });
    else if (text.includes(quote)) seen += 1;
    for (const field of FIELDS) {
      const words = this.doc.getText(field).toString();
      there = once(words, quote);
      if (there !== null) found.push({ field, from: there, to: there + quote.length });
      else if (words.includes(quote)) seen += 1;
    }
    return !seen && found.length === 1 ? found[0]! : null;
  }
}
