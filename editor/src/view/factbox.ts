/** A fact box as it is written. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { Frame, type GetPos } from "./frame";

export class FactBoxView extends Frame {
  constructor(node: Node, view: EditorView, getPos: GetPos) {
    super(node, view, getPos, "facts", "Fact box");
  }
  protected show(): void { /* All of it is text. */ }
}
