/** Blocks that stand apart, put into the editor: their acts, keys, hints and views. */
import { keymap } from "prosemirror-keymap";
import { Plugin, type Command, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView, type NodeViewConstructor } from "prosemirror-view";
import { dropEmpty, insertFactBox, insertGallery, insertRecording, leaveApart, linkCard, loneLink, movePicture } from "../doc/apartcommands";
import { schema } from "../doc/schema";
import { announce, h, keyText } from "../dom";
import type { FileRecords } from "../media/files";
import { cleanAddress } from "../paste/addresses";
import { chooseFiles } from "../pictures/library";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import { cardHref } from "../doc/apart";
import type { Act } from "./blocks";
import { FactBoxView } from "./factbox";
import { GalleryPictureView, GalleryView, pendingPicture } from "./gallery";
import { LinkCardView } from "./linkcard";
import { PictureView } from "./nodeviews";
import { RecordingView } from "./recording";

const { nodes } = schema;

export const APART_KEYS = { card: "Mod-Alt-l", facts: "Mod-Alt-b", gallery: "Mod-Alt-g", audio: "Mod-Alt-a", video: "Mod-Alt-v" } as const;

/** What can be put in; `gallery` asks for its pictures first. */
export function apartActs(gallery: Command): Act[] {
  return [
    { id: "link_card", label: "Link card", key: APART_KEYS.card, also: "embed url post page card", run: linkCard },
    { id: "fact_box", label: "Fact box", key: APART_KEYS.facts, also: "box aside info sidebar", run: insertFactBox },
    { id: "gallery", label: "Gallery", key: APART_KEYS.gallery, also: "pictures images photos strip", run: gallery },
    { id: "audio", label: "Sound", key: APART_KEYS.audio, also: "audio recording podcast mp3", run: insertRecording("audio") },
    { id: "video", label: "Film", key: APART_KEYS.video, also: "video recording mp4", run: insertRecording("video") },
  ];
}

/** A gallery of pictures chosen from this device; without any it is empty, to be filled from the library. */
export function galleryAct(uploads: Uploads): Command {
  return (state, dispatch, view) => {
    if (!insertGallery([])(state)) return false;
    if (dispatch && view) void chooseFiles(true).then((files) => {
      insertGallery(files.map((file) => pendingPicture(uploads.start(file))))(view.state, view.dispatch);
      view.focus();
    });
    return true;
  };
}

export function apartPlugins(gallery: Command): Plugin[] {
  return [
    keymap({
      [APART_KEYS.card]: linkCard, [APART_KEYS.facts]: insertFactBox, [APART_KEYS.gallery]: gallery,
      [APART_KEYS.audio]: insertRecording("audio"), [APART_KEYS.video]: insertRecording("video"),
      Enter: leaveApart(false), "Mod-Enter": leaveApart(true), Backspace: dropEmpty,
      "Alt-ArrowUp": movePicture(-1), "Alt-ArrowDown": movePicture(1), "Alt-ArrowLeft": movePicture(-1), "Alt-ArrowRight": movePicture(1),
    }),
    new Plugin({ props: { decorations: (state) => DecorationSet.create(state.doc, [...hints(state), ...offer(state)]), handlePaste: pasteAddress } }),
  ];
}

const HINTS: Record<string, [string, string]> = {
  link_card: ["Title, as readers will see it", "A note (optional)"],
  audio: ["Caption: what is to be heard", "Transcript: who says what"],
  video: ["Caption: what is to be seen", "Transcript: who says what"],
};

/** Grey words where nothing is written yet. */
function hints(state: EditorState): Decoration[] {
  const found: Decoration[] = [];
  state.doc.forEach((block, at) => {
    const words = HINTS[block.type.name];
    if (!words && block.type !== nodes.fact_box) return;
    block.forEach((child, offset, index) => {
      if (!child.isTextblock || child.content.size) return;
      const hint = words ? words[index ? 1 : 0] : child.type === nodes.heading ? "What the box is called" : "Facts; lists and tables may stand here too";
      const pos = at + 1 + offset;
      found.push(Decoration.node(pos, pos + child.nodeSize, { class: "ed-hint", "data-hint": hint ?? "" }));
    });
  });
  return found;
}

/** Beside a line that holds nothing but an address: it can be a card. */
function offer(state: EditorState): Decoration[] {
  const lone = loneLink(state);
  if (!lone || lone.title) return [];
  const button = (view: EditorView): HTMLElement => {
    const dom = h("button", { type: "button", class: "card-offer", contenteditable: "false", tabindex: -1 }, `Make it a link card (${keyText(APART_KEYS.card)})`);
    dom.addEventListener("mousedown", (event) => event.preventDefault());
    dom.addEventListener("click", () => { linkCard(view.state, view.dispatch, view); view.focus(); });
    return dom;
  };
  return [Decoration.widget(lone.pos + lone.size - 1, button, { side: 1, key: "card-offer", ignoreSelection: true })];
}

/** A bare address pasted on an empty line becomes a link, and a card is offered. */
function pasteAddress(view: EditorView, event: ClipboardEvent): boolean {
  const href = cardHref(cleanAddress(event.clipboardData?.getData("text/plain") ?? ""));
  const { $from, empty } = view.state.selection;
  if (!href || !empty || $from.depth !== 1 || $from.parent.type !== nodes.paragraph || $from.parent.content.size) return false;
  view.dispatch(view.state.tr.insert($from.pos, schema.text(href, [schema.marks.link.create({ href })])).scrollIntoView());
  announce(`${keyText(APART_KEYS.card)} makes a link card of this address.`);
  return true;
}

export function apartViews(records: Records, uploads: Uploads, files: FileRecords, change: (view: EditorView, pos: number) => void): Record<string, NodeViewConstructor> {
  return {
    picture: (node, view, getPos) => {
      const pos = getPos();
      const inGallery = pos !== undefined && view.state.doc.resolve(pos).parent.type === nodes.gallery;
      const Picture = inGallery ? GalleryPictureView : PictureView;
      return new Picture(node, view, getPos, records, uploads, (at) => change(view, at));
    },
    link_card: (node, view, getPos) => new LinkCardView(node, view, getPos),
    fact_box: (node, view, getPos) => new FactBoxView(node, view, getPos),
    gallery: (node, view, getPos) => new GalleryView(node, view, getPos, records, uploads),
    audio: (node, view, getPos) => new RecordingView(node, view, getPos, files, records),
    video: (node, view, getPos) => new RecordingView(node, view, getPos, files, records),
  };
}
