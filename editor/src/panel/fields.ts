/** Labelled fields of the side panel. */
import { h, uid } from "../dom";
import { bindText } from "../together/field";
import type { HeadCopy, Story, TextName } from "../story";

/** A label over its control, with a hint under it. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id ||= uid("field");
  const note = hint ? h("p", { class: "hint-text", id: uid("hint") }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, note);
}

/** A text of the copy. */
export function textField(story: Story, key: TextName, label: string, props: Record<string, unknown> = {}, hint?: string): HTMLElement {
  const input = h("input", { type: "text", autocomplete: "off", name: key, ...props });
  bindText(input, story.text(key), story.undoName(key));
  return field(label, input, hint);
}

/** A choice of slugs, with a way to name a new one. The new one is made by the server when the draft is saved or published. */
export function choiceField(story: Story, key: "section" | "storyline", label: string, none: string, options: { slug: string; name: string }[], newLabel: string, slugFrom: (words: string) => string): HTMLElement {
  const known = [...options];
  const select = h("select", { name: key });
  const input = h("input", { type: "text", autocomplete: "off", placeholder: newLabel });
  const add = h("button", { type: "button", class: "strong" }, "Add");
  const row = h("div", { class: "field fresh", hidden: true }, h("label", { for: (input.id = uid("fresh")) }, newLabel), h("div", { class: "row" }, input, add));
  const draw = (): void => {
    const now = story.copy[key];
    if (now && !known.some(({ slug }) => slug === now)) known.push({ slug: now, name: now });
    select.replaceChildren(h("option", { value: "" }, none), ...known.map(({ slug, name }) => h("option", { value: slug }, name)), h("option", { value: "+" }, `${newLabel}…`));
    select.value = now;
  };
  select.addEventListener("change", () => {
    row.hidden = select.value !== "+";
    if (select.value === "+") input.focus();
    else story.set({ [key]: select.value } as Partial<HeadCopy>);
  });
  const take = (): void => {
    const name = input.value.trim();
    const slug = slugFrom(name);
    if (!slug) return input.focus();
    if (!known.some((one) => one.slug === slug)) known.push({ slug, name });
    story.set({ [key]: slug } as Partial<HeadCopy>);
    input.value = "";
    row.hidden = true;
    draw();
    select.focus();
  };
  add.addEventListener("click", take);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); take(); }
    if (event.key === "Escape") { row.hidden = true; draw(); select.focus(); }
  });
  story.show(draw);
  return h("div", {}, field(label, select), row);
}
