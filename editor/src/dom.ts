/** Small helpers for building the page. No inline style attributes: the page's CSP forbids them. */

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** Makes an element. `on…` props are listeners, `true`/`false` are boolean attributes, `class` and others are attributes. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (name === "value") (element as unknown as { value: string }).value = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

let counter = 0;
/** An id for one element of this page. */
export function uid(prefix: string): string {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Lets a textarea grow with its text. Returns the function that measures again. */
export function autogrow(area: HTMLTextAreaElement): () => void {
  const measure = (): void => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  area.addEventListener("input", measure);
  new ResizeObserver(() => requestAnimationFrame(measureWhenWidthChanged)).observe(area);
  let width = 0;
  function measureWhenWidthChanged(): void {
    if (area.clientWidth === width) return;
    width = area.clientWidth;
    measure();
  }
  document.fonts?.ready.then(measure, () => undefined);
  return measure;
}

/** Whether this is an Apple keyboard, where Mod is ⌘. */
export const apple = /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** `Mod-Alt-2` as people read it: `Ctrl Alt 2`, or `⌘ ⌥ 2`. */
export function keyText(key: string): string {
  const names: Record<string, string> = apple ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl" };
  Object.assign(names, { ArrowUp: "↑", ArrowDown: "↓" });
  return key.split("-").map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}

/** `Mod-Alt-2` as `aria-keyshortcuts` wants it. */
export function keyAria(key: string): string {
  return key.split("-").map((part) => (part === "Mod" ? (apple ? "Meta" : "Control") : part.length === 1 ? part.toUpperCase() : part)).join("+");
}

/** Says something to people who listen to the page, without moving their focus. */
export function announce(text: string): void {
  let region = document.getElementById("announcer");
  if (!region) {
    region = h("p", { id: "announcer", class: "unseen", role: "status" });
    document.body.append(region);
  }
  region.textContent = text;
}
