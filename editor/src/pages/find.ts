/** Stories as they are typed for: a list under the field. Without this the form leads to the list of stories. */
interface Found {
  url: string;
  headline: string;
  state: string;
  state_text: string;
  section: string;
  changed: string;
}

const PAUSE = 90;

export function findStories(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  if (!input?.parentElement) return;
  const list = document.createElement("ul");
  list.className = "find-results";
  list.id = `${input.id}-found`;
  list.hidden = true;
  list.setAttribute("aria-label", "Stories found");
  input.parentElement.append(list);
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  let asked = 0;
  let timer = 0;
  const show = (open: boolean): void => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
  };
  const ask = async (): Promise<void> => {
    const words = input.value.trim();
    const mine = ++asked;
    if (words.length < 2) return show(false);
    const answer = await fetch(`/newsroom/find?q=${encodeURIComponent(words)}`, { headers: { accept: "application/json" } }).catch(() => null);
    // A slower answer to fewer letters must not take the place of a newer one.
    if (mine !== asked || !answer?.ok) return;
    const { stories } = (await answer.json()) as { stories: Found[] };
    list.replaceChildren(...(stories.length ? stories.map(entry) : [none()]));
    show(true);
  };
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      input.focus();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(event.key === "ArrowDown" ? 1 : -1, input, list);
      if (!list.hidden) event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target as Node)) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget as Node)) show(false);
  });
}

/** The arrows walk from the field through the links and back. */
function step(by: number, input: HTMLInputElement, list: HTMLElement): void {
  if (list.hidden) return;
  const places = [input, ...list.querySelectorAll<HTMLElement>("a")];
  const at = places.indexOf(document.activeElement as HTMLInputElement);
  if (at >= 0) places[(at + by + places.length) % places.length]?.focus();
}

function entry(story: Found): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = story.url;
  const head = document.createElement("span");
  head.className = "head";
  head.textContent = story.headline;
  const facts = document.createElement("p");
  facts.className = "facts";
  const mark = document.createElement("span");
  mark.className = `mark mark-${story.state}`;
  mark.textContent = story.state_text;
  facts.append(mark);
  for (const text of [story.section, story.changed && `changed ${story.changed}`]) {
    if (text) facts.append(Object.assign(document.createElement("span"), { textContent: text }));
  }
  link.append(head, facts);
  item.append(link);
  return item;
}

function none(): HTMLLIElement {
  return Object.assign(document.createElement("li"), { className: "none", textContent: "No story has these words." });
}
