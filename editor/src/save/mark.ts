/** What the save mark says in each state. */
import type { SaveState } from "./channel";

const LOST = "this browser cannot keep your words either, so leave this page open";

/**
 * One sentence says what is wrong, one what to do now. Where the words are belongs to the second: only this browser knows
 * whether it keeps them, so the server never says so.
 */
function notSaved(error: string, next: string, words: string): string {
  const what = error.replace(/^(The|This|There|You) /, (word) => word.toLowerCase());
  const step = next ? `${next.replace(/\.$/, "")}; ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
  return `Not saved: ${what} ${step}.`;
}

export function saveWords(state: SaveState): { mark: string; bar: string } {
  switch (state.kind) {
    case "saved": return { mark: state.at ? `Saved ${state.at}` : "Saved", bar: "" };
    case "changed":
    case "saving": return { mark: "Saving…", bar: "" };
    case "offline":
      return state.unsaved
        ? { mark: "Not saved", bar: notSaved(state.sentence, "", state.kept ? "your words are kept in this browser and go out when it is back" : LOST) }
        : { mark: "Cut off", bar: `Cut off: ${state.sentence} You do not see what others write. What you write is kept in this browser and goes out when it is back.` };
    case "signed-out": {
      const said = state.sentence || "You are signed out.";
      const kept = state.kept ? "your words are kept in this browser and go out when you have signed in" : LOST;
      return state.unsaved ? { mark: "Not saved", bar: notSaved(said, "", kept) } : { mark: "Cut off", bar: said };
    }
    case "refused": return { mark: "Not saved", bar: notSaved(state.error, state.next, state.kept ? "your words are kept in this browser" : LOST) };
  }
}
