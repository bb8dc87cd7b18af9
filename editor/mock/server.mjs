// A newsroom in memory, for trying the editor and for its tests. Never part of the program.
//   node mock/server.mjs [port]
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { blank, filled } from "./copy.mjs";
import { answerNotes } from "./notes.mjs";
import { attach } from "./together.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const FILES = {
  "/assets/newsroom.js": ["../dist/newsroom.js", "text/javascript"],
  "/assets/newsroom-pages.js": ["../dist/newsroom-pages.js", "text/javascript"],
  "/assets/newsroom-editor.css": ["../dist/newsroom-editor.css", "text/css"],
  "/assets/newsroom.css": ["../../crates/courant-render/newsroom/assets/newsroom.css", "text/css"],
  "/assets/fonts/newsreader.woff2": ["../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-standard-normal.woff2", "font/woff2"],
  "/assets/fonts/newsreader-italic.woff2": ["../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-standard-italic.woff2", "font/woff2"],
  "/assets/fonts/public-sans.woff2": ["../node_modules/@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2", "font/woff2"],
};

/** Everything the newsroom remembers; tests read and change it, and it outlives a stopped server. */
export function memory() {
  return {
    stories: new Map([[7, { version: 3, copy: blank() }], [8, { version: 12, copy: filled() }]]),
    pictures: new Map(),
    files: new Map(),
    puts: [],
    signedOut: false,
    /** `{error, next}` to refuse the next changes with. */
    refuse: null,
    /** Hears and says nothing, though the line stands. */
    deaf: false,
    /** `edit` or `read`. */
    may: "edit",
    /** Milliseconds an upload takes longer. */
    slow: 0,
    posts: [],
    /** Notes by story; `notesAway` leaves every request about them without an answer. */
    notes: new Map(),
    notesAway: false,
  };
}

const read = (request) => new Promise((resolve, reject) => {
  const parts = [];
  request.on("data", (part) => parts.push(part)).on("end", () => resolve(Buffer.concat(parts))).on("error", reject);
});

function shell(title, body, head = "") {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · The Courant newsroom</title>
<link rel="stylesheet" href="/assets/newsroom.css">${head}<script src="/assets/newsroom-pages.js" defer></script></head><body class="page page-editor"><a class="skip" href="#main">Skip to the page</a>
<header class="bar"><a class="paper" href="/newsroom">The Courant <span>newsroom</span></a><nav class="places" aria-label="Newsroom"><ul><li><a href="/newsroom">Start</a></li><li><a href="/newsroom/stories">Stories</a></li></ul></nav></header>
<main id="main" tabindex="-1">${body}</main></body></html>`;
}

function editorPage(memory, id) {
  const { version, copy } = memory.stories.get(id);
  const pictures = Object.fromEntries([...memory.pictures].map(([key, { bytes, type, id: _, ...record }]) => [key, record]));
  const boot = {
    id, version, state: "draft", state_text: "Draft", address: "", copy,
    sections: [{ slug: "world", name: "World" }, { slug: "business", name: "Business" }, { slug: "culture", name: "Culture" }],
    storylines: [{ slug: "peninsula-2018", title: "The talks on the Korean peninsula" }],
    people: [{ slug: "ana-moreau", name: "Ana Moreau" }, { slug: "han-ji-woo", name: "Han Ji-woo" }],
    tags: ["Korea", "China", "diplomacy"], zone: "Asia/Seoul", length: memory.length ?? 0, pictures, files: Object.fromEntries(memory.files),
  };
  return shell("Story", `<h1 class="vh">Story</h1><script type="application/json" id="story">${JSON.stringify(boot).replace(/</g, "\\u003c")}</script><div id="editor"></div>`,
    '<link rel="stylesheet" href="/assets/newsroom-editor.css"><script src="/assets/newsroom.js" defer></script>');
}

function size(bytes) {
  return bytes.subarray(1, 4).toString() === "PNG" ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : [1200, 800];
}

async function answer(memory, request, response) {
  const url = new URL(request.url, "http://mock");
  const path = url.pathname;
  const say = (status, body, type = "application/json") => {
    response.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, "Content-Security-Policy": CSP, "Cache-Control": "no-store" });
    response.end(type === "application/json" ? JSON.stringify(body) : body);
  };
  if (FILES[path]) return say(200, await readFile(here(FILES[path][0])), FILES[path][1]);
  if (/^\/newsroom\/stories\/\d+\/together$/.test(path)) return memory.signedOut ? say(401, { error: "You are signed out.", next: "Sign in." }) : say(426, { error: "This is a WebSocket.", next: "" });
  if (/^\/newsroom\/stories\/\d+\/notes(\/|$)/.test(path)) return answerNotes(memory, request, path, await read(request), say);
  const story = path.match(/^\/newsroom\/stories\/(\d+)$/);
  if (story && memory.stories.has(Number(story[1]))) return say(200, editorPage(memory, Number(story[1])), "text/html");
  if (path === "/newsroom/pictures" && request.method === "POST") return postPicture(memory, await read(request), request.headers["content-type"], say);
  if (path === "/newsroom/pictures" && (request.headers.accept ?? "").includes("json")) return say(200, [...memory.pictures.values()].map(({ bytes, type, ...record }) => record));
  if (path === "/newsroom/media-files" && request.method === "POST") return postFile(memory, await read(request), url.searchParams.get("name"), say);
  if (path === "/newsroom/media-files") return say(200, [...memory.files.values()].filter(({ kind }) => !url.searchParams.get("kind") || kind === url.searchParams.get("kind")));
  const picture = path.match(/^\/newsroom\/pictures\/([0-9a-f]{64})$/);
  if (picture && request.method === "PUT") {
    Object.assign(memory.pictures.get(picture[1]), JSON.parse(await read(request)));
    return say(200, {});
  }
  const media = path.match(/^\/newsroom\/media\/([0-9a-f]{64})\/\d+\.jpg$/);
  if (media && memory.pictures.has(media[1])) {
    const { bytes, type } = memory.pictures.get(media[1]);
    return say(200, bytes, type);
  }
  if (path === "/newsroom/find" && memory.find) return say(200, memory.find(url.searchParams.get("q")));
  if (memory.pages?.[path]) {
    if (request.method === "POST") memory.posts.push([path, (await read(request)).toString()]);
    return say(200, memory.pages[path](), "text/html");
  }
  if (path.startsWith("/newsroom")) return say(200, shell("Page", `<h1>${path}</h1>`), "text/html");
  return say(404, { error: "There is no such page.", next: "Go back." });
}

async function postPicture(memory, bytes, type, say) {
  await new Promise((resolve) => setTimeout(resolve, memory.slow));
  if (bytes.length < 100) return say(422, { error: "This file is not a picture that can be read.", next: "Save it again as JPEG, PNG or WebP." });
  const id = createHash("sha256").update(bytes).digest("hex");
  const [width, height] = size(bytes);
  const record = { id, width, height, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "", caption: "", credit: "" };
  if (!memory.pictures.has(id)) memory.pictures.set(id, { ...record, bytes, type });
  const { bytes: _bytes, type: _type, ...stored } = memory.pictures.get(id);
  say(201, stored);
}

/** Takes a file by its name's end; the real server looks into it. */
function postFile(memory, bytes, name, say) {
  if (bytes.length < 10) return say(422, { error: "This file is no film that can be read here.", next: "Save it as MP4 and send that." });
  const [kind, format, media_type] = { mp3: ["audio", "MP3", "audio/mpeg"], mp4: ["video", "MP4", "video/mp4"], vtt: ["captions", "WebVTT", "text/vtt"] }[name.split(".").at(-1)];
  const id = createHash("sha256").update(bytes).digest("hex");
  const record = { id, kind, format, media_type, bytes: bytes.length, seconds: 6, width: kind === "video" ? 640 : 0, height: kind === "video" ? 360 : 0, src: `/newsroom/media-files/${id.slice(0, 32)}/${kind}.${format.toLowerCase()}`, name };
  memory.files.set(id, record);
  say(201, record);
}

/** Starts the server on `port` (0: any). `stop()` cuts every connection, as a crash would; `memory` goes on living. */
export async function startMock(port = 0, state = memory()) {
  const sockets = new Set();
  const server = createServer((request, response) => {
    answer(state, request, response).catch((problem) => {
      response.writeHead(500).end(String(problem));
    });
  });
  attach(server, state);
  server.on("connection", (socket) => { sockets.add(socket); socket.on("close", () => sockets.delete(socket)); });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: used } = server.address();
  return {
    port: used, url: `http://127.0.0.1:${used}`, memory: state,
    stop: () => new Promise((resolve) => { for (const socket of sockets) socket.destroy(); server.close(resolve); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock(Number(process.argv[2] ?? 8099));
  console.log(`${url}/newsroom/stories/7 (empty) and ${url}/newsroom/stories/8 (written)`);
}
