/** Bylines in their order, and tags. */
import { announce, h, uid } from "../dom";
import type { Story } from "../story";
import type { Byline } from "../types";

/** A text field with completion and an Add button. Enter adds. */
function adder(label: string, placeholder: string, options: string[], add: (value: string) => void, props: Record<string, unknown> = {}): HTMLElement {
  const list = h("datalist", { id: uid("list") }, ...options.map((value) => h("option", { value })));
  const input = h("input", { type: "text", id: uid("add"), list: list.id, autocomplete: "off", placeholder, ...props });
  const take = (): void => {
    const value = input.value.trim().replace(/,$/, "").trim();
    input.value = "";
    if (value) add(value);
    input.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    take();
  });
  return h("div", { class: "field" }, h("label", { for: input.id }, label), h("div", { class: "row" }, input, h("button", { type: "button", onclick: take }, "Add")), list);
}

export function bylines(story: Story, people: { slug: string; name: string }[]): HTMLElement {
  const list = h("ol", { class: "bylines" });
  const set = (next: Byline[], focus?: [number, string]): void => {
    story.set({ bylines: next });
    draw();
    if (focus) list.querySelector<HTMLElement>(`li:nth-child(${focus[0] + 1}) [data-act="${focus[1]}"]:not([disabled])`)?.focus() ?? undefined;
  };
  const move = (from: number, to: number): void => {
    const next = [...story.copy.bylines];
    const [one] = next.splice(from, 1);
    if (!one) return;
    next.splice(to, 0, one);
    set(next);
    const side = to < from ? "up" : "down";
    const item = list.children[to];
    (item?.querySelector<HTMLElement>(`[data-act="${side}"]:not([disabled])`) ?? item?.querySelector<HTMLElement>("button:not([disabled])"))?.focus();
    announce(`${one.name} is number ${to + 1}.`);
  };
  const draw = (): void => {
    const all = story.copy.bylines;
    list.hidden = !all.length;
    list.replaceChildren(...all.map((one, index) => h("li", {}, h("span", { class: "name" }, one.name),
      h("button", { type: "button", "data-act": "up", disabled: index === 0, "aria-label": `Move ${one.name} up`, onclick: () => move(index, index - 1) }, "↑"),
      h("button", { type: "button", "data-act": "down", disabled: index === all.length - 1, "aria-label": `Move ${one.name} down`, onclick: () => move(index, index + 1) }, "↓"),
      h("button", { type: "button", "data-act": "remove", "aria-label": `Remove ${one.name}`, onclick: () => { set(all.filter((_, at) => at !== index)); announce(`${one.name} removed.`); group.querySelector<HTMLElement>("input")?.focus(); } }, "×"))));
  };
  const group = h("fieldset", {}, h("legend", {}, "Bylines"), list, adder("Add a name", "First and last name", people.map(({ name }) => name), (name) => {
    if (story.copy.bylines.some((one) => one.name === name)) return announce(`${name} is already there.`);
    const person = people.find((one) => one.name.toLowerCase() === name.toLowerCase());
    set([...story.copy.bylines, { name: person?.name ?? name, slug: person?.slug ?? "" }]);
    announce(`${name} added.`);
  }, { autocapitalize: "words" }));
  story.show(draw);
  return group;
}

export function tags(story: Story, known: string[]): HTMLElement {
  const list = h("ul", { class: "tags" });
  const draw = (): void => {
    const all = story.copy.tags;
    list.hidden = !all.length;
    list.replaceChildren(...all.map((tag) => h("li", {}, h("span", {}, tag), h("button", { type: "button", "aria-label": `Remove the tag ${tag}`, onclick: () => {
      story.set({ tags: story.copy.tags.filter((one) => one !== tag) });
      draw();
      group.querySelector<HTMLElement>("input")?.focus();
    } }, "×"))));
  };
  const group = h("fieldset", {}, h("legend", {}, "Tags"), list, adder("Add a tag", "Korea, summit…", known, (value) => {
    const fresh = value.split(",").map((tag) => tag.trim()).filter((tag) => tag && !story.copy.tags.some((one) => one.toLowerCase() === tag.toLowerCase()));
    if (fresh.length) story.set({ tags: [...story.copy.tags, ...fresh] });
    draw();
  }));
  story.show(draw);
  return group;
}
