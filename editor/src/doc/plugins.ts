/** Small plugins of the text: placeholders, headings of tables without words, and uploads that become pictures. */
import { Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import { h } from "../dom";
import { schema } from "./schema";

const START = "Write the story. Press / for headings, pictures, tables…";

/** Grey words where nothing is written yet. They are shown, never part of the text. */
export function placeholders(): Plugin {
  return new Plugin({
    props: {
      decorations(state) {
        const { doc, selection } = state;
        const { $from } = selection;
        if (!doc.childCount) return DecorationSet.create(doc, [Decoration.widget(0, () => h("p", { class: "ed-hint", "data-hint": START }))]);
        const empty = doc.childCount === 1 && doc.firstChild?.type === schema.nodes.paragraph && !doc.firstChild.content.size;
        if (empty) return DecorationSet.create(doc, [Decoration.node(0, doc.firstChild!.nodeSize, { class: "ed-hint", "data-hint": START })]);
        if (!selection.empty || $from.depth !== 1 || $from.parent.content.size) return null;
        const hint = $from.parent.type === schema.nodes.paragraph ? "Write, or press /" : $from.parent.type === schema.nodes.heading ? "Heading" : $from.parent.type === schema.nodes.pull_quote ? "The words worth pulling out" : "";
        return hint ? DecorationSet.create(doc, [Decoration.node($from.before(1), $from.after(1), { class: "ed-hint", "data-hint": hint })]) : null;
      },
    },
  });
}

/**
 * The head of a column that has no words yet heads nothing: to a screen reader it is a cell, until there are words. The
 * published page does the same.
 */
export function emptyHeads(): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const cells: Decoration[] = [];
        doc.descendants((node, pos) => {
          if (node.type === schema.nodes.table_header && !node.textContent.trim()) cells.push(Decoration.node(pos, pos + node.nodeSize, { role: "cell" }));
          return !node.isTextblock;
        });
        return DecorationSet.create(doc, cells);
      },
    },
  });
}

/**
 * Browsers tell of a moved cursor a moment late: a key pressed right after a click or after End would act at the old
 * place. Before each key the cursor is read again.
 */
export function cursorInTime(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view) {
          const { state } = view;
          const seen = view.dom.ownerDocument.getSelection();
          if (view.composing || !(state.selection instanceof TextSelection) || !seen?.anchorNode || !seen.focusNode) return false;
          if (!view.dom.contains(seen.anchorNode) || !view.dom.contains(seen.focusNode)) return false;
          const $anchor = state.doc.resolve(view.posAtDOM(seen.anchorNode, seen.anchorOffset));
          const $head = state.doc.resolve(view.posAtDOM(seen.focusNode, seen.focusOffset));
          if ($anchor.pos === state.selection.anchor && $head.pos === state.selection.head) return false;
          if ($anchor.parent.inlineContent && $head.parent.inlineContent) view.dispatch(state.tr.setSelection(new TextSelection($anchor, $head)));
          return false;
        },
      },
    },
  });
}

/** When an upload is done its picture takes the store's id. Only then do others see it, and undo takes it out again. */
export function uploadsArrive(uploads: Uploads, records: Records): Plugin {
  return new Plugin({
    view(view) {
      const stop = uploads.watch((upload) => {
        if (upload.state !== "done" || !upload.record) return;
        records.add(upload.record);
        view.dispatch(view.state.tr.setMeta("uploads", true));
      });
      return { destroy: stop };
    },
    appendTransaction(transactions, _before, state) {
      if (!transactions.some((tr) => tr.docChanged || tr.getMeta("uploads"))) return null;
      const tr = state.tr;
      state.doc.descendants((node, pos) => {
        if (node.type !== schema.nodes.picture) return node.type === schema.nodes.gallery;
        const record = uploads.get(node.attrs.picture as string)?.record;
        if (!record) return false;
        const words = (key: "alt" | "caption" | "credit"): string => (node.attrs[key] as string) || record[key];
        tr.setNodeMarkup(pos, null, { picture: record.id, alt: words("alt"), caption: words("caption"), credit: words("credit") });
        return false;
      });
      return tr.docChanged ? tr : null;
    },
  });
}
