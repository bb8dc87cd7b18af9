/** Every shortcut of the editor in words, from the names that bind them: one that is bound and not told of does not compile. */
import { KEYS } from "../doc/keymap";
import type { Shortcut } from "../pages/commands";
import { APART_KEYS } from "../view/apart";
import { PLAIN_KEYS, TOOL_KEYS } from "./keys";

const TEXT: Record<keyof typeof KEYS, [group: string, words: string]> = {
  strong: ["Words", "Bold"], em: ["Words", "Italic"], link: ["Words", "Link; with words selected the palette’s key too"], strike: ["Words", "Struck through"], code: ["Words", "Code in a line"], sub: ["Words", "Subscript"], sup: ["Words", "Superscript"],
  footnote: ["Words", "Footnote"],
  paragraph: ["Blocks", "Text"], heading2: ["Blocks", "Heading"], heading3: ["Blocks", "Subheading"], heading4: ["Blocks", "Small heading"], codeBlock: ["Blocks", "Code"],
  ordered: ["Blocks", "Numbered list"], bullets: ["Blocks", "Bulleted list"], quote: ["Blocks", "Quote"], pullQuote: ["Blocks", "Pull quote"],
  picture: ["Put in", "Picture"], table: ["Put in", "Table"], rule: ["Put in", "Rule"], undo: ["Writing", "Undo"], redo: ["Writing", "Redo"],
};

const APART: Record<keyof typeof APART_KEYS, [group: string, words: string]> = {
  card: ["Put in", "Link card"], facts: ["Put in", "Fact box"], gallery: ["Put in", "Gallery"], audio: ["Put in", "Sound"], video: ["Put in", "Film"],
};

const TOOLS: Record<keyof typeof TOOL_KEYS, [group: string, words: string] | null> = {
  // The palette and this list are told of by the page itself.
  palette: null, shortcuts: null,
  find: ["Find", "Find in this story; again for the browser's own"], replace: ["Find", "Find and replace"], findNext: ["Find", "Next match"], findPrevious: ["Find", "Match before"],
  characters: ["Put in", "Special character"], putRight: ["Writing", "Put quotes and dashes right"], note: ["Writing", "Note to colleagues on the selected words; on words with a note: to it"], markdown: ["Writing", "Read what was pasted as Markdown"], count: ["Writing", "Say how many words"],
  publish: ["Story", "To the last page before publishing; Enter there publishes"], correct: ["Story", "Correct what was published"], withdraw: ["Story", "Withdraw what was published"],
  tools: ["Writing", "To the toolbar; Escape comes back"], save: ["Writing", "Save now; it is saved within a second anyway"],
};

export function editorShortcuts(): Shortcut[] {
  const named = <K extends string>(keys: Record<K, string>, words: Record<K, [string, string] | null>): Shortcut[] =>
    (Object.keys(keys) as K[]).flatMap((name) => { const told = words[name]; return told ? [{ group: told[0], key: keys[name], words: told[1] }] : []; });
  const plain = Object.entries(PLAIN_KEYS).flatMap(([key, words]) => (words ? [{ group: "Blocks", key, words }] : []));
  const order = ["Writing", "Words", "Blocks", "Put in", "Find", "Story"];
  return [...named(KEYS, TEXT), ...named(APART_KEYS, APART), ...named(TOOL_KEYS, TOOLS), ...plain,
    { group: "Blocks", key: "Escape", words: "In a table or list: the next Tab leaves the text" }, { group: "Put in", key: "/", words: "On an empty line: everything that can be put in" }].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}
