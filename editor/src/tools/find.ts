/** Finding in the text: what is looked for, where it is, and its decorations. Ordinary transactions only. */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { linesOf } from "./inline";
import { OBJECT } from "./typography";

export interface Wanted { words: string; matchCase: boolean; wholeWords: boolean; accents: boolean }
/** Offsets in a text, in UTF-16 units. */
export interface Span { from: number; to: number }
export const NOTHING: Wanted = { words: "", matchCase: false, wholeWords: false, accents: false };

/** What two ways of writing the same have in common: straight and curly quotes, kinds of spaces and of hyphens. */
const ALIKE: [RegExp, string][] = [[/[‘’‚‛′ʼ]/g, "'"], [/[“”„‟″]/g, '"'], [/[\u00a0\u202f\u2009]/g, " "], [/[‐‑]/g, "-"]];

/** A text made comparable; `at` gives for each of its units the offset in the original. */
function comparable(text: string, wanted: Wanted): { text: string; at: number[] } {
  let made = "";
  const at: number[] = [];
  for (let offset = 0; offset < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(offset) as number);
    let now = char;
    if (!wanted.accents) now = now.normalize("NFD").replace(/\p{M}/gu, "");
    if (!wanted.matchCase) now = now.toLowerCase();
    if (!now && wanted.accents) now = char;
    for (const [others, one] of ALIKE) now = now.replace(others, one);
    for (let unit = 0; unit < now.length; unit += 1) at.push(offset);
    made += now;
    offset += char.length;
  }
  at.push(text.length);
  return { text: made, at };
}

const wordAt = (text: string, offset: number): boolean => offset >= 0 && offset < text.length && /[\p{L}\p{N}\p{M}_]/u.test(String.fromCodePoint(text.codePointAt(offset) as number));

/** Every place of the words in a text, one after the other. */
export function findIn(text: string, wanted: Wanted): Span[] {
  if (!wanted.words) return [];
  const [hay, needle] = [comparable(text, wanted), comparable(wanted.words, wanted).text];
  const found: Span[] = [];
  if (!needle) return found;
  for (let index = hay.text.indexOf(needle); index >= 0; index = hay.text.indexOf(needle, index + needle.length)) {
    const from = hay.at[index] as number;
    let to = hay.at[index + needle.length] as number;
    // Accents that stand as characters of their own belong to their letter.
    while (!wanted.accents && /\p{M}/u.test(text[to] ?? "")) to += 1;
    if (wanted.wholeWords && ((wordAt(text, from - 1) && wordAt(text, from)) || (wordAt(text, to) && wordAt(text, to - 1)))) continue;
    found.push({ from, to });
  }
  return found;
}

/** Every place of the words in the document, as positions. */
export function findInDoc(doc: Node, wanted: Wanted): Span[] {
  if (!wanted.words) return [];
  return linesOf(doc).flatMap((line) => findIn(line.text, wanted).filter(({ from, to }) => !line.text.slice(from, to).includes(OBJECT))
    .map(({ from, to }) => ({ from: line.at[from] as number, to: (line.at[to - 1] as number) + 1 })));
}

interface Found { wanted: Wanted; spans: Span[]; current: number; marks: DecorationSet }

const key = new PluginKey<Found>("find");
const NONE: Found = { wanted: NOTHING, spans: [], current: -1, marks: DecorationSet.empty };

function shown(doc: Node, wanted: Wanted, spans: Span[], current: number): Found {
  return { wanted, spans, current, marks: DecorationSet.create(doc, spans.map(({ from, to }, index) => Decoration.inline(from, to, { class: index === current ? "found found-now" : "found" }))) };
}

export function finding(): Plugin {
  return new Plugin<Found>({
    key,
    state: {
      init: () => NONE,
      apply(tr, was) {
        const told = tr.getMeta(key) as { wanted?: Wanted; current?: number } | undefined;
        const wanted = told?.wanted ?? was.wanted;
        if (!wanted.words) return was === NONE ? was : NONE;
        const anew = tr.docChanged || told?.wanted;
        if (!anew && told?.current === undefined) return was;
        const spans = anew ? findInDoc(tr.doc, wanted) : was.spans;
        const at = was.spans[was.current];
        const kept = at ? spans.findIndex(({ from }) => from === tr.mapping.map(at.from, 1)) : -1;
        return shown(tr.doc, wanted, spans, told?.current ?? kept);
      },
    },
    props: { decorations: (state) => key.getState(state)?.marks },
  });
}

export const foundIn = (state: EditorState): { spans: Span[]; current: number } => key.getState(state) ?? NONE;
export const lookFor = (state: EditorState, wanted: Wanted): Transaction => state.tr.setMeta(key, { wanted, current: -1 });
export const forget = (state: EditorState): Transaction => state.tr.setMeta(key, { wanted: NOTHING });

/** Goes to a match; the cursor's selection is it, so that closing the bar leaves the writer there. */
export function goTo(state: EditorState, index: number): Transaction {
  const span = foundIn(state).spans[index];
  const tr = state.tr.setMeta(key, { current: index });
  return span ? tr.setSelection(TextSelection.create(state.doc, span.from, span.to)) : tr;
}

/** Puts other words in place of some matches, in one transaction, last first. The marks of the words are kept. */
export function replaceSpans(state: EditorState, spans: Span[], words: string): Transaction {
  const tr = state.tr;
  for (const { from, to } of [...spans].sort((a, b) => b.from - a.from)) {
    const marks = state.doc.nodeAt(from)?.marks ?? [];
    if (words) tr.replaceWith(from, to, state.schema.text(words, marks));
    else tr.delete(from, to);
  }
  return tr;
}
