/**
 * Quotes, dashes, ellipsis and spaces as a language writes them, from the keys that everybody has. Pure: text in, change
 * out; typing, and putting a pasted text right, go through the same rules.
 */
import { hebrew, marksOf, type Marks } from "./languages";

/** Take this many characters before the cursor away, and put this in. */
export interface Change { erase: number; put: string }

const NBSP = "\u00a0";
const NNBSP = "\u202f";
/** Stands for a footnote, a picture, a piece of code: no letter and no space. */
export const OBJECT = "\ufffc";
const WORD = /[\p{L}\p{M}\p{N}]$/u;

/** Marks that are open at the end of the text, innermost last. */
function open(before: string, marks: Marks): string[] {
  const pairs = [marks.double, marks.inner, ...(marks.single ? [marks.single] : [])].map(([a, b]) => [a.trim(), b.trim()] as const);
  const stack: string[] = [];
  for (let at = 0; at < before.length; at += 1) {
    const char = before[at] as string;
    const last = stack.at(-1);
    const closes = last !== undefined && pairs.some(([a, b]) => a === last && b === char);
    // The apostrophe of a word looks like a closing mark: inside a word it closes nothing.
    if (closes && !(char === "’" && /[\p{L}]/u.test(before[at + 1] ?? "") && /[\p{L}]/u.test(before[at - 1] ?? ""))) stack.pop();
    else if (pairs.some(([a, b]) => a === char && (a !== b || !WORD.test(before[at - 1] ?? "")))) stack.push(char);
  }
  return stack;
}

/** Whether a mark here begins something: at the start, after a space, a dash or another opening mark. */
function begins(before: string): boolean {
  return before === "" || /[\s([{<¡¿\u2013\u2014\u2012/]$/u.test(before) || /(?:^|[\s([{])[“‘„‚«‹「『]\s?$/u.test(before);
}

function doubleQuote(before: string, language: string, marks: Marks): Change {
  const stack = open(before, marks);
  const isOpen = (pair: [string, string]): boolean => stack.includes(pair[0].trim());
  // Han and kana have no spaces around quotations.
  if (begins(before) || (!isOpen(marks.double) && /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\u3001-\u3003\uff00-\uff0f]$/u.test(before))) {
    const pair = isOpen(marks.double) && marks.inner[0] !== marks.double[0] ? marks.inner : marks.double;
    // The same sign opens and closes: it is always that sign.
    return { erase: 0, put: pair[0] };
  }
  const inside = isOpen(marks.inner) && stack.at(-1) === marks.inner[0].trim();
  if (hebrew(language) && /[\u05d0-\u05ea]$/.test(before) && !isOpen(marks.double)) return { erase: 0, put: "״" };
  if (!stack.length && /\d$/.test(before)) return { erase: 0, put: "″" };
  const close = (inside ? marks.inner : marks.double)[1];
  const space = close.length > 1 ? (before.match(/[ \u00a0\u202f]$/)?.[0].length ?? 0) : 0;
  return { erase: space, put: close };
}

function singleQuote(before: string, language: string, marks: Marks): Change {
  if (hebrew(language) && /[\u05d0-\u05ea]$/.test(before) && !open(before, marks).includes(marks.single?.[0] ?? "")) return { erase: 0, put: "׳" };
  if (!marks.single) return { erase: 0, put: "’" };
  if (begins(before)) return { erase: 0, put: marks.single[0] };
  const stack = open(before, marks);
  // German and Czech close with another sign than the apostrophe; after a letter with nothing open it is one.
  if (marks.single[1] !== "’" && (!stack.includes(marks.single[0]))) return { erase: 0, put: "’" };
  return { erase: 0, put: marks.single[1] };
}

/** A word that begins with an apostrophe was taken for a quotation until it ended. */
function elision(before: string, marks: Marks): Change | null {
  const sign = marks.single?.[0];
  if (!sign || sign === "’") return null;
  const found = before.match(new RegExp(`(?:^|[\\s(\\[{“„«\u2013\u2014])(${sign}(?:${marks.elisions ? `${marks.elisions}|` : ""}\\d\\ds?))$`, "iu"));
  return found ? { erase: found[1]!.length, put: `’${found[1]!.slice(1)}` } : null;
}

/** A hyphen pressed twice or thrice; not for the rule across the page, which stands alone on its line. */
function hyphen(before: string): Change | null {
  if (/^-*$/.test(before) || /^[-–]+$/.test(before)) return null;
  if (before.endsWith("–") && /[^–—-]–$/.test(before)) return { erase: 1, put: "—" };
  return /[^-–—]-$/.test(before) ? { erase: 1, put: "–" } : null;
}

function spaced(before: string, char: string, marks: Marks): Change | null {
  const last = before.at(-1) ?? "";
  const space = last === " " || last === NBSP || last === NNBSP;
  const word = before.match(/\S+$/)?.[0] ?? "";
  if (space && before.trim()) {
    if (marks.narrowBefore?.includes(char) && char !== "»") return { erase: 1, put: NNBSP + char };
    if (marks.wideBefore?.includes(char)) return { erase: 1, put: NBSP + char };
    if (last === " " && /[%€$£₩¥°]/.test(char) && /\d $/.test(before)) return { erase: 1, put: NBSP + char };
  } else if (marks.narrowBefore?.includes(char) && char !== "»" && /[\p{L}\p{N})»”’]$/u.test(before) && !/[/@:.]/.test(word)) return { erase: 0, put: NNBSP + char };
  if (last === " " && /\d/.test(char) && /(?:^|[\s(])[§№] $/.test(before)) return { erase: 1, put: NBSP + char };
  for (const pair of marks.pairs ?? []) {
    if (pair.endsWith(char) && before.endsWith(pair.slice(0, -1)) && !WORD.test(before.slice(0, -(pair.length - 1)))) return { erase: 1, put: NBSP + char };
  }
  return null;
}

/** What a space does: a word that must not end a line holds the next; a lone hyphen between spaces is a dash. */
function afterSpace(before: string, marks: Marks): Change | null {
  if (/\S [-]$/.test(before) && !/^[-\s]*$/.test(before)) return { erase: 1, put: "– " };
  if (marks.holds && new RegExp(`(?:^|[\\s(«„“])(?:${marks.holds})$`, "iu").test(before)) return { erase: 0, put: NBSP };
  return null;
}

/** What typing `char` after `before` becomes, or `null` when it stands as it is. `char` is one key, or empty at the end of a text. */
export function typed(before: string, char: string, language: string): Change | null {
  const marks = marksOf(language);
  // A word is over: was its first sign an apostrophe?
  if (char === "" || !WORD.test(char)) {
    const was = char === "’" ? null : elision(before, marks);
    if (was) {
      const text = before.slice(0, -was.erase) + was.put;
      // ’n’ has its second apostrophe too.
      const next = char === "'" ? { erase: 0, put: "’" } : char ? typed(text, char, language) : null;
      return { erase: was.erase + (next?.erase ?? 0), put: next ? (was.put.slice(0, was.put.length - next.erase) + next.put) : was.put + char };
    }
  }
  if (char === '"') return doubleQuote(before, language, marks);
  if (char === "'") return singleQuote(before, language, marks);
  if (char === "-") return hyphen(before);
  if (char === "." && /(^|[^.])\.\.$/.test(before)) return { erase: 2, put: "…" };
  if (char === " ") return afterSpace(before, marks);
  return char ? spaced(before, char, marks) : null;
}

/** A place of a text that becomes something else; offsets are UTF-16 units of the text as it was. */
export interface Edit { from: number; to: number; put: string }

/** Puts a whole text right: each of its characters as if it were typed now. `fixed` says which offsets may not be touched. */
export function straighten(text: string, language: string, fixed: (offset: number) => boolean = () => false): Edit[] {
  const units: { put: string; from: number; to: number }[] = [];
  let before = "";
  const take = (change: Change | null, from: number, to: number): void => {
    if (!change) return;
    let left = change.erase;
    let start = from;
    let put = change.put;
    while (left > 0) {
      const unit = units.pop();
      if (!unit) break;
      if (unit.put.length > left) put = unit.put.slice(0, unit.put.length - left) + put;
      left -= unit.put.length;
      start = unit.from;
    }
    units.push({ put, from: start, to });
    before = before.slice(0, before.length - change.erase) + change.put;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    const change = fixed(at) ? null : typed(before.slice(-400), char, language);
    if (change) { take(change, at, at + 1); continue; }
    units.push({ put: fixed(at) ? OBJECT : char, from: at, to: at + 1 });
    before += fixed(at) ? OBJECT : char;
  }
  take(typed(before.slice(-400), "", language), text.length, text.length);
  return units.flatMap(({ put, from, to }) => (put === text.slice(from, to) || put === OBJECT ? [] : [{ put, from, to }]));
}
