// The twelve usual tasks, done here by their shortest way and counted: each key pressed and each click is one, words of the
// story are not counted, letters that are typed to find a command are. Beside it WordPress' and Ghost's ways, counted from
// their documentation and their own tests (docs/KEYS.md names each). Ours is never more.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Hands } from "./hands.mjs";
import { endAll, openContext, signIn, startPaper } from "./lib.mjs";

/** What the others take; `null` where they have no way of doing it. */
export const OTHERS = {
  write: { WordPress: 2, Ghost: 2 }, picture: { WordPress: 6, Ghost: 6 }, correct: { WordPress: 8, Ghost: 8 }, schedule: { WordPress: 6, Ghost: 7 },
  front: { WordPress: 3, Ghost: 3 }, undo: { WordPress: 1, Ghost: 1 }, link: { WordPress: 2, Ghost: 2 }, quote: { WordPress: 2, Ghost: 1 }, find: { WordPress: 2, Ghost: 2 },
  restore: { WordPress: 3, Ghost: 5 }, breaking: { WordPress: null, Ghost: 6 }, withdraw: { WordPress: 3, Ghost: 2 },
};

let paper, page, hands, published;
const counted = new Map();

class CountingHands extends Hands {
  async click(selector) {
    this.clicks += 1;
    await this.page.locator(selector).first().click();
  }
}

before(async () => {
  paper = await startPaper();
  const context = await openContext({ storageState: await signIn(paper) });
  context.setDefaultTimeout(45_000);
  page = await context.newPage();
  // Asked for from the start: a listener added just before a key may come too late.
  page.on("filechooser", () => undefined);
  hands = new CountingHands(page);
}, { timeout: 90_000 });
after(() => {
  console.log(["task".padEnd(10), "Courant", "WordPress", "Ghost"].join("\t"));
  for (const [task, { presses, clicks, note }] of counted) console.log([task.padEnd(10), note ?? `${presses + clicks} (${presses} keys, ${clicks} clicks)`, OTHERS[task].WordPress ?? "–", OTHERS[task].Ghost ?? "–"].join("\t"));
  return endAll();
});

const saved = () => page.waitForFunction(() => { const mark = document.querySelector("#save-mark"); return mark?.dataset.state === "saved" && /\d/.test(mark.textContent); });

/** Counts what `act` takes and holds it against the others. */
async function count(task, act) {
  hands.taken();
  await act();
  const took = hands.taken();
  counted.set(task, took);
  const total = took.presses + took.clicks;
  for (const [name, theirs] of Object.entries(OTHERS[task])) if (theirs !== null) assert.ok(total <= theirs, `${task}: ${total} here, ${theirs} in ${name}`);
}

test("write: from the start page to words in the text", async () => {
  await page.goto(`${paper.site}/newsroom`, { waitUntil: "domcontentloaded" });
  await count("write", async () => {
    await hands.click("button:has-text('New story')");
    await page.waitForSelector("textarea.headline:focus");
    await hands.type("Counted in keys");
    await hands.press("Control+Enter");
    await hands.type("A first paragraph of the story");
  });
  assert.match(await page.textContent("#story-text"), /A first paragraph/);
  await saved();
});

test("undo, link, quote: in the text", async () => {
  await count("undo", () => hands.press("Control+z"));
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await count("link", async () => {
    await hands.press("Control+k");
    await page.waitForSelector(".link-form");
    await hands.type("/world");
    await hands.press("Enter");
  });
  assert.equal(await page.getAttribute("#story-text a", "href"), "/world");
  await count("quote", () => hands.press("Control+Shift+9"));
  assert.equal(await page.locator("#story-text blockquote").count(), 1);
  await page.keyboard.press("Control+Shift+9");
  await page.keyboard.press("End"); await page.keyboard.press("Enter");
});

test("picture: from the cursor to a picture with its alt text; the system's own window for files is not counted", async () => {
  const file = Buffer.from(await page.evaluate(() => { const canvas = document.createElement("canvas"); [canvas.width, canvas.height] = [640, 400]; canvas.getContext("2d").fillRect(9, 9, 300, 200); return canvas.toDataURL("image/png").split(",")[1]; }), "base64");
  const chooser = page.waitForEvent("filechooser");
  await count("picture", async () => {
    await hands.press("Control+Alt+p");
    await (await chooser).setFiles({ name: "counted.png", mimeType: "image/png", buffer: file });
    await page.waitForSelector(".body-text .focal-mark");
    await hands.click(".body-text .pic-alt");
    await hands.type("A black field");
  });
  await saved();
});

test("schedule: an open draft, at a time", async () => {
  const story = page.url().replace(/#.*/, "");
  await page.selectOption("select[name=section]", "world");
  await saved();
  await count("schedule", async () => {
    await hands.press("Control+Alt+Enter");
    await page.waitForURL(/publication/);
    await page.waitForSelector("button.send-now:focus");
    await hands.click("#when-at");
    await hands.click("#at");
    // How a date is typed depends on the browser's language; its figures are words, not keys that are counted.
    await page.fill("#at", "2030-01-02T03:04");
    await hands.click("button.send-at");
    await page.waitForFunction(() => /2 January 2030, 03:04/.test(document.body.textContent), null, { timeout: 15_000 }).catch(async () => assert.fail((await page.textContent("main")).replace(/\s+/g, " ").slice(0, 900)));
  });
  await page.goto(`${story}/publication`, { waitUntil: "domcontentloaded" });
  await page.click("button:has-text('Cancel the schedule')");
  await page.waitForLoadState("domcontentloaded");
  await page.goto(`${story}/publication#send`, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("button.send-now:focus");
  published = story;
});

test("breaking: on the last page, with publishing", async () => {
  await count("breaking", () => hands.click("#breaking"));
  await page.locator("button.send-now").focus();
  await hands.leads("Enter", /\/newsroom/);
});

test("front: the story that was just published leads it", async () => {
  await count("front", async () => {
    await hands.click("nav.places a:has-text('Front')");
    await page.waitForURL(/\/front/);
    await hands.click("button:has-text('Lead: Counted in keys')");
    await page.waitForFunction(() => document.querySelector(".slot.lead")?.textContent.includes("Counted in keys"));
  });
});

test("correct: old words, new words and why, on the story and on the page of corrections", async () => {
  await page.goto(published, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("#story-text");
  await count("correct", async () => {
    await hands.press("Control+Alt+k");
    await page.waitForURL(/publication/);
    await page.waitForSelector("#correction:focus");
    await hands.press("c");
    await hands.press("Tab"); await hands.type("first");
    await hands.press("Tab"); await hands.type("second");
    await hands.press("Tab"); await hands.type("It was miscounted.");
    await hands.leads("Control+Enter", /\/newsroom/);
  });
  const text = await (await fetch(`${paper.site}/corrections`)).text();
  assert.match(text, /It was miscounted/);
});

test("find: a story by a word of its headline", async () => {
  await page.goto(`${paper.site}/newsroom`, { waitUntil: "domcontentloaded" });
  await count("find", async () => {
    await hands.press("Control+k");
    await page.waitForSelector("dialog.palette .palette-field:focus");
    await hands.type("counted in");
    await page.waitForSelector(".palette [role=option]:has-text('Counted in keys')");
    await hands.press("Enter");
    await page.waitForURL(/stories\/\d+/);
  });
});

test("restore: an open story, its revision before the last", async () => {
  await page.goto(published, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("#story-text");
  await count("restore", async () => {
    await hands.click(".ed-top a:has-text('Revisions')");
    await page.waitForURL(/revisions$/);
    await hands.click("form[action$='/restoration'] button");
    await page.waitForURL(/done=restored/);
  });
});

test("withdraw: an open story, with the reason", async () => {
  await page.goto(published, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("#story-text");
  await count("withdraw", async () => {
    await hands.press("Control+Alt+u");
    await page.waitForSelector("#reason:focus");
    await hands.type("It was only counted.");
    await hands.leads("Control+Enter", /\/newsroom/);
  });
  await page.goto(`${published}/publication`, { waitUntil: "domcontentloaded" });
  assert.match(await page.textContent(".mark"), /Withdrawn/);
});
