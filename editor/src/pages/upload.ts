/** Pictures into the library: chosen or dropped, one after the other, each with its progress. */
import { h } from "../dom";
import { send } from "../pictures/uploads";
import type { PictureRecord, Refusal } from "../types";

export function uploadForm(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const list = form.querySelector<HTMLElement>("[data-upload-list]");
  const button = form.querySelector<HTMLButtonElement>("[data-upload-send]");
  if (!input || !list) return;
  const take = async (files: File[]): Promise<void> => {
    if (button) button.disabled = true;
    let last: PictureRecord | null = null;
    for (const file of files) last = (await one(file, list)) ?? last;
    input.value = "";
    // Where the form says so, the page goes on with what came in.
    if (last && form.dataset.uploadNext) location.assign(form.dataset.uploadNext + last.id);
  };
  input.addEventListener("change", () => { if (button) button.disabled = !input.files?.length; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void take([...(input.files ?? [])]);
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    void take([...(event.dataTransfer?.files ?? [])].filter((file) => file.type.startsWith("image/")));
  });
}

/** One file: a line with its name and progress, then a link to describe it, or what went wrong and a way to try again. */
async function one(file: File, list: HTMLElement): Promise<PictureRecord | null> {
  const bar = h("progress", { max: 100, "aria-label": `Uploading ${file.name}` });
  bar.value = 0;
  const line = h("li", {}, h("span", {}, file.name), bar);
  list.append(line);
  try {
    const record: PictureRecord = await send(file, (part) => { bar.value = Math.round(part * 100); });
    line.replaceChildren(h("span", {}, `${file.name} is in the library.`), h("a", { href: `/newsroom/pictures/${record.id}` }, "Write its words"));
    return record;
  } catch (problem) {
    const { error, next } = problem as Refusal;
    line.replaceChildren(h("span", {}, `${file.name}: ${error} ${next}`), h("button", { type: "button", class: "small", onclick: () => { line.remove(); void one(file, list); } }, "Try again"));
    return null;
  }
}
