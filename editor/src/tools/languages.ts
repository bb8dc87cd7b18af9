/**
 * How each language writes quotation marks and spaces: after CLDR's delimiters, and where a press has its own habit,
 * after that. Looked up by BCP 47 tag: `de-CH` before `de`.
 */

export interface Marks {
  /** What the key `"` opens and closes: outermost, and inside another. */
  double: [open: string, close: string];
  inner: [open: string, close: string];
  /** What the key `'` opens and closes; `null` where that key is only the apostrophe. */
  single: [open: string, close: string] | null;
  /** Before these a space that was typed does not break: narrow in French, none in most. */
  narrowBefore?: string;
  wideBefore?: string;
  /** Words that never end a line. */
  holds?: string;
  /** Short forms whose parts stay together, as `z. B.`. */
  pairs?: string[];
  /** Words that begin with an apostrophe. */
  elisions?: string;
}

const NNBSP = "\u202f";
const english: Marks = { double: ["“", "”"], inner: ["“", "”"], single: ["‘", "’"], elisions: "tis|twas|twere|twill|twould|twasn|tisn|em|n|til|till|cause|bout|round|neath|tain" };
const guillemets: Marks = { double: ["«", "»"], inner: ["“", "”"], single: ["‘", "’"] };
const german: Marks = { double: ["„", "“"], inner: ["„", "“"], single: ["‚", "‘"], pairs: ["z. B", "d. h", "u. a", "o. ä", "i. d", "s. o", "u. U"], elisions: "s|n|ne|nen|ner" };
const nordic: Marks = { double: ["”", "”"], inner: ["”", "”"], single: ["’", "’"] };
const russian: Marks = { double: ["«", "»"], inner: ["„", "“"], single: null, holds: "в|к|с|о|у|и|а|я" };
const corner: Marks = { double: ["「", "」"], inner: ["『", "』"], single: ["‘", "’"] };
const french: Marks = { double: [`«${NNBSP}`, `${NNBSP}»`], inner: ["“", "”"], single: null, narrowBefore: "!?;»", wideBefore: ":" };

const TABLE: Record<string, Marks> = {
  en: english,
  de: german, "de-CH": { ...german, double: ["«", "»"], inner: ["‹", "›"], single: ["‹", "›"] }, "de-LI": { ...german, double: ["«", "»"], inner: ["‹", "›"], single: ["‹", "›"] },
  fr: french, "fr-CH": { ...french, inner: ["‹", "›"] }, "fr-CA": { ...french, narrowBefore: "»" },
  es: guillemets, ca: guillemets, gl: guillemets, eu: guillemets, it: guillemets, "it-CH": { ...guillemets, inner: ["‹", "›"] }, el: guillemets,
  pt: { ...english, elisions: "" }, "pt-PT": guillemets,
  nl: { ...english, elisions: "s|t|n|k|m|r|ie" }, af: { ...english, elisions: "n" },
  da: { ...english, elisions: "" }, nb: { ...guillemets, inner: ["‘", "’"] }, nn: { ...guillemets, inner: ["‘", "’"] }, no: { ...guillemets, inner: ["‘", "’"] },
  sv: nordic, fi: nordic, is: { ...german, pairs: [], elisions: "" },
  pl: { double: ["„", "”"], inner: ["«", "»"], single: ["‚", "’"], holds: "a|i|o|u|w|z" },
  cs: { double: ["„", "“"], inner: ["„", "“"], single: ["‚", "‘"], holds: "k|s|v|z|o|u|a|i" },
  sk: { double: ["„", "“"], inner: ["„", "“"], single: ["‚", "‘"], holds: "k|s|v|z|o|u|a|i" },
  sl: { double: ["„", "“"], inner: ["„", "“"], single: ["‚", "‘"] }, hr: { double: ["„", "”"], inner: ["„", "”"], single: ["‚", "’"] },
  sr: { double: ["„", "”"], inner: ["„", "”"], single: ["’", "’"] }, bg: { double: ["„", "“"], inner: ["„", "“"], single: null },
  hu: { double: ["„", "”"], inner: ["»", "«"], single: null }, ro: { double: ["„", "”"], inner: ["«", "»"], single: null },
  lt: { double: ["„", "“"], inner: ["„", "“"], single: null }, lv: { double: ["“", "”"], inner: ["“", "”"], single: null }, et: { double: ["„", "“"], inner: ["«", "»"], single: null },
  ru: russian, be: russian, uk: { ...russian, holds: "в|у|і|й|з|о|а|я" },
  tr: { ...english, elisions: "" }, id: { ...english, elisions: "" }, vi: { ...english, elisions: "" }, ko: { ...english, elisions: "" },
  zh: { ...english, elisions: "" }, "zh-Hant": corner, "zh-TW": corner, "zh-HK": corner, ja: corner,
  ar: guillemets, fa: { ...guillemets, inner: ["‹", "›"], single: null }, ur: { double: ["”", "“"], inner: ["”", "“"], single: ["’", "‘"] },
  he: { double: ["”", "”"], inner: ["’", "’"], single: ["’", "’"] }, yi: { double: ["”", "”"], inner: ["’", "’"], single: ["’", "’"] },
};

/** The marks of a language tag; English's when nothing is known of it. */
export function marksOf(tag: string): Marks {
  const parts = tag.split("-");
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join("-").toLowerCase();
    const found = Object.keys(TABLE).find((key) => key.toLowerCase() === wanted);
    if (found) return TABLE[found] as Marks;
  }
  return english;
}

/** Whether the tag's script runs from right to left. */
export const hebrew = (tag: string): boolean => /^(he|yi)\b/i.test(tag);
