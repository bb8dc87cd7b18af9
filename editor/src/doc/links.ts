/** Which addresses a link may have: http, https, mailto, tel, a path of this site, a place on this page. */

export function allowedHref(href: string): boolean {
  if (/[\u0000-\u0020\u007f"<>\\]/.test(href)) return false;
  if (href.startsWith("#")) return href.length > 1;
  if (href.startsWith("/")) return !href.startsWith("//");
  return /^(https?:\/\/[^/?#]|mailto:.|tel:.)/i.test(href);
}

/** What a person typed, made an address: `example.org` gains https, `ana@example.org` mailto. `null` when it cannot be one. */
export function hrefFrom(typed: string): string | null {
  const text = typed.trim().replace(/ /g, "%20");
  if (allowedHref(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  const guess = `https://${text}`;
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#].*)?$/u.test(text) && allowedHref(guess) ? guess : null;
}
