// Every page is valid HTML: the checker finds no error. One run of Java for all of them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { endAll, folder, kindsOfPages, newsroomPages, openContext, signIn, startPaper, wire } from "./lib.mjs";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
/** What a kind of page must answer with, where it is not 200. */
const STATUS = { missing: 404, withdrawn: 410 };
const unexpected = [];
let pages, found;

/** Errors and warnings of every file of a folder, by file name. */
function check(where) {
  return new Promise((resolve, reject) => {
    execFile("java", ["-Xss8m", "-jar", JAR, "--skip-non-html", "--format", "json", "--exit-zero-always", where], { maxBuffer: 64 << 20 }, (problem, out, err) => {
      if (problem?.code === "ENOENT") return reject(new Error("The HTML checker needs Java. Install Debian's `default-jre-headless`."));
      try {
        resolve(JSON.parse(err || out).messages);
      } catch {
        reject(new Error(`The HTML checker said: ${err.slice(0, 500)}`));
      }
    });
  });
}

before(async () => {
  const paper = await startPaper();
  const where = folder("html");
  mkdirSync(join(where, "pages"));
  const state = await signIn(paper);
  pages = {};
  const keep = (name, { status, text }, wanted = 200) => {
    if (status !== wanted) return unexpected.push(`${name} answers ${status}`);
    pages[name] = join(where, "pages", `${name.replaceAll(" ", "-")}.html`);
    return writeFileSync(pages[name], text);
  };
  for (const [name, path] of Object.entries(await kindsOfPages(paper))) keep(name, await wire(paper.site + path), STATUS[name]);
  const context = await openContext({ storageState: state });
  for (const [name, path] of Object.entries(await newsroomPages(paper, state))) {
    const answer = await context.request.get(paper.site + path, { headers: { accept: "text/html" } });
    keep(`newsroom ${name}`, { status: answer.status(), text: await answer.text() }, STATUS[name]);
  }
  keep("newsroom sign-in", await wire(`${paper.site}/newsroom/sign-in`, { headers: { accept: "text/html" } }));
  const used = await wire(paper.newsroom, { headers: { accept: "text/html" } });
  keep("newsroom used link", used, used.status);
  writeFileSync(join(where, "pages", "control.html"), '<!doctype html><html lang="en"><title>Control</title><p><b>Not closed</p><img src="a.png">');
  found = await check(join(where, "pages"));
}, { timeout: 120_000 });
after(endAll);

const errorsOf = (name) => found.filter(({ type, url }) => type === "error" && url.endsWith(`/${name.replaceAll(" ", "-")}.html`)).map(({ message, lastLine, extract }) => `${message} (line ${lastLine}: ${extract?.trim()})`);

test("the checker finds the errors of a page that has some", () => {
  assert.ok(errorsOf("control").length >= 2, JSON.stringify(found.slice(0, 5)));
});

test("every page answers with the status that it is for", () => assert.deepEqual(unexpected, []));

test("no page of the paper and of the newsroom has an error", () => {
  assert.ok(Object.keys(pages).length >= 25, `only ${Object.keys(pages).length} pages were checked`);
  const wrong = Object.keys(pages).flatMap((name) => errorsOf(name).map((error) => `${name}: ${error}`));
  console.log(`${Object.keys(pages).length} pages checked, ${wrong.length} errors, ${found.filter(({ type, url }) => type === "info" && !url.endsWith("control.html")).length} remarks`);
  assert.deepEqual(wrong, []);
});
