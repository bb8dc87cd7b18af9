/**
 * Keeps the page's text and the shared document the same. What is written here goes into the shared document at once;
 * what comes from others changes only the blocks it is about, so that cursor, selection and open footnotes stay.
 *
 * Not y-prosemirror's own plugin: that one replaces the whole text at each change of another, removes nodes that its
 * schema finds wrong, and moves words between neighbouring texts, which doubles them when two people write there.
 */
import { Fragment, type Node } from "prosemirror-model";
import { Plugin, PluginKey, Selection, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { isPending, schema } from "../doc/schema";
import { alike, readBody, readElement, type Shown, typeOf, visibleChildren } from "./read";
import type { Shared } from "./places";
import { writeBody } from "./write";

/** The origin of what this page writes into the text. */
export const WRITTEN = { name: "written here" };
/** On transactions that bring what others wrote (or undo), which need not be written again. */
export const FROM_SHARED = new PluginKey<{ dirty: boolean }>("together");

export class Binding implements Shared {
  readonly shown: Shown = new Map();
  /** The elements behind the page's blocks, in their order. */
  private blocks: Y.XmlElement[];
  /** The text as it is in the shared document now. */
  readonly start: Node;
  private view: EditorView | null = null;
  private stop = (): void => undefined;

  constructor(readonly body: Y.XmlFragment) {
    this.start = readBody(body, this.shown);
    this.blocks = this.elements();
  }

  private elements(): Y.XmlElement[] {
    return visibleChildren(this.body, schema.topNodeType) as Y.XmlElement[];
  }

  plugin(): Plugin {
    return new Plugin<{ dirty: boolean }>({
      key: FROM_SHARED,
      state: {
        init: () => ({ dirty: false }),
        apply: (tr, was) => (tr.docChanged && !tr.getMeta(FROM_SHARED) ? { dirty: true } : was),
      },
      view: (view) => {
        this.open(view);
        return { update: () => this.write(), destroy: () => this.stop() };
      },
    });
  }

  private open(view: EditorView): void {
    this.view = view;
    const listener = (_events: unknown, transaction: Y.Transaction): void => { if (transaction.origin !== WRITTEN) this.read(transaction); };
    this.body.observeDeep(listener);
    this.stop = () => { this.body.unobserveDeep(listener); this.view = null; };
  }

  /** After a change of the page: into the shared document. */
  private write(): void {
    const state = this.view?.state;
    const own = state && FROM_SHARED.getState(state);
    if (!state || !own?.dirty) return;
    own.dirty = false;
    this.body.doc!.transact(() => writeBody(this.body, state.doc, this.shown), WRITTEN);
    this.blocks = this.elements();
  }

  /** After a change of the shared document: onto the page. */
  private read(transaction: Y.Transaction): void {
    if (!this.view) return;
    const before = new Map(this.shown);
    const changed = new Set<unknown>([...transaction.changed.keys(), ...transaction.changedParentTypes.keys()]);
    for (const element of this.shown.keys()) if (changed.has(element) || element._item?.deleted) this.shown.delete(element);
    const now = this.elements();
    const nodes = now.map((element) => this.withWaiting(element, readElement(element, typeOf(element)!, this.shown), before.get(element)));
    const { state } = this.view;
    const tr = patch(state, this.blocks, before, now, nodes);
    this.blocks = now;
    if (!tr.docChanged) return;
    tr.setMeta(FROM_SHARED, true).setMeta("addToHistory", false);
    if (transaction.origin instanceof Y.UndoManager) followUndo(tr);
    else stayBefore(state, tr);
    this.view.dispatch(tr);
  }

  /** A gallery as others have it, with the pictures that this tab is still sending at its end. */
  private withWaiting(element: Y.XmlElement, node: Node, old: Node | undefined): Node {
    const waiting = node !== old && node.type === schema.nodes.gallery ? (old?.children ?? []).filter(isPending) : [];
    if (!waiting.length) return node;
    const whole = node.copy(Fragment.from([...node.children, ...waiting]));
    this.shown.set(element, whole);
    return whole;
  }
}

/** What another writes right at the cursor comes after it: whoever types goes on behind their own words. */
function stayBefore({ selection }: EditorState, tr: Transaction): void {
  if (!(selection instanceof TextSelection) || !selection.empty) return;
  const at = tr.mapping.mapResult(selection.head, -1);
  const place = tr.doc.resolve(at.pos);
  if (!at.deleted && place.parent.inlineContent) tr.setSelection(TextSelection.between(place, place));
}

/** Undo takes the cursor to where something changed. */
function followUndo(tr: Transaction): void {
  let end = 0;
  tr.mapping.maps.at(-1)?.forEach((_from, _to, _start, newEnd) => { end = newEnd; });
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1)).scrollIntoView();
}

interface Block { from: number; node: Node; element: Y.XmlElement | undefined }

/** The steps from the blocks on the page to those of the shared document. Blocks that only this tab has stay. */
function patch(state: EditorState, old: Y.XmlElement[], before: Shown, now: Y.XmlElement[], nodes: Node[]): Transaction {
  const tr = state.tr;
  const page: Block[] = [];
  let [from, index] = [0, 0];
  state.doc.forEach((node) => {
    page.push({ from, node, element: isPending(node) ? undefined : old[index++] });
    from += node.nodeSize;
  });
  const place = new Map(now.map((element, at) => [element, at]));
  // From the end, so that positions before stay true.
  let [until, end] = [now.length, state.doc.content.size];
  for (const block of page.reverse()) {
    if (!block.element) { end = block.from; continue; }
    const at = place.get(block.element);
    if (at === undefined || at >= until) { tr.delete(block.from, block.from + block.node.nodeSize); end = block.from; continue; }
    if (at + 1 < until) tr.insert(end, nodes.slice(at + 1, until));
    if (before.get(block.element) !== nodes[at]) patchBlock(tr, block, nodes[at]!);
    [until, end] = [at, block.from];
  }
  if (until > 0) tr.insert(end, nodes.slice(0, until));
  return exact(state, tr, now, nodes);
}

function patchBlock(tr: Transaction, { from, node }: Block, wanted: Node): void {
  if (node.eq(wanted)) return;
  if (!alike(node.type, wanted.type)) { tr.replaceWith(from, from + node.nodeSize, wanted); return; }
  // In its place, so that a cursor in it stays.
  if (node.type !== wanted.type) tr.setNodeMarkup(from, wanted.type, wanted.attrs);
  else for (const [name, value] of Object.entries(wanted.attrs)) if (node.attrs[name] !== value) tr.setNodeAttribute(from, name, value);
  const start = node.content.findDiffStart(wanted.content);
  if (start === null) return;
  let { a, b } = node.content.findDiffEnd(wanted.content)!;
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  tr.replace(from + 1 + start, from + 1 + a, wanted.slice(start, b));
}

/** Small steps are fitted by ProseMirror; should one not come out as it must, the blocks are laid anew. */
function exact(state: EditorState, tr: Transaction, now: Y.XmlElement[], nodes: Node[]): Transaction {
  const kept = tr.doc.children.filter((node) => !isPending(node));
  if (kept.length === nodes.length && now.length === nodes.length && kept.every((node, index) => node.eq(nodes[index]!))) return tr;
  const pending = state.doc.children.filter(isPending);
  return state.tr.replaceWith(0, state.doc.content.size, [...nodes, ...pending]);
}
