// Tables: what is typed, key by key, and what stands there then. No browser: the rules are text in, text out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

const { outputFiles: [bundle] } = await build({ entryPoints: [new URL("../src/tools/typography.ts", import.meta.url).pathname], bundle: true, format: "esm", write: false });
const { typed, straighten } = await import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString("base64")}`);

/** Types a text key by key. */
export function type(keys, language) {
  let text = "";
  for (const key of keys) {
    const change = typed(text, key, language);
    text = change ? text.slice(0, text.length - change.erase) + change.put : text + key;
  }
  return text;
}

const right = (text, language) => {
  let out = text;
  for (const { from, to, put } of straighten(text, language).reverse()) out = out.slice(0, from) + put + out.slice(to);
  return out;
};

const NB = "\u00a0";
const NN = "\u202f";

/** Language, what is typed, what stands there. */
const TABLE = [
  ["en", `"Yes," he said.`, "“Yes,” he said."],
  ["en", `("Yes") and "no"—"maybe"`, "(“Yes”) and “no”—“maybe”"],
  ["en", `"He said 'yes' to me," she said.`, "“He said ‘yes’ to me,” she said."],
  ["en", `"'Yes,' he said," she said.`, "“‘Yes,’ he said,” she said."],
  ["en", `It's the reporters' desk, isn't it?`, "It’s the reporters’ desk, isn’t it?"],
  ["en", `'Tis the season, 'twas said.`, "’Tis the season, ’twas said."],
  ["en", `rock 'n' roll is here`, "rock ’n’ roll is here"],
  ["en", `the '90s and the 1990's, in '08.`, "the ’90s and the 1990’s, in ’08."],
  ["en", `Get 'em out`, "Get ’em out"],
  ["en", `an 'embargo' holds`, "an ‘embargo’ holds"],
  ["en", `a 6'2" man`, `a 6’2″ man`],
  ["en", `in "1990" they`, "in “1990” they"],
  ["en", `1990--2018, and --- well`, "1990–2018, and — well"],
  ["en", `He came--late---and left`, "He came–late—and left"],
  ["en", `He came - late - and left`, "He came – late – and left"],
  ["en", `Wait... no....`, "Wait… no….",],
  ["en", `a well-known e-mail`, "a well-known e-mail"],
  ["en", `---`, "---"],
  ["en", `up 5 % and 3 €`, `up 5${NB}% and 3${NB}€`],
  ["en", `Stop ! Now ? Yes : no`, "Stop ! Now ? Yes : no"],
  ["en-GB", `'He said "yes" to me,' she said.`, "‘He said “yes” to me,’ she said."],
  ["en-US", `"Yes," he said.`, "“Yes,” he said."],
  ["xx", `"Yes"`, "“Yes”"],
  ["de", `"Ja", sagte er, "'nein' geht's nicht".`, "„Ja“, sagte er, „‚nein‘ geht’s nicht“."],
  ["de", `Andrea's Buch, so 'ne Sache`, "Andrea’s Buch, so ’ne Sache"],
  ["de", `z. B. der 5. Mai, d. h. jetzt`, `z.${NB}B. der 5. Mai, d.${NB}h. jetzt`],
  ["de", `um 5 % - mehr nicht`, `um 5${NB}% – mehr nicht`],
  ["de-CH", `"Ja", sagte er.`, "«Ja», sagte er."],
  ["fr", `"Oui", dit-il : "L'été !"`, `«${NN}Oui${NN}», dit-il${NB}: «${NN}L’été${NN}!${NN}»`],
  ["fr", `"Il a dit "oui" hier"`, `«${NN}Il a dit “oui” hier${NN}»`],
  ["fr", `Quoi? Non; si!`, `Quoi${NN}? Non${NN}; si${NN}!`],
  ["fr", `https://example.org/a?b=c à 10:30`, "https://example.org/a?b=c à 10:30"],
  ["fr", `aujourd'hui, l'été, qu'il`, "aujourd’hui, l’été, qu’il"],
  ["es", `"Sí", dijo, "él dijo "no" ayer". ¿"Qué"?`, "«Sí», dijo, «él dijo “no” ayer». ¿«Qué»?"],
  ["it", `"L'uomo ha detto "sì" un po' tardi"`, "«L’uomo ha detto “sì” un po’ tardi»"],
  ["pt", `"Sim", d'água`, "“Sim”, d’água"],
  ["pl", `"Tak", mówi, "on powiedział "nie" w domu"`, `„Tak”, mówi, „on powiedział «nie» w${NB}domu”`],
  ["cs", `"Ano," řekl v lese`, `„Ano,“ řekl v${NB}lese`],
  ["ru", `"Да", - сказал он в доме, "это "нет" тут"`, `«Да», – сказал он в${NB}доме, «это „нет“ тут»`],
  ["uk", `"Так" з'явився`, "«Так» з’явився"],
  ["sv", `"Ja", sade han, det 'går'`, "”Ja”, sade han, det ’går’"],
  ["nl", `'s Avonds zei hij "ja" in de foto's, 't is zo`, "’s Avonds zei hij “ja” in de foto’s, ’t is zo"],
  ["nb", `"Ja", sa han`, "«Ja», sa han"],
  ["da", `"Ja", sagde han`, "“Ja”, sagde han"],
  ["hu", `"Igen "nem" van"`, "„Igen »nem« van”"],
  ["ja", `"はい"`, "「はい」"],
  ["zh-Hant", `他說"好"`, `他說「好」`],
  ["ko", `"네" '아니'`, "“네” ‘아니’"],
  ["tr", `"Evet" Ankara'da`, "“Evet” Ankara’da"],
  ["ar", `"نعم" قال`, "«نعم» قال"],
  ["fa", `"بله" گفت`, "«بله» گفت"],
  ["he", `"כן" אמר צה"ל, ג'ירפה`, "”כן” אמר צה״ל, ג׳ירפה"],
];

for (const [language, keys, wanted] of TABLE) {
  test(`${language}: ${keys} is written ${wanted}`, () => assert.equal(type(keys, language), wanted));
}

/** A pasted text put right at once is what typing it would have made. */
for (const [language, text, wanted] of TABLE) {
  test(`${language}: ${text} is put right as it would be typed`, () => assert.equal(right(text, language), wanted));
}

test("what is right already is left as it is", () => {
  for (const [language, , wanted] of TABLE.filter(([, keys]) => !/--/.test(keys))) assert.deepEqual(straighten(wanted, language), [], `${language}: ${wanted}`);
});

test("code and footnotes in a line are not touched", () => {
  const text = `say "hello" 'x' and "go"`;
  const edits = straighten(text, "en", (offset) => offset >= 4 && offset < 11);
  assert.ok(edits.every(({ from }) => from >= 11), JSON.stringify(edits));
});

test("a text of 5,000 words is put right in less time than it takes to see", () => {
  const text = `He said "it's 'so' -- no" and left... `.repeat(700);
  const began = performance.now();
  straighten(text, "en");
  assert.ok(performance.now() - began < 3000);
});
