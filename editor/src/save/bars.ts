/** The bars under the top bar: what is wrong with saving, and what can be done; texts kept aside; words taken away. */
import { announce, h } from "../dom";
import type { Aside, Channel, SaveState } from "./channel";
import { saveWords } from "./mark";

export function saveMark(channel: Channel): { mark: HTMLElement; bar: HTMLElement } {
  const mark = h("span", { id: "save-mark", class: "save-mark" });
  // What is seen changes with every pause; what is heard waits until it has settled.
  const heard = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const bar = h("div", { class: "ed-bar", hidden: true });
  let timer = 0;
  let last = "";
  channel.subscribe((state) => {
    const words = saveWords(state);
    mark.textContent = words.mark;
    mark.dataset.state = state.kind;
    window.clearTimeout(timer);
    const say = words.bar || (state.kind === "saved" && state.at ? words.mark : "");
    if (say && say !== heard.textContent) timer = window.setTimeout(() => { heard.textContent = say; }, words.bar ? 0 : 1500);
    if (words.bar === last) return;
    last = words.bar;
    bar.hidden = !words.bar;
    bar.dataset.state = state.kind;
    bar.replaceChildren(...(words.bar ? [h("p", {}, words.bar), ...choices(state, channel)] : []));
  });
  return { mark: h("span", { class: "save" }, mark, heard), bar };
}

function choices(state: SaveState, channel: Channel): HTMLElement[] {
  const again = (label: string): HTMLElement => h("button", { type: "button", onclick: () => void channel.flush() }, label);
  if (state.kind === "signed-out") return [h("a", { href: "/newsroom/sign-in", target: "_blank", class: "ed-button" }, "Sign in (new tab)"), again("Try again")];
  if (state.kind === "offline") return [again("Try now")];
  if (state.kind === "refused") return [again("Try now"), h("button", { type: "button", onclick: () => void channel.setAside() }, "Set my words aside")];
  return [];
}

export interface Bars {
  dom: HTMLElement;
  /** One sentence, until it is closed. */
  notice(sentence: string): void;
  asides(all: Aside[]): void;
  /** Words that another's change took away. */
  taken(words: string[], by: string): void;
  /** The server kept such words in a revision. */
  kept(revision: number, sentence: string): void;
}

/** Bars that stay until somebody closes them. `drop` forgets a text kept aside; `putBack` puts words into the text. */
export function keptBars(story: number, drop: (id: number) => void, putBack: (words: string) => void): Bars {
  const dom = h("div", { class: "kept-bars" });
  const noticeBar = h("div", { class: "ed-bar aside-bar", hidden: true });
  const asideList = h("div");
  const takenList = h("div");
  dom.append(noticeBar, asideList, takenList);
  const hide = (bar: HTMLElement): HTMLElement => h("button", { type: "button", onclick: () => bar.remove() }, "Close");
  return {
    dom,
    notice(sentence) {
      noticeBar.replaceChildren(h("p", {}, sentence), h("button", { type: "button", onclick: () => { noticeBar.hidden = true; } }, "Close"));
      noticeBar.hidden = false;
      announce(sentence);
    },
    asides(all) {
      asideList.replaceChildren(...all.map((aside) => asideBar(aside, drop)));
      if (all.length) announce(all.at(-1)!.why);
    },
    taken(words, by) {
      const bar = h("div", { class: "ed-bar aside-bar taken-bar" });
      const text = words.join("\n");
      const who = by ? `${by} took out words you had just written` : "Words you wrote were taken out while you were away";
      bar.append(h("p", {}, `${who}: `, h("q", {}, text.length > 240 ? `${text.slice(0, 240)}…` : text)),
        h("button", { type: "button", class: "strong", onclick: () => { putBack(text); bar.remove(); announce("Put back."); } }, "Put it back"), hide(bar));
      takenList.append(bar);
      announce(`${who}.`);
    },
    kept(revision, sentence) {
      const link = h("a", { href: `/newsroom/stories/${story}/revisions?from=${revision}&to=draft`, target: "_blank", class: "ed-button" }, "See the revision");
      const last = takenList.lastElementChild;
      // The same words, told by this page a moment ago.
      if (last && !last.querySelector("a")) { last.lastElementChild?.before(link); return; }
      const bar = h("div", { class: "ed-bar aside-bar taken-bar" });
      bar.append(h("p", {}, sentence), link, hide(bar));
      takenList.append(bar);
      announce(sentence);
    },
  };
}

function asideBar({ id, why, text }: Aside, drop: (id: number) => void): HTMLElement {
  const bar = h("div", { class: "ed-bar aside-bar" });
  const area = h("textarea", { readonly: true, rows: 10, "aria-label": "Words kept aside", value: text });
  bar.append(h("p", {}, why), h("button", { type: "button", class: "strong", onclick: () => void toClipboard(area) }, "Copy it"),
    h("button", { type: "button", onclick: () => { bar.remove(); drop(id!); } }, "Drop it"), h("details", {}, h("summary", {}, "Show it"), area));
  return bar;
}

async function toClipboard(area: HTMLTextAreaElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(area.value);
    announce("Copied.");
  } catch {
    // Without the permission the text is selected, ready for the person's own copy.
    area.closest("details")?.setAttribute("open", "");
    area.select();
  }
}
