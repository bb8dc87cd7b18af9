/** The editor's page: reads what the server put into it, and puts the parts together. */
import { countWords, plainText, readDocument, writeDocument } from "./doc/document";
import { announce, h, keyText } from "./dom";
import { panel } from "./panel/panel";
import { Records } from "./pictures/records";
import { Uploads } from "./pictures/uploads";
import { asideBar, saveMark } from "./save/bars";
import type { DraftChannel, Page } from "./save/channel";
import { HttpDrafts } from "./save/drafts";
import { LocalCopies } from "./save/local";
import { Story } from "./story";
import type { Bootstrap } from "./types";
import { head } from "./view/head";
import { tableBar } from "./view/tablebar";
import { text, type Text } from "./view/text";
import { toolbar } from "./view/toolbar";

function start(): void {
  const place = document.getElementById("editor");
  const source = document.getElementById("story");
  if (!place || !source) return;
  try {
    const boot = JSON.parse(source.textContent ?? "") as Bootstrap;
    readDocument(boot.copy.body);
    open(place, boot);
  } catch (problem) {
    console.error(problem);
    place.replaceChildren(h("div", { class: "editor" }, h("div", { class: "ed-bar", role: "alert" },
      h("p", {}, "This story cannot be opened here: its text holds something this editor does not know. Nothing was changed. Reload the page; if that does not help, tell the person who runs the newsroom."))));
  }
}

function open(place: HTMLElement, boot: Bootstrap): void {
  const story = new Story(boot.copy);
  const records = new Records(boot.pictures);
  const uploads = new Uploads();
  const local = new LocalCopies(boot.id);
  const aside = asideBar(() => void local.dropAside().catch(() => undefined));
  let body: Text;
  const page: Page = {
    read: () => ({ ...story.copy, body: writeDocument(body.view.state.doc) }),
    replace: (copy) => { body.replace(copy.body); story.replace(copy); count(); },
    notice: aside.notice,
    setAside: aside.show,
  };
  const channel: DraftChannel & { recover(): Promise<void> } = new HttpDrafts(boot, page, local);

  const paper = h("div", { class: "text" });
  const top = head(story, records, uploads, () => body.view.focus());
  body = text(paper, {
    records, uploads, files: boot.files, body: boot.copy.body, notice: aside.notice,
    changed: () => { channel.changed(); count(); },
    moved: () => bars.forEach((bar) => bar.update()),
    leaveUp: top.focusStandfirst,
  });
  const tools = toolbar(body.view, body.pictures);
  const table = tableBar(body.view);
  const bars: { update(): void }[] = [tools, table];
  story.onChange(() => channel.changed());

  const facts = panel(story, boot, () => showPanel(false));
  let timer = 0;
  const count = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => facts.count(countWords(plainText(body.view.state.doc), story.copy.language)), 200);
  };
  const { mark, bar } = saveMark(channel);
  const factsButton = h("button", { type: "button", class: "facts-button", "aria-controls": "panel", onclick: () => showPanel(editor.classList.contains("without-panel")) }, "Story facts");
  const showPanel = (show: boolean): void => {
    editor.classList.toggle("without-panel", !show);
    factsButton.setAttribute("aria-expanded", String(show));
    if (!wide.matches) (show ? facts.dom.querySelector<HTMLElement>("select") : factsButton)?.focus();
  };
  const wide = window.matchMedia("(min-width: 68rem)");
  const barsPlace = h("div", { class: "ed-bars" }, bar, aside.dom);
  // What sticks below the bars must know how high they are.
  new ResizeObserver(() => editor.style.setProperty("--e-bars", `${barsPlace.offsetHeight}px`)).observe(barsPlace);
  const sheet = h("article", { class: "sheet" }, top.dom, paper);
  const speak = (): void => setLanguage(sheet, story.copy.language);
  story.onChange(speak);
  story.show(speak);
  const editor = h("div", { class: "editor" },
    topBar(boot, channel, mark, factsButton), barsPlace,
    h("div", { class: "desk" },
      h("section", { class: "writing", "aria-label": "Story" }, h("div", { class: "tools" }, tools.dom, table.dom),
        sheet),
      facts.dom));
  editor.classList.toggle("without-panel", !wide.matches);
  factsButton.setAttribute("aria-expanded", String(wide.matches));
  place.replaceChildren(editor);
  tools.update();
  count();
  pageKeys(channel, tools.focus, editor, () => showPanel(false), wide);
  window.addEventListener("beforeunload", (event) => { if (channel.wouldLose || uploads.busy) event.preventDefault(); });
  void resume(channel, local, page);
  const target = named(editor, window.location.hash.slice(1));
  if (target) {
    if (facts.dom.contains(target)) showPanel(true);
    target.focus();
    target.scrollIntoView({ block: "center" });
  } else if (!boot.copy.headline) top.focusHeadline();
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

async function resume(channel: { recover(): Promise<void> }, local: LocalCopies, page: Page): Promise<void> {
  await channel.recover();
  const kept = await local.aside().catch(() => undefined);
  if (kept) page.setAside(kept.copy, kept.whose);
}

function topBar(boot: Bootstrap, channel: DraftChannel, mark: HTMLElement, factsButton: HTMLElement): HTMLElement {
  const base = `/newsroom/stories/${boot.id}`;
  const then = (go: () => void) => async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await channel.flush()) go();
    else announce("Not saved yet, so the page stays. The bar at the top says why.");
  };
  const publish = boot.state === "published" ? "Update…" : "Publish…";
  return h("div", { class: "ed-top", role: "region", "aria-label": "Saving and publishing" },
    h("a", { href: "/newsroom", class: "ed-back" }, h("span", { "aria-hidden": "true" }, "← "), "Newsroom"),
    h("span", { class: "ed-state" }, boot.state_text), mark,
    h("span", { class: "top-acts" }, factsButton,
      h("a", { href: `${base}/preview`, target: "_blank", class: "ed-button", onclick: then(() => window.open(`${base}/preview`, "_blank")) }, "Preview"),
      h("a", { href: `${base}/publication`, class: "ed-button primary", onclick: then(() => window.location.assign(`${base}/publication`)) }, publish)));
}

/** The text is shown, hyphenated and spell-checked in its own language and direction. */
function setLanguage(sheet: HTMLElement, language: string): void {
  if (sheet.lang === language) return;
  sheet.lang = language;
  sheet.dir = /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|syr|ug|ur|yi)\b|-(Arab|Hebr)\b/i.test(language) ? "rtl" : "ltr";
}

/** Keys that work anywhere on the page. */
function pageKeys(channel: DraftChannel, focusTools: () => void, editor: HTMLElement, closePanel: () => void, wide: MediaQueryList): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      void channel.flush().then((saved) => { if (saved) announce(`Saved. ${keyText("Mod-s")} is not needed: every change is saved within a second.`); });
    } else if (event.altKey && event.key === "F10") {
      event.preventDefault();
      focusTools();
    } else if (event.key === "Escape" && !event.defaultPrevented && !wide.matches && !editor.classList.contains("without-panel")) closePanel();
  });
}

start();
