/** What can be put into the text: one list for the toolbar, the + button and the / menu. */
import { setBlockType } from "prosemirror-commands";
import type { Command, EditorState } from "prosemirror-state";
import { blockActive, enclosing, insertFootnote, insertRule, insertTable, markActive, toggle, toggleBlock, toggleList, toggleQuote } from "../doc/commands";
import { KEYS } from "../doc/keymap";
import { schema } from "../doc/schema";
import { noteOnWords } from "../notes/command";
import { TOOL_KEYS } from "../tools/keys";
import { editLink } from "./link";

const { nodes, marks } = schema;

export interface Act {
  id: string;
  label: string;
  /** What is seen on the toolbar, when it is not the label. */
  sign?: string;
  key?: string;
  /** Words that find it in the / menu. */
  also?: string;
  run: Command;
  active?: (state: EditorState) => boolean;
}

export interface PictureActs { upload: Command; library: Command; gallery: Command }
export interface HistoryActs { undo: Command; redo: Command }

const heading = (level: number, label: string, key: string): Act => ({
  id: `heading${level}`, label, key, also: `h${level} title`,
  run: toggleBlock(nodes.heading, { level }), active: (state) => blockActive(state, nodes.heading, { level }),
});

const mark = (name: string, label: string, sign: string, key: string): Act => ({
  id: name, label, sign, key, run: toggle(marks[name]!), active: (state) => markActive(state, marks[name]!),
});

export const STYLES: Act[] = [
  { id: "paragraph", label: "Text", key: KEYS.paragraph, also: "paragraph plain", run: setBlockType(nodes.paragraph), active: (state) => blockActive(state, nodes.paragraph) && !enclosing(state, nodes.blockquote) },
  heading(2, "Heading", KEYS.heading2),
  heading(3, "Subheading", KEYS.heading3),
  heading(4, "Small heading", KEYS.heading4),
  { id: "code_block", label: "Code", key: KEYS.codeBlock, also: "pre", run: toggleBlock(nodes.code_block), active: (state) => blockActive(state, nodes.code_block) },
];

export const WORDS: Act[] = [
  mark("strong", "Bold", "B", KEYS.strong),
  mark("em", "Italic", "I", KEYS.em),
  { id: "link", label: "Link", key: KEYS.link, run: editLink, active: (state) => markActive(state, marks.link) },
  { id: "footnote", label: "Footnote", key: KEYS.footnote, run: insertFootnote },
  { id: "note", label: "Note to colleagues", sign: "Note", key: TOOL_KEYS.note, also: "comment remark annotate", run: noteOnWords },
];

export const GROUPS: Act[] = [
  { id: "bullet_list", label: "Bulleted list", sign: "Bulleted", key: KEYS.bullets, also: "ul", run: toggleList(nodes.bullet_list), active: (state) => blockActive(state, nodes.bullet_list) },
  { id: "ordered_list", label: "Numbered list", sign: "Numbered", key: KEYS.ordered, also: "ol", run: toggleList(nodes.ordered_list), active: (state) => blockActive(state, nodes.ordered_list) },
  { id: "blockquote", label: "Quote", key: KEYS.quote, also: "blockquote quotation", run: toggleQuote, active: (state) => !!enclosing(state, nodes.blockquote) },
  { id: "pull_quote", label: "Pull quote", key: KEYS.pullQuote, run: toggleBlock(nodes.pull_quote), active: (state) => blockActive(state, nodes.pull_quote) },
];

export function inserts(pictures: PictureActs): Act[] {
  return [
    { id: "picture", label: "Picture", key: KEYS.picture, also: "image photo upload", run: pictures.upload },
    { id: "library", label: "Picture from the library", sign: "Library", also: "image photo", run: pictures.library },
    { id: "table", label: "Table", key: KEYS.table, run: (state, dispatch) => !enclosing(state, nodes.table) && insertTable()(state, dispatch) },
    { id: "rule", label: "Rule", key: KEYS.rule, also: "line hr divider", run: insertRule },
  ];
}

export const MORE: Act[] = [
  mark("strike", "Struck through", "Struck through", KEYS.strike),
  mark("code", "Code in a line", "Code in a line", KEYS.code),
  mark("sub", "Subscript", "Subscript", KEYS.sub),
  mark("sup", "Superscript", "Superscript", KEYS.sup),
];

export function historyActs({ undo, redo }: HistoryActs): Act[] {
  return [{ id: "undo", label: "Undo", key: KEYS.undo, run: undo }, { id: "redo", label: "Redo", key: KEYS.redo, run: redo }];
}
