/** What is read out of the document. */
import type { Node } from "prosemirror-model";

/** Words in the text; scripts without spaces are counted by the browser's own word breaking. */
export function countWords(text: string, language: string): number {
  try {
    let count = 0;
    for (const part of new Intl.Segmenter(language || "en", { granularity: "word" }).segment(text)) if (part.isWordLike) count += 1;
    return count;
  } catch {
    return text.split(/\s+/).filter(Boolean).length;
  }
}

/** Plain text, a blank line between blocks. */
export function plainText(doc: Node): string {
  return doc.textBetween(0, doc.content.size, "\n\n", (leaf) => (leaf.type.name === "hard_break" ? "\n" : ""));
}
