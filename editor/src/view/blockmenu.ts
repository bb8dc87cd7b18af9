/**
 * The / menu: on an empty line, `/` or the + button beside it lists what can be put in; typing narrows it.
 * Focus stays in the text, as in a combobox.
 */
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { schema } from "../doc/schema";
import { h, keyText } from "../dom";
import { type Act, GROUPS, inserts, type PictureActs, STYLES } from "./blocks";
import { apartActs } from "./apart";
import { place } from "./popover";

/** Whether the menu was dismissed for the line it is on. */
const key = new PluginKey<{ dismissed: boolean }>("blockmenu");

/** The words after `/` on a line that has nothing else, or `null`. */
function asked(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type !== schema.nodes.paragraph || $from.parentOffset !== $from.parent.content.size) return null;
  const match = $from.parent.textContent.match(/^\/([\p{L}\p{N} .]{0,20})$/u);
  return match ? (match[1] ?? "") : null;
}

class Menu {
  private readonly dom = h("div", { class: "popover blockmenu", id: "block-menu", role: "listbox", "aria-label": "Put in", tabindex: 0, hidden: true });
  private readonly plus = h("button", { type: "button", class: "plus", "aria-label": "Put in a block", title: "Put in a block (/)", hidden: true, tabindex: -1 }, "+");
  private chosen = 0;
  private acts: Act[] = [];

  constructor(private readonly view: EditorView, private readonly all: Act[]) {
    view.dom.parentElement?.append(this.plus);
    this.plus.addEventListener("mousedown", (event) => event.preventDefault());
    this.plus.addEventListener("click", () => {
      view.dispatch(view.state.tr.insertText("/").scrollIntoView());
      view.focus();
    });
    this.dom.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open(): boolean { return !this.dom.hidden; }

  update(): void {
    const query = this.view.editable && !key.getState(this.view.state)?.dismissed ? asked(this.view.state) : null;
    this.movePlus();
    if (query === null) return this.hide();
    const wanted = query.trim().toLowerCase();
    const found = this.all.filter((act) => `${act.label} ${act.also ?? ""}`.toLowerCase().split(/\s+/).some((word) => word.startsWith(wanted)) || act.label.toLowerCase().includes(wanted));
    if (!found.length) return this.hide();
    if (found.length !== this.acts.length || this.dom.hidden) this.chosen = 0;
    this.acts = found;
    this.draw();
  }

  private draw(): void {
    this.dom.replaceChildren(...this.acts.map((act, index) => h("div", {
      role: "option", id: `block-menu-${act.id}`, "aria-selected": String(index === this.chosen), onclick: () => this.pick(index),
    }, h("span", {}, act.label), act.key ? h("kbd", {}, keyText(act.key)) : null)));
    // The page stands only after the text has been made.
    if (!this.dom.isConnected) this.view.dom.closest(".editor")?.append(this.dom);
    this.dom.hidden = false;
    const at = this.view.coordsAtPos(this.view.state.selection.from);
    place(this.dom, new DOMRect(at.left, at.top, 1, at.bottom - at.top));
    this.dom.children[this.chosen]?.scrollIntoView({ block: "nearest" });
    this.view.dom.setAttribute("aria-controls", this.dom.id);
    this.view.dom.setAttribute("aria-activedescendant", this.dom.children[this.chosen]?.id ?? "");
  }

  hide(): void {
    this.dom.hidden = true;
    this.view.dom.removeAttribute("aria-activedescendant");
    this.view.dom.removeAttribute("aria-controls");
  }

  move(by: number): void {
    this.chosen = (this.chosen + by + this.acts.length) % this.acts.length;
    this.draw();
  }

  pick(index = this.chosen): void {
    const act = this.acts[index];
    const { $from } = this.view.state.selection;
    this.view.dispatch(this.view.state.tr.delete($from.start(), $from.end()));
    act?.run(this.view.state, this.view.dispatch, this.view);
    if (!document.querySelector("dialog[open]")) this.view.focus();
  }

  /** The + stands beside the empty line that has the cursor. */
  private movePlus(): void {
    const { $from, empty } = this.view.state.selection;
    const show = this.view.editable && empty && $from.depth === 1 && $from.parent.type === schema.nodes.paragraph && !$from.parent.content.size;
    this.plus.hidden = !show;
    if (!show) return;
    const line = this.view.nodeDOM($from.before(1));
    if (line instanceof HTMLElement) this.plus.style.top = `${line.offsetTop}px`;
  }

  destroy(): void {
    this.dom.remove();
    this.plus.remove();
  }
}

export function blockMenu(pictures: PictureActs): Plugin {
  const acts = [...STYLES.slice(1, 4), ...GROUPS, ...inserts(pictures), ...apartActs(pictures.gallery), ...STYLES.slice(4)];
  let menu: Menu | null = null;
  return new Plugin({
    key,
    state: {
      init: () => ({ dismissed: false }),
      // A dismissed menu stays away until the line is no longer a question.
      apply: (tr, was, _old, state) => ({ dismissed: (tr.getMeta(key) === "dismiss" || was.dismissed) && asked(state) !== null }),
    },
    props: {
      handleKeyDown(view, event) {
        if (!menu?.open) return false;
        if (event.key === "ArrowDown") menu.move(1);
        else if (event.key === "ArrowUp") menu.move(-1);
        else if (event.key === "Enter" || event.key === "Tab") menu.pick();
        else if (event.key === "Escape") view.dispatch(view.state.tr.setMeta(key, "dismiss"));
        else return false;
        event.preventDefault();
        return true;
      },
      handleDOMEvents: { blur: () => { menu?.hide(); return false; } },
    },
    view(view) {
      const made = new Menu(view, acts);
      menu = made;
      return { update: () => made.update(), destroy: () => made.destroy() };
    },
  });
}
