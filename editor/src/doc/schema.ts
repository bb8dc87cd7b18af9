/**
 * The document model, the same as the server's: what this schema cannot hold cannot be written.
 * Serialised as ProseMirror's JSON.
 *
 * Every content is `(a | b)*`: two edits that are each valid are valid together, whatever they took out or put in, and
 * nothing has ever to be removed to make a merged text fit. What comes out empty is shown as nothing.
 */
import { Schema, type AttributeSpec, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { APART } from "./apart";
import { allowedHref } from "./links";

/** Marks that tie words to the ledger; each has a `ref`. */
export const LEDGER = ["claim", "said", "source", "date", "expectation"] as const;

/** A picture of the store, or one that is still on its way there (`pending:…`, never sent to the server). */
export function isPictureId(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id) || id.startsWith("pending:");
}

/** Whether a block is a picture that is still being uploaded by this tab. */
export function isPending(node: Node): boolean {
  return node.type.name === "picture" && String(node.attrs.picture).startsWith("pending:");
}

const text: AttributeSpec = { default: "", validate: "string" };

function cell(tag: "td" | "th", role: string): NodeSpec {
  return {
    content: "paragraph*",
    attrs: {
      colspan: { default: 1, validate: "number" },
      rowspan: { default: 1, validate: "number" },
      colwidth: { default: null },
    },
    tableRole: role,
    isolating: true,
    parseDOM: [{
      tag,
      getAttrs: (dom: HTMLElement) => ({
        colspan: Math.min(50, Math.max(1, Number(dom.getAttribute("colspan")) || 1)),
        rowspan: Math.min(500, Math.max(1, Number(dom.getAttribute("rowspan")) || 1)),
        colwidth: null,
      }),
    }],
    toDOM(node: Node): DOMOutputSpec {
      const attrs: Record<string, string> = {};
      if (node.attrs.colspan !== 1) attrs.colspan = String(node.attrs.colspan);
      if (node.attrs.rowspan !== 1) attrs.rowspan = String(node.attrs.rowspan);
      return [tag, attrs, 0];
    },
  };
}

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block*" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    content: "inline*", group: "block", defining: true,
    attrs: { level: { default: 2, validate: "number" } },
    parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(4, Math.max(2, n)) } })),
    toDOM: (node) => [`h${node.attrs.level as number}`, 0],
  },
  bullet_list: { content: "list_item*", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: {
    content: "list_item*", group: "block",
    attrs: { start: { default: 1, validate: "number" } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Math.max(0, Math.trunc(Number(dom.getAttribute("start") ?? 1)) || 1) }) }],
    toDOM: (node) => (node.attrs.start === 1 ? ["ol", 0] : ["ol", { start: String(node.attrs.start) }, 0]),
  },
  list_item: { content: "(paragraph | bullet_list | ordered_list)*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  pull_quote: {
    content: "inline*", group: "block", defining: true,
    attrs: { cite: text },
    parseDOM: [{ tag: "blockquote.pull-quote", priority: 60, getAttrs: (dom) => ({ cite: dom.getAttribute("data-cite") ?? "" }) }],
    toDOM: (node) => ["blockquote", { class: "pull-quote", "data-cite": node.attrs.cite as string }, 0],
  },
  blockquote: {
    content: "(paragraph | bullet_list | ordered_list)*", group: "block", defining: true,
    parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0],
  },
  table: {
    content: "table_row*", group: "block", tableRole: "table", isolating: true,
    parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]],
  },
  table_row: { content: "(table_cell | table_header)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_cell: cell("td", "cell"),
  table_header: cell("th", "header_cell"),
  picture: {
    group: "block", atom: true, draggable: true, isolating: true,
    attrs: { picture: text, alt: text, caption: text, credit: text, crop: { default: null }, focus: { default: null } },
    parseDOM: [{
      tag: "figure[data-picture]",
      getAttrs: (dom) => {
        const picture = dom.getAttribute("data-picture") ?? "";
        const read = (name: string): string => dom.getAttribute(`data-${name}`) ?? "";
        return isPictureId(picture) && { picture, alt: read("alt"), caption: read("caption"), credit: read("credit"), crop: dom.getAttribute("data-crop"), focus: dom.getAttribute("data-focus") };
      },
    }],
    toDOM: (node) => {
      const { picture, alt, caption, credit, crop, focus } = node.attrs as Record<string, string>;
      return ["figure", { "data-picture": picture, "data-alt": alt, "data-caption": caption, "data-credit": credit, ...(crop ? { "data-crop": crop } : {}), ...(focus ? { "data-focus": focus } : {}) }, ["figcaption", `${caption} ${credit}`.trim()]];
    },
  },
  rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  code_block: {
    content: "text*", marks: "", group: "block", code: true, defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", ["code", 0]],
  },
  ...APART,
  text: { group: "inline" },
  hard_break: { inline: true, group: "inline", selectable: false, linebreakReplacement: true, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  footnote: {
    content: "(text | hard_break)*", inline: true, group: "inline", atom: true,
    parseDOM: [{ tag: "span[data-footnote]" }], toDOM: () => ["span", { "data-footnote": "" }, 0],
  },
};

const marks: Record<string, MarkSpec> = {
  link: {
    attrs: { href: text }, inclusive: false,
    parseDOM: [{
      tag: "a[href]",
      getAttrs: (dom) => {
        const href = (dom.getAttribute("href") ?? "").trim();
        return allowedHref(href) && { href };
      },
    }],
    toDOM: (mark) => ["a", { href: mark.attrs.href as string }, 0],
  },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }, { tag: "cite" }], toDOM: () => ["em", 0] },
  strike: { parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }], toDOM: () => ["s", 0] },
  code: { parseDOM: [{ tag: "code" }, { tag: "kbd" }, { tag: "samp" }], toDOM: () => ["code", 0] },
  sub: { parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
  sup: { parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
};

const LEDGER_WORDS: Record<(typeof LEDGER)[number], string> = {
  claim: "Claim", said: "Quotation", source: "Source", date: "Date", expectation: "Expectation",
};

for (const name of LEDGER) {
  marks[name] = {
    attrs: { ref: text }, inclusive: false,
    parseDOM: [
      { tag: `span[data-${name}]`, getAttrs: (dom) => ({ ref: dom.getAttribute(`data-${name}`) ?? "" }) },
      // Markdown copy pasted as HTML has the ledger's marks as links with its own schemes.
      { tag: `a[href^="${name}:"]`, priority: 60, getAttrs: (dom) => ({ ref: (dom.getAttribute("href") ?? "").slice(name.length + 1) }) },
    ],
    toDOM: (mark) => ["span", { class: "ledger", [`data-${name}`]: mark.attrs.ref as string, title: `${LEDGER_WORDS[name]}: ${mark.attrs.ref as string}` }, 0],
  };
}

export const schema = new Schema({ nodes, marks });

// What is made new comes with a line to write in, though it may lose it: commands of lists and tables ask for this.
for (const name of ["doc", "list_item", "blockquote", "table_cell", "table_header"]) {
  const type = schema.nodes[name]!;
  const plain = type.createAndFill.bind(type);
  type.createAndFill = (attrs, content, marks) => plain(attrs, content ?? schema.nodes.paragraph!.create(), marks);
}
