/** The editing acts that toolbar, keys and the block menu share. */
import { setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import type { Attrs, MarkType, Node, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, Selection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state";
import type { PictureAttrs } from "../types";
import { schema } from "./schema";

const { nodes } = schema;

/** Whether a mark is on at the cursor, or anywhere in the selection. */
export function markActive(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection;
  return empty ? !!type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type);
}

/** The nearest enclosing node of a type. */
export function enclosing(state: EditorState, type: NodeType): { node: Node; pos: number; depth: number } | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === type) return { node: $from.node(depth), pos: $from.before(depth), depth };
  }
  return null;
}

export function blockActive(state: EditorState, type: NodeType, attrs: Attrs = {}): boolean {
  const found = enclosing(state, type);
  return !!found && Object.entries(attrs).every(([key, value]) => found.node.attrs[key] === value);
}

export const toggle = (type: MarkType): Command => toggleMark(type, null, { removeWhenPresent: true });

/** Makes the block this type, or a paragraph again when it already is. */
export function toggleBlock(type: NodeType, attrs: Attrs = {}): Command {
  return (state, dispatch) =>
    blockActive(state, type, attrs) ? setBlockType(nodes.paragraph)(state, dispatch) : setBlockType(type, attrs)(state, dispatch);
}

/** The innermost list around the cursor. */
function innerList(state: EditorState): { node: Node; pos: number } | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) return { node, pos: $from.before(depth) };
  }
  return null;
}

/** A list on, off, or turned into the other kind. */
export function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const list = innerList(state);
    if (!list) {
      if (wrapInList(type)(state, dispatch)) return true;
      return asParagraphs(state, dispatch, wrapInList(type));
    }
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(list.pos, type));
    return true;
  };
}

/** A heading cannot stand in a list or quotation: makes it a paragraph first, in one step of undo. */
function asParagraphs(state: EditorState, dispatch: ((tr: Transaction) => void) | undefined, then: Command): boolean {
  let plain: Transaction | null = null;
  if (!setBlockType(nodes.paragraph)(state, (tr) => (plain = tr))) return false;
  const first = plain as unknown as Transaction;
  const next = state.apply(first);
  return then(next, dispatch && ((tr) => {
    for (const step of tr.steps) first.step(step);
    dispatch(first);
  }));
}

export const toggleQuote: Command = (state, dispatch) => {
  if (enclosing(state, nodes.blockquote)) {
    if (innerList(state)) return false;
    return lift(state, dispatch);
  }
  return wrapIn(nodes.blockquote)(state, dispatch) || asParagraphs(state, dispatch, wrapIn(nodes.blockquote));
};

/** Puts a block in at the cursor: in place of an empty paragraph, otherwise after the block the cursor is in. */
export function insertBlock(state: EditorState, block: Node): Transaction {
  const { $from } = state.selection;
  const tr = state.tr;
  let at: number;
  if ($from.depth === 0) at = state.selection.to;
  else if ($from.depth === 1 && $from.parent.type === nodes.paragraph && !$from.parent.content.size) {
    at = $from.before(1);
    tr.delete(at, $from.after(1));
  } else at = $from.after(1);
  tr.insert(at, block);
  const after = at + block.nodeSize;
  // There is always somewhere to go on writing.
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, nodes.paragraph.create());
  const inside = block.isAtom ? after : at;
  return tr.setSelection(Selection.near(tr.doc.resolve(inside + 1), 1)).scrollIntoView();
}

export const insertRule: Command = (state, dispatch) => {
  dispatch?.(insertBlock(state, nodes.rule.create()));
  return true;
};

export function insertTable(rows = 3, columns = 3): Command {
  return (state, dispatch) => {
    const row = (type: NodeType): Node =>
      nodes.table_row.create(null, Array.from({ length: columns }, () => type.createAndFill()!));
    const table = nodes.table.create(null, Array.from({ length: rows }, (_, index) => row(index ? nodes.table_cell : nodes.table_header)));
    dispatch?.(insertBlock(state, table));
    return true;
  };
}

export function insertPicture(attrs: PictureAttrs): Command {
  return (state, dispatch) => {
    dispatch?.(insertBlock(state, nodes.picture.create(attrs)));
    return true;
  };
}

/** A footnote at the end of the selection; it is selected, so that its editor opens. */
export const insertFootnote: Command = (state, dispatch) => {
  const { $to } = state.selection;
  if (!$to.parent.inlineContent || !$to.parent.canReplaceWith($to.index(), $to.index(), nodes.footnote)) return false;
  if (dispatch) {
    const tr = state.tr.insert($to.pos, nodes.footnote.create());
    dispatch(tr.setSelection(NodeSelection.create(tr.doc, $to.pos)).scrollIntoView());
  }
  return true;
};

export const insertBreak: Command = (state, dispatch) => {
  const { parent } = state.selection.$from;
  if (!parent.inlineContent || parent.type.spec.code) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView());
  return true;
};

/** Backspace at the start of a heading, pull quote or code makes it a paragraph. */
export const plainAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !$from.parent.isTextblock || $from.parent.type === nodes.paragraph) return false;
  return setBlockType(nodes.paragraph)(state, dispatch);
};

/** Moves the top-level block the cursor is in up or down. */
export function moveBlock(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection } = state;
    const { $from } = selection;
    const node = selection instanceof NodeSelection && $from.depth === 0 ? selection.node : $from.depth ? $from.node(1) : null;
    if (!node) return false;
    const index = $from.index(0);
    const other = index + direction;
    if (other < 0 || other >= state.doc.childCount) return false;
    if (!dispatch) return true;
    const pos = $from.depth ? $from.before(1) : $from.pos;
    const neighbour = state.doc.child(other);
    const target = direction < 0 ? pos - neighbour.nodeSize : pos + neighbour.nodeSize;
    const tr = state.tr.delete(pos, pos + node.nodeSize).insert(target, node);
    const shift = target - pos;
    tr.setSelection(selection instanceof NodeSelection
      ? NodeSelection.create(tr.doc, target)
      : TextSelection.create(tr.doc, selection.anchor + shift, selection.head + shift));
    dispatch(tr.scrollIntoView());
    return true;
  };
}

export interface LinkRange { from: number; to: number; href: string }

/** The selection, or, with nothing selected, the whole of the link at the cursor. */
export function linkRange(state: EditorState): LinkRange {
  const { link } = schema.marks;
  const { $from, from, to, empty } = state.selection;
  const range: LinkRange = { from, to, href: "" };
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => { range.href ||= (link.isInSet(node.marks)?.attrs.href as string | undefined) ?? ""; });
    return range;
  }
  // Pieces of one link (some of it bold, say) that touch belong together.
  let run: LinkRange | null = null;
  $from.parent.forEach((node, offset) => {
    const [a, b] = [$from.start() + offset, $from.start() + offset + node.nodeSize];
    const href = link.isInSet(node.marks)?.attrs.href as string | undefined;
    run = !href ? null : run?.href === href ? { from: run.from, to: b, href } : { from: a, to: b, href };
    if (run && run.from <= from && from <= run.to) Object.assign(range, run);
  });
  return range;
}

/** Sets, changes or (with `null`) takes away a link; with nothing selected the address itself becomes the words. */
export function setLink(range: { from: number; to: number }, href: string | null, words: string): Command {
  return (state, dispatch) => {
    const { link } = schema.marks;
    const tr = state.tr;
    let { from, to } = range;
    if (href && from === to) {
      tr.insertText(words, from);
      to = from + words.length;
    }
    tr.removeMark(from, to, link);
    if (href) tr.addMark(from, to, link.create({ href }));
    tr.setSelection(Selection.near(tr.doc.resolve(to), -1)).removeStoredMark(link);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}
