/**
 * The palette: any page, any story, any command by a few letters. Opened by Ctrl-K, closed by Escape; the focus goes back
 * to where it was before anything is done.
 */
import { announce, h, keyText } from "../dom";
import { whereabouts } from "../focus";
import { ask, type Command } from "./commands";
import { recentStories } from "./recent";

interface Story { id: number; headline: string; state: string; url: string }

let open: Palette | null = null;

export function openPalette(): void {
  if (open) return open.close();
  open = new Palette(() => { open = null; });
}

/** How well a command answers to what was typed: 0 not at all; words at the beginning count most. */
export function rank(command: Pick<Command, "label" | "also" | "group">, typed: string): number {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (!wanted.length) return 1;
  const label = plain(command.label);
  const words = `${label} ${plain(command.also ?? "")} ${plain(command.group)}`.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let score = 0;
  for (const word of wanted) {
    if (label.startsWith(word)) score += 8;
    else if (label.split(/\s+/).some((one) => one.startsWith(word))) score += 6;
    else if (words.some((one) => one.startsWith(word))) score += 4;
    else if (word.length > 2 && label.includes(word)) score += 2;
    else return 0;
  }
  return score + (label.startsWith(plain(typed).trim()) ? 4 : 0);
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class Palette {
  private readonly field = h("input", { type: "text", class: "palette-field", role: "combobox", "aria-label": "Go to a page, find a story, do something", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: "Page, story or command" });
  private readonly list = h("div", { id: "palette-list", class: "palette-list", role: "listbox", "aria-label": "Found" });
  private readonly dialog: HTMLDialogElement;
  private readonly goBack = whereabouts();
  private over = false;
  private readonly all: Command[];
  private readonly recent: Command[];
  private stories: Command[] = [];
  private shown: Command[] = [];
  private chosen = 0;
  private asking: AbortController | null = null;
  private timer = 0;

  constructor(private readonly gone: () => void) {
    this.all = ask().commands;
    this.recent = recentStories().filter(({ url }) => url !== window.location.pathname).map((story) => go("Recent stories", story.headline, story.url, "recent"));
    this.dialog = h("dialog", { class: "palette", "aria-label": "Commands" }, this.field, this.list,
      h("p", { class: "palette-foot", "aria-hidden": "true" }, h("kbd", {}, "↑ ↓"), " choose  ", h("kbd", {}, "Enter"), " do it  ", h("kbd", {}, "Esc"), " close  ", h("kbd", {}, keyText("Mod-/")), " all shortcuts"));
    this.field.addEventListener("input", () => { this.chosen = 0; this.draw(); this.find(); });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.close());
    this.dialog.addEventListener("close", () => this.ended());
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.draw();
    this.field.focus();
  }

  close(): void {
    this.dialog.close();
    this.ended();
  }

  /** At once, not when the browser tells of it: the next key must arrive where the writer was. */
  private ended(): void {
    if (this.over) return;
    this.over = true;
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.dialog.remove();
    this.gone();
    this.goBack();
  }

  private key(event: KeyboardEvent): void {
    const to: Record<string, number> = { ArrowDown: this.chosen + 1, ArrowUp: this.chosen - 1, PageDown: this.chosen + 8, PageUp: this.chosen - 8 };
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.isComposing) this.pick(this.chosen);
    else if (event.key === "Tab") { /* There is one field: Tab stays in it. */ }
    else if (to[event.key] !== undefined && this.shown.length) this.mark(event.key.startsWith("Page") ? Math.max(0, Math.min(this.shown.length - 1, to[event.key]!)) : (to[event.key]! + this.shown.length) % this.shown.length);
    else return;
    event.preventDefault();
  }

  private draw(): void {
    const typed = this.field.value;
    const ranked = this.all.map((command, index) => ({ command, index, score: rank(command, typed) })).filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || Number(!!b.command.first) - Number(!!a.command.first) || a.index - b.index).map(({ command }) => command);
    const recent = typed.trim() ? [] : this.recent;
    this.shown = typed.trim() ? [...ranked.slice(0, 12), ...this.stories] : [...ranked.filter(({ first }) => first), ...recent, ...ranked.filter(({ first }) => !first)];
    let group = "";
    const rows: HTMLElement[] = [];
    this.shown.forEach((command, index) => {
      if (command.group !== group && !typed.trim()) rows.push(h("p", { class: "palette-group", role: "presentation" }, (group = command.group)));
      rows.push(h("div", { role: "option", id: `palette-${index}`, "aria-selected": "false", onclick: () => this.pick(index), onmousemove: () => this.chosen !== index && this.mark(index, false) },
        h("span", { class: "palette-label" }, command.label), typed.trim() ? h("span", { class: "palette-kind" }, command.group) : null, command.key ? h("kbd", {}, keyText(command.key)) : null));
    });
    if (!rows.length) rows.push(h("p", { class: "palette-none" }, "Nothing is called that here. Fewer letters find more."));
    this.list.replaceChildren(...rows);
    this.mark(Math.min(this.chosen, Math.max(0, this.shown.length - 1)));
  }

  private mark(index: number, scroll = true): void {
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    this.chosen = index;
    const row = this.list.querySelector(`#palette-${index}`);
    row?.setAttribute("aria-selected", "true");
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    if (scroll) (index === 0 ? this.list.firstElementChild : row)?.scrollIntoView({ block: "nearest" });
  }

  private pick(index: number): void {
    const command = this.shown[index];
    if (!command) return;
    this.close();
    // After the dialog has given the focus back, so that the command finds the cursor where it was.
    window.setTimeout(() => command.run());
  }

  /** Stories as one types. Without an answer the commands stand alone. */
  private find(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const typed = this.field.value.trim();
    if (typed.length < 2) { this.stories = []; return; }
    this.timer = window.setTimeout(() => void this.fetchStories(typed), 60);
  }

  private async fetchStories(typed: string): Promise<void> {
    this.asking = new AbortController();
    let found: Command[] = [];
    try {
      const answer = await fetch(`/newsroom/find?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (answer.ok && /json/.test(answer.headers.get("content-type") ?? "")) {
        const { stories } = (await answer.json()) as { stories: Story[] };
        found = stories.slice(0, 12).map((story) => go(story.state ? `Story, ${story.state}` : "Story", story.headline || "No headline yet", story.url));
      }
    } catch { /* No answer, or another letter came. */ }
    if (this.over || this.field.value.trim() !== typed) return;
    this.stories = found;
    this.draw();
  }
}

function go(group: string, label: string, url: string, also = ""): Command {
  return { group, label, also, run: () => window.location.assign(url) };
}

/** The commands that every page of the newsroom has: where its own navigation leads, a new story, signing out. */
export function pageCommands(): Command[] {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("header.bar nav a[href], header.bar .me a[href]")];
  const seen = new Set<string>();
  const places = links.filter(({ pathname }) => !seen.has(pathname) && seen.add(pathname)).map((link) => {
    const own = link.pathname === "/newsroom/sessions";
    return go("Go to", own ? "Your sessions and password" : (link.textContent ?? "").trim(), link.getAttribute("href") ?? "/newsroom", link.pathname === "/newsroom" ? "home beginning" : own ? "account profile" : "");
  });
  const jumps = [...document.querySelectorAll<HTMLElement>("main section > h2[id]")].map((heading): Command => ({
    group: "On this page", label: (heading.firstChild?.textContent ?? "").trim(),
    run: () => { heading.tabIndex = -1; heading.focus(); heading.scrollIntoView({ block: "start" }); },
  }));
  const out = document.querySelector<HTMLFormElement>('form[action="/newsroom/sign-out"]');
  return [
    { group: "Do", label: "New story", also: "begin write create", run: beginStory },
    ...places,
    ...(links.some(({ pathname }) => pathname === "/newsroom/pictures") ? [go("Do", "Upload pictures", "/newsroom/pictures#upload", "image photo add")] : []),
    ...jumps,
    ...(out ? [{ group: "Do", label: "Sign out", also: "log leave", run: () => out.requestSubmit() }] : []),
  ];
}

function beginStory(): void {
  const form = h("form", { method: "post", action: "/newsroom/stories", hidden: true });
  document.body.append(form);
  form.submit();
  announce("A new story begins.");
}
