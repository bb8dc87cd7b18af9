/** A footnote: a number in the text, and a small editor for its words when it is chosen. */
import { baseKeymap, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Node } from "prosemirror-model";
import { EditorState, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { StepMap } from "prosemirror-transform";
import { EditorView, type NodeView } from "prosemirror-view";
import { insertBreak } from "../doc/commands";
import { schema } from "../doc/schema";
import { h } from "../dom";
import type { HistoryActs } from "./blocks";

export class FootnoteView implements NodeView {
  readonly dom: HTMLElement;
  private inner: EditorView | null = null;
  private popup: HTMLElement | null = null;

  constructor(private node: Node, private readonly outer: EditorView, private readonly getPos: () => number | undefined, private readonly history: HistoryActs) {
    this.dom = h("span", { class: "footnote", role: "group", "aria-label": "Footnote", title: this.title() });
    this.dom.addEventListener("keydown", (event) => event.key === "Enter" && this.inner?.focus());
  }

  private title(): string {
    return this.node.textContent || "Empty footnote";
  }

  selectNode(): void {
    this.dom.classList.add("chosen");
    if (!this.inner) this.open();
  }

  deselectNode(): void {
    this.dom.classList.remove("chosen");
    this.close();
  }

  private open(): void {
    const place = h("div", { class: "footnote-text" });
    this.popup = h("span", { class: "footnote-popup" }, h("span", { class: "footnote-head" }, "Footnote"), place);
    this.dom.append(this.popup);
    this.inner = new EditorView(place, {
      state: EditorState.create({
        doc: this.node,
        plugins: [keymap({
          "Mod-z": () => this.history.undo(this.outer.state, this.outer.dispatch), "Mod-y": () => this.history.redo(this.outer.state, this.outer.dispatch),
          "Mod-Shift-z": () => this.history.redo(this.outer.state, this.outer.dispatch),
          "Mod-b": toggleMark(schema.marks.strong), "Mod-i": toggleMark(schema.marks.em), "Shift-Enter": insertBreak,
          Enter: () => this.leave(), Escape: () => this.leave(),
        }), keymap(baseKeymap)],
      }),
      attributes: { role: "textbox", "aria-label": "Words of the footnote", "aria-multiline": "true", class: "ProseMirror" },
      editable: () => this.outer.editable,
      dispatchTransaction: (tr) => this.dispatchInner(tr),
      handleDOMEvents: { mousedown: () => { if (this.outer.hasFocus()) this.inner?.focus(); } },
    });
    this.inner.dispatch(this.inner.state.tr.setSelection(Selection.atEnd(this.inner.state.doc)));
    this.place();
    requestAnimationFrame(() => this.inner?.focus());
  }

  /** Keeps the popup inside the window. */
  private place(): void {
    if (!this.popup) return;
    const box = this.popup.getBoundingClientRect();
    const over = box.right - (document.documentElement.clientWidth - 12);
    const by = over > 0 ? -over : Math.max(0, 12 - box.left);
    if (by) this.popup.style.left = `${this.popup.offsetLeft + by}px`;
  }

  /** Back into the text, just after the note. */
  private leave(): boolean {
    const pos = this.getPos();
    if (pos === undefined) return false;
    this.outer.dispatch(this.outer.state.tr.setSelection(TextSelection.create(this.outer.state.doc, pos + this.node.nodeSize)));
    this.outer.focus();
    return true;
  }

  private close(): void {
    this.inner?.destroy();
    this.popup?.remove();
    this.inner = null;
    this.popup = null;
    this.dom.title = this.title();
  }

  private dispatchInner(tr: Transaction): void {
    if (!this.inner) return;
    const { state, transactions } = this.inner.state.applyTransaction(tr);
    this.inner.updateState(state);
    const pos = this.getPos();
    if (tr.getMeta("fromOutside") || pos === undefined) return;
    const outer = this.outer.state.tr;
    const offset = StepMap.offset(pos + 1);
    for (const { steps } of transactions) {
      for (const step of steps) {
        const mapped = step.map(offset);
        if (mapped) outer.step(mapped);
      }
    }
    if (outer.docChanged) this.outer.dispatch(outer);
  }

  update(node: Node): boolean {
    if (!node.sameMarkup(this.node)) return false;
    this.node = node;
    if (this.inner) {
      const { state } = this.inner;
      const start = node.content.findDiffStart(state.doc.content);
      if (start !== null) {
        let { a, b } = node.content.findDiffEnd(state.doc.content) as { a: number; b: number };
        const overlap = start - Math.min(a, b);
        if (overlap > 0) { a += overlap; b += overlap; }
        this.inner.dispatch(state.tr.replace(start, b, node.slice(start, a)).setMeta("fromOutside", true));
      }
    } else this.dom.title = this.title();
    return true;
  }

  stopEvent(event: Event): boolean {
    return !!this.popup && this.popup.contains(event.target as globalThis.Node);
  }
  ignoreMutation(): boolean { return true; }
  destroy(): void { this.close(); }
}
