/** One small window beside a place of the page: links, menus. Escape and a click elsewhere close it. */
import { h } from "../dom";

export interface Popover {
  dom: HTMLElement;
  close(giveFocusBack?: boolean): void;
}

/** Opens `content` under `at`. `closed` is told whether focus should go back. */
export function openPopover(content: HTMLElement, at: DOMRect, closed: (giveFocusBack: boolean) => void): Popover {
  const dom = h("div", { class: "popover" }, content);
  let open = true;
  const close = (giveFocusBack = true): void => {
    if (!open) return;
    open = false;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", gone);
    dom.remove();
    closed(giveFocusBack);
  };
  const gone = (): void => close(false);
  const outside = (event: Event): void => { if (!dom.contains(event.target as Node)) close(false); };
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  dom.addEventListener("focusout", (event) => {
    const next = event.relatedTarget as Node | null;
    if (next && !dom.contains(next)) close(false);
  });
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", gone);
  (document.querySelector(".editor") ?? document.body).append(dom);
  place(dom, at);
  return { dom, close };
}

/** Under the place, or above when there is no room; never over the edge of the window. */
export function place(dom: HTMLElement, at: DOMRect): void {
  const box = dom.getBoundingClientRect();
  const [wide, high] = [document.documentElement.clientWidth, window.innerHeight];
  const below = at.bottom + 8 + box.height <= high || at.top < box.height + 8;
  dom.style.left = `${Math.max(8, Math.min(at.left, wide - box.width - 8))}px`;
  dom.style.top = `${Math.max(8, below ? Math.min(at.bottom + 8, high - box.height - 8) : at.top - box.height - 8)}px`;
}
