/** The bar under the top bar: what is wrong with saving, and what can be done. Also the text kept aside. */
import { announce, h } from "../dom";
import { plainText, readDocument } from "../doc/document";
import type { Copy } from "../types";
import type { DraftChannel, SaveState } from "./channel";
import { saveWords } from "./mark";

export function saveMark(channel: DraftChannel): { mark: HTMLElement; bar: HTMLElement } {
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
    if (say) timer = window.setTimeout(() => { heard.textContent = say; }, words.bar ? 0 : 1500);
    if (words.bar === last) return;
    last = words.bar;
    bar.hidden = !words.bar;
    bar.dataset.state = state.kind;
    bar.replaceChildren(...(words.bar ? [h("p", {}, words.bar), ...choices(state, channel)] : []));
  });
  return { mark: h("span", { class: "save" }, mark, heard), bar };
}

function choices(state: SaveState, channel: DraftChannel): HTMLElement[] {
  if (state.kind === "conflict") {
    return [
      h("button", { type: "button", class: "strong", onclick: () => void channel.keepMine() }, "Keep mine"),
      h("button", { type: "button", class: "strong", onclick: () => void channel.takeTheirs() }, state.by ? "Take theirs" : "Take the server’s"),
    ];
  }
  if (state.kind === "signed-out") {
    return [h("a", { href: "/newsroom/sign-in", target: "_blank", class: "ed-button" }, "Sign in (new tab)"), h("button", { type: "button", onclick: () => void channel.flush() }, "Try again")];
  }
  if (state.kind === "offline" || state.kind === "refused") return [h("button", { type: "button", onclick: () => void channel.flush() }, "Try now")];
  return [];
}

/** A notice, and a text kept aside, with a way to copy it. */
export function asideBar(drop: () => void): { dom: HTMLElement; notice(sentence: string): void; show(copy: Copy, whose: "mine" | "theirs"): void } {
  const dom = h("div", { class: "ed-bar aside-bar", hidden: true });
  const hide = (): void => { dom.hidden = true; };
  return {
    dom,
    notice(sentence) {
      dom.replaceChildren(h("p", {}, sentence), h("button", { type: "button", onclick: hide }, "Close"));
      dom.hidden = false;
      announce(sentence);
    },
    show(copy, whose) {
      const sentence = whose === "mine" ? "Your own text is kept here for copying." : "The other text is kept here for copying.";
      const area = h("textarea", { readonly: true, rows: 10, "aria-label": whose === "mine" ? "Your own text" : "The other text", value: wholeText(copy) });
      const copyButton = h("button", { type: "button", class: "strong", onclick: () => void toClipboard(area) }, "Copy it");
      const details = h("details", {}, h("summary", {}, "Show it"), area);
      dom.replaceChildren(h("p", {}, sentence), copyButton, h("button", { type: "button", onclick: () => { hide(); drop(); } }, "Drop it"), details);
      dom.hidden = false;
    },
  };
}

function wholeText(copy: Copy): string {
  let body = "";
  try {
    body = plainText(readDocument(copy.body));
  } catch {
    body = JSON.stringify(copy.body);
  }
  return [copy.headline, copy.standfirst, body].filter(Boolean).join("\n\n");
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
