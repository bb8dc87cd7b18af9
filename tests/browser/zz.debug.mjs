// What comes in from outside cannot run: the sanitizer holds with the policy off, the policy holds with the sanitizer off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { payloads } from "./payloads.mjs";
import { endAll, file, openContext, startPaper, tokenFor, wire } from "./lib.mjs";

const ALL = payloads();
let paper, token, host, policy;

before(async () => {
  paper = await startPaper();
  token = await tokenFor(paper);
  const filed = await file(paper, token, copy("The host of payloads", "Nothing here."));
  host = filed.address;
  policy = (await wire(paper.site + host)).headers["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
}, { timeout: 60_000 });
after(endAll);

/** Copy whose body is `text`; `fields` are further lines of front matter. */
function copy(headline, text, fields = "") {
  return `---\nheadline: ${JSON.stringify(headline)}\nsection: science\npublished: 2018-03-01T12:00:00+09:00\n${fields}---\n\n${text}\n`;
}

/** Tells when anything runs that a page of ours does not run. */
function trap() {
  const tell = (what) => { window.__hits?.push(what); };
  window.__hits = [];
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { tell(name); return null; };
  let hit;
  for (const name of ["__hit", "xss", "pwned"]) Object.defineProperty(window, name, { get: () => hit, set: (value) => { hit = value; tell(name); }, configurable: true });
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "SharedWorker"]) {
    const real = window[name];
    window[name] = function (...args) { tell(name); return new.target ? new real(...args) : real(...args); };
  }
  document.addEventListener("securitypolicyviolation", (event) => { (window.__held ??= []).push(event.violatedDirective); });
}

/** Does to the text what a reader may do, so that handlers that wait for it fire. */
function touch() {
  const events = ["click", "dblclick", "mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "pointerover", "pointerenter", "pointerdown", "focus", "focusin", "blur", "keydown", "keyup", "input", "change", "toggle", "beforetoggle", "load", "error", "begin", "end", "scroll", "scrollend", "wheel", "animationstart", "animationend", "transitionend", "copy", "cut", "paste", "drag", "dragstart", "select", "submit", "touchstart"];
  const stay = (event) => { if (!event.target.closest?.("a")?.protocol?.startsWith("javascript")) event.preventDefault(); };
  document.addEventListener("click", stay, true);
  document.addEventListener("submit", (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll("article *, .teaser *")) {
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
async function watcher(serve) {
  const context = await openContext();
  const own = new URL(paper.site).origin;
  const seen = { hits: [], asked: [] };
  await context.addInitScript(trap);
  await context.route("**", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:") return route.continue();
    if (url.origin !== own) { seen.asked.push(url.href); return route.abort(); }
    if (route.request().isNavigationRequest() && route.request().frame().parentFrame() === null) return serve(route, url.pathname);
    if (!/^\/(assets|media)\//.test(url.pathname) && !/^\/(favicon|manifest)/.test(url.pathname)) seen.asked.push(url.pathname);
    // A picture that is not there must say so: many payloads wait for that.
    return /\.(css|woff2)$/.test(url.pathname) ? route.abort() : route.continue();
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => { seen.hits.push(`dialog ${dialog.type()}`); dialog.dismiss().catch(() => undefined); });
  page.on("popup", (popup) => { seen.hits.push("a window"); popup.close().catch(() => undefined); });
  page.on("console", (message) => { if (message.type() === "log") seen.hits.push(`console ${message.text().slice(0, 80)}`); });
  return {
    async look(path, act = touch) {
      [seen.hits, seen.asked] = [[], []];
      const problems = [];
      const t0=performance.now(); await page.goto(paper.site + path, { waitUntil: "load", timeout: 5000 }).catch((e) => console.log("GOTO", String(e).slice(0,100))); const t1=performance.now();
      const elsewhere = () => (new URL(page.url()).pathname === path ? [] : [`went to ${page.url().slice(0, 80)}`]);
      const wrong = await page.evaluate(foreign).catch(() => []);
      await page.evaluate(act).catch((problem) => problems.push(String(problem)));
      await page.waitForTimeout(15);
      const t2=performance.now(); if (t2-t0>400) console.log("SLOW", Math.round(t1-t0), Math.round(t2-t1));
      const hits = [...seen.hits];
      for (const frame of page.frames()) hits.push(...(await frame.evaluate(() => window.__hits ?? []).catch(() => [])));
      return { ran: hits, wrong, asked: [...seen.asked], left: elsewhere() };
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
      const q=performance.now(); console.log("BEGIN", ALL[index]?.name); take(index, await one.look(pathOf(index))); console.log("END", ALL[index]?.name, Math.round(performance.now()-q));
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

/** The host's page with a payload as its text, and with the policy or without. */
async function withPayload(route, payload, keep) {
  const answer = await route.fetch();
  const text = await answer.text();
  const from = text.indexOf(">", text.indexOf('<div class="body"')) + 1;
  const to = text.indexOf('<div class="ends">');
  assert.ok(from > 0 && to > from, "the story's text was not found");
  const { "content-security-policy": policyOf, "content-length": _, "content-encoding": __, ...headers } = answer.headers();
  await route.fulfill({ status: 200, headers: keep ? { ...headers, "content-security-policy": policyOf } : headers, body: `${text.slice(0, from)}${payload}</div>${text.slice(to)}` });
}

test("the trap catches payloads where neither sanitizer nor policy holds them", { timeout: 120_000 }, async () => {
  let fired = 0;
  const quiet = [];
  await lookAtAll(ALL.length, (route, path, index) => (path === host ? withPayload(route, ALL[index].text, false) : route.abort()), () => host, (index, { ran }) => {
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
  await lookAtAll(ALL.length, (route, path, index) => (path === host ? withPayload(route, ALL[index].text, true) : route.abort()), () => host, (index, seen) => {
    if (seen.ran.length) ran.push(`${ALL[index].name}: ${seen.ran.join(", ")}`);
  });
  assert.deepEqual(ran, []);
});

test("with the policy off, the sanitizer holds every payload, each in a story of its own", { timeout: 180_000 }, async () => {
  const addresses = [];
  for (const [number, { text, name }] of ALL.entries()) {
    const filed = await file(paper, token, copy(`Payload ${number}`, `Before.\n\n${text}\n\nAfter.`));
    assert.ok(filed.address || [400, 422].includes(filed.status), `${name}: ${JSON.stringify(filed)}`);
    if (filed.address) addresses.push({ name, path: filed.address });
  }
  console.log(`${addresses.length} of ${ALL.length} payloads were taken as copy; the others were refused`);
  assert.ok(addresses.length >= ALL.length * 0.8);
  const found = [];
  await lookAtAll(addresses.length, withoutPolicy, (index) => addresses[index].path, (index, { ran, wrong, asked, left }) => {
    const all = [...ran, ...wrong, ...asked, ...left];
    if (all.length) found.push(`${addresses[index].name} (${addresses[index].path}): ${all.join(", ")}`);
  });
  assert.deepEqual(found, []);
});

test("with the policy off, all payloads in one story, one after the other, are held too", { timeout: 60_000 }, async () => {
  const half = Math.ceil(ALL.length / 2);
  const found = [];
  const addresses = [];
  for (const part of [ALL.slice(0, half), ALL.slice(half), ALL.toReversed()]) {
    const filed = await file(paper, token, copy(`Payloads together ${addresses.length}`, part.map(({ text }, number) => `Number ${number}\n\n${text}\n`).join("\n")));
    if (filed.address) addresses.push(filed.address);
    else assert.ok([400, 413, 422].includes(filed.status), JSON.stringify(filed));
  }
  assert.ok(addresses.length > 0, "no story of many payloads was taken");
  await lookAtAll(addresses.length, withoutPolicy, (index) => addresses[index], (index, { ran, wrong, asked, left }) => found.push(...ran, ...wrong, ...asked, ...left));
  assert.deepEqual(found, []);
});

test("with the policy off, a payload in a headline, standfirst, byline, tag or caption is words", { timeout: 120_000 }, async () => {
  const addresses = [];
  for (const [number, { text, name }] of ALL.entries()) {
    const line = JSON.stringify(text.replace(/\s+/g, " ").slice(0, 180));
    const filed = await file(paper, token, copy(`${number} ${JSON.parse(line)}`.slice(0, 190), "Text.", `slug: words-${number}\nstandfirst: ${line}\nbyline: ${line}\ntags: [${line}]\nslugline: ${line}\ndateline: {place: ${line}, date: 2018-03-28}\n`));
    assert.ok(filed.address || [400, 422].includes(filed.status), `${name}: ${JSON.stringify(filed)}`);
    if (filed.address) addresses.push({ name, path: filed.address });
  }
  console.log(`${addresses.length} of ${ALL.length} payloads were taken as words of a head`);
  assert.ok(addresses.length >= ALL.length / 2);
  // The last ones stand on the lists, in search and in the structured data of pages too.
  for (const path of ["/science", "/search?q=payload", "/search?q=alert", "/"]) addresses.push({ name: `lists on ${path}`, path });
  const found = [];
  await lookAtAll(addresses.length, withoutPolicy, (index) => addresses[index].path, (index, { ran, wrong, asked, left }) => {
    const all = [...ran, ...wrong, ...asked, ...left.filter((where) => !addresses[index].path.includes("?") || !where.includes("/search"))];
    if (all.length) found.push(`${addresses[index].name}: ${all.join(", ")}`);
  });
  assert.deepEqual(found, []);
});
