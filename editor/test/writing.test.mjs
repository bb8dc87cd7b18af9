import assert from "node:assert/strict";
import { after, test } from "node:test";
import { axe, closeBrowser, desk, drawing } from "./support/browser.mjs";

after(closeBrowser);

const kinds = (body) => body.content.map(({ type }) => type);

test("a story typed with the keyboard alone reaches the server as the document model has it", async () => {
  const { page, saved, stored, problems, close } = await desk();
  await page.keyboard.type("Kim met Xi in Beijing");
  await page.keyboard.press("Enter");
  await page.keyboard.type("State media report a visit.");
  await page.keyboard.press("Enter");
  const keys = page.keyboard;
  await keys.type("Plain ");
  await keys.press("Control+b"); await keys.type("bold"); await keys.press("Control+b");
  await keys.type(" and `code` end.");
  await keys.press("Enter"); await keys.type("## What happened");
  await keys.press("Enter"); await keys.type("- one"); await keys.press("Enter"); await keys.type("two"); await keys.press("Tab");
  await keys.press("Enter"); await keys.press("Enter"); await keys.press("Enter");
  await keys.type("3. third");
  await keys.press("Enter"); await keys.press("Enter");
  await keys.type("> quoted"); await keys.press("Enter"); await keys.press("Enter");
  await keys.type("---");
  await keys.type("after the rule");
  await keys.press("Control+Alt+q");
  await saved();
  const { copy } = stored();
  assert.equal(copy.headline, "Kim met Xi in Beijing");
  assert.equal(copy.standfirst, "State media report a visit.");
  assert.deepEqual(kinds(copy.body), ["paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "rule", "pull_quote"]);
  assert.deepEqual(copy.body.content[0].content, [
    { type: "text", text: "Plain " }, { type: "text", text: "bold", marks: [{ type: "strong" }] }, { type: "text", text: " and " },
    { type: "text", text: "code", marks: [{ type: "code" }] }, { type: "text", text: " end." }]);
  assert.deepEqual(copy.body.content[1].attrs, { level: 2 });
  assert.deepEqual(copy.body.content[3].attrs, { start: 3 });
  assert.deepEqual(problems, []);
  await close();
});

test("the / menu puts in a table, which Tab fills and extends", async () => {
  const { page, saved, stored, close } = await desk();
  await page.click("#story-text");
  await page.keyboard.type("/tab");
  await page.waitForSelector("#block-menu [aria-selected=true]");
  await page.keyboard.press("Enter");
  const roles = () => page.locator("#story-text th").evaluateAll((heads) => heads.map((head) => head.getAttribute("role")));
  assert.deepEqual(await roles(), ["cell", "cell", "cell"], "a head without words heads nothing yet");
  assert.deepEqual(await axe(page), []);
  for (const word of ["Date", "Where", "Who", "5 March", "Pyongyang", "envoys", "a", "b", "c"]) { await page.keyboard.type(word); await page.keyboard.press("Tab"); }
  await page.keyboard.type("fourth row");
  assert.deepEqual(await roles(), [null, null, null], "with words it is the head of its column");
  await page.click(".tablebar .act-column-delete");
  await saved();
  const table = stored().copy.body.content[0];
  assert.equal(table.type, "table");
  assert.equal(table.content.length, 4);
  assert.equal(table.content[0].content.length, 2);
  assert.equal(table.content[0].content[0].type, "table_header");
  assert.deepEqual(table.content[1].content[0], { type: "table_cell", attrs: { colspan: 1, rowspan: 1, colwidth: null }, content: [{ type: "paragraph", content: [{ type: "text", text: "Pyongyang" }] }] });
  await close();
});

test("a link is set by a form, and an address that is none is refused with a sentence", async () => {
  const { page, saved, stored, close } = await desk();
  await page.click("#story-text");
  await page.keyboard.type("the storyline");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("javascript:alert(1)");
  await page.keyboard.press("Enter");
  assert.match(await page.textContent(".link-form .problem"), /not an address/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("example.org/talks");
  await page.keyboard.press("Enter");
  await saved();
  assert.deepEqual(stored().copy.body.content[0].content, [{ type: "text", text: "the storyline", marks: [{ type: "link", attrs: { href: "https://example.org/talks" } }] }]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "story-text");
  await close();
});

test("a footnote is written in its own small window and Escape goes back into the text", async () => {
  const { page, saved, stored, close } = await desk();
  await page.click("#story-text");
  await page.keyboard.type("A fact");
  await page.keyboard.press("Control+Alt+f");
  await page.waitForFunction(() => document.activeElement?.closest(".footnote-popup"));
  await page.keyboard.type("Where it is from");
  await page.keyboard.press("Escape");
  await page.keyboard.type(" and on.");
  await saved();
  assert.deepEqual(stored().copy.body.content[0].content, [
    { type: "text", text: "A fact" }, { type: "footnote", content: [{ type: "text", text: "Where it is from" }] }, { type: "text", text: " and on." }]);
  await close();
});

test("an uploaded picture gets its words and focal point, and missing alt text is marked", async () => {
  const { page, saved, stored, mock, close } = await desk();
  const file = { name: "river.png", mimeType: "image/png", buffer: await drawing(page) };
  mock.memory.slow = 300;
  await page.click("#story-text");
  await page.keyboard.type("Before");
  const chooser = page.waitForEvent("filechooser");
  await page.click(".act-picture");
  await (await chooser).setFiles(file);
  await page.waitForSelector(".pic progress");
  await page.waitForSelector(".body-text .focal-mark");
  assert.match(await page.textContent(".pic-missing"), /Alt text is missing/);
  await page.locator(".body-text .focal").click({ position: { x: 60, y: 60 } });
  await page.keyboard.press("ArrowRight");
  await page.fill(".body-text .pic-alt", "A river under hills");
  await page.fill(".body-text .pic-caption", "The border river");
  await page.fill(".body-text .pic-credit", "Ana Moreau");
  assert.equal(await page.textContent(".pic-missing"), "");
  await saved();
  const [id, picture] = [...mock.memory.pictures][0];
  const { focus, ...words } = stored().copy.body.content[1].attrs;
  assert.deepEqual(words, { picture: id, alt: "A river under hills", caption: "The border river", credit: "Ana Moreau" });
  const across = Number(focus.split(",")[0]);
  assert.ok(across < 200 && across > 80, `focus ${focus}`);
  assert.deepEqual(picture.focus, [0.5, 0.5], "the focal point of a use is its own, and leaves the picture's as it was");
  await close();
});

test("a picture of the library becomes the lead picture", async () => {
  const { page, saved, stored, mock, close } = await desk();
  const id = "a".repeat(64);
  mock.memory.pictures.set(id, { id, width: 900, height: 600, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "Hills", caption: "Hills at dusk", credit: "", bytes: await drawing(page), type: "image/png" });
  await page.click("text=From the library");
  await page.click(".library-list button");
  await page.waitForSelector(".lead .pic img");
  await saved();
  assert.deepEqual(stored().copy.picture, { picture: id, alt: "Hills", caption: "Hills at dusk", credit: "" });
  await close();
});

test("the ledger's marks live through editing around and inside them", async () => {
  const { page, saved, stored, close } = await desk({ story: 8 });
  await page.locator(".body-text .ledger").first().click();
  await page.keyboard.type("XX");
  await saved();
  const first = stored().copy.body.content[0].content;
  assert.deepEqual(first[1].marks, [{ type: "claim", attrs: { ref: "visit-beijing" } }]);
  assert.match(first[1].text, /XX/);
  assert.deepEqual(first[3].marks, [{ type: "date", attrs: { ref: "2018-03-28" } }]);
  await close();
});

test("the facts of the story are all kept", async () => {
  const { page, saved, stored, close } = await desk();
  const panel = page.locator("#panel");
  await panel.getByLabel("Section", { exact: true }).selectOption("business");
  await panel.getByLabel("Storyline", { exact: true }).selectOption("+");
  await panel.getByLabel("New storyline").fill("Trade and Tariffs");
  await panel.getByLabel("New storyline").press("Enter");
  for (const name of ["Ana Moreau", "Park Min"]) { await panel.getByLabel("Add a name").fill(name); await panel.getByLabel("Add a name").press("Enter"); }
  await panel.getByLabel("Move Park Min up").click();
  await panel.getByLabel("Place").fill("Seoul");
  await panel.getByLabel("Date", { exact: true }).fill("2018-03-28");
  await panel.getByLabel("Add a tag").fill("Korea, trade");
  await panel.getByLabel("Add a tag").press("Enter");
  await panel.getByLabel("Language").fill("ko");
  await panel.getByLabel("Slug", { exact: true }).fill("A Slug");
  await panel.getByLabel("Slugline").fill("trade-1");
  await panel.getByLabel("Kicker").fill("Trade");
  await saved();
  await page.waitForFunction(() => document.querySelector(".sheet").lang === "ko");
  const { body, ...facts } = stored().copy;
  assert.deepEqual(facts, {
    headline: "", standfirst: "", slug: "a-slug", slugline: "trade-1", language: "ko", kicker: "Trade",
    bylines: [{ name: "Park Min", slug: "" }, { name: "Ana Moreau", slug: "ana-moreau" }], dateline: { place: "Seoul", date: "2018-03-28" },
    section: "business", storyline: "trade-and-tariffs", tags: ["Korea", "trade"], picture: null });
  await close();
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the editor, ${scheme}, ${width} px wide`, async () => {
      const { page, close } = await desk({ story: 8, scheme, width });
      assert.deepEqual(await axe(page), []);
      await page.locator(".body-text p").first().click();
      await page.keyboard.press("Control+Shift+k");
      await page.waitForSelector(".link-form");
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+End"); await page.keyboard.press("Enter"); await page.keyboard.type("/");
      await page.waitForSelector("#block-menu [role=option]");
      assert.deepEqual(await axe(page), []);
      await close();
    });
  }
}

test("the toolbar is one stop of Tab, with arrow keys inside it", async () => {
  const { page, close } = await desk({ story: 8 });
  await page.locator(".body-text p").first().click();
  await page.keyboard.press("Alt+F10");
  assert.match(await page.evaluate(() => document.activeElement.className), /act-style/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Bold");
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Redo");
  assert.equal(await page.locator('.toolbar[aria-label="Writing"] button[tabindex="0"]').count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "story-text");
  await close();
});
