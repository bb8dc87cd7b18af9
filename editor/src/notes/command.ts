/** The command behind the button and the palette's line: the notes of the page are told through the text's view. */
import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

const listeners = new WeakMap<EditorView, () => void>();

export function onNote(view: EditorView, act: () => void): void {
  listeners.set(view, act);
}

export const noteOnWords: Command = (_state, dispatch, view) => {
  if (dispatch && view) listeners.get(view)?.();
  return true;
};
