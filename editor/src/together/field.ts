/** A field of the page that several people write in. */
import * as Y from "yjs";
import { HEAD } from "../story";
import { difference, moved } from "./diff";
import { keepUndo, undoManager } from "./undo";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Puts another value into a field and leaves the caret where it is in the words. */
export function showValue(field: Field, value: string): void {
  if (field.value === value) return;
  const change = difference(field.value, value);
  const [start, end, direction] = [field.selectionStart, field.selectionEnd, field.selectionDirection];
  field.value = value;
  if (document.activeElement !== field || start === null || end === null) return;
  field.setSelectionRange(moved(start, change), moved(end, change), direction ?? undefined);
}

/**
 * Ties a field to a text of the shared document. What is typed goes in as the one replacement it is; what others write
 * shows at once, except under an open input method, which a changed value would break: then when it is done.
 * `undoName` keeps the field's own undo over a reload.
 */
export function bindText(field: Field, text: Y.Text, undoName: string, shown: () => void = () => undefined): void {
  let seen = text.toString();
  let composing = false;
  field.value = seen;
  const take = (): void => {
    const now = text.toString();
    const change = difference(seen, field.value);
    // While an input method was open others may have written: the change finds its place after theirs.
    const at = now === seen ? change.index : moved(change.index, difference(seen, now));
    text.doc!.transact(() => {
      if (change.remove) text.delete(at, Math.min(change.remove, text.length - at));
      if (change.insert) text.insert(Math.min(at, text.length), change.insert);
    }, HEAD);
    show();
  };
  const show = (): void => {
    if (composing) return;
    seen = text.toString();
    showValue(field, seen);
    shown();
  };
  const manager = undoManager(text, HEAD);
  keepUndo(undoName, manager);
  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionend", () => { composing = false; take(); });
  field.addEventListener("input", () => { if (!composing) take(); });
  // The browser's own undo forgets everything when a value is set; and it would undo what others wrote.
  field.addEventListener("beforeinput", (event) => {
    const type = (event as InputEvent).inputType;
    if (type !== "historyUndo" && type !== "historyRedo") return;
    event.preventDefault();
    if (type === "historyUndo") manager.undo(); else manager.redo();
  });
  field.addEventListener("keydown", (event) => {
    if (field.readOnly) return;
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event as KeyboardEvent;
    if (!(ctrlKey || metaKey) || altKey || !/^[zy]$/i.test(key)) return;
    event.preventDefault();
    if (key.toLowerCase() === "z" && !shiftKey) manager.undo(); else manager.redo();
  });
  text.observe(show);
}
