// Blocks that stand apart: put in by menu and by key, written, ordered, left, taken away.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { axe, closeBrowser, desk, drawing } from "./support/browser.mjs";

after(closeBrowser);

const menu = async (page, words) => {
  await page.keyboard.type(`/${words}`);
  await page.waitForSelector("#block-menu [role=option]");
  await page.keyboard.press("Enter");
};
const p = (words) => ({ type: "paragraph", ...(words ? { content: [{ type: "text", text: words }] } : {}) });
const withoutLast = (body) => body.content.filter((block, index, all) => !(index === all.length - 1 && block.type === "paragraph" && !block.content));

test("a link card is put in by the / menu, and an address that is none is not kept", async () => {
  const { page, text, saved, stored, problems, close } = await desk();
  await text.click();
  await menu(page, "link card");
  await page.waitForFunction(() => document.activeElement?.classList.contains("card-href"));
  await page.keyboard.type("http://example.org/a");
  assert.match(await page.textContent(".apart-card .apart-problem"), /no address a card can lead to/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("https://www.example.org/a?b=c");
  assert.match(await page.textContent(".apart-card .apart-problem"), /Readers see: example\.org/);
  await page.keyboard.press("Tab");
  await page.keyboard.type("Yonhap");
  await page.keyboard.press("Enter");
  await page.keyboard.type("The statement");
  await page.keyboard.press("Enter");
  await page.keyboard.type("In Korean.");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("And on.");
  await saved();
  assert.deepEqual(stored().copy.body.content, [
    { type: "link_card", attrs: { href: "https://www.example.org/a?b=c", source: "Yonhap" }, content: [p("The statement"), p("In Korean.")] }, p("And on.")]);
  assert.deepEqual(problems, []);
  await close();
});

test("a bare address pasted on an empty line is a link, and one key makes it a card", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  const paste = (words) => page.evaluate((plain) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    document.querySelector("#story-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, words);
  await paste("https://example.org/post/1");
  await page.waitForSelector(".card-offer");
  assert.match(await page.textContent("#announcer"), /makes a link card/);
  await saved();
  assert.equal(stored().copy.body.content[0].content[0].marks[0].attrs.href, "https://example.org/post/1");
  await page.waitForTimeout(800);
  await page.keyboard.press("Control+Alt+l");
  await page.waitForTimeout(800);
  await page.keyboard.type("A post");
  await saved();
  assert.deepEqual(withoutLast(stored().copy.body), [{ type: "link_card", attrs: { href: "https://example.org/post/1", source: "" }, content: [p("A post")] }]);
  assert.equal(await page.locator(".card-offer").count(), 0);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.waitForSelector(".card-offer");
  await close();
});

test("a fact box holds heading, list and footnote, is left by Mod-Enter, and empty it goes by Backspace", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  await page.keyboard.press("Control+Alt+b");
  await page.keyboard.type("In short");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("A fact");
  await page.keyboard.press("Control+Alt+f");
  await page.waitForFunction(() => document.activeElement?.closest(".footnote-popup"));
  await page.keyboard.type("Note");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- one");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.type("After.");
  await saved();
  const [box, rest] = stored().copy.body.content;
  assert.equal(box.type, "fact_box");
  assert.deepEqual(box.content.map(({ type }) => type), ["heading", "paragraph", "bullet_list"]);
  assert.deepEqual(box.content[1].content[1], { type: "footnote", content: [{ type: "text", text: "Note" }] });
  assert.deepEqual(rest, p("After."));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Alt+b");
  assert.equal(await page.locator(".apart-facts").count(), 2);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  assert.equal(await page.locator(".apart-facts").count(), 1);
  await close();
});

async function galleryOf(page, count) {
  const files = [];
  for (let n = 0; n < count; n += 1) files.push({ name: `${n}.png`, mimeType: "image/png", buffer: await drawing(page, 300 + n, 200, n * 90) });
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+Alt+g");
  await (await chooser).setFiles(files);
  await page.waitForFunction((wanted) => document.querySelectorAll(".apart-gallery .focal-mark").length === wanted, count);
}
const alts = (body) => body.content.find(({ type }) => type === "gallery").content.map(({ attrs }) => attrs.alt);

test("the order of a gallery is changed by button, by key and by dragging; each picture needs its alt text", async () => {
  const { page, text, saved, stored, problems, close } = await desk({ height: 1900 });
  await text.click();
  await galleryOf(page, 3);
  assert.equal(await page.locator(".apart-gallery .pic-bare").count(), 3);
  for (const [n, alt] of ["one", "two", "three"].entries()) await page.locator(".apart-gallery .pic-alt").nth(n).fill(alt);
  await saved();
  assert.deepEqual(alts(stored().copy.body), ["one", "two", "three"]);
  await page.locator(".apart-gallery .pic-later").nth(0).click();
  await page.waitForFunction(() => document.activeElement?.classList.contains("pic-later"));
  assert.match(await page.textContent("#announcer"), /Picture 2 of 3/);
  await page.keyboard.press("Enter");
  await saved();
  assert.deepEqual(alts(stored().copy.body), ["two", "three", "one"]);
  await page.locator(".apart-gallery .pic-alt").nth(2).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowUp");
  await saved();
  assert.deepEqual(alts(stored().copy.body), ["two", "one", "three"]);
  const [from, to] = [page.locator(".apart-gallery .pic-drag").nth(2), page.locator(".apart-gallery .pic").nth(0)];
  await from.scrollIntoViewIfNeeded();
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(a.x + 8, a.y + 8);
  await page.mouse.down();
  await page.mouse.move(b.x + 30, b.y + 20, { steps: 6 });
  await page.mouse.move(b.x + 4, b.y + 6, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(1300);
  await saved();
  assert.deepEqual(alts(stored().copy.body), ["three", "two", "one"]);
  assert.deepEqual(problems, []);
  await close();
});

test("a gallery from the library is filled picture by picture, and undo takes the last one out", async () => {
  const { page, text, mock, saved, stored, close } = await desk();
  const id = "a".repeat(64);
  mock.memory.pictures.set(id, { id, width: 900, height: 600, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "Hills", caption: "", credit: "", bytes: await drawing(page), type: "image/png" });
  await text.click();
  await galleryOf(page, 1);
  await page.waitForTimeout(800);
  await page.click(".apart-gallery >> text=From the library");
  await page.click(".library-list button");
  await page.waitForFunction(() => document.querySelectorAll(".apart-gallery .pic").length === 2);
  await saved();
  assert.equal(stored().copy.body.content[0].content[1].attrs.picture, id);
  await text.focus();
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelectorAll(".apart-gallery .pic").length === 1);
  await close();
});

test("a film gets its file, captions, still picture and transcript; what is refused says why", async () => {
  const { page, text, mock, saved, stored, problems, close } = await desk();
  const id = "a".repeat(64);
  mock.memory.pictures.set(id, { id, width: 900, height: 600, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "Hills", caption: "", credit: "", bytes: await drawing(page), type: "image/png" });
  await text.click();
  await page.keyboard.press("Control+Alt+v");
  await page.waitForFunction(() => document.activeElement?.classList.contains("rec-choose"));
  const give = async (press, name, content) => {
    const chooser = page.waitForEvent("filechooser");
    await press();
    await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
  };
  await give(() => page.keyboard.press("Enter"), "bad.mp4", "bad");
  await page.waitForSelector(".rec-stage [role=alert]");
  assert.match(await page.textContent(".rec-stage [role=alert]"), /no film/);
  await give(() => page.click(".rec-choose"), "crane.mp4", "a film that is long enough");
  await page.waitForSelector(".rec-stage video");
  assert.match(await page.textContent(".apart-recording .apart-problem"), /No transcript yet.*No captions yet/);
  await page.keyboard.type("The crane turns");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("(Wind.)");
  await give(() => page.click(".rec-captions"), "crane.vtt", "WEBVTT captions");
  await page.waitForSelector("text=Captions: crane.vtt");
  await page.click(".rec-poster");
  await page.click(".library-list button");
  await page.waitForSelector("text=Still picture: chosen");
  await page.fill(".rec-credit", "Ana Ruiz");
  await saved();
  const [film] = stored().copy.body.content;
  const of = (kind) => [...mock.memory.files.values()].find((file) => file.kind === kind).id;
  assert.deepEqual(film, { type: "video", attrs: { file: of("video"), captions: of("captions"), poster: id, credit: "Ana Ruiz" }, content: [p("The crane turns"), p("(Wind.)")] });
  assert.equal(await page.textContent(".apart-recording .apart-problem"), "");
  await page.reload();
  await page.waitForSelector(".rec-stage video");
  assert.deepEqual(problems, []);
  await close();
});

test("a sound that is here already is chosen from the list", async () => {
  const { page, text, mock, saved, stored, close } = await desk();
  const id = "b".repeat(64);
  mock.memory.files.set(id, { id, kind: "audio", format: "MP3", media_type: "audio/mpeg", bytes: 10, seconds: 252, width: 0, height: 0, src: `/newsroom/media-files/${id.slice(0, 32)}/audio.mp3`, name: "bell.mp3" });
  await text.click();
  await menu(page, "sound");
  await page.waitForSelector(".rec-here:not([hidden])");
  await page.selectOption(".rec-here", id);
  await page.waitForSelector(".rec-stage audio");
  assert.match(await page.textContent(".rec-facts"), /bell\.mp3 · 4:12 · MP3/);
  await saved();
  assert.equal(stored().copy.body.content[0].attrs.file, id);
  await close();
});

test("blocks that two edits left empty open, are kept, and can be written in again", async () => {
  const kinds = ["link_card", "fact_box", "gallery", "audio", "video"];
  const { page, saved, stored, problems, close } = await desk({ prepare: (memory) => { memory.stories.get(7).copy.body = { type: "doc", content: [p("x"), ...kinds.map((type) => ({ type })), p("y")] }; } });
  assert.equal(await page.locator(".apart").count(), 5);
  await page.locator(".apart-facts .apart-words").click();
  await page.keyboard.type("Again");
  await saved();
  assert.deepEqual(stored().copy.body.content.find(({ type }) => type === "fact_box").content, [p("Again")]);
  assert.deepEqual(stored().copy.body.content.map(({ type }) => type), ["paragraph", ...kinds, "paragraph"]);
  assert.deepEqual(problems, []);
  await close();
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the new blocks, ${scheme}, ${width} px wide`, async () => {
      const id = "c".repeat(64);
      const body = { type: "doc", content: [p("x"),
        { type: "link_card", attrs: { href: "https://example.org/a", source: "" }, content: [p("Title"), p("Note")] },
        { type: "fact_box", content: [{ type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "In short" }] }, p("Fact")] },
        { type: "gallery", content: [0, 1].map((n) => ({ type: "picture", attrs: { picture: id, alt: n ? "Hills" : "", caption: "", credit: "" } })) },
        { type: "audio", attrs: { file: "", credit: "" }, content: [p(), p()] }, { type: "video", content: [p("Film")] }, p("y")] };
      const { page, close } = await desk({ scheme, width, prepare: async (memory) => {
        memory.stories.get(7).copy.body = body;
        memory.pictures.set(id, { id, width: 300, height: 200, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "", caption: "", credit: "", bytes: Buffer.from("x"), type: "image/png" });
      } });
      await page.waitForSelector(".rec-choose");
      assert.deepEqual(await axe(page), []);
      await close();
    });
  }
}
