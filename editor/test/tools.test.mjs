// Find and replace, signs while typing, special characters, the count, the palette, the shortcuts: by keyboard, in Chromium.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { axe, closeBrowser, desk } from "./support/browser.mjs";

after(closeBrowser);

const words = (page) => page.evaluate(() => document.querySelector("#story-text").innerText);
const focus = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
const said = (page, pattern) => page.waitForFunction((source) => [...document.querySelectorAll('[role="status"]')].some((one) => new RegExp(source).test(one.textContent)), pattern.source);

test("find goes through headline, standfirst and text, counts, and replaces all in one step of undo", async () => {
  const { page, saved, stored, problems, close } = await desk();
  const keys = page.keyboard;
  await keys.type("The ferry sails"); await keys.press("Enter");
  await keys.type("A Ferry and a férry"); await keys.press("Enter");
  await keys.type("ferry, ferryman, "); await keys.press("Control+b"); await keys.type("ferry"); await keys.press("Control+b"); await keys.type(" end.");
  await page.waitForTimeout(900);
  await keys.press("Control+f");
  assert.match(await focus(page), /find/);
  await keys.type("ferry");
  await page.waitForFunction(() => document.querySelector(".find-count").textContent === "4 of 6" || document.querySelector(".find-count").textContent === "1 of 6");
  await keys.press("Enter"); await keys.press("Enter");
  await keys.press("Shift+Enter");
  assert.match(await page.textContent(".find-count"), /^\d of 6$/);
  await said(page, /\d of 6/);
  assert.equal(await page.locator(".found").count(), 3);
  assert.equal(await page.locator(".found-now, .found-here").count(), 1);
  await page.getByLabel("Whole words").check();
  assert.match(await page.textContent(".find-count"), / of 5$/);
  await page.getByLabel("Match case").check();
  assert.match(await page.textContent(".find-count"), / of 4$/);
  await page.getByLabel("Match accents").check();
  assert.match(await page.textContent(".find-count"), / of 3$/);
  for (const name of ["Match case", "Match accents"]) await page.getByLabel(name).uncheck();
  await keys.press("Control+h");
  await keys.type("boat");
  await keys.press("Control+Enter");
  await said(page, /5 replaced/);
  await saved();
  const { copy } = stored();
  assert.deepEqual([copy.headline, copy.standfirst], ["The boat sails", "A boat and a boat"]);
  assert.deepEqual(copy.body.content[0].content, [{ type: "text", text: "boat, ferryman, " }, { type: "text", text: "boat", marks: [{ type: "strong" }] }, { type: "text", text: " end." }]);
  await keys.press("Escape");
  await page.locator("#story-text").focus();
  await keys.press("Control+z");
  await page.waitForFunction(() => document.querySelector("#story-text").innerText.startsWith("ferry, ferryman, ferry"));
  assert.equal(await page.locator(".found").count(), 0, "matches are still marked");
  assert.deepEqual(problems, []);
  await close();
});

test("what is not there is said, and Escape leaves the writer at the match shown last", async () => {
  const { page, close } = await desk();
  const keys = page.keyboard;
  await page.click("#story-text");
  await keys.type("one two three two");
  await keys.press("Control+f"); await keys.type("zzz");
  await said(page, /zzz is not in this story/);
  await keys.press("Control+a"); await keys.type("two");
  await keys.press("Enter");
  await keys.press("Escape");
  assert.equal(await focus(page), "story-text");
  await keys.type("2");
  assert.match(await words(page), /one (2 three two|two three 2)/);
  await close();
});

test("signs are typographic as they are typed, in the story's language; Backspace and undo give the key back; code is left alone", async () => {
  const { page, saved, stored, close } = await desk();
  const keys = page.keyboard;
  await keys.type(`"It's here"`); await keys.press("Enter");
  await keys.type("A 'so'"); await keys.press("Enter");
  await keys.type(`He said "it's 'so' -- no" and left...`);
  await keys.press("Enter");
  await keys.type('x "'); await keys.press("Backspace"); await keys.type("q");
  await keys.press("Enter");
  await keys.type('y "'); await keys.press("Control+z"); await keys.type("r");
  await keys.press("Enter"); await keys.type('``` '.trim()); await keys.type(`say "x" -- it's`);
  await saved();
  const { copy } = stored();
  assert.deepEqual([copy.headline, copy.standfirst], ["“It’s here”", "A ‘so’"]);
  const text = copy.body.content.map(({ content }) => content?.map((node) => node.text).join("") ?? "");
  assert.equal(text[0], "He said “it’s ‘so’ – no” and left…");
  assert.equal(text[1], 'x "q');
  assert.equal(text[2], 'y "r');
  assert.equal(copy.body.content[3].type, "code_block");
  assert.equal(text[3], `say "x" -- it's`);
  await page.getByLabel("Language").fill("de");
  await page.waitForFunction(() => document.querySelector(".sheet").lang === "de");
  await page.locator("textarea.standfirst").focus();
  await keys.press("Control+a"); await keys.type('"Ja"');
  assert.equal(await page.inputValue("textarea.standfirst"), "„Ja“");
  await keys.type(' "'); await keys.press("Backspace");
  assert.equal(await page.inputValue("textarea.standfirst"), '„Ja“ "');
  await close();
});

test("straight quotes that were pasted are put right by one command, and undone by one", async () => {
  const { page, saved, close } = await desk();
  await page.click("#story-text");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/html", `<p>"It's <b>'so'</b>" -- <code>"x"</code></p><p>"Yes..."</p>`);
    document.querySelector("#story-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.waitForTimeout(800);
  await page.keyboard.press("Control+Alt+'");
  await page.waitForFunction(() => document.querySelector("#story-text").innerText.includes("“It’s ‘so’” – \"x\""));
  assert.match(await words(page), /“Yes…”/);
  await saved();
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector("#story-text").innerText.includes(`"It's 'so'" -- "x"`));
  await close();
});

test("a special character is found by its name and put where the cursor was; the next time it stands first", async () => {
  const { page, saved, stored, close } = await desk();
  const keys = page.keyboard;
  await keys.type("Price ");
  await keys.press("Control+Alt+s");
  await keys.type("won");
  assert.deepEqual(await axe(page, "dialog"), []);
  await keys.press("Enter");
  await keys.type("5");
  await keys.press("Enter"); await keys.press("Enter");
  await keys.press("Control+Alt+s");
  assert.match(await page.textContent(".character[aria-selected=true]"), /₩/);
  await keys.press("ArrowRight"); await keys.press("ArrowLeft"); await keys.press("Enter");
  await keys.press("Control+Alt+s"); await keys.type("narrow non"); await keys.press("Enter"); await keys.type("x");
  await keys.press("Control+Alt+s"); await keys.press("Escape"); await keys.type("y");
  await saved();
  assert.equal(stored().copy.headline, "Price ₩5");
  assert.equal(stored().copy.body.content[0].content[0].text, "₩\u202fxy");
  await close();
});

test("words are counted against what was asked for, and of the selection", async () => {
  const { page, close } = await desk({ prepare: (memory) => { memory.length = 10; } });
  await page.click("#story-text");
  await page.keyboard.type("one two three four");
  await page.waitForFunction(() => document.querySelector(".ed-count").textContent === "4 of 10 words · 1 min to read");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await page.waitForFunction(() => /^1 selected · 4 of 10/.test(document.querySelector(".ed-count").textContent));
  await page.keyboard.press("Control+Alt+w");
  await said(page, /1 selected · 4 of 10 words/);
  await close();
});

test("the palette finds commands, stories and pages by a few letters, and the focus goes back", async () => {
  const { page, problems, mock, saved, stored, close } = await desk({ prepare: (memory) => { memory.find = (q) => ({ stories: [{ id: 8, headline: `About ${q}`, state: "Draft", url: "/newsroom/stories/8" }] }); } });
  const keys = page.keyboard;
  await page.click("#story-text");
  await keys.type("words ");
  const began = await page.evaluate(() => performance.now());
  await keys.press("Control+k");
  await page.waitForSelector("dialog.palette [role=option]");
  console.log(`the palette opened in ${Math.round(await page.evaluate(() => performance.now()) - began)} ms`);
  assert.deepEqual(await axe(page, "dialog"), []);
  await keys.press("Escape");
  assert.equal(await focus(page), "story-text");
  await keys.press("Control+k"); await keys.type("pull"); 
  assert.match(await page.textContent(".palette [aria-selected=true] kbd"), /Ctrl Alt Q/);
  await keys.press("Enter");
  await keys.type("here");
  await saved();
  assert.equal(stored().copy.body.content[0].type, "pull_quote");
  assert.equal(stored().copy.body.content[0].content[0].text, "words here");
  await keys.press("Control+k"); await keys.type("qui");
  await page.waitForSelector(".palette [role=option]:has-text('About qui')");
  mock.memory.find = null;
  await keys.type("zz");
  await page.waitForSelector(".palette-none");
  await keys.press("Control+a"); await keys.type("stories"); await keys.press("Enter");
  await page.waitForURL(/\/newsroom\/stories$/);
  await keys.press("Control+k");
  assert.match(await page.textContent(".palette"), /Recent stories/);
  await keys.type("no headline"); await keys.press("Escape");
  assert.deepEqual(problems, []);
  await close();
});

test("with words selected Ctrl-K is Link, and pressed again the palette", async () => {
  const { page, close } = await desk();
  await page.click("#story-text");
  await page.keyboard.type("words"); await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+k");
  await page.waitForSelector(".link-form");
  await page.keyboard.press("Control+k");
  await page.waitForSelector("dialog.palette");
  await page.keyboard.press("Escape");
  assert.equal(await focus(page), "story-text");
  await close();
});

test("the list of shortcuts says nothing that is not so: every key in it is taken by the editor", async () => {
  const { page, context, close } = await desk();
  await page.click("#story-text");
  await page.keyboard.type("one"); await page.keyboard.press("Enter"); await page.keyboard.type("two");
  await page.keyboard.press("Control+/");
  await page.waitForSelector("dialog.shortcuts");
  assert.deepEqual(await axe(page, "dialog"), []);
  const keys = await page.$$eval("dialog.shortcuts [data-key]", (rows) => rows.map((row) => row.dataset.key));
  assert.ok(keys.length > 30, `${keys.length} keys`);
  assert.equal(new Set(keys).size, keys.length, "a key is listed twice");
  await page.keyboard.press("Escape");
  context.on("page", (other) => other.close());
  page.on("filechooser", () => undefined);
  for (const key of keys) {
    if (["/", "?", "Mod-Alt-x", "Escape"].includes(key)) continue;
    // These leave the page; they are pressed in the tests of the whole paper.
    if (["Mod-Alt-Enter", "Mod-Alt-k", "Mod-Alt-u"].includes(key)) continue;
    await page.evaluate(() => {
      for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
      document.querySelector(".find-close")?.closest(".findbar:not([hidden])")?.querySelector(".find-close").click();
      document.querySelector("#story-text").focus();
    });
    // The same two paragraphs each time, the first selected.
    for (const one of ["Control+a", "Backspace", "Backspace", "Control+Alt+2", "Control+Alt+0"]) await page.keyboard.press(one);
    await page.keyboard.type("one"); await page.keyboard.press("Enter"); await page.keyboard.type("two");
    await page.keyboard.press("Control+Home"); await page.keyboard.press("Shift+End");
    await page.waitForTimeout(30);
    if (/^Mod-(Shift-)?g$/.test(key)) { await page.keyboard.press("Control+f"); await page.keyboard.type("o"); }
    // What is text already is not made text: it must be something else first.
    if (key === "Mod-Alt-0") await page.keyboard.press("Control+Alt+2");
    if (key === "Alt-ArrowUp") await page.keyboard.press("Control+End");
    if (/Tab/.test(key)) { await page.keyboard.press("Control+End"); await page.keyboard.press("Enter"); await page.keyboard.press("Control+Alt+0"); await page.keyboard.type("- x"); await page.keyboard.press("Enter"); await page.keyboard.type("y"); if (key === "Shift-Tab") await page.keyboard.press("Tab"); }
    await page.evaluate(() => { window.taken = null; window.addEventListener("keydown", (event) => { if (!/Control|Alt|Shift|Meta/.test(event.key)) window.taken = event.defaultPrevented; }); });
    const pressed = key.split("-").map((part) => ({ Mod: "Control" })[part] ?? part).join("+");
    await page.keyboard.press(pressed);
    assert.equal(await page.evaluate(() => window.taken), true, `${key} does nothing`);
    await page.keyboard.press("Escape");
  }
  await close();
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the tools, ${scheme}, ${width} px wide`, async () => {
      const { page, close } = await desk({ story: 8, scheme, width });
      await page.locator(".body-text p").first().click();
      await page.keyboard.press("Control+h");
      await page.keyboard.type("the");
      assert.deepEqual(await axe(page), []);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/find-${scheme}-${width}.png` });
      await page.keyboard.press("Escape");
      await page.keyboard.press("ArrowRight");
      for (const [key, name] of [["Control+k", "palette"], ["Control+/", "shortcuts"], ["Control+Alt+s", "characters"]]) {
        await page.keyboard.press(key);
        await page.waitForSelector("dialog[open]");
        assert.deepEqual(await axe(page, "dialog"), []);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${scheme}-${width}.png` });
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog[open]", { state: "detached" });
      }
      await close();
    });
  }
}
