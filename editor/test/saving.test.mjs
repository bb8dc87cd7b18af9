import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "../mock/server.mjs";
import { reset } from "../mock/together.mjs";
import { axe, closeBrowser, desk, wordsOf } from "./support/browser.mjs";

after(closeBrowser);

const isSaved = (page, timeout = 12_000) => page.waitForFunction(() => document.querySelector("#save-mark")?.dataset.state === "saved", null, { timeout });
const unsent = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const request = indexedDB.open("courant-drafts");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => { const all = request.result.transaction("unsent").objectStore("unsent").getAll(); all.onsuccess = () => { request.result.close(); resolve(all.result.length); }; };
}));

test("a change goes to the server while the typing goes on, again and again, and leaves the browser's store when it is there", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  // Nobody pauses here: a change that waited for a pause would never go out.
  for (let letters = 0; mock.memory.puts.length < 3; letters += 1) {
    assert.ok(letters < 600, `${mock.memory.puts.length} changes went out while ${letters} letters were typed`);
    await page.keyboard.type("words "[letters % 6]);
    await page.waitForTimeout(20);
  }
  await saved();
  assert.match(await page.textContent("#save-mark"), /^Saved \d\d:\d\d:\d\d KST$/);
  await page.waitForTimeout(200);
  assert.equal(await unsent(page), 0);
  await close();
});

test("Ctrl-S saves at once", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  await page.keyboard.type("First. ");
  await saved();
  // The page's own clock stands still: only the key can send what is typed now.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const before = mock.memory.puts.length;
  await page.keyboard.type("Now");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(mock.memory.puts.length, before, "nothing goes out by itself while the clock stands");
  await page.keyboard.press("Control+s");
  for (let tries = 0; mock.memory.puts.length === before; tries += 1) {
    assert.ok(tries < 200, "Ctrl-S sent nothing");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await close();
});

test("no word is lost when the server goes away and comes back, and the page says so", async () => {
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
  await isSaved(page);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Before. While it was away. And more.");
  await again.stop();
  await close();
});

test("a line that stands but brings nothing is told, also when nothing is being written", async () => {
  const { page, mock, saved, text, close } = await desk();
  await text.click();
  await page.keyboard.type("Heard");
  await saved();
  mock.memory.deaf = true;
  await page.waitForSelector(".ed-bar[data-state=offline]");
  assert.match(await page.textContent(".ed-bar[data-state=offline]"), /Cut off: .* You do not see what others write/);
  mock.memory.deaf = false;
  await isSaved(page);
  assert.ok(await page.locator(".ed-bar[data-state=offline]").isHidden());
  await close();
});

for (const way of ["closed", "killed"]) {
  test(`words of a page ${way} while the server was away come back and go out when the story is opened again`, async () => {
    const { page, context, mock, text, close } = await desk();
    await text.click();
    await mock.stop();
    await page.keyboard.type("Only in this browser");
    await page.waitForTimeout(250);
    if (way === "closed") await page.close();
    else {
      const devtools = await context.newCDPSession(page);
      devtools.send("Page.crash").catch(() => undefined);
      await new Promise((resolve) => page.once("crash", resolve));
    }
    const again = await startMock(mock.port, mock.memory);
    const second = await context.newPage();
    await second.goto(`${again.url}/newsroom/stories/7`);
    await second.waitForSelector(".aside-bar:not([hidden])");
    assert.match(await second.textContent(".aside-bar"), /had not reached the newsroom. They are back, and on their way/);
    assert.match(await second.textContent("#story-text"), /Only in this browser/);
    await isSaved(second);
    assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Only in this browser");
    assert.equal(await unsent(second), 0);
    await second.reload();
    await second.waitForSelector("#story-text");
    await second.waitForTimeout(300);
    assert.equal(await second.locator(".aside-bar:not([hidden])").count(), 0);
    await again.stop();
    await close();
  });
}

test("a tab that is open takes over what another leaves when it is closed unsent", async () => {
  const { page, context, mock, text, close } = await desk();
  const second = await context.newPage();
  await second.goto(`${mock.url}/newsroom/stories/7`);
  await second.waitForSelector("#story-text");
  await text.click();
  await mock.stop();
  await page.keyboard.type("Left behind");
  await page.waitForTimeout(250);
  const third = await startMock(mock.port, mock.memory);
  // Only the second may go out before the first is gone.
  await page.close();
  await second.reload();
  await second.waitForSelector("#story-text");
  await second.waitForFunction(() => /Left behind/.test(document.querySelector("#story-text").textContent));
  await isSaved(second);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Left behind");
  await third.stop();
  await close();
});

test("an answer lost on its way doubles nothing", async () => {
  const { page, mock, text, close } = await desk();
  await text.click();
  mock.memory.lose = true;
  await page.keyboard.type("Once");
  await page.waitForTimeout(600);
  await page.keyboard.type(" more");
  await isSaved(page);
  await page.waitForTimeout(300);
  await isSaved(page);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Once more");
  await close();
});

test("a person who is signed out is told so, and the words go out after signing in", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  await page.keyboard.type("First. ");
  await saved();
  mock.memory.signedOut = true;
  for (const socket of mock.memory.stories.get(7).shared.windows.values()) {
    socket.say({ t: "end", error: "You are signed out.", next: "Sign in again." });
    socket.socket.close();
  }
  await page.keyboard.type("Kept");
  await page.waitForSelector(".ed-bar[data-state=signed-out] a[target=_blank]");
  assert.match(await page.textContent(".ed-bar[data-state=signed-out]"), /Not saved: you are signed out. Sign in again. Your words are kept in this browser/);
  await page.click("text=Try again");
  await page.waitForTimeout(300);
  mock.memory.signedOut = false;
  await page.click("text=Try again");
  await isSaved(page);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "First. Kept");
  await close();
});

test("a refusal is shown with its next step, and the words go out when the server takes them again", async () => {
  const { page, mock, text, close } = await desk();
  mock.memory.refuse = { error: "The disk of the newsroom is full.", next: "Tell the person who runs it." };
  await text.click();
  await page.keyboard.type("Kept");
  await page.waitForSelector(".ed-bar[data-state=refused]");
  assert.match(await page.textContent(".ed-bar[data-state=refused]"), /Not saved: the disk of the newsroom is full. Tell the person who runs it; your words are kept in this browser\./);
  mock.memory.refuse = null;
  await isSaved(page);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Kept");
  await close();
});

test("words that are refused for good can be set aside, and stay there for copying until they are dropped", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  await page.keyboard.type("Taken. ");
  await saved();
  mock.memory.refuse = { error: "This is too much at once.", next: "Write less." };
  await page.keyboard.type("Not taken.");
  await page.click("text=Set my words aside");
  await page.waitForSelector(".aside-bar:not([hidden])");
  mock.memory.refuse = null;
  await page.waitForFunction(() => document.querySelector("#story-text")?.textContent === "Taken. ");
  await page.reload();
  await page.waitForSelector(".aside-bar:not([hidden]) summary");
  await page.click(".aside-bar summary");
  assert.equal(await page.inputValue(".aside-bar textarea"), "Not taken.");
  await page.click("text=Drop it");
  await page.waitForSelector(".aside-bar", { state: "hidden" });
  await page.waitForTimeout(300);
  await page.reload();
  await page.waitForSelector("#story-text");
  await page.waitForTimeout(200);
  assert.equal(await page.locator(".aside-bar:not([hidden])").count(), 0);
  await close();
});

test("a document set back in the newsroom is opened anew, and what was unsent is aside", async () => {
  const { page, mock, text, saved, close } = await desk();
  await text.click();
  await page.keyboard.type("Old text. ");
  await saved();
  await mock.stop();
  await page.keyboard.type("Unsent.");
  await page.waitForTimeout(200);
  reset(mock.memory, 7, { ...mock.memory.stories.get(7).copy, headline: "Restored", body: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Restored text." }] }] } });
  const again = await startMock(mock.port, mock.memory);
  await page.waitForFunction(() => document.querySelector("#story-text")?.textContent === "Restored text.");
  await page.waitForSelector(".aside-bar:not([hidden]) summary");
  await page.click(".aside-bar summary");
  assert.match(await page.inputValue(".aside-bar textarea"), /Unsent\./);
  await page.click("#story-text");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" On.");
  await isSaved(page);
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Restored text. On.");
  await again.stop();
  await close();
});

test("Publish waits for the last word to be saved", async () => {
  const { page, mock, text, close } = await desk();
  await text.click();
  await page.keyboard.type("Last word");
  await page.click("text=Publish…");
  await page.waitForURL("**/newsroom/stories/7/publication");
  assert.equal(wordsOf(mock.memory.stories.get(7).copy), "Last word");
  await close();
});
