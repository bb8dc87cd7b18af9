/** A picture as it will stand in the story, with its words: caption, credit and the alt text it must have. */
import { autogrow, h, uid } from "../dom";
import { showValue } from "../together/field";
import type { PictureAttrs } from "../types";
import { focalLayer } from "./focal";
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
    this.dom = h("figure", { class: "pic" }, this.stage,
      h("div", { class: "pic-words" }, this.field(this.caption, "caption"), this.field(this.credit, "credit"), this.field(this.alt, "alt"), this.missing),
      h("div", { class: "pic-acts" },
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
    if (this.shown !== attrs.picture) this.showPicture(attrs);
    const image = this.stage.querySelector("img");
    if (image && image.alt !== attrs.alt) image.alt = attrs.alt;
    requestAnimationFrame(() => this.measures.forEach((measure) => measure()));
  }

  private showPicture({ picture, alt }: PictureAttrs): void {
    this.shown = picture;
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
    const focal = focalLayer(record.focus, (focus) => this.records.change(id, { focus }));
    this.stage.replaceChildren(image, focal.dom);
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
