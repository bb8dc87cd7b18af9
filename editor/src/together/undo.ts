/**
 * Undo of one's own: what others write is never undone, and an element that others have written in stays. The steps of
 * a tab outlive its reload: they are ranges of the shared document, which forgets nothing.
 */
import type { Command } from "prosemirror-state";
import * as Y from "yjs";
import { fromBase64, toBase64 } from "../save/wire";

/** Milliseconds of rest after which a new step begins. */
const REST = 700;
const STEPS = 200;

type Step = { insertions: Steps; deletions: Steps; meta: Map<unknown, unknown> };
type Steps = Parameters<typeof Y.createSnapshot>[0];

export function undoManager(scope: Y.Text | Y.XmlFragment, origin: unknown): Y.UndoManager {
  return new Y.UndoManager(scope, {
    trackedOrigins: new Set([origin]),
    captureTimeout: REST,
    deleteFilter: (item) => !(item instanceof Y.Item && item.content instanceof Y.ContentType) || (item.content.type as unknown as { _length: number })._length === 0,
  });
}

export const undo = (manager: Y.UndoManager): Command => (_state, dispatch) => (dispatch ? manager.undo() !== null : manager.canUndo());
export const redo = (manager: Y.UndoManager): Command => (_state, dispatch) => (dispatch ? manager.redo() !== null : manager.canRedo());

const pack = (ranges: Steps): string => toBase64(Y.encodeSnapshot(Y.createSnapshot(ranges, new Map())));
const unpack = (text: string): Steps => Y.decodeSnapshot(fromBase64(text)).ds;

/** Keeps a manager's steps in this tab's session under `name`, and brings back those of the page before. */
export function keepUndo(name: string, manager: Y.UndoManager): void {
  const key = `courant-undo/${name}`;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, [string, string][]>;
    const step = ([insertions, deletions]: [string, string]): Step => ({ insertions: unpack(insertions), deletions: unpack(deletions), meta: new Map() });
    (manager.undoStack as unknown as Step[]) = (kept.undo ?? []).map(step);
    (manager.redoStack as unknown as Step[]) = (kept.redo ?? []).map(step);
  } catch {
    sessionStorage.removeItem(key);
  }
  let timer = 0;
  const write = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    const packed = (stack: unknown): [string, string][] => (stack as Step[]).slice(-STEPS).map(({ insertions, deletions }) => [pack(insertions), pack(deletions)]);
    try {
      sessionStorage.setItem(key, JSON.stringify({ undo: packed(manager.undoStack), redo: packed(manager.redoStack) }));
    } catch { /* No room: undo then begins anew after a reload. */ }
  };
  const soon = (): void => { timer ||= window.setTimeout(write, 300); };
  for (const event of ["stack-item-added", "stack-item-updated", "stack-item-popped", "stack-cleared"] as const) manager.on(event, soon);
  window.addEventListener("pagehide", () => { if (timer) write(); });
}

/** The session of a tab need not carry the steps of documents that are no more. */
export function forgetOtherUndo(prefix: string): void {
  const story = prefix.slice(0, prefix.indexOf("/") + 1);
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`courant-undo/${story}`) && !key.startsWith(`courant-undo/${prefix}`)) sessionStorage.removeItem(key);
  }
}
