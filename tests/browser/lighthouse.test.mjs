// Lighthouse on a phone: 99 or more in each of its four categories.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { CHROMIUM, DEMO, endAll, FLAGS, folder, startPaper, waitFor, wire } from "./lib.mjs";

const LEAST = 0.99;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** Other work on the machine slows a page down but never makes it faster: the best of three counts for performance. */
const TRIES = 3;
let paper, chromium, port;

before(async () => {
  paper = await startPaper();
  const profile = folder("profile");
  chromium = spawn(CHROMIUM, [...FLAGS, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  const said = join(profile, "DevToolsActivePort");
  await waitFor(() => existsSync(said) && readFileSync(said, "utf8").includes("\n"), { what: "Chromium" });
  port = Number(readFileSync(said, "utf8").split("\n")[0]);
}, { timeout: 60_000 });
after(async () => {
  chromium?.kill();
  await new Promise((resolve) => (chromium ? chromium.once("close", resolve) : resolve()));
  await endAll();
});

/** Scores by category, and the audits that cost points in each. */
async function measure(path, onlyCategories) {
  const { lhr } = await lighthouse(paper.site + path, { port, onlyCategories, logLevel: "error", output: "json" });
  assert.equal(lhr.runtimeError, undefined, JSON.stringify(lhr.runtimeError));
  return Object.fromEntries(Object.values(lhr.categories).map(({ id, score, auditRefs }) => {
    const weak = auditRefs.filter(({ weight, id: audit }) => weight > 0 && (lhr.audits[audit].score ?? 1) < 1);
    return [id, { score: score ?? 0, weak: weak.map(({ id: audit }) => `${audit} ${lhr.audits[audit].score} ${lhr.audits[audit].displayValue ?? ""}`) }];
  }));
}

async function isExcellent(path) {
  await wire(paper.site + path);
  const best = await measure(path, CATEGORIES);
  const all = [best.performance.score];
  while (best.performance.score < LEAST && all.length < TRIES) {
    const again = (await measure(path, ["performance"])).performance;
    all.push(again.score);
    if (again.score > best.performance.score) best.performance = again;
  }
  console.log(`${path}: ${CATEGORIES.map((id) => `${id} ${Math.round(best[id].score * 100)}`).join(", ")} (performance measured: ${all.map((score) => Math.round(score * 100)).join(", ")}) ${JSON.stringify(CATEGORIES.flatMap((id) => best[id].weak))}`);
  for (const id of CATEGORIES) assert.ok(best[id].score >= LEAST, `${path}: ${id} ${best[id].score}: ${best[id].weak.join("; ")}`);
}

test("Lighthouse gives the front 99 or more in all four", { timeout: 150_000 }, () => isExcellent(DEMO.front));
test("Lighthouse gives a story 99 or more in all four", { timeout: 150_000 }, () => isExcellent(DEMO.story));
