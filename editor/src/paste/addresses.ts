/** Addresses as they were meant: taken out of the redirects that mail and search wrap them in, without the names of who sent them. */
import { allowedHref } from "../doc/links";

/** Redirects of others, and where in their query the address stands. */
const THROUGH: [host: RegExp, path: RegExp, field: string[]][] = [
  [/^www\.google\.[a-z.]+$/, /^\/url$/, ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, /^\//, ["url"]],
  [/^(l|lm)\.facebook\.com$/, /^\/l\.php$/, ["u"]],
  [/^l\.instagram\.com$/, /^\//, ["u"]],
  [/^www\.youtube\.com$/, /^\/redirect$/, ["q"]],
  [/^out\.reddit\.com$/, /^\//, ["url"]],
  [/^slack-redir\.net$/, /^\/link$/, ["url"]],
];
const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_hsenc|_hsmi|mkt_tok)$/i;

export function cleanAddress(href: string): string {
  let now = href.trim();
  for (let depth = 0; depth < 3; depth += 1) {
    const next = unwrapped(now);
    if (next === now) break;
    now = next;
  }
  return now;
}

function unwrapped(href: string): string {
  if (!/^https?:\/\//i.test(href)) return href;
  let url: URL;
  try { url = new URL(href); } catch { return href; }
  for (const [host, path, fields] of THROUGH) {
    if (!host.test(url.hostname) || !path.test(url.pathname)) continue;
    const inner = fields.map((field) => url.searchParams.get(field)).find((value) => value && allowedHref(value));
    if (inner) return inner;
  }
  const defended = url.hostname === "urldefense.com" ? href.match(/\/v3\/__(https?:\/{1,2}.+?)__;/)?.[1] : undefined;
  if (defended && !defended.includes("*")) return defended.replace(/^(https?:\/)(?=[^/])/, "$1/");
  const followed = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (!followed.length) return href;
  for (const name of followed) url.searchParams.delete(name);
  return url.toString();
}
