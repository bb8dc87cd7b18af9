/** What a page can be asked to do: the palette and the list of shortcuts ask, whoever knows something answers. */

export interface Command {
  label: string;
  group: string;
  /** As in `Mod-Alt-2`. */
  key?: string;
  /** Other words that find it. */
  also?: string;
  /** Stands before everything else while nothing is typed. */
  first?: boolean;
  run(): void;
}

/** A key that does something, in words. */
export interface Shortcut { group: string; key: string; words: string }

export interface Asked { commands: Command[]; shortcuts: Shortcut[] }

const NAME = "courant:asked";

/** Answers in the moment of asking, so that what it says is true then. The two bundles of a page meet only here. */
export function answer(tell: (asked: Asked) => void, signal?: AbortSignal): void {
  document.addEventListener(NAME, (event) => tell((event as CustomEvent<Asked>).detail), { signal });
}

export function ask(): Asked {
  const asked: Asked = { commands: [], shortcuts: [] };
  document.dispatchEvent(new CustomEvent(NAME, { detail: asked }));
  return asked;
}
