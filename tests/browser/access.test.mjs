// Everybody can use every page: axe-core finds nothing, nothing is wider than the narrowest screen, the keyboard is enough.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { DEMO, endAll, kindsOfPages, newsroomPages, openContext, sendTheme, signIn, startPaper } from "./lib.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let paper, state, publicPages, roomPages;

before(async () => {
  paper = await startPaper();
  state = await signIn(paper);
  publicPages = await kindsOfPages(paper);
  roomPages = { ...(await newsroomPages(paper, state)) };
}, { timeout: 60_000 });
after(endAll);

/** Opens a page and waits until it stands still: fonts there, the editor built. */
async function open(page, path) {
  await page.goto(paper.site + path);
  if (await page.locator("#editor").count()) await page.waitForSelector("#story-text");
  await page.evaluate(() => document.fonts.ready);
}

/** What axe finds, as `rule: selector: why`. Evaluated by the debugger, so the page's own policy does not stand in the way. */
async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, { resultTypes: ["violations"] });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.replace(/\s+/g, " ").slice(0, 240)}`));
  });
}

/** Does `work(page, name)` for every page, two pages side by side. Gives all complaints. */
async function forEach(pages, options, work) {
  const [queue, complaints] = [Object.entries(pages), []];
  const worker = async () => {
    const context = await openContext(options);
    const page = await context.newPage();
    for (let next = queue.shift(); next; next = queue.shift()) {
      await open(page, next[1]);
      complaints.push(...(await work(page, next[0])));
    }
    await context.close();
  };
  await Promise.all([worker(), worker()]);
  return complaints;
}

/** axe in both schemes at both widths. */
async function inEveryLook(page, name) {
  const complaints = [];
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      complaints.push(...(await violations(page)).map((one) => `${name}, ${width}, ${colorScheme}: ${one}`));
    }
  }
  return complaints;
}

test("axe finds what is wrong with a page that is wrong", async () => {
  const context = await openContext();
  const page = await context.newPage();
  await open(page, DEMO.front);
  await page.evaluate(() => { document.querySelector("h1").innerHTML = '<a href="/"><img src="/favicon.svg"></a><span style="color:#888;background:#999">low</span>'; });
  assert.ok((await violations(page)).length >= 2);
  await context.close();
});

test("axe finds nothing on any kind of public page, light and dark, wide and narrow", { timeout: 120_000 }, async () => {
  assert.deepEqual(await forEach(publicPages, {}, inEveryLook), []);
});

test("axe finds nothing on any page of the newsroom, light and dark, wide and narrow", { timeout: 120_000 }, async () => {
  assert.deepEqual(await forEach(roomPages, { storageState: state }, inEveryLook), []);
  assert.deepEqual(await forEach({ "sign-in": "/newsroom/sign-in", "a link that was used": new URL(paper.newsroom).pathname }, {}, inEveryLook), []);
});

test("a theme with mistakes is answered with a page on which axe finds nothing", async () => {
  const context = await openContext({ storageState: state });
  const page = await context.newPage();
  await sendTheme(paper, page, Buffer.from("no zip"));
  assert.match(await page.textContent("main"), /This file is no zip/);
  assert.deepEqual(await inEveryLook(page, "a theme with mistakes"), []);
  await context.close();
});

test("the front's parts are put in order by keyboard and without script, and readers see it once it is saved", async () => {
  const context = await openContext({ storageState: state, javaScriptEnabled: false });
  const page = await context.newPage();
  const order = async () => page.locator("input[name=part]").evaluateAll((fields) => fields.map((field) => field.value));
  await page.goto(`${paper.site}/newsroom/theme`);
  await page.locator("button[name=move-up][value=most_viewed]").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=Not saved yet");
  assert.ok((await order()).indexOf("most_viewed") < (await order()).indexOf("strips"));
  assert.equal(await page.evaluate(() => document.activeElement.value + document.activeElement.name), "most_viewedmove-up", "the focus stays on the button");
  const front = async () => (await (await page.request.get(`${paper.site}/`)).text());
  const before = await front();
  assert.ok(before.includes("second-rank"));
  await page.locator("input[name=show][value=second]").focus();
  await page.keyboard.press("Space");
  await page.locator("p.acts button[name=save]").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=The theme is saved");
  assert.ok(!(await front()).includes("second-rank"));
  await page.locator(".flash button:has-text('Undo')").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=The theme is saved");
  assert.ok((await front()).includes("second-rank"));
  await context.close();
});

test("a page in Arabic runs from right to left, and axe finds nothing on it", async () => {
  const context = await openContext();
  const page = await context.newPage();
  await open(page, DEMO.arabic);
  const told = await page.evaluate(() => {
    const headline = document.querySelector("h1");
    const body = document.querySelector("article .body p");
    return [headline, body].map((element) => ({ direction: getComputedStyle(element).direction, language: element.closest("[lang]").lang, side: getComputedStyle(element).textAlign }));
  });
  for (const { direction, language } of told) assert.deepEqual([direction, language], ["rtl", "ar"]);
  assert.deepEqual(await inEveryLook(page, "arabic"), []);
  await context.close();
});

/** What stands out of a page on its right or left; a box that scrolls by itself may hold something wider. */
function standsOut(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth - width;
    const scrolled = (element) => { for (let box = element; box; box = box.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true; return false; };
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > width + 1 || box.left < -1) && !scrolled(element);
    });
    return scrolls > 0 ? [`${scrolls} px to scroll sideways: ${wide.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(" ")}`] : [];
  });
}

test("nothing is wider than a screen of 320 px, which is also 1280 px at 400 %", { timeout: 90_000 }, async () => {
  const narrow = { viewport: { width: 320, height: 640 } };
  const look = async (page, name) => (await standsOut(page)).map((one) => `${name}: ${one}`);
  assert.deepEqual(await forEach(publicPages, narrow, look), []);
  assert.deepEqual(await forEach(roomPages, { ...narrow, storageState: state }, look), []);
});

test("a page that is too wide is noticed", async () => {
  const context = await openContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await open(page, DEMO.front);
  await page.evaluate(() => { document.querySelector("main").style.minWidth = "400px"; });
  assert.equal((await standsOut(page)).length, 1);
  await context.close();
});

test("the first Tab shows the way past the masthead, and Enter takes it", async () => {
  for (const [options, path] of [[{}, DEMO.front], [{}, DEMO.story], [{ storageState: state }, "/newsroom"]]) {
    const context = await openContext(options);
    const page = await context.newPage();
    await open(page, path);
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    assert.match(await skip.textContent(), /skip/i);
    const box = await skip.boundingBox();
    assert.ok(box && box.x >= 0 && box.y >= 0 && box.width > 40 && box.height > 16, `${path}: the link is not to be seen: ${JSON.stringify(box)}`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => !!document.querySelector("main").contains(document.activeElement)), `${path}: the next Tab is not in the text`);
    await context.close();
  }
});

/** Goes through the page by Tab. Gives elements that do not look different while they have the focus, and how many there were. */
async function tabThrough(page) {
  await page.evaluate(() => {
    const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor", "textDecorationLine", "textDecorationThickness", "color"];
    // An unseen input speaks through its label.
    window.lookOf = (element) => [element, ...(element.labels ?? [])].map((one) => LOOKS.map((look) => getComputedStyle(one)[look]).join("|")).join("/");
    const focusable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    window.unfocused = new Map(focusable.map((element) => [element, window.lookOf(element)]));
    document.activeElement?.blur();
  });
  const [unseen, seen] = [[], new Set()];
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const place = [...window.unfocused.keys()].indexOf(element);
      return { place, name: `${element.tagName.toLowerCase()} ${(element.textContent || element.name || element.id).trim().slice(0, 40)}`, same: window.unfocused.get(element) === window.lookOf(element) };
    });
    // The parts of a date are one element.
    if (at && at.place === [...seen].at(-1)) continue;
    if (!at || seen.has(at.place)) break;
    seen.add(at.place);
    if (at.same) unseen.push(at.name);
  }
  return { unseen, count: seen.size };
}

test("where the keyboard is can be seen at every step", async () => {
  for (const [options, path, least] of [[{}, DEMO.front, 40], [{}, DEMO.story, 30], [{}, DEMO.results, 20], [{ storageState: state }, "/newsroom", 10], [{ storageState: state }, roomPages.publication, 8]]) {
    const context = await openContext(options);
    const page = await context.newPage();
    await open(page, path);
    const { unseen, count } = await tabThrough(page);
    assert.deepEqual(unseen, [], `on ${path}`);
    assert.ok(count >= least, `${path}: Tab reached only ${count} places`);
    await context.close();
  }
});
