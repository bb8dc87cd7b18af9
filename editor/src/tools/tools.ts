/** The writer's tools put together: the plugins of the text, and what stands around it. */
import { keymap } from "prosemirror-keymap";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { announce } from "../dom";
import { enclosing } from "../doc/commands";
import { schema } from "../doc/schema";
import { answer, type Command } from "../pages/commands";
import { rememberStory } from "../pages/recent";
import { type Act, GROUPS, type HistoryActs, historyActs, inserts, MORE, type PictureActs, STYLES, WORDS } from "../view/blocks";
import { apartActs } from "../view/apart";
import { editLink } from "../view/link";
import { openCharacters } from "./characters";
import { headFields } from "./fields";
import { finding } from "./find";
import { FindBar, findKeys, matches } from "./findbar";
import { TOOL_KEYS } from "./keys";
import { asMarkdown, pasting } from "./pasting";
import { editorShortcuts } from "./shortcuts";
import { putRight, typographicFields, typographicRules } from "./typing";
import { WordCount } from "./wordcount";

/** The story's language, as the sheet is marked with it. */
const language = (): string => document.querySelector<HTMLElement>("#editor .sheet")?.lang || "en";

/** For the text's list of plugins, before its own keys. */
export function toolPlugins(): Plugin[] {
  // With words selected Ctrl-K is Link, as wherever people write; otherwise it is left to the palette.
  const link = keymap({ [TOOL_KEYS.palette]: (state, dispatch, view) => !state.selection.empty && editLink(state, dispatch, view) });
  return [leaving(), link, ...typographicRules(language), finding(), pasting()];
}

/** Tab belongs to tables and lists while one writes in them; after Escape it leaves the text, as it does everywhere else. */
function leaving(): Plugin {
  let next = false;
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          if (event.key === "Escape" && !event.defaultPrevented && (enclosing(view.state, schema.nodes.table) || enclosing(view.state, schema.nodes.list_item))) {
            next = true;
            announce("Tab leaves the text now.");
          } else if (event.key === "Tab" && next) return true;
          else if (!["Shift", "Escape"].includes(event.key)) next = false;
          return false;
        },
        blur: () => { next = false; return false; },
      },
    },
  });
}

interface Place {
  view: EditorView;
  pictures: PictureActs;
  history: HistoryActs;
  editor: HTMLElement;
  count: HTMLElement;
  target: number;
  story: { id: number; state: string; headline(): string };
  /** Ends everything that listens to the whole page. */
  signal: AbortSignal;
  /** Leaves a note to colleagues on what is selected, or goes to the one that is there. */
  note(): void;
  /** Goes to another page once everything is saved. */
  leave(address: string): Promise<void>;
}

/** Everything outside the text. `update` is called after each transaction. */
export function tools({ view, pictures, history, editor, count, target, story, signal, note, leave }: Place): { update(): void } {
  const bar = new FindBar(view, editor);
  editor.querySelector(".tools")?.append(bar.dom);
  findKeys(bar, signal);
  typographicFields(editor, language);
  const words = new WordCount(view, count, target, language);
  const right = (): void => { putRight(editor, language)(view.state, view.dispatch); };
  const to = (act: string) => (): void => { void leave(`/newsroom/stories/${story.id}/publication#${act}`); };
  const acts: Record<"characters" | "putRight" | "note" | "markdown" | "count" | "publish" | "correct" | "withdraw", () => void> = {
    publish: to("send"), correct: to("correct"), withdraw: to("withdraw"),
    characters: () => openCharacters(view), putRight: right, note, markdown: () => { asMarkdown(view.state, view.dispatch); }, count: () => words.say(),
  };
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const name = (Object.keys(acts) as (keyof typeof acts)[]).find((one) => matches(event, TOOL_KEYS[one]));
    if (!name) return;
    event.preventDefault();
    acts[name]();
  // Before any field takes the key for itself.
  }, { capture: true, signal });
  const own: Command[] = [
    { group: "Find", label: "Find in this story", key: TOOL_KEYS.find, also: "search", run: () => bar.open(false) },
    { group: "Find", label: "Find and replace", key: TOOL_KEYS.replace, also: "search change", run: () => bar.open(true) },
    { group: "Put in", label: "Special character", key: TOOL_KEYS.characters, also: "symbol dash accent letter space currency", run: acts.characters },
    { group: "Writing", label: "Put quotes and dashes right", key: TOOL_KEYS.putRight, also: "typographic curly smart straight apostrophe", run: right },
    { group: "Writing", label: "Say how many words", key: TOOL_KEYS.count, also: "count length reading time", run: acts.count },
  ];
  const markdown: Command = { group: "Writing", label: "Read what was pasted as Markdown", key: TOOL_KEYS.markdown, first: true, run: acts.markdown };
  const published: Command[] = story.state !== "published" ? [] : [
    { group: "Story", label: "Correct what was published", key: TOOL_KEYS.correct, also: "correction clarification retraction", run: acts.correct },
    { group: "Story", label: "Withdraw", key: TOOL_KEYS.withdraw, also: "unpublish take down", run: acts.withdraw },
  ];
  headToText(editor, view);
  answer(({ commands, shortcuts }) => {
    commands.unshift(...linkFirst(view), ...(asMarkdown(view.state) ? [markdown] : []), ...topBar(editor), ...published, ...own, ...textActs(view, pictures, history), ...goTo(editor));
    shortcuts.push(...editorShortcuts());
  }, signal);
  const remember = (): void => rememberStory({ headline: story.headline() || "No headline yet", url: `/newsroom/stories/${story.id}` });
  remember();
  window.addEventListener("pagehide", remember, { signal });
  return { update: () => { bar.gather(); words.update(); } };
}

/** From headline or standfirst straight into the text. */
function headToText(editor: HTMLElement, view: EditorView): void {
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(event.target as Element).matches("textarea.headline, textarea.standfirst")) return;
    event.preventDefault();
    event.stopPropagation();
    view.focus();
  }, true);
}

function act(view: EditorView, group: string, { label, key, also, run }: Act): Command {
  return { group, label, key, also, run: () => {
    view.focus();
    run(view.state, view.dispatch, view);
    if (!document.querySelector(".popover, dialog[open]")) view.focus();
  } };
}

/** With words selected, Link stands first. */
function linkFirst(view: EditorView): Command[] {
  const link = WORDS.find(({ id }) => id === "link");
  return link && !view.state.selection.empty ? [{ ...act(view, "Words", link), first: true }] : [];
}

function textActs(view: EditorView, pictures: PictureActs, history: HistoryActs): Command[] {
  const inTable = !!enclosing(view.state, schema.nodes.table);
  const usable = (one: Act): boolean => one.run(view.state, undefined, undefined) || one.id === "link";
  const of = (group: string, acts: Act[]): Command[] => acts.filter(usable).map((one) => act(view, group, one));
  return [...of("Words", WORDS.filter(({ id }) => id !== "link" || view.state.selection.empty)), ...of("Blocks", [...STYLES, ...GROUPS]), ...of("Put in", [...inserts(pictures), ...apartActs(pictures.gallery)]), ...of("Words", MORE), ...of("Writing", historyActs(history)),
    ...(inTable ? [{ group: "Put in", label: "Rows and columns", also: "table", run: () => document.querySelector<HTMLElement>(".tablebar button:not([tabindex='-1'])")?.focus() }] : [])];
}

/** What the bar at the top can do: its buttons and links, by their own words. */
function topBar(editor: HTMLElement): Command[] {
  return [...editor.querySelectorAll<HTMLElement>(".ed-top .top-acts > :is(a, button)")].map((one) => ({
    group: "Story", label: (one.textContent ?? "").trim(), key: one.matches(".primary") ? TOOL_KEYS.publish : undefined, also: one.matches(".primary") ? "publication send schedule correct" : "", run: () => one.click(),
  }));
}

/** Each field of the story by its name. */
function goTo(editor: HTMLElement): Command[] {
  const focus = (element: HTMLElement | null): void => { element?.focus(); element?.scrollIntoView({ block: "nearest" }); };
  const above = headFields(editor).map(({ name, area }): Command => ({ group: "Go to a field", label: name === "headline" ? "Headline" : "Standfirst", run: () => focus(area) }));
  const lead = editor.querySelector<HTMLElement>(".lead textarea, .lead button");
  const facts = [...editor.querySelectorAll<HTMLLabelElement>(".panel label[for]")].filter((label) => label.textContent?.trim() && !label.closest("[hidden]"));
  return [...above, { group: "Go to a field", label: "Story text", run: () => focus(editor.querySelector("#story-text")) },
    ...(lead ? [{ group: "Go to a field", label: "Lead picture", also: "photo image", run: () => focus(editor.querySelector<HTMLElement>(".lead textarea, .lead button")) }] : []),
    ...facts.map((label): Command => ({ group: "Go to a field", label: label.textContent!.trim(), also: "facts", run: () => {
      if (editor.classList.contains("without-panel")) editor.querySelector<HTMLElement>(".facts-button")?.click();
      focus(document.getElementById(label.htmlFor));
    } }))];
}
