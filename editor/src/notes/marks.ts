/**
 * The words that notes stand on, marked in the text. While one writes the marks are mapped with the text; only when the
 * writing rests are places looked up anew. A block that is moved takes its marks along.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { FROM_SHARED } from "../together/binding";

/** A note's words; 0 is the one being written. */
export interface Mark { note: number; from: number; to: number }
interface Marks { set: DecorationSet; active: number | null; /** Whether this page has changed the text since `show`. */ own: boolean }

const key = new PluginKey<Marks>("notes");

function decoration(doc: Node, { note, from, to }: Mark, active: number | null): Decoration {
  const attrs = { nodeName: "mark", class: note === active ? "note-mark note-on" : "note-mark" };
  const node = doc.nodeAt(from);
  if (node?.isBlock && from + node.nodeSize === to) return Decoration.node(from, to, { class: `note-block ${attrs.class}` }, { note });
  return Decoration.inline(from, to, attrs, { note });
}

function draw(doc: Node, marks: Mark[], active: number | null): DecorationSet {
  const sound = marks.filter(({ from, to }) => from >= 0 && from < to && to <= doc.content.size);
  // The active one last, so that it is seen where two stand on the same words.
  return DecorationSet.create(doc, sound.sort((a, b) => Number(a.note === active) - Number(b.note === active)).map((mark) => decoration(doc, mark, active)));
}

const marksOf = (set: DecorationSet): Mark[] => set.find().map(({ from, to, spec }) => ({ note: (spec as { note: number }).note, from, to }));

/** Marks that mapping has lost and whose block stands elsewhere now, the very same. */
function carried(lost: Mark[], before: Node, after: Node): Mark[] {
  return lost.flatMap((mark) => {
    const $from = before.resolve(mark.from);
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const [block, start] = [$from.node(depth), $from.before(depth)];
      if (mark.to > start + block.nodeSize) continue;
      let place = -1;
      after.descendants((node, position) => { if (node === block) place = position; return place < 0 && !node.isTextblock; });
      if (place >= 0) return [{ ...mark, from: mark.from - start + place, to: mark.to - start + place }];
    }
    return [];
  });
}

function apply(tr: Transaction, was: Marks, old: EditorState): Marks {
  const told = tr.getMeta(key) as { marks?: Mark[]; active: number | null } | undefined;
  let { set, own } = was;
  if (tr.docChanged) {
    const shared = !!tr.getMeta(FROM_SHARED);
    const before = set;
    set = set.map(tr.mapping, tr.doc);
    own ||= !shared;
    if (!shared && before !== DecorationSet.empty) {
      const left = new Set(marksOf(set).map(({ note }) => note));
      const back = carried(marksOf(before).filter(({ note }) => !left.has(note)), old.doc, tr.doc);
      if (back.length) set = set.add(tr.doc, back.map((mark) => decoration(tr.doc, mark, was.active)));
    }
  }
  if (told) return { set: draw(tr.doc, told.marks ?? marksOf(set), told.active), active: told.active, own: told.marks ? false : own };
  return tr.docChanged ? { set, active: was.active, own } : was;
}

export function noteMarks(): Plugin {
  return new Plugin<Marks>({
    key,
    state: { init: () => ({ set: DecorationSet.empty, active: null, own: false }), apply: (tr, was, old) => apply(tr, was, old) },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}

/** The marks as they are now. */
export const marked = (state: EditorState): Mark[] => marksOf(key.getState(state)?.set ?? DecorationSet.empty);
/** Whether this page has changed the text since marks were shown last. */
export const changedHere = (state: EditorState): boolean => key.getState(state)?.own ?? false;
/** Notes whose words are at a position, the shortest first. */
export const notesAt = (state: EditorState, position: number): number[] => (key.getState(state)?.set.find(position, position) ?? [])
  .filter(({ from, to }) => from <= position && position <= to).sort((a, b) => a.to - a.from - (b.to - b.from)).map(({ spec }) => (spec as { note: number }).note);

/** Shows marks; without any, those that are there, with another of them active. */
export function show(view: EditorView, active: number | null, marks?: Mark[]): void {
  const now = key.getState(view.state);
  if (!marks && now?.active === active) return;
  const same = marks && now?.active === active && !now.own && JSON.stringify(marksOf(now.set).sort(byPlace)) === JSON.stringify([...marks].sort(byPlace));
  if (!same) view.dispatch(view.state.tr.setMeta(key, { marks, active }).setMeta("addToHistory", false));
}

const byPlace = (a: Mark, b: Mark): number => a.from - b.from || a.to - b.to || a.note - b.note;
