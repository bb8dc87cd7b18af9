/** The focal point: the place on a picture that every crop keeps. Set by clicking, or by arrow keys on the mark. */
import { h } from "../dom";

export interface Focal {
  dom: HTMLElement;
  set(focus: [number, number]): void;
}

const clamp = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

/** A layer to lay over a picture. `changed` hears every new point, each part from 0 to 1. */
export function focalLayer(start: [number, number], changed: (focus: [number, number]) => void): Focal {
  let focus = start;
  const mark = h("button", { type: "button", class: "focal-mark" });
  const dom = h("div", { class: "focal" }, mark);
  const show = (): void => {
    const [x, y] = focus.map((part) => Math.round(part * 100)) as [number, number];
    mark.style.left = `${focus[0] * 100}%`;
    mark.style.top = `${focus[1] * 100}%`;
    mark.setAttribute("aria-label", `Focal point: ${x} % across, ${y} % down. Arrow keys move it.`);
    mark.title = "Focal point: crops keep this place. Click on the picture or use the arrow keys.";
  };
  const move = (x: number, y: number): void => {
    focus = [clamp(x), clamp(y)];
    show();
    changed(focus);
  };
  dom.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const box = dom.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    mark.focus({ preventScroll: true });
  });
  mark.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.02;
    const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const [dx, dy] = by[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    event.stopPropagation();
    move(focus[0] + dx, focus[1] + dy);
  });
  show();
  return { dom, set: (next) => { focus = next; show(); } };
}
