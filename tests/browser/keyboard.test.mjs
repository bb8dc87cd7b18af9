// From sign-in to a published story with picture, correction and a place on the front, without a mouse. Each step is one
// test, so that a page that changes changes one step. At every stop the focus must be seen and have a name.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Hands } from "./hands.mjs";
import { courant, endAll, openContext, startPaper, waitFor, wire } from "./lib.mjs";

let paper, page, hands, picture;
const HEADLINE = "Kites over the Haemun wall";
const PASSWORD = "seven quiet lanterns";

before(async () => {
  paper = await startPaper();
  const added = await courant(["person", "add", "Oda Quill", "oda@quill.example", "--data", paper.data], { input: `${PASSWORD}\n` });
  assert.equal(added.code, 0, added.err);
  const context = await openContext({ viewport: { width: 1280, height: 800 } });
  // Pictures are made anew by a server without optimisation, on a machine that has other work.
  context.setDefaultTimeout(45_000);
  page = await context.newPage();
  // Asked for from the start: a listener added just before a key may come too late.
  page.on("filechooser", () => undefined);
  hands = new Hands(page);
  // No mouse, no selector that clicks: whoever tries is told.
  for (const name of ["click", "dblclick", "tap", "check", "fill", "focus", "hover", "selectOption"]) page[name] = () => { throw new Error(`The keyboard test may not ${name}.`); };
}, { timeout: 60_000 });
after(endAll);

const saved = () => page.waitForFunction(() => { const mark = document.querySelector("#save-mark"); return mark?.dataset.state === "saved" && /\d/.test(mark.textContent); });

test("signing in", async () => {
  await page.goto(`${paper.site}/newsroom/sign-in`);
  picture = Buffer.from(await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 800];
    const pen = canvas.getContext("2d");
    for (let x = 0; x < 1200; x += 12) { pen.fillStyle = `hsl(${x / 5} 40% 60%)`; pen.fillRect(x, Math.sin(x / 80) * 90 + 200, 10, 500); }
    return canvas.toDataURL("image/png").split(",")[1];
  }), "base64");
  await hands.tabTo(/^Skip to/);
  await hands.press("Enter");
  assert.match(new URL(page.url()).hash, /main/, "the skip link leads nowhere");
  await hands.tabTo("Email");
  await hands.type("oda@quill.example");
  await hands.press("Tab");
  assert.equal((await hands.focus()).name, "Password");
  await hands.type(PASSWORD);
  await hands.leads("Enter", /\/newsroom\/?$/);
});

test("a story is begun and written", async () => {
  await hands.palette("new st", /^New story/);
  await page.waitForURL(/\/stories\/\d+$/);
  await page.waitForSelector("textarea.headline:focus");
  await hands.focus();
  await hands.type(HEADLINE);
  await hands.press("Enter");
  await hands.type("Children flew them for an hour before dusk.");
  await hands.press("Enter");
  await hands.focus();
  await hands.type(`"They were red," said one of 40 children. The wind came from the north.`);
  await hands.press("Enter");
  await hands.type("## Who made them"); await hands.press("Enter");
  await hands.type("- Ropemakers"); await hands.press("Enter"); await hands.type("Weavers"); await hands.press("Enter", 2);
  await hands.type("More on the talks");
  await hands.press("Control+Shift+ArrowLeft"); await hands.press("Control+k");
  await page.waitForSelector(".link-form");
  assert.equal((await hands.focus()).name, "Address of the link");
  await hands.type("/storylines/korea-talks-2018"); await hands.press("Enter");
  await saved();
});

test("a picture is put in with its words", async () => {
  const chooser = page.waitForEvent("filechooser");
  await hands.palette("lead pic", /^Lead picture/);
  assert.equal((await hands.focus()).name, "Upload");
  await hands.press("Enter");
  await (await chooser).setFiles({ name: "kites.png", mimeType: "image/png", buffer: picture });
  await page.waitForSelector(".lead .focal-mark");
  await page.waitForFunction(() => document.activeElement !== document.body, null, { timeout: 10_000 }).catch(() => assert.fail("the focus is lost once the picture is in"));
  if (!/^Caption/.test((await hands.focus()).name)) await hands.tabTo("Caption");
  await hands.type("The wall at dusk."); await hands.press("Tab"); await hands.type("Oda Quill"); await hands.press("Tab");
  assert.match((await hands.focus()).name, /^Alt text/);
  await hands.type("Kites over a long wall");
  await saved();
});

test("its facts are filled in", async () => {
  await hands.palette("section", /^Section/);
  assert.equal((await hands.focus()).name, "Section");
  await hands.type("Cult");
  await hands.tabTo("Add a name"); await hands.type("Oda Quill"); await hands.press("Enter");
  await hands.tabTo("Place"); await hands.type("Haemun");
  await saved();
});

test("nothing in the editor holds the focus, and every stop of Tab can be seen", async () => {
  await hands.palette("headline", /^Headline/);
  const seen = new Set();
  const names = [];
  let again = 0;
  for (let step = 0; step < 120; step += 1) {
    await hands.press("Tab");
    const at = await page.evaluate(() => { const one = document.activeElement; one.dataset ??= {}; return one === document.body ? "body" : (one.dataset.stop ??= String(Math.random())); });
    if (at === "body") { seen.add("end"); break; }
    names.push((await hands.focus()).name.slice(0, 20));
    // In a list or a table the first Tab is the list's; the next ones leave it.
    again = seen.has(at) ? again + 1 : 0;
    if (again > 3) break;
    seen.add(at);
  }
  assert.ok(seen.has("end"), `Tab goes round and never leaves the page: ${names.join(" | ")}`);
});

test("it is published", async () => {
  await page.keyboard.press("Tab");
  await hands.palette("publish", /^Publish…/);
  await page.waitForURL(/publication$/);
  await hands.tabTo(/^Publish now/);
  await hands.leads("Enter", /\/newsroom/);
  await waitFor(async () => (await wire(`${paper.site}/`)).text.includes(HEADLINE), { what: "the story on the front" });
});

test("it is corrected, and readers see the correction", async () => {
  if (!/stories\/\d+/.test(page.url())) { await hands.palette("kites", /^Kites/); await page.waitForURL(/stories\/\d+/); }
  if (!/publication/.test(page.url())) {
    await page.waitForSelector("#story-text");
    await hands.palette("update", /^Update…/);
    await page.waitForURL(/publication$/);
  }
  await hands.tabTo(/^Correct what was published/);
  await hands.press("Enter");
  await hands.press("Tab");
  assert.equal((await hands.focus()).name, "Kind");
  await hands.type("Corr");
  await hands.press("Tab"); await hands.type("of 40 children");
  await hands.press("Tab"); await hands.type("of 41 children");
  await hands.press("Tab"); await hands.type("One came late and was counted.");
  await hands.tabTo(/^Publish the update now/);
  await hands.leads("Enter", /\/newsroom/);
  await waitFor(async () => (await wire(`${paper.site}/corrections`)).text.includes("One came late"), { what: "the correction" });
});

test("it leads the front", async () => {
  await hands.palette("front", /^Front/);
  await page.waitForURL(/\/newsroom\/front/);
  await hands.tabTo(new RegExp(`^Lead: ${HEADLINE}`), { most: 120 });
  await hands.leads("Enter", /\/newsroom\/front/);
  await page.waitForFunction((words) => document.querySelector(".slot.lead")?.textContent.includes(words), HEADLINE);
  await waitFor(async () => { const { text } = await wire(`${paper.site}/`); const at = text.indexOf(HEADLINE, text.indexOf("<main")); return at > 0; }, { what: "the lead" });
});

test("the palette and the list of shortcuts open on every page, and Tab leaves every page", async () => {
  for (const path of ["/newsroom", "/newsroom/stories", "/newsroom/pictures", "/newsroom/front", "/newsroom/sessions"]) {
    await page.goto(paper.site + path, { waitUntil: "domcontentloaded" });
    await page.keyboard.press("Control+k");
    await page.waitForSelector("dialog.palette");
    await hands.focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.shortcuts");
    await hands.focus();
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    let ended = false;
    for (let step = 0; step < 600 && !ended; step += 1) {
      await page.keyboard.press("Tab");
      ended = await page.evaluate(() => document.activeElement === document.body);
      if (!ended) await hands.focus();
    }
    assert.ok(ended, `Tab never leaves ${path}`);
  }
  console.log(`${hands.stops} stops looked at, ${hands.presses} keys pressed, ${hands.typed} letters typed`);
});
