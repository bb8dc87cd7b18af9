/** What an element's own style says that means something in a story. Everything else of it is dress. */

export interface Look { bold: boolean; italic: boolean; strike: boolean; script: "" | "sub" | "sup"; code: boolean }

export const PLAIN: Look = { bold: false, italic: false, strike: false, script: "", code: false };

/** The declarations of a `data-style` attribute, names and values in lower case. */
export function declarations(element: Element): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of (element.getAttribute("data-style") ?? "").split(";")) {
    const colon = part.indexOf(":");
    if (colon > 0) found.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim().toLowerCase());
  }
  return found;
}

/** Not to be seen where it was copied: hidden text, preview lines of mail, what Word hides. */
export function hidden(element: Element, style: Map<string, string>): boolean {
  return element.hasAttribute("hidden") || /^none/.test(style.get("display") ?? "") || /^hidden|^collapse/.test(style.get("visibility") ?? "")
    || style.get("mso-hide") === "all" || /^0(px|pt|em)?$/.test(style.get("font-size") ?? "") || (/^0(px|pt)?$/.test(style.get("max-height") ?? "") && style.get("overflow") === "hidden")
    || (style.get("opacity") === "0");
}

const ON: Record<string, Partial<Look>> = {
  b: { bold: true }, strong: { bold: true }, i: { italic: true }, em: { italic: true }, cite: { italic: true }, dfn: { italic: true }, var: { italic: true },
  s: { strike: true }, strike: { strike: true }, del: { strike: true }, sub: { script: "sub" }, sup: { script: "sup" },
  code: { code: true }, kbd: { code: true }, samp: { code: true }, tt: { code: true },
};

/** How words inside this element look, given how words around it look: style given by a tag, by CSS, or taken back by CSS. */
export function lookOf(element: Element, style: Map<string, string>, around: Look): Look {
  const look = { ...around, ...ON[element.tagName.toLowerCase()] };
  const weight = style.get("font-weight");
  if (weight) look.bold = /^(bold|bolder|[6-9]\d\d)/.test(weight);
  const slant = style.get("font-style");
  if (slant) look.italic = /^(italic|oblique)/.test(slant);
  const line = `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`;
  if (line.includes("line-through")) look.strike = true;
  const raised = style.get("vertical-align");
  if (raised === "super") look.script = "sup";
  else if (raised === "sub") look.script = "sub";
  else if (raised === "baseline" && !/^su[bp]$/i.test(element.tagName)) look.script = "";
  return look;
}
