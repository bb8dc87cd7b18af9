/**
 * From the shared document to ProseMirror's nodes. The form is y-prosemirror 1.3's: an element for each node with its
 * attributes, an `XmlText` for each run of text with marks as its formatting; marks of inline nodes are not kept.
 * One thing more: an element that was made another kind which holds the same (a paragraph a heading) stays where it is and
 * says its kind in the attribute `as`, so that two who make it so at once do not double it and what others write in it stays.
 * Reading never changes the shared document: what this schema does not know stays in it unseen.
 */
import { Fragment, type Attrs, type Mark, type Node, type NodeType } from "prosemirror-model";
import * as Y from "yjs";
import { schema } from "../doc/schema";

export type Child = Y.XmlElement | Y.XmlText;

/** The node that stands for each element on the page. An element that is not shown has no entry. */
export type Shown = Map<Y.XmlElement, Node>;

/** Kinds that hold the same, so that one can become the other in its place; `together/tree.rs` has the same table. */
const ALIKE = [["paragraph", "heading", "pull_quote"], ["bullet_list", "ordered_list"], ["table_cell", "table_header"]];

export const alike = (one: NodeType, other: NodeType): boolean => one === other || ALIKE.some((kinds) => kinds.includes(one.name) && kinds.includes(other.name));

/** What an element is on the page; nothing, when this schema does not know it. */
export function typeOf(element: Y.XmlElement): NodeType | undefined {
  const own = schema.nodes[element.nodeName];
  const as: unknown = element.getAttribute("as");
  // Another writer may have put anything there; only a word is a kind.
  const now = typeof as === "string" ? schema.nodes[as] : undefined;
  return own && now && alike(own, now) ? now : own;
}

/** A value of the shared document as the schema wants it: numbers may arrive as text or as bigint from other writers. */
function attribute(value: unknown, fallback: unknown): unknown {
  if (value === undefined || value === null) return fallback;
  if (typeof fallback === "number") return Number.isFinite(Number(value)) ? Number(value) : fallback;
  if (typeof fallback === "string") return typeof value === "string" ? value : fallback;
  return value;
}

export function attributesOf(element: Y.XmlElement, type: NodeType): Attrs {
  const attrs: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(type.spec.attrs ?? {})) {
    attrs[name] = attribute((element as Y.XmlElement<Record<string, never>>).getAttribute(name), spec.default);
  }
  return attrs;
}

/** The children that the schema lets stand in a node of this type. Every content is `(a | b)*`, so each is judged alone. */
export function visibleChildren(parent: Y.XmlFragment, type: NodeType): Child[] {
  return parent.toArray().filter((child): child is Child => {
    if (child instanceof Y.XmlText) return type.inlineContent;
    const own = child instanceof Y.XmlElement ? typeOf(child) : undefined;
    return !!own && !!type.contentMatch.matchType(own);
  });
}

function marksOf(attributes: Record<string, unknown> | undefined): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const type = schema.marks[name];
    if (type && value) marks = type.create(value as Attrs).addToSet(marks);
  }
  return marks;
}

interface Run { insert: unknown; attributes?: Record<string, unknown> }

export function runs(text: Y.XmlText): Run[] {
  return text.toDelta() as Run[];
}

/** The bare words of a text. (`XmlText.toString` is markup.) */
export function plain(text: Y.XmlText): string {
  return runs(text).map(({ insert }) => (typeof insert === "string" ? insert : "\ufffc")).join("");
}

export function readText(text: Y.XmlText, parent: NodeType): Node[] {
  const nodes: Node[] = [];
  for (const { insert, attributes } of runs(text)) {
    if (typeof insert !== "string" || !insert) continue;
    nodes.push(schema.text(insert, parent.markSet?.length === 0 ? [] : marksOf(attributes)));
  }
  return nodes;
}

/** The node of an element, with everything in it. */
export function readElement(element: Y.XmlElement, type: NodeType, shown: Shown): Node {
  const known = shown.get(element);
  if (known) return known;
  const node = type.create(attributesOf(element, type), readChildren(element, type, shown));
  shown.set(element, node);
  return node;
}

function readChildren(parent: Y.XmlFragment, type: NodeType, shown: Shown): Fragment {
  return Fragment.fromArray(visibleChildren(parent, type).flatMap((child) => (
    child instanceof Y.XmlText ? readText(child, type) : [readElement(child, typeOf(child)!, shown)])));
}

export function readBody(body: Y.XmlFragment, shown: Shown = new Map()): Node {
  return schema.topNodeType.create(null, readChildren(body, schema.topNodeType, shown));
}
