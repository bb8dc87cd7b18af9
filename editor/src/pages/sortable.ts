/**
 * A list put in order by dragging or by its buttons. The order of the rows is the order of their hidden fields; after
 * each move the form named by `data-saves` is sent. Without script the same buttons send the form themselves.
 */
import { announce, h } from "../dom";

export function sortable(list: HTMLElement): void {
  const form = document.getElementById(list.dataset.saves ?? "") as HTMLFormElement | null ?? list.closest("form");
  const rows = (): HTMLElement[] => [...list.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
  const button = (row: Element, way: string): HTMLButtonElement | null => row.querySelector(`button[name="move-${way}"]`);
  for (const row of rows()) {
    row.draggable = true;
    if (!button(row, "up")) row.append(...(["up", "down"] as const).map((way) => h("button", { type: "submit", name: `move-${way}`, class: "small", value: row.dataset.id ?? "", "aria-label": `Move ${way}` }, way === "up" ? "↑" : "↓")));
  }
  const ends = (): void => {
    const all = rows();
    all.forEach((row, index) => {
      const [up, down] = [button(row, "up"), button(row, "down")];
      if (up) up.disabled = index === 0;
      if (down) down.disabled = index === all.length - 1;
    });
  };
  const moved = (row: HTMLElement): void => {
    ends();
    announce(`Now number ${rows().indexOf(row) + 1} of ${rows().length}.`);
    if (form) void save(form);
  };
  list.addEventListener("click", (event) => {
    const pressed = (event.target as HTMLElement).closest<HTMLButtonElement>('button[name^="move-"]');
    const row = pressed && rows().find((one) => one.contains(pressed));
    if (!pressed || !row) return;
    event.preventDefault();
    const up = pressed.name === "move-up";
    if (up) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    moved(row);
    (pressed.disabled ? button(row, up ? "down" : "up") : pressed)?.focus();
  });
  drag(list, rows, moved);
  list.classList.add("sortable");
  list.parentElement?.classList.add("sortable");
  ends();
}

function drag(list: HTMLElement, rows: () => HTMLElement[], moved: (row: HTMLElement) => void): void {
  let held: HTMLElement | null = null;
  let from = -1;
  list.addEventListener("dragstart", (event) => {
    // Words in a field are selected by dragging, not the row.
    if ((event.target as HTMLElement).closest?.("input, textarea")) return;
    held = rows().find((row) => row.contains(event.target as Node)) ?? null;
    if (!held) return;
    from = rows().indexOf(held);
    held.classList.add("held");
    event.dataTransfer?.setData("text/plain", held.dataset.id ?? "");
  });
  list.addEventListener("dragover", (event) => {
    const over = rows().find((row) => row.contains(event.target as Node));
    if (!held) return;
    event.preventDefault();
    if (!over || over === held) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(held);
    else over.after(held);
  });
  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    if (held && rows().indexOf(held) !== from) moved(held);
    held = null;
  });
}

let sending: Promise<void> = Promise.resolve();

/** Sends the form in the background, one after the other; the answer's page has the next version. A refusal is shown as the plain form would. */
function save(form: HTMLFormElement): Promise<void> {
  sending = sending.then(async () => {
    const button = form.querySelector<HTMLButtonElement>('button[name="save"]');
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    if (button) fields.set(button.name, button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector<HTMLInputElement>(`#${CSS.escape(form.id)} input[name="version"]`);
      const here = form.querySelector<HTMLInputElement>('input[name="version"]');
      if (!answer.ok) throw new Error(String(answer.status));
      if (next && here) here.value = next.value;
    } catch {
      form.requestSubmit(button);
    }
  });
  return sending;
}
