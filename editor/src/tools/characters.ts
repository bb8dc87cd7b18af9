/** Special characters by name: a small table that is searched by typing; those used last stand first. */
import type { EditorView } from "prosemirror-view";
import { announce, h, uid } from "../dom";
import { whereabouts } from "../focus";
import { writeInto } from "./fields";

/** Character, name, other words that find it. Invisible ones are shown by `sign`. */
export const CHARACTERS: [char: string, name: string, also?: string, sign?: string][] = [
  ["–", "En dash", "range"], ["—", "Em dash"], ["…", "Ellipsis", "dots"], ["‑", "Non-breaking hyphen", "", "-"], ["·", "Middle dot", "interpunct"], ["•", "Bullet"],
  ["“", "Left double quotation mark"], ["”", "Right double quotation mark"], ["‘", "Left single quotation mark"], ["’", "Apostrophe", "right single quotation mark"], ["„", "Low double quotation mark", "German"],
  ["‚", "Low single quotation mark", "German"], ["«", "Left guillemet", "French quotation mark"], ["»", "Right guillemet", "French quotation mark"], ["‹", "Left single guillemet"], ["›", "Right single guillemet"],
  ["「", "Left corner bracket", "Japanese quotation mark"], ["」", "Right corner bracket", "Japanese quotation mark"], ["¿", "Inverted question mark", "Spanish"], ["¡", "Inverted exclamation mark", "Spanish"],
  ["′", "Prime", "feet minutes"], ["″", "Double prime", "inches seconds"], ["×", "Multiplication sign", "times"], ["÷", "Division sign"], ["−", "Minus sign"], ["±", "Plus-minus sign"], ["≈", "Almost equal"], ["≠", "Not equal"],
  ["≤", "Less than or equal"], ["≥", "Greater than or equal"], ["°", "Degree sign", "temperature"], ["½", "One half"], ["⅓", "One third"], ["⅔", "Two thirds"], ["¼", "One quarter"], ["¾", "Three quarters"], ["‰", "Per mille"],
  ["²", "Superscript two", "square"], ["³", "Superscript three", "cubic"], ["µ", "Micro sign"], ["€", "Euro", "currency money"], ["£", "Pound", "sterling currency money"], ["₩", "Won", "Korea currency money"],
  ["¥", "Yen or yuan", "Japan China currency money"], ["₹", "Rupee", "India currency money"], ["₽", "Rouble", "Russia currency money"], ["₺", "Lira", "Turkey currency money"], ["₴", "Hryvnia", "Ukraine currency money"], ["₪", "Shekel", "Israel currency money"], ["¢", "Cent", "currency money"], ["₿", "Bitcoin", "currency money"],
  ["§", "Section sign", "paragraph law"], ["¶", "Pilcrow", "paragraph"], ["†", "Dagger", "died footnote"], ["‡", "Double dagger", "footnote"], ["©", "Copyright"], ["®", "Registered"], ["™", "Trade mark"], ["№", "Numero", "number"],
  ["←", "Arrow left"], ["→", "Arrow right"], ["↑", "Arrow up"], ["↓", "Arrow down"], ["✓", "Check mark", "tick"], ["★", "Star"],
  ...letters("a", "á acute|à grave|â circumflex|ä diaeresis umlaut|ã tilde|å ring|ā macron|ă breve|ą ogonek"), ["æ", "Ae"], ["Æ", "Capital Ae"],
  ...letters("c", "ç cedilla|ć acute|č caron"), ...letters("d", "ď caron|đ stroke"), ["ð", "Eth"], ["þ", "Thorn"],
  ...letters("e", "é acute|è grave|ê circumflex|ë diaeresis|ē macron|ė dot|ę ogonek|ě caron"), ...letters("g", "ğ breve|ģ cedilla"), ...letters("i", "í acute|ì grave|î circumflex|ï diaeresis|ī macron"), ["ı", "Dotless i", "Turkish"], ["İ", "Capital i with dot", "Turkish"],
  ...letters("l", "ł stroke|ľ caron"), ...letters("n", "ñ tilde|ń acute|ň caron"), ...letters("o", "ó acute|ò grave|ô circumflex|ö diaeresis umlaut|õ tilde|ø stroke|ő double acute|ō macron"), ["œ", "Oe"], ["Œ", "Capital oe"],
  ...letters("r", "ř caron"), ...letters("s", "ś acute|š caron|ş cedilla|ș comma"), ["ß", "Sharp s", "German eszett"], ...letters("t", "ť caron|ţ cedilla|ț comma"),
  ...letters("u", "ú acute|ù grave|û circumflex|ü diaeresis umlaut|ů ring|ű double acute|ū macron"), ...letters("y", "ý acute|ÿ diaeresis"), ...letters("z", "ź acute|ž caron|ż dot"),
  ["α", "Greek alpha"], ["β", "Greek beta"], ["γ", "Greek gamma"], ["δ", "Greek delta"], ["π", "Greek pi"], ["Ω", "Greek capital omega", "ohm"],
  ["\u00a0", "Non-breaking space", "nbsp", "␣"], ["\u202f", "Narrow non-breaking space", "thin French", "␣"], ["\u2009", "Thin space", "", "␣"], ["\u2003", "Em space", "", "␣"], ["\u00ad", "Soft hyphen", "shy invisible", "-"],
  ["\u200b", "Zero-width space", "invisible break", "0"], ["\u200d", "Zero-width joiner", "invisible ZWJ", "J"], ["\u200c", "Zero-width non-joiner", "invisible ZWNJ Persian", "N"], ["\u2060", "Word joiner", "invisible", "W"],
  ["\u200e", "Left-to-right mark", "direction LRM invisible", "L→"], ["\u200f", "Right-to-left mark", "direction RLM invisible Arabic Hebrew", "←R"], ["\u2068", "First strong isolate", "direction FSI invisible", "FS"], ["\u2069", "Pop directional isolate", "direction PDI invisible", "PD"],
];

function letters(base: string, list: string): [string, string][] {
  return list.split("|").flatMap((one): [string, string][] => {
    const [letter, ...name] = one.split(" ");
    const capital = letter!.toUpperCase();
    const named = `${base.toUpperCase()} with ${name.join(", ")}`;
    return [[letter!, named.replace(/^./, base)], ...(capital.length === 1 && capital !== letter ? [[capital, `Capital ${named}`] as [string, string]] : [])];
  });
}

const STORE = "courant-characters";

/** The characters used last in this browser, newest first. */
export function lastUsed(): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string").slice(0, 12) : [];
  } catch {
    return [];
  }
}

function remember(char: string): void {
  try { localStorage.setItem(STORE, JSON.stringify([char, ...lastUsed().filter((one) => one !== char)].slice(0, 12))); } catch { /* A full or closed store forgets, no more. */ }
}

/** Those whose name, or character, has every word that was typed; used ones first. */
export function foundCharacters(query: string): typeof CHARACTERS {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const used = lastUsed();
  const rank = (char: string): number => (used.includes(char) ? used.indexOf(char) : used.length);
  return CHARACTERS.map((one, index) => ({ one, index })).filter(({ one: [char, name, also] }) => {
    const words = `${name} ${also ?? ""}`.toLowerCase();
    const code = `u+${char.codePointAt(0)!.toString(16).padStart(4, "0")}`;
    return char === query || wanted.every((word) => words.includes(word) || code === word);
  }).sort((a, b) => rank(a.one[0]) - rank(b.one[0]) || a.index - b.index).map(({ one }) => one);
}

/** Opens the table. The character goes where the cursor was: in the text, in the headline, in any field. */
export function openCharacters(view: EditorView): void {
  const active = document.activeElement;
  const field = active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.selectionStart !== null) ? active : null;
  const goBack = whereabouts();
  const title = uid("characters");
  const find = h("input", { type: "search", id: uid("character"), autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "true", "aria-controls": "character-list", "aria-autocomplete": "list" });
  const list = h("div", { id: "character-list", role: "listbox", "aria-label": "Characters", class: "character-list" });
  const dialog = h("dialog", { class: "characters", "aria-labelledby": title },
    h("div", { class: "library-head" }, h("h2", { id: title }, "Special characters"), h("div", { class: "library-find" }, h("label", { for: find.id }, "Name"), find),
      h("button", { type: "button", class: "quiet", onclick: () => shut() }, "Close")), list);
  let chosen = 0;
  let shown: typeof CHARACTERS = [];
  const shut = (): void => {
    if (!dialog.isConnected) return;
    dialog.close();
    dialog.remove();
    goBack();
  };
  const mark = (index: number): void => {
    chosen = Math.max(0, Math.min(shown.length - 1, index));
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    find.setAttribute("aria-activedescendant", list.children[chosen]?.id ?? "");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const take = (index: number): void => {
    const one = shown[index];
    if (!one) return;
    remember(one[0]);
    shut();
    if (field?.isConnected) {
      if (field instanceof HTMLTextAreaElement) writeInto(field, field.selectionStart, field.selectionEnd, one[0]);
      else document.execCommand("insertText", false, one[0]);
    } else {
      view.dispatch(view.state.tr.insertText(one[0]).scrollIntoView());
      view.focus();
    }
    announce(`${one[1]} put in.`);
  };
  const draw = (): void => {
    shown = foundCharacters(find.value);
    list.replaceChildren(...shown.map(([char, name, , sign], index) => h("div", { role: "option", id: `character-${index}`, class: "character", onclick: () => take(index) },
      h("span", { class: sign ? "character-sign unseen-character" : "character-sign", "aria-hidden": "true" }, sign ?? char), h("span", {}, name))));
    mark(0);
  };
  const across = (): number => Math.max(1, Math.round(list.clientWidth / ((list.firstElementChild as HTMLElement | null)?.offsetWidth || list.clientWidth)));
  find.addEventListener("input", draw);
  find.addEventListener("keydown", (event) => {
    const by: Record<string, number> = { ArrowDown: across(), ArrowUp: -across(), ...(find.value === "" ? { ArrowRight: 1, ArrowLeft: -1 } : {}) };
    if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") shut();
    else if (by[event.key] !== undefined) mark(chosen + by[event.key]!);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && shut());
  dialog.addEventListener("close", shut);
  (document.querySelector(".editor") ?? document.body).append(dialog);
  dialog.showModal();
  draw();
  find.focus();
}
