/**
 * Words that somebody has just written here and that another's change takes away: found, so that they can be shown.
 * Just written is what the server has not acknowledged, and what is not older than a minute.
 */
import * as Y from "yjs";

const RECENT = 60_000;

interface Written { client: number; from: number; to: number; at: number }

/** On transactions that bring what others wrote. */
export class Arrival {
  constructor(readonly by: string) {}
}

export class Taken {
  private written: Written[] = [];

  /** `told` hears each passage taken away, and by whom (empty when several may have, while this page was away). */
  constructor(doc: Y.Doc, private readonly settled: () => boolean, told: (words: string[], by: string) => void) {
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (!(transaction.origin instanceof Arrival)) return this.note(transaction);
      const words = this.lost(transaction);
      if (words.length) told(words, transaction.origin.by);
    });
  }

  private note(transaction: Y.Transaction): void {
    const at = performance.now();
    if (this.settled()) this.written = this.written.filter((one) => at - one.at < RECENT);
    transaction.afterState.forEach((to, client) => {
      const from = transaction.beforeState.get(client) ?? 0;
      const last = this.written.at(-1);
      if (to <= from) return;
      if (last && last.client === client && last.to === from && at - last.at < 5000 && at - last.at >= 0) last.to = to;
      else this.written.push({ client, from, to, at });
    });
  }

  private lost(transaction: Y.Transaction): string[] {
    const now = performance.now();
    const recent = this.settled() ? this.written.filter((one) => now - one.at < RECENT) : this.written;
    if (!recent.length) return [];
    const passages: { text: string; first: Y.Item; last: Y.Item }[] = [];
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return;
      const { client, clock } = item.id;
      const [from, to] = [clock, clock + item.length];
      for (const one of recent) {
        if (one.client !== client || one.to <= from || one.from >= to) continue;
        const text = item.content.str.slice(Math.max(0, one.from - from), one.to - from);
        const before = passages.at(-1);
        if (before && follows(before.last, item)) { before.text += text; before.last = item; } else passages.push({ text, first: item, last: item });
      }
    });
    // A block made another kind is taken out and written anew with its words: those are not lost.
    const anew = inserted(transaction);
    return passages.filter(({ text }) => text.trim())
      .map(({ text, first, last }) => {
        const [before, after] = [/^\S/.test(text) ? beside(transaction, first.left, -1) : "", /\S$/.test(text) ? beside(transaction, last.right, 1) : ""];
        return (before + text + after).trim();
      })
      .filter((text) => !anew.includes(text));
  }
}

/** Whether one piece of text comes right after another: between them are marks at most. */
function follows(last: Y.Item, item: Y.Item): boolean {
  let next = last.right;
  while (next?.content instanceof Y.ContentFormat) next = next.right;
  return next === item;
}

/** The rest of a word at the edge of a passage, as it stood before: half a word says nothing to whoever wrote it. */
function beside(transaction: Y.Transaction, from: Y.Item | null, step: -1 | 1): string {
  let text = "";
  for (let item = from; item && text.length < 80; item = step < 0 ? item.left : item.right) {
    const { client, clock } = item.id;
    const stood = clock < (transaction.beforeState.get(client) ?? 0) && (!item.deleted || Y.isDeleted(transaction.deleteSet, item.id));
    if (!stood || item.content instanceof Y.ContentFormat) continue;
    if (!(item.content instanceof Y.ContentString)) break;
    const { str } = item.content;
    const part = step < 0 ? str.match(/\S*$/)![0] : str.match(/^\S*/)![0];
    text = step < 0 ? part + text : text + part;
    if (part.length < str.length) break;
  }
  return text;
}

/** All text that a transaction brought and that is there. */
function inserted(transaction: Y.Transaction): string {
  let text = "";
  transaction.afterState.forEach((to, client) => {
    const from = transaction.beforeState.get(client) ?? 0;
    if (to <= from) return;
    for (const struct of transaction.doc.store.clients.get(client) ?? []) {
      if (struct.id.clock + struct.length <= from || !(struct instanceof Y.Item) || struct.deleted || struct.content instanceof Y.ContentFormat) continue;
      text += struct.content instanceof Y.ContentString ? struct.content.str : "\n";
    }
  });
  return text;
}

/**
 * The words of an update, already applied, that stand nowhere: they came into a passage that others had taken out, or
 * had arrived before and were taken out since. What the update itself deletes is meant.
 */
export function unseen(doc: Y.Doc, update: Uint8Array): string[] {
  const { structs, ds } = Y.decodeUpdate(update);
  const passages: { text: string; last: Y.Item }[] = [];
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    const there = doc.store.clients.get(client) ?? [];
    if (!there.length || Y.getState(doc.store, client) <= clock) continue;
    for (let index = Y.findIndexSS(there, clock); index < there.length && there[index]!.id.clock < clock + struct.length; index += 1) {
      const item = there[index]!;
      if (!(item instanceof Y.Item) || !item.deleted || !(item.content instanceof Y.ContentString) || Y.isDeleted(ds, item.id)) continue;
      const text = item.content.str.slice(Math.max(0, clock - item.id.clock), clock + struct.length - item.id.clock);
      const last = passages.at(-1);
      if (last && follows(last.last, item)) { last.text += text; last.last = item; } else passages.push({ text, last: item });
    }
  }
  return passages.map(({ text }) => text.trim()).filter(Boolean);
}

/** The words in an update, whether or not it can be applied here: what is kept aside is readable. */
export function wordsOf(update: Uint8Array): string {
  const parts: string[] = [];
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.content instanceof Y.ContentString) parts.push(struct.content.str);
    else if (struct.content instanceof Y.ContentType) parts.push("\n");
  }
  return parts.join("").replace(/\n{3,}/g, "\n\n").trim();
}
