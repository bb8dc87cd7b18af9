/** The words of one block as a string whose offsets can be found again in the document. */
import type { Node } from "prosemirror-model";
import { OBJECT } from "./typography";

export interface Line {
  text: string;
  /** The position of each offset, and of the end. */
  at: number[];
  /** The first and last offset of each piece of code. */
  code: [from: number, to: number][];
  node: Node;
}

/** One block's inline content. A footnote or picture is one U+FFFC, a line break is a newline. `pos` is before the block. */
export function lineOf(node: Node, pos: number): Line {
  const line: Line = { text: "", at: [], code: [], node };
  node.forEach((child, offset) => {
    const start = pos + 1 + offset;
    const words = child.isText ? (child.text ?? "") : child.type.name === "hard_break" ? "\n" : OBJECT;
    if (child.marks.some((mark) => mark.type.name === "code")) line.code.push([line.text.length, line.text.length + words.length]);
    for (let index = 0; index < words.length; index += 1) line.at.push(start + index);
    line.text += words;
  });
  line.at.push(pos + 1 + node.content.size);
  return line;
}

/** Every block with words between two positions, footnotes among them. */
export function linesOf(doc: Node, from = 0, to = doc.content.size): Line[] {
  const lines: Line[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.inlineContent) lines.push(lineOf(node, pos));
    return true;
  });
  return lines;
}

export const inCode = (line: Line, offset: number): boolean => line.node.type.spec.code === true || line.code.some(([from, to]) => offset >= from && offset < to);
