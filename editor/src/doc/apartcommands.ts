/** Acts on blocks that stand apart: put one in, leave it, take an empty one away, turn a link into a card, order pictures. */
import type { Node, NodeType } from "prosemirror-model";
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from "prosemirror-state";
import { cardHref } from "./apart";
import { insertBlock } from "./commands";
import { schema } from "./schema";

const { nodes } = schema;
const HOLDERS = [nodes.link_card!, nodes.fact_box!, nodes.audio!, nodes.video!];

const words = (text: string): Node => nodes.paragraph.create(null, text ? schema.text(text) : null);

/** The block that stands apart around the cursor. */
export function holder(state: EditorState): { node: Node; pos: number } | null {
  const { $from } = state.selection;
  const top = $from.depth > 1 ? $from.node(1) : null;
  return top && HOLDERS.includes(top.type) ? { node: top, pos: $from.before(1) } : null;
}

/** Puts a block in; then focus goes to its first field, where it has one to fill in. */
function putIn(make: () => Node, field = ""): Command {
  return (state, dispatch, view) => {
    if (state.selection.$from.depth > 1 && holder(state)) return false;
    if (!dispatch) return true;
    dispatch(insertBlock(state, make()));
    // After whoever ran this has given the focus back to the text.
    if (view && field) queueMicrotask(() => focusField(view.state, (pos) => view.nodeDOM(pos), field));
    return true;
  };
}

function focusField(state: EditorState, dom: (pos: number) => globalThis.Node | null, field: string): void {
  const found = holder(state);
  const element = found && dom(found.pos);
  if (element instanceof HTMLElement) element.querySelector<HTMLElement>(field)?.focus();
}

export const insertFactBox: Command = putIn(() => nodes.fact_box!.create(null, [nodes.heading.create({ level: 2 }), words("")]));
export const insertGallery = (pictures: Node[]): Command => putIn(() => nodes.gallery!.create(null, pictures));
export const insertRecording = (kind: "audio" | "video"): Command => putIn(() => nodes[kind]!.create(null, [words(""), words("")]), ".rec-choose");

/** The address, when a paragraph of the text itself holds nothing but a link or a bare address. */
export function loneLink(state: EditorState): { href: string; title: string; pos: number; size: number } | null {
  const { $from, empty } = state.selection;
  const paragraph = $from.parent;
  if (!empty || $from.depth !== 1 || paragraph.type !== nodes.paragraph || !paragraph.content.size) return null;
  const text = paragraph.textContent.trim();
  let href: string | null = null;
  let whole = true;
  paragraph.forEach((child) => {
    const mark = schema.marks.link.isInSet(child.marks);
    if (mark && (href === null || href === mark.attrs.href)) href = mark.attrs.href as string;
    else if (!child.isText || child.text?.trim()) whole = false;
  });
  const address = cardHref(whole && href ? href : text);
  if (!address) return null;
  const bare = text === address || `${text}/` === address;
  return { href: address, title: bare ? "" : text, pos: $from.before(1), size: paragraph.nodeSize };
}

/** A new card; on a line that holds only a link, a card for it. */
export const linkCard: Command = (state, dispatch, view) => {
  const lone = loneLink(state);
  if (!lone) return putIn(() => nodes.link_card!.create(null, [words("")]), ".card-href")(state, dispatch, view);
  if (!dispatch) return true;
  const card = nodes.link_card!.create({ href: lone.href, source: "" }, [words(lone.title)]);
  const tr = state.tr.replaceWith(lone.pos, lone.pos + lone.size, card);
  if (!tr.doc.resolve(lone.pos + card.nodeSize).nodeAfter?.isTextblock) tr.insert(lone.pos + card.nodeSize, nodes.paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, lone.pos + 2)).scrollIntoView());
  return true;
};

/** Enter on an empty last line goes on below the block; with Mod-Enter from anywhere in it. */
export function leaveApart(always: boolean): Command {
  return (state, dispatch) => {
    const found = holder(state);
    const { $from, empty } = state.selection;
    if (!found || !empty) return false;
    const last = $from.depth === 2 && $from.index(1) === found.node.childCount - 1;
    if (!always && !(last && $from.parent.type === nodes.paragraph && !$from.parent.content.size && found.node.childCount > 1)) return false;
    if (!dispatch) return true;
    const tr = state.tr;
    let after = found.pos + found.node.nodeSize;
    if (!always) {
      tr.delete($from.before(2), $from.after(2));
      after = tr.mapping.map(after);
    }
    if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, nodes.paragraph.create());
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after + 1), 1)).scrollIntoView());
    return true;
  };
}

/** Backspace at the start of a block without words takes it away. */
export const dropEmpty: Command = (state, dispatch) => {
  const found = holder(state);
  const { $from, empty } = state.selection;
  if (!found || !empty || $from.parentOffset || $from.index(1) || found.node.textContent) return false;
  const attrs = Object.values(found.node.attrs).some(Boolean);
  if (attrs) return false;
  if (!dispatch) return true;
  const tr = state.tr.replaceWith(found.pos, found.pos + found.node.nodeSize, nodes.paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, found.pos + 1)));
  return true;
};

/** Moves the chosen picture of a gallery earlier or later. */
export function movePicture(direction: -1 | 1, at?: number): Command {
  return (state, dispatch) => {
    const { selection } = state;
    const pos = at ?? (selection instanceof NodeSelection ? selection.from : -1);
    const $pos = pos < 0 ? null : state.doc.resolve(pos);
    const node = $pos?.nodeAfter;
    if (!$pos || !node || $pos.parent.type !== nodes.gallery) return false;
    const other = $pos.index() + direction;
    if (other < 0 || other >= $pos.parent.childCount) return false;
    if (!dispatch) return true;
    const neighbour = $pos.parent.child(other).nodeSize;
    const target = direction < 0 ? pos - neighbour : pos + neighbour;
    const tr = state.tr.delete(pos, pos + node.nodeSize).insert(target, node);
    dispatch(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView());
    return true;
  };
}

/** Whether a node of this type is one that stands apart. */
export const isApart = (type: NodeType): boolean => HOLDERS.includes(type) || type === nodes.gallery;
