/** Pasted HTML written anew: only what a story can hold, every word with the look it had, nothing else of its dress. */
import { allowedHref } from "../doc/links";
import { cleanAddress } from "./addresses";
import { declarations, hidden, type Look, lookOf, PLAIN } from "./style";

const DROP = new Set("script style meta link title head noscript iframe object embed svg math template xml form input button select textarea audio video canvas comment map area applet frame frameset dialog datalist progress meter".split(" "));
/** Elements that come in as they are. */
const KEEP = new Set("p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tfoot tr td th caption figure figcaption".split(" "));
const BLOCK = new Set("div section article main header footer aside nav address center dl dt dd details summary fieldset hgroup body".split(" "));
const LEDGER = /^(claim|said|source|date|expectation):/;

export class Builder {
  readonly body: HTMLElement;

  /** `picture` is asked for each picture: the element that stands for it, or `null` when it is left out. */
  constructor(private readonly page: Document, private readonly picture: (image: HTMLImageElement) => HTMLElement | null) {
    this.body = page.createElement("body");
  }

  build(from: HTMLElement): HTMLElement {
    this.children(from, this.body, PLAIN);
    return this.body;
  }

  private children(from: Node, out: HTMLElement, look: Look): void {
    for (const child of from.childNodes) {
      if (child.nodeType === 3) this.words(child.textContent ?? "", out, look);
      else if (child.nodeType === 1) this.element(child as HTMLElement, out, look);
    }
  }

  private words(text: string, out: HTMLElement, look: Look): void {
    let inner: Node = this.page.createTextNode(text);
    if (text.trim()) {
      const wrap = (name: string): void => { const mark = this.page.createElement(name); mark.append(inner); inner = mark; };
      if (look.code) wrap("code");
      if (look.script) wrap(look.script);
      if (look.strike) wrap("s");
      if (look.italic) wrap("em");
      if (look.bold) wrap("strong");
    }
    out.append(inner);
  }

  private element(element: HTMLElement, out: HTMLElement, around: Look): void {
    const tag = element.tagName.toLowerCase();
    const style = declarations(element);
    if (DROP.has(tag) || hidden(element, style) || this.taken(element)) return;
    if (tag === "br") { if (!/Apple-interchange/.test(element.className)) out.append(this.page.createElement("br")); return; }
    if (tag === "hr") return void out.append(this.page.createElement("hr"));
    if (tag === "img") { const shown = this.picture(element as HTMLImageElement); if (shown) out.append(shown); return; }
    if (tag === "pre") return this.pre(element, out);
    const look = lookOf(element, style, around);
    if (tag === "a") return this.link(element, out, look);
    if (element.hasAttribute("data-footnote")) return this.inside(element, "span", out, look, ["data-footnote"]);
    // Headings are bold by themselves: that is no emphasis of their words.
    if (/^h[1-6]$/.test(tag) || isTitle(element)) return this.inside(element, /^h[1-6]$/.test(tag) ? tag : "h1", out, { ...look, bold: false });
    if (/^(Mso|Intense)?(Intense)?Quote\b/i.test(element.className) && tag === "p") return this.quoted(element, out, look);
    if (tag === "th") return this.inside(element, tag, out, { ...look, bold: false }, ["colspan", "rowspan"]);
    if (KEEP.has(tag)) return this.inside(element, tag === "caption" ? "p" : tag, out, look, tag === "ol" ? ["start"] : tag === "td" ? ["colspan", "rowspan"] : []);
    if (BLOCK.has(tag) || style.get("display") === "block") return this.inside(element, "div", out, look);
    this.children(element, out, look);
  }

  /** Words that a writer had already taken out, with changes tracked. */
  private taken(element: HTMLElement): boolean {
    return (element.tagName === "DEL" && element.hasAttribute("cite") && element.hasAttribute("datetime")) || declarations(element).get("mso-element") === "comment-list" || /^Mso(Comment|Annotation)/.test(element.className);
  }

  private inside(element: HTMLElement, tag: string, out: HTMLElement, look: Look, keep: string[] = []): void {
    const made = this.page.createElement(tag);
    for (const name of keep) { const value = element.getAttribute(name); if (value !== null) made.setAttribute(name, value); }
    // Inside a block of its own nothing is raised any more.
    this.children(element, made, tag === "span" ? { ...look, script: "" } : look);
    out.append(made);
  }

  private quoted(element: HTMLElement, out: HTMLElement, look: Look): void {
    const last = out.lastElementChild;
    const quote = last?.tagName === "BLOCKQUOTE" ? last as HTMLElement : this.page.createElement("blockquote");
    this.inside(element, "p", quote, { ...look, italic: false });
    out.append(quote);
  }

  private pre(element: HTMLElement, out: HTMLElement): void {
    const pre = this.page.createElement("pre");
    for (const line of element.querySelectorAll("br")) line.replaceWith("\n");
    pre.textContent = (element.textContent ?? "").replace(/\n$/, "");
    out.append(pre);
  }

  private link(element: HTMLElement, out: HTMLElement, look: Look): void {
    const href = cleanAddress(element.getAttribute("href") ?? "");
    if (!href || /^#(_|sd)/.test(href) || !(allowedHref(href) || LEDGER.test(href))) return this.children(element, out, look);
    const made = this.page.createElement("a");
    made.setAttribute("href", href);
    this.children(element, made, look);
    // A block inside a link would break it: then the link goes, the words stay.
    if (made.querySelector("p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, figure")) return void out.append(...made.childNodes);
    out.append(made);
  }
}

function isTitle(element: HTMLElement): boolean {
  return element.tagName === "P" && /^(MsoTitle|title)$/i.test(element.className);
}
