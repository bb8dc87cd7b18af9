/** How the saving stands, and what the page may ask of it. */

export type SaveState =
  | { kind: "saved"; /** Clock and zone, `09:30:05 KST`; `null` when nothing has been changed yet. */ at: string | null }
  | { kind: "changed" }
  | { kind: "saving" }
  /** Nothing is heard of the server, or it has not acknowledged for a second; tried again by itself. */
  | { kind: "offline"; kept: boolean; /** Whether there are words that it does not have. */ unsaved: boolean; sentence: string }
  /** Signed out, dismissed, or the story is gone; `sentence` is the server's, when it gave one. */
  | { kind: "signed-out"; kept: boolean; unsaved: boolean; sentence: string }
  /** The server does not take these words as they are; tried again from time to time. */
  | { kind: "refused"; kept: boolean; error: string; next: string };

export interface Channel {
  readonly state: SaveState;
  /** Calls back on every new state, and at once with the present one. */
  subscribe(listener: (state: SaveState) => void): void;
  /** Sends what is unsent now. `true` when the server has every word. */
  flush(): Promise<boolean>;
  /** Gives up sending what the server refuses: the words go aside for copying, and the text is opened anew. */
  setAside(): Promise<void>;
  /** Whether closing the page now would lose words. */
  readonly wouldLose: boolean;
}

/** Words that did not become part of the text, kept for copying. */
export interface Aside {
  /** Set by the browser's store. */
  id?: number;
  story: number;
  /** One sentence: what these words are. */
  why: string;
  text: string;
  /** Milliseconds since 1970, of this browser's clock; only shown. */
  at: number;
}
