/** Keys that every page of the newsroom answers to: the palette, and the list of shortcuts. */
import { answer } from "./commands";
import { openPalette, pageCommands } from "./palette";
import { forgetAtSignOut } from "./recent";
import { openShortcuts } from "./shortcuts";

const PALETTE = "Mod-k";
const SHORTCUTS = "Mod-/";

export function everywhere(): void {
  answer(({ commands, shortcuts }) => {
    const list = { group: "Do", label: "All shortcuts", key: SHORTCUTS, also: "keys keyboard help ?", run: openShortcuts };
    commands.push(...pageCommands(), list);
    shortcuts.push(
      { group: "Everywhere", key: PALETTE, words: "Palette: go to a page, find a story, do something" },
      { group: "Everywhere", key: SHORTCUTS, words: "This list" },
      { group: "Everywhere", key: "?", words: "This list, outside a field" });
  });
  forgetAtSignOut();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const mod = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (mod && !event.shiftKey && event.key.toLowerCase() === "k") openPalette();
    else if (document.querySelector("dialog[open]")) return;
    else if ((mod && (event.key === "/" || event.code === "Slash")) || (event.key === "?" && !inField(event.target))) openShortcuts();
    else return;
    event.preventDefault();
  });
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || !!target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select"));
}
