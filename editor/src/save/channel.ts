/**
 * The way words go from the page to the newsroom. The editor knows only this interface, so that a document shared by
 * several writers can take the place of drafts saved whole.
 */
import type { Copy } from "../types";

export type SaveState =
  | { kind: "saved"; /** Clock and zone, `09:30:05 KST`; `null` when nothing has been changed yet. */ at: string | null }
  | { kind: "changed" }
  | { kind: "saving" }
  /** No answer (then `error` is empty), or the server cannot save now; tried again by itself. */
  | { kind: "offline"; kept: boolean; error: string; next: string }
  | { kind: "signed-out"; kept: boolean }
  /** The server will not take this copy as it is; the next change is tried again. */
  | { kind: "refused"; kept: boolean; error: string; next: string }
  | { kind: "conflict"; by: string; at: string; kept: boolean };

export interface DraftChannel {
  readonly state: SaveState;
  /** Calls back on every new state, and at once with the present one. */
  subscribe(listener: (state: SaveState) => void): void;
  /** The copy has changed. */
  changed(): void;
  /** Sends what is unsent now. `true` when the server has every word. */
  flush(): Promise<boolean>;
  /** After a conflict: this page's text goes over the other, which is set aside. */
  keepMine(): Promise<void>;
  /** After a conflict: the other text comes into this page, whose own is set aside. */
  takeTheirs(): Promise<void>;
  /** Whether closing the page now would lose words. */
  readonly wouldLose: boolean;
}

/** What the channel needs from the page. */
export interface Page {
  read(): Copy;
  replace(copy: Copy): void;
  /** One sentence for the writer, about words put back. */
  notice(sentence: string): void;
  /** A text that was not chosen, kept for copying. */
  setAside(copy: Copy, whose: "mine" | "theirs"): void;
}

/** One text form of a copy whatever the order of its keys; empty and absent are the same. */
export function fingerprint(copy: unknown): string {
  return JSON.stringify(canonical(copy)) ?? "";
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.length ? value.map(canonical) : undefined;
  if (value === null || value === "") return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]).filter(([, inner]) => inner !== undefined));
}
