// A new user's way through the paper: in by the link, write, publish; and the promises about time that follow.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { courant, endAll, file, folder, openContext, sleep, startPaper, tokenFor, waitFor, wire } from "./lib.mjs";
import { answerTo, crawl, dayOf, routesOfTheApi, surfaces } from "./surfaces.mjs";

let paper, context, room, token;
const HEADLINE = "Lanterns return to the Quillwater quay";
const WORD = "Quillwater";
const story = { section: "culture", word: WORD, text: "Zanthoxylum" };

before(async () => {
  paper = await startPaper();
  token = await tokenFor(paper);
  context = await openContext();
  room = await context.newPage();
  // Asked for from the start: a listener added just before a key may come too late.
  room.on("filechooser", () => undefined);
}, { timeout: 60_000 });
after(endAll);

const saved = (page) => page.waitForFunction(() => { const mark = document.querySelector("#save-mark"); return mark?.dataset.state === "saved" && /\d/.test(mark.textContent); });

/** What the save mark said, as `[ms after the last input, state, words]`, until it says that everything is saved. */
async function watchMark(page, write) {
  await page.evaluate(() => {
    const mark = document.querySelector("#save-mark");
    let last = 0;
    window.marks = [];
    document.addEventListener("input", () => { last = performance.now(); window.marks = []; }, true);
    new MutationObserver(() => window.marks.push([performance.now() - last, mark.dataset.state, mark.textContent])).observe(mark, { attributes: true, childList: true, characterData: true, subtree: true });
  });
  await write();
  await page.waitForFunction(() => window.marks.at(-1)?.[1] === "saved" && /\d/.test(window.marks.at(-1)[2]));
  return page.evaluate(() => window.marks);
}

/** A picture nobody has uploaded before, drawn in a page; a number makes it another. */
async function drawing(page, number = 1) {
  const data = await page.evaluate((seed) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 800];
    const pen = canvas.getContext("2d");
    for (let y = 0; y < 800; y += 10) { pen.fillStyle = `hsl(${(210 + seed * 47) % 360} 40% ${85 - y / 14}%)`; pen.fillRect(0, y, 1200, 10); }
    pen.fillStyle = "#f4e6c8";
    for (let n = 0; n < 9; n += 1) { pen.beginPath(); pen.arc(90 + n * 125, 300 + Math.sin(n + seed) * 60, 26, 0, 7); pen.fill(); }
    return canvas.toDataURL("image/png");
  }, number);
  return Buffer.from(data.split(",")[1], "base64");
}

test("the one-time link opens the newsroom, and works once", async () => {
  await room.goto(paper.newsroom);
  await room.waitForSelector("button:has-text('New story')");
  const cookie = (await context.cookies()).at(-1);
  assert.ok(cookie.httpOnly && cookie.sameSite !== "None", JSON.stringify(cookie));
  const stranger = await (await openContext()).newPage();
  await stranger.goto(paper.newsroom);
  assert.equal(await stranger.locator("button:has-text('New story')").count(), 0);
  await stranger.context().close();
});

test("a story is written with formatting, and the mark says that it is saved within a second", async () => {
  await room.click("button:has-text('New story')");
  await room.waitForSelector("#story-text");
  const keys = room.keyboard;
  await room.fill("textarea.headline", HEADLINE);
  await room.fill("textarea.standfirst", "After three dark winters the boats carry light again.");
  await room.click("#story-text");
  await keys.type("The first lantern was lit at dusk by a ");
  await keys.press("Control+b"); await keys.type("ferryman"); await keys.press("Control+b");
  await keys.type(" under the Zanthoxylum tree.");
  await keys.press("Enter"); await keys.type("## Who carries them");
  await keys.press("Enter"); await keys.type("- rowers"); await keys.press("Enter"); await keys.type("children"); await keys.press("Enter"); await keys.press("Enter");
  await keys.type("> It was dark for long enough.");
  await keys.press("Enter"); await keys.press("Enter");
  await keys.type("More on the talks");
  await keys.press("Control+Shift+ArrowLeft"); await keys.press("Control+k");


  await keys.type("/storylines/korea-talks-2018"); await keys.press("Enter");
  await room.selectOption("select[name=section]", story.section);
  const byline = room.getByLabel("Add a name");
  await byline.fill("Oda Quill"); await byline.press("Enter");
  await room.fill("input[name=dateline-date]", "2018-03-28");
  await room.fill("input[name=dateline-place]", "Haemun");
  await saved(room);
  const marks = await watchMark(room, async () => { await room.click("#story-text"); await keys.press("Control+End"); await keys.type("!"); });
  console.log(`the save mark after the last key: ${marks.map(([ms, state, words]) => `${state} ${Math.round(ms)} ms (${words})`).join(", ")}`);
  assert.ok(marks.length >= 2 && marks[0][1] !== "saved", "it never said that something is not saved yet");
  const [took, , words] = marks.at(-1);
  assert.match(words, /Saved \d\d:\d\d:\d\d KST/);
  assert.ok(took <= 1000, `saved only after ${took} ms`);
  const kept = await (await context.request.get(room.url())).text();
  for (const words of [HEADLINE, "ferryman", "Oda Quill", "Haemun"]) assert.ok(kept.includes(words), `the server does not have ‘${words}’`);
});

test("a picture is uploaded, and asks for its alt text", async () => {
  const chooser = room.waitForEvent("filechooser");
  await room.click(".lead-empty button:has-text('Upload')");
  await (await chooser).setFiles({ name: "quay.png", mimeType: "image/png", buffer: await drawing(room) });
  await room.waitForSelector(".lead .focal-mark");
  assert.match(await room.textContent(".lead .pic-missing"), /Alt text is missing/);
  await room.click("a:has-text('Publish…')");
  await room.waitForURL(/publication$/);
  assert.equal(await room.locator("button.send-now").count(), 0, "it can be published without alt text");
  assert.match(await room.textContent("main"), /alt/i);
  await room.goBack();
  await room.waitForSelector("#story-text");
  await room.fill(".lead .pic-alt", "Nine lanterns over dark water");
  await room.fill(".lead .pic-caption", "The quay at dusk.");
  await saved(room);
});

test("the preview is the page as it will be, and no reader can open it", async () => {
  const popup = room.waitForEvent("popup");
  await room.click("text=Preview");
  const preview = await popup;
  await preview.waitForSelector("h1");
  assert.equal((await preview.textContent("h1")).trim(), HEADLINE);
  assert.equal(await preview.locator("article .body strong").textContent(), "ferryman");
  assert.match(await preview.textContent(".preview"), /\S/);
  await preview.waitForFunction(() => document.querySelector("figure img")?.naturalWidth > 0);
  const asked = await fetch(preview.url(), { redirect: "manual" });
  assert.ok([302, 303, 307, 401, 403].includes(asked.status), `a reader gets ${asked.status}`);
  await preview.close();
});

test("published, it is everywhere within a second", async () => {
  story.address = `/${dayOf(Date.now())}/lanterns-return-to-the-quillwater-quay`;
  await room.click("a:has-text('Publish…')");
  await room.waitForSelector("button.send-now");
  assert.match(await room.textContent("main"), new RegExp(story.address));
  // What is kept in memory must be made anew, so everything is asked for once before.
  const all = surfaces(paper.site, story);
  for (const [name, there] of all) assert.equal(await there(), false, `${name} has it already`);
  const began = performance.now();
  const [seen] = await Promise.all([
    Promise.all(all.map(async ([name, there]) => { await waitFor(there, { within: 5000, every: 5, what: name }); return [name, Math.round(performance.now() - began)]; })),
    room.click("button.send-now"),
  ]);
  console.log(`after the click, in ms: ${seen.map(([name, ms]) => `${name} ${ms}`).join(", ")}`);
  for (const [name, ms] of seen) assert.ok(ms <= 1000, `${name} only after ${ms} ms`);
});

test("its page has every block as it was written, and says what it is to machines", async () => {
  const page = await context.newPage();
  await page.goto(paper.site + story.address);
  const text = page.locator("article .body");
  assert.equal(await text.locator("p strong").textContent(), "ferryman");
  assert.equal(await text.locator("h2").textContent(), "Who carries them");
  assert.deepEqual(await text.locator("ul li").allTextContents().then((all) => all.map((one) => one.trim())), ["rowers", "children"]);
  assert.match(await text.locator("blockquote").textContent(), /dark for long enough/);
  assert.equal(await text.locator("a").getAttribute("href"), "/storylines/korea-talks-2018");
  const picture = page.locator(".lead-picture img");
  assert.equal(await picture.getAttribute("alt"), "Nine lanterns over dark water");
  await page.waitForFunction(() => document.querySelector(".lead-picture img").naturalWidth > 300);
  const told = JSON.parse(await page.textContent('script[type="application/ld+json"]'));
  const article = [told["@graph"] ?? told].flat().find((one) => one["@type"] === "NewsArticle");
  assert.equal(article.headline, HEADLINE);
  assert.ok([article.author].flat().some(({ name }) => name === "Oda Quill"), JSON.stringify(article.author));
  assert.ok(Math.abs(Date.parse(article.datePublished) - Date.now()) < 60_000, article.datePublished);
  const share = await page.getAttribute('meta[property="og:image"]', "content");
  assert.equal((await wire(share)).status, 200);
  story.media = new URL(await picture.evaluate((image) => image.currentSrc)).pathname;
  assert.match(await page.textContent(".times"), /KST/);
  await page.close();
});

test("scheduled and embargoed to the second: never before, and within a second after", { timeout: 30_000 }, async () => {
  const copy = folder("copy");
  const at = (ahead) => new Date(Math.ceil(Date.now() / 1000) * 1000 + ahead);
  const [due, lifted] = [at(3000), at(4000)];
  const write = (name, key, when) => writeFileSync(join(copy, `${name}.md`), `---\nheadline: The ${name} opens\nsection: culture\nslug: ${name}\n${key}: ${when.toISOString()}\n---\n\nThe word is ${name}.\n`);
  write("vexilloscope", "published", due);
  write("mandragoline", "embargo", lifted);
  for (const name of ["vexilloscope", "mandragoline"]) {
    const told = await courant(["story", "publish", join(copy, `${name}.md`), "--json", "--data", paper.data]);
    assert.equal(told.code, 0, told.err);
    assert.equal(JSON.parse(told.out).state, "scheduled");
  }
  const watch = async (name, when) => {
    const all = surfaces(paper.site, { address: `/${dayOf(when)}/${name}`, section: "culture", word: name });
    return Promise.all(all.map(async ([where, there]) => {
      const answered = await waitFor(async () => (await there()) && Date.now(), { within: 10_000, every: 5, what: `${name} on ${where}` });
      return [where, answered - when.getTime()];
    }));
  };
  const [first, second] = await Promise.all([watch("vexilloscope", due), watch("mandragoline", lifted)]);
  for (const [name, late] of Object.entries({ vexilloscope: first, mandragoline: second })) {
    console.log(`${name}, ms after its time: ${late.map(([where, ms]) => `${where} ${ms}`).join(", ")}`);
    for (const [where, ms] of late) {
      assert.ok(ms >= 0, `${name} was on ${where} ${-ms} ms before its time`);
      assert.ok(ms <= 1000, `${name} was on ${where} only ${ms} ms after its time`);
    }
  }
});

test("on the last page a time is picked in the paper's zone, told with it, and can be taken back", async () => {
  await room.goto(`${paper.site}/newsroom`);
  await room.click("button:has-text('New story')");
  await room.waitForSelector("#story-text");
  await room.fill("textarea.headline", "To be scheduled by hand");
  await room.selectOption("select[name=section]", "sport");
  await room.click("#story-text");
  await room.keyboard.type("Text.");
  await saved(room);
  await room.click("a:has-text('Publish…')");
  await room.check("#when-at");
  await room.fill("#at", "2030-01-02T03:04");
  await room.fill("#embargo", "2030-01-02T05:06");
  await room.click("button.send-at");
  await room.waitForLoadState();
  const told = await room.textContent("body");
  assert.match(told, /2 January 2030, 0[35]:0[46] KST/);
  assert.match(told, /Scheduled/);
  await room.goto(room.url().replace(/(\/stories\/\d+).*/, "$1/publication"));
  await room.click("button:has-text('Cancel the schedule')");
  await room.waitForLoadState();
  await room.goto(room.url().replace(/(\/stories\/\d+).*/, "$1/publication"));
  assert.match(await room.textContent(".mark"), /Draft/);
});

test("what waits is nowhere: no word of it on any address, and its addresses answer as if there were none", { timeout: 60_000 }, async () => {
  const copy = folder("secret");
  mkdirSync(join(copy, "pictures"));
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const kinds = { brillig: `published: ${later}`, slithytove: `embargo: ${later}`, mimsyboro: "state: draft", outgrabe: "state: ready", jubjubbird: "state: spiked" };
  const guesses = [];
  for (const [number, [word, line]] of Object.entries(kinds).entries()) {
    const bytes = await drawing(room, number + 2);
    writeFileSync(join(copy, `pictures/${word}.png`), bytes);
    writeFileSync(join(copy, `${word}.md`), `---\nheadline: ${word} headline\nstandfirst: ${word} standfirst\nsection: science\nslug: ${word}\nbyline: ${word} Author\ntags: [${word} tag]\nstoryline: ${word}-line\n${line}\npicture: {file: pictures/${word}.png, alt: ${word} alt, caption: ${word} caption}\n---\n\n${word} body.\n`);
    const told = await courant(["story", "publish", join(copy, `${word}.md`), "--json", "--data", paper.data]);
    assert.equal(told.code, 0, told.err);
    const [day, control] = [line.startsWith("published") ? dayOf(Date.parse(later)) : dayOf(Date.now()), word.replace(/^./, "z")];
    const picture = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    const of = (name, media) => [
      `/${day}/${name}`, `/api/v1/stories/${day}/${name}`, `/api/v1/stories/${day}/${name}/markdown`, `/people/${name}-author`, `/people/${name}-author/feed.atom`, `/tags/${name}-tag`, `/tags/${name}-tag/feed.rss`,
      `/storylines/${name}-line`, `/storylines/${name}-line/feed.json`, `/api/v1/storylines/${name}-line`, `/search?q=${name}`, `/search?q=${name}&sort=best&section=science`, `/api/v1/stories?tag=${name}-tag`, `/api/v1/stories?person=${name}-author`,
      `/api/v1/stories?storyline=${name}-line`, `/media/${media}/640.jpg`, `/media/${media}/320.webp`, `/media/${media}/1200.jpg`,
    ];
    const other = picture.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
    of(word, picture).forEach((path, at) => guesses.push([path, of(control, other)[at], [word, control, picture, other]]));
  }
  await sleep(1000);
  const began = performance.now();
  const { leaks, paths } = await crawl(paper.site, Object.keys(kinds));
  console.log(`${paths.length} addresses crawled in ${Math.round(performance.now() - began)} ms, ${guesses.length} guesses compared`);
  assert.ok(paths.length > 250, `only ${paths.length} addresses were found`);
  for (const route of routesOfTheApi()) {
    const shape = new RegExp(`^${route.replaceAll(/\{[^}]+\}/g, "[^/?]+")}(\\?|$)`);
    assert.ok([...paths, ...guesses.map(([path]) => path)].some((path) => shape.test(path)), `nothing asked ${route}`);
  }
  assert.deepEqual(leaks, []);
  const told = [];
  for (const [secret, control, words] of guesses) {
    const [one, other] = [await answerTo(paper.site, secret, words), await answerTo(paper.site, control, words)];
    if (one !== other) told.push(`${secret} answers unlike ${control}: ${one.slice(0, 300)} — ${other.slice(0, 300)}`);
  }
  assert.deepEqual(told, []);
});

test("the crawl finds a word that is out", async () => {
  const { leaks } = await crawl(paper.site, [WORD]);
  assert.ok(leaks.length >= 5, leaks.join("\n"));
});

test("withdrawn, it answers 410 and is gone from everywhere within two seconds", async () => {
  await room.goto(`${paper.site}/newsroom/stories?q=${WORD}`);
  await room.click(`a:has-text('${HEADLINE}')`);
  await room.waitForSelector("#story-text");
  await room.goto(`${room.url()}/publication`);
  await room.fill("#reason", "The quay asked us to wait.");
  const gone = [
    ...surfaces(paper.site, story).map(([name, there]) => [name, async () => !(await there())]),
    ["410", async () => (await wire(paper.site + story.address)).status === 410], ["410 of the API", async () => (await wire(`${paper.site}/api/v1/stories${story.address}`)).status === 410],
    ["its picture", async () => (await wire(paper.site + story.media)).status >= 400],
  ];
  assert.equal((await wire(paper.site + story.media)).status, 200);
  const began = performance.now();
  const [seen] = await Promise.all([
    Promise.all(gone.map(async ([name, there]) => { await waitFor(there, { within: 5000, every: 5, what: `${name} to go` }); return [name, Math.round(performance.now() - began)]; })),
    room.click("button:has-text('Withdraw from all readers')"),
  ]);
  console.log(`gone, ms after the click: ${seen.map(([name, ms]) => `${name} ${ms}`).join(", ")}`);
  for (const [name, ms] of seen) assert.ok(ms <= 2000, `${name}: only after ${ms} ms`);
  const page = await wire(paper.site + story.address);
  assert.ok(!page.text.includes(WORD), "the page that says it is withdrawn shows its headline");
  assert.deepEqual((await crawl(paper.site, [story.text, "Oda Quill"])).leaks, []);
});

test("a dateline that has only its place yet does not keep the rest from being saved", async () => {
  await room.goto(`${paper.site}/newsroom`);
  await room.click("button:has-text('New story')");
  await room.waitForSelector("#story-text");
  await room.fill("input[name=dateline-place]", "Haemun");
  await room.fill("textarea.headline", "A dateline half written");
  await saved(room);
  assert.ok((await (await context.request.get(room.url())).text()).includes("A dateline half written"));
});

test("nothing went wrong in the browser on the way", () => {
  assert.deepEqual(context.problems, []);
});

test("the same story over the API, with a token, is out within a second too", async () => {
  const sent = performance.now();
  const filed = await file(paper, token, "---\nheadline: A pelicanry by the sea\nsection: science\nslug: pelicanry\n---\n\nBirds.\n");
  assert.equal(filed.status, 201, JSON.stringify(filed));
  for (const [name, there] of surfaces(paper.site, { address: filed.address, section: "science", word: "pelicanry", text: "pelicanry" })) await waitFor(there, { within: 1000, every: 5, what: name });
  console.log(`over the API: everywhere after ${Math.round(performance.now() - sent)} ms`);
});
