// Too much and too little room: an upload of 2 GB is refused at once, a full disk takes no page down and no word away.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { courant, DEMO, endAll, folder, openContext, signIn, sleep, startPaper, tokenFor, waitFor, wire } from "./lib.mjs";

const GB = 1024 ** 3;
let paper, state, disk, small;

before(async () => {
  paper = await startPaper();
  state = await signIn(paper);
}, { timeout: 60_000 });
after(async () => {
  await small?.stop();
  if (disk) execFileSync("umount", ["--lazy", disk]);
  await endAll();
});

const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) * 1024;

/** Sends a body of zeros until the server answers or `most` bytes are out; `length` is told or, when 0, left open (chunks). */
function pour(url, { headers, length, most = 2 * GB }) {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = connect(Number(port), hostname);
    const part = Buffer.alloc(1 << 20);
    let [sent, highest, text, problem] = [0, 0, "", ""];
    const head = { host: `${hostname}:${port}`, ...headers, ...(length ? { "content-length": length } : { "transfer-encoding": "chunked" }) };
    socket.write(`POST ${pathname}${search} HTTP/1.1\r\n${Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    const go = async () => {
      while (!text && !socket.destroyed && sent < most) {
        sent += part.length;
        highest = Math.max(highest, resident(paper.pid));
        if (!length) socket.write("100000\r\n");
        if (!socket.write(part)) await Promise.race([once(socket, "drain"), once(socket, "close")]).catch(() => undefined);
        if (!length) socket.write("\r\n");
        // A wire is slower than memory: time to hear the answer.
        await sleep(2);
      }
    };
    // The server may stop reading and close while we still write; what it said before that is the answer.
    socket.on("error", (error) => { problem = error.code; });
    socket.setEncoding("utf8").on("data", (more) => {
      text += more;
      if (/\r\n\r\n[^]*\}\s*$/.test(text)) socket.destroy();
    });
    socket.on("close", () => {
      const status = Number(text.match(/^HTTP\/1\.1 (\d+)/)?.[1]);
      if (!status) return reject(new Error(`No answer after ${sent} bytes: ${problem || "closed"}`));
      return resolve({ status, text, sent, highest, ms: performance.now() - began });
    });
    void go();
  });
}

test("an upload of 2 GB is refused at once with a sentence, told or untold, and the server's memory stays low", { timeout: 60_000 }, async () => {
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const token = await tokenFor(paper);
  const ways = {
    picture: [`${paper.site}/newsroom/pictures?name=big.jpg`, { cookie, "content-type": "image/jpeg", accept: "application/json", "sec-fetch-site": "same-origin" }],
    copy: [`${paper.site}/api/v1/stories`, { authorization: `Bearer ${token}`, "content-type": "text/markdown" }],
    form: [`${paper.site}/newsroom/sessions`, { "content-type": "application/x-www-form-urlencoded", accept: "application/json", "sec-fetch-site": "same-origin" }],
  };
  const before = resident(paper.pid);
  for (const [name, [url, headers]] of Object.entries(ways)) {
    for (const length of [2 * GB, 0]) {
      const { status, text, sent, highest, ms } = await pour(url, { headers, length });
      const how = `${name}, ${length ? "told" : "untold"}`;
      console.log(`2 GB as ${how}: ${status} after ${Math.round(ms)} ms and ${Math.round(sent / (1 << 20))} MB, memory +${Math.round((highest - before) / (1 << 20))} MB`);
      assert.equal(status, 413, `${how}: ${text.slice(0, 200)}`);
      assert.match(text, /larger|at most/, how);
      assert.ok(ms < 2000, `${how}: ${ms} ms`);
      assert.ok(sent < 200 << 20, `${how}: it took ${sent} bytes`);
      assert.ok(highest - before < 100 << 20, `${how}: memory grew by ${highest - before} bytes`);
    }
  }
  assert.equal((await wire(`${paper.site}/`)).status, 200);
});

test("a browser that sends a file much too large is told so in words", async () => {
  const context = await openContext({ storageState: state });
  const page = await context.newPage();
  await page.goto(`${paper.site}/newsroom/pictures`);
  for (let round = 0; round < 3; round += 1) {
    const told = await page.evaluate(async () => {
      const answer = await fetch("/newsroom/pictures?name=big.jpg", { method: "POST", headers: { "Content-Type": "image/jpeg", Accept: "application/json" }, body: new Blob([new Uint8Array(200 << 20)]) }).catch((problem) => ({ status: String(problem) }));
      return [answer.status, await answer.text?.()];
    });
    assert.equal(told[0], 413, JSON.stringify(told));
    assert.match(told[1], /at most/);
  }
  await context.close();
});

/** Fills what is left of the small disk to its last block. */
function fill() {
  const ballast = join(disk, "ballast");
  for (let size = 1 << 20; size >= 512; size >>= 1) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
    } catch (problem) {
      assert.equal(problem.code, "ENOSPC");
    }
  }
  const { bfree, bsize } = statfsSync(disk);
  assert.ok(bfree * bsize < 8192, `${bfree * bsize} bytes are left`);
}

async function emptied(data) {
  const program = "import sqlite3,sys\nfor name in ('newsroom', 'search', 'counts'):\n c=sqlite3.connect(f'{sys.argv[1]}/{name}.db')\n print(c.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall())";
  const told = await courant(["-c", program, data], { command: "python3" });
  assert.equal(told.code, 0, told.err);
}

const clear = () => rmSync(join(disk, "ballast"), { force: true });

/** A disk of 96 MB in memory; `null` where nobody may mount one. */
function smallDisk() {
  if (process.getuid() !== 0) return null;
  const place = folder("disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=96m,mode=755", "tmpfs", place], { stdio: "pipe" });
  } catch {
    return null;
  }
  return place;
}

test("a full disk: readers read on, the newsroom says what is wrong, and the words stay until they are saved", { timeout: 120_000 }, async (t) => {
  disk = smallDisk();
  if (!disk) return t.skip("A full disk is tried by root only, who may mount a small one; run this test as root.");
  await paper.stop();
  const data = join(disk, "data");
  cpSync(paper.data, data, { recursive: true });
  small = await startPaper({ data });
  const context = await openContext();
  const page = await context.newPage();
  await page.goto(small.newsroom);
  await page.click("button:has-text('New story')");
  await page.waitForSelector("#story-text");
  await page.fill("textarea.headline", "Before the disk was full");
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved");
  // What SQLite has set aside for its next writes would hide that the disk is full.
  await emptied(data);
  fill();
  const words = "These words were written while the disk was full. ".repeat(400);
  await page.click("#story-text");
  await page.keyboard.insertText(words);
  await page.waitForFunction(() => document.querySelector("#save-mark").textContent === "Not saved", null, { timeout: 15_000 });
  const said = await page.textContent(".ed-bar p");
  console.log(`the newsroom says: ${said}`);
  assert.equal(said, "Not saved: the disk is full. Free some space on it, then try again; your words are kept in this browser.");
  for (const path of [DEMO.front, DEMO.story, DEMO.arabic, DEMO.section, DEMO.results, "/2018/06/12/handshake-in-singapore", "/feed.atom", "/people", DEMO.missing]) {
    const { status } = await wire(small.site + path);
    assert.equal(status, path === DEMO.missing || path === "/people" ? 404 : 200, `a reader gets ${status} for ${path}`);
  }
  await page.reload();
  await page.waitForSelector("#story-text");
  await page.waitForFunction(() => document.querySelector("#story-text").textContent.includes("while the disk was full"), null, { timeout: 10_000 });
  const upload = await context.request.post(`${small.site}/newsroom/pictures?name=a.png`, { data: await page.screenshot(), headers: { "content-type": "image/png", accept: "application/json", "sec-fetch-site": "same-origin" } });
  assert.equal(upload.status(), 507, await upload.text());
  assert.match((await upload.json()).error, /disk|room|space/i);
  const copy = join(folder("copy"), "full.md");
  writeFileSync(copy, `---\nheadline: On a full disk\nsection: world\n---\n\n${words.repeat(8)}\n`);
  const told = await courant(["story", "publish", copy, "--data", data]);
  assert.equal(told.code, 1);
  assert.match(told.err, /disk is full/i);
  assert.equal((await courant(["doctor", "--data", data])).code, 0);
  clear();
  await page.locator(".ed-bar button:has-text('Try now')").click({ timeout: 5000 }).catch(() => undefined);
  await page.waitForFunction(() => document.querySelector("#save-mark").dataset.state === "saved", null, { timeout: 40_000 });
  await waitFor(async () => (await (await context.request.get(page.url())).text()).includes(words.trim()), { what: "the words at the server" });
  assert.equal((await courant(["story", "publish", copy, "--data", data])).code, 0);
  await context.close();
  return undefined;
});

test("a server that is killed on a full disk starts again, serves, and has all that was saved", { timeout: 60_000 }, async (t) => {
  if (!small) return t.skip("There was no small disk to fill.");
  fill();
  process.kill(small.pid, "SIGKILL");
  await small.stop();
  let again;
  try {
    again = await startPaper({ data: small.data });
  } catch (problem) {
    // Without any room it may refuse to start, with a sentence.
    assert.match(String(problem), /disk is full|no room|cannot be written/i);
    clear();
    again = await startPaper({ data: small.data });
  }
  assert.equal((await wire(again.site + DEMO.story)).status, 200);
  assert.match((await wire(`${again.site}/search?q=disk`)).text, /On a full disk/);
  clear();
  await again.stop();
  assert.equal((await courant(["doctor", "--data", small.data])).code, 0);
  return undefined;
});
