/** What the save mark says in each state. */
import type { SaveState } from "./channel";

const KEPT = "Your words are kept in this browser and go out when it is back.";
const LOST = "This browser cannot keep them either: leave this page open.";

export function saveWords(state: SaveState): { mark: string; bar: string } {
  switch (state.kind) {
    case "saved": return { mark: state.at ? `Saved ${state.at}` : "Saved", bar: "" };
    case "changed":
    case "saving": return { mark: "Saving…", bar: "" };
    case "offline": return { mark: "Not saved", bar: `Not saved: ${state.sentence} ${state.kept ? KEPT : LOST}` };
    case "signed-out": return { mark: "Not saved", bar: `Not saved: you are signed out. ${state.kept ? "Your words are kept in this browser and go out when you have signed in." : LOST}` };
    case "refused": return { mark: "Not saved", bar: `Not saved: ${state.error} ${state.next}` };
    case "conflict": return {
      mark: "Not saved",
      bar: state.by
        ? `${state.by} saved a newer version${state.at ? ` at ${state.at}` : ""}. Choose which to go on with; the other is kept for copying.`
        : "This browser kept words that had not reached the server, and the story has changed there since. Choose which to go on with; the other is kept for copying.",
    };
  }
}
