/** The cursors of the others: a bar with their name, and what they have selected. Told by name; colour only helps. */
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { h } from "../dom";
import type { Other, Presence } from "../save/presence";
import { FROM_SHARED } from "./binding";
import { fromLasting, type Shared, toLasting } from "./places";

const key = new PluginKey<DecorationSet>("cursors");

function flag({ name, colour }: Other): HTMLElement {
  return h("span", { class: `other-cursor other-${colour}`, "aria-hidden": "true" }, h("span", { class: "other-name" }, name));
}

function decorations(state: EditorView["state"], presence: Presence, shared: Shared): DecorationSet {
  const all: Decoration[] = [];
  for (const other of presence.others.values()) {
    const { cursor } = other.state;
    if (!cursor) continue;
    try {
      const [anchor, head] = [cursor.anchor, cursor.head].map((one) => fromLasting(state.doc, Y.createRelativePositionFromJSON(one), shared));
      if (anchor === null || head === null || anchor === undefined || head === undefined) continue;
      all.push(Decoration.widget(head, () => flag(other), { key: `cursor-${other.client}-${other.name}`, side: 10, ignoreSelection: true }));
      if (anchor !== head) all.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: `other-selection other-${other.colour}` }));
    } catch { /* A place from another version of the editor: not shown. */ }
  }
  return DecorationSet.create(state.doc, all);
}

export function cursors(presence: Presence, shared: Shared): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, was, _old, state) => (tr.getMeta(key) ? decorations(state, presence, shared) : was.map(tr.mapping, tr.doc)),
    },
    props: { decorations: (state) => key.getState(state) },
    view(view) {
      let timer = 0;
      const again = (): void => { timer ||= window.setTimeout(() => { timer = 0; if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true)); }, 30); };
      const stop = presence.watch(again);
      const tell = (): void => {
        if (!view.hasFocus()) return;
        const { anchor, head } = view.state.selection;
        presence.at(() => ({ field: "text", cursor: { anchor: toLasting(view.state.doc, anchor, shared), head: toLasting(view.state.doc, head, shared) } }));
      };
      view.dom.addEventListener("focusin", tell);
      return {
        update(_view, before) {
          if (view.state.selection !== before.selection || view.state.doc !== before.doc) tell();
          // What others wrote may have moved their cursors in a way that mapping cannot know.
          if (view.state.doc !== before.doc && presence.others.size && FROM_SHARED.getState(view.state)) again();
        },
        destroy() { stop(); window.clearTimeout(timer); },
      };
    },
  });
}
