/** The address of a link: a small form beside the words. */
import type { EditorView } from "prosemirror-view";
import type { Command } from "prosemirror-state";
import { linkRange, setLink } from "../doc/commands";
import { hrefFrom } from "../doc/links";
import { h, uid } from "../dom";
import { openPopover, type Popover } from "./popover";

let current: Popover | null = null;

/** Opens the form for the link at the cursor, or for the selected words. */
export const editLink: Command = (state, _dispatch, view) => {
  const { parent } = state.selection.$from;
  if (parent.type.spec.code || (state.selection.empty && !parent.inlineContent)) return false;
  if (view) openForm(view);
  return true;
};

function openForm(view: EditorView): void {
  current?.close(false);
  const range = linkRange(view.state);
  const field = h("input", { id: uid("href"), type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false", value: range.href, placeholder: "https://…  or  /section/page" });
  const problem = h("p", { class: "problem", id: uid("problem"), role: "alert" });
  field.setAttribute("aria-describedby", problem.id);
  const act = (href: string | null): void => {
    setLink(range, href, field.value.trim())(view.state, view.dispatch);
    popover.close();
  };
  const form = h("form", { class: "link-form", "aria-label": "Link" },
    h("label", { for: field.id }, "Address of the link"), h("div", { class: "row" }, field,
      h("button", { type: "submit", class: "strong" }, "Set link")),
    problem,
    range.href ? h("div", { class: "row" },
      h("a", { href: range.href, target: "_blank", rel: "noopener noreferrer" }, "Open in a new tab"),
      h("button", { type: "button", class: "quiet", onclick: () => act(null) }, "Remove link")) : null);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = hrefFrom(field.value);
    if (href) return act(href);
    field.setAttribute("aria-invalid", "true");
    problem.textContent = field.value.trim() ? "This is not an address a story can link to. Write one that begins with https://, mailto: or /." : "Write an address first.";
  });
  const start = view.coordsAtPos(range.from);
  const end = view.coordsAtPos(range.to);
  const at = new DOMRect(start.left, start.top, 1, Math.max(start.bottom, end.bottom) - start.top);
  const popover = openPopover(form, at, (back) => { current = null; if (back) view.focus(); });
  current = popover;
  field.focus();
  field.select();
}
