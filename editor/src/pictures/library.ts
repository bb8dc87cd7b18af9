/** Choosing a picture that the newsroom already has. */
import { h, uid } from "../dom";
import type { PictureRecord } from "../types";

/** Opens the library; resolves with the chosen picture, or `null`. Focus goes back where it was. */
export function chooseFromLibrary(): Promise<PictureRecord | null> {
  return new Promise((resolve) => {
    const title = uid("library");
    const list = h("ul", { class: "library-list" });
    const note = h("p", { class: "library-note", role: "status" }, "Looking in the library…");
    const find = h("input", { type: "search", id: uid("find"), autocomplete: "off" });
    const dialog = h("dialog", { class: "library", "aria-labelledby": title },
      h("div", { class: "library-head" }, h("h2", { id: title }, "Picture library"),
        h("div", { class: "library-find" }, h("label", { for: find.id }, "Find"), find),
        h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")),
      note, list);
    let chosen: PictureRecord | null = null;
    dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    const pick = (record: PictureRecord): void => { chosen = record; dialog.close(); };
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      for (const item of list.children) (item as HTMLElement).hidden = !(item.textContent ?? "").toLowerCase().includes(wanted);
    });
    (document.querySelector(".editor") ?? document.body).append(dialog);
    dialog.showModal();
    void fill(list, note, pick);
  });
}

async function fill(list: HTMLElement, note: HTMLElement, pick: (record: PictureRecord) => void): Promise<void> {
  try {
    const answer = await fetch("/newsroom/pictures", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = (await answer.json()) as PictureRecord[] | { pictures: PictureRecord[] };
    const records = Array.isArray(body) ? body : body.pictures;
    note.textContent = records.length ? "" : "There are no pictures yet. Upload one first.";
    for (const record of records) {
      const words = record.caption || record.alt || "No words yet";
      list.append(h("li", {}, h("button", { type: "button", onclick: () => pick(record) },
        h("img", { src: record.src, alt: record.alt, loading: "lazy" }), h("span", {}, words), record.credit ? h("small", {}, record.credit) : null)));
    }
  } catch {
    note.textContent = "The library cannot be read: the server does not answer. Close this and try again.";
  }
}

/** Asks for picture files from this device. */
export function chooseFiles(multiple: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/gif", multiple, hidden: true });
    input.addEventListener("change", () => { input.remove(); resolve([...(input.files ?? [])]); });
    input.addEventListener("cancel", () => { input.remove(); resolve([]); });
    document.body.append(input);
    input.click();
  });
}
