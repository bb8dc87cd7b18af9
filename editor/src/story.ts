/** The copy being written, except its body, which lives in the text editor. */
import type { Copy } from "./types";

export class Story {
  private readonly changes: (() => void)[] = [];
  private readonly replacements: (() => void)[] = [];

  constructor(public copy: Copy) {}

  /** Changes some facts; listeners hear of it. */
  set(change: Partial<Copy>): void {
    this.copy = { ...this.copy, ...change };
    for (const listener of this.changes) listener();
  }

  /** Another text has come into the page: every field shows itself again. */
  replace(copy: Copy): void {
    this.copy = copy;
    for (const listener of this.replacements) listener();
  }

  onChange(listener: () => void): void {
    this.changes.push(listener);
  }

  /** Shows a field now, and again whenever the copy is replaced. */
  show(listener: () => void): void {
    this.replacements.push(listener);
    listener();
  }
}

/** A slug from words: lower case, hyphens, no accents, letters of any script. */
export function slugFrom(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80).replace(/-+$/, "");
}
