/** The list of shortcuts: what the page says that it answers to, in its groups. */
import { h, keyText } from "../dom";
import { whereabouts } from "../focus";
import { ask } from "./commands";

export function openShortcuts(): void {
  if (document.querySelector("dialog.shortcuts")) return;
  const goBack = whereabouts();
  const groups = new Map<string, HTMLElement>();
  for (const { group, key, words } of ask().shortcuts) {
    if (!groups.has(group)) groups.set(group, h("dl", {}));
    groups.get(group)!.append(h("div", { "data-key": key }, h("dt", {}, words), h("dd", {}, h("kbd", {}, keyText(key)))));
  }
  const close = h("button", { type: "button", class: "quiet" }, "Close");
  const dialog = h("dialog", { class: "shortcuts", "aria-labelledby": "shortcuts-title" },
    h("div", { class: "shortcuts-head" }, h("h2", { id: "shortcuts-title" }, "Shortcuts"), close),
    h("div", { class: "shortcuts-groups", tabindex: 0, role: "group", "aria-labelledby": "shortcuts-title" }, ...[...groups].map(([name, list]) => h("section", {}, h("h3", {}, name), list))));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => { if (dialog.isConnected) { dialog.remove(); goBack(); } });
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); dialog.close(); dialog.remove(); goBack(); } });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>(".shortcuts-groups")?.focus();
}
