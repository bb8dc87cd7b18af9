/**
 * The keys of the newsroom's tools, and every key of the text in words: what is shown beside commands and in the list of
 * shortcuts is read from here and from `KEYS`, and a key bound in the text that is not in the list does not compile.
 */
import { apple } from "../dom";

export const TOOL_KEYS = {
  palette: "Mod-k", shortcuts: "Mod-/", find: "Mod-f", replace: apple ? "Mod-Alt-f" : "Mod-h", findNext: "Mod-g", findPrevious: "Mod-Shift-g",
  characters: "Mod-Alt-s", putRight: "Mod-Alt-'", note: "Mod-Alt-m", markdown: "Mod-Alt-x", count: "Mod-Alt-w", publish: "Mod-Alt-Enter", correct: "Mod-Alt-k", withdraw: "Mod-Alt-u", tools: "Alt-F10", save: "Mod-s",
} as const;

/** Plain keys of the text, as people are told of them; empty: too plain to tell. */
export const PLAIN_KEYS = {
  "Mod-z": "", "Mod-Shift-z": "", "Mod-y": "", Enter: "", Backspace: "", ArrowUp: "",
  "Shift-Enter": "Line break", "Mod-Enter": "Line break, or out of code; in headline and standfirst: to the text", "Alt-ArrowUp": "Move the block up", "Alt-ArrowDown": "Move the block down",
  Tab: "Next cell, or list item one level in", "Shift-Tab": "Cell before, or list item one level out",
} as const;
