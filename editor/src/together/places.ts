/**
 * A place in the text that stays where it is while others write: to and from Yjs' relative positions, in the form that
 * y-prosemirror uses (a place in an `XmlText`, or before a child of an element).
 */
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { isPending, schema } from "../doc/schema";
import { type Child, type Shown, typeOf, visibleChildren } from "./read";

export interface Shared { body: Y.XmlFragment; shown: Shown }

const kindOf = (parent: Y.XmlFragment): Node["type"] => (parent instanceof Y.XmlElement ? typeOf(parent)! : schema.topNodeType);
const sizeOf = (child: Child, shown: Shown): number => (child instanceof Y.XmlText ? child.length : (shown.get(child)?.nodeSize ?? 0));

/**
 * A position of the page's document as one that lasts. `side` says to which words it belongs where others write at it: 0 (as a
 * cursor does) to those after it, -1 to those before.
 */
export function toLasting(doc: Node, position: number, { body, shown }: Shared, side: 0 | -1 = 0): Y.RelativePosition {
  let [parent, rest]: [Y.XmlFragment, number] = [body, position - pendingBefore(doc, position)];
  for (;;) {
    const children = visibleChildren(parent, kindOf(parent));
    let next: { child: Y.XmlElement; rest: number } | null = null;
    for (const child of children) {
      const size = sizeOf(child, shown);
      if (child instanceof Y.XmlText) {
        if (rest <= size) return Y.createRelativePositionFromTypeIndex(child, rest, side);
      } else if (rest <= 0) return Y.createRelativePositionFromTypeIndex(parent, (parent.toArray() as Child[]).indexOf(child), side);
      else if (rest < size) { next = { child, rest: rest - 1 }; break; }
      rest -= size;
    }
    if (!next) return Y.createRelativePositionFromTypeIndex(parent, parent.length, side);
    parent = next.child;
    rest = next.rest;
  }
}

/** Where a lasting position is now; `null` when its place is gone. With `near` a block that is gone counts as the place where it stood. */
export function fromLasting(doc: Node, lasting: Y.RelativePosition, { body, shown }: Shared, near = false): number | null {
  const found = Y.createAbsolutePositionFromRelativePosition(lasting, body.doc!);
  if (!found) return null;
  let position = 0;
  let at: Y.AbstractType<unknown> = found.type;
  if (at instanceof Y.XmlText) position = found.index;
  else if (at instanceof Y.XmlFragment) {
    const all = at.toArray() as Child[];
    for (const child of visibleChildren(at, kindOf(at))) if (all.indexOf(child) < found.index) position += sizeOf(child, shown);
  } else return null;
  while (at !== body) {
    const parent: unknown = at.parent;
    const gone = at._item?.deleted;
    if (!(parent instanceof Y.XmlFragment) || (gone && !near)) return null;
    const before = gone ? standing(at._item!) : null;
    if (gone) position = 0;
    else if (!(at instanceof Y.XmlText)) position += 1;
    for (const child of gone && !before ? [] : visibleChildren(parent, kindOf(parent))) {
      if ((child as unknown) === at) break;
      position += sizeOf(child, shown);
      if (gone && (child as unknown) === before) break;
    }
    at = parent as unknown as Y.AbstractType<unknown>;
  }
  position = withPending(doc, position);
  return position <= doc.content.size ? position : null;
}

/** The nearest that still stands before something that is gone. */
function standing(item: Y.Item): unknown {
  let left = item.left;
  while (left && (left.deleted || !(left.content instanceof Y.ContentType))) left = left.left;
  return left ? (left.content as Y.ContentType).type : null;
}

/** How much of the page before a position others do not have. */
function pendingBefore(doc: Node, position: number): number {
  let [size, from] = [0, 0];
  for (const child of doc.children) {
    if (from >= position) break;
    if (isPending(child)) size += child.nodeSize;
    from += child.nodeSize;
  }
  return size;
}

function withPending(doc: Node, position: number): number {
  let [size, from] = [0, 0];
  for (const child of doc.children) {
    if (from > position + size) break;
    if (isPending(child)) size += child.nodeSize;
    from += child.nodeSize;
  }
  return position + size;
}
