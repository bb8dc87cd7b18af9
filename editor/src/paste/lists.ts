/** Lists that are not written as lists, or not nested as HTML has it. */
import { declarations } from "./style";

interface Open { level: number; list: HTMLElement; which: string }

/** Word writes lists as paragraphs with `mso-list:l0 level2 lfo1`; they become lists again. */
export function wordLists(page: Document): void {
  let open: Open[] = [];
  let last: Element | null = null;
  for (const paragraph of [...page.body.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")]) {
    const found = (declarations(paragraph).get("mso-list") ?? "").match(/^(l\d+)\s+level(\d)/);
    const sign = listSign(paragraph);
    if (!found || paragraph.tagName !== "P") { open = []; continue; }
    const [, which, level] = [found[0], found[1] as string, Number(found[2])];
    if (last && paragraph.previousElementSibling !== last && !last.contains(paragraph.previousElementSibling)) open = [];
    while (open.length && (open.at(-1)!.level > level || (open.at(-1)!.level === level && open.at(-1)!.which !== which))) open.pop();
    let top = open.at(-1);
    if (!top || top.level < level) {
      const list = newList(page, sign);
      const item = top?.list.lastElementChild;
      if (item) item.append(list);
      else paragraph.before(list);
      top = { level, list, which };
      open.push(top);
    }
    const item = page.createElement("li");
    const text = page.createElement("p");
    text.append(...paragraph.childNodes);
    item.append(text);
    top.list.append(item);
    paragraph.remove();
    last = open[0]!.list;
  }
}

/** Takes the number or bullet, which Word writes as words, out of a paragraph; gives it. */
function listSign(paragraph: HTMLElement): string {
  const marked = [...paragraph.querySelectorAll<HTMLElement>("[data-style]")].find((span) => declarations(span).get("mso-list") === "ignore");
  if (marked) {
    const sign = (marked.textContent ?? "").trim();
    marked.remove();
    return sign;
  }
  if (!declarations(paragraph).has("mso-list")) return "";
  const first = page(paragraph).createTreeWalker(paragraph, 4).nextNode();
  const sign = (first?.textContent ?? "").match(/^\s*([·•o§▪◦-]|\(?(\d+|[a-z]|[ivxlc]+)[.)])[\s\u00a0]+/i);
  if (first && sign) first.textContent = (first.textContent ?? "").slice(sign[0].length);
  return sign?.[1] ?? "";
}

const page = (node: Node): Document => node.ownerDocument as Document;

function newList(document: Document, sign: string): HTMLElement {
  const ordered = sign.match(/^\(?(\d+|[a-z]|[ivxlc]+)[.)]/i);
  const list = document.createElement(ordered ? "ol" : "ul");
  if (ordered && Number(ordered[1]) > 1) list.setAttribute("start", ordered[1] as string);
  return list;
}

/** A list that stands beside the items of another, as Google Docs and old HTML have it, belongs to the item before it. */
export function nestLists(page: Document): void {
  for (const list of [...page.body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
    else {
      const item = page.createElement("li");
      list.replaceWith(item);
      item.append(list);
    }
  }
}
