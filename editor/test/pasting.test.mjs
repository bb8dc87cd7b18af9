import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, desk, drawing } from "./support/browser.mjs";

after(closeBrowser);

/** Pastes as the clipboard would. */
const paste = (page, html, files = []) => page.evaluate(([markup, pictures]) => {
  const data = new DataTransfer();
  if (markup) data.setData("text/html", markup);
  for (const { name, bytes } of pictures) data.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/png" }));
  document.querySelector("#story-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}, [html, files]);

const shape = (body) => body.content.map(({ type, content }) => [type, (content ?? []).map((node) => node.text ?? node.type)]);

test("Google Docs: structure and emphasis stay, dress goes, the CSP is not asked", async () => {
  const { page, text, saved, stored, problems, close } = await desk();
  await text.click();
  await paste(page, `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 style="color:red"><span style="font-size:20pt">Title</span></h1><p dir="ltr" style="line-height:1.38"><span style="font-weight:400">Plain </span><span style="font-weight:700">bold</span><span style="font-style:italic"> slanted</span> <a href="https://www.google.com/url?q=https://example.org/a%3Fb&sa=D"><span style="text-decoration:underline">there</span></a></p></b>`);
  await saved();
  assert.deepEqual(stored().copy.body.content[0], { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Title" }] });
  assert.deepEqual(stored().copy.body.content[1].content, [
    { type: "text", text: "Plain " }, { type: "text", text: "bold", marks: [{ type: "strong" }] }, { type: "text", text: " slanted", marks: [{ type: "em" }] },
    { type: "text", text: " " }, { type: "text", text: "there", marks: [{ type: "link", attrs: { href: "https://example.org/a?b" } }] }]);
  assert.deepEqual(problems, []);
  await close();
});

test("Word: its paragraphs that look like lists are lists, its own elements go", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  await paste(page, `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body><!--StartFragment--><p class=MsoNormal>One<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>first</p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>inner</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>second</p><table><tr><td style="border:1px">a</td><td>b</td></tr></table><!--EndFragment--></body></html>`);
  await saved();
  const { body } = stored().copy;
  assert.deepEqual(shape(body), [["paragraph", ["One"]], ["bullet_list", ["list_item", "list_item"]], ["table", ["table_row"]], ...shape({ content: body.content.slice(3) })]);
  assert.deepEqual(body.content[1].content[0].content.map(({ type }) => type), ["paragraph", "bullet_list"]);
  assert.equal(body.content[1].content[1].content[0].content[0].text, "second");
  await close();
});

test("the web: scripts, forms and addresses that are none do not come in", async () => {
  const { page, text, saved, stored, close } = await desk();
  await text.click();
  await paste(page, `<p onclick="x()">Safe <a href="javascript:alert(1)">words</a><script>alert(1)</script><iframe src="https://e.org"></iframe></p><form><input value="no"></form><img src="https://example.org/a.jpg">`);
  await saved();
  assert.deepEqual(shape(stored().copy.body), [["paragraph", ["Safe words"]]]);
  assert.match(await page.textContent(".aside-bar"), /picture was left out/);
  await close();
});

test("pasted pictures are uploaded, from files and from inside HTML, and undo brings no unfinished one back", async () => {
  const { page, mock, text, saved, stored, close } = await desk();
  await text.click();
  await page.keyboard.type("x");
  const [one, two] = [await drawing(page, 300, 200, 20), await drawing(page, 320, 200, 120)];
  await paste(page, "", [{ name: "a.png", bytes: [...one] }]);
  await page.waitForSelector(".body-text .focal-mark");
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => !document.querySelector(".body-text .pic"));
  await page.keyboard.press("Control+y");
  await page.waitForSelector(".body-text .focal-mark");
  await paste(page, `<p>before</p><img alt="drawn" src="data:image/png;base64,${two.toString("base64")}"><p>after</p>`);
  await page.waitForFunction(() => document.querySelectorAll(".body-text .focal-mark").length === 2);
  await page.waitForTimeout(1200);
  await saved();
  const pictures = stored().copy.body.content.filter(({ type }) => type === "picture");
  assert.equal(pictures.length, 2);
  for (const { attrs } of pictures) assert.ok(mock.memory.pictures.has(attrs.picture));
  assert.equal(pictures[1].attrs.alt || pictures[0].attrs.alt, "drawn");
  await close();
});
