#!/usr/bin/env node
// Three editors of one story at once, with partitions, killed tabs, restores and a file update: never a silent loss.
//
//   node tests/drills/together.mjs               1,000 interleavings; COURANT_DRILL_PART=10 runs a tenth of them
//   node tests/drills/together.mjs --only 17     that one, told step by step
//   node tests/drills/together.mjs --lie         forgets an unsent change: the drill must fail
//
// COURANT_BIN is the program (target/release/courant). Needs `npm ci` in editor/. The seed is fixed, so an interleaving
// always tries the same acts in the same order; how they fall together in time differs a little from run to run.
// After each: all ends equal, the page what its document says, the server's copy the browsers', and each typed word in
// the text, in a deletion that somebody made, in a revision, shown as taken away, or kept in the browser.
import { parseArgs } from "node:util";
import { Editor, schema, sleep, Store, visit, wordsIn } from "./together/editor.mjs";
import { model } from "./together/model.mjs";
import { startPaper } from "./together/paper.mjs";

const { values: given } = parseArgs({ options: {
  rounds: { type: "string" }, seed: { type: "string", default: "20180328" }, only: { type: "string" }, lie: { type: "boolean", default: false }, beside: { type: "string", default: "6" },
} });
const ROUNDS = Number(given.rounds ?? Math.max(1, Math.floor(1000 / Number(process.env.COURANT_DRILL_PART || 1))));
const SEED = Number(given.seed);
const STEPS = 24;

/** Mulberry32: the same numbers from the same seed everywhere. */
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n), of: (all) => all[Math.floor(next() * all.length)] };
}

const markdown = (round, day, lines) => `---\nheadline: Drill ${round}\nsection: world\nslug: drill-${SEED}-${round}\npublished: 2018-03-27T10:00:00+09:00\n---\n\n${lines.join("\n\n")}\n`;

/** What one interleaving knows of the words. */
class Ledger {
  typed = new Set();
  deleted = new Set();
  count = 0;
  constructor(round) { this.round = round; }
  word(name) {
    this.count += 1;
    // Each begins with a letter of its own, so that where it was put in is never in doubt.
    const word = `${String.fromCharCode(0x3b0 + this.count)}q${this.round}${name}${this.count}z`;
    this.typed.add(word);
    return word;
  }
}

function type(editor, rng, ledger) {
  const word = ledger.word(editor.name);
  const gaps = editor.gaps();
  if (!gaps.length || rng.next() < 0.1) {
    const headline = editor.head.copy.headline;
    return editor.act(() => editor.head.set({ headline: rng.next() < 0.5 ? `${word} ${headline}` : `${headline} ${word}` }));
  }
  const [pos, offset] = rng.of(gaps);
  return editor.act(() => editor.dispatch(editor.state.tr.insertText(`${word} `, pos + 1 + offset)));
}

function erase(editor, rng) {
  const gaps = editor.gaps();
  if (!gaps.length) return [];
  const [pos, from] = rng.of(gaps);
  const others = gaps.filter(([block, offset]) => block === pos && offset > from);
  if (!others.length) return [];
  const to = rng.of(others)[1];
  return editor.act(() => editor.dispatch(editor.state.tr.delete(pos + 1 + from, pos + 1 + to)));
}

function eraseBlock(editor, rng) {
  const { doc } = editor.state;
  if (!doc.childCount) return [];
  const index = rng.below(doc.childCount);
  let from = 0;
  for (let at = 0; at < index; at += 1) from += doc.child(at).nodeSize;
  return editor.act(() => editor.dispatch(editor.state.tr.delete(from, from + doc.child(index).nodeSize)));
}

function change(editor, rng) {
  const { marks, nodes } = schema;
  const gaps = editor.gaps();
  if (!gaps.length) return [];
  const [pos, from] = rng.of(gaps);
  const others = gaps.filter(([block, offset]) => block === pos && offset >= from);
  const to = rng.of(others)[1];
  const { toggle, toggleBlock, toggleList, toggleQuote, splitBlock, joinBackward, insertBreak } = model;
  const [command, end] = rng.of([
    [toggle(marks.strong), to], [toggle(marks.em), to], [toggle(marks.strike), to],
    [toggleBlock(nodes.heading, { level: 2 }), from], [toggleBlock(nodes.pull_quote), from], [toggleList(nodes.bullet_list), from], [toggleQuote, from],
    [splitBlock, from], [joinBackward, from], [insertBreak, from], [footnote, from],
  ]);
  return editor.act(() => editor.command(command, pos + 1 + from, pos + 1 + end));
}

function footnote(state, dispatch) {
  if (!state.selection.$from.parent.canReplaceWith(state.selection.$from.index(), state.selection.$from.index(), schema.nodes.footnote)) return false;
  dispatch(state.tr.insert(state.selection.from, schema.nodes.footnote.create(null, schema.text("A note."))));
  return true;
}

function undo(editor, rng) {
  return editor.act(() => (rng.next() < 0.7 ? editor.undo.undo() : editor.undo.redo()));
}

/** Brings an older copy back, as a restore does: what it says instead of what stands now is meant. */
async function restore(paper, story, rng, ledger, olds) {
  const boot = await paper.boot(story);
  olds.push(boot.copy);
  const old = rng.of(olds);
  if ((await paper.put(story, boot.version, old)) === 200) {
    const now = new Set(wordsIn(JSON.stringify(old)));
    for (const word of wordsIn(JSON.stringify(boot.copy))) if (!now.has(word)) ledger.deleted.add(word);
  }
}

async function interleaving(paper, round) {
  const rng = dice(SEED * 1009 + round);
  const ledger = new Ledger(round);
  const first = await paper.file(markdown(round, 0, ["The ferries run again.", "## Piers", "Divers looked at the pier, and at the *second* pier.", "- one\n- two", "The last words."]));
  const story = await paper.number(first.address);
  if (!story) throw new Error(`The story of interleaving ${round} was not made: ${JSON.stringify(first)}`);
  const stores = { a: new Store(), b: new Store(), c: new Store() };
  const editors = Object.fromEntries(Object.keys(stores).map((name) => [name, new Editor(name, story, stores[name], !!given.only)]));
  const shown = [];
  await until(() => Object.values(editors).every((one) => one.doc), "the pages to open", 15_000);
  const olds = [];
  let filed = false;
  const told = [];
  for (let step = 0; step < STEPS; step += 1) {
    const name = rng.of(["a", "b", "c"]);
    const editor = editors[name];
    const dice = rng.next();
    let gone = [];
    let what = "waits";
    if (!editor.doc || !editor.binding) what = "is not open yet";
    else if (dice < 0.5) { what = "types"; gone = type(editor, rng, ledger); }
    else if (dice < 0.6) { what = "erases"; gone = erase(editor, rng); }
    else if (dice < 0.64) { what = "erases a block"; gone = eraseBlock(editor, rng); }
    else if (dice < 0.79) { what = "changes"; gone = change(editor, rng); }
    else if (dice < 0.83) { what = "undoes"; gone = undo(editor, rng); }
    else if (dice < 0.9) { what = editor.cut ? "is back" : "is cut off"; if (editor.cut) void editor.heal(); else editor.partition(); }
    else if (dice < 0.95) {
      what = "is killed and reloads";
      await sleep(2);
      shown.push(...editor.shown);
      editor.kill();
      editors[name] = new Editor(name, story, stores[name], !!given.only);
    } else if (dice < 0.98) { what = "sees a restore"; await restore(paper, story, rng, ledger, olds); }
    else if (!filed) {
      filed = true;
      what = "sees a file";
      await paper.file(markdown(round, 1, ["The ferries run again, the file says.", "## Piers", "Divers looked at the pier.", "A paragraph of the file."]));
    }
    for (const word of gone) ledger.deleted.add(word);
    told.push(`${name} ${what}${what === "types" ? ` ${[...ledger.typed].at(-1)}` : ""}${gone.length ? `; gone: ${gone.join(" ")}` : ""}`);
    if (given.only) console.log(told.at(-1));
    if (rng.next() < 0.6) await sleep(rng.below(90));
  }
  if (given.lie && round === ROUNDS) {
    lie(editors.a, ledger, stores.a);
    editors.a = new Editor("a", story, stores.a);
  }
  for (const editor of Object.values(editors)) if (editor.cut) await editor.heal();
  const problems = await check(paper, story, editors, ledger, stores, shown);
  for (const editor of Object.values(editors)) editor.kill();
  return { problems, told, ledger, merged: Object.values(editors).reduce((sum, one) => sum + one.shown.length, shown.length) };
}

/** A change that never leaves, of a tab that is killed and has kept nothing. A drill that does not find it out finds nothing. */
function lie(editor, ledger, store) {
  editor.partition();
  type(editor, dice(1), ledger);
  editor.kill();
  store.entries.clear();
}

async function until(ask, what, within) {
  const end = performance.now() + within;
  while (!ask()) {
    if (performance.now() > end) throw new Error(`Waited for ${what} in vain.`);
    await sleep(15);
  }
}

/** What a merge may leave empty is nothing, on either side. */
function normal(json) {
  const content = (json.content ?? []).map(normal).filter(Boolean);
  const drop = { list_item: 1, bullet_list: 1, ordered_list: 1, blockquote: 1, table: 1, table_row: 1 };
  if (!content.length && drop[json.type]) return null;
  if (json.type === "list_item" && content[0].type !== "paragraph") content.unshift({ type: "paragraph" });
  if (/^table_(cell|header)$/.test(json.type) && !content.length) content.push({ type: "paragraph" });
  const { marks, ...rest } = json;
  const out = { ...rest };
  if (marks && json.type === "text") out.marks = marks;
  if (content.length) out.content = content;
  else delete out.content;
  return out;
}

const bodyText = (json) => JSON.stringify(normal(schema.nodeFromJSON(json).toJSON()));

async function check(paper, story, editors, ledger, stores, shown) {
  const all = Object.values(editors);
  const problems = [];
  const say = (sentence) => problems.push(sentence);
  const body = (one) => JSON.stringify(model.readBody(one.doc.getXmlFragment("body")).toJSON());
  const ends = () => new Set(all.map((one) => (one.doc ? body(one) + JSON.stringify(model.headOf(one.doc)) : one.name)));
  try {
    await until(() => all.every((one) => one.doc && one.line.settled && one.line.ready) && ends().size === 1, "the ends to be equal", 20_000);
  } catch {
    say(`The ends differ, or not all is sent: ${all.map((one) => `${one.name} ${JSON.stringify(one.line.state)}`).join(", ")}`);
    for (const one of all) if (one.doc) say(`${one.name}: ${body(one)}`);
    return problems;
  }
  // What came last another way may still be on its way to all three.
  let { copy } = await paper.boot(story);
  const differs = () => bodyText(copy.body) !== bodyText(JSON.parse(body(all[0]))) || ends().size > 1;
  for (let tries = 0; tries < 50 && differs(); tries += 1) { await sleep(100); ({ copy } = await paper.boot(story)); }
  if (ends().size > 1) say("The ends differ after what came last.");
  for (const one of all) if (JSON.stringify(one.state.doc.toJSON()) !== body(one)) say(`The page of ${one.name} is not what its document says: ${JSON.stringify(one.state.doc.toJSON())} and ${body(one)}`);
  const here = bodyText(JSON.parse(body(all[0])));
  if (bodyText(copy.body) !== here) say(`The server's copy is not the browsers': ${bodyText(copy.body)} and ${here}`);
  const head = model.headOf(all[0].doc);
  for (const key of Object.keys(head)) if (JSON.stringify(copy[key]) !== JSON.stringify(head[key])) say(`The server has another ${key}: ${JSON.stringify(copy[key])} and ${JSON.stringify(head[key])}`);
  const there = new Set(wordsIn(JSON.stringify(copy)));
  const missing = [...ledger.typed].filter((word) => !there.has(word) && !ledger.deleted.has(word));
  if (missing.length) {
    const kept = new Set([...wordsIn(await paper.revisions(story)), ...wordsIn([...shown, ...all.flatMap((one) => one.shown)].join(" ")),
      ...Object.values(stores).flatMap((store) => wordsIn(store.aside.map(({ text }) => text).join(" ")))]);
    const lost = missing.filter((word) => !kept.has(word));
    if (lost.length) say(`Typed and nowhere: ${lost.join(" ")}`);
  }
  return problems;
}

const paper = await startPaper();
visit(paper);
console.log(`seed ${SEED}`);
const began = performance.now();
let [failed, words, gone, merged] = [0, 0, 0, 0];
const rounds = given.only ? [Number(given.only)] : Array.from({ length: ROUNDS }, (_, index) => index + 1);
const queue = [...rounds];
let done = 0;
await Promise.all(Array.from({ length: given.only ? 1 : Number(given.beside) }, async () => {
  for (let round = queue.shift(); round !== undefined; round = queue.shift()) {
    let result;
    try {
      result = await interleaving(paper, round);
    } catch (problem) {
      result = { problems: [String(problem.stack ?? problem)], told: [], ledger: new Ledger(round), merged: 0 };
    }
    done += 1;
    words += result.ledger.typed.size;
    gone += result.ledger.deleted.size;
    merged += result.merged;
    if (result.problems.length) {
      failed += 1;
      console.log(`FAILED: interleaving ${round} (seed ${SEED})`);
      for (const sentence of result.problems.slice(0, 6)) console.log(`    ${sentence.slice(0, 1500)}`);
      for (const step of result.told) console.log(`        ${step}`);
    }
    if (done % 50 === 0) console.log(`${done} of ${rounds.length} interleavings, ${failed} failed`);
  }
}));
console.log(`${done} interleavings in ${((performance.now() - began) / 1000).toFixed(0)} s: ${words} words typed, ${gone} deleted by somebody, ${merged} passages shown as taken away`);
console.log(`${done - failed} passed, ${failed} failed`);
await paper.stop();
process.exit(failed ? 1 : 0);
