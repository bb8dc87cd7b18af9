/**
 * Cleans HTML from word processors, mail and the web before it is read by the schema: structure stays, dress goes.
 * Pictures inside are returned as files to upload, never linked to where they were.
 */
import { Builder } from "../paste/build";
import { footnotes } from "../paste/footnotes";
import { nestLists, wordLists } from "../paste/lists";
import { declarations, hidden } from "../paste/style";
import { tidy } from "../paste/tidy";

export interface Pasted {
  html: string;
  /** Pictures that came along; in the HTML each stands as `<figure data-picture={key}>`. */
  pictures: { key: string; file: File; alt: string }[];
  /** Pictures of other sites, left out: they cannot be taken without asking those sites. */
  left: number;
}

/** `newKey` starts an upload and returns the key that stands for it. */
export function cleanPasted(html: string, newKey: (file: File) => string): Pasted {
  const result: Pasted = { html, pictures: [], left: 0 };
  if (/data-pm-slice/.test(html)) return result;
  const page = read(html);
  footnotes(page);
  wordLists(page);
  nestLists(page);
  const body = new Builder(page, (image) => takePicture(image, newKey, result)).build(page.body);
  tidy(body);
  captions(body);
  result.html = body.innerHTML;
  return result;
}

/** Parsed where nothing runs and nothing is fetched. Styles and handlers are renamed before: the page's CSP would report each it refuses. */
function read(html: string): Document {
  const inert = html.replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>/g, "").replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son[a-z]+\s*=/gi, " data-on="));
  return new DOMParser().parseFromString(inert, "text/html");
}

/** A picture of one or two pixels, or a hidden one, only tells its sender that a mail was opened. */
function followsReaders(image: HTMLImageElement): boolean {
  const style = declarations(image);
  const tiny = (name: "width" | "height"): boolean => /^[0-2](px|pt)?$/.test(image.getAttribute(name) ?? style.get(name) ?? "");
  return tiny("width") || tiny("height") || hidden(image, style);
}

function takePicture(image: HTMLImageElement, newKey: (file: File) => string, result: Pasted): HTMLElement | null {
  if (followsReaders(image)) return null;
  const file = fileFromData(image.getAttribute("src") ?? "");
  if (!file) {
    result.left += 1;
    return null;
  }
  const key = newKey(file);
  const alt = image.getAttribute("alt") ?? "";
  result.pictures.push({ key, file, alt });
  const figure = image.ownerDocument.createElement("figure");
  figure.setAttribute("data-picture", key);
  figure.setAttribute("data-alt", alt);
  return figure;
}

/** The words under a picture become its caption; a figure without its picture is only its words. */
function captions(body: HTMLElement): void {
  for (const figure of [...body.querySelectorAll<HTMLElement>("figure:not([data-picture])")]) {
    const picture = figure.querySelector("figure[data-picture]");
    const words = figure.querySelector("figcaption");
    if (picture && words) { picture.setAttribute("data-caption", (words.textContent ?? "").trim().replace(/\s+/g, " ")); words.remove(); }
    figure.replaceWith(...figure.childNodes);
  }
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
