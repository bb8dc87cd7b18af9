// A paper on a folder of its own, its newsroom as a signed-in person asks it, and its revisions.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./model.mjs";

const run = promisify(execFile);
const BIN = process.env.COURANT_BIN ?? join(ROOT, "target/release/courant");

export async function startPaper() {
  if (!existsSync(BIN)) throw new Error(`There is no program at ${BIN}. Build it with \`cargo build --release\`, or name it in COURANT_BIN.`);
  const data = join(mkdtempSync(join(tmpdir(), "courant-together-")), "data");
  const child = spawn(BIN, ["demo", "--data", data, "--listen", "127.0.0.1:0", "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, log] = ["", ""];
  child.stderr.on("data", (part) => { log = (log + part).slice(-20_000); });
  const { site, newsroom } = await new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`The server ended with ${code}: ${log}`)));
    child.stdout.on("data", (part) => {
      out += part;
      const line = out.split("\n").find((text) => text.includes('"ready"'));
      if (line) resolve(JSON.parse(line));
    });
  });
  const cookie = await enter(newsroom);
  const { stdout } = await run(BIN, ["token", "add", "drill", "--grant", "publish", "--grant", "edit-desk", "--data", data]);
  const token = stdout.trim().split("\n").at(-1);
  return {
    site, data, cookie, log: () => log,
    /** Files Markdown; the same slug and day again is an update. */
    async file(markdown) {
      const answer = await fetch(`${site}/api/v1/stories`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "text/markdown" }, body: markdown });
      return { status: answer.status, ...(await answer.json()) };
    },
    /** What the editor's page comes with. */
    async boot(story) {
      const answer = await fetch(`${site}/newsroom/stories/${story}`, { headers: { cookie } });
      const text = await answer.text();
      const found = text.match(/<script[^>]*id="story"[^>]*>([\s\S]*?)<\/script>/);
      if (!found) throw new Error(`The editor's page of story ${story} answered ${answer.status}.`);
      return JSON.parse(found[1]);
    },
    async put(story, base, copy) {
      const answer = await fetch(`${site}/newsroom/stories/${story}/draft`, { method: "PUT", headers: { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin", origin: site }, body: JSON.stringify({ base, copy }) });
      return answer.status;
    },
    /** The number of the story at an address. */
    async number(address) {
      const answer = await fetch(`${site}/api/v1/stories?limit=100`);
      const { stories } = await answer.json();
      const found = stories.find((one) => one.address === address);
      return found ? Number(String(found.id).split("/").at(-1)) : 0;
    },
    /** The words of every revision of a story. */
    async revisions(story) {
      const script = "import sqlite3, sys\nfor row in sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute('SELECT head, body FROM revisions WHERE story_id = ?', (int(sys.argv[2]),)): print(row[0], row[1])";
      return (await run("python3", ["-c", script, join(data, "newsroom.db"), String(story)], { maxBuffer: 1 << 28 })).stdout;
    },
    async stop() {
      child.removeAllListeners("exit");
      child.kill("SIGTERM");
      await new Promise((resolve) => child.on("close", resolve));
      rmSync(join(data, ".."), { recursive: true, force: true });
    },
  };
}

/** Signs in by the link that was printed; gives the cookie. */
async function enter(newsroom) {
  for (const method of ["GET", "POST"]) {
    const answer = await fetch(newsroom, { method, redirect: "manual", headers: { "sec-fetch-site": "same-origin", origin: new URL(newsroom).origin } });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).find((one) => one.startsWith("courant_session="));
    if (cookie) return cookie;
  }
  throw new Error("The link into the newsroom gave no session.");
}
