/** The toolbar: one stop of Tab, arrow keys inside it, Escape back to the text. */
import type { EditorView } from "prosemirror-view";
import { h, keyAria, keyText } from "../dom";
import { type Act, GROUPS, type HistoryActs, historyActs, inserts, MORE, type PictureActs, STYLES, WORDS } from "./blocks";
import { apartActs } from "./apart";
import { openPopover, type Popover } from "./popover";

export interface Toolbar { dom: HTMLElement; update(): void; focus(): void }

/** The keys of a toolbar: only one control takes part in Tab, arrows go between them. */
export function rove(bar: HTMLElement, leave: () => void): void {
  const controls = (): HTMLElement[] => [...bar.querySelectorAll<HTMLElement>("button")].filter((control) => control.offsetParent !== null);
  const stop = (control: HTMLElement): void => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === control ? 0 : -1;
  };
  bar.addEventListener("focusin", (event) => stop(event.target as HTMLElement));
  bar.addEventListener("keydown", (event) => {
    const all = controls();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowRight: (at + 1) % all.length, ArrowLeft: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 };
    if (event.key === "Escape") { event.preventDefault(); leave(); return; }
    if (to[event.key] === undefined) return;
    event.preventDefault();
    all[to[event.key]!]?.focus();
  });
  bar.querySelectorAll("button").forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
}

/** A button that acts on the text, with its name and key. The mouse does not take the cursor out of the text. */
export function actButton(act: Act, run: (act: Act) => void): HTMLButtonElement {
  const button = h("button", {
    type: "button", class: `act act-${act.id}`, "aria-label": act.sign && act.sign !== act.label ? act.label : undefined,
    "aria-keyshortcuts": act.key && keyAria(act.key), "aria-pressed": act.active ? "false" : undefined,
    "data-tip": act.key ? `${act.label}  ·  ${keyText(act.key)}` : act.label,
  }, act.sign ?? act.label);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") run(act); });
  return button;
}

export function toolbar(view: EditorView, pictures: PictureActs, history: HistoryActs): Toolbar {
  const shown: { act: Act; button: HTMLButtonElement }[] = [];
  const run = (act: Act): void => {
    act.run(view.state, view.dispatch, view);
    if (!document.querySelector(".popover, dialog[open]")) view.focus();
  };
  const group = (label: string, acts: Act[]): HTMLElement => h("div", { role: "group", "aria-label": label }, ...acts.map((act) => {
    const button = actButton(act, run);
    shown.push({ act, button });
    return button;
  }));
  const style = menuButton("Kind of block", STYLES, view, run, "style");
  const more = menuButton("More for these words", MORE, view, run, "more");
  more.textContent = "More";
  const put = inserts(pictures);
  const blocks = menuButton("Blocks", [...put.slice(-1), ...apartActs(pictures.gallery)], view, run, "blocks");
  const dom = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Writing", "aria-controls": "story-text" },
    h("div", { role: "group", "aria-label": "Kind of block" }, style), group("Words", WORDS), h("div", { role: "group", "aria-label": "More for these words" }, more),
    group("Groups", GROUPS), group("Put in", put.slice(0, -1)), h("div", { role: "group", "aria-label": "Other blocks" }, blocks), group("History", historyActs(history)));
  rove(dom, () => view.focus());
  const update = (): void => {
    for (const { act, button } of shown) {
      if (act.active) button.setAttribute("aria-pressed", String(act.active(view.state)));
      button.setAttribute("aria-disabled", String(!act.run(view.state, undefined, undefined)));
    }
    const now = STYLES.find((act) => act.active?.(view.state));
    style.textContent = now?.label ?? GROUPS.find((act) => act.active?.(view.state))?.label ?? "Text";
    style.setAttribute("aria-label", `Kind of block: ${style.textContent}`);
    more.classList.toggle("on", MORE.some((act) => act.active?.(view.state)));
  };
  return { dom, update, focus: () => dom.querySelector<HTMLElement>('button[tabindex="0"]')?.focus() };
}

/** A button that opens a menu of acts. */
function menuButton(label: string, acts: Act[], view: EditorView, run: (act: Act) => void, kind: string): HTMLButtonElement {
  let popover: Popover | null = null;
  const button = h("button", { type: "button", class: `act act-menu act-${kind}`, "aria-haspopup": "menu", "aria-expanded": "false", "data-tip": label }, label);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  const open = (): void => {
    if (popover) return popover.close();
    const items = acts.map((act) => {
      const item = h("button", { type: "button", role: act.active ? "menuitemradio" : "menuitem", tabindex: -1, "aria-checked": act.active && String(act.active(view.state)) },
        h("span", {}, act.label), act.key ? h("kbd", {}, keyText(act.key)) : null);
      item.addEventListener("click", () => { popover?.close(false); run(act); });
      return item;
    });
    const menu = h("div", { role: "menu", "aria-label": label, class: "menu" }, ...items);
    menuKeys(menu, items);
    popover = openPopover(menu, button.getBoundingClientRect(), (back) => {
      popover = null;
      button.setAttribute("aria-expanded", "false");
      if (back) button.focus();
    });
    button.setAttribute("aria-expanded", "true");
    (items.find((item) => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus();
  };
  // A press outside the menu closes it before the click arrives here; then the click must not open it again.
  let wasOpen = false;
  button.addEventListener("pointerdown", () => { wasOpen = !!popover; });
  button.addEventListener("click", (event) => { if (event.detail && wasOpen) { wasOpen = false; return; } open(); });
  button.addEventListener("keydown", (event) => { if (event.key === "ArrowDown") { event.preventDefault(); event.stopPropagation(); open(); } });
  return button;
}

function menuKeys(menu: HTMLElement, items: HTMLElement[]): void {
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 };
    if (to[event.key] !== undefined) {
      event.preventDefault();
      items[to[event.key]!]?.focus();
    } else if (event.key.length === 1) {
      items.find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  });
}
