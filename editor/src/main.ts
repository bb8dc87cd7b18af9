/** The editor's page: reads what the server put into it, and opens the story's shared document. */
import { h } from "./dom";
import { type Desk, openDesk } from "./desk";
import { whereabouts } from "./focus";
import { keptBars } from "./save/bars";
import { Together } from "./save/together";
import { UnsentStore } from "./save/unsent";
import type { Bootstrap } from "./types";

function start(): void {
  const place = document.getElementById("editor");
  const source = document.getElementById("story");
  if (!place || !source) return;
  const boot = JSON.parse(source.textContent ?? "") as Bootstrap;
  const store = new UnsentStore(boot.id);
  let desk: Desk | null = null;
  const bars = keptBars(boot.id, (id) => void store.dropAside(id).catch(() => undefined), (words) => desk?.putIn(words));
  const together = new Together(boot.id, store, {
    opened(doc, epoch) {
      const back = desk && place.contains(document.activeElement) ? whereabouts() : null;
      desk?.close();
      try {
        desk = openDesk(place, boot, doc, epoch, together, bars);
        back?.();
      } catch (problem) {
        console.error(problem);
        desk = null;
        place.replaceChildren(h("div", { class: "editor" }, h("div", { class: "ed-bar", role: "alert" },
          h("p", {}, "This story cannot be opened here: its text holds something this editor does not know. Nothing was changed. Reload the page; if that does not help, tell the person who runs the newsroom."))));
      }
    },
    may: (edit, sentence) => desk?.may(edit, sentence),
    story(state, stateText, address) {
      Object.assign(boot, { state, state_text: stateText, address });
      desk?.story();
    },
    notes: (version) => desk?.notes(version),
    notice: bars.notice,
    kept: bars.kept,
    asides: bars.asides,
    taken: bars.taken,
  });
  waiting(place, boot, together);
  void together.begin();
}

/** Until the document is there: what the page came with, to read. */
function waiting(place: HTMLElement, boot: Bootstrap, together: Together): void {
  const said = h("p", { class: "waiting-said", role: "status" });
  place.replaceChildren(h("div", { class: "editor waiting" },
    h("div", { class: "ed-top" }, h("a", { href: "/newsroom", class: "ed-back" }, h("span", { "aria-hidden": "true" }, "← "), "Newsroom"), h("span", { class: "ed-state" }, boot.state_text)),
    h("div", { class: "ed-bar", hidden: true }, said),
    h("div", { class: "desk" }, h("article", { class: "sheet" }, h("h2", { class: "headline" }, boot.copy.headline), h("p", { class: "standfirst" }, boot.copy.standfirst)))));
  const bar = said.parentElement!;
  together.subscribe((state) => {
    if (!bar.isConnected) return;
    const words = state.kind === "signed-out" ? state.sentence || "You are signed out. Sign in, then come back to this page."
      : state.kind === "offline" ? "The story is not open yet: the server does not answer. This page tries again by itself." : "";
    bar.hidden = !words;
    if (said.textContent !== words) said.textContent = words;
  });
}

start();
