/** What the save mark says in each state. */
import type { SaveState } from "./channel";

const KEPT = "Your words are kept in this browser and go out when it is back.";
const LOST = "This browser cannot keep them either: leave this page open.";

export function saveWords(state: SaveState): { mark: string; bar: string } {
  switch (state.kind) {
    case "saved": return { mark: state.at ? `Saved ${state.at}` : "Saved", bar: "" };
    case "changed":
    case "saving": return { mark: "Saving…", bar: "" };
    case "offline":
      return state.unsaved
        ? { mark: "Not saved", bar: `Not saved: ${state.sentence} ${state.kept ? KEPT : LOST}` }
        : { mark: "Cut off", bar: `Cut off: ${state.sentence} You do not see what others write. What you write is kept in this browser and goes out when it is back.` };
    case "signed-out": {
      const said = state.sentence || "You are signed out.";
      const kept = state.kept ? "Your words are kept in this browser and go out when you have signed in." : LOST;
      return state.unsaved ? { mark: "Not saved", bar: `Not saved. ${said} ${kept}` } : { mark: "Cut off", bar: said };
    }
    case "refused": return { mark: "Not saved", bar: `Not saved: ${state.error} ${state.next} ${state.kept ? "Your words are kept in this browser." : LOST}` };
  }
}
