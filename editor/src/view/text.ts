/** The text itself: schema, plugins and views put together. */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import type { Node, Slice } from "prosemirror-model";
import { EditorState, Plugin, Selection, type Command } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { insertPicture, insertTable } from "../doc/commands";
import { readDocument } from "../doc/document";
import { typingRules } from "../doc/inputrules";
import { keys } from "../doc/keymap";
import { cleanPasted } from "../doc/paste";
import { cursorInTime, placeholders, uploadsArrive } from "../doc/plugins";
import { schema } from "../doc/schema";
import { chooseFiles, chooseFromLibrary } from "../pictures/library";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import type { DocumentJSON, PictureAttrs } from "../types";
import { FileRecords, type FileRecord } from "../media/files";
import { apartPlugins, apartViews, galleryAct } from "./apart";
import { blockMenu } from "./blockmenu";
import type { PictureActs } from "./blocks";
import { FootnoteView } from "./footnote";
import { editLink } from "./link";
import { PullQuoteView } from "./nodeviews";

export interface TextHost {
  records: Records;
  uploads: Uploads;
  /** Sounds, films and captions that the story uses. */
  files?: Record<string, FileRecord>;
  body: DocumentJSON;
  changed(doc: Node): void;
  /** After every transaction, also those that only move the cursor. */
  moved(): void;
  leaveUp(): void;
  notice(sentence: string): void;
}

export interface Text { view: EditorView; pictures: PictureActs; replace(body: DocumentJSON): void }

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
  const plugins = [
    cursorInTime(), blockMenu(pictures), typingRules(), ...apartPlugins(pictures.gallery), ...keys({ link: editLink, picture: pictures.upload, table, leave: host.leaveUp }),
    history({ newGroupDelay: 700 }), tableEditing(), dropCursor({ width: 2, class: "drop-cursor", color: false }), gapCursor(), placeholders(), uploadsArrive(uploads, records), files(insertFiles, uploads, host),
  ];
  const start = (body: DocumentJSON): EditorState => EditorState.create({ doc: readDocument(body), plugins });
  const view = new EditorView(place, {
    state: start(host.body),
    attributes: { id: "story-text", class: "body-text", role: "textbox", "aria-multiline": "true", "aria-label": "Story text", "aria-keyshortcuts": "Alt+F10" },
    nodeViews: {
      ...apartViews(records, uploads, recordings, (self, pos) => void fromLibrary(self, records, pos)),
      pull_quote: (node, self, getPos) => new PullQuoteView(node, self, getPos),
      footnote: (node, self, getPos) => new FootnoteView(node, self, getPos),
    },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (tr.docChanged) host.changed(view.state.doc);
      host.moved();
    },
  });
  return { view, pictures, replace: (body) => { view.updateState(start(body)); host.moved(); } };
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
