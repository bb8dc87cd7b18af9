/** The side panel: the story's facts. */
import { h, uid } from "../dom";
import { type Story, slugFrom } from "../story";
import { bindText } from "../together/field";
import type { Bootstrap } from "../types";
import { choiceField, field, textField } from "./fields";
import { bylines, tags } from "./lists";

/** Languages offered first; any BCP 47 tag can be written. */
const LANGUAGES: [string, string][] = [
  ["en", "English"], ["en-GB", "English (Britain)"], ["en-US", "English (United States)"], ["ko", "한국어"], ["ja", "日本語"], ["zh-Hans", "简体中文"],
  ["zh-Hant", "繁體中文"], ["ar", "العربية"], ["he", "עברית"], ["fa", "فارسی"], ["de", "Deutsch"], ["fr", "Français"], ["es", "Español"],
  ["pt", "Português"], ["it", "Italiano"], ["nl", "Nederlands"], ["pl", "Polski"], ["ru", "Русский"], ["uk", "Українська"], ["tr", "Türkçe"],
];

export function panel(story: Story, boot: Bootstrap, close: () => void): { dom: HTMLElement; counted: HTMLElement } {
  const counted = h("p", { class: "ed-count" });
  const dom = h("aside", { class: "panel", id: "panel", "aria-label": "Story facts" },
    h("div", { class: "panel-head" }, h("h2", {}, "Story facts"), h("button", { type: "button", class: "quiet panel-close", onclick: close }, "Close")),
    counted,
    h("form", { onsubmit: (event: Event) => event.preventDefault() },
      choiceField(story, "section", "Section", "No section yet", boot.sections, "New section", slugFrom),
      choiceField(story, "storyline", "Storyline", "No storyline", boot.storylines.map(({ slug, title }) => ({ slug, name: title })), "New storyline", slugFrom),
      textField(story, "kicker", "Kicker", { placeholder: "Two or three words over the headline" }),
      bylines(story, boot.people),
      dateline(story),
      tags(story, boot.tags),
      language(story),
      slug(story, boot),
      textField(story, "slugline", "Slugline", { placeholder: "korea-kim-beijing-1" }, "The working label; readers never see it.")));
  return { dom, counted };
}

function dateline(story: Story): HTMLElement {
  const place = h("input", { type: "text", autocomplete: "off", name: "dateline-place", placeholder: "Beijing" });
  const date = h("input", { type: "date", name: "dateline-date" });
  bindText(place, story.text("dateline_place"), story.undoName("dateline_place"));
  // A half-typed date reads as empty; only a whole one, or a cleared field, is taken.
  date.addEventListener("input", () => { if (!date.validity.badInput) story.setDate(date.value); });
  story.show(() => { date.value = story.copy.dateline?.date ?? ""; });
  return h("fieldset", { class: "dateline" }, h("legend", {}, "Dateline"), field("Place", place), field("Date", date));
}

function language(story: Story): HTMLElement {
  const list = h("datalist", { id: uid("languages") }, ...LANGUAGES.map(([code, name]) => h("option", { value: code }, name)));
  const input = h("input", { type: "text", name: "language", list: list.id, autocomplete: "off", spellcheck: "false", pattern: "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", class: "short" });
  const said = h("p", { class: "hint-text", id: uid("language"), "aria-live": "polite" });
  input.setAttribute("aria-describedby", said.id);
  const show = (): void => {
    const code = input.value.trim();
    let name = "";
    try {
      name = input.validity.valid && code ? (new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? "") : "";
    } catch { /* Not a tag: said below. */ }
    input.setAttribute("aria-invalid", String(!name));
    said.textContent = name || "A language tag such as en, ko or zh-Hans.";
  };
  input.addEventListener("input", () => {
    show();
    if (input.getAttribute("aria-invalid") === "false") story.set({ language: input.value.trim() });
  });
  story.show(() => { if (input.value !== story.copy.language) input.value = story.copy.language; show(); });
  return h("div", {}, h("div", { class: "field" }, h("label", { for: (input.id = uid("language-field")) }, "Language"), input, said), list);
}

/** Empty means: from the headline, shown as it will be. Fixed once readers have the address. */
function slug(story: Story, boot: Bootstrap): HTMLElement {
  const input = h("input", { type: "text", name: "slug", autocomplete: "off", spellcheck: "false" });
  const from = (): void => { input.placeholder = slugFrom(story.copy.headline) || "from-the-headline"; };
  bindText(input, story.text("slug"), story.undoName("slug"));
  input.addEventListener("change", () => {
    const clean = slugFrom(input.value);
    if (clean !== input.value) story.set({ slug: clean });
    input.value = clean;
  });
  story.onChange(from);
  from();
  return field("Slug", input, boot.address ? `Published at ${boot.address}` : "The last part of the address. Left empty, it comes from the headline.");
}
