/** What blocks that stand apart share: a frame with a name, fields, acts, and the place where their words are written. */
import type { Node } from "prosemirror-model";
import { NodeSelection, TextSelection } from "prosemirror-state";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";
import { h, uid } from "../dom";
import { schema } from "../doc/schema";

export type GetPos = () => number | undefined;

export abstract class Frame implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  protected readonly head: HTMLElement;
  protected readonly title: HTMLElement;
  protected readonly acts: HTMLElement;

  constructor(protected node: Node, protected readonly view: EditorView, protected readonly getPos: GetPos, kind: string, name: string) {
    const id = uid("apart");
    this.title = h("span", { class: "apart-name", id }, name);
    this.acts = h("span", { class: "apart-acts" }, h("button", { type: "button", class: "quiet", "aria-label": `Remove: ${name}`, onclick: () => this.remove() }, "Remove"));
    this.head = h("div", { class: "apart-head", contenteditable: "false" }, this.title, this.acts);
    this.contentDOM = h("div", { class: "apart-words" });
    this.dom = h("div", { class: `apart apart-${kind}`, role: "group", "aria-labelledby": id }, this.head, this.contentDOM);
    // A block that two edits left empty can be written in again.
    this.dom.addEventListener("click", (event) => { if (!this.node.childCount && !(event.target as HTMLElement).closest("[contenteditable=false]")) this.begin(); });
    this.head.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); this.choose(); } });
  }

  protected begin(): void {
    const pos = this.getPos();
    if (pos === undefined || this.node.type === schema.nodes.gallery) return;
    const tr = this.view.state.tr.insert(pos + 1, schema.nodes.paragraph.create());
    this.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + 2)));
    this.view.focus();
  }

  protected set(change: Record<string, string>): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    const tr = this.view.state.tr;
    for (const [name, value] of Object.entries(change)) tr.setNodeAttribute(pos, name, value);
    this.view.dispatch(tr);
  }

  protected choose(): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    this.view.dispatch(this.view.state.tr.setSelection(NodeSelection.create(this.view.state.doc, pos)));
    this.view.focus();
  }

  protected remove(): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    this.view.dispatch(this.view.state.tr.delete(pos, pos + this.node.nodeSize));
    this.view.focus();
  }

  /** A labelled line of text that is an attribute. */
  protected line(label: string, kind: string, placeholder: string, changed: (value: string) => void): HTMLInputElement {
    const input = h("input", { type: "text", id: uid(kind), class: kind, autocomplete: "off", placeholder });
    input.addEventListener("input", () => changed(input.value));
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); this.intoWords(); } });
    this.head.append(h("div", { class: `apart-field apart-field-${kind}` }, h("label", { for: input.id }, label), input));
    return input;
  }

  /** Into the first words of the block. */
  protected intoWords(): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    if (!this.node.childCount) return this.begin();
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, pos + 2)));
    this.view.focus();
  }

  protected abstract show(): void;

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  selectNode(): void { this.dom.classList.add("chosen"); }
  deselectNode(): void { this.dom.classList.remove("chosen"); }
  stopEvent(event: Event): boolean { return this.head.contains(event.target as globalThis.Node) && !event.type.startsWith("drag"); }
  ignoreMutation(mutation: ViewMutationRecord): boolean { return mutation.type === "selection" ? false : !this.contentDOM.contains(mutation.target); }
  destroy(): void { /* Nothing to let go of. */ }
}
