/**
 * Blocks that stand apart from the running text: link cards, fact boxes, galleries, recordings. What people type in
 * them is text, so that two may write at once; nothing is demanded of them, so that two edits never make one invalid.
 */
import type { AttributeSpec, DOMOutputSpec, Node, NodeSpec } from "prosemirror-model";

const text: AttributeSpec = { default: "", validate: "string" };

/** An address a card may lead to: https, and no name before the host. */
export function cardHref(words: string): string | null {
  const href = words.trim();
  if (!/^https:\/\/[^\s<>"`\\]+$/i.test(href)) return null;
  try {
    const url = new URL(href);
    return url.username || url.password || !url.hostname ? null : `https://${href.slice(8)}`;
  } catch {
    return null;
  }
}

/** The host as readers will see it. */
export function cardHost(href: string): string {
  try { return new URL(href).hostname.replace(/^www\./, ""); } catch { return ""; }
}

function recording(kind: "audio" | "video", names: string[]): NodeSpec {
  return {
    content: "paragraph*", group: "block", isolating: true, defining: true, selectable: true,
    attrs: Object.fromEntries(names.map((name) => [name, text])),
    parseDOM: [{
      tag: `aside[data-recording="${kind}"]`,
      getAttrs: (dom: HTMLElement) => Object.fromEntries(names.map((name) => {
        const value = dom.getAttribute(`data-${name}`) ?? "";
        return [name, name === "credit" || /^[0-9a-f]{64}$/.test(value) ? value : ""];
      })),
    }],
    toDOM: (node: Node): DOMOutputSpec => ["aside", { "data-recording": kind, ...Object.fromEntries(names.map((name) => [`data-${name}`, node.attrs[name] as string])) }, 0],
  };
}

export const APART: Record<string, NodeSpec> = {
  link_card: {
    content: "paragraph*", group: "block", isolating: true, defining: true,
    attrs: { href: text, source: text },
    parseDOM: [{
      tag: "aside[data-card]",
      getAttrs: (dom: HTMLElement) => ({ href: cardHref(dom.getAttribute("data-card") ?? "") ?? "", source: dom.getAttribute("data-source") ?? "" }),
    }],
    toDOM: (node: Node): DOMOutputSpec => ["aside", { "data-card": node.attrs.href as string, "data-source": node.attrs.source as string }, 0],
  },
  fact_box: {
    content: "(paragraph | heading | bullet_list | ordered_list | table)*", group: "block", isolating: true, defining: true,
    parseDOM: [{ tag: "aside.fact-box" }], toDOM: (): DOMOutputSpec => ["aside", { class: "fact-box" }, 0],
  },
  gallery: {
    content: "picture*", group: "block", isolating: true,
    parseDOM: [{ tag: "div.gallery" }], toDOM: (): DOMOutputSpec => ["div", { class: "gallery" }, 0],
  },
  audio: recording("audio", ["file", "credit"]),
  video: recording("video", ["file", "captions", "poster", "credit"]),
};
