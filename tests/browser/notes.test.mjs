// Notes to colleagues on a real server: two people, two windows, the start page, the plain page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { courant, endAll, openContext, signIn, startPaper, waitFor, wire } from "./lib.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let paper, ana, han, story;

/** Somebody else, signed in by the form. */
async function join(name, email) {
  const password = "harbour crane tuesday";
  const added = await courant(["person", "add", name, email, "--role", "editor", "--data", paper.data], { input: `${password}\n` });
  assert.equal(added.code, 0, added.err);
  const context = await openContext();
  const page = await context.newPage();
  await page.goto(`${paper.site}/newsroom/sign-in`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await page.click("main button");
  await page.waitForSelector("text=New story");
  const state = await context.storageState();
  await context.close();
  return state;
}

before(async () => {
  paper = await startPaper();
  ana = await signIn(paper);
  han = await join("Han Ji-woo", "han@paper.example");
  const context = await openContext({ storageState: ana });
  const page = await context.newPage();
  await page.goto(`${paper.site}/newsroom/stories?q=Kim+met+Xi`);
  story = await page.locator("a[href^='/newsroom/stories/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")).find((href) => /^\/newsroom\/stories\/\d+$/.test(href)));
  await context.close();
}, { timeout: 60_000 });
after(endAll);

async function open(who, path, options = {}) {
  const context = await openContext({ storageState: who, ...options });
  const page = await context.newPage();
  page.problems = context.problems;
  await page.goto(paper.site + path);
  if (await page.locator("#editor").count()) await page.waitForSelector("#story-text");
  return page;
}

const violations = async (page) => {
  await page.evaluate(AXE);
  return page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`)));
};

async function select(page, length) {
  const words = await page.evaluate((size) => {
    const all = document.createTreeWalker(document.querySelector("#story-text"), NodeFilter.SHOW_TEXT);
    document.querySelector("#story-text").focus();
    let node = all.nextNode();
    while (node.data.length < size + 12) node = all.nextNode();
    document.getSelection().setBaseAndExtent(node, 4, node, 4 + size);
    return node.data.slice(4, 4 + size).trim();
  }, length);
  await page.waitForTimeout(80);
  return words;
}

const marks = (page) => page.evaluate(() => [...document.querySelectorAll("#story-text .note-mark")].map((mark) => mark.textContent).join(""));

test("a note with a mention goes from the words to the colleague's start page and back, and no reader sees a byte of it", async () => {
  const a = await open(ana, story);
  const b = await open(han, story);
  const words = await select(a, 24);
  await a.keyboard.press("Control+Alt+m");
  await a.waitForFunction(() => document.activeElement.matches(".note-area"));
  await a.keyboard.type("@han");
  await a.waitForSelector("[role=option] >> text=Han Ji-woo");
  await a.keyboard.press("Enter");
  await a.keyboard.type("is this zanzibar-certain?");
  await a.keyboard.press("Control+Enter");
  for (const page of [a, b]) await waitFor(async () => (await marks(page)).trim() === words, { what: `‘${words}’ to be marked` });
  // The mentioned colleague finds it on the start page, with the link to the very note.
  const start = await open(han, "/newsroom");
  await start.waitForSelector("text=mentions you in a note");
  assert.deepEqual(await violations(start), []);
  await start.click("text=Go to the note");
  await start.waitForFunction(() => document.activeElement.matches(".note-card.on button.note-words"));
  await start.keyboard.press("Tab");
  await start.keyboard.press("Enter");
  await start.waitForFunction(() => document.activeElement.matches(".note-area"));
  await start.keyboard.type("Two agencies say so.");
  await start.keyboard.press("Control+Enter");
  await a.waitForSelector(".note-said >> text=Two agencies say so.");
  await start.goto(`${paper.site}/newsroom`);
  assert.equal(await start.locator("text=mentions you in a note").count(), 0);
  for (const path of ["/", "/2018/03/28/kim-met-xi-in-beijing", "/feed.json", "/api/v1/stories/2018/03/28/kim-met-xi-in-beijing", "/search?q=zanzibar-certain"]) {
    assert.ok(!(await wire(paper.site + path)).text.replaceAll(/(Search: |value=")zanzibar-certain/g, "").includes("zanzibar"), path);
  }
  assert.deepEqual([...a.problems, ...b.problems, ...start.problems], []);
});

test("a block that is split, then everything reloaded: the note is on the same words in both windows", async () => {
  const a = await open(ana, story);
  const b = await open(han, story);
  await waitFor(async () => (await marks(b)).length > 10, { what: "the marks" });
  const words = await marks(a);
  await a.evaluate(() => {
    const mark = document.querySelector("#story-text .note-mark").firstChild;
    document.querySelector("#story-text").focus();
    document.getSelection().setBaseAndExtent(mark, 6, mark, 6);
  });
  await a.waitForTimeout(80);
  await a.keyboard.press("Enter");
  await a.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  for (const page of [a, b]) await waitFor(async () => (await page.locator("#story-text .note-mark").count()) === 2 && (await marks(page)) === words, { what: "both halves" });
  await Promise.all([a.reload(), b.reload()]);
  for (const page of [a, b]) await waitFor(async () => (await marks(page)) === words, { what: "both halves after a reload" });
  assert.deepEqual([...a.problems, ...b.problems], []);
});

test("the plain page does everything without a script, and axe finds nothing on it", async () => {
  const page = await open(han, `${story}/notes`, { javaScriptEnabled: false });
  await page.fill("[name=text] >> nth=-1", "Check the date once more.");
  await page.click("text=Leave the note");
  await page.waitForSelector("text=The note is left.");
  await page.locator(".note-thread", { hasText: "Check the date" }).locator("text=Mark done").click();
  await page.waitForSelector("text=The note is done.");
  const seen = await open(han, `${story}/notes`);
  for (const width of [1440, 390]) {
    await seen.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await seen.emulateMedia({ colorScheme });
      await seen.locator("details").first().evaluate((one) => { one.open = true; });
      assert.deepEqual(await violations(seen), []);
      assert.equal(await seen.evaluate(() => document.documentElement.scrollWidth), width);
    }
  }
});
