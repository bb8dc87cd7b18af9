import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "../mock/server.mjs";
import { axe, closeBrowser, desk } from "./support/browser.mjs";

after(closeBrowser);

const words = (copy) => copy.body.content.map((block) => (block.content ?? []).map(({ text }) => text ?? "").join("")).join("\n");

test("a change is at the server within a second, also while the typing goes on", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  const start = Date.now();
  for (const letter of "words that do not stop coming for some while") { await page.keyboard.type(letter); await page.waitForTimeout(45); }
  await saved();
  assert.ok(mock.memory.puts[0].at - start < 1100, `first after ${mock.memory.puts[0].at - start} ms`);
  for (let index = 1; index < mock.memory.puts.length; index += 1) assert.ok(mock.memory.puts[index].at - mock.memory.puts[index - 1].at < 1300);
  assert.match(await page.textContent("#save-mark"), /^Saved \d\d:\d\d:\d\d KST$/);
  await close();
});

test("Ctrl-S saves at once", async () => {
  const { page, mock, text, close } = await desk();
  await text.click();
  await page.keyboard.type("Now");
  const before = Date.now();
  await page.keyboard.press("Control+s");
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  assert.ok(mock.memory.puts.at(-1).at - before < 350);
  await close();
});

test("no word is lost when the server goes away and comes back", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  await page.keyboard.type("Before. ");
  await saved();
  await mock.stop();
  await page.keyboard.type("While it was away. ");
  await page.waitForSelector(".ed-bar[data-state=offline]");
  assert.match(await page.textContent(".ed-bar[data-state=offline]"), /Not saved: the server does not answer. Your words are kept in this browser and go out when it is back./);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.type("And more.");
  const again = await startMock(mock.port, mock.memory);
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved", null, { timeout: 20_000 });
  assert.equal(words(mock.memory.stories.get(7).copy), "Before. While it was away. And more.");
  await again.stop();
  await close();
});

test("words of a page closed while the server was away come back and go out when the story is opened again", async () => {
  const { page, context, mock, text, close } = await desk();
  await text.click();
  await mock.stop();
  await page.keyboard.type("Only in this browser");
  await page.waitForSelector(".ed-bar[data-state=offline]");
  await page.waitForTimeout(300);
  await page.close();
  const again = await startMock(mock.port, mock.memory);
  const second = await context.newPage();
  await second.goto(`${again.url}/newsroom/stories/7`);
  await second.waitForSelector(".aside-bar:not([hidden])");
  assert.match(await second.textContent("#story-text"), /Only in this browser/);
  await second.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  assert.equal(words(mock.memory.stories.get(7).copy), "Only in this browser");
  await second.reload();
  await second.waitForSelector("#story-text");
  await second.waitForTimeout(300);
  assert.ok(await second.locator(".aside-bar").isHidden());
  await again.stop();
  await close();
});

for (const [choice, kept, aside] of [["Keep mine", "Mine", "Theirs"], ["Take theirs", "Theirs", "Mine"]]) {
  test(`with a newer version at the server, '${choice}' goes on with it and keeps the other for copying`, async () => {
    const { page, mock, text, close } = await desk();
    const story = mock.memory.stories.get(7);
    mock.memory.stories.set(7, { version: story.version + 5, by: "Ana Moreau", copy: { ...story.copy, body: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Theirs" }] }] } } });
    await text.click();
    await page.keyboard.type("Mine");
    await page.waitForSelector(".ed-bar[data-state=conflict]");
    assert.match(await page.textContent(".ed-bar[data-state=conflict]"), /Ana Moreau saved a newer version/);
    assert.deepEqual(await axe(page), []);
    await page.click(`text=${choice}`);
    await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
    assert.equal(words(mock.memory.stories.get(7).copy), kept);
    assert.equal(await page.textContent("#story-text p"), kept);
    await page.click(".aside-bar summary");
    assert.match(await page.inputValue(".aside-bar textarea"), new RegExp(aside));
    await text.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" on");
    await page.waitForFunction((n) => document.querySelector("#save-mark").dataset.state === "saved" && n, true);
    await page.waitForTimeout(1000);
    assert.equal(words(mock.memory.stories.get(7).copy), `${kept} on`);
    await close();
  });
}

test("an answer lost on its way is no conflict with oneself", async () => {
  const { page, mock, text, close } = await desk();
  await text.click();
  await page.route("**/draft", async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
  await page.keyboard.type("Once");
  await page.waitForSelector(".ed-bar[data-state=offline]");
  await page.keyboard.type(" more");
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  assert.equal(words(mock.memory.stories.get(7).copy), "Once more");
  await close();
});

test("a person who is signed out is told so, and the words go out after signing in", async () => {
  const { page, mock, text, close } = await desk();
  mock.memory.signedOut = true;
  await text.click();
  await page.keyboard.type("Kept");
  await page.waitForSelector(".ed-bar[data-state=signed-out] a[target=_blank]");
  mock.memory.signedOut = false;
  await page.click("text=Try again");
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  assert.equal(words(mock.memory.stories.get(7).copy), "Kept");
  await close();
});

test("a refusal of the server is shown with its next step", async () => {
  const { page, mock, text, close } = await desk();
  mock.memory.refuse = { status: 507, body: { error: "The disk of the newsroom is full.", next: "Tell the person who runs it." } };
  await text.click();
  await page.keyboard.type("Kept");
  await page.waitForSelector(".ed-bar[data-state=offline]");
  assert.equal(await page.textContent(".ed-bar p"), "Not saved: the disk of the newsroom is full. Tell the person who runs it; your words are kept in this browser until then.");
  mock.memory.refuse = { status: 422, body: { error: "The field ‘dateline.date’ is no day.", next: "Write it as 2018-03-28." } };
  await page.keyboard.type(" on");
  await page.waitForSelector(".ed-bar[data-state=refused]");
  assert.equal(await page.textContent(".ed-bar p"), "Not saved: the field ‘dateline.date’ is no day. Write it as 2018-03-28; your words are kept in this browser.");
  mock.memory.refuse = null;
  await page.click("text=Try now");
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved", null, { timeout: 8000 });
  await close();
});

test("Publish waits for the last word to be saved", async () => {
  const { page, mock, text, close } = await desk();
  await text.click();
  await page.keyboard.type("Last word");
  await page.click("text=Publish…");
  await page.waitForURL("**/newsroom/stories/7/publication");
  assert.equal(words(mock.memory.stories.get(7).copy), "Last word");
  await close();
});
