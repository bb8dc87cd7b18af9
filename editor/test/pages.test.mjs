import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, desk, drawing } from "./support/browser.mjs";

after(closeBrowser);

const html = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><script src="/assets/newsroom-pages.js" defer></script></head><body><main><h1>Page</h1>${body}</main></body></html>`;

async function open(path, page) {
  const here = await desk({ prepare: (memory) => { memory.pages = { [path]: page }; } });
  await here.page.goto(`${here.mock.url}${path}`);
  return here;
}

test("files chosen in the library go up one by one, with a link to write their words, and a refusal can be tried again", async () => {
  const { page, mock, close } = await open("/newsroom/pictures", () => html('<form data-upload="/newsroom/pictures" action="/newsroom/pictures" method="post"><label for="u">Add</label><input id="u" type="file" multiple><button data-upload-send disabled>Upload</button><ul data-upload-list></ul></form>'));
  await page.setInputFiles("#u", [{ name: "a.png", mimeType: "image/png", buffer: await drawing(page, 200, 100) }, { name: "broken.png", mimeType: "image/png", buffer: Buffer.from("no") }]);
  await page.click("text=Upload");
  await page.waitForSelector("li:nth-child(2) button");
  assert.equal(mock.memory.pictures.size, 1);
  assert.match(await page.textContent("li:nth-child(1)"), /a.png is in the library/);
  assert.match(await page.textContent("li:nth-child(2)"), /not a picture that can be read. Save it again/);
  await close();
});

test("rows of the front are moved by their buttons, and the order is sent", async () => {
  const row = (id) => `<li data-id="${id}"><input type="hidden" name="slot" value="${id}">Story ${id} <button name="move-up" value="${id}">Up</button><button name="move-down" value="${id}">Down</button></li>`;
  let version = 1;
  const { page, mock, close } = await open("/newsroom/front", () => html(`<form method="post" action="/newsroom/front" id="arrangement"><button name="save" value="front">Save</button><input type="hidden" name="version" value="${version++}"><ol data-sortable data-saves="arrangement">${["a", "b", "c"].map(row).join("")}</ol></form>`));
  await page.click("li:nth-child(3) [name=move-up]");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("[name=slot]")].map(({ value }) => value).join("")), "cab");
  assert.equal(await page.evaluate(() => document.activeElement.name), "move-down");
  assert.deepEqual(mock.memory.posts.map(([, body]) => body), ["version=1&slot=a&slot=c&slot=b&save=front", "version=2&slot=c&slot=a&slot=b&save=front"]);
  await page.dragAndDrop("li:nth-child(3)", "li:nth-child(1)", { targetPosition: { x: 200, y: 2 } });
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("[name=slot]")].map(({ value }) => value).join("")), "bca");
  await close();
});

test("a focal point is set by clicking on the picture and by arrow keys", async () => {
  const { page, close } = await open("/newsroom/pictures/one", () => html('<div data-focus><svg width="200" height="100"><circle cx="50%" cy="50%" r="5"></circle></svg></div><form><input name="focus_x" value="50"><input name="focus_y" value="50"></form>'));
  const box = await page.locator("[data-focus]").boundingBox();
  await page.mouse.click(box.x + box.width * 0.2, box.y + box.height * 0.8);
  await page.focus("[data-focus]");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual([await page.inputValue("[name=focus_x]"), await page.inputValue("[name=focus_y]")], ["21", "80"]);
  assert.equal(await page.getAttribute("circle", "cx"), "21%");
  await close();
});

test("what was found at links to other sites comes in by itself, and nothing typed is lost", async () => {
  const path = "/newsroom/stories/7/publication";
  let shown = 0;
  const found = () => (++shown < 3 ? '<p role="status" data-asking>One link to another site is being looked at. <a href="">Look again</a></p>' : "<p>The link to it leads to nothing.</p>");
  const { page, close } = await open(path, () => html(`<section data-checks>${found()}</section><form><input id="note"></form>`));
  await page.fill("#note", "typed");
  await page.waitForSelector("text=leads to nothing", { timeout: 8000 });
  assert.deepEqual([await page.locator("[data-asking]").count(), await page.inputValue("#note"), shown], [0, "typed", 3]);
  await page.waitForTimeout(1500);
  assert.equal(shown, 3, "it is not asked for any more");
  await close();
});
