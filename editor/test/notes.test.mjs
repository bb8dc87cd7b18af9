import assert from "node:assert/strict";
import { after, test } from "node:test";
import { addNote, notesOf } from "../mock/notes.mjs";
import { startMock } from "../mock/server.mjs";
import { reset } from "../mock/together.mjs";
import { axe, closeBrowser, desk } from "./support/browser.mjs";

after(closeBrowser);

const ANA = { id: "person:1", name: "Ana Moreau", colour: 0 };
const HAN = { id: "person:2", name: "Han Ji-woo", colour: 1 };

/** Two people at the written story, each in a window. */
async function pair(options = {}) {
  const one = await desk({ story: 8, ...options, prepare: async (memory) => { memory.person = ANA; await options.prepare?.(memory); } });
  one.mock.memory.person = HAN;
  const context = await one.page.context().browser().newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(8000);
  await context.addCookies([{ name: "reader", value: encodeURIComponent("Han Ji-woo"), url: one.mock.url }]);
  const b = await context.newPage();
  b.on("pageerror", (problem) => one.problems.push(String(problem)));
  await b.goto(`${one.mock.url}/newsroom/stories/8`);
  await b.waitForSelector("#story-text");
  return { ...one, a: one.page, b, bContext: context, close: async () => { assert.deepEqual(one.problems, []); await context.close(); await one.close(); } };
}

/** Selects the first place of some words in the text, as a hand does. */
const select = (page, words) => page.evaluate((wanted) => {
  const all = document.createTreeWalker(document.querySelector("#story-text"), NodeFilter.SHOW_TEXT);
  document.querySelector("#story-text").focus();
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    const at = node.data.indexOf(wanted);
    if (at >= 0 && !node.parentElement.closest(".other-cursor")) return document.getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
  }
  throw new Error(`no ‘${wanted}’`);
}, words).then(() => page.waitForTimeout(60));
/** The marked words; the cursor of somebody else in them is no end. */
const marks = (page) => page.evaluate(() => {
  const out = [];
  for (const mark of document.querySelectorAll("#story-text .note-mark")) {
    let before = mark.previousSibling;
    while (before?.classList?.contains("other-cursor") || (before && !before.textContent)) before = before.previousSibling;
    if (before && before === out.at(-1)?.mark) out.at(-1).text += mark.textContent;
    else out.push({ text: mark.textContent });
    out.at(-1).mark = mark;
  }
  return out.map(({ text }) => text);
});
async function marked(page, ...wanted) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (JSON.stringify(await marks(page)) === JSON.stringify(wanted)) return;
    await page.waitForTimeout(80);
  }
  assert.deepEqual(await marks(page), wanted);
}
const said = (page, pattern) => page.waitForFunction((source) => [...document.querySelectorAll("[role=status]")].some((one) => new RegExp(source).test(one.textContent)), pattern.source, { timeout: 5000 });
const focused = (page) => page.evaluate(() => document.activeElement.className);

/** Leaves a note on some words by keyboard. */
async function leave(page, words, text) {
  await select(page, words);
  await page.keyboard.press("Control+Alt+m");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type(text);
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => document.activeElement.matches("button.note-words"));
}

test("a note is left, read, answered and done by keyboard alone, and the other window hears of each", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  await leave(a, "two days", "Was it not three?");
  await said(a, /The note is left/);
  await marked(a, "two days");
  await marked(b, "two days");
  await said(b, /Ana Moreau left a note on ‘two days’/);
  assert.equal(await b.locator(".notes-button").textContent(), "Notes 1");
  // From the words to the note: the same key with the cursor in them.
  await select(b, "two days");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.press("ArrowRight");
  await b.keyboard.press("Control+Alt+m");
  await b.waitForFunction(() => document.activeElement.matches("button.note-words[aria-expanded=true]"));
  await b.keyboard.press("Tab");
  await b.keyboard.press("Enter");
  await b.waitForFunction(() => document.activeElement.matches(".note-area"));
  await b.keyboard.type("@an");
  await b.waitForSelector("[role=option] >> text=Ana Moreau");
  await b.keyboard.press("Enter");
  await b.keyboard.type("two it is.");
  await b.keyboard.press("Control+Enter");
  await said(b, /The reply is sent/);
  assert.equal(notesOf(mock.memory, 8).notes[0].remarks[1].text, "@Ana Moreau two it is.");
  await said(a, /Han Ji-woo answered a note/);
  await a.waitForSelector(".note-said >> text=two it is.");
  assert.deepEqual(await axe(a), []);
  // Back to the words, and on writing.
  await a.keyboard.press("Escape");
  await a.waitForFunction(() => document.activeElement.id === "story-text");
  await a.keyboard.press("Control+Alt+m");
  await a.waitForFunction(() => document.activeElement.matches("button.note-words"));
  for (let tab = 0; tab < 8 && (await a.evaluate(() => document.activeElement.textContent)) !== "Done"; tab += 1) await a.keyboard.press("Tab");
  await a.keyboard.press("Enter");
  await said(a, /The note is done/);
  await marked(a);
  // Who is looking at it goes on seeing it.
  await b.waitForSelector(".note-card.on.settled >> text=Done: Ana Moreau");
  assert.equal(await a.evaluate(() => document.activeElement !== document.body), true, "the focus is not lost");
  await a.click(".note-show-done label");
  await a.waitForSelector(".note-card.settled >> text=Done: Ana Moreau");
  await both.close();
});

test("its words are followed through edits around and inside, a split, a move, a style and an undo, in every window and after a reload", async () => {
  const both = await pair();
  const { a, b, saved } = both;
  await leave(a, "met China’s president", "Name him.");
  await marked(b, "met China’s president");
  await select(b, "The North Korean leader");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.type("On Wednesday. ");
  await marked(a, "met China’s president");
  await select(b, "China’s");
  await b.keyboard.press("ArrowRight");
  await b.keyboard.type(" own");
  await marked(a, "met China’s own president");
  await marked(b, "met China’s own president");
  // Enter inside the words: the second half is written anew in another block.
  await select(a, "China’s");
  for (const key of ["ArrowRight", "ArrowRight", "Enter"]) await a.keyboard.press(key);
  await saved();
  await marked(a, "met China’s ", "own president");
  await marked(b, "met China’s ", "own president");
  await b.reload();
  await marked(b, "met China’s ", "own president");
  await a.keyboard.press("Backspace");
  await marked(a, "met China’s own president");
  await marked(b, "met China’s own president");
  // The whole block is moved down, then made a heading.
  await a.keyboard.press("Alt+ArrowDown");
  await marked(a, "met China’s own president");
  await saved();
  await marked(b, "met China’s own president");
  await a.keyboard.press("Control+Alt+2");
  await marked(a, "met China’s own president");
  await marked(b, "met China’s own president");
  await saved();
  await a.waitForTimeout(800);
  await Promise.all([a.reload(), b.reload()]);
  await marked(a, "met China’s own president");
  await marked(b, "met China’s own president");
  await both.close();
});

test("a block that is split with the line down, and written in elsewhere meanwhile: once together the note is on its words", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  await leave(a, "the state news agencies", "Which?");
  await marked(b, "the state news agencies");
  await mock.stop();
  await select(b, "the state");
  for (const key of ["ArrowRight", "ArrowRight", "Enter"]) await b.keyboard.press(key);
  await marked(b, "the state ", "news agencies");
  await select(a, "said on");
  await a.keyboard.press("ArrowLeft");
  await a.keyboard.type("both ");
  const again = await startMock(mock.port, mock.memory);
  for (const page of [a, b]) await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved", null, { timeout: 20_000 });
  await marked(b, "the state ", "news agencies");
  for (let tries = 0; tries < 60 && (await marks(a)).length < 2; tries += 1) await a.waitForTimeout(100);
  await marked(a, "the state ", "news agencies");
  await both.close();
  await again.stop();
});

test("a note on words that the other window does not have yet is shown there once they have come", async () => {
  const both = await pair();
  const { a, b } = both;
  await select(a, "two days");
  await a.keyboard.press("ArrowRight");
  await a.keyboard.type(" and one night");
  await leave(a, "and one night", "Sure?");
  await marked(a, "and one night");
  await marked(b, "and one night");
  await both.close();
});

test("when somebody deletes the words the note stays with its quote and says so; undone, it is on them again", async () => {
  const both = await pair();
  const { a, b } = both;
  await leave(a, "two days", "Was it not three?");
  await marked(b, "two days");
  await select(b, "two days");
  await b.keyboard.press("Delete");
  await a.waitForSelector(".note-card >> text=Its words are gone from the text.");
  await marked(a);
  assert.match(await a.locator(".note-card q").textContent(), /two days/);
  assert.deepEqual(await axe(a), []);
  await b.keyboard.press("Control+z");
  await marked(b, "two days");
  await marked(a, "two days");
  // Another of the same kind elsewhere is not taken for what was deleted.
  await leave(a, "Wednesday", "Which?");
  await marked(b, "Wednesday", "two days");
  await select(b, "Wednesday");
  await b.keyboard.press("Delete");
  await select(b, "The last paragraph");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.type("Wednesday ");
  await a.waitForSelector(".note-card >> text=Its words are gone from the text.");
  await marked(a, "two days");
  await b.reload();
  await marked(b, "two days");
  await both.close();
});

test("words that are deleted while a note on them is being written are told of, and the note keeps them", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  await select(a, "two days");
  await a.keyboard.press("Control+Alt+m");
  await a.waitForFunction(() => document.activeElement.matches(".note-area"));
  await a.keyboard.type("Was it not three?");
  await marked(a, "two days");
  await select(b, "two days");
  await b.keyboard.press("Delete");
  await a.waitForSelector(".note-writing >> text=Its words were deleted meanwhile.");
  assert.equal(await a.evaluate(() => document.activeElement.value), "Was it not three?");
  await a.keyboard.press("Control+Enter");
  await a.waitForSelector(".note-list >> text=Its words are gone from the text.");
  assert.equal(notesOf(mock.memory, 8).notes[0].quote, "two days");
  await b.keyboard.press("Control+z");
  await marked(a, "two days");
  await both.close();
});

test("what cannot be sent stays in the box, also over a reload, and stands once when it is sent again", async () => {
  const one = await desk({ story: 8 });
  const { page, mock } = one;
  mock.memory.notesAway = true;
  await select(page, "two days");
  await page.keyboard.press("Control+Alt+m");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type("Was it not three?");
  await page.keyboard.press("Control+Enter");
  await said(page, /The newsroom does not answer, so this is not sent/);
  assert.equal(await page.locator(".note-area").inputValue(), "Was it not three?");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".note-area").count(), 1, "Escape drops no words");
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await page.waitForSelector("#story-text");
  mock.memory.notesAway = false;
  await page.waitForSelector(".note-area", { timeout: 9000 });
  assert.equal(await page.locator(".note-area").inputValue(), "Was it not three?");
  await marked(page, "two days");
  mock.memory.refuseNotes = ["A note has at most 4000 characters.", "Shorten it."];
  await page.click(".note-send");
  await page.waitForSelector(".note-problem >> text=Shorten it.");
  mock.memory.refuseNotes = null;
  await page.click(".note-send");
  await page.waitForSelector(".note-list >> text=Was it not three?");
  assert.equal(notesOf(mock.memory, 8).notes.length, 1);
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("courant-note"))), []);
  await one.close();
});

test("after the story is set back notes find their words where they stand once, and else say that they are gone", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  await leave(a, "two days", "One.");
  await leave(a, "green train", "Two.");
  await leave(a, "Xinhua", "Three.");
  await marked(b, "two days", "green train", "Xinhua");
  const line = (text) => ({ type: "paragraph", content: [{ type: "text", text }] });
  reset(mock.memory, 8, { ...both.stored().copy, body: { type: "doc", content: [line("It took two days."), line("A train, a green train, one more green train.")] } });
  await marked(a, "two days");
  await marked(b, "two days");
  await a.waitForFunction(() => document.querySelectorAll(".note-gone:not([hidden])").length === 2);
  // The new place is told, so that it is followed from there.
  await a.waitForTimeout(700);
  await select(b, "two days");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.press("ArrowRight");
  await b.keyboard.type("X");
  await marked(a, "tXwo days");
  assert.notEqual(notesOf(mock.memory, 8).notes[0].epoch, notesOf(mock.memory, 8).notes[1].epoch);
  await both.close();
});

test("notes on headline and standfirst lead to their words, and one on the whole story leads nowhere", async () => {
  const one = await desk({ story: 8 });
  const { page } = one;
  await page.focus("textarea.headline");
  await page.evaluate(() => document.querySelector("textarea.headline").setSelectionRange(0, 11));
  await page.keyboard.press("Control+Alt+m");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type("Surname first?");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".note-words >> text=Headline: Kim Jong-un");
  await page.keyboard.press("Escape");
  assert.deepEqual(await page.evaluate(() => [document.activeElement.name, document.activeElement.selectionStart, document.activeElement.selectionEnd]), ["headline", 0, 11]);
  await page.keyboard.press("ArrowRight");
  await page.click(".note-new");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type("Lead with the train.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".note-list .note-words >> text=The whole story");
  assert.deepEqual(await page.locator(".note-list .note-words").allTextContents(), ["Note on The whole story", "Headline: Kim Jong-un"]);
  await one.close();
});

test("the list stands in the order of the text; a click on words chooses their note, and own words are edited and deleted", async () => {
  const one = await desk({ story: 8 });
  const { page, mock, problems } = one;
  await leave(page, "KCNA", "Second.");
  await leave(page, "two days", "First.");
  assert.deepEqual((await page.locator(".note-list q").allTextContents()), ["two days", "KCNA"]);
  await page.click(".note-close");
  await page.click("#story-text .note-mark >> text=KCNA");
  await page.waitForSelector(".with-notes .note-card.on >> text=Second.");
  await page.click(".note-card.on .note-own >> text=Edit");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Second, better.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".note-card.on >> text=edited");
  await page.click(".note-card.on .note-own >> text=Delete");
  await page.click(".note-card.on .note-own button >> text=Delete");
  await marked(page, "two days");
  assert.equal(notesOf(mock.memory, 8).notes.length, 1);
  // A press on a button of a card that is not chosen does what the button says.
  await page.click(".note-card .note-acts >> text=Done");
  await page.waitForFunction(() => !document.querySelector("#story-text .note-mark"));
  assert.deepEqual(problems, []);
  await one.close();
});

test("who may only read leaves notes all the same, and sees no offer to write", async () => {
  const one = await desk({ story: 8, prepare: (memory) => { memory.may = "read"; } });
  const { page } = one;
  await page.waitForSelector(".editor.reading");
  await select(page, "two days");
  await page.keyboard.press("Control+Alt+m");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type("Was it not three?");
  await page.keyboard.press("Control+Enter");
  await marked(page, "two days");
  assert.deepEqual(await axe(page), []);
  await one.close();
});

test("fifty notes on five thousand words do not slow the typing, and nothing is looked up at each key", async () => {
  const words = "The harbour was quiet on the morning of the talks and nothing moved there but a crane".split(" ");
  const line = (at) => ({ type: "paragraph", content: [{ type: "text", text: `${at} ${Array.from({ length: 50 }, (_, n) => words[(n + at) % words.length]).join(" ")} place${at}- end.` }] });
  const one = await desk({ story: 8, prepare: (memory) => {
    memory.stories.get(8).copy.body = { type: "doc", content: Array.from({ length: 96 }, (_, at) => line(at)) };
    for (let at = 0; at < 50; at += 1) addNote(memory, 8, "Han Ji-woo", { quote: `place${at}-`, text: `Note ${at}` });
  } });
  const { page, mock } = one;
  await page.waitForFunction(() => document.querySelectorAll("#story-text .note-mark").length === 50);
  await page.waitForFunction(() => document.querySelector(".notes-button").textContent === "Notes 50");
  // Their places, found by their words, are told first.
  for (let tries = 0; tries < 200 && notesOf(mock.memory, 8).notes.some(({ from }) => !from); tries += 1) await page.waitForTimeout(100);
  assert.ok(notesOf(mock.memory, 8).notes.every(({ from }) => from));
  const measure = async () => page.evaluate(async () => {
    const text = document.querySelector("#story-text");
    text.focus();
    const last = text.lastElementChild.firstChild;
    document.getSelection().setBaseAndExtent(last, 3, last, 3);
    const took = [];
    for (let at = 0; at < 60; at += 1) {
      const began = performance.now();
      document.execCommand("insertText", false, "x");
      await Promise.resolve();
      took.push(performance.now() - began);
    }
    return took.sort((a, b) => a - b)[30];
  });
  const before = mock.memory.noteRequests;
  const [withNotes, without] = [await measure(), await (async () => {
    for (const note of notesOf(mock.memory, 8).notes) note.done = { by: "Han Ji-woo", at: "09:30" };
    const { changed } = await import("../mock/notes.mjs");
    changed(mock.memory, 8);
    await page.waitForFunction(() => !document.querySelector("#story-text .note-mark"));
    return measure();
  })()];
  assert.ok(mock.memory.noteRequests - before <= 3, "typing elsewhere tells the server nothing of notes");
  assert.ok(withNotes < without * 3 + 4, `${withNotes.toFixed(2)} ms a key with fifty notes, ${without.toFixed(2)} without`);
  await one.close();
});

test("a link to a note opens the list at it, and on a narrow screen the words stay in sight above", async () => {
  for (const scheme of ["light", "dark"]) {
    let id;
    const one = await desk({ story: 8, width: 390, height: 844, scheme, prepare: (memory) => {
      addNote(memory, 8, "Han Ji-woo", { quote: "two days", text: "Was it not three?" });
      id = addNote(memory, 8, "Han Ji-woo", { quote: "KCNA carried the toasts.", text: "Which of them?" });
    } });
    const { page } = one;
    await page.goto(`${page.url()}#note-${id}`);
    await page.reload();
    await page.waitForFunction(() => document.activeElement.matches("button.note-words[aria-expanded=true]"));
    await page.waitForFunction(() => {
      const [words, panel] = [document.querySelector(".note-mark.note-on")?.getBoundingClientRect(), document.querySelector(".notes-panel").getBoundingClientRect()];
      return words && words.top > 0 && words.bottom < panel.top;
    });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    assert.deepEqual(await axe(page), []);
    await one.close();
  }
});

test("words that were added after an answer was lost are sent under another name, and none are lost", async () => {
  const one = await desk({ story: 8, prepare: (memory) => { memory.loseNoteAnswer = true; } });
  const { page, mock } = one;
  await select(page, "two days");
  await page.keyboard.press("Control+Alt+m");
  await page.waitForFunction(() => document.activeElement.matches(".note-area"));
  await page.keyboard.type("Was it not three?");
  await page.keyboard.press("Control+Enter");
  await said(page, /The newsroom does not answer, so this is not sent/);
  mock.memory.loseNoteAnswer = false;
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Or four?");
  await page.keyboard.press("Control+Enter");
  await said(page, /The note is left/);
  assert.deepEqual(notesOf(mock.memory, 8).notes.map(({ remarks }) => remarks[0].text), ["Was it not three?", "Was it not three? Or four?"]);
  await one.close();
});

test("a place that the server does not take is told ever more seldom, and not at all to one who is signed out", async () => {
  for (const [status, most] of [[503, 3], [401, 1]]) {
    const one = await desk({ story: 8, prepare: (memory) => {
      memory.refuseAnchors = status;
      addNote(memory, 8, "Han Ji-woo", { quote: "KCNA carried the toasts.", text: "Which of them?" });
    } });
    await marked(one.page, "KCNA carried the toasts.");
    await one.page.waitForTimeout(4000);
    const posts = one.mock.memory.anchorPosts;
    assert.ok(posts >= 1 && posts <= most, `${status}: ${posts}`);
    await one.close();
  }
});

test("with one letter of a sentence changed its note stays there, though the sentence stands elsewhere whole", async () => {
  const both = await pair();
  const { a, b } = both;
  await leave(a, "the state news agencies", "Which?");
  await marked(b, "the state news agencies");
  await select(b, "The last paragraph");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.type("the state news agencies ");
  await marked(a, "the state news agencies");
  await select(b, "state news agencies");
  await b.keyboard.press("ArrowLeft");
  await b.keyboard.type("x");
  await marked(a, "the xstate news agencies");
  await b.waitForTimeout(600);
  await a.reload();
  await marked(a, "the xstate news agencies");
  await both.close();
});

test("a reply that is being written outlives its note, which says that it was deleted", async () => {
  const both = await pair();
  const { a, b, mock } = both;
  await leave(a, "two days", "Was it not three?");
  await marked(b, "two days");
  await b.click("#story-text .note-mark");
  await b.click(".note-card.on .note-acts >> text=Reply");
  await b.keyboard.type("My long answer");
  await a.click(".note-card.on .note-own >> text=Delete");
  await a.click(".note-card.on .note-own button >> text=Delete");
  await b.waitForSelector(".note-card >> text=This note was deleted meanwhile.");
  assert.equal(await b.locator(".note-list .note-area").inputValue(), "My long answer");
  assert.equal(notesOf(mock.memory, 8).notes.length, 0);
  assert.equal(await b.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))), true, "the page asks before it goes");
  // Whoever sits here next does not find them.
  assert.ok((await b.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("courant-note/")))).every((name) => name.startsWith("courant-note/person:2/")));
  await both.close();
});
