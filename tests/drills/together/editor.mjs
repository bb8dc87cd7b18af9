// One editor without a screen: the real schema, binding and line, a browser's store in memory, and a network to cut.
import { AsyncLocalStorage } from "node:async_hooks";
import { model, PlainSocket } from "./model.mjs";

const { Binding, EditorState, Story, Taken, TextSelection, Together, WRITTEN, localTables, schema, tidy, undoManager } = model;
export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Whose code is running: the page's globals belong to its editor. */
const page = new AsyncLocalStorage();
let place = null;

/** The paper that all pages are at. */
export function visit(paper) {
  place = { site: paper.site, cookie: paper.cookie };
  const real = globalThis.fetch;
  globalThis.fetch = (url, options = {}) => {
    if (!String(url).startsWith("/")) return real(url, options);
    if (page.getStore()?.cut) return Promise.reject(new TypeError("cut off"));
    return real(place.site + url, { ...options, headers: { ...options.headers, cookie: place.cookie } });
  };
}

globalThis.window = {
  addEventListener() {},
  get location() { return { origin: place.site }; },
  setTimeout(act, ms) {
    const one = page.getStore();
    return Number(setTimeout(() => { if (!one?.dead) act(); }, ms));
  },
  clearTimeout,
  setInterval(act, ms) {
    const timer = setInterval(act, ms);
    page.getStore()?.timers.push(timer);
    return Number(timer);
  },
};

globalThis.WebSocket = class extends PlainSocket {
  constructor(url) {
    const one = page.getStore();
    super(one.cut || one.dead ? "ws://127.0.0.1:9/" : url, { headers: { cookie: place.cookie, origin: place.site, "sec-fetch-site": "same-origin" }, perMessageDeflate: false });
    this.on("error", () => undefined);
    one.sockets.add(this);
    this.on("close", () => one.sockets.delete(this));
  }
};

/** What a browser keeps: it outlives the page. */
export class Store {
  entries = new Map();
  aside = [];
}

/** A page's own access to the store, as `UnsentStore` gives it. */
class Access {
  constructor(store, tab) {
    Object.assign(this, { store, tab, number: 0 });
  }
  async begin() {}
  next() { this.number += 1; return this.number; }
  async keep(entries, numbers) {
    if (page.getStore()?.dead) return;
    entries.forEach((entry, index) => this.store.entries.set(`${this.tab}/${numbers[index]}`, { ...entry, tab: this.tab, number: numbers[index] }));
  }
  async forget(numbers) { for (const number of numbers) this.store.entries.delete(`${this.tab}/${number}`); }
  async forgetOf(entries) { for (const { tab, number } of entries) this.store.entries.delete(`${tab}/${number}`); }
  async inherit(left) {
    const others = [...this.store.entries.values()].filter(({ tab }) => tab !== this.tab);
    if (others.length) await left(others);
  }
  async asides() { return this.store.aside; }
  async setAside(aside) { this.store.aside.push(aside); }
}

let tabs = 0;

/** A page open on a story. It dies with `kill`, and its store remains. */
export class Editor {
  timers = [];
  sockets = new Set();
  cut = false;
  dead = false;
  /** Words that were shown as taken away by another. */
  shown = [];
  opened = 0;

  constructor(name, story, store, watch = false) {
    tabs += 1;
    Object.assign(this, { name, number: story, store, watch });
    page.run(this, () => {
      const host = { opened: (doc) => this.open(doc), may() {}, story() {}, notice() {}, kept() {}, notes() {}, asides() {}, taken: (words) => this.shown.push(...words) };
      this.line = new Together(story, new Access(store, `tab${tabs}`), host);
      void this.line.begin();
    });
  }

  /** Tells which words go by whose change. */
  follow(doc) {
    let before = this.words();
    doc.on("afterAllTransactions", (_doc, transactions) => {
      const now = new Set(this.words());
      const gone = before.filter((word) => !now.has(word));
      before = [...now];
      if (gone.length) console.log("     shown:", JSON.stringify(this.shown), this.line.settled);
      if (gone.length) console.log(`    ${this.name} no longer has ${gone.join(" ")}, by ${transactions.map(({ origin }) => origin?.by ?? origin?.name ?? origin?.constructor.name).join(", ")}`);
    });
  }

  /** The page around a document: what `text.ts` does, without a screen. */
  open(doc) {
    this.opened += 1;
    this.doc = doc;
    this.body = doc.getXmlFragment("body");
    this.binding = new Binding(this.body);
    const own = this.binding.plugin();
    this.head = new Story(doc, "");
    this.undo = undoManager(this.body, WRITTEN);
    new Taken(doc, () => this.line.settled, (words) => this.shown.push(...words));
    this.state = EditorState.create({ doc: this.binding.start, plugins: [localTables(), tidy(), own] });
    const view = { dispatch: (tr) => this.dispatch(tr) };
    Object.defineProperty(view, "state", { get: () => this.state });
    this.plugin = own.spec.view(view);
    if (this.watch) this.follow(doc);
  }

  dispatch(tr) {
    this.state = this.state.apply(tr);
    this.plugin.update();
  }

  /** Acts as the page's own code would, and says which words went by it. */
  act(what) {
    const before = this.words();
    page.run(this, () => what());
    const now = new Set(this.words());
    return before.filter((word) => !now.has(word));
  }

  words() {
    return wordsIn(this.text());
  }

  text() {
    return `${Object.values(this.head.copy).filter((value) => typeof value === "string").join(" ")}\n${this.state.doc.textBetween(0, this.state.doc.content.size, "\n", " ")}`;
  }

  /** Places between words in blocks of text: `[block position, offset]`. */
  gaps() {
    const found = [];
    this.state.doc.descendants((node, pos) => {
      if (!node.isTextblock) return;
      const text = node.children.map((child) => child.text ?? "\ufffc".repeat(child.nodeSize)).join("");
      found.push([pos, 0]);
      for (const match of text.matchAll(/ /g)) found.push([pos, match.index + 1]);
      if (text.length && !text.endsWith(" ")) found.push([pos, text.length]);
    });
    return found;
  }

  command(command, from, to = from) {
    this.dispatch(this.state.tr.setSelection(TextSelection.between(this.state.doc.resolve(from), this.state.doc.resolve(to))));
    return command(this.state, (tr) => this.dispatch(tr), undefined);
  }

  partition() {
    this.cut = true;
    page.run(this, () => { for (const socket of this.sockets) socket.terminate(); });
  }

  async heal() {
    this.cut = false;
    page.run(this, () => this.line.line.now());
  }

  /** The tab is killed. */
  kill() {
    this.dead = true;
    for (const timer of this.timers) clearInterval(timer);
    page.run(this, () => { for (const socket of this.sockets) socket.terminate(); });
  }
}

export const wordsIn = (text) => text.match(/[α-ω]q\d+[a-c]\d+z/g) ?? [];
export { schema };
