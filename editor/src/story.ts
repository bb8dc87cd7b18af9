/** The head of the copy (all but its text) in the shared document: fields show it, and change as little of it as they can. */
import * as Y from "yjs";
import { difference } from "./together/diff";
import type { Byline, Copy } from "./types";

export type HeadCopy = Omit<Copy, "body">;
export const TEXTS = ["headline", "standfirst", "kicker", "slugline", "slug", "dateline_place", "picture_alt", "picture_caption", "picture_credit"] as const;
export type TextName = (typeof TEXTS)[number];
/** The origin of what the fields of this page write. */
export const HEAD = { name: "written in the head" };

const CHOICES = ["language", "section", "storyline"] as const;

export class Story {
  private readonly changes: (() => void)[] = [];
  private readonly arrivals: (() => void)[] = [];
  private current: HeadCopy;

  /** `undoPrefix` names the undo of this document in the session of the tab. */
  constructor(private readonly doc: Y.Doc, private readonly undoPrefix: string) {
    this.current = headOf(doc);
    const types = new Set<unknown>([doc.getMap("head"), doc.getArray("bylines"), doc.getArray("tags"), ...TEXTS.map((name) => doc.getText(name))]);
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (![...transaction.changed.keys()].some((type) => types.has(type))) return;
      this.current = headOf(doc);
      if (transaction.origin !== HEAD) for (const listener of this.arrivals) listener();
      for (const listener of this.changes) listener();
    });
  }

  get copy(): HeadCopy {
    return this.current;
  }

  text(name: TextName): Y.Text {
    return this.doc.getText(name);
  }

  undoName(name: string): string {
    return `${this.undoPrefix}/${name}`;
  }

  /** The date of the dateline, empty for none. */
  setDate(date: string): void {
    this.doc.transact(() => this.choose("dateline_date", date || null), HEAD);
  }

  /** Changes some facts. */
  set(change: Partial<HeadCopy>): void {
    this.doc.transact(() => {
      for (const name of ["headline", "standfirst", "kicker", "slugline", "slug"] as const) if (change[name] !== undefined) this.write(name, change[name]);
      for (const name of CHOICES) if (change[name] !== undefined) this.choose(name, change[name]);
      if (change.dateline !== undefined) {
        this.write("dateline_place", change.dateline?.place ?? "");
        this.choose("dateline_date", change.dateline?.date || null);
      }
      if (change.picture !== undefined) {
        this.choose("picture", change.picture?.picture ?? null);
        for (const key of ["alt", "caption", "credit"] as const) this.write(`picture_${key}`, change.picture?.[key] ?? "");
        for (const key of ["crop", "focus"] as const) this.choose(`picture_${key}`, change.picture?.[key] || null);
      }
      if (change.bylines) rewrite(this.doc.getArray<Byline>("bylines"), change.bylines);
      if (change.tags) rewrite(this.doc.getArray<string>("tags"), change.tags);
    }, HEAD);
  }

  private write(name: TextName, value: string): void {
    const text = this.text(name);
    const { index, remove, insert } = difference(text.toString(), value);
    if (remove) text.delete(index, remove);
    if (insert) text.insert(index, insert);
  }

  private choose(name: string, value: string | null): void {
    const head = this.doc.getMap<string>("head");
    if (value === null) head.delete(name);
    else if (head.get(name) !== value) head.set(name, value);
  }

  /** After every change, from here or elsewhere. */
  onChange(listener: () => void): void {
    this.changes.push(listener);
  }

  /** Shows a field now, and again whenever something comes from elsewhere. */
  show(listener: () => void): void {
    this.arrivals.push(listener);
    listener();
  }
}

/** Only the entries between the first and the last that differ are written. */
function rewrite<Entry>(array: Y.Array<Entry>, wanted: Entry[]): void {
  const now = array.toArray().map((entry) => JSON.stringify(entry));
  const next = wanted.map((entry) => JSON.stringify(entry));
  let left = 0;
  while (left < now.length && left < next.length && now[left] === next[left]) left += 1;
  let right = 0;
  while (right < Math.min(now.length, next.length) - left && now.at(-1 - right) === next.at(-1 - right)) right += 1;
  if (now.length - right > left) array.delete(left, now.length - right - left);
  if (next.length - right > left) array.insert(left, wanted.slice(left, next.length - right));
}

function isByline(entry: unknown): entry is Byline {
  return typeof entry === "object" && entry !== null && typeof (entry as Byline).name === "string";
}

/** What the shared document has, but for the text. */
export function headOf(doc: Y.Doc): HeadCopy {
  const text = (name: TextName): string => doc.getText(name).toString();
  const head = doc.getMap<unknown>("head");
  const choice = (name: string): string => (typeof head.get(name) === "string" ? (head.get(name) as string) : "");
  const [place, date, picture] = [text("dateline_place"), choice("dateline_date"), choice("picture")];
  return {
    headline: text("headline"), standfirst: text("standfirst"), kicker: text("kicker"), slugline: text("slugline"), slug: text("slug"),
    language: choice("language"), section: choice("section"), storyline: choice("storyline"),
    bylines: doc.getArray("bylines").toArray().filter(isByline).map(({ name, slug }) => ({ name, slug: slug ?? "" })),
    tags: doc.getArray("tags").toArray().filter((tag): tag is string => typeof tag === "string"),
    dateline: place || date ? { place, date } : null,
    picture: picture ? { picture, alt: text("picture_alt"), caption: text("picture_caption"), credit: text("picture_credit"), crop: choice("picture_crop") || null, focus: choice("picture_focus") || null } : null,
  };
}

/** A slug from words: lower case, hyphens, no accents, letters of any script. */
export function slugFrom(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80).replace(/-+$/, "");
}
