/** The part of a picture that a use shows: by mouse, by touch, by keyboard; for the lead, in the text and in galleries. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { axe, closeBrowser, desk, drawing } from "./support/browser.mjs";

after(closeBrowser);

const id = "a".repeat(64);

/** A desk with a picture of 900 × 600 as its lead. */
async function withLead(options) {
  const all = await desk(options);
  const { page, mock, saved } = all;
  mock.memory.pictures.set(id, { id, width: 900, height: 600, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "Hills", caption: "Hills at dusk", credit: "AP", bytes: await drawing(page), type: "image/png" });
  await page.click("text=From the library");
  await page.click(".library-list button");
  await page.waitForSelector(".lead .pic img");
  await saved();
  return { ...all, lead: () => all.stored().copy.picture };
}

const open = (page) => page.click(".lead .pic-crop-open");

test("the crop box is moved and sized with arrow keys alone, and says where it is", async () => {
  const { page, saved, lead, close } = await withLead();
  await page.focus(".lead .pic-crop-open");
  await page.keyboard.press("Enter");
  const box = page.locator(".lead .crop-box");
  assert.ok(await box.evaluate((one) => one === document.activeElement), "the box has the focus");
  for (const key of ["Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowUp", "ArrowRight", "ArrowDown", "Alt+ArrowRight"]) await page.keyboard.press(key);
  await saved();
  assert.equal(lead().crop, "21,20,960,980");
  assert.match(await box.getAttribute("aria-label"), /^Crop: 2 % across, 2 % down, 96 % wide, 98 % high\. Arrow keys move it/);
  assert.match(await page.textContent("#announcer"), /2 % across/);
  for (let press = 0; press < 60; press += 1) await page.keyboard.press("Shift+ArrowLeft");
  for (let press = 0; press < 60; press += 1) await page.keyboard.press("ArrowRight");
  await saved();
  assert.equal(lead().crop, "950,20,50,980", "neither smaller than allowed nor out of the picture");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".lead .crop-box").count(), 0);
  assert.ok(await page.locator(".lead .pic-crop-open").evaluate((one) => one === document.activeElement), "the focus goes back");
  await close();
});

test("a shape is kept while the box is sized, and reset shows the whole picture", async () => {
  const { page, saved, lead, problems, close } = await withLead();
  await open(page);
  await page.click(".lead .crop-ratio >> text=16:9");
  await saved();
  // 900 × 600 is three to two: all of its width, 84.4 % of its height.
  assert.equal(lead().crop, "0,78,1000,844");
  assert.equal(await page.getAttribute(".lead .crop-ratio:nth-child(3)", "aria-pressed"), "true");
  await page.focus(".lead .crop-box");
  await page.keyboard.press("Shift+ArrowLeft");
  await saved();
  const [, , width, height] = lead().crop.split(",").map(Number);
  assert.ok(Math.abs((width * 900) / (height * 600) - 16 / 9) < 0.01, lead().crop);
  await page.click(".lead .crop-ratio >> text=1:1");
  await saved();
  assert.equal(lead().crop, "167,0,667,1000");
  assert.deepEqual(await axe(page), []);
  await page.click(".lead .crop-reset");
  await saved();
  assert.deepEqual(lead(), { picture: id, alt: "Hills", caption: "Hills at dusk", credit: "AP" });
  assert.deepEqual(problems, []);
  await close();
});

test("the box follows the mouse at its edges and in its middle, and stays in the picture", async () => {
  const { page, saved, lead, close } = await withLead();
  await open(page);
  const rect = await page.locator(".lead .crop").boundingBox();
  const at = (x, y) => [rect.x + rect.width * x, rect.y + rect.height * y];
  const drag = async (from, to) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 4 });
    await page.mouse.up();
  };
  await drag([rect.x + rect.width - 3, rect.y + rect.height - 3], at(0.5, 0.5));
  await saved();
  const near = (crop, wanted) => crop.split(",").map(Number).every((part, index) => Math.abs(part - wanted[index]) <= 12);
  assert.ok(near(lead().crop, [0, 0, 500, 500]), lead().crop);
  await drag(at(0.25, 0.25), at(2, 2));
  await saved();
  assert.ok(near(lead().crop, [500, 500, 500, 500]), lead().crop);
  await page.click(".lead .crop-done");
  // Readers see this part, and so does whoever writes.
  const shown = await page.locator(".lead .pic-stage").boundingBox();
  assert.ok(Math.abs(shown.width / shown.height - 1.5) < 0.05);
  const image = await page.locator(".lead .pic-stage img").boundingBox();
  assert.ok(Math.abs(image.width / shown.width - 2) < 0.1 && image.x < shown.x - 10, JSON.stringify({ image, shown }));
  await close();
});

test("the box follows a finger", async () => {
  const { page, saved, lead, close } = await withLead();
  await open(page);
  await page.locator(".lead .crop").evaluate((crop) => {
    const rect = crop.getBoundingClientRect();
    const handle = crop.querySelector(".crop-w");
    // A finger's pointer cannot be captured when nothing touches the screen.
    handle.setPointerCapture = () => undefined;
    const fire = (type, x) => handle.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: "touch", isPrimary: true, bubbles: true, cancelable: true, button: type === "pointermove" ? -1 : 0, clientX: rect.left + rect.width * x, clientY: rect.top + rect.height / 2 }));
    fire("pointerdown", 0);
    fire("pointermove", 0.1);
    fire("pointermove", 0.25);
    fire("pointerup", 0.25);
  });
  await saved();
  assert.equal(lead().crop, "250,0,750,1000");
  assert.equal(await page.locator(".lead .crop").evaluate((one) => getComputedStyle(one).touchAction), "none");
  await close();
});

test("a picture of the text has a crop of its own, and another picture in its place has none", async () => {
  const { page, saved, stored, mock, close } = await withLead();
  const other = "b".repeat(64);
  mock.memory.pictures.set(other, { ...mock.memory.pictures.get(id), id: other, caption: "Gulls" });
  await page.click("#story-text");
  await page.keyboard.type("Before");
  await page.click(".act-library");
  await page.click(".library-list button >> nth=0");
  await page.waitForSelector(".body-text .pic img");
  await page.click(".body-text .pic-crop-open");
  await page.keyboard.press("Shift+ArrowLeft");
  await saved();
  const attrs = () => stored().copy.body.content.find(({ type }) => type === "picture").attrs;
  assert.equal(attrs().crop, "0,0,980,1000");
  assert.equal(stored().copy.picture.crop, undefined, "the lead is cut by nobody");
  await page.keyboard.press("Escape");
  await page.click(".body-text .pic >> text=Change picture");
  await page.click(".library-list button >> text=Gulls");
  await page.waitForFunction(() => document.querySelector(".body-text .pic-caption")?.value === "Gulls");
  await saved();
  assert.deepEqual(attrs(), { picture: other, alt: "Hills", caption: "Gulls", credit: "AP" });
  await close();
});
