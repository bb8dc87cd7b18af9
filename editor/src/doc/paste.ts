/**
 * Cleans HTML from word processors and the web before it is read by the schema: structure stays, dress goes.
 * Pictures inside are returned as files to upload, never linked to where they were.
 */
import { allowedHref } from "./links";

export interface Pasted {
  html: string;
  /** Pictures that came along; in the HTML each stands as `<figure data-picture={key}>`. */
  pictures: { key: string; file: File; alt: string }[];
  /** Pictures of other sites, left out: they cannot be taken without asking those sites. */
  left: number;
}

const DROP = "script, style, meta, link, title, head, noscript, iframe, object, embed, svg, template, xml, form, input, button, select, textarea, audio, video, canvas";

/** `newKey` starts an upload and returns the key that stands for it. */
export function cleanPasted(html: string, newKey: (file: File) => string): Pasted {
  if (/data-pm-slice/.test(html)) return { html, pictures: [], left: 0 };
  // Renamed before parsing: the page's CSP would report each style it refuses, and we only read them.
  const inert = html.replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>/g, "").replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const page = new DOMParser().parseFromString(inert, "text/html");
  const result: Pasted = { html: "", pictures: [], left: 0 };
  for (const element of page.querySelectorAll(DROP)) element.remove();
  wordLists(page);
  for (const element of [...page.body.querySelectorAll<HTMLElement>("*")]) cleanElement(element);
  for (const image of page.querySelectorAll("img")) takePicture(image, newKey, result);
  for (const element of [...page.body.querySelectorAll<HTMLElement>("p, div, span, a, h1, h2, h3, h4, h5, h6")].reverse()) {
    if (!element.textContent?.trim() && !element.querySelector("img, figure, br, hr, table")) element.remove();
  }
  result.html = page.body.innerHTML;
  return result;
}

/** One element: its dress turned into marks where it means something, every other attribute dropped. */
function cleanElement(element: HTMLElement): void {
  const style = (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s/g, "");
  const tag = element.tagName.toLowerCase();
  if (tag === "b" && /font-weight:(normal|400)/.test(style)) return unwrap(element); // Google Docs wraps everything in one.
  if (tag.includes(":")) return unwrap(element); // Word's o:p and its like.
  const wraps: string[] = [];
  if (tag === "span" || tag === "font" || tag === "a") {
    if (/font-weight:(bold|[6-9]00)/.test(style)) wraps.push("strong");
    if (/font-style:(italic|oblique)/.test(style)) wraps.push("em");
    if (/text-decoration[a-z-]*:[^;]*line-through/.test(style)) wraps.push("s");
    if (/vertical-align:super/.test(style)) wraps.push("sup");
    if (/vertical-align:sub/.test(style)) wraps.push("sub");
  }
  for (const name of wraps) {
    const mark = element.ownerDocument.createElement(name);
    mark.append(...element.childNodes);
    element.append(mark);
  }
  const keep: Record<string, string[]> = { a: ["href"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], img: ["src", "alt"] };
  for (const { name } of [...element.attributes]) if (!keep[tag]?.includes(name)) element.removeAttribute(name);
  if (tag === "a") cleanLink(element);
  else if (tag === "span" || tag === "font" || tag === "u") unwrap(element);
}

function cleanLink(element: HTMLElement): void {
  let href = (element.getAttribute("href") ?? "").trim();
  const through = href.match(/^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/);
  if (through) {
    try { href = decodeURIComponent(through[1] ?? ""); } catch { /* The address as it stands will do. */ }
  }
  if (/^#_(ftn|edn|msocom)/i.test(href) || (!allowedHref(href) && !/^(claim|said|source|date|expectation):/.test(href))) unwrap(element);
  else element.setAttribute("href", href);
}

function unwrap(element: HTMLElement): void {
  element.replaceWith(...element.childNodes);
}

/** Word writes lists as paragraphs with `mso-list:l0 level2`; they become lists again. */
function wordLists(page: Document): void {
  let lists: { level: number; list: HTMLElement }[] = [];
  for (const paragraph of [...page.querySelectorAll<HTMLElement>("p")]) {
    const level = Number(paragraph.getAttribute("data-style")?.match(/mso-list:\s*l\d+\s+level(\d)/i)?.[1] ?? 0);
    if (!level) { lists = []; continue; }
    const bullet = paragraph.querySelector<HTMLElement>('[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]');
    const sign = (bullet?.textContent ?? paragraph.textContent ?? "").trim();
    bullet?.remove();
    if (!bullet && paragraph.firstChild?.nodeType === 3) paragraph.firstChild.textContent = (paragraph.firstChild.textContent ?? "").replace(/^\s*([·•o§-]|\d+[.)])\s+/, "");
    const tag = /^(\d+|[a-z]+)[.)]/i.test(sign) ? "ol" : "ul";
    lists = lists.filter((entry) => entry.level <= level);
    let top = lists.at(-1);
    if (!top || top.level < level) {
      const list = page.createElement(tag);
      const parentItem = top?.list.lastElementChild;
      if (parentItem) parentItem.append(list);
      else paragraph.before(list);
      top = { level, list };
      lists.push(top);
    }
    const item = page.createElement("li");
    const text = page.createElement("p");
    text.append(...paragraph.childNodes);
    item.append(text);
    top.list.append(item);
    paragraph.remove();
  }
}

function takePicture(image: HTMLImageElement, newKey: (file: File) => string, result: Pasted): void {
  const file = fileFromData(image.getAttribute("src") ?? "");
  if (!file) {
    result.left += 1;
    image.remove();
    return;
  }
  const key = newKey(file);
  const alt = image.getAttribute("alt") ?? "";
  result.pictures.push({ key, file, alt });
  const figure = image.ownerDocument.createElement("figure");
  figure.setAttribute("data-picture", key);
  figure.setAttribute("data-alt", alt);
  image.replaceWith(figure);
}

/** A `data:` picture as a file; decoded here, since the CSP lets no request out for it. */
function fileFromData(src: string): File | null {
  const match = src.match(/^data:(image\/(?:png|jpeg|webp|gif));base64,([\s\S]+)$/i);
  if (!match) return null;
  try {
    const bytes = Uint8Array.from(atob((match[2] ?? "").replace(/\s/g, "")), (char) => char.charCodeAt(0));
    const type = (match[1] ?? "image/png").toLowerCase();
    return new File([bytes], `pasted.${type.slice(6).replace("jpeg", "jpg")}`, { type });
  } catch {
    return null;
  }
}
