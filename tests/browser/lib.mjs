// A real server on a folder of its own, a real browser, and waiting for things: what every test here begins with.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(here, "../..");
export const BIN = process.env.COURANT_BIN ?? join(ROOT, "target/release/courant");
export const CHROMIUM = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
/** Quiet and alone: Chromium asks nobody else for anything. */
export const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

if (!existsSync(BIN)) throw new Error(`There is no ${BIN}. Build it with \`cargo build --release\`, or name another in COURANT_BIN.`);
if (!CHROMIUM) throw new Error("The browser tests need Chromium. Install Debian's `chromium`, or name one in CHROMIUM.");

const folders = [];
const running = new Set();

/** A new empty folder that goes away at the end. */
export function folder(name = "paper", parent = tmpdir()) {
  const made = mkdtempSync(join(parent, `courant-${name}-`));
  folders.push(made);
  return made;
}

/** Ends everything that a test file started. */
export async function endAll() {
  await closeBrowser();
  for (const paper of running) await paper.stop();
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until the answer is truthy; gives the answer. `what` says in the error what was waited for. */
export async function waitFor(ask, { within = 10_000, every = 25, what = "the answer" } = {}) {
  const end = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`Waited ${within} ms for ${what} in vain.`);
    await sleep(every);
  }
}

/** Runs the program to its end: `{code, out, err, ms}`. */
export function courant(args, { input = "", env = {}, command = BIN, within = 30_000, cwd } = {}) {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = execFile(command, args, { env: { ...process.env, ...env }, timeout: within, killSignal: "SIGKILL", maxBuffer: 64 << 20, cwd }, (problem, out, err) => {
      resolve({ code: problem ? (typeof problem.code === "number" ? problem.code : 128) : 0, out, err, ms: performance.now() - began });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/**
 * Starts a paper and waits until it is ready. `command` is `demo` or `serve`; `wrap` is put before the program (`setpriv …`).
 * Gives `{site, newsroom, data, pid, ready_ms, log(), stop(), kill()}`.
 */
export async function startPaper({ command = "demo", data, args = [], env = {}, wrap = [], address = "127.0.0.1:0" } = {}) {
  data ??= join(folder(), "data");
  const [program, ...before] = [...wrap, BIN];
  const began = performance.now();
  const child = spawn(program, [...before, command, "--data", data, "--listen", address, "--json", ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err, ended] = ["", "", false];
  child.stdout.on("data", (part) => { out += part; });
  child.stderr.on("data", (part) => { err += part; });
  const end = new Promise((resolve) => child.on("close", (code) => { ended = true; resolve(code); }));
  child.on("error", (problem) => { err += problem; ended = true; });
  const line = await waitFor(() => ended || out.split("\n").find((text) => text.includes('"ready"')), { within: 60_000, every: 2, what: "the server" });
  if (line === true) throw new Error(`The server ended before it was ready: ${err || out}`);
  const { site, newsroom } = JSON.parse(line);
  const paper = {
    site, newsroom, data, pid: child.pid, ready_ms: performance.now() - began,
    log: () => err,
    async stop() {
      running.delete(paper);
      if (ended) return;
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
      await end;
      clearTimeout(patience);
    },
  };
  running.add(paper);
  return paper;
}

/** A token for the API. */
export async function tokenFor(paper, grants = ["publish", "edit-own", "edit-desk"]) {
  const name = `test ${Math.random().toString(36).slice(2)}`;
  const answer = await courant(["token", "add", name, ...grants.flatMap((grant) => ["--grant", grant]), "--data", paper.data]);
  if (answer.code !== 0) throw new Error(`No token: ${answer.err}`);
  return answer.out.trim().split("\n").at(-1);
}

/** Files copy in Markdown over the API; gives `{status, slug, address, state}` or `{status, error, next}`. */
export async function file(paper, token, markdown) {
  const answer = await fetch(`${paper.site}/api/v1/stories`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "text/markdown" }, body: markdown });
  return { status: answer.status, ...(await answer.json()) };
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A text without its entities, so that words and addresses in it can be looked for. */
export const unescaped = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, number, name) => (name ? ENTITIES[name.toLowerCase()] : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(number))));

/** One request as it goes over the wire: `{status, headers, wire, raw, text}`; `wire` is the bytes of head and body together. */
export function wire(url, { headers = {}, method = "GET", body } = {}) {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method, headers: { "accept-encoding": "gzip", ...headers }, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part)).on("error", reject).on("end", () => {
        const raw = Buffer.concat(parts);
        const plain = answer.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
        resolve({ status: answer.statusCode, headers: answer.headers, wire: answer.socket.bytesRead, raw: raw.length, text: plain.toString("utf8"), bytes: plain });
      });
    });
    asked.on("error", reject).end(body);
  });
}

let browser;

/** The one browser of this test file. */
export function openBrowser() {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS.slice(1) });
  return browser;
}

export async function closeBrowser() {
  const open = await browser;
  browser = undefined;
  await open?.close();
}

/** A context of its own. Everything that goes wrong in its pages is collected in `problems`. */
export async function openContext(options = {}) {
  const context = await (await openBrowser()).newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", timezoneId: "Asia/Seoul", ...options });
  context.setDefaultTimeout(10_000);
  context.problems = [];
  context.on("weberror", (event) => context.problems.push(String(event.error())));
  context.on("console", (message) => { if (message.type() === "error" && !/Failed to load resource/.test(message.text())) context.problems.push(message.text()); });
  return context;
}

/** Who is signed in by the one-time link, to be given to other contexts as `storageState`. */
export async function signIn(paper) {
  const context = await openContext();
  const page = await context.newPage();
  await page.goto(paper.newsroom);
  await page.waitForSelector("text=New story");
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Where the demo paper's kinds of pages are. */
export const DEMO = {
  front: "/", story: "/2018/03/28/kim-met-xi-in-beijing", french: "/2018/02/20/cinq-matches-une-seule-equipe", arabic: "/2018/03/29/qitar-fi-bikin",
  blocks: "/2018/03/24/what-the-harbour-sounds-like",
  section: "/world", storyline: "/storylines/korea-talks-2018", corrections: "/corrections", about: "/about", connect: "/connect",
  results: "/search?q=summit", filtered: "/search?q=harbour&section=business&sort=best", nothing: "/search?q=qzxvbnm", question: "/search", missing: "/2018/03/28/no-such-story",
};

/** The demo's pages with those whose slugs the story names (a person, a tag) and one that was withdrawn. */
export async function kindsOfPages(paper) {
  const text = unescaped((await wire(paper.site + DEMO.story)).text);
  const first = (pattern, what) => text.match(pattern)?.[1] ?? (() => { throw new Error(`The story names no ${what}.`); })();
  const slug = "a-tide-that-was-not";
  const token = await tokenFor(paper);
  const filed = await file(paper, token, `---\nheadline: A tide that was not\nsection: science\nslug: ${slug}\npublished: 2018-03-27T10:00:00+09:00\n---\n\nThe tide gauge was broken.\n`);
  if (!filed.address) throw new Error(`A story to withdraw was not filed: ${JSON.stringify(filed)}`);
  await courant(["story", "withdraw", slug, "--note", "The gauge was broken.", "--data", paper.data]);
  await waitFor(async () => (await wire(paper.site + filed.address)).status === 410, { what: "410" });
  return { ...DEMO, person: first(/href="(\/people\/[^"]+)"/, "person"), tag: first(/href="(\/tags\/[^"]+)"/, "tag"), withdrawn: filed.address };
}

/** Sends a theme in by its form, without script. Gives the address of the page that answers. */
export async function sendTheme(paper, page, buffer) {
  await page.goto(`${paper.site}/newsroom/theme`);
  await page.setInputFiles("#theme-file", { name: "theme.zip", mimeType: "application/zip", buffer });
  await page.click("button:has-text('Check it')");
  await page.waitForURL(/\/newsroom\/themes/);
  return new URL(page.url());
}

/** The newsroom's pages, with a story that has everything in it and one that is empty. */
export async function newsroomPages(paper, state) {
  const context = await openContext({ storageState: state });
  const page = await context.newPage();
  const address = async (path, pattern) => {
    await page.goto(paper.site + path);
    const found = await page.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    return found.find((href) => pattern.test(href)) ?? (() => { throw new Error(`No ${pattern} on ${path}.`); })();
  };
  const story = await address("/newsroom/stories?q=Kim+met+Xi", /^\/newsroom\/stories\/\d+$/);
  const picture = await address("/newsroom/pictures", /^\/newsroom\/pictures\/[0-9a-f]{64}$/);
  await page.goto(`${paper.site}/newsroom`);
  await page.click("button:has-text('New story')");
  await page.waitForURL(/\/newsroom\/stories\/\d+$/);
  const empty = new URL(page.url()).pathname;
  await page.goto(`${paper.site}/newsroom/front`);
  await page.click("button:has-text('Plan a change')");
  await page.waitForURL(/\/plans\/\d+/);
  const plan = new URL(page.url()).pathname;
  const { pathname: kept } = await sendTheme(paper, page, await (await page.request.get(`${paper.site}/newsroom/themes/house/zip`)).body());
  const person = await address("/newsroom/people", /^\/newsroom\/people\/\d+$/);
  await context.close();
  return {
    sections: "/newsroom/sections", storylines: "/newsroom/storylines", "site pages": "/newsroom/pages", "site page": "/newsroom/pages/imprint", navigation: "/newsroom/navigation",
    settings: "/newsroom/settings", redirects: "/newsroom/redirects?try=/about", theme: "/newsroom/theme", "kept theme": kept, "paper in a kept theme": `${kept}/preview/front/light`, "section front": "/newsroom/fronts/world", plan,
    start: "/newsroom", stories: "/newsroom/stories", editor: story, empty, publication: `${story}/publication`, "publication of a draft": `${empty}/publication`,
    preview: `${story}/preview`, pictures: "/newsroom/pictures", picture, "pictures that end soon": "/newsroom/pictures?rights=ending&date=made&from=2018-01-01", replacement: `${picture}/replacement`, "sound and film": "/newsroom/media-files", front: "/newsroom/front", account: "/newsroom/account", "second factor": "/newsroom/account/second-factor",
    people: "/newsroom/people", person, tokens: "/newsroom/tokens", audit: "/newsroom/audit", facts: `${empty}/facts`, notes: `${story}/notes`, "day book": "/newsroom/day-book", "day book of a week": "/newsroom/day-book?view=week", revisions: `${story}/revisions?from=1&to=draft`, corrections: `${story}/corrections`, missing: "/newsroom/stories/999999",
  };
}
