// A page costs a reader little, jumps nowhere, follows nobody and needs no script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEMO, endAll, kindsOfPages, openContext, sleep, startPaper, unescaped, wire } from "./lib.mjs";

const KB = 1024;
/**
 * Layout shift has to be 0 (decision 0009): a font that comes late is not shown before the next page. The bound is there only
 * because shifts are sums of fractions; the least that moved when late fonts were shown was 0.0004.
 */
const NOTHING = 0.0001;
/** First visits to every kind of page, by name. */
const visits = {};
let paper, pages;

before(async () => {
  paper = await startPaper();
  pages = await kindsOfPages(paper);
  const queue = Object.entries(pages);
  const worker = async () => { for (let next = queue.shift(); next; next = queue.shift()) visits[next[0]] = await visit(next[1]); };
  await Promise.all([worker(), worker()]);
}, { timeout: 120_000 });
after(endAll);

const inKB = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

/** Everything that a first visit fetches, as `{url, type, wire}`, and everything it leaves behind or asks of others. */
async function visit(path) {
  const context = await openContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const [fetched, known, traces] = [[], new Map(), []];
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, type, response }) => known.set(requestId, { url: response.url, type }));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { const one = known.get(requestId); if (one) fetched.push({ ...one, wire: encodedDataLength }); });
  session.on("Network.responseReceivedExtraInfo", ({ headers }) => { if (Object.keys(headers).some((name) => name.toLowerCase() === "set-cookie")) traces.push("a cookie is set"); });
  page.on("request", (request) => { if (!request.url().startsWith(`${paper.site}/`)) traces.push(`asks ${request.url().slice(0, 80)}`); });
  await page.goto(paper.site + path, { waitUntil: "networkidle" });
  if ((await context.cookies()).length || (await context.storageState()).origins.length) traces.push("something is kept");
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]);
  if (kept.some(Boolean)) traces.push(`kept in the browser: ${kept}`);
  await context.close();
  return { fetched, traces };
}

const total = (fetched, wanted) => fetched.filter(({ type }) => wanted(type)).reduce((sum, { wire: bytes }) => sum + bytes, 0);

test("no story of the paper is more than 60 KB without pictures and fonts", async () => {
  const index = await wire(`${paper.site}/sitemap.xml`);
  const maps = [...index.text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url);
  const urls = (await Promise.all(maps.map((url) => wire(url)))).flatMap(({ text }) => [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url)).filter((url) => /\/\d{4}\/\d\d\/\d\d\//.test(url));
  assert.ok(urls.length >= 30, `only ${urls.length} stories are in the sitemap`);
  let most = { url: "", all: 0 };
  for (const url of urls) {
    const { wire: all } = await wire(url);
    if (all > most.all) most = { url, all };
  }
  const { fetched } = await visit(new URL(most.url).pathname);
  const all = total(fetched, (type) => !["Image", "Font"].includes(type));
  console.log(`heaviest story: ${inKB(most.all)} of HTML, ${inKB(all)} with its styles: ${new URL(most.url).pathname}`);
  assert.ok(all > most.all / 2 && all <= 60 * KB, inKB(all));
});

test("fonts are at most 70 KB, script at most 10 KB, on every kind of page", async () => {
  let heaviest = "";
  for (const [name, { fetched }] of Object.entries(visits)) {
    const [fonts, script] = [total(fetched, (type) => type === "Font"), total(fetched, (type) => type === "Script")];
    if (name === "front" || name === "story") heaviest += `${name}: fonts ${inKB(fonts)}, script ${inKB(script)}, styles ${inKB(total(fetched, (type) => type === "Stylesheet"))}, HTML ${inKB(total(fetched, (type) => type === "Document"))}, pictures ${inKB(total(fetched, (type) => type === "Image"))}. `;
    assert.ok(fonts <= 70 * KB, `${name}: fonts ${inKB(fonts)}`);
    assert.ok(script <= 10 * KB, `${name}: script ${inKB(script)}`);
    assert.ok(fonts > 0, `${name}: no font was fetched`);
  }
  console.log(heaviest);
  const styles = unescaped((await wire(`${paper.site}${DEMO.front}`)).text).match(/href="(\/assets\/[^"]+\/paper\.css)"/)[1];
  const named = [...(await wire(paper.site + styles)).text.matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map(([, url]) => new URL(url, paper.site + styles).href);
  assert.ok(named.length >= 2, "the styles name no fonts");
  let all = 0;
  for (const url of new Set(named)) all += (await wire(url)).raw;
  console.log(`all ${new Set(named).size} fonts of the paper together: ${inKB(all)}`);
  assert.ok(all <= 70 * KB, `all fonts: ${inKB(all)}`);
});

test("no reader is followed: no cookie, nothing kept in the browser, nothing asked of anybody else", async () => {
  assert.ok(Object.keys(visits).length >= 15);
  for (const [name, { fetched, traces }] of Object.entries(visits)) {
    assert.ok(fetched.length >= 3, `${name}: only ${fetched.length} answers were seen`);
    assert.deepEqual(traces, [], name);
  }
  for (const path of [...Object.values(pages), "/feed.atom", "/robots.txt", "/sitemap.xml", "/api/v1/stories", "/media/none/320.jpg", "/healthz", "/assets/none/none.css"]) {
    assert.equal((await wire(paper.site + path)).headers["set-cookie"], undefined, path);
  }
});

/** The layout shift of a page whose fonts and pictures come late, read to its end. `spoil` runs in the page first. */
async function shift(path, width, spoil) {
  const context = await openContext({ viewport: { width, height: 900 } });
  await context.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push({ value: entry.value, of: entry.sources.map(({ node }) => `${node?.nodeName} ${node?.className ?? node?.textContent?.slice(0, 30)}`) });
    }).observe({ type: "layout-shift", buffered: true });
  });
  if (spoil) await context.addInitScript(spoil);
  let fonts = 0;
  await context.route("**/*.woff2", async (route) => { fonts += 1; await sleep(700); await route.continue(); });
  await context.route("**/media/**", async (route) => { await sleep(400); await route.continue(); });
  const page = await context.newPage();
  await page.goto(paper.site + path, { waitUntil: "networkidle" });
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 700) { window.scrollTo(0, y); await new Promise((resolve) => setTimeout(resolve, 60)); }
  });
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await sleep(100);
  const shifts = await page.evaluate(() => window.shifts);
  assert.ok(fonts > 0, "no font came late, so nothing was tried");
  await context.close();
  return { sum: shifts.reduce((sum, { value }) => sum + value, 0), shifts };
}

test("a page that jumps is noticed", async () => {
  const { sum } = await shift(DEMO.front, 1440, () => {
    document.addEventListener("DOMContentLoaded", () => setTimeout(() => { document.querySelector("header").style.paddingTop = "200px"; }, 700));
  });
  assert.ok(sum > NOTHING, String(sum));
});

test("nothing jumps when fonts and pictures come late", { timeout: 60_000 }, async () => {
  const tried = [DEMO.front, DEMO.story, DEMO.section].flatMap((path) => [[path, 1440], [path, 390]]);
  const found = [];
  const worker = async () => {
    for (let next = tried.shift(); next; next = tried.shift()) {
      const { sum, shifts } = await shift(...next);
      console.log(`layout shift of ${next[0]} at ${next[1]}: ${sum}`);
      if (sum >= NOTHING) found.push(`${next.join(" at ")}: ${sum} by ${JSON.stringify(shifts.slice(0, 4))}`);
    }
  };
  await Promise.all([worker(), worker()]);
  assert.deepEqual(found, []);
});

test("without script everything can be read, searched, chosen and paged through", async () => {
  const context = await openContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${paper.site}/`);
  const lead = page.locator("main h2 a").first();
  const headline = (await lead.innerText()).trim();
  await lead.click();
  await page.waitForURL(/\/2018\//);
  assert.ok(headline.includes((await page.locator("h1").innerText()).trim()));
  assert.ok((await page.locator("article .body").innerText()).length > 500);
  const picture = page.locator("article figure img").first();
  assert.ok((await picture.boundingBox()).width > 200, "the lead picture is not to be seen");
  await page.goto(`${paper.site}/search`);
  await page.fill("#q", "harbour");
  await page.click(".search-form button");
  await page.waitForURL(/q=harbour/);
  assert.ok((await page.locator(".rows article").count()) > 2);
  await page.goto(`${paper.site}/world`);
  const older = page.locator("a[rel=next]");
  if (await older.count()) {
    await older.click();
    await page.waitForURL(/before=/);
    assert.ok((await page.locator(".rows article").count()) > 0);
  }
  await context.close();
});

test("Most Viewed changes between today and this week without script", async () => {
  for (const path of [DEMO.story, DEMO.section, DEMO.story]) await wire(paper.site + path, { headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" } });
  const context = await openContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const deadline = Date.now() + 15_000;
  do {
    await page.goto(`${paper.site}/`);
    await sleep(300);
  } while (!(await page.locator(".most-viewed .ranking").count()) && Date.now() < deadline);
  assert.ok(await page.locator(".ranking.today").isVisible());
  assert.ok(!(await page.locator(".ranking.week").isVisible()));
  await page.locator("label[for=viewed-week]").click();
  assert.ok(await page.locator(".ranking.week").isVisible());
  assert.ok(!(await page.locator(".ranking.today").isVisible()));
  await context.close();
});
