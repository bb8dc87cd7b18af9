/** The text itself: schema, plugins and views put together. */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import type { Slice } from "prosemirror-model";
import { EditorState, Plugin, Selection, type Command } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { insertPicture, insertTable } from "../doc/commands";
import { typingRules } from "../doc/inputrules";
import { keys } from "../doc/keymap";
import { cleanPasted } from "../doc/paste";
import { cursorInTime, emptyHeads, placeholders, uploadsArrive } from "../doc/plugins";
import { localTables, tidy } from "../doc/tidy";
import { schema } from "../doc/schema";
import { chooseFiles, chooseFromLibrary } from "../pictures/library";
import { noteMarks } from "../notes/marks";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import type { Presence } from "../save/presence";
import { Binding, FROM_SHARED, WRITTEN } from "../together/binding";
import type { Shared } from "../together/places";
import { cursors } from "../together/cursors";
import { keepUndo, redo, undo, undoManager } from "../together/undo";
import type { PictureAttrs } from "../types";
import { toolPlugins } from "../tools/tools";
import { FileRecords, type FileRecord } from "../media/files";
import { apartPlugins, apartViews, galleryAct } from "./apart";
import { blockMenu } from "./blockmenu";
import type { HistoryActs, PictureActs } from "./blocks";
import { FootnoteView } from "./footnote";
import { editLink } from "./link";
import { PullQuoteView } from "./nodeviews";

export interface TextHost {
  records: Records;
  uploads: Uploads;
  /** Sounds, films and captions that the story uses. */
  files?: Record<string, FileRecord>;
  body: Y.XmlFragment;
  presence: Presence;
  /** Names this text's undo in the session of the tab. */
  undoName: string;
  /** After every transaction, also those that only move the cursor. */
  moved(): void;
  leaveUp(): void;
  notice(sentence: string): void;
}

export interface Text {
  view: EditorView;
  /** The text as the shared document has it, for places that last. */
  shared: Shared;
  pictures: PictureActs;
  history: HistoryActs;
  /** Whether the text may be written in. */
  may(edit: boolean): void;
  /** Puts words in as paragraphs, after the block with the cursor or at the end. */
  putIn(words: string): void;
}

/** A picture chosen from the library, in the place of the one at `pos` or at the cursor. */
async function fromLibrary(view: EditorView, records: Records, pos?: number): Promise<void> {
  const record = await chooseFromLibrary();
  view.focus();
  if (!record) return;
  records.add(record);
  const attrs: PictureAttrs = { picture: record.id, alt: record.alt, caption: record.caption, credit: record.credit };
  if (pos === undefined) insertPicture(attrs)(view.state, view.dispatch);
  else view.dispatch(view.state.tr.setNodeMarkup(pos, null, attrs));
}

function pending(key: string): PictureAttrs {
  return { picture: key, alt: "", caption: "", credit: "" };
}

export const isPicture = (file: File): boolean => file.type.startsWith("image/");

export function text(place: HTMLElement, host: TextHost): Text {
  const { records, uploads } = host;
  const insertFiles = (view: EditorView, files: File[]): void => {
    for (const file of files) insertPicture(pending(uploads.start(file)))(view.state, view.dispatch);
  };
  const pictures: PictureActs = {
    upload: (_state, dispatch, view) => {
      if (dispatch && view) void chooseFiles(true).then((files) => insertFiles(view, files));
      return true;
    },
    library: (_state, dispatch, view) => {
      if (dispatch && view) void fromLibrary(view, records);
      return true;
    },
    gallery: galleryAct(uploads),
  };
  const recordings = new FileRecords(host.files);
  const table: Command = (state, dispatch) => insertTable()(state, dispatch);
  const binding = new Binding(host.body);
  const manager = undoManager(host.body, WRITTEN);
  keepUndo(host.undoName, manager);
  const history: HistoryActs = { undo: undo(manager), redo: redo(manager) };
  let edit = true;
  const plugins = [
    cursorInTime(), blockMenu(pictures), typingRules(), ...apartPlugins(pictures.gallery), ...toolPlugins(), ...keys({ link: editLink, picture: pictures.upload, table, leave: host.leaveUp, history }),
    localTables(), dropCursor({ width: 2, class: "drop-cursor", color: false }), gapCursor(), placeholders(), emptyHeads(), uploadsArrive(uploads, records), files(insertFiles, uploads, host),
    tidy(), noteMarks(), cursors(host.presence, binding), binding.plugin(),
    // Commands, menus and buttons of blocks write too: who may only read is kept from it in one place.
    new Plugin({ filterTransaction: (tr) => edit || !tr.docChanged || !!tr.getMeta(FROM_SHARED) }),
  ];
  const view = new EditorView(place, {
    state: EditorState.create({ doc: binding.start, plugins }),
    editable: () => edit,
    attributes: { id: "story-text", class: "body-text", role: "textbox", "aria-multiline": "true", "aria-label": "Story text", "aria-keyshortcuts": "Alt+F10" },
    nodeViews: {
      ...apartViews(records, uploads, recordings, (self, pos) => void fromLibrary(self, records, pos)),
      pull_quote: (node, self, getPos) => new PullQuoteView(node, self, getPos),
      footnote: (node, self, getPos) => new FootnoteView(node, self, getPos, history),
    },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      host.moved();
    },
  });
  return {
    view, shared: binding, pictures, history,
    may(now) {
      edit = now;
      view.setProps({});
    },
    putIn(words) {
      const { $to } = view.state.selection;
      const at = $to.depth ? $to.after(1) : view.state.doc.content.size;
      const lines = words.split(/\n+/).filter(Boolean).map((line) => schema.nodes.paragraph!.create(null, schema.text(line)));
      if (lines.length) view.dispatch(view.state.tr.insert(at, lines).scrollIntoView());
    },
  };
}

/** Pasted and dropped pictures are uploaded; pasted HTML is cleaned first. */
function files(insertFiles: (view: EditorView, files: File[]) => void, uploads: Uploads, host: TextHost): Plugin {
  return new Plugin({
    props: {
      transformPastedHTML(html) {
        const pasted = cleanPasted(html, (file) => uploads.start(file));
        if (pasted.left) host.notice(`${pasted.left === 1 ? "A picture was" : `${pasted.left} pictures were`} left out of what you pasted: a story never links to pictures of other sites. Save them and add them here.`);
        return pasted.html;
      },
      handlePaste(view, event) {
        const found = [...(event.clipboardData?.files ?? [])].filter(isPicture);
        // Word processors add a picture of the text itself; the text is what is meant.
        if (!found.length || event.clipboardData?.types.includes("text/rtf") || /<(p|h\d|table|li)[\s>]/i.test(event.clipboardData?.getData("text/html") ?? "")) return false;
        insertFiles(view, found);
        return true;
      },
      handleDrop(view, event, _slice: Slice, moved) {
        const found = [...(event.dataTransfer?.files ?? [])].filter(isPicture);
        if (moved || !found.length) return false;
        event.preventDefault();
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
        insertFiles(view, found);
        return true;
      },
      handleClick(view, _pos, event) {
        // Below a last picture or table a click makes a line to go on writing.
        const last = view.dom.lastElementChild?.getBoundingClientRect();
        if (!last || event.clientY <= last.bottom || view.state.doc.lastChild?.isTextblock) return false;
        const end = view.state.doc.content.size;
        const tr = view.state.tr.insert(end, schema.nodes.paragraph.create());
        view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)));
        return true;
      },
    },
  });
}
