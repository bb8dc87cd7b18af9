/** What pasting does beyond HTML: an address over selected words, plain text in paragraphs, Markdown on offer. */
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey, TextSelection, type Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { schema } from "../doc/schema";
import { announce, h, keyText } from "../dom";
import { markdownBlocks } from "../paste/markdown";
import { addressAlone, looksLikeMarkdown, plainSlice } from "../paste/plain";
import { TOOL_KEYS } from "./keys";

interface Offer { from: number; to: number; text: string }

const key = new PluginKey<Offer | null>("pasted-markdown");

/** The last paste read as Markdown, while it stands unchanged where it was put. */
export const asMarkdown: Command = (state, dispatch) => {
  const offer = key.getState(state);
  if (!offer) return false;
  if (dispatch) {
    const slice = new Slice(Fragment.from(markdownBlocks(offer.text)), 0, 0);
    const tr = state.tr.replaceRange(offer.from, offer.to, slice).setMeta(key, null);
    dispatch(tr.scrollIntoView());
    announce("Read as Markdown.");
  }
  return true;
};

function linkOver(view: EditorView, text: string): boolean {
  const { selection } = view.state;
  const href = addressAlone(text);
  if (!href || selection.empty || !(selection instanceof TextSelection) || !selection.$from.sameParent(selection.$to) || selection.$from.parent.type.spec.code) return false;
  const { link } = schema.marks;
  const tr = view.state.tr.removeMark(selection.from, selection.to, link).addMark(selection.from, selection.to, link.create({ href }));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, selection.to)).scrollIntoView());
  return true;
}

/** The bar that offers it; gone with the next change of the pasted words, or by itself. */
class Bar {
  private readonly dom: HTMLElement;
  private timer = 0;
  private shown: Offer | null = null;

  constructor(private readonly view: EditorView) {
    this.dom = h("div", { class: "ed-offer", hidden: true },
      h("span", {}, "What you pasted looks like Markdown."),
      h("button", { type: "button", onclick: () => { asMarkdown(view.state, view.dispatch); view.focus(); } }, "Read it as Markdown", h("kbd", {}, keyText(TOOL_KEYS.markdown))),
      h("button", { type: "button", class: "quiet", onclick: () => this.dismiss() }, "Leave it"));
  }

  private dismiss(): void {
    this.view.dispatch(this.view.state.tr.setMeta(key, null));
    this.view.focus();
  }

  update(): void {
    const offer = key.getState(this.view.state) ?? null;
    if (!this.dom.isConnected) this.view.dom.closest(".editor")?.append(this.dom);
    if (offer && this.shown?.text !== offer.text) {
      announce(`This looks like Markdown. ${keyText(TOOL_KEYS.markdown)} reads it so.`);
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.view.dispatch(this.view.state.tr.setMeta(key, null)), 60_000);
    }
    this.shown = offer;
    this.dom.hidden = !offer;
  }

  destroy(): void {
    window.clearTimeout(this.timer);
    this.dom.remove();
  }
}

export function pasting(): Plugin {
  return new Plugin<Offer | null>({
    key,
    state: {
      init: () => null,
      apply(tr, was) {
        const set = tr.getMeta(key) as Offer | null | undefined;
        if (set !== undefined) return set;
        if (!was || !tr.docChanged) return was;
        const [from, to] = [tr.mapping.map(was.from, 1), tr.mapping.map(was.to, -1)];
        return to - from === was.to - was.from ? { ...was, from, to } : null;
      },
    },
    props: {
      clipboardTextParser: (text, $context) => ($context.parent.type.spec.code ? (undefined as unknown as Slice) : plainSlice(text, $context.marks())),
      handlePaste(view, event, slice) {
        const data = event.clipboardData;
        const text = data?.getData("text/plain") ?? "";
        if (linkOver(view, text)) return true;
        if (!looksLikeMarkdown(text) || data?.types.includes("text/html") || view.state.selection.$from.parent.type.spec.code) return false;
        const from = view.state.selection.from;
        const size = view.state.doc.content.size - (view.state.selection.to - from);
        const tr = view.state.tr.replaceSelection(slice).setMeta("paste", true).setMeta("uiEvent", "paste");
        const to = from + tr.doc.content.size - size;
        tr.setMeta(key, { from: Math.min(from, to), to, text });
        view.dispatch(tr.scrollIntoView());
        return true;
      },
    },
    view(view) {
      const bar = new Bar(view);
      return { update: () => bar.update(), destroy: () => bar.destroy() };
    },
  });
}
