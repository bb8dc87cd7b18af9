// What comes in from outside cannot run: the sanitizer holds with the policy off, the policy holds with the sanitizer off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { payloads } from "./payloads.mjs";
import { endAll, file, openContext, signIn, startPaper, tokenFor, wire } from "./lib.mjs";

const ALL = payloads();
/** Where the payloads stand that were taken as copy. */
const taken = [];
let paper, token, host, state;

before(async () => {
  paper = await startPaper();
  token = await tokenFor(paper);
  const filed = await file(paper, token, copy("The host of payloads", "Nothing here."));
  host = { path: filed.address, headers: (await wire(paper.site + filed.address)).headers };
  assert.match(host.headers["content-security-policy"], /default-src 'none'/);
  state = await signIn(paper);
}, { timeout: 60_000 });
after(endAll);

/** Copy whose body is `text`; `fields` are further lines of front matter. */
function copy(headline, text, fields = "") {
  return `---\nheadline: ${JSON.stringify(headline)}\nsection: science\npublished: 2018-03-01T12:00:00+09:00\n${fields}---\n\n${text}\n`;
}

/** Tells when anything runs that a page of ours does not run. */
function trap() {
  const tell = (what) => window.__ran(what);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { tell(name); return null; };
  let hit;
  for (const name of ["__hit", "xss", "pwned"]) Object.defineProperty(window, name, { get: () => hit, set: (value) => { hit = value; tell(name); }, configurable: true });
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "SharedWorker"]) {
    const real = window[name];
    window[name] = function (...args) { tell(name); return new.target ? new real(...args) : real(...args); };
  }
}

/** Does to the text what a reader may do, so that handlers that wait for it fire. */
function touch() {
  const events = ["click", "dblclick", "mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "pointerover", "pointerenter", "pointerdown", "focus", "focusin", "blur", "keydown", "keyup", "input", "change", "toggle", "beforetoggle", "load", "error", "begin", "end", "scroll", "scrollend", "wheel", "animationstart", "animationend", "transitionend", "copy", "cut", "paste", "drag", "dragstart", "select", "submit", "touchstart"];
  const stay = (event) => { if (!event.target.closest?.("a")?.protocol?.startsWith("javascript")) event.preventDefault(); };
  document.addEventListener("click", stay, true);
  document.addEventListener("submit", (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll(".body *, .story-head *, .story-facts *, .tags *, .rows h2 *")) {
    element.focus?.();
    for (const name of events) element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
    if (element.tagName === "A" || element.tagName === "AREA") element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    if (element.tagName === "DETAILS") element.open = true;
  }
}

/** What of a text is no plain text of a story: elements and attributes that the sanitizer must not let through. */
function foreign() {
  const wrong = [];
  for (const element of document.querySelectorAll("article *, article")) {
    if (/^(script|style|iframe|object|embed|svg|math|form|input|button|textarea|select|base|meta|link|template|noscript|frame|frameset|applet|audio|video|source|track|marquee|dialog)$/i.test(element.localName) && !element.closest("picture")) wrong.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$|^xlink|^background$|^ping$|^target$/i.test(name)) wrong.push(`${element.localName}[${name}]`);
      if (/^(href|src|action|data|poster|cite|longdesc)$/i.test(name) && /^[\s\u0000-\u0020]*(javascript|data|vbscript|blob|file):/i.test(value)) wrong.push(`${element.localName}[${name}=${value.slice(0, 30)}]`);
    }
  }
  return wrong;
}

/** Opens addresses one after the other in a page that reports what runs. `serve(url, path)` may give another answer. */
async function watcher(serve, options) {
  const context = await openContext(options);
  const own = new URL(paper.site).origin;
  const seen = { hits: [], asked: [] };
  // Told by a binding, not asked of the frames: a frame that the policy stopped never answers.
  await context.exposeBinding("__ran", (_, what) => { seen.hits.push(what); });
  await context.addInitScript(trap);
  await context.route("**", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:") return route.continue();
    if (url.origin !== own) { seen.asked.push(url.href); return route.abort(); }
    if (route.request().isNavigationRequest() && route.request().frame().parentFrame() === null) return serve(route, url.pathname);
    // What the page itself asks for is left out, as it takes time. A picture that is not there must say so: many payloads wait for that.
    if (/^\/(assets|media|newsroom\/media)\/|^\/(favicon|manifest)/.test(url.pathname)) return route.abort();
    seen.asked.push(url.pathname);
    return route.continue();
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => { seen.hits.push(`dialog ${dialog.type()}`); dialog.dismiss().catch(() => undefined); });
  page.on("popup", (popup) => { seen.hits.push("a window"); popup.close().catch(() => undefined); });
  page.on("console", (message) => { if (message.type() === "log") seen.hits.push(`console ${message.text().slice(0, 80)}`); });
  return {
    async look(path) {
      [seen.hits, seen.asked] = [[], []];
      await page.goto(paper.site + path, { waitUntil: "load", timeout: 5000 }).catch(() => undefined);
      const elsewhere = () => (page.url().startsWith(paper.site + path.split("?")[0]) ? [] : [`went to ${page.url().slice(0, 80)}`]);
      const wrong = await page.evaluate(foreign).catch(() => []);
      await page.evaluate(touch).catch(() => undefined);
      await page.waitForTimeout(25);
      return { ran: [...seen.hits], wrong, asked: [...seen.asked], left: elsewhere() };
    },
    close: () => context.close(),
  };
}

/** Looks at many paths, two pages side by side; `take(index, seen)` judges. */
async function lookAtAll(count, serve, pathOf, take) {
  let next = 0;
  const worker = async () => {
    let index;
    const one = await watcher((route, path) => serve(route, path, index));
    while (next < count) {
      index = next;
      next += 1;
      take(index, await one.look(pathOf(index)));
    }
    await one.close();
  };
  await Promise.all([worker(), worker()]);
}

/** The page as the server sends it, without its policy. */
async function withoutPolicy(route) {
  const answer = await route.fetch();
  const { "content-security-policy": _, ...headers } = answer.headers();
  await route.fulfill({ response: answer, headers });
}

/** A payload as the text of a story, with all headers that the server sends with one, or without the policy among them. */
async function withPayload(route, payload, keep) {
  const { "content-security-policy": policy, "content-length": _, "content-encoding": __, ...others } = host.headers;
  const body = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Story</title></head>\n<body class="story"><main><article class="sheet"><div class="body">\n${payload}\n</div></article></main></body></html>`;
  await route.fulfill({ status: 200, headers: keep ? { ...others, "content-security-policy": policy } : others, body });
}

test("the trap catches payloads where neither sanitizer nor policy holds them", { timeout: 120_000 }, async () => {
  let fired = 0;
  const quiet = [];
  await lookAtAll(ALL.length, (route, path, index) => (path === host.path ? withPayload(route, ALL[index].text, false) : route.abort()), () => host.path, (index, { ran }) => {
    if (ran.length) fired += 1;
    else quiet.push(ALL[index].name);
  });
  console.log(`${fired} of ${ALL.length} payloads run in this Chromium where nothing holds them`);
  if (process.env.QUIET) console.log(quiet.join("\n"));
  assert.ok(ALL.length >= 50, `only ${ALL.length} payloads`);
  assert.ok(fired >= ALL.length / 4, `only ${fired} fired`);
});

test("with the sanitizer off, the policy holds every payload", { timeout: 120_000 }, async () => {
  const ran = [];
  await lookAtAll(ALL.length, (route, path, index) => (path === host.path ? withPayload(route, ALL[index].text, true) : route.abort()), () => host.path, (index, seen) => {
    if (seen.ran.length) ran.push(`${ALL[index].name}: ${seen.ran.join(", ")}`);
  });
  assert.deepEqual(ran, []);
});

/** What is wrong on pages that were served without their policy; `at` gives names and paths. */
async function foundOn(at) {
  const found = [];
  await lookAtAll(at.length, withoutPolicy, (index) => at[index].path, (index, { ran, wrong, asked, left }) => {
    const all = [...ran, ...wrong, ...asked, ...left];
    if (all.length) found.push(`${at[index].name} (${at[index].path}): ${all.join(", ")}`);
  });
  return found;
}

test("with the policy off, the sanitizer holds every payload, each in a story of its own", { timeout: 120_000 }, async () => {
  for (const [number, { text, name }] of ALL.entries()) {
    const filed = await file(paper, token, copy(`Payload ${number}`, `Before.\n\n${text}\n\nAfter.`));
    assert.ok(filed.address || [400, 422].includes(filed.status), `${name}: ${JSON.stringify(filed)}`);
    if (filed.address) taken.push({ name, text, path: filed.address });
  }
  console.log(`${taken.length} of ${ALL.length} payloads were taken as copy; the others were refused with a sentence`);
  assert.ok(taken.length >= ALL.length * 0.75);
  assert.deepEqual(await foundOn(taken), []);
});

test("with the policy off, payloads one after the other in a few big stories are held too", { timeout: 60_000 }, async () => {
  const third = Math.ceil(taken.length / 3);
  const big = [];
  for (const part of [taken.slice(0, third), taken.slice(third, 2 * third), taken.slice(2 * third), taken.toReversed()]) {
    const filed = await file(paper, token, copy(`Payloads together ${big.length}`, part.map(({ text }, number) => `Number ${number}\n\n${text}\n`).join("\n")));
    assert.ok(filed.address, JSON.stringify(filed));
    big.push({ name: `big ${big.length}`, path: filed.address });
  }
  assert.deepEqual(await foundOn(big), []);
});

test("with the policy off, a payload in a headline, standfirst, byline, tag or place is words, for readers and in the newsroom", { timeout: 120_000 }, async () => {
  const words = ALL.map(({ text }) => text.replace(/\s+/g, " ").slice(0, 120));
  const at = [];
  for (let first = 0; first < words.length; first += 3) {
    const [one, two, three] = [0, 1, 2].map((step) => words[(first + step) % words.length]);
    const line = (text) => JSON.stringify(text);
    const head = `slug: words-${first}\nstandfirst: ${line(two)}\nbyline: [${[one, two, three].map(line).join(", ")}]\ntags: [${[two, three, one].map(line).join(", ")}]\nslugline: ${line(one)}\ndateline: {place: ${line(three)}, date: 2018-03-28}\n`;
    const filed = await file(paper, token, copy(`${first} ${one}`, "Text.", head));
    assert.ok(filed.address || [400, 422].includes(filed.status), JSON.stringify(filed));
    if (filed.address) at.push({ name: `words ${first}`, path: filed.address });
  }
  console.log(`${at.length} stories of three payloads each were taken with them as words of the head`);
  assert.ok(at.length >= words.length / 6);
  for (const path of ["/science", "/", "/search?q=alert", "/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "/search?q=x&section=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&from=%22%3E%3Csvg+onload%3Dalert(1)%3E"]) at.push({ name: "a list", path });
  assert.deepEqual(await foundOn(at), []);
  const room = await watcher(withoutPolicy, { storageState: state });
  for (const path of ["/newsroom", "/newsroom/stories", "/newsroom/stories?q=alert", "/newsroom/stories?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/newsroom/front"]) {
    const { ran } = await room.look(path);
    assert.deepEqual(ran, [], path);
  }
  await room.close();
});
