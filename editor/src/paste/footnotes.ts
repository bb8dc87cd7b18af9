/**
 * Footnotes of word processors and web pages: a number that links to a note, and a note that links back. The note's
 * words go where its number was.
 */

const NUMBER = /^[\s[(\u00a0]*(\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡§¶]+|edit)[\s\])\u00a0.]*$/i;
/** The names that Word, LibreOffice, Google Docs, wikis and Markdown writers give to notes. */
const KNOWN = /^(_ftn|_edn|sdfootnote|sdendnote|ftnt|cite[_-]note|fn:?-?|user-content-fn|note-|footnote)/i;

export function footnotes(page: Document): void {
  const named = (name: string): Element | null => page.getElementById(name) ?? page.querySelector(`a[name="${CSS.escape(name)}"]`);
  const gone = new Set<Element>();
  for (const link of [...page.body.querySelectorAll<HTMLAnchorElement>('a[href*="#"]')]) {
    if (!link.isConnected) continue;
    const name = fragment(link);
    const here = (link.getAttribute("href") ?? "").startsWith("#");
    if (/^_msocom/i.test(name)) { link.remove(); continue; }
    if (!NUMBER.test(link.textContent ?? "")) continue;
    const target = named(name);
    const note = target && container(target);
    if (!note || note.contains(link)) {
      // Its note was not copied: a number that leads nowhere says nothing.
      if (here && !target && KNOWN.test(name) && !/ref/i.test(name)) whole(link).remove();
      continue;
    }
    if (!leadsBack(note, link)) continue;
    const mark = page.createElement("span");
    mark.setAttribute("data-footnote", "");
    fill(mark, note, link);
    whole(link).replaceWith(mark);
    gone.add(note);
  }
  for (const note of gone) removeNote(note);
}

/** The place a link leads to. Browsers write the whole address of the page before it. */
function fragment(link: Element): string {
  const href = link.getAttribute("href") ?? "";
  return decodeURIComponentSafe(href.slice(href.indexOf("#") + 1));
}

function decodeURIComponentSafe(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** The number with the raised box around it, when there is nothing else in that box. */
function whole(link: Element): Element {
  let found = link;
  while (found.parentElement && /^(SUP|SPAN|B|I|FONT)$/.test(found.parentElement.tagName) && found.parentElement.textContent?.trim() === link.textContent?.trim()) found = found.parentElement;
  return found;
}

/** The block that is the note: Word's and LibreOffice's own division, or the item or paragraph it stands in. */
function container(target: Element): Element | null {
  const own = target.closest('[data-style*="mso-element:footnote" i]:not([data-style*="footnote-list" i]), [data-style*="mso-element:endnote" i]:not([data-style*="endnote-list" i]), div[id^="sdfootnote"], div[id^="sdendnote"]');
  return own ?? target.closest("li, dd, p") ?? (target.matches("div, aside, section") ? target : target.closest("div"));
}

function leadsBack(note: Element, link: Element): boolean {
  const names = new Set<string>();
  for (let near: Element | null = link; near && !/^(P|LI|DIV|TD|BODY)$/.test(near.tagName); near = near.parentElement) for (const one of [near.id, near.getAttribute("name")]) if (one) names.add(one);
  for (const inner of link.querySelectorAll("[id]")) names.add(inner.id);
  return [...note.querySelectorAll('a[href*="#"]')].some((back) => names.has(fragment(back)));
}

/** The note's words without its own number and the way back; paragraphs become lines. */
function fill(mark: Element, note: Element, link: Element): void {
  const copy = note.cloneNode(true) as Element;
  for (const back of copy.querySelectorAll('a[href*="#"]')) if (NUMBER.test(back.textContent ?? "") || /^[\s^↑↩︎⏎←]*$/u.test(back.textContent ?? "")) whole(back).remove();
  const blocks = [...copy.querySelectorAll("p, li, div")].filter((block) => !block.querySelector("p, li, div") && block.textContent?.trim());
  const parts = blocks.length ? blocks : [copy];
  parts.forEach((part, index) => {
    if (index) mark.append(mark.ownerDocument.createElement("br"));
    mark.append(...part.childNodes);
  });
  const first = mark.ownerDocument.createTreeWalker(mark, 4).nextNode();
  if (first) first.textContent = (first.textContent ?? "").replace(/^[\s\u00a0^]+/, "").replace(new RegExp(`^${(link.textContent ?? "").trim().replace(/[^\w]/g, "\\$&")}[.)\\s\u00a0]+`), "");
}

/** Takes the note away, and the list, line and heading that held nothing else. */
function removeNote(note: Element): void {
  let empty: Element | null = note;
  while (empty && empty.tagName !== "BODY") {
    const parent: Element | null = empty.parentElement;
    const rule = empty.previousElementSibling;
    const last = !empty.nextElementSibling;
    empty.remove();
    // The line over the notes goes with them.
    if (rule?.tagName === "HR" && last) rule.remove();
    if (!parent || parent.textContent?.trim() || parent.querySelector("img, table")) break;
    empty = parent;
  }
}
