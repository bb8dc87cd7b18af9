/** A picture as it will stand in the story, with its words: caption, credit and the alt text it must have. */
import { autogrow, h, uid } from "../dom";
import { showValue } from "../together/field";
import type { PictureAttrs, PictureRecord } from "../types";
import { cropLayer, readCrop, readFocus, writeFocus } from "./crop";
import { type Focal, focalLayer } from "./focal";
import type { Records } from "./records";
import type { Upload, Uploads } from "./uploads";

export interface BoxHost {
  get(): PictureAttrs;
  set(change: Partial<PictureAttrs>): void;
  remove(): void;
  /** Lets a person choose another picture. */
  change(): void;
}

export class PictureBox {
  readonly dom: HTMLElement;
  private readonly stage = h("div", { class: "pic-stage" });
  private readonly missing: HTMLElement;
  private readonly alt: HTMLTextAreaElement;
  private readonly caption: HTMLTextAreaElement;
  private readonly credit: HTMLTextAreaElement;
  private readonly measures: (() => void)[] = [];
  private readonly stopWatching: () => void;
  private readonly cropBar = h("div", { class: "pic-crop" });
  private readonly cropButton: HTMLButtonElement;
  private readonly rights = h("p", { class: "pic-rights" });
  private focal: Focal | null = null;
  private cropping = false;
  private shown = "";
  /** Under an open input method a changed value would break what is being typed. */
  private composing = false;

  constructor(private readonly host: BoxHost, private readonly records: Records, private readonly uploads: Uploads) {
    this.missing = h("p", { class: "pic-missing", id: uid("alt-missing") });
    this.caption = this.area("caption", "Caption", "What the picture shows, when and where");
    this.credit = this.area("credit", "Credit", "Photographer / agency");
    this.alt = this.area("alt", "Alt text (needed)", "For readers who cannot see it: what is in the picture?");
    this.alt.setAttribute("aria-describedby", this.missing.id);
    this.alt.required = true;
    this.cropButton = h("button", { type: "button", class: "quiet pic-crop-open", "aria-expanded": "false", onclick: () => this.crop(!this.cropping) }, "Crop");
    this.dom = h("figure", { class: "pic" }, this.stage, this.cropBar, this.rights,
      h("div", { class: "pic-words" }, this.field(this.caption, "caption"), this.field(this.credit, "credit"), this.field(this.alt, "alt"), this.missing),
      h("div", { class: "pic-acts" },
        this.cropButton,
        h("button", { type: "button", class: "quiet", onclick: () => host.change() }, "Change picture"),
        h("button", { type: "button", class: "quiet", onclick: () => host.remove() }, "Remove")));
    this.stopWatching = uploads.watch((upload) => upload.key === this.host.get().picture && this.showUpload(upload));
    this.update();
  }

  private area(key: "alt" | "caption" | "credit", label: string, placeholder: string): HTMLTextAreaElement {
    const area = h("textarea", { rows: 1, id: uid(key), placeholder, "data-label": label, class: `pic-${key}` });
    area.addEventListener("compositionstart", () => { this.composing = true; });
    area.addEventListener("compositionend", () => { this.composing = false; });
    area.addEventListener("input", () => {
      this.host.set({ [key]: area.value.replace(/\s*\n\s*/g, " ") });
      this.update();
    });
    area.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    area.addEventListener("change", () => this.records.describe(this.host.get().picture, this.host.get()));
    this.measures.push(autogrow(area));
    return area;
  }

  private field(area: HTMLTextAreaElement, kind: string): HTMLElement {
    return h("div", { class: `pic-field pic-field-${kind}` }, h("label", { for: area.id }, area.dataset.label ?? ""), area);
  }

  /** Shows what the host has now. */
  update(): void {
    const attrs = this.host.get();
    for (const [area, value] of [[this.alt, attrs.alt], [this.caption, attrs.caption], [this.credit, attrs.credit]] as const) {
      if (!this.composing) showValue(area, value);
    }
    const bare = !attrs.alt.trim();
    this.dom.classList.toggle("pic-bare", bare);
    this.alt.setAttribute("aria-invalid", String(bare));
    const words = bare ? "▲ Alt text is missing. The story cannot be published without it." : "";
    if (this.missing.textContent !== words) this.missing.textContent = words;
    const key = `${attrs.picture} ${attrs.crop ?? ""}`;
    if (this.shown !== key && !(this.cropping && this.shown.startsWith(`${attrs.picture} `))) this.showPicture(attrs);
    this.focal?.set(readFocus(attrs.focus) ?? this.records.get(attrs.picture).focus);
    const image = this.stage.querySelector("img");
    if (image && image.alt !== attrs.alt) image.alt = attrs.alt;
    requestAnimationFrame(() => this.measures.forEach((measure) => measure()));
  }

  /** Opens or closes the crop box. */
  private crop(open: boolean): void {
    this.cropping = open;
    this.cropButton.setAttribute("aria-expanded", String(open));
    this.showPicture(this.host.get());
    if (open) this.stage.querySelector<HTMLElement>(".crop-box")?.focus({ preventScroll: true });
    else this.cropButton.focus({ preventScroll: true });
  }

  private showPicture(attrs: PictureAttrs): void {
    const { picture, alt } = attrs;
    this.shown = `${picture} ${attrs.crop ?? ""}`;
    this.focal = null;
    this.cropBar.replaceChildren();
    this.cropButton.hidden = picture.startsWith("pending:");
    const upload = this.uploads.get(picture);
    if (picture.startsWith("pending:") && upload?.state !== "done") {
      if (upload) this.showUpload(upload);
      else this.stage.replaceChildren(h("p", { class: "pic-note" }, "This picture was still being uploaded when the page closed. Remove it and add it again."));
      return;
    }
    const id = upload?.record?.id ?? picture;
    const record = this.records.get(id);
    const image = h("img", { src: record.src, alt, draggable: "false" });
    if (record.width) { image.width = record.width; image.height = record.height; }
    image.addEventListener("error", () => this.stage.replaceChildren(h("p", { class: "pic-note" }, "The picture cannot be shown. Reload the page, or change the picture.")), { once: true });
    this.rights.textContent = record.ended ? "▲ The rights of this picture have ended: readers will not get it. Choose another." : record.rights_end ? `Rights until ${record.rights_end}` : "";
    if (this.cropping) this.showCrop(image, attrs, [record.width || 3, record.height || 2]);
    else this.showCut(image, attrs, record);
  }

  /** The part that readers see, with the focal point of this use. */
  private showCut(image: HTMLImageElement, attrs: PictureAttrs, record: PictureRecord): void {
    const crop = readCrop(attrs.crop);
    this.focal = focalLayer(readFocus(attrs.focus) ?? record.focus, (focus) => this.host.set({ focus: writeFocus(focus) }));
    const whole = h("div", { class: "pic-whole" }, image, this.focal.dom);
    this.stage.classList.toggle("pic-cut", !!crop);
    this.stage.style.aspectRatio = crop ? `${crop.width * (record.width || 3)} / ${crop.height * (record.height || 2)}` : "";
    if (crop) Object.assign(whole.style, { width: `${100000 / crop.width}%`, left: `${(-100 * crop.x) / crop.width}%`, top: `${(-100 * crop.y) / crop.height}%` });
    this.stage.replaceChildren(whole);
  }

  private showCrop(image: HTMLImageElement, attrs: PictureAttrs, size: [number, number]): void {
    this.stage.classList.remove("pic-cut");
    this.stage.style.aspectRatio = "";
    const layer = cropLayer({
      size, start: readCrop(attrs.crop),
      changed: (crop) => this.host.set({ crop }),
      reset: () => this.host.set({ crop: null, focus: null }),
      done: () => this.crop(false),
    });
    this.stage.replaceChildren(h("div", { class: "pic-whole" }, image, layer.dom));
    this.cropBar.replaceChildren(layer.bar);
  }

  private showUpload(upload: Upload): void {
    if (upload.state === "done") return;
    if (upload.state === "refused") {
      const { error, next } = upload.refusal ?? { error: "The picture was not uploaded.", next: "Try again." };
      this.stage.replaceChildren(h("div", { class: "pic-note", role: "alert" }, h("p", {}, `${error} ${next}`),
        h("button", { type: "button", onclick: () => this.uploads.retry(upload.key) }, "Try again")));
      return;
    }
    const bar = this.stage.querySelector("progress");
    const percent = Math.round(upload.sent * 100);
    const words = percent < 100 ? `Uploading ${upload.file.name} · ${percent} %` : `Uploaded ${upload.file.name} · preparing it…`;
    if (!bar) {
      this.stage.replaceChildren(h("img", { src: upload.preview, alt: "", class: "pic-sending" }),
        h("div", { class: "pic-progress" }, h("progress", { max: 100, "aria-label": `Uploading ${upload.file.name}` }), h("span", {}, words)));
    }
    const progress = this.stage.querySelector("progress");
    if (progress) progress.value = percent;
    const span = this.stage.querySelector("span");
    if (span) span.textContent = words;
  }

  /** Shows the picture again, when an upload has become a record. */
  refresh(): void {
    this.shown = "";
    this.update();
  }

  destroy(): void {
    this.stopWatching();
  }
}
