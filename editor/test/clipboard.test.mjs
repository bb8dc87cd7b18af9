// Pastes every file of fixtures/clipboard as its program offered it, and compares the story with what is kept beside this test.
// UPDATE=1 writes what is expected anew; read the difference before it is committed.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { closeBrowser, desk } from "./support/browser.mjs";

after(closeBrowser);
const FIXTURES = new URL("../../fixtures/clipboard/", import.meta.url);
const EXPECTED = new URL("./expected/clipboard/", import.meta.url);

/** Pastes these flavours at the cursor. */
export const paste = (page, flavours) => page.evaluate((data) => {
  const clipboard = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboard.setData(type, text);
  (document.activeElement.closest("#story-text") ?? document.querySelector("#story-text")).dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}, flavours);

/** A document short enough to read: `["heading 2", "words", {strong: "bold"}, …]`. */
function short(node) {
  if (node.type === "text") return node.marks ? { [node.marks.map(({ type, attrs }) => (type === "link" ? `link ${attrs.href}` : type)).join(" ")]: node.text } : node.text;
  const attrs = Object.entries(node.attrs ?? {}).filter(([name, value]) => value !== null && value !== "" && !(name.endsWith("span") && value === 1) && !(name === "start" && value === 1)).map(([name, value]) => ` ${name === "level" ? "" : `${name} `}${value}`).join("");
  return [`${node.type}${attrs}`, ...(node.content ?? []).map(short)];
}

const files = readdirSync(FIXTURES, { recursive: true }).map(String).filter((path) => /\.(html|txt)$/.test(path) && !path.startsWith("sources") && !(path.endsWith(".txt") && existsSync(new URL(path.replace(/txt$/, "html"), FIXTURES)) && !path.includes("calc"))).sort();

for (const path of files) {
  test(`${path} comes in with its structure and without its dress`, async () => {
    const { page, text, saved, stored, problems, close } = await desk();
    await text.click();
    const source = readFileSync(new URL(path, FIXTURES), "utf8");
    const plain = new URL(path.replace(/html$/, "txt"), FIXTURES);
    await paste(page, path.endsWith(".html") ? { "text/html": source, "text/plain": existsSync(plain) ? readFileSync(plain, "utf8") : "words" } : { "text/plain": source });
    await saved();
    const { body } = stored().copy;
    const name = new URL(`${path.replaceAll("/", "-")}.json`, EXPECTED);
    const got = `[\n${body.content.map((block) => `  ${JSON.stringify(short(block))}`).join(",\n")}\n]\n`;
    if (process.env.UPDATE) { mkdirSync(EXPECTED, { recursive: true }); writeFileSync(name, got); }
    assert.equal(got, readFileSync(name, "utf8"));
    assert.doesNotMatch(JSON.stringify(body), /Hidden words|not shown|stays in the office|Struck by the desk|list of mails only|o\.gif|open\.gif|utm_|safelinks|google\.com/);
    assert.deepEqual(problems, []);
    await close();
  });
}

test("an address pasted over selected words makes them a link, and one alone is a link of its own", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  await page.keyboard.type("the list");
  await page.keyboard.press("Shift+Home");
  await page.waitForTimeout(100);
  await paste(page, { "text/plain": "https://harbour.example/list?utm_source=x" });
  await page.keyboard.type(" is there");
  await saved();
  assert.deepEqual(stored().copy.body.content[0].content, [{ type: "text", marks: [{ type: "link", attrs: { href: "https://harbour.example/list" } }], text: "the list" }, { type: "text", text: " is there" }]);
  await close();
});

test("text that looks like Markdown is pasted as it stands, and read as Markdown when asked", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  await paste(page, { "text/plain": readFileSync(new URL("text/markdown.txt", FIXTURES), "utf8") });
  await page.waitForSelector(".ed-offer:not([hidden])");
  await page.keyboard.press("Control+Alt+x");
  await page.waitForSelector(".ed-offer", { state: "hidden" });
  await saved();
  await page.waitForFunction(() => document.querySelector("#story-text h2"));
  const kinds = stored().copy.body.content.map(({ type }) => type).filter((type, at, all) => !(type === "paragraph" && at === all.length - 1 && all.at(-2) === "paragraph"));
  assert.deepEqual(kinds.slice(0, 10), ["heading", "paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "table", "code_block", "rule", "paragraph"]);
  assert.ok(stored().copy.body.content[1].content.some(({ type }) => type === "footnote"));
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => !document.querySelector("#story-text h2"));
  await close();
});

test("5,000 words from Word are in before anybody waits", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  const one = `<p class=MsoNormal style='margin:0cm'><span style='font-size:12.0pt'>The harbour office said on <b style='mso-bidi-font-weight:normal'>Monday</b> that the <i>Sea Heron</i> had sailed with every seat taken, and that nobody would be left.<o:p></o:p></span></p>`;
  const html = `<html><body>${one.repeat(220)}</body></html>`;
  const ms = await page.evaluate((markup) => {
    const data = new DataTransfer();
    data.setData("text/html", markup);
    const began = performance.now();
    document.querySelector("#story-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    document.querySelector("#story-text").getBoundingClientRect();
    return performance.now() - began;
  }, html);
  console.log(`5,000 words pasted in ${Math.round(ms)} ms`);
  await saved();
  assert.equal(stored().copy.body.content.length, 220);
  assert.ok(ms < 5000, `${ms} ms`);
  await close();
});
