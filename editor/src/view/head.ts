/** Above the text, as readers will see it: kicker, headline, standfirst, lead picture. */
import { autogrow, h } from "../dom";
import { PictureBox } from "../pictures/box";
import { chooseFiles, chooseFromLibrary } from "../pictures/library";
import type { Records } from "../pictures/records";
import type { Uploads } from "../pictures/uploads";
import { bindText } from "../together/field";
import type { Story } from "../story";
import type { PictureAttrs, PictureRecord } from "../types";
import { isPicture } from "./text";

function line(story: Story, key: "headline" | "standfirst", label: string, next: () => void, previous: () => void): HTMLTextAreaElement {
  const area = h("textarea", { rows: 1, class: key, name: key, "aria-label": label, placeholder: label, spellcheck: "true", enterkeyhint: "next" });
  const measure = autogrow(area);
  area.addEventListener("input", () => { if (/\n/.test(area.value)) area.value = area.value.replace(/\s*\n\s*/g, " "); });
  bindText(area, story.text(key), story.undoName(key), () => requestAnimationFrame(measure));
  area.addEventListener("keydown", (event) => {
    const { selectionStart, selectionEnd, value } = area;
    const go = event.key === "Enter" || (event.key === "ArrowDown" && selectionEnd === value.length) ? next
      : event.key === "ArrowUp" && selectionStart === 0 && selectionEnd === 0 ? previous : null;
    if (!go || event.isComposing || event.altKey || event.shiftKey) return;
    event.preventDefault();
    go();
  });
  requestAnimationFrame(measure);
  return area;
}

export interface Head { dom: HTMLElement; focusStandfirst(): void; focusHeadline(): void }

export function head(story: Story, records: Records, uploads: Uploads, toText: () => void): Head {
  const headline = line(story, "headline", "Headline", () => standfirst.focus(), () => undefined);
  const standfirst: HTMLTextAreaElement = line(story, "standfirst", "Standfirst: what happened, and why it matters", toText, () => headline.focus());
  const kicker = h("p", { class: "kicker-shown" });
  const showKicker = (): void => { kicker.textContent = story.copy.kicker; kicker.hidden = !story.copy.kicker; };
  story.onChange(showKicker);
  showKicker();
  const dom = h("header", { class: "story-head" }, kicker, headline, standfirst, lead(story, records, uploads));
  return { dom, focusHeadline: () => headline.focus(), focusStandfirst: () => { standfirst.focus(); standfirst.setSelectionRange(standfirst.value.length, standfirst.value.length); } };
}

/** The lead picture, or the place where one can be put. */
function lead(story: Story, records: Records, uploads: Uploads): HTMLElement {
  const place = h("div", { class: "lead" });
  let box: PictureBox | null = null;
  // While it is on its way the picture is not in the copy yet; its words are kept here.
  let sending: PictureAttrs | null = null;
  const current = (): PictureAttrs | null => sending ?? story.copy.picture;
  const use = (record: PictureRecord): void => {
    records.add(record);
    const words = sending;
    sending = null;
    story.set({ picture: { picture: record.id, alt: words?.alt || record.alt, caption: words?.caption || record.caption, credit: words?.credit || record.credit } });
    draw();
  };
  const send = (file: File | undefined): void => {
    if (!file) return;
    sending = { picture: uploads.start(file), alt: "", caption: "", credit: "" };
    draw();
  };
  const fromLibrary = async (): Promise<void> => { const record = await chooseFromLibrary(); if (record) use(record); };
  const draw = (): void => {
    const was = place.contains(document.activeElement) ? document.activeElement as HTMLElement : null;
    const cursor = was instanceof HTMLTextAreaElement ? was.selectionStart : null;
    drawn();
    if (!was || place.contains(document.activeElement)) return;
    // Whoever put the picture in, or was writing its words, goes on with them.
    const same = was instanceof HTMLTextAreaElement ? place.querySelector<HTMLTextAreaElement>(`textarea.${was.className}`) : null;
    (same ?? place.querySelector<HTMLElement>("textarea, button"))?.focus();
    if (same && cursor !== null) same.setSelectionRange(cursor, cursor);
  };
  const drawn = (): void => {
    box?.destroy();
    box = null;
    if (!current()) return void place.replaceChildren(empty(async () => send((await chooseFiles(false))[0]), () => void fromLibrary()));
    box = new PictureBox({
      get: () => current() ?? { picture: "", alt: "", caption: "", credit: "" },
      set: (change) => { if (sending) sending = { ...sending, ...change }; else if (story.copy.picture) story.set({ picture: { ...story.copy.picture, ...change } }); },
      remove: () => {
        if (sending) uploads.cancel(sending.picture);
        sending = null;
        story.set({ picture: null });
        draw();
        place.querySelector("button")?.focus();
      },
      change: () => void fromLibrary(),
    }, records, uploads);
    place.replaceChildren(box.dom);
  };
  uploads.watch((upload) => { if (upload.key === sending?.picture && upload.record) use(upload.record); });
  dropTarget(place, send);
  let shown = current()?.picture;
  story.show(() => {
    // Words that others write go into the fields that are there; another picture is drawn anew.
    if (box && current()?.picture === shown) box.update();
    else draw();
    shown = current()?.picture;
  });
  return place;
}

function empty(upload: () => void, library: () => void): HTMLElement {
  return h("div", { class: "lead-empty" }, h("span", {}, "Lead picture"),
    h("button", { type: "button", onclick: upload }, "Upload"), h("button", { type: "button", onclick: library }, "From the library"), h("span", { class: "faint" }, "or drop one here"));
}

function dropTarget(place: HTMLElement, take: (file: File | undefined) => void): void {
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    place.classList.remove("over");
    const file = [...(event.dataTransfer?.files ?? [])].find(isPicture);
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}
