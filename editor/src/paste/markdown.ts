/** Pasted Markdown as blocks of the story: headings, lists, quotations, code, tables, links, emphasis, footnotes. */
import type { Mark, Node } from "prosemirror-model";
import { allowedHref } from "../doc/links";
import { schema } from "../doc/schema";

const { nodes, marks } = schema;

export function markdownBlocks(text: string): Node[] {
  const notes = new Map<string, string>();
  const body = text.replace(/\r\n?/g, "\n").replace(/^\[\^([^\]\n]+)\]:[ \t]*(.*(?:\n[ \t]+\S.*)*)\n?/gm, (_, name: string, words: string) => { notes.set(name, words.replace(/\s+/g, " ").trim()); return ""; });
  return new Reader(notes).blocks(body.split("\n"));
}

class Reader {
  constructor(private readonly notes: Map<string, string>) {}

  blocks(lines: string[]): Node[] {
    const made: Node[] = [];
    for (let at = 0; at < lines.length;) {
      const line = lines[at] as string;
      const heading = line.match(/^(#{1,6})\s+(.*?)\s*#*$/);
      const run = (test: (line: string) => boolean): string[] => {
        const from = at;
        while (at < lines.length && test(lines[at] as string)) at += 1;
        return lines.slice(from, at);
      };
      if (!line.trim()) at += 1;
      else if (/^```/.test(line)) {
        at += 1;
        const code = run((one) => !/^```/.test(one)).join("\n");
        at += 1;
        made.push(nodes.code_block.create(null, code ? schema.text(code) : null));
      } else if (heading) {
        at += 1;
        made.push(nodes.heading.create({ level: Math.min(4, Math.max(2, heading[1]!.length)) }, this.inline(heading[2] ?? "")));
      } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
        at += 1;
        made.push(nodes.rule.create());
      } else if (/^>/.test(line)) made.push(nodes.blockquote.create(null, this.only(this.blocks(run((one) => /^>/.test(one)).map((one) => one.replace(/^>\s?/, ""))))));
      else if (/^\|.*\|\s*$/.test(line) && /^\|[\s:|-]+\|\s*$/.test(lines[at + 1] ?? "")) made.push(this.table(run((one) => /^\|.*\|\s*$/.test(one))));
      else if (ITEM.test(line)) made.push(this.list(run((one) => ITEM.test(one) || /^\s{2,}\S/.test(one))));
      else made.push(nodes.paragraph.create(null, this.lines(run((one) => !!one.trim() && !/^(#{1,6}\s|>|```)/.test(one)))));
    }
    return made;
  }

  /** What a quotation can hold. */
  private only(blocks: Node[]): Node[] {
    const fit = blocks.map((block) => ([nodes.paragraph, nodes.bullet_list, nodes.ordered_list].includes(block.type) ? block : nodes.paragraph.create(null, block.isTextblock ? block.content : schema.text(block.textContent || " "))));
    return fit.length ? fit : [nodes.paragraph.create()];
  }

  private list(lines: string[]): Node {
    const first = (lines[0] as string).match(ITEM)!;
    const indent = first[1]!.length;
    const items: string[][] = [];
    for (const line of lines) {
      const found = line.match(ITEM);
      if (found && found[1]!.length <= indent) items.push([found[3] ?? ""]);
      else items.at(-1)!.push(line.slice(Math.min(line.match(/^\s*/)![0].length, indent + 2)));
    }
    const ordered = /\d/.test(first[2]!);
    const content = items.map(([words, ...rest]) => nodes.list_item.create(null, [nodes.paragraph.create(null, this.inline(words ?? "")), ...this.only(this.blocks(rest)).filter((block) => block.content.size)]));
    return ordered ? nodes.ordered_list.create({ start: Number.parseInt(first[2]!, 10) }, content) : nodes.bullet_list.create(null, content);
  }

  private table(lines: string[]): Node {
    const rows = lines.filter((_, index) => index !== 1).map((line) => line.trim().slice(1, -1).split(/(?<!\\)\|/));
    return nodes.table.create(null, rows.map((row, index) => nodes.table_row.create(null, row.map((words) => (index ? nodes.table_cell : nodes.table_header).create(null, nodes.paragraph.create(null, this.inline(words.trim())))))));
  }

  private lines(lines: string[]): Node[] {
    return lines.flatMap((line, index) => [
      ...(index ? [/(\s{2}|\\)$/.test(lines[index - 1] as string) ? nodes.hard_break.create() : schema.text(" ")] : []), ...this.inline(line.trim().replace(/\\$/, ""))]);
  }

  private inline(text: string, around: readonly Mark[] = []): Node[] {
    const found = INLINE.exec(text);
    if (!found) return text ? [schema.text(text.replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, "$1"), around)] : [];
    const before = this.inline(text.slice(0, found.index), around);
    const after = this.inline(text.slice(found.index + found[0].length), around);
    return [...before, ...this.mark(found.groups ?? {}, found[0], around), ...after];
  }

  private mark(part: Record<string, string | undefined>, whole: string, around: readonly Mark[]): Node[] {
    const within = (mark: Mark, words: string): Node[] => this.inline(words, mark.addToSet(around));
    if (part.code) return [schema.text(part.code, marks.code.create().addToSet(around))];
    if (part.note) {
      const words = this.notes.get(part.note);
      return words ? [nodes.footnote.create(null, this.inline(words).filter((node) => node.isText))] : [schema.text(whole, around)];
    }
    if (part.words !== undefined) return allowedHref(part.href ?? "") ? within(marks.link.create({ href: part.href }), part.words) : this.inline(part.words, around);
    if (part.bold) return within(marks.strong.create(), part.bold);
    if (part.bold2) return within(marks.strong.create(), part.bold2);
    if (part.strike) return within(marks.strike.create(), part.strike);
    return within(marks.em.create(), part.em ?? part.em2 ?? "");
  }
}

const ITEM = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;
const INLINE = /`(?<code>[^`\n]+)`|\[\^(?<note>[^\]\n]+)\]|(?<!!)\[(?<words>[^\]\n]*)\]\((?<href>[^)\s]+)(?:\s+"[^"]*")?\)|\*\*(?<bold>[^*\n]+(?:\*[^*\n]+\*[^*\n]*)*)\*\*|__(?<bold2>[^_\n]+)__|~~(?<strike>[^~\n]+)~~|(?<![*\w])\*(?<em>[^*\s][^*\n]*)\*|(?<!\w)_(?<em2>[^_\s][^_\n]*)_(?!\w)/;
