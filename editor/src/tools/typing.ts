/** Typographic signs while typing, in the text and above it, and the command that puts a pasted text's signs right. */
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { announce } from "../dom";
import { type HeadField, headFields, writeInto } from "./fields";
import { inCode, linesOf } from "./inline";
import { OBJECT, straighten, typed } from "./typography";

const KEYS = /["'\-. !?;:%€$£₩¥°\d\p{P}\p{L}]$/u;

/** One rule for every key; the browser's own undo, or one Backspace, gives the key back. */
export function typographicRules(language: () => string): Plugin[] {
  const rule = new InputRule(/[\s\S]$/u, (state, match, start, end) => {
    const char = match[0];
    const { $from } = state.selection;
    if (char === OBJECT || !KEYS.test(char) || $from.parent.type.spec.code) return null;
    const marks = state.storedMarks ?? $from.marks();
    if (marks.some((mark) => mark.type.name === "code")) return null;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 400), $from.parentOffset, null, (leaf) => (leaf.type.name === "hard_break" ? "\n" : OBJECT));
    const change = typed(before, char, language());
    if (!change) return null;
    const from = start - change.erase;
    if (from < $from.start() || $from.parent.textBetween(from - $from.start(), start - $from.start(), null, OBJECT).includes(OBJECT)) return null;
    return state.tr.replaceWith(from, end, state.schema.text(change.put, marks));
  });
  // Undo just after a sign was made gives the key back, before it takes the words away.
  return [keymap({ "Mod-z": undoInputRule }), inputRules({ rules: [rule] })];
}

/** The same in headline and standfirst. */
export function typographicFields(root: HTMLElement, language: () => string): void {
  let last: { area: HTMLTextAreaElement; at: number; change: { erased: string; put: string; char: string } } | null = null;
  root.addEventListener("beforeinput", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches(".headline, .standfirst") || area.readOnly) return;
    const { selectionStart: at, selectionEnd: to } = area;
    if (event.inputType === "deleteContentBackward" && last?.area === area && last.at === at && at === to) {
      const { put, erased, char } = last.change;
      last = null;
      if (area.value.slice(at - put.length, at) !== put) return;
      event.preventDefault();
      return writeInto(area, at - put.length, at, erased + char);
    }
    last = null;
    if (event.inputType !== "insertText" || event.isComposing || event.data?.length !== 1) return;
    const before = area.value.slice(Math.max(0, at - 400), at);
    const change = typed(before, event.data, language());
    if (!change) return;
    event.preventDefault();
    const erased = area.value.slice(at - change.erase, at);
    writeInto(area, at - change.erase, to, change.put);
    last = { area, at: at - change.erase + change.put.length, change: { erased, put: change.put, char: event.data } };
  });
}

/** Quotes, dashes and dots of the selection, or of the whole story with nothing selected, as the language writes them. */
export function putRight(root: ParentNode, language: () => string): Command {
  return (state, dispatch) => {
    if (!dispatch) return true;
    const { from, to, empty } = state.selection;
    const tr = state.tr;
    let count = 0;
    const lines = empty ? linesOf(state.doc) : linesOf(state.doc, from, to);
    for (const line of lines.reverse()) {
      const edits = straighten(line.text, language(), (offset) => inCode(line, offset) || line.text[offset] === OBJECT);
      for (const edit of edits.reverse()) {
        const [a, b] = [line.at[edit.from] as number, line.at[edit.to] as number];
        if (!empty && (a < from || b > to)) continue;
        tr.insertText(edit.put, a, b);
        count += 1;
      }
    }
    if (empty) for (const field of headFields(root)) count += rightField(field, language());
    if (tr.docChanged) dispatch(tr);
    announce(count ? `${count} ${count === 1 ? "sign" : "signs"} put right.` : "Every quote, dash and space is right already.");
    return true;
  };
}

function rightField({ area }: HeadField, language: string): number {
  const edits = straighten(area.value, language);
  if (!edits.length) return 0;
  let value = area.value;
  for (const { from, to, put } of [...edits].reverse()) value = value.slice(0, from) + put + value.slice(to);
  writeInto(area, 0, area.value.length, value);
  return edits.length;
}
