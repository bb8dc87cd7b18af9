// People as they meet the newsroom: invited, with a second factor, with a passkey, dismissed.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { courant, endAll, folder, openContext, startPaper, waitFor } from "./lib.mjs";

const PASSWORD = "harbour crane tuesday";
let paper, owner, ana, link, recovery, secret, last;

/** A port that is free now: passkeys need the paper at a name, so its address is known before it starts. */
const freePort = () => new Promise((resolve) => { const probe = createServer().listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); }); });

before(async () => {
  const port = await freePort();
  paper = await startPaper({ data: join(folder(), "data"), env: { COURANT_SITE_URL: `http://localhost:${port}` }, address: `127.0.0.1:${port}` });
  owner = await (await openContext()).newPage();
  await owner.goto(paper.newsroom);
  await owner.waitForSelector("text=New story");
}, { timeout: 60_000 });
after(endAll);

/** The code that an app would show (RFC 6238), never the same twice. */
async function code() {
  const step = () => Math.floor(Date.now() / 30_000);
  // The server takes the code of the step to come too, so nobody has to wait for half a minute more than once.
  await waitFor(() => last === undefined || step() + 1 > last, { within: 65_000, every: 200, what: "the next code" });
  last = Math.max(step(), (last ?? 0) + 1);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(last));
  const mac = createHmac("sha1", secret).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text) {
  const bits = [...text].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

async function givePassword(page) {
  await page.goto(`${paper.site}/newsroom/sign-in`);
  await page.fill("#email", "ana@paper.example");
  await page.fill("#password", PASSWORD);
  await page.click("form button:has-text('Sign in')");
}

test("somebody is invited by a link, chooses name and password, and is in", async () => {
  await owner.click("nav >> text=People");
  await owner.fill("#name", "Ana");
  await owner.fill("#email", "ana@paper.example");
  await owner.selectOption("#role", "editor");
  await owner.click("text=Make the link");
  link = await owner.inputValue("[aria-label='The link']");
  ana = await (await openContext()).newPage();
  await ana.goto(link);
  assert.equal(await ana.inputValue("#email"), "ana@paper.example");
  await ana.fill("#name", "Ana Ruiz");
  await ana.fill("#password", "password1234");
  await ana.click("text=Set up and go in");
  assert.match(await ana.textContent(".error"), /easily guessed/);
  await ana.fill("#password", PASSWORD);
  await ana.click("text=Set up and go in");
  await ana.waitForSelector("text=New story");
  assert.equal(await ana.locator("nav >> text=People").count(), 0, "an editor manages nobody");
});

test("an app that gives codes is set up by typing the secret, and the recovery codes are shown", async () => {
  await ana.goto(`${paper.site}/newsroom/account`);
  await ana.click("text=Set up an app");
  secret = fromBase32((await ana.textContent(".secret")).replaceAll(" ", ""));
  await ana.fill("#code", "000000");
  await ana.click("text=Turn it on");
  assert.match(await ana.textContent(".error"), /not the app’s code/);
  await ana.fill("#code", await code());
  await ana.click("text=Turn it on");
  recovery = await ana.locator(".codes code").allTextContents();
  assert.equal(recovery.length, 10);
});

test("from then on the password alone opens nothing; a code or a recovery code does", { timeout: 120_000 }, async () => {
  await ana.click("text=Sign out");
  await givePassword(ana);
  await ana.waitForURL(/\/sign-in\/second$/);
  await ana.goto(`${paper.site}/newsroom/stories`);
  assert.match(ana.url(), /\/newsroom\/sign-in\?/, "no session yet");
  await ana.goto(`${paper.site}/newsroom/sign-in/second`);
  await ana.fill("#code", await code());
  await ana.click("text=Go in");
  await ana.waitForSelector("text=New story");
  for (const [words, taken] of [[recovery[0], true], [recovery[0], false], [recovery[1], true]]) {
    await ana.context().clearCookies({ name: "courant_session" });
    await givePassword(ana);
    await ana.fill("#code", words);
    await ana.click("text=Go in");
    if (taken) await ana.waitForSelector("text=New story");
    else assert.match(await ana.textContent("[role=alert]"), /was used before/);
  }
});

test("a passkey signs in without the password, and after it as the second factor", async () => {
  const cdp = await ana.context().newCDPSession(ana);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await ana.goto(`${paper.site}/newsroom/account`);
  await ana.fill("#passkey-name", "Test key");
  await ana.fill("#passkey-current", "not my password");
  await ana.click("text=Add a passkey");
  await ana.waitForSelector("[data-passkey] [role=status]:has-text('This is not your password')");
  await ana.fill("#passkey-current", PASSWORD);
  await ana.click("text=Add a passkey");
  await ana.waitForSelector(".device:has-text('Test key')");
  await ana.click("text=Sign out");
  await ana.click("text=Sign in with a passkey");
  await ana.waitForSelector("text=New story");
  await ana.click("text=Sign out");
  await givePassword(ana);
  await ana.click("text=Use a passkey");
  await ana.waitForSelector("text=New story");
  // Who is not verified is not let in by the key alone.
  await ana.click("text=Sign out");
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await ana.click("text=Sign in with a passkey");
  await ana.waitForFunction(() => document.querySelector("[data-passkey] [role=status]").textContent !== "");
  assert.match(ana.url(), /\/newsroom\/sign-in/);
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await ana.click("text=Sign in with a passkey");
  await ana.waitForSelector("text=New story");
});

test("who is dismissed while a page is open is out within five seconds, and the trail says so", async () => {
  await ana.click("button:has-text('New story')");
  await ana.waitForSelector("#story-text");
  await owner.goto(`${paper.site}/newsroom/people`);
  await owner.click("a:has-text('Ana Ruiz')");
  await owner.click("button:has-text('Dismiss')");
  const began = performance.now();
  await owner.waitForSelector("text=The account has ended.");
  await waitFor(async () => (await ana.evaluate(() => fetch("/newsroom/stories", { headers: { accept: "application/json" } }).then((answer) => answer.status))) === 401, { within: 5000, what: "the end of the session" });
  assert.ok(performance.now() - began < 5000);
  await owner.click("text=Audit trail of");
  assert.match(await owner.textContent(".trail"), /dismissed Ana Ruiz/);
  assert.match(await owner.textContent(".trail"), /signed in by passkey/);
  const { code: exit, out } = await courant(["doctor", "--data", paper.data]);
  assert.equal(exit, 0, out);
});
