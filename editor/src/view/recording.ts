/** A sound or a film as it is put in: the file and its player, captions and still picture, caption and transcript as text. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { h } from "../dom";
import { chooseFile, type FileRecord, type FileRecords, length } from "../media/files";
import { chooseFromLibrary } from "../pictures/library";
import type { Records } from "../pictures/records";
import type { Refusal } from "../types";
import { Frame, type GetPos } from "./frame";

export class RecordingView extends Frame {
  private readonly kind: "audio" | "video";
  private readonly stage = h("div", { class: "rec-stage" });
  private readonly more = h("div", { class: "rec-more" });
  private readonly missing = h("p", { class: "apart-problem" });
  private readonly credit: HTMLInputElement;
  private abort: AbortController | null = null;
  private shown = "";

  constructor(node: Node, view: EditorView, getPos: GetPos, private readonly files: FileRecords, private readonly records: Records) {
    const kind = node.type.name as "audio" | "video";
    super(node, view, getPos, "recording", kind === "audio" ? "Sound" : "Film");
    this.kind = kind;
    this.head.append(this.stage, this.more);
    this.credit = this.line("Credit", "rec-credit", "Who recorded it", (value) => this.set({ credit: value }));
    this.head.append(this.missing);
    this.show();
  }

  protected show(): void {
    const { file, captions, poster, credit } = this.node.attrs as Record<string, string | undefined>;
    if (document.activeElement !== this.credit) this.credit.value = credit ?? "";
    const transcript = this.node.childCount > 1 && this.node.textBetween(this.node.child(0).nodeSize, this.node.content.size, " ").trim() !== "";
    const gaps = [
      file && !transcript ? "No transcript yet, for those who cannot hear it: write it below the caption." : "",
      file && this.kind === "video" && !captions ? "No captions yet." : "",
    ].filter(Boolean);
    const words = gaps.length ? `▲ ${gaps.join(" ")}` : "";
    if (this.missing.textContent !== words) this.missing.textContent = words;
    const now = `${file ?? ""} ${captions ?? ""} ${poster ?? ""}`;
    if (now === this.shown) return;
    this.shown = now;
    if (!this.abort) void this.showFile(file ?? "");
    void this.showMore(captions ?? "", poster ?? "");
  }

  private async showFile(id: string): Promise<void> {
    if (!id) return this.stage.replaceChildren(this.chooser());
    const record = await this.files.get(id);
    if (id !== this.node.attrs.file) return;
    if (!record) return this.stage.replaceChildren(h("p", { class: "pic-note" }, "This recording is not known here. Reload the page, or choose another."), this.chooser());
    const poster = this.node.attrs.poster as string | undefined;
    const player = this.kind === "audio" ? h("audio", { controls: true, preload: "none", src: record.src })
      : h("video", { controls: true, preload: "none", playsinline: true, src: record.src, width: record.width || undefined, height: record.height || undefined, poster: poster ? this.records.get(poster).src : undefined });
    player.setAttribute("aria-label", record.name || this.title.textContent || "");
    const facts = [record.name, length(record.seconds), record.format].filter(Boolean).join(" · ");
    this.stage.replaceChildren(player, h("div", { class: "rec-facts" }, h("span", {}, facts),
      h("button", { type: "button", class: "quiet", onclick: () => this.stage.replaceChildren(this.chooser()) }, "Change")));
  }

  private chooser(): HTMLElement {
    const what = this.kind === "audio" ? "MP3, M4A, OGG or WAV" : "MP4 or WebM";
    const here = h("select", { class: "rec-here", "aria-label": "One that is here already" }, h("option", { value: "" }, "One that is here already…"));
    void this.files.list(this.kind).then((all) => {
      here.hidden = !all.length;
      for (const one of all) here.append(h("option", { value: one.id }, [one.name, length(one.seconds)].filter(Boolean).join(" · ")));
    });
    here.hidden = true;
    here.addEventListener("change", () => { if (here.value) { this.shown = ""; this.set({ file: here.value }); } });
    return h("div", { class: "rec-empty" }, h("button", { type: "button", class: "rec-choose", onclick: () => void this.take(this.kind, "file", this.stage) }, "Choose a file"), h("span", { class: "faint" }, what), here);
  }

  /** Sends a file of this device and keeps its id in an attribute. */
  private async take(kind: FileRecord["kind"], name: string, place: HTMLElement): Promise<void> {
    const file = await chooseFile(kind);
    if (!file) return;
    this.abort = new AbortController();
    const bar = h("progress", { max: 1, value: 0, "aria-label": `Uploading ${file.name}` });
    const words = h("span", {}, `Uploading ${file.name}`);
    place.replaceChildren(h("div", { class: "rec-sending" }, bar, words, h("button", { type: "button", class: "quiet", onclick: () => this.abort?.abort() }, "Stop")));
    try {
      const record = await this.files.send(file, (part) => {
        bar.value = part;
        words.textContent = part < 1 ? `Uploading ${file.name} · ${Math.round(part * 100)} %` : `Uploaded ${file.name} · checking it…`;
      }, this.abort.signal);
      this.abort = null;
      if (record.kind !== kind) throw { error: `${file.name} is ${record.kind === "captions" ? "a file of captions" : record.kind === "audio" ? "a sound" : "a film"}.`, next: "Put it in as one." } satisfies Refusal;
      this.shown = "";
      this.set({ [name]: record.id });
      if (name === "file") this.intoWords();
    } catch (problem) {
      this.abort = null;
      const { error, next } = problem as Refusal;
      const note = h("p", { class: "apart-problem", role: "alert" }, `▲ ${error} ${next}`);
      if (name === "file") place.replaceChildren(note, this.chooser());
      else { this.shown = ""; this.show(); this.more.append(note); }
    }
  }

  /** Captions and still picture of a film. */
  private async showMore(captions: string, poster: string): Promise<void> {
    if (this.kind === "audio") return;
    const record = captions ? await this.files.get(captions) : undefined;
    const row = (words: string, add: string, kind: string, run: () => void, clear: (() => void) | null): HTMLElement => h("div", { class: "rec-row" },
      h("span", {}, words), h("button", { type: "button", class: `quiet ${kind}`, onclick: run }, add),
      clear && h("button", { type: "button", class: "quiet", onclick: clear, "aria-label": `Remove: ${words}` }, "Remove"));
    this.more.replaceChildren(
      row(captions ? `Captions: ${record?.name ?? "chosen"}` : "Captions: none", captions ? "Change" : "Add WebVTT or SubRip", "rec-captions", () => void this.take("captions", "captions", this.more), captions ? () => this.set({ captions: "" }) : null),
      row(poster ? "Still picture: chosen" : "Still picture: none", poster ? "Change" : "Choose from the library", "rec-poster", () => void this.still(), poster ? () => this.set({ poster: "" }) : null));
  }

  private async still(): Promise<void> {
    const picture = await chooseFromLibrary();
    if (!picture) return;
    this.records.add(picture);
    this.set({ poster: picture.id });
  }

  override destroy(): void { this.abort?.abort(); }
}
