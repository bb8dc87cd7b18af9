/** What typing turns into blocks: `## `, `> `, `- `, `1. `, `---`, and a pair of backticks into code. */
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { TextSelection, type Plugin } from "prosemirror-state";
import { schema } from "./schema";

const { heading, blockquote, bullet_list, ordered_list, code_block, rule, paragraph } = schema.nodes;

/** Three hyphens alone in a paragraph are a rule across the page. */
const ruleFromHyphens = new InputRule(/^---$/, (state, _match, start, end) => {
  const $start = state.doc.resolve(start);
  if ($start.depth !== 1 || $start.parent.type !== paragraph || $start.parent.content.size !== end - start) return null;
  const after = $start.after();
  const tr = state.tr.replaceWith($start.before(), after, [rule.create(), paragraph.create()]);
  return tr.setSelection(TextSelection.create(tr.doc, $start.before() + 2));
});

const codeFromBackticks = new InputRule(/(?<![`\w])`([^`]+)`$/, (state, match, start, end) => {
  const code = schema.marks.code.create();
  return state.tr.replaceWith(start, end, schema.text(match[1] ?? "", [code])).removeStoredMark(code);
});

export function typingRules(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{2,4})\s$/, heading, (match) => ({ level: (match[1] ?? "##").length })),
      wrappingInputRule(/^\s*>\s$/, blockquote),
      wrappingInputRule(/^\s*([-*+])\s$/, bullet_list),
      wrappingInputRule(/^(\d{1,3})\.\s$/, ordered_list, (match) => ({ start: Number(match[1]) }),
        (match, node) => node.childCount + (node.attrs.start as number) === Number(match[1])),
      textblockTypeInputRule(/^```$/, code_block),
      ruleFromHyphens,
      codeFromBackticks,
    ],
  });
}
