// One browser and one mock newsroom for a test.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { startMock } from "../../mock/server.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (!executablePath) throw new Error("The browser tests need Chromium. Install Debian's `chromium`, or name one in CHROMIUM.");

let browser;
const open = new Set();
export async function openBrowser() {
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return browser;
}
export async function closeBrowser() {
  for (const mock of open) await mock.stop().catch(() => undefined);
  await browser?.close();
  browser = undefined;
}

/** A page on a story of a fresh newsroom. `problems` collects errors of the page and refusals of its CSP. */
export async function desk({ story = 7, width = 1440, height = 900, scheme = "light", prepare } = {}) {
  const mock = await startMock();
  open.add(mock);
  await prepare?.(mock.memory);
  const context = await (await openBrowser()).newContext({ viewport: { width, height }, colorScheme: scheme, permissions: ["clipboard-read", "clipboard-write"], locale: "en-GB", timezoneId: "Asia/Seoul" });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  const problems = [];
  // Asked for from the start: a listener added just before a key may come too late.
  page.on("filechooser", () => undefined);
  page.on("pageerror", (problem) => problems.push(String(problem)));
  page.on("console", (message) => { if (message.type() === "error" && !/Failed to load resource|ERR_/.test(message.text())) problems.push(message.text()); });
  await page.goto(`${mock.url}/newsroom/stories/${story}`);
  await page.waitForSelector("#story-text");
  const saved = () => page.waitForFunction(() => document.querySelector("#save-mark")?.dataset.state === "saved" && /\d/.test(document.querySelector("#save-mark").textContent ?? ""), null, { timeout: 8000 });
  return { mock, page, context, problems, saved, stored: () => mock.memory.stories.get(story), text: page.locator("#story-text"), close: async () => { await context.close(); await mock.stop().catch(() => undefined); } };
}

/** Violations axe finds, as `rule: selector`. */
export async function axe(page, within) {
  // Evaluated by the debugger, so that the page's CSP does not stand in the way.
  await page.evaluate(axeSource);
  return page.evaluate(async (selector) => {
    const found = await window.axe.run(selector ?? document, { resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
  }, within);
}

/** A picture drawn in the page, as a PNG of this size. */
export async function drawing(page, width = 900, height = 600, hue = 210) {
  const data = await page.evaluate(([w, h, colour]) => {
    const canvas = document.createElement("canvas");
    canvas.width = w; canvas.height = h;
    const pen = canvas.getContext("2d");
    const sky = pen.createLinearGradient(0, 0, 0, h);
    sky.addColorStop(0, `hsl(${colour} 30% 80%)`); sky.addColorStop(1, `hsl(${colour} 25% 45%)`);
    pen.fillStyle = sky; pen.fillRect(0, 0, w, h);
    pen.fillStyle = `hsl(${colour} 25% 22%)`;
    for (let x = 0; x < w; x += 7) { const top = h * 0.62 + Math.sin(x / 70) * 40 + Math.sin(x / 17) * 12; pen.fillRect(x, top, 8, h - top); }
    pen.fillStyle = "#f4e6c8"; pen.beginPath(); pen.arc(w * 0.7, h * 0.3, h * 0.09, 0, 7); pen.fill();
    return canvas.toDataURL("image/png");
  }, [width, height, hue]);
  return Buffer.from(data.split(",")[1], "base64");
}

/** The words of a copy, a line for each block. */
export const wordsOf = (copy) => copy.body.content.map((block) => (block.content ?? []).map(({ text }) => text ?? "").join("")).join("\n");
