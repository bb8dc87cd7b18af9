/** A gallery as it is put together: pictures in order, each with its words; order by keys, buttons and dragging. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { movePicture } from "../doc/apartcommands";
import { schema } from "../doc/schema";
import { announce, h, keyText } from "../dom";
import { chooseFiles, chooseFromLibrary } from "../pictures/library";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import { Frame, type GetPos } from "./frame";
import { PictureView } from "./nodeviews";

/** A picture that is being uploaded, as a node. */
export const pendingPicture = (key: string): Node => schema.nodes.picture.create({ picture: key, alt: "", caption: "", credit: "" });

export class GalleryView extends Frame {
  constructor(node: Node, view: EditorView, getPos: GetPos, private readonly records: Records, private readonly uploads: Uploads) {
    super(node, view, getPos, "gallery", "Gallery");
    this.acts.prepend(
      h("button", { type: "button", class: "quiet gallery-add", onclick: () => void this.upload() }, "Add pictures"),
      h("button", { type: "button", class: "quiet", onclick: () => void this.library() }, "From the library"));
    this.show();
  }

  private add(pictures: Node[]): void {
    const pos = this.getPos();
    if (pos === undefined || !pictures.length) return;
    this.view.dispatch(this.view.state.tr.insert(pos + this.node.nodeSize - 1, pictures));
  }

  private async upload(): Promise<void> {
    const files = await chooseFiles(true);
    this.add(files.map((file) => pendingPicture(this.uploads.start(file))));
  }

  private async library(): Promise<void> {
    const record = await chooseFromLibrary();
    if (!record) return;
    this.records.add(record);
    this.add([schema.nodes.picture.create({ picture: record.id, alt: record.alt, caption: record.caption, credit: record.credit })]);
  }

  protected show(): void {
    const count = this.node.childCount;
    this.title.textContent = count ? `Gallery · ${count === 1 ? "one picture" : `${count} pictures`}` : "Gallery · no pictures yet";
  }
}

/** A picture inside a gallery: as any other, with its place in the order. */
export class GalleryPictureView extends PictureView {
  constructor(node: Node, view: EditorView, getPos: GetPos, records: Records, uploads: Uploads, change: (pos: number) => void) {
    super(node, view, getPos, records, uploads, change);
    const move = (direction: -1 | 1) => (): void => {
      const pos = getPos();
      if (pos === undefined || !movePicture(direction, pos)(view.state, view.dispatch)) return announce(direction < 0 ? "This picture is the first." : "This picture is the last.");
      const now = view.state.selection.$from.index() + 1;
      announce(`Picture ${now} of ${view.state.selection.$from.parent.childCount}.`);
      // The picture is drawn anew at its place; the hand stays on the button it used.
      requestAnimationFrame(() => {
        const dom = view.nodeDOM(view.state.selection.from);
        if (dom instanceof HTMLElement) dom.querySelector<HTMLElement>(direction < 0 ? ".pic-earlier" : ".pic-later")?.focus();
      });
    };
    const button = (kind: string, words: string, key: string, run: () => void): HTMLElement =>
      h("button", { type: "button", class: `quiet pic-${kind}`, title: `${words} (${keyText(key)} when the picture is chosen)`, onclick: run }, words);
    const drag = h("span", { class: "pic-drag", "aria-hidden": "true", title: "Drag the picture to its place" }, "Drag");
    this.dom.querySelector(".pic-acts")?.prepend(drag, button("earlier", "Earlier", "Alt-ArrowUp", move(-1)), button("later", "Later", "Alt-ArrowDown", move(1)));
  }
}
