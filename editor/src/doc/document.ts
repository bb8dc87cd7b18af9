/** Reading and writing the document's JSON. */
import type { Node } from "prosemirror-model";
import type { DocumentJSON } from "../types";
import { schema } from "./schema";

/** Reads the body. Throws when it holds something this model does not know: better not to open a story than to lose a part of it. */
export function readDocument(json: DocumentJSON): Node {
  if (!json.content?.length) return schema.node("doc", null, [schema.node("paragraph")]);
  const doc = schema.nodeFromJSON(json);
  doc.check();
  return doc;
}

/** The body as the server takes it: pictures still being uploaded are not in it yet. */
export function writeDocument(doc: Node): DocumentJSON {
  const json = doc.toJSON() as DocumentJSON;
  const content = arrived(json.content ?? []).map((block) => (block.type === "gallery" && block.content ? { ...block, content: arrived(block.content) } : block));
  return { ...json, content: content.length ? content : [{ type: "paragraph" }] };
}

function arrived(blocks: DocumentJSON[]): DocumentJSON[] {
  return blocks.filter((block) => !isPending(block));
}

function isPending(block: DocumentJSON): boolean {
  return block.type === "picture" && String(block.attrs?.picture ?? "").startsWith("pending:");
}

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
