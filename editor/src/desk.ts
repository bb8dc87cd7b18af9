/** A story on the desk: the parts of the editor's page put together around one shared document. */
import type * as Y from "yjs";
import { announce, h, keyText } from "./dom";
import { Notes } from "./notes/notes";
import { panel } from "./panel/panel";
import { Records } from "./pictures/records";
import { Uploads } from "./pictures/uploads";
import { type Bars, saveMark } from "./save/bars";
import type { Channel } from "./save/channel";
import type { Together } from "./save/together";
import { Story } from "./story";
import { Taken } from "./together/taken";
import { tools as writersTools } from "./tools/tools";
import { forgetOtherUndo } from "./together/undo";
import type { Bootstrap } from "./types";
import { head } from "./view/head";
import { fieldPresence, people } from "./view/people";
import { tableBar } from "./view/tablebar";
import { text, type Text } from "./view/text";
import { toolbar } from "./view/toolbar";

export interface Desk {
  may(edit: boolean, sentence: string): void;
  /** The story's state has changed in the bootstrap. */
  story(): void;
  putIn(words: string): void;
  /** The notes are in this version now. */
  notes(version: number | null): void;
  /** Another document takes this one's place. */
  close(): void;
}

export function openDesk(place: HTMLElement, boot: Bootstrap, doc: Y.Doc, epoch: string, together: Together, kept: Bars): Desk {
  const undoPrefix = `${boot.id}/${epoch}`;
  forgetOtherUndo(undoPrefix);
  const gone = new AbortController();
  const story = new Story(doc, undoPrefix);
  const records = new Records(boot.pictures);
  const uploads = new Uploads();
  const paper = h("div", { class: "text" });
  const sheet = h("article", { class: "sheet" });
  let body: Text;
  const top = head(story, records, uploads, () => body.view.focus());
  sheet.append(top.dom, paper);
  const bars: { update(): void }[] = [];
  const facts = panel(story, boot, () => shell.panel(false));
  body = text(paper, {
    records, uploads, files: boot.files, body: doc.getXmlFragment("body"), presence: together.presence, undoName: `${undoPrefix}/body`, notice: kept.notice,
    moved: () => bars.forEach((bar) => bar.update()), leaveUp: top.focusStandfirst,
  });
  const tools = toolbar(body.view, body.pictures, body.history);
  const table = tableBar(body.view);
  bars.push(tools, table);
  const me = (): string => together.you.id;
  const { mark, bar } = saveMark(together);
  let mayEdit = true;
  const notes = new Notes({
    story: boot.id, reader: together.you.id, view: body.view, shared: body.shared, doc, epoch, signal: gone.signal,
    open: (show) => shell.notes(show), isOpen: () => shell.dom.classList.contains("with-notes"), count: (open) => shell.noteCount(open),
    mayEdit: () => mayEdit, settled: () => together.settled,
  });
  bars.push(notes);
  const shell: Shell = lay(place, boot, together, { notes, mark, bar, kept: kept.dom, people: people(together.presence, me), sheet, tools: [tools.dom, table.dom], panel: facts.dom });
  notes.start();
  const speak = (): void => setLanguage(sheet, story.copy.language);
  story.onChange(speak);
  speak();
  fieldPresence(shell.dom, together.presence, me);
  uploads.watch(() => together.presence.uploading(uploads.busy));
  new Taken(doc, () => together.settled, kept.taken);
  bars.push(writersTools({
    view: body.view, pictures: body.pictures, history: body.history, editor: shell.dom, count: facts.counted, target: boot.length ?? 0, story: { id: boot.id, state: boot.state, headline: () => story.copy.headline },
    signal: gone.signal, note: () => notes.leave(false),
    leave: async (address) => { if (await together.flush()) window.location.assign(address); else announce("Not saved yet, so the page stays. The bar at the top says why."); },
  }));
  tools.update();
  pageKeys(together, tools.focus, shell, gone.signal);
  window.addEventListener("beforeunload", (event) => { if (together.wouldLose || uploads.busy || notes.unsent) event.preventDefault(); }, { signal: gone.signal });
  toField(shell, facts.dom, story.copy.headline ? null : top.focusHeadline);
  return {
    may(edit, sentence) {
      mayEdit = edit;
      body.may(edit);
      shell.may(edit, sentence);
    },
    story: shell.story,
    putIn: body.putIn,
    notes: (version) => notes.heard(version),
    close() {
      if (uploads.busy) kept.notice("A picture was on its way when the story was opened anew; put it in again.");
      gone.abort();
      body.view.destroy();
    },
  };
}

interface Shell { dom: HTMLElement; wide: MediaQueryList; panel(show: boolean): void; notes(show: boolean): void; noteCount(open: number): void; may(edit: boolean, sentence: string): void; story(): void }

interface Parts { notes: Notes; mark: HTMLElement; bar: HTMLElement; kept: HTMLElement; people: HTMLElement; sheet: HTMLElement; tools: HTMLElement[]; panel: HTMLElement }

function lay(place: HTMLElement, boot: Bootstrap, channel: Channel, parts: Parts): Shell {
  const wide = window.matchMedia("(min-width: 68rem)");
  const factsButton = h("button", { type: "button", class: "facts-button", "aria-controls": "panel", onclick: () => showPanel(factsButton.getAttribute("aria-expanded") !== "true") }, "Story facts");
  const counted = h("span", { class: "note-count" });
  const notesButton = h("button", { type: "button", class: "facts-button notes-button", "aria-controls": "notes-panel", "aria-expanded": "false", onclick: () => {
    const show = !dom.classList.contains("with-notes");
    showNotes(show);
    if (show) parts.notes.opened();
  } }, "Notes", counted);
  // One of the two stands beside the text; facts that were there come back when the notes go.
  const tell = (): void => {
    const withNotes = dom.classList.contains("with-notes");
    notesButton.setAttribute("aria-expanded", String(withNotes));
    factsButton.setAttribute("aria-expanded", String(!withNotes && !dom.classList.contains("without-panel")));
  };
  const showNotes = (show: boolean): void => {
    const inside = parts.notes.dom.contains(document.activeElement);
    dom.classList.toggle("with-notes", show);
    tell();
    if (!show && inside) notesButton.focus();
  };
  const showPanel = (show: boolean): void => {
    dom.classList.toggle("without-panel", !show);
    dom.classList.remove("with-notes");
    tell();
    if (!wide.matches) (show ? parts.panel.querySelector<HTMLElement>("select") : factsButton)?.focus();
  };
  const reading = h("div", { class: "ed-bar reading-bar", hidden: true }, h("p", { role: "status" }));
  const barsPlace = h("div", { class: "ed-bars" }, parts.bar, reading, parts.kept);
  // Who may only read has no toolbars, but finds words all the same: the bar for that stands beside them.
  const writing = h("div", {}, ...parts.tools);
  const top = topBar(boot, channel, parts.mark, parts.people, [factsButton, notesButton]);
  const dom = h("div", { class: "editor" }, top.dom, barsPlace,
    h("div", { class: "desk" }, h("section", { class: "writing", "aria-label": "Story" }, h("div", { class: "tools" }, writing), parts.sheet), parts.panel, parts.notes.dom));
  // What sticks below the bars must know how high they are.
  new ResizeObserver(() => dom.style.setProperty("--e-bars", `${barsPlace.offsetHeight}px`)).observe(barsPlace);
  dom.classList.toggle("without-panel", !wide.matches);
  tell();
  place.replaceChildren(dom);
  const may = (edit: boolean, sentence: string): void => {
    const words = edit ? "" : sentence || "You may read this story but not write in it. Ask whoever has it, or the desk, for leave to edit.";
    reading.hidden = edit;
    if (reading.firstElementChild!.textContent !== words) reading.firstElementChild!.textContent = words;
    dom.classList.toggle("reading", !edit);
    writing.hidden = !edit;
    // Without fields it must be scrolled by keyboard all the same.
    if (edit) parts.panel.removeAttribute("tabindex");
    else parts.panel.tabIndex = 0;
    for (const area of parts.sheet.querySelectorAll<HTMLTextAreaElement>("textarea")) area.readOnly = !edit;
    for (const part of [parts.sheet.querySelector(".lead"), parts.panel.querySelector("form")]) part?.toggleAttribute("inert", !edit);
  };
  const noteCount = (open: number): void => { counted.textContent = open ? ` ${open}` : ""; };
  return { dom, wide, panel: showPanel, notes: showNotes, noteCount, may, story: top.story };
}

/** Where a field of the copy is written: the checks before publication link to it, as in `#headline`. */
function named(editor: HTMLElement, field: string): HTMLElement | null {
  const places: Record<string, string> = {
    headline: "textarea.headline", standfirst: "textarea.standfirst", body: "#story-text", picture: ".lead .pic-alt, .lead button",
    dateline: "[name=dateline-place]", bylines: "fieldset:has(> .bylines) input", tags: "fieldset:has(> .tags) input",
  };
  const selector = places[field] ?? (/^[a-z]+$/.test(field) ? `[name=${field}]` : "");
  return selector ? editor.querySelector<HTMLElement>(selector) : null;
}

function toField(shell: Shell, facts: HTMLElement, otherwise: (() => void) | null): void {
  const target = named(shell.dom, window.location.hash.slice(1));
  if (!target) return otherwise?.();
  if (facts.contains(target)) shell.panel(true);
  target.focus();
  target.scrollIntoView({ block: "center" });
}

function topBar(boot: Bootstrap, channel: Channel, mark: HTMLElement, people: HTMLElement, sides: HTMLElement[]): { dom: HTMLElement; story(): void } {
  const base = `/newsroom/stories/${boot.id}`;
  const then = (go: () => void) => async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await channel.flush()) go();
    else announce("Not saved yet, so the page stays. The bar at the top says why.");
  };
  const state = h("span", { class: "ed-state" });
  const publish = h("a", { href: `${base}/publication`, class: "ed-button primary", onclick: then(() => window.location.assign(`${base}/publication`)) });
  const story = (): void => {
    state.textContent = boot.state_text;
    publish.textContent = boot.state === "published" ? "Update…" : "Publish…";
  };
  story();
  const dom = h("div", { class: "ed-top", role: "region", "aria-label": "Saving and publishing" },
    h("a", { href: "/newsroom", class: "ed-back" }, h("span", { "aria-hidden": "true" }, "← "), "Newsroom"),
    state, mark, people,
    h("span", { class: "top-acts" }, ...sides,
      h("a", { href: `${base}/revisions`, class: "ed-button", onclick: then(() => window.location.assign(`${base}/revisions`)) }, "Revisions"),
      h("a", { href: `${base}/preview`, target: "_blank", class: "ed-button", onclick: then(() => window.open(`${base}/preview`, "_blank")) }, "Preview"), publish));
  return { dom, story };
}

/** The text is shown, hyphenated and spell-checked in its own language and direction. */
function setLanguage(sheet: HTMLElement, language: string): void {
  if (sheet.lang === language) return;
  sheet.lang = language;
  sheet.dir = /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|syr|ug|ur|yi)\b|-(Arab|Hebr)\b/i.test(language) ? "rtl" : "ltr";
}

/** Keys that work anywhere on the page. */
function pageKeys(channel: Channel, focusTools: () => void, shell: Shell, signal: AbortSignal): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      void channel.flush().then((saved) => { if (saved) announce(`Saved. ${keyText("Mod-s")} is not needed: every change is saved within a second.`); });
    } else if (event.altKey && event.key === "F10") {
      event.preventDefault();
      focusTools();
    } else if (event.key === "Escape" && !event.defaultPrevented && !shell.wide.matches && !shell.dom.classList.contains("without-panel") && !shell.dom.classList.contains("with-notes")) shell.panel(false);
  }, { signal });
}
