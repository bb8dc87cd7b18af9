/**
 * From ProseMirror's nodes to the shared document, changing as little as can be, so that what others write at the same
 * time finds its place. Elements are never moved. Texts that stand side by side (two people began an empty line at once,
 * or a footnote between them was taken out) are one run on the page and stay two texts: nothing is copied from one to
 * the other, since two writers copying at once would double the words.
 */
import type { Mark, Node } from "prosemirror-model";
import * as Y from "yjs";
import { isPending, schema } from "../doc/schema";
import { difference } from "./diff";
import { alike, attributesOf, type Child, plain, readText, runs, type Shown, typeOf, visibleChildren } from "./read";

/** Blocks that others may see: pictures still on their way stay with the tab that sends them. */
export function sharedChildren(node: Node): Node[] {
  return node.children.filter((child) => !isPending(child));
}

/** Makes the body in the shared document what the page has. Call inside a transaction. */
export function writeBody(body: Y.XmlFragment, doc: Node, shown: Shown): void {
  writeBlocks(body, doc, shown);
}

/** Inline content: the nodes between, and the runs of text around them; one run more than nodes. */
interface Line<Piece, Atom> { runs: Piece[][]; atoms: Atom[] }

function lineOf<Piece, Atom>(all: (Piece | Atom)[], isText: (one: Piece | Atom) => one is Piece): Line<Piece, Atom> {
  const line: Line<Piece, Atom> = { runs: [[]], atoms: [] };
  for (const one of all) {
    if (isText(one)) line.runs.at(-1)!.push(one);
    else { line.atoms.push(one); line.runs.push([]); }
  }
  return line;
}

const sharedLine = (element: Y.XmlElement): Line<Y.XmlText, Y.XmlElement> =>
  lineOf<Y.XmlText, Y.XmlElement>(visibleChildren(element, typeOf(element)!), (one): one is Y.XmlText => one instanceof Y.XmlText);
const pageLine = (node: Node): Line<Node, Node> => lineOf<Node, Node>([...node.children], (one): one is Node => one.isText);

function sameRun(texts: Y.XmlText[], nodes: Node[], parent: Node): boolean {
  const there = texts.flatMap((text) => readText(text, parent.type));
  return parent.type.create(null, there).content.eq(parent.type.create(null, nodes).content);
}

function sameAttributes(element: Y.XmlElement, node: Node): boolean {
  const attrs = attributesOf(element, node.type);
  return Object.entries(node.attrs).every(([name, value]) => attrs[name] === value);
}

/** Whether an element already is what the page has. */
function same(element: Y.XmlElement, node: Node, shown: Shown): boolean {
  if (shown.get(element) === node) return true;
  if (typeOf(element) !== node.type || !sameAttributes(element, node)) return false;
  if (node.inlineContent) {
    const [there, here] = [sharedLine(element), pageLine(node)];
    return there.atoms.length === here.atoms.length && there.atoms.every((atom, index) => same(atom, here.atoms[index]!, shown))
      && there.runs.every((texts, index) => sameRun(texts, here.runs[index]!, node));
  }
  const [there, here] = [visibleChildren(element, node.type) as Y.XmlElement[], sharedChildren(node)];
  return there.length === here.length && there.every((child, index) => same(child, here[index]!, shown));
}

function writeAttributes(element: Y.XmlElement, node: Node): void {
  const open = element as unknown as { setAttribute(name: string, value: unknown): void; removeAttribute(name: string): void; getAttribute(name: string): unknown };
  const another = typeOf(element) !== node.type;
  if (another) {
    if (element.nodeName === node.type.name) open.removeAttribute("as");
    else open.setAttribute("as", node.type.name);
  }
  const attrs = attributesOf(element, node.type);
  for (const [name, value] of Object.entries(node.attrs)) {
    // A kind made in place says also what is the default, as the server writes it.
    if (attrs[name] === value && !(another && value !== null && open.getAttribute(name) !== value)) continue;
    if (value === null) open.removeAttribute(name);
    else open.setAttribute(name, value);
  }
}

/** Makes an element of this kind, or of one that holds the same, what the page has. */
function writeElement(element: Y.XmlElement, node: Node, shown: Shown): void {
  writeAttributes(element, node);
  if (node.inlineContent) writeLine(element, node, shown);
  else writeBlocks(element, node, shown);
  shown.set(element, node);
}

function remove(parent: Y.XmlFragment, child: Child): void {
  parent.delete((parent.toArray() as Child[]).indexOf(child), 1);
}

function words(element: Y.XmlElement): string {
  return element.toArray().map((child) => (child instanceof Y.XmlText ? plain(child) : child instanceof Y.XmlElement ? words(child) : "")).join("");
}

/** How many characters of an element stay when it becomes this node. */
function likeness(element: Y.XmlElement, node: Node): number {
  const type = typeOf(element);
  if (!type || !alike(type, node.type)) return -1;
  const before = words(element);
  return before.length - difference(before, node.textContent).remove;
}

function writeBlocks(parent: Y.XmlFragment, node: Node, shown: Shown): void {
  const there = visibleChildren(parent, node.type) as Y.XmlElement[];
  const here = sharedChildren(node);
  const least = Math.min(there.length, here.length);
  let left = 0;
  while (left < least && same(there[left]!, here[left]!, shown)) { shown.set(there[left]!, here[left]!); left += 1; }
  let [endThere, endHere] = [there.length, here.length];
  while (endThere > left && endHere > left && same(there[endThere - 1]!, here[endHere - 1]!, shown)) {
    endThere -= 1; endHere -= 1;
    shown.set(there[endThere]!, here[endHere]!);
  }
  while (left < endThere && left < endHere) {
    const forward = likeness(there[left]!, here[left]!);
    const backward = likeness(there[endThere - 1]!, here[endHere - 1]!);
    if (forward < 0 && backward < 0) replace(parent, there[left]!, here[left]!, shown);
    else if (forward >= backward) writeElement(there[left]!, here[left]!, shown);
    else {
      endThere -= 1; endHere -= 1;
      writeElement(there[endThere]!, here[endHere]!, shown);
      continue;
    }
    left += 1;
  }
  for (const gone of there.slice(left, endThere)) { shown.delete(gone); remove(parent, gone); }
  if (left < endHere) {
    const all = parent.toArray() as Child[];
    const next = there[endThere];
    parent.insert(next ? all.indexOf(next) : all.length, here.slice(left, endHere).map((child) => elementOf(child, shown)));
  }
}

function replace(parent: Y.XmlFragment, old: Y.XmlElement, node: Node, shown: Shown): void {
  const at = (parent.toArray() as Child[]).indexOf(old);
  shown.delete(old);
  parent.insert(at, [elementOf(node, shown)]);
  parent.delete(at + 1, 1);
}

function elementOf(node: Node, shown: Shown): Y.XmlElement {
  const element = new Y.XmlElement(node.type.name);
  for (const [name, value] of Object.entries(node.attrs)) if (value !== null) element.setAttribute(name, value as string);
  const children: Child[] = [];
  if (node.inlineContent) {
    const line = pageLine(node);
    line.runs.forEach((nodes, index) => {
      if (nodes.length) children.push(textOf(nodes));
      if (line.atoms[index]) children.push(elementOf(line.atoms[index]!, shown));
    });
    // Whoever begins to write here finds a text to write into, so that two who begin at once share it.
    if (!children.length) children.push(new Y.XmlText());
  } else children.push(...sharedChildren(node).map((child) => elementOf(child, shown)));
  element.insert(0, children);
  shown.set(element, node);
  return element;
}

function textOf(nodes: Node[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(nodes.map((node) => ({ insert: node.text, attributes: formatting(node.marks) })));
  return text;
}

function formatting(marks: readonly Mark[]): Record<string, unknown> {
  return Object.fromEntries(marks.map((mark) => [mark.type.name, { ...mark.attrs }]));
}

/** Text and the inline nodes in it. */
function writeLine(element: Y.XmlElement, node: Node, shown: Shown): void {
  const [there, here] = [sharedLine(element), pageLine(node)];
  const least = Math.min(there.atoms.length, here.atoms.length);
  let left = 0;
  while (left < least && same(there.atoms[left]!, here.atoms[left]!, shown)) left += 1;
  let right = 0;
  while (right < least - left && same(there.atoms[there.atoms.length - right - 1]!, here.atoms[here.atoms.length - right - 1]!, shown)) right += 1;
  const [oldAtoms, newAtoms] = [there.atoms.slice(left, there.atoms.length - right), here.atoms.slice(left, here.atoms.length - right)];
  const [oldRuns, newRuns] = [there.runs.slice(left, there.runs.length - right), here.runs.slice(left, here.runs.length - right)];
  // Around what changes, and in what is alike, each run is its counterpart.
  for (let index = 0; index < left; index += 1) writeRun(element, there.runs[index]!, here.runs[index]!, there.atoms[index]);
  for (let index = 1; index <= right; index += 1) {
    writeRun(element, there.runs[there.runs.length - index]!, here.runs[here.runs.length - index]!, there.atoms[there.atoms.length - index + 1]);
  }
  const next = there.atoms[there.atoms.length - right];
  if (oldAtoms.length === newAtoms.length) {
    newRuns.forEach((nodes, index) => writeRun(element, oldRuns[index]!, nodes, oldAtoms[index] ?? next));
    oldAtoms.forEach((atom, index) => {
      const wanted = newAtoms[index]!;
      if (typeOf(atom) === wanted.type) writeElement(atom, wanted, shown);
      else replace(element, atom, wanted, shown);
    });
    return;
  }
  for (const atom of oldAtoms) { shown.delete(atom); remove(element, atom); }
  if (!newAtoms.length) return writeRun(element, oldRuns.flat(), newRuns[0]!, next);
  // Nodes came in: the first run stays where it is, the last too when there was more than one.
  const last = oldRuns.length > 1 ? oldRuns.at(-1)! : [];
  for (const text of oldRuns.slice(1, -1).flat()) remove(element, text);
  writeRun(element, oldRuns[0]!, newRuns[0]!, last[0] ?? next);
  const before = last[0] ?? next;
  const fresh: Child[] = [];
  newAtoms.forEach((atom, index) => {
    fresh.push(elementOf(atom, shown));
    const nodes = newRuns[index + 1]!;
    if (nodes.length && !(last.length && index === newAtoms.length - 1)) fresh.push(textOf(nodes));
  });
  const all = element.toArray() as Child[];
  element.insert(before ? all.indexOf(before) : all.length, fresh);
  if (last.length) writeRun(element, last, newRuns.at(-1)!, next);
}

/** One run of text, in one or several texts; a new text stands before `next`. */
function writeRun(parent: Y.XmlElement, texts: Y.XmlText[], nodes: Node[], next: Child | undefined): void {
  if (!texts.length) {
    if (!nodes.length) return;
    const all = parent.toArray() as Child[];
    parent.insert(next ? all.indexOf(next) : all.length, [textOf(nodes)]);
    return;
  }
  const change = difference(texts.map(plain).join(""), nodes.map((node) => node.text).join(""));
  let place: { text: Y.XmlText; at: number } | null = null;
  let start = 0;
  for (const text of texts) {
    const end = start + text.length;
    if (!place && change.index <= end) place = { text, at: change.index - start };
    const [from, to] = [Math.max(change.index, start), Math.min(change.index + change.remove, end)];
    if (to > from) text.delete(from - start, to - from);
    start = end;
  }
  if (place && change.insert) {
    let [from, at] = [0, place.at];
    for (const node of nodes) {
      const [first, last] = [Math.max(from, change.index), Math.min(from + node.text!.length, change.index + change.insert.length)];
      if (last > first) {
        place.text.insert(at, node.text!.slice(first - from, last - from), formatting(node.marks));
        at += last - first;
      }
      from += node.text!.length;
    }
  }
  writeFormatting(texts, nodes);
}

function writeFormatting(texts: Y.XmlText[], nodes: Node[]): void {
  let from = 0;
  for (const text of texts) {
    const long = text.length;
    const wanted = cutOut(nodes, from, from + long);
    from += long;
    const now = runs(text);
    const names = new Set(now.flatMap(({ attributes }) => Object.keys(attributes ?? {})).filter((name) => schema.marks[name]));
    if (!names.size && wanted.every(({ marks }) => !marks.length)) continue;
    if (sameFormatting(now, wanted)) continue;
    const off = Object.fromEntries([...names].map((name) => [name, null]));
    text.applyDelta(wanted.map(({ long: retain, marks }) => ({ retain, attributes: { ...off, ...formatting(marks) } })));
  }
}

interface Piece { long: number; marks: readonly Mark[] }

function cutOut(nodes: Node[], start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { text, marks } of nodes) {
    const long = Math.min(from + text!.length, end) - Math.max(from, start);
    if (long > 0) pieces.push({ long, marks });
    from += text!.length;
  }
  return pieces;
}

function sameFormatting(now: ReturnType<typeof runs>, wanted: Piece[]): boolean {
  const print = (attributes: Record<string, unknown>): string => JSON.stringify(Object.keys(attributes).filter((name) => schema.marks[name]).sort().map((name) => [name, attributes[name]]));
  const spread = (pieces: [number, string][]): string => pieces.reduce<[number, string][]>((all, [long, key]) => {
    if (all.at(-1)?.[1] === key) all.at(-1)![0] += long;
    else all.push([long, key]);
    return all;
  }, []).join("|");
  return spread(now.map(({ insert, attributes }) => [typeof insert === "string" ? insert.length : 1, print(attributes ?? {})]))
    === spread(wanted.map(({ long, marks }) => [long, print(formatting(marks))]));
}
