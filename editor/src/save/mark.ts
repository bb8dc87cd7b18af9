/** What the save mark says in each state. */
import type { SaveState } from "./channel";

const LOST = "this browser cannot keep your words either, so leave this page open";

/**
 * One sentence says what is wrong, one what to do now. Where the words are belongs to the second: only this browser knows
 * whether it keeps them, so the server never says so.
 */
function notSaved(error: string, next: string, words: string): string {
  const what = error.replace(/^(The|This|There) /, (word) => word.toLowerCase());
  const step = next ? `${next.replace(/\.$/, "")}; ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
  return `Not saved: ${what} ${step}.`;
}

/** What stands in the bar while nobody knows how long it takes; the server's own words, where it could say any. */
function offline({ kept, error, next }: { kept: boolean; error: string; next: string }): string {
  if (error) return notSaved(error, next, kept ? "your words are kept in this browser until then" : LOST);
  return notSaved("the server does not answer.", "", kept ? "your words are kept in this browser and go out when it is back" : LOST);
}

export function saveWords(state: SaveState): { mark: string; bar: string } {
  switch (state.kind) {
    case "saved": return { mark: state.at ? `Saved ${state.at}` : "Saved", bar: "" };
    case "changed":
    case "saving": return { mark: "Saving…", bar: "" };
    case "offline": return { mark: "Not saved", bar: offline(state) };
    case "signed-out": return { mark: "Not saved", bar: notSaved("you are signed out.", "", state.kept ? "your words are kept in this browser and go out when you have signed in" : LOST) };
    case "refused": return { mark: "Not saved", bar: notSaved(state.error, state.next, state.kept ? "your words are kept in this browser" : LOST) };
    case "conflict": return {
      mark: "Not saved",
      bar: state.by
        ? `${state.by} saved a newer version${state.at ? ` at ${state.at}` : ""}. Choose which to go on with; the other is kept for copying.`
        : "This browser kept words that had not reached the server, and the story has changed there since. Choose which to go on with; the other is kept for copying.",
    };
  }
}
