/**
 * The part of a picture that this use shows: a box over the whole picture, moved and sized by mouse, touch or keys.
 * A crop is written `100,50,800,600`: left, top, width and height in thousandths, as the server keeps it.
 */
import { announce, h } from "../dom";

export interface Crop { x: number; y: number; width: number; height: number }

export const WHOLE: Crop = { x: 0, y: 0, width: 1000, height: 1000 };
/** The smallest side; the server takes no smaller one. */
const SMALLEST = 50;

/** Reads a crop; what is none, or lies outside the picture, is `null`. */
export function readCrop(text: unknown): Crop | null {
  const found = typeof text === "string" ? /^(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})$/.exec(text) : null;
  if (!found) return null;
  const [x, y, width, height] = found.slice(1).map(Number) as [number, number, number, number];
  return width >= SMALLEST && height >= SMALLEST && x + width <= 1000 && y + height <= 1000 ? { x, y, width, height } : null;
}

/** As it is kept; the whole picture is `null`. */
export function writeCrop({ x, y, width, height }: Crop): string | null {
  return width === 1000 && height === 1000 ? null : `${x},${y},${width},${height}`;
}

/** Reads a focal point `500,400` as parts from 0 to 1. */
export function readFocus(text: unknown): [number, number] | null {
  const found = typeof text === "string" ? /^(\d{1,4}),(\d{1,4})$/.exec(text) : null;
  const point = found?.slice(1).map(Number) as [number, number] | undefined;
  return point && point[0] <= 1000 && point[1] <= 1000 ? [point[0] / 1000, point[1] / 1000] : null;
}

export const writeFocus = ([x, y]: [number, number]): string => `${Math.round(x * 1000)},${Math.round(y * 1000)}`;

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

/** The nearest crop that lies inside the picture, in whole thousandths. */
export function settled(crop: Crop): Crop {
  const width = Math.round(within(crop.width, SMALLEST, 1000));
  const height = Math.round(within(crop.height, SMALLEST, 1000));
  return { x: Math.round(within(crop.x, 0, 1000 - width)), y: Math.round(within(crop.y, 0, 1000 - height)), width, height };
}

/**
 * A crop of a width with the sides in a ratio, where `shape` is that ratio in thousandths of this picture (height over
 * width); as large as asked, and no larger than the picture allows. Its middle stays where it was.
 */
export function shaped(crop: Crop, width: number, shape: number): Crop {
  const least = Math.max(SMALLEST, SMALLEST / shape);
  const wide = within(width, least, Math.min(1000, 1000 / shape));
  const [high, middle] = [wide * shape, { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 }];
  return settled({ x: middle.x - wide / 2, y: middle.y - high / 2, width: wide, height: high });
}

interface Ratio { label: string; says: string; sides: [number, number] | null }
const RATIOS: Ratio[] = [
  { label: "Free", says: "any shape", sides: null },
  { label: "3:2", says: "three to two", sides: [3, 2] },
  { label: "16:9", says: "sixteen to nine", sides: [16, 9] },
  { label: "1:1", says: "square", sides: [1, 1] },
];

export interface CropHost {
  /** The picture's own sides. */
  size: [number, number];
  start: Crop | null;
  /** Hears each crop that was settled on; `null` for the whole picture. */
  changed(crop: string | null): void;
  /** Forgets the crop and the focal point of this use. */
  reset(): void;
  done(): void;
}

/** The layer to lay over the whole picture, and the bar below it. */
export function cropLayer({ size: [wide, high], start, changed, reset, done }: CropHost): { dom: HTMLElement; bar: HTMLElement; focus(): void } {
  let crop = start ?? WHOLE;
  let ratio = RATIOS[0]!;
  /** Height over width in thousandths of this picture; `null` while any shape is right. */
  const shape = (): number | null => (ratio.sides ? (ratio.sides[1] * wide) / (ratio.sides[0] * high) : null);
  const box = h("button", { type: "button", class: "crop-box" });
  const shades = ["top", "bottom", "left", "right"].map((side) => h("span", { class: `crop-shade crop-${side}`, "aria-hidden": "true" }));
  const dom = h("div", { class: "crop", role: "group", "aria-label": "Crop of this picture" }, ...shades, box);
  const words = (): string => {
    const [x, y, w, t] = [crop.x, crop.y, crop.width, crop.height].map((part) => Math.round(part / 10)) as [number, number, number, number];
    return `${x} % across, ${y} % down, ${w} % wide, ${t} % high`;
  };
  const show = (): void => {
    const { x, y, width, height } = crop;
    const part = (value: number): string => `${value / 10}%`;
    Object.assign(box.style, { left: part(x), top: part(y), width: part(width), height: part(height) });
    const [top, bottom, left, right] = shades as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
    top.style.height = part(y);
    bottom.style.height = part(1000 - y - height);
    for (const side of [left, right]) { side.style.top = part(y); side.style.height = part(height); }
    left.style.width = part(x);
    right.style.width = part(1000 - x - width);
    box.setAttribute("aria-label", `Crop: ${words()}. Arrow keys move it, Shift and arrow keys size it, Escape closes it.`);
  };
  const move = (next: Crop): void => { crop = settled(next); show(); };
  const keep = (): void => changed(writeCrop(crop));
  const size = (dx: number, dy: number): Crop => {
    const fixed = shape();
    if (fixed !== null) return shaped(crop, crop.width + (dx || dy / fixed), fixed);
    return { ...crop, width: within(crop.width + dx, SMALLEST, 1000 - crop.x), height: within(crop.height + dy, SMALLEST, 1000 - crop.y) };
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); done(); return; }
    const step = event.altKey ? 1 : 20;
    const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const [dx, dy] = by[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    event.stopPropagation();
    move(event.shiftKey ? size(dx, dy) : { ...crop, x: crop.x + dx, y: crop.y + dy });
    keep();
    announce(words());
  });
  for (const [edge, hx, hy] of [["nw", -1, -1], ["n", 0, -1], ["ne", 1, -1], ["e", 1, 0], ["se", 1, 1], ["s", 0, 1], ["sw", -1, 1], ["w", -1, 0]] as const) {
    const handle = h("span", { class: `crop-handle crop-${edge}`, "aria-hidden": "true" });
    dragged(handle, dom, () => crop, (from, dx, dy) => move(pulled(from, hx * dx, hy * dy, hx, hy, shape())), keep);
    box.append(handle);
  }
  dragged(box, dom, () => crop, (from, dx, dy) => move({ ...from, x: from.x + dx, y: from.y + dy }), keep);
  const buttons = RATIOS.map((one) => h("button", {
    type: "button", class: "crop-ratio", "aria-pressed": String(one === ratio), "aria-label": `${one.label}, ${one.says}`,
    onclick: () => {
      ratio = one;
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(RATIOS[index] === ratio)));
      const fixed = shape();
      if (fixed === null) return;
      // As large as it can be around the same middle.
      move(shaped(crop, 1000, fixed));
      keep();
      announce(words());
    },
  }, one.label));
  const bar = h("div", { class: "crop-bar" },
    h("div", { class: "crop-ratios", role: "group", "aria-label": "Shape" }, ...buttons),
    h("button", { type: "button", class: "quiet crop-reset", onclick: () => { crop = WHOLE; show(); reset(); announce("The whole picture."); } }, "Reset"),
    h("button", { type: "button", class: "crop-done", onclick: done }, "Done"),
    h("p", { class: "crop-hint" }, "Drag the box or its edges. By keyboard: arrows move, Shift and arrows size, Alt makes steps small."));
  show();
  return { dom, bar, focus: () => box.focus({ preventScroll: true }) };
}

/** A crop whose edges were pulled outwards by so much; the edges across stay. */
export function pulled(from: Crop, out: number, down: number, hx: -1 | 0 | 1, hy: -1 | 0 | 1, shape: number | null): Crop {
  // How far it can grow before it meets the picture's edge.
  const most = { width: hx < 0 ? from.x + from.width : 1000 - from.x, height: hy < 0 ? from.y + from.height : 1000 - from.y };
  let width = hx ? within(from.width + out, SMALLEST, most.width) : from.width;
  let height = hy ? within(from.height + down, SMALLEST, most.height) : from.height;
  if (shape !== null) {
    if (!hx) width = height / shape;
    width = within(width, Math.max(SMALLEST, SMALLEST / shape), Math.min(hx ? most.width : 1000, (hy ? most.height : 1000) / shape));
    height = width * shape;
  }
  const across = hx < 0 ? from.x + from.width - width : hx > 0 ? from.x : from.x + (from.width - width) / 2;
  const along = hy < 0 ? from.y + from.height - height : hy > 0 ? from.y : from.y + (from.height - height) / 2;
  return { x: across, y: along, width, height };
}

/** Follows one pointer, mouse or finger, in thousandths of the picture; `end` when it is let go. */
function dragged(grip: HTMLElement, picture: HTMLElement, now: () => Crop, moved: (from: Crop, dx: number, dy: number) => void, end: () => void): void {
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.target !== grip && (event.target as HTMLElement).classList.contains("crop-handle"))) return;
    event.preventDefault();
    event.stopPropagation();
    const [from, rect] = [now(), picture.getBoundingClientRect()];
    const follow = (one: PointerEvent): void => {
      if (one.pointerId === event.pointerId) moved(from, ((one.clientX - event.clientX) / rect.width) * 1000, ((one.clientY - event.clientY) / rect.height) * 1000);
    };
    const stop = (one: PointerEvent): void => {
      if (one.pointerId !== event.pointerId) return;
      grip.removeEventListener("pointermove", follow);
      grip.removeEventListener("pointerup", stop);
      grip.removeEventListener("pointercancel", stop);
      end();
    };
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", stop);
    grip.addEventListener("pointercancel", stop);
    grip.closest<HTMLElement>(".crop-box")?.focus({ preventScroll: true });
  });
}
