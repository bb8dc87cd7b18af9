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

/** Gives a new section or storyline its real name in the newsroom; readers know nothing of it before its first story is out. */
async function named(kind: "section" | "storyline", name: string): Promise<{ slug: string; name: string } | string> {
  try {
    const answer = await fetch("/newsroom/places", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ kind, name }) });
    const said = await answer.json() as { slug?: string; name?: string; error?: string; next?: string };
    if (answer.ok && said.slug && said.name) return { slug: said.slug, name: said.name };
    if (answer.status === 422) return `${said.error ?? "This name cannot be taken."} ${said.next ?? "Choose another."}`;
  } catch { /* Away from the server: the slug alone is kept with the draft. */ }
  return "";
}

/** A choice of slugs, with a way to name a new one. While the server is away the new one is its slug alone, and gets a name when it is published. */
export function choiceField(story: Story, key: "section" | "storyline", label: string, none: string, options: { slug: string; name: string }[], newLabel: string, slugFrom: (words: string) => string): HTMLElement {
  const known = [...options];
  const select = h("select", { name: key });
  const input = h("input", { type: "text", autocomplete: "off", placeholder: newLabel });
  const add = h("button", { type: "button", class: "strong" }, "Add");
  const wrong = h("p", { class: "hint-text", role: "status" });
  const row = h("div", { class: "field fresh", hidden: true }, h("label", { for: (input.id = uid("fresh")) }, newLabel), h("div", { class: "row" }, input, add), wrong);
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
  const take = async (): Promise<void> => {
    const typed = input.value.trim();
    if (!slugFrom(typed)) return input.focus();
    add.disabled = true;
    const said = await named(key, typed);
    add.disabled = false;
    wrong.textContent = typeof said === "string" ? said : "";
    if (typeof said === "string" && said) return input.focus();
    const { slug, name } = typeof said === "string" ? { slug: slugFrom(typed), name: typed } : said;
    if (!known.some((one) => one.slug === slug)) known.push({ slug, name });
    story.set({ [key]: slug } as Partial<HeadCopy>);
    input.value = "";
    row.hidden = true;
    draw();
    select.focus();
  };
  add.addEventListener("click", () => void take());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); void take(); }
    if (event.key === "Escape") { row.hidden = true; draw(); select.focus(); }
  });
  story.show(draw);
  return h("div", {}, field(label, select), row);
}
