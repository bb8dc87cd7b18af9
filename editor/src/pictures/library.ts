/** Choosing a picture that the newsroom already has. */
import { h, uid } from "../dom";
import type { PictureRecord } from "../types";

const RIGHTS = [["", "Any rights"], ["free", "No known end"], ["ending", "Ending within 30 days"], ["ended", "Ended"]] as const;
const USES = [["", "Used or not"], ["unused", "In no story"], ["used", "Used in a story"]] as const;
const DATES = [["added", "Came in"], ["made", "Taken or made"]] as const;

const choice = (name: string, label: string, options: readonly (readonly [string, string])[]): HTMLElement => {
  const id = uid(name);
  return h("div", { class: "library-choice" }, h("label", { for: id }, label), h("select", { id, name }, ...options.map(([value, words]) => h("option", { value }, words))));
};
const day = (name: string, label: string): HTMLElement => {
  const id = uid(name);
  return h("div", { class: "library-choice" }, h("label", { for: id }, label), h("input", { id, name, type: "date" }));
};

/** Opens the library; resolves with the chosen picture, or `null`. Focus goes back where it was. */
export function chooseFromLibrary(): Promise<PictureRecord | null> {
  return new Promise((resolve) => {
    const title = uid("library");
    const list = h("ul", { class: "library-list" });
    const note = h("p", { class: "library-note", role: "status" }, "Looking in the library…");
    const find = h("input", { type: "search", name: "q", id: uid("find"), autocomplete: "off" });
    const more = h("button", { type: "button", class: "library-more", hidden: true }, "Show more");
    const form = h("form", { class: "library-form", role: "search", "aria-label": "Pictures" },
      h("div", { class: "library-find" }, h("label", { for: find.id }, "Find"), find),
      h("details", { class: "library-narrow" }, h("summary", {}, "By date, rights and use"),
        h("div", { class: "library-choices" }, choice("date", "Day", DATES), day("from", "From"), day("to", "To"), choice("rights", "Rights", RIGHTS), choice("uses", "Use", USES))));
    const dialog = h("dialog", { class: "library", "aria-labelledby": title },
      h("div", { class: "library-head" }, h("h2", { id: title }, "Picture library"), form,
        h("button", { type: "button", class: "quiet library-close", onclick: () => dialog.close() }, "Close")),
      note, list, more);
    let chosen: PictureRecord | null = null;
    dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    const pick = (record: PictureRecord): void => { chosen = record; dialog.close(); };
    let asked = 0;
    const ask = (address: string, further: boolean): void => {
      const turn = ++asked;
      void answer(address).then((found) => { if (turn === asked) fill(found, further, { list, note, more }, pick, (next) => ask(next, true)); });
    };
    let timer = 0;
    const again = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const fields = [...new FormData(form)].filter(([, value]) => value) as [string, string][];
        ask(`/newsroom/pictures?${new URLSearchParams(fields)}`, false);
      }, 150);
    };
    form.addEventListener("input", again);
    form.addEventListener("submit", (event) => { event.preventDefault(); again(); });
    (document.querySelector(".editor") ?? document.body).append(dialog);
    dialog.showModal();
    find.focus();
    ask("/newsroom/pictures", false);
  });
}

interface Found { pictures: PictureRecord[]; total: number; next: string }

/** What the library has; `null` when it cannot be read. */
async function answer(address: string): Promise<Found | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return null;
    const body = (await answer.json()) as PictureRecord[] | Partial<Found>;
    return Array.isArray(body) ? { pictures: body, total: body.length, next: "" } : { pictures: body.pictures ?? [], total: body.total ?? 0, next: body.next ?? "" };
  } catch {
    return null;
  }
}

interface Parts { list: HTMLElement; note: HTMLElement; more: HTMLButtonElement }

function fill(found: Found | null, further: boolean, { list, note, more }: Parts, pick: (record: PictureRecord) => void, go: (next: string) => void): void {
  if (!found) {
    note.textContent = "The library cannot be read: the server does not answer. Close this and try again.";
    return;
  }
  if (!further) list.replaceChildren();
  const first = list.children.length;
  for (const record of found.pictures) {
    const words = record.caption || record.alt || "No words yet";
    const rights = record.ended ? "Rights have ended" : record.rights_end ? `Rights until ${record.rights_end}` : "";
    list.append(h("li", {}, h("button", { type: "button", onclick: () => pick(record) },
      h("img", { src: record.src, alt: record.alt, loading: "lazy" }), h("span", {}, words), record.credit ? h("small", {}, record.credit) : null,
      rights ? h("small", { class: record.ended ? "library-ended" : "" }, rights) : null)));
  }
  note.textContent = list.children.length ? `${found.total === 1 ? "One picture" : `${found.total} pictures`}` : "No picture is like that.";
  more.hidden = !found.next;
  more.onclick = () => go(found.next);
  if (further) list.children[first]?.querySelector("button")?.focus();
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
