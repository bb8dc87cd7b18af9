// One story, several windows, on a real server: what everybody types is in the text, in a revision or in the browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { courant, endAll, file, folder, openContext, signIn, sleep, startPaper, tokenFor, waitFor } from "./lib.mjs";

let paper;
let state;
before(async () => {
  paper = await startPaper();
  state = await signIn(paper);
});
after(endAll);

/** A new story, and a window on it. */
async function story(at = paper, who = state) {
  const context = await openContext({ storageState: who });
  const page = await context.newPage();
  await page.goto(`${at.site}/newsroom`);
  await page.click("button:has-text('New story')");
  await page.waitForURL(/\/newsroom\/stories\/\d+$/);
  await page.waitForSelector("#story-text");
  return { context, page, address: new URL(page.url()).pathname };
}

async function open(address, { at = paper, who = state, context } = {}) {
  const page = await (context ?? await openContext({ storageState: who })).newPage();
  await page.goto(at.site + address);
  await page.waitForSelector("#story-text");
  return page;
}

const isSaved = (page, timeout = 15_000) => page.waitForFunction(() => document.querySelector("#save-mark")?.dataset.state === "saved", null, { timeout });
const words = (page) => page.evaluate(() => [...document.querySelectorAll("#story-text > *")].map((block) => {
  const copy = block.cloneNode(true);
  for (const other of copy.querySelectorAll(".other-cursor")) other.remove();
  return copy.textContent;
}).join("\n"));
const seen = (node) => (node.text ?? "") + (node.content ?? []).map(seen).join("");

/** The draft as the server has it. */
async function draft(page, address) {
  return page.evaluate(async (path) => {
    const text = await (await fetch(path)).text();
    return JSON.parse(new DOMParser().parseFromString(text, "text/html").querySelector("#story").textContent);
  }, address);
}

/** Waits until all windows and the server say the same; gives the words. */
async function equal(address, ...pages) {
  let last = [];
  return waitFor(async () => {
    const all = await Promise.all(pages.map(words));
    const there = (await draft(pages[0], address)).copy.body.content ?? [];
    last = [...all, there.map(seen).join("\n")];
    const lines = last.map((text) => text.split("\n").filter(Boolean).join("\n"));
    return new Set(lines).size === 1 && { text: lines[0] };
  }, { within: 20_000, what: "equal ends" }).then(({ text }) => text).catch((problem) => { throw new Error(`${problem.message} ${JSON.stringify(last)}`); });
}

test("two windows that type at once end with the same words as the server", async () => {
  const { page: a, address } = await story();
  const b = await open(address);
  await a.click("#story-text");
  await a.keyboard.type("Start. ");
  await b.waitForFunction(() => /Start/.test(document.querySelector("#story-text").textContent));
  await b.click("#story-text");
  await b.keyboard.press("Control+End");
  await Promise.all([a.keyboard.type("alpha bravo charlie delta echo ", { delay: 25 }), b.keyboard.type("one two three four five six ", { delay: 30 }), a.waitForTimeout(10)]);
  const letters = (text) => [...text.replace(/\s/g, "")].sort().join("");
  assert.equal(letters(await equal(address, a, b)), letters("Start. alpha bravo charlie delta echo one two three four five six "));
  await a.waitForSelector(".people >> text=You, in another window");
});

test("typed offline for a while, with another window going on meanwhile, it merges", async () => {
  const { page: a, context, address } = await story();
  await a.click("#story-text");
  await a.keyboard.type("First.");
  await isSaved(a);
  const b = await open(address);
  await context.setOffline(true);
  await a.keyboard.type(" Offline words,");
  await a.waitForSelector(".ed-bar[data-state=offline]");
  await b.click("#story-text");
  await b.keyboard.press("Control+End");
  await b.keyboard.press("Enter");
  await b.keyboard.type("Online words.");
  for (let index = 0; index < 20; index += 1) { await a.keyboard.type(` w${index}`); await sleep(150); }
  await context.setOffline(false);
  const text = await equal(address, a, b);
  assert.equal(text, `First. Offline words,${Array.from({ length: 20 }, (_, index) => ` w${index}`).join("")}\nOnline words.`);
});

test("a tab killed while it was offline has its words again when the story is opened", async () => {
  const { page: a, context, address } = await story();
  await a.click("#story-text");
  await a.keyboard.type("Kept. ");
  await isSaved(a);
  await context.setOffline(true);
  await a.keyboard.type("Never sent.");
  await sleep(200);
  const devtools = await context.newCDPSession(a);
  devtools.send("Page.crash").catch(() => undefined);
  await new Promise((resolve) => a.once("crash", resolve));
  await a.close();
  await context.setOffline(false);
  const again = await open(address, { context });
  await again.waitForSelector(".aside-bar:not([hidden])");
  await isSaved(again);
  assert.equal(await equal(address, again), "Kept. Never sent.");
});

test("the server killed and started again in the middle of typing costs no letter", async () => {
  const data = join(folder(), "data");
  let one = await startPaper({ data });
  // A line that stays at one address while servers come and go.
  let port = Number(new URL(one.site).port);
  const proxy = createServer((socket) => {
    const on = connect(port, "127.0.0.1");
    socket.pipe(on).pipe(socket);
    for (const end of [socket, on]) end.on("error", () => { socket.destroy(); on.destroy(); }).on("close", () => { socket.destroy(); on.destroy(); });
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const at = { site: `http://127.0.0.1:${proxy.address().port}`, newsroom: "" };
  at.newsroom = one.newsroom.replace(one.site, at.site);
  const { page, address } = await story(at, await signIn(at));
  await page.click("#story-text");
  const typing = page.keyboard.type("All of these letters are typed while the server dies and comes back. ", { delay: 45 });
  await sleep(900);
  process.kill(one.pid, "SIGKILL");
  await sleep(1400);
  one = await startPaper({ data });
  port = Number(new URL(one.site).port);
  await typing;
  await isSaved(page);
  assert.equal(await equal(address, page), "All of these letters are typed while the server dies and comes back. ");
  proxy.close();
});

for (const [name, by] of [["a day fast", 86_400_000], ["a day slow", -86_400_000]]) {
  test(`with a clock ${name} everything is saved, in order, under the server's time`, async () => {
    const context = await openContext({ storageState: state });
    await context.addInitScript((shift) => { const { now } = Date; Date.now = () => now() + shift; }, by);
    const first = await story();
    const page = await open(first.address, { context });
    await page.click("#story-text");
    await page.keyboard.type("On a wrong clock.");
    await isSaved(page);
    await first.page.click("#story-text");
    await first.page.keyboard.press("Control+End");
    await first.page.keyboard.type(" On a right one.");
    assert.equal(await equal(first.address, page, first.page), "On a wrong clock. On a right one.");
  });
}

test("undo works after a reload and leaves what another window wrote", async () => {
  const { page: a, address } = await story();
  await a.click("#story-text");
  await a.keyboard.type("stays");
  await sleep(900);
  await a.keyboard.type(" goes");
  await isSaved(a);
  const b = await open(address);
  await b.click("#story-text");
  await b.keyboard.press("Control+End");
  await b.keyboard.type(" other");
  await equal(address, a, b);
  await sleep(400);
  await a.reload();
  await a.waitForSelector("#story-text");
  await a.click("#story-text");
  await a.keyboard.press("Control+z");
  assert.equal(await equal(address, a, b), "stays other");
});

test("words typed into a paragraph that another window takes out are shown, and can be put back", async () => {
  const { page: a, address } = await story();
  await a.click("#story-text");
  await a.keyboard.type("One.");
  await a.keyboard.press("Enter");
  await a.keyboard.type("Two.");
  await isSaved(a);
  const b = await open(address);
  await b.locator("#story-text p").nth(1).click();
  await b.keyboard.press("End");
  await b.keyboard.type(" Typed by b.");
  await equal(address, a, b);
  await a.locator("#story-text p").nth(1).click({ clickCount: 3 });
  await a.keyboard.press("Backspace");
  await b.waitForSelector(".taken-bar");
  assert.match(await b.textContent(".taken-bar"), /Typed by b\./);
  await b.click("text=Put it back");
  assert.match(await equal(address, a, b), /^One\.\n+Typed by b\.$/);
});

test("a draft put whole and a file published over it come in while two windows type, and no word goes without a word", async () => {
  const token = await tokenFor(paper);
  const copy = (text) => `---\nheadline: Tides and piers\nsection: world\nslug: tides-and-piers\npublished: 2018-03-27T10:00:00+09:00\n---\n\n${text}\n`;
  const filed = await file(paper, token, copy("From the file.\n\nSecond paragraph."));
  const finder = await open((await story()).address);
  await finder.goto(`${paper.site}/newsroom/stories?q=Tides+and+piers`);
  const address = await finder.locator("a[href^='/newsroom/stories/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")).find((href) => /\/\d+$/.test(href)));
  assert.ok(address, JSON.stringify(filed));
  const [a, b] = [await open(address), await open(address)];
  const type = async (page, at, text) => { await page.locator("#story-text p").nth(at).click(); await page.keyboard.press("End"); await page.keyboard.type(text, { delay: 40 }); };
  const path = join(folder("copy"), "tides.md");
  writeFileSync(path, copy("From the file, again.\n\nSecond paragraph."));
  const others = (async () => {
    await sleep(500);
    const now = await draft(finder, address);
    now.copy.headline = "Tides, piers and ferries";
    await finder.evaluate(async ([where, body]) => { await fetch(`${where}/draft`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }); }, [address, { base: now.version, copy: now.copy }]);
    await sleep(500);
    const answer = await courant(["story", "publish", path, "--data", paper.data]);
    assert.equal(answer.code, 0, answer.err);
  })();
  await Promise.all([type(a, 0, " жжж жжж жжж жжж жжж жжж жжж жжж."), type(b, 1, " ююю ююю ююю ююю ююю ююю ююю ююю."), others]);
  const text = await equal(address, a, b);
  assert.match(text, /From the file,[^]*again/, "what the file says is in, among what is typed");
  const shown = async (page) => (await page.locator(".taken-bar").allTextContents()).join(" ");
  const revisions = await new Promise((resolve) => {
    const child = spawn("python3", ["-c", "import sqlite3, sys\nfor row in sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute('SELECT body FROM revisions WHERE story_id = ?', (int(sys.argv[2]),)): print(row[0])", join(paper.data, "newsroom.db"), address.split("/").pop()], { env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
    let out = "";
    child.stdout.on("data", (part) => { out += part; }).on("end", () => resolve(out));
  });
  const all = `${text} ${await shown(a)} ${await shown(b)} ${revisions}`;
  for (const letter of ["ж", "ю"]) assert.ok((all.match(new RegExp(letter, "g")) ?? []).length >= 24, `${letter} in ${all.slice(0, 2000)}`);
});
