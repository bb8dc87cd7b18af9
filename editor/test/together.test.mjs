import assert from "node:assert/strict";
import { after, test } from "node:test";
import { filled } from "../mock/copy.mjs";
import { put } from "../mock/together.mjs";
import { axe, closeBrowser, desk, drawing, wordsOf } from "./support/browser.mjs";

after(closeBrowser);

const ANA = { id: "person:1", name: "Ana Moreau", colour: 0 };
const HAN = { id: "person:2", name: "Han Ji-woo", colour: 1 };

/** Two people at one story, each in a window of their own: `{a, b, …}`. */
async function pair(options = {}) {
  const one = await desk({ ...options, prepare: async (memory) => { memory.person = ANA; await options.prepare?.(memory); } });
  one.mock.memory.person = HAN;
  const context = await one.page.context().browser().newContext({ viewport: { width: 1440, height: 900 }, colorScheme: options.scheme ?? "light", locale: "en-GB" });
  context.setDefaultTimeout(8000);
  const b = await context.newPage();
  const problems = one.problems;
  b.on("pageerror", (problem) => problems.push(String(problem)));
  await b.goto(`${one.mock.url}/newsroom/stories/${options.story ?? 7}`);
  await b.waitForSelector("#story-text");
  return { ...one, a: one.page, b, problems, close: async () => { assert.deepEqual(problems, []); await context.close(); await one.close(); } };
}

/** The words seen on a page, a line for each block; footnotes left out, as in `seen`. */
const bodyOf = (page) => page.evaluate(() => [...document.querySelectorAll("#story-text > *")].map((block) => {
  const copy = block.cloneNode(true);
  for (const other of copy.querySelectorAll(".other-cursor, .pull-cite, .footnote-popup")) other.remove();
  return copy.textContent;
}).join("\n"));
const seen = (node) => (node.type === "footnote" ? "" : (node.text ?? "") + (node.content ?? []).map(seen).join(""));

/** Waits until both pages and the server have the same words; gives them. */
async function equal(both) {
  const { a, b, mock, story = 7 } = both;
  for (let tries = 0; tries < 100; tries += 1) {
    const [one, two, three] = [await bodyOf(a), await bodyOf(b), mock.memory.stories.get(story).copy.body.content.map(seen).join("\n")];
    const still = await Promise.all([a, b].map((page) => page.evaluate(() => document.querySelector("#save-mark").dataset.state === "saved")));
    if (one === two && two === three && still.every(Boolean)) return one;
    await a.waitForTimeout(80);
  }
  assert.deepEqual([await bodyOf(a), await bodyOf(b)], Array(2).fill(mock.memory.stories.get(story).copy.body.content.map(seen).join("\n")));
  return "";
}

test("two who begin an empty story at the same moment end with the same text, and nothing is doubled", async () => {
  const both = await pair();
  await both.a.click("#story-text");
  await both.b.click("#story-text");
  await Promise.all([both.a.keyboard.type("alpha bravo charlie delta", { delay: 23 }), both.b.keyboard.type("one two three four five six", { delay: 17 })]);
  const text = await equal(both);
  const letters = (words) => [...words.replace(/\s/g, "")].sort().join("");
  assert.equal(letters(text), letters("alpha bravo charlie delta one two three four five six"));
  await both.close();
});

test("each sees the other's name in the top bar, at the cursor, and in the headline, and hears of it once", async () => {
  for (const scheme of ["light", "dark"]) {
    const both = await pair({ story: 8, scheme });
    const { a, b } = both;
    await b.waitForSelector(".people >> text=Ana Moreau");
    await a.waitForSelector(".people >> text=Han Ji-woo");
    await b.locator(".body-text p").nth(1).click();
    await b.keyboard.press("Shift+Home");
    await a.waitForSelector(".other-cursor .other-name >> text=Han Ji-woo");
    await a.waitForSelector(".other-selection");
    assert.deepEqual(await axe(a), []);
    await b.click("textarea.headline");
    await a.waitForSelector(".field-people >> text=Han Ji-woo is in the headline");
    assert.equal(await a.locator(".other-cursor").count(), 0);
    await a.waitForFunction(() => [...document.querySelectorAll("[role=status]")].some((one) => /Han Ji-woo has the story open too/.test(one.textContent)), null, { timeout: 4000 });
    assert.deepEqual(await axe(a), []);
    await b.close();
    await a.waitForFunction(() => !document.querySelector(".people").children.length);
    await both.close();
  }
});

test("two write in one headline, and each caret stays among its own words", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  await a.click("textarea.headline");
  await a.keyboard.press("Control+End");
  await b.click("textarea.headline");
  await b.keyboard.press("Control+Home");
  await Promise.all([a.keyboard.type(", again and again", { delay: 30 }), b.keyboard.type("Analysis: ", { delay: 40 })]);
  await equal({ ...both, story: 8 });
  const want = `Analysis: ${filled().headline}, again and again`;
  assert.equal(await a.inputValue("textarea.headline"), want);
  assert.equal(await b.inputValue("textarea.headline"), want);
  assert.equal(both.mock.memory.stories.get(8).copy.headline, want);
  // Undo takes back one's own words only.
  await a.keyboard.press("Control+z");
  await a.waitForFunction((value) => document.querySelector("textarea.headline").value === value, `Analysis: ${filled().headline}`);
  await both.close();
});

test("the cursor stays in its words while another writes above, and undo leaves the other's words alone", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  await a.locator(".body-text p").last().click();
  await a.keyboard.press("End");
  await b.locator(".body-text p").first().click();
  await b.keyboard.press("Control+Home");
  await Promise.all([a.keyboard.type(" written below", { delay: 30 }), b.keyboard.type("written above ", { delay: 35 })]);
  let text = await equal({ ...both, story: 8 });
  assert.match(text, /^written above The North/);
  assert.match(text, / written below$/);
  await a.keyboard.press("Control+z");
  text = await equal({ ...both, story: 8 });
  assert.match(text, /^written above The North/);
  assert.doesNotMatch(text, /written below/);
  await a.keyboard.press("Control+y");
  assert.match(await equal({ ...both, story: 8 }), / written below$/);
  await both.close();
});

test("undo works over a reload, and takes back only what this tab wrote", async () => {
  const both = await pair();
  const { a, b, saved } = both;
  await a.click("#story-text");
  await a.keyboard.type("kept words");
  await a.waitForTimeout(900);
  await a.keyboard.type(" undone words");
  await saved();
  await b.click("#story-text");
  await b.keyboard.press("Control+End");
  await b.keyboard.type(" of Han");
  await equal(both);
  await a.waitForTimeout(400);
  await a.reload();
  await a.waitForSelector("#story-text");
  await a.click("#story-text");
  await a.keyboard.press("Control+z");
  assert.equal(await equal(both), "kept words of Han");
  await a.keyboard.press("Control+z");
  assert.equal(await equal(both), " of Han");
  await a.keyboard.press("Control+y");
  await a.keyboard.press("Control+y");
  assert.equal(await equal(both), "kept words undone words of Han");
  await both.close();
});

test("an hour apart merges: both wrote, both are there", async () => {
  const both = await pair({ story: 8 });
  const { a, b, mock } = both;
  await a.context().setOffline(true);
  await a.locator(".body-text p").first().click();
  await a.keyboard.press("Control+Home");
  await a.keyboard.type("Offline words. ");
  await a.waitForSelector(".ed-bar[data-state=offline]");
  await b.locator(".body-text p").last().click();
  await b.keyboard.press("End");
  await b.keyboard.type(" Online words.");
  await a.keyboard.press("Enter");
  await a.waitForTimeout(2500);
  assert.doesNotMatch(wordsOf(mock.memory.stories.get(8).copy), /Offline words/);
  await a.context().setOffline(false);
  const text = await equal({ ...both, story: 8 });
  assert.match(text, /^Offline words\. \n/);
  assert.match(text, / Online words\.$/);
  await both.close();
});

test("words typed into a paragraph that another takes out are shown to who typed them, and can be put back", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  await b.locator(".body-text p").nth(1).click();
  await b.keyboard.press("End");
  await b.keyboard.type(" Just typed here.");
  await equal({ ...both, story: 8 });
  await a.locator(".body-text p").nth(1).click({ clickCount: 3 });
  await a.keyboard.press("Backspace");
  await b.waitForSelector(".taken-bar");
  assert.match(await b.textContent(".taken-bar"), /Ana Moreau took out words you had just written: Just typed here\./);
  assert.deepEqual(await axe(b), []);
  await b.click("text=Put it back");
  assert.match(await equal({ ...both, story: 8 }), /\nJust typed here\.\n/);
  assert.equal(await a.locator(".taken-bar").count(), 0);
  await both.close();
});

test("a paragraph made a heading by another keeps the words just typed in it, and nobody is told of a loss", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  await b.locator(".body-text p").nth(1).click();
  await b.keyboard.press("End");
  await b.keyboard.type(" Stays here.");
  await equal({ ...both, story: 8 });
  await a.locator(".body-text p").nth(1).click();
  await a.keyboard.press("Control+Alt+2");
  assert.match(await equal({ ...both, story: 8 }), / Stays here\.\n/);
  assert.equal(await b.locator(".taken-bar").count(), 0);
  await both.close();
});

test("a paragraph made a heading and a pull quote by two at once stands once, with what both write in it and the cursors where they were", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  const before = await equal({ ...both, story: 8 });
  await b.locator(".body-text p").nth(1).click();
  await b.keyboard.press("End");
  await a.locator(".body-text p").nth(1).click();
  await a.keyboard.press("End");
  await a.context().setOffline(true);
  await a.keyboard.press("Control+Alt+2");
  await a.keyboard.type(" By Ana.");
  await b.keyboard.press("Control+Alt+q");
  await b.keyboard.type(" By Han.");
  await b.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  await a.context().setOffline(false);
  const after = await equal({ ...both, story: 8 });
  assert.equal(after.split("\n").length, before.split("\n").length);
  for (const words of [" By Ana.", " By Han."]) assert.equal(after.split(words).length, 2, after);
  await b.keyboard.type(" Still here.");
  assert.match(await equal({ ...both, story: 8 }), / By Han\. Still here\./);
  await both.close();
});

test("marks, blocks, tables, footnotes and the facts of one show in the other's window", async () => {
  const both = await pair({ story: 8 });
  const { a, b } = both;
  await a.locator(".body-text p").first().click();
  await a.keyboard.press("Control+Home");
  await a.keyboard.press("Control+b");
  await a.keyboard.type("Bold ");
  await b.waitForFunction(() => document.querySelector("#story-text p strong")?.textContent === "Bold ");
  await a.locator(".body-text td").first().click();
  await a.click(".act-row-below");
  await b.waitForFunction(() => document.querySelectorAll("#story-text tr").length === 4);
  await b.locator(".body-text td p").nth(3).click();
  await b.keyboard.type("27 April");
  await a.waitForFunction(() => /27 April/.test(document.querySelector("#story-text table").textContent));
  await a.locator(".footnote").first().click();
  await a.waitForFunction(() => document.activeElement?.closest(".footnote-popup"));
  await a.keyboard.type("Noted. ");
  await b.waitForFunction(() => /Noted/.test(document.querySelector(".footnote").title));
  await b.locator(".body-text p").last().click();
  await b.keyboard.type("x");
  await a.keyboard.type("Still open. ");
  await b.waitForFunction(() => /Still open/.test(document.querySelector(".footnote").title));
  await a.getByLabel("Add a name").fill("Park Min");
  await a.getByLabel("Add a name").press("Enter");
  await a.getByLabel("Section", { exact: true }).selectOption("business");
  await b.getByLabel("Add a tag").fill("summit");
  await b.getByLabel("Add a tag").press("Enter");
  await b.waitForSelector(".bylines >> text=Park Min");
  await b.waitForFunction(() => document.querySelector("[name=section]").value === "business");
  await a.waitForSelector(".tags >> text=summit");
  await equal({ ...both, story: 8 });
  const { copy } = both.mock.memory.stories.get(8);
  assert.deepEqual(copy.tags, ["Korea", "China", "summit"]);
  assert.equal(copy.bylines.length, 3);
  await both.close();
});

test("another's picture on its way is told by name and is no rubbish in the text; once there it is everywhere", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  const file = { name: "river.png", mimeType: "image/png", buffer: await drawing(a) };
  mock.memory.slow = 1500;
  await a.click("#story-text");
  await a.keyboard.type("Before");
  const chooser = a.waitForEvent("filechooser");
  await a.click(".act-picture");
  await (await chooser).setFiles(file);
  await b.waitForSelector(".people >> text=is adding a picture");
  await b.click("#story-text");
  await b.keyboard.press("Control+End");
  await b.keyboard.type(" and after");
  await a.waitForFunction(() => /and after/.test(document.querySelector("#story-text").textContent));
  assert.equal(await a.locator(".body-text .pic").count(), 1);
  assert.equal(await b.locator(".body-text .pic").count(), 0);
  assert.doesNotMatch(JSON.stringify(mock.memory.stories.get(7).copy), /pending/);
  await b.waitForSelector(".body-text .pic img");
  assert.match(JSON.stringify(mock.memory.stories.get(7).copy.body), /"picture":"[0-9a-f]{64}"/);
  assert.equal(await a.locator(".body-text .pic").count(), 1);
  await both.close();
});

test("copy written another way comes in beside what is being typed", async () => {
  const both = await pair({ story: 8 });
  const { a, mock } = both;
  await a.locator(".body-text p").last().click();
  await a.keyboard.press("End");
  await a.keyboard.type(" Typed.");
  await a.waitForTimeout(500);
  const write = (headline) => {
    const copy = structuredClone(mock.memory.stories.get(8).copy);
    copy.headline = headline;
    copy.body.content[0].content[0].text = `${headline}, the North Korean leader `;
    put(mock.memory, 8, copy);
  };
  const writing = (async () => { for (const headline of ["One", "Two", "From a file"]) { await a.waitForTimeout(150); write(headline); } })();
  await Promise.all([a.keyboard.type(" And typing on.", { delay: 40 }), writing]);
  const text = await equal({ ...both, story: 8 });
  assert.match(text, /^From a file, the North/);
  assert.match(text, / Typed\. And typing on\.$/);
  assert.equal(await a.inputValue("textarea.headline"), "From a file");
  await both.close();
});

test("whoever may only read sees a sentence and can write nothing, until the grant comes", async () => {
  const { page, mock, stored, saved, close } = await desk({ story: 8, prepare: (memory) => { memory.may = "read"; } });
  await page.waitForSelector(".reading-bar:not([hidden])");
  assert.match(await page.textContent(".reading-bar"), /You may read this story but not write in it/);
  assert.deepEqual(await axe(page), []);
  const before = JSON.stringify(stored().copy);
  await page.locator(".body-text p").first().click();
  await page.keyboard.type("no");
  await page.click("textarea.headline");
  await page.keyboard.type("no");
  await page.waitForTimeout(500);
  assert.equal(JSON.stringify(stored().copy), before);
  for (const window of stored().shared.windows.values()) window.say({ t: "may", may: "edit", error: "", next: "" });
  await page.waitForSelector(".reading-bar", { state: "hidden" });
  await page.keyboard.type("Yes ");
  await saved();
  assert.match(stored().copy.headline, /Yes /);
  for (const window of stored().shared.windows.values()) {
    window.say({ t: "story", state: "published", state_text: "Published", address: "/2018/03/28/x" });
    window.say({ t: "kept", revision: 4, sentence: "Words that went are in revision 4." });
  }
  await page.waitForSelector("text=Update…");
  assert.equal(await page.textContent(".ed-top .ed-state"), "Published");
  assert.equal(await page.getAttribute(".taken-bar a", "href"), "/newsroom/stories/8/revisions?from=4&to=draft");
  await close();
});
