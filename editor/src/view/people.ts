/** Who else is here: their names in the top bar, and beside the field of the head that they are in. */
import { h } from "../dom";
import type { Other, Presence } from "../save/presence";

const FIELDS: Record<string, string> = { headline: "the headline", standfirst: "the standfirst" };

/** The windows of one person are told once. */
function byPerson(presence: Presence): Other[] {
  const people = new Map<string, Other>();
  for (const other of presence.others.values()) if (!people.has(other.id) || other.state.cursor) people.set(other.id, other);
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function where({ state, name }: Other): string {
  if (state.adding) return `${name} is adding a picture`;
  if (state.field === "text") return `${name} is in the text`;
  const field = FIELDS[state.field ?? ""];
  return field ? `${name} is in ${field}` : state.field ? `${name} is in the story facts` : `${name} has the story open`;
}

/** `me` is asked for the id of this person, whose other windows are named as such. */
export function people(presence: Presence, me: () => string): HTMLElement {
  const list = h("ul", { class: "people", "aria-label": "Also here", hidden: true });
  const heard = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
  let known = new Set<string>();
  let timer = 0;
  const draw = (): void => {
    const all = byPerson(presence);
    const name = (one: Other): string => (one.id === me() ? "You, in another window" : one.name);
    list.hidden = !all.length;
    list.replaceChildren(...all.map((one) => h("li", { class: `person other-${one.colour}`, title: where(one) }, h("span", { class: "person-name" }, name(one)),
      one.state.adding ? h("span", { class: "person-doing" }, " is adding a picture") : null)));
    // Joins are told once things have settled; who leaves is not worth a word.
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const now = new Set(all.map(({ id }) => id));
      const fresh = all.filter(({ id }) => !known.has(id) && id !== me());
      known = now;
      if (fresh.length) heard.textContent = `${fresh.map((one) => one.name).join(", ")} ${fresh.length > 1 ? "have" : "has"} the story open too.`;
    }, 2000);
  };
  presence.watch(draw);
  draw();
  return h("span", { class: "people-place" }, list, heard);
}

/** Tells the others which field this person is in, and shows under headline and standfirst who is there. */
export function fieldPresence(root: HTMLElement, presence: Presence, me: () => string): void {
  root.addEventListener("focusin", (event) => {
    const target = event.target as HTMLElement;
    if (target.closest("#story-text")) return;
    const name = target.getAttribute("name") ?? (target.closest(".panel") ? "facts" : "");
    if (name) presence.at(() => ({ field: name, cursor: null }));
  });
  const notes = new Map<string, HTMLElement>();
  for (const field of Object.keys(FIELDS)) {
    const note = h("p", { class: "field-people", hidden: true });
    root.querySelector(`textarea.${field}`)?.after(note);
    notes.set(field, note);
  }
  presence.watch(() => {
    for (const [field, note] of notes) {
      const there = byPerson(presence).filter((one) => one.state.field === field && one.id !== me());
      const words = there.map((one) => where(one)).join(" · ");
      if (note.textContent !== words) note.replaceChildren(...there.flatMap((one, index) => [index ? " · " : "", h("span", { class: `person other-${one.colour}` }, where(one))]));
      note.hidden = !there.length;
    }
  });
}
