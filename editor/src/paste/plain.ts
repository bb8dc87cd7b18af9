/** Text without HTML: paragraphs, tables of a spreadsheet, an address alone; and whether it looks like Markdown. */
import { Fragment, type Mark, type Node, Slice } from "prosemirror-model";
import { schema } from "../doc/schema";
import { cleanAddress } from "./addresses";
import { allowedHref } from "../doc/links";

const { nodes, marks } = schema;
const lines = (text: string): string[] => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");

/** The address, when the text is one web or mail address and nothing else. */
export function addressAlone(text: string): string | null {
  const one = text.trim();
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(one)) return null;
  const href = cleanAddress(one);
  return allowedHref(href) ? href : null;
}

function inline(text: string, around: readonly Mark[]): Node[] {
  return text ? [schema.text(text, around)] : [];
}

/** Rows of cells, when every line has the same number of tabs. */
export function cells(text: string): string[][] | null {
  const rows = lines(text).map((line) => line.split("\t"));
  const width = rows[0]?.length ?? 0;
  return rows.length > 1 && width > 1 && width <= 60 && rows.every((row) => row.length === width) ? rows : null;
}

function table(rows: string[][]): Node {
  return nodes.table.create(null, rows.map((row) => nodes.table_row.create(null, row.map((words) => nodes.table_cell.create(null, nodes.paragraph.create(null, inline(words.trim(), [])))))));
}

/** Lines that were cut at the same width, as in mail, are one paragraph; others are lines of their own. */
function wrappedAtWidth(block: string[]): boolean {
  const cut = block.slice(0, -1);
  return cut.length > 0 && block.every((line) => line.length <= 82) && cut.every((line) => line.length >= 55) && !block.some((line) => /^\s*([-*•–]|\d+[.)])\s/.test(line));
}

/** What pasted plain text is in the story. */
export function plainSlice(text: string, around: readonly Mark[]): Slice {
  const rows = cells(text);
  if (rows) return new Slice(Fragment.from(table(rows)), 0, 0);
  const href = addressAlone(text);
  if (href) return new Slice(Fragment.from(nodes.paragraph.create(null, schema.text(href.replace(/^mailto:/, ""), [marks.link.create({ href }), ...around]))), 1, 1);
  const all = lines(text);
  const blank = all.some((line) => !line.trim());
  const blocks: string[][] = [[]];
  for (const line of all) {
    if (!line.trim()) { if (blocks.at(-1)!.length) blocks.push([]); }
    else blocks.at(-1)!.push(line);
  }
  const content = blocks.filter((block) => block.length).flatMap((block): Node[] => {
    if (wrappedAtWidth(block)) return [nodes.paragraph.create(null, inline(block.map((line) => line.trim()).join(" "), around))];
    if (!blank) return block.map((line) => nodes.paragraph.create(null, inline(line, around)));
    return [nodes.paragraph.create(null, block.flatMap((line, index) => [...(index ? [nodes.hard_break.create()] : []), ...inline(line, around)]))];
  });
  if (!content.length) return Slice.empty;
  return new Slice(Fragment.from(content), 1, 1);
}

/** Signs of Markdown that prose does not have: two kinds of them, or one that is plain. */
export function looksLikeMarkdown(text: string): boolean {
  const signs = [
    /^#{1,6} \S/m, /^```/m, /\[[^\]\n]+\]\((https?:|mailto:|\/)[^)\s]+\)/, /^\[\^[^\]]+\]:/m, /^\|.+\|\s*\n\|[\s:|-]+\|/m,
  ].filter((sign) => sign.test(text)).length;
  const weak = [/\*\*[^*\n]+\*\*/, /^[-*+] \S.*\n[-*+] \S/m, /^> \S/m, /^\d+\. \S.*\n\d+\. \S/m, /`[^`\n]+`/, /(^|\s)_[^_\n]+_(\s|$)/].filter((sign) => sign.test(text)).length;
  return signs > 0 || weak > 1;
}
