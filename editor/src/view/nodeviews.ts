/** How pictures and pull quotes look and are filled in inside the text. */
import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";
import { autogrow, h, uid } from "../dom";
import { PictureBox } from "../pictures/box";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import { showValue } from "../together/field";
import type { PictureAttrs } from "../types";

type GetPos = () => number | undefined;

function setAttrs(view: EditorView, getPos: GetPos, change: Record<string, unknown>): void {
  const pos = getPos();
  if (pos === undefined) return;
  const tr = view.state.tr;
  for (const [name, value] of Object.entries(change)) tr.setNodeAttribute(pos, name, value);
  view.dispatch(tr);
}

/** Up and down at the ends of a field go back into the text around the node. */
function leaveWithArrows(dom: HTMLElement, view: EditorView, getPos: GetPos): void {
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const pos = getPos();
    if (pos === undefined) return;
    event.preventDefault();
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
    view.focus();
  });
}

export class PictureView implements NodeView {
  readonly dom: HTMLElement;
  private readonly box: PictureBox;

  constructor(private node: Node, view: EditorView, getPos: GetPos, records: Records, uploads: Uploads, change: (pos: number) => void) {
    this.box = new PictureBox({
      get: () => this.node.attrs as PictureAttrs,
      set: (attrs) => setAttrs(view, getPos, attrs),
      remove: () => {
        const pos = getPos();
        if (pos === undefined) return;
        if (this.node.attrs.picture.startsWith("pending:")) uploads.cancel(this.node.attrs.picture as string);
        view.dispatch(view.state.tr.delete(pos, pos + this.node.nodeSize));
        view.focus();
      },
      change: () => { const pos = getPos(); if (pos !== undefined) change(pos); },
    }, records, uploads);
    this.dom = this.box.dom;
    this.dom.contentEditable = "false";
    leaveWithArrows(this.dom, view, getPos);
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const arrived = node.attrs.picture !== this.node.attrs.picture;
    this.node = node;
    if (arrived) this.box.refresh();
    else this.box.update();
    return true;
  }

  selectNode(): void { this.dom.classList.add("chosen"); }
  deselectNode(): void { this.dom.classList.remove("chosen"); }
  stopEvent(event: Event): boolean {
    const target = event.target as HTMLElement;
    return !event.type.startsWith("drag") && event.type !== "drop" && !!target.closest("textarea, button, label, progress, .focal, .crop, .crop-bar");
  }
  ignoreMutation(): boolean { return true; }
  destroy(): void { this.box.destroy(); }
}

export class PullQuoteView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  private readonly cite: HTMLTextAreaElement;
  private readonly measure: () => void;

  constructor(private node: Node, view: EditorView, getPos: GetPos) {
    const id = uid("cite");
    this.contentDOM = h("p", {});
    this.cite = h("textarea", { id, rows: 1, placeholder: "Who said it" });
    this.cite.addEventListener("input", () => setAttrs(view, getPos, { cite: this.cite.value.replace(/\s*\n\s*/g, " ") }));
    this.cite.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      view.focus();
    });
    this.measure = autogrow(this.cite);
    this.dom = h("blockquote", { class: "pull-quote" }, this.contentDOM,
      h("div", { class: "pull-cite", contenteditable: "false" }, h("label", { for: id, class: "unseen" }, "Who said it"), this.cite));
    leaveWithArrows(this.cite, view, getPos);
    this.update(node);
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    showValue(this.cite, node.attrs.cite as string);
    requestAnimationFrame(this.measure);
    return true;
  }

  stopEvent(event: Event): boolean { return (event.target as HTMLElement).closest(".pull-cite") !== null; }
  ignoreMutation(mutation: ViewMutationRecord): boolean { return !this.contentDOM.contains(mutation.target); }
}
