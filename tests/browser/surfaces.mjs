// Where readers can meet a story, and the crawl that looks for words nobody may see yet.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unescaped, wire } from "./lib.mjs";

/** Day of an instant in the demo paper's zone: `2018/03/28`. */
export const dayOf = (instant) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Seoul" }).format(instant).replaceAll("-", "/");

/**
 * Every list and page a published story is on, as `[name, () => whether it is there]`. `story` has `address`, `section`, `word` (of its
 * headline) and `text` (words of its body).
 */
export function surfaces(site, { address, section, word, text = word }) {
  const holds = (path, needle) => async () => { const { status, text: body } = await wire(site + path); return status === 200 && unescaped(body).includes(needle); };
  const feeds = ["/feed.atom", "/feed.rss", "/feed.json", `/${section}/feed.atom`].map((path) => [path, holds(path, text)]);
  return [
    ["its page", holds(address, text)], ["its JSON-LD", () => inData(site + address, word)], ["the front", holds("/", word)], ["its section", holds(`/${section}`, word)], ...feeds,
    ["the sitemap", () => inSitemap(site, address)], ["the news sitemap", holds("/sitemap-news.xml", address)],
    ["search", holds(`/search?q=${encodeURIComponent(word)}`, address)], ["the API's list", holds("/api/v1/stories", address)],
    ["the API", holds(`/api/v1/stories${address}`, word)], ["the API as Markdown", holds(`/api/v1/stories${address}/markdown`, word)],
  ];
}

/** Whether the page says by JSON-LD that it is a NewsArticle with this word in its headline. */
async function inData(url, word) {
  const data = (await wire(url)).text.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)?.[1];
  return !!data && [JSON.parse(data)].flat().some((one) => one["@type"] === "NewsArticle" && one.headline.includes(word));
}

async function inSitemap(site, address) {
  const index = await wire(`${site}/sitemap.xml`);
  for (const [, url] of index.text.matchAll(/<loc>([^<]+)<\/loc>/g)) if ((await wire(url)).text.includes(`${address}<`)) return true;
  return false;
}

const BEGIN = [
  "/", "/search", "/search?q=the", "/about", "/connect", "/corrections", "/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/opensearch.xml",
  "/manifest.webmanifest", "/favicon.svg", "/favicon.ico", "/healthz", "/metrics", "/live", "/newsroom", "/newsroom/sign-in", "/newsroom/stories", "/newsroom/front", "/imprint", "/privacy", "/pages/house-rules", "/newsroom/pictures",
  "/api/v1/stories?limit=100", "/api/v1/sections", "/api/v1/storylines", "/api/v1/openapi.json", "/nothing-here", "/2018/02/30/no-day", "/search?q=%22", "/api/v1/stories?before=nonsense",
];

/** Routes of the program's API description and of its source, as a check that the crawl leaves none out. */
export function routesOfTheApi() {
  const description = JSON.parse(readFileSync(fileURLToPath(new URL("../../crates/courant/src/openapi.json", import.meta.url)), "utf8"));
  return Object.entries(description.paths).filter(([, methods]) => methods.get).map(([path]) => path);
}

/** Addresses that an answer names, on the same site. */
function namedIn(site, at, text) {
  const found = [...text.matchAll(/(?:href|src|action)="([^"]+)"|<(?:loc|link|id)>([^<]+)<|"(?:url|address|older|next_url|home_page_url|feed_url|image|markdown_url|html_url)":\s*"([^"]+)"|srcset="([^"]+)"/g)]
    .flatMap(([, a, b, c, set]) => (set ? set.split(",").map((part) => part.trim().split(" ")[0]) : [a ?? b ?? c]));
  const out = [];
  for (const name of found) {
    try {
      const url = new URL(unescaped(name), site + at);
      if (url.origin === new URL(site).origin) out.push(url.pathname + url.search);
    } catch { /* An identifier that is no address. */ }
  }
  return out;
}

/**
 * Every public address that can be reached from the doors of the paper, and those in `also`. Gives `{leaks, paths}`: a leak names the
 * address and the word that it shows.
 */
export async function crawl(site, words, also = []) {
  const [queue, known, leaks] = [[...BEGIN, ...also], new Set([...BEGIN, ...also]), []];
  const visit = async (path) => {
    const { text, headers, status } = await wire(site + path);
    // A page may say back what was asked of it; what it says besides must not hold the words.
    const said = `${unescaped(text)}\n${JSON.stringify(headers)}`.toLowerCase();
    for (const word of words) if (said.includes(word.toLowerCase())) leaks.push(`${path} (${status}) shows ‘${word}’`);
    if (/^(image|font)\//.test(headers["content-type"] ?? "")) return;
    for (const next of namedIn(site, path, text)) {
      // The same list from every place of it is one surface: a few pages of each are enough.
      if (known.has(next) || known.size > 1500) continue;
      known.add(next);
      queue.push(next);
    }
  };
  const worker = async () => { for (let next = queue.shift(); next !== undefined; next = queue.shift()) await visit(next); };
  while (queue.length) await Promise.all([worker(), worker(), worker(), worker()]);
  return { leaks, paths: [...known] };
}

/** An answer without what differs between any two: the time, the guessed words themselves, and what is counted from a page that says them back. */
export async function answerTo(site, path, words) {
  const { status, headers, text } = await wire(site + path);
  delete headers.date;
  if (words.some((word) => text.includes(word))) for (const name of ["etag", "content-length"]) delete headers[name];
  const blank = (said) => words.reduce((rest, word) => rest.replaceAll(word, "…"), said);
  return blank(JSON.stringify({ status, headers, text }));
}
