// Pictures of the paper and the newsroom, wide and narrow, light and dark:  npm run shots -- FOLDER [NAME…]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEMO, endAll, newsroomPages, openContext, signIn, startPaper, wire } from "./lib.mjs";

const [where, ...wanted] = process.argv.slice(2);
if (!where) {
  console.error("Say where the pictures go: npm run shots -- FOLDER [NAME…]");
  process.exit(2);
}
const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
const READ = [DEMO.story, "/2018/04/27/kim-and-moon-meet-at-the-line", "/2018/03/27/the-mirror-above-haemun", "/2018/03/28/night-shift-at-the-new-crane", DEMO.arabic];

const paper = await startPaper();
// Most Viewed is part of the picture.
for (const path of READ) await wire(paper.site + path, { headers: BROWSER });
const state = await signIn(paper);
const room = await newsroomPages(paper, state);
const pages = {
  front: [DEMO.front], story: [DEMO.story], arabic: [DEMO.arabic], section: [DEMO.section], storyline: [DEMO.storyline], search: [DEMO.results],
  editor: [room.editor, state], publication: [room.publication, state], newsroom: [room.start, state], stories: [room.stories, state], pictures: [room.pictures, state], "newsroom-front": [room.front, state],
  sections: [room.sections, state], storylines: [room.storylines, state], "site-pages": [room["site pages"], state], "site-page": [room["site page"], state], navigation: [room.navigation, state],
  settings: [room.settings, state], redirects: [room.redirects, state], theme: [room.theme, state], "kept-theme": [room["kept theme"], state], "section-front": [room["section front"], state], plan: [room.plan, state],
};
const unknown = wanted.find((name) => !pages[name]);
if (unknown) {
  console.error(`There is no page named ${unknown}. There are: ${Object.keys(pages).join(", ")}.`);
  await endAll();
  process.exit(2);
}
mkdirSync(where, { recursive: true });
for (const [name, [path, storageState]] of Object.entries(pages).filter(([one]) => !wanted.length || wanted.includes(one))) {
  for (const width of [1440, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await openContext({ viewport: { width, height: width > 500 ? 900 : 844 }, deviceScaleFactor: width > 500 ? 1 : 2, colorScheme, storageState });
      const page = await context.newPage();
      await page.goto(paper.site + path, { waitUntil: "networkidle" });
      if (name === "editor") await page.waitForSelector("#story-text");
      // Pictures that wait to be scrolled to.
      await page.evaluate(async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += 600) { window.scrollTo(0, y); await new Promise((done) => setTimeout(done, 40)); }
        window.scrollTo(0, 0);
        await document.fonts.ready;
      });
      await page.waitForLoadState("networkidle");
      const target = join(where, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: target, fullPage: true });
      console.log(resolve(target));
      await context.close();
    }
  }
}
await endAll();
