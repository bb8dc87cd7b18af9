/** Every key of the text. The keys named in `KEYS` are shown beside their commands. */
import { baseKeymap, chainCommands, exitCode, setBlockType } from "prosemirror-commands";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Selection, type Command, type Plugin } from "prosemirror-state";
import { addRowAfter, goToNextCell } from "prosemirror-tables";
import { apple } from "../dom";
import type { PLAIN_KEYS } from "../tools/keys";
import { enclosing, insertBreak, insertFootnote, insertRule, moveBlock, plainAtStart, toggle, toggleBlock, toggleList, toggleQuote } from "./commands";
import { schema } from "./schema";

const { nodes, marks } = schema;

export const KEYS = {
  strong: "Mod-b", em: "Mod-i", link: "Mod-Shift-k", strike: "Mod-Shift-x", code: "Mod-e", sub: "Mod-,", sup: "Mod-.",
  paragraph: "Mod-Alt-0", heading2: "Mod-Alt-2", heading3: "Mod-Alt-3", heading4: "Mod-Alt-4", codeBlock: "Mod-Alt-c",
  ordered: "Mod-Shift-7", bullets: "Mod-Shift-8", quote: "Mod-Shift-9", pullQuote: "Mod-Alt-q",
  footnote: "Mod-Alt-f", picture: "Mod-Alt-p", table: "Mod-Alt-t", rule: "Mod-Alt-r", undo: "Mod-z", redo: apple ? "Mod-Shift-z" : "Mod-y",
} as const;

/** Every key that the text binds; the list of shortcuts is made from the same names, so that none is missing there. */
type Bound = (typeof KEYS)[keyof typeof KEYS] | keyof typeof PLAIN_KEYS;

/** Tab in the last cell adds a row and goes on into it. */
const rowAtEnd: Command = (state, dispatch, view) => {
  const table = enclosing(state, nodes.table);
  if (!table || !view) return false;
  if (!dispatch) return true;
  addRowAfter(state, dispatch);
  return goToNextCell(1)(view.state, dispatch);
};

/** Up from the very first line leaves the text for the standfirst. */
function leaveUp(leave: () => void): Command {
  return (state, _dispatch, view) => {
    const { selection } = state;
    const first = Selection.atStart(state.doc);
    if (!selection.empty || selection.$from.index(0) !== 0 || (view && !view.endOfTextblock("up"))) return false;
    if (selection.$from.parent !== first.$from.parent) return false;
    leave();
    return true;
  };
}

export function keys(acts: { link: Command; picture: Command; table: Command; leave: () => void; history: { undo: Command; redo: Command } }): Plugin[] {
  const tab = chainCommands(goToNextCell(1), rowAtEnd, sinkListItem(nodes.list_item));
  const shiftTab = chainCommands(goToNextCell(-1), liftListItem(nodes.list_item));
  const ours: Record<Bound, Command> = {
    [KEYS.strong]: toggle(marks.strong), [KEYS.em]: toggle(marks.em), [KEYS.strike]: toggle(marks.strike),
    [KEYS.code]: toggle(marks.code), [KEYS.sub]: toggle(marks.sub), [KEYS.sup]: toggle(marks.sup),
    [KEYS.link]: acts.link, [KEYS.picture]: acts.picture, [KEYS.table]: acts.table, [KEYS.rule]: insertRule, [KEYS.footnote]: insertFootnote,
    [KEYS.paragraph]: setBlockType(nodes.paragraph),
    [KEYS.heading2]: toggleBlock(nodes.heading, { level: 2 }),
    [KEYS.heading3]: toggleBlock(nodes.heading, { level: 3 }),
    [KEYS.heading4]: toggleBlock(nodes.heading, { level: 4 }),
    [KEYS.codeBlock]: toggleBlock(nodes.code_block), [KEYS.pullQuote]: toggleBlock(nodes.pull_quote),
    [KEYS.ordered]: toggleList(nodes.ordered_list), [KEYS.bullets]: toggleList(nodes.bullet_list), [KEYS.quote]: toggleQuote,
    "Mod-z": acts.history.undo, "Mod-Shift-z": acts.history.redo, "Mod-y": acts.history.redo,
    "Alt-ArrowUp": moveBlock(-1), "Alt-ArrowDown": moveBlock(1),
    Enter: splitListItem(nodes.list_item),
    "Shift-Enter": chainCommands(exitCode, insertBreak), "Mod-Enter": chainCommands(exitCode, insertBreak),
    Backspace: chainCommands(undoInputRule, plainAtStart),
    Tab: tab, "Shift-Tab": shiftTab,
    ArrowUp: leaveUp(acts.leave),
  };
  return [keymap(ours), keymap(baseKeymap)];
}
