/** Where a note, a reply or a change of one is written: grows with its words, completes names after an @, keeps what is not sent. */
import { announce, autogrow, h, keyText, uid } from "../dom";
import { type Told, sendingName } from "./server";
import type { Colleague, NoteList } from "./types";

const MOST_NAMES = 6;
const LONGEST = 4000;

export interface BoxHost {
  label: string;
  act: string;
  /** Under which name words that are not sent are kept in this tab. */
  draft: string;
  /** The words it begins with. */
  text?: string;
  people(): Colleague[];
  send(text: string, sending: string): Promise<Told>;
  sent(list: NoteList): void;
  left(): void;
}

export interface Box { dom: HTMLElement; focus(): void; readonly empty: boolean; said(words: string): void }

/** Where the browser keeps nothing, the page does. */
const unkept = new Map<string, string>();

/** Words that are not sent yet outlive a reload of the tab. */
export const drafts = {
  get(name: string): string {
    try { return sessionStorage.getItem(name) ?? unkept.get(name) ?? ""; } catch { return unkept.get(name) ?? ""; }
  },
  set(name: string, words: string): void {
    if (words) unkept.set(name, words); else unkept.delete(name);
    try { if (words) sessionStorage.setItem(name, words); else sessionStorage.removeItem(name); } catch { /* No room: then they are kept by the page alone. */ }
  },
};

const PREFIX = "courant-note/";
/** Under which names one person's words are kept in this tab; those of whoever sat here before are dropped. */
export function draftsOf(reader: string): string {
  const own = `${PREFIX}${reader}/`;
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX) && !name.startsWith(own)) sessionStorage.removeItem(name);
  } catch { /* Nothing was kept. */ }
  return own;
}

const sendingOf = (draft: string): string => `${draft}/sending`;

/** The name under which these words are sent: the same for the same words, also over a reload; another for others. */
function sendingFor(draft: string, text: string): string {
  try {
    const [name, tried] = JSON.parse(drafts.get(sendingOf(draft))) as [string, string];
    if (tried === text && name) return name;
  } catch { /* Not tried yet. */ }
  const name = sendingName();
  drafts.set(sendingOf(draft), JSON.stringify([name, text]));
  return name;
}

export function noteBox(host: BoxHost): Box {
  const [listId, problemId] = [uid("names"), uid("note-problem")];
  const area = h("textarea", { rows: 2, class: "note-area", "aria-label": host.label, maxlength: LONGEST, "aria-autocomplete": "list", "aria-controls": listId, "aria-describedby": problemId, "aria-keyshortcuts": "Control+Enter" });
  area.value = drafts.get(host.draft) || host.text || "";
  const measure = autogrow(area);
  const list = h("ul", { role: "listbox", id: listId, class: "note-names", "aria-label": "Colleagues", hidden: true });
  const problem = h("p", { class: "note-problem", id: problemId, role: "status" });
  const go = h("button", { type: "submit", class: "ed-button note-send", title: keyText("Mod-Enter") }, host.act);
  const dom = h("form", { class: "note-box" }, area, list, problem,
    h("p", { class: "note-acts" }, go, h("button", { type: "button", class: "quiet", onclick: () => leave() }, "Cancel")));
  const names = completion(area, list, host.people);
  let busy = false;
  const drop = (): void => { drafts.set(host.draft, ""); drafts.set(sendingOf(host.draft), ""); };
  const leave = (): void => { drop(); host.left(); };
  const say = (words: string): void => { problem.textContent = words; };
  const send = async (): Promise<void> => {
    const text = area.value.trim();
    if (busy) return;
    if (!text) { say("Write something first."); area.focus(); return; }
    busy = true;
    area.readOnly = true;
    go.setAttribute("aria-disabled", "true");
    say("");
    const told = await host.send(text, sendingFor(host.draft, text));
    busy = false;
    area.readOnly = false;
    go.removeAttribute("aria-disabled");
    if ("problem" in told) { say(told.problem); if (dom.contains(document.activeElement)) area.focus(); return; }
    drop();
    area.value = "";
    host.sent(told.list);
  };
  dom.addEventListener("submit", (event) => { event.preventDefault(); void send(); });
  area.addEventListener("input", () => { drafts.set(host.draft, area.value === host.text ? "" : area.value); say(""); names.look(); });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || names.key(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); void send(); }
    else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      // Words that were typed are left only by ‘Cancel’.
      if (area.value.trim() && area.value !== host.text) announce("Your words are still in the note. Cancel drops them.");
      else leave();
    }
  });
  requestAnimationFrame(measure);
  return { dom, focus: () => area.focus(), get empty() { return !area.value.trim(); }, said: say };
}

/** Names after an @: arrow keys choose, Enter or Tab takes. */
function completion(area: HTMLTextAreaElement, list: HTMLElement, people: () => Colleague[]): { look(): void; key(event: KeyboardEvent): boolean } {
  let [found, at, from]: [Colleague[], number, number] = [[], 0, 0];
  const close = (): void => { found = []; list.hidden = true; list.replaceChildren(); area.removeAttribute("aria-activedescendant"); };
  const choose = (index: number): void => {
    at = (index + found.length) % found.length;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    area.setAttribute("aria-activedescendant", list.children[at]!.id);
  };
  const take = (one: Colleague): void => {
    area.setRangeText(`@${one.as} `, from, area.selectionStart, "end");
    close();
    area.dispatchEvent(new Event("input"));
  };
  const look = (): void => {
    const before = area.value.slice(0, area.selectionStart);
    const asked = area.selectionStart === area.selectionEnd ? before.match(/(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}\p{M}’' -]{0,40})$/u) : null;
    const words = (asked?.[1] ?? "").toLowerCase();
    const fits = ({ name }: Colleague): boolean => name.toLowerCase().startsWith(words) || (!words.includes(" ") && name.toLowerCase().split(/\s+/).some((part) => part.startsWith(words)));
    const now = asked ? people().filter(fits).slice(0, MOST_NAMES) : [];
    if (!now.length) return close();
    if (list.hidden || now.length !== found.length) announce(`${now.length === 1 ? now[0]!.name : `${now.length} colleagues`}: arrow keys choose, Enter takes.`);
    found = now;
    from = area.selectionStart - (asked![1]!.length + 1);
    list.hidden = false;
    list.replaceChildren(...now.map((one) => {
      const option = h("li", { role: "option", id: uid("name"), "aria-selected": "false" }, one.name, one.as === one.name ? null : h("span", { class: "note-as" }, ` ${one.as}`));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(one); });
      return option;
    }));
    choose(0);
  };
  const key = (event: KeyboardEvent): boolean => {
    if (!found.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(at + (event.key === "ArrowDown" ? 1 : -1));
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(found[at]!);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  area.addEventListener("blur", close);
  area.addEventListener("click", look);
  return { look, key };
}
