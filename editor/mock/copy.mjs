// Copy for the mock newsroom: an empty story, and one with every kind of block.
const text = (words, ...marks) => ({ type: "text", text: words, ...(marks.length ? { marks } : {}) });
const mark = (type, attrs) => (attrs ? { type, attrs } : { type });
const p = (...content) => ({ type: "paragraph", ...(content.length ? { content } : {}) });
const cell = (type, words) => ({ type, attrs: { colspan: 1, rowspan: 1, colwidth: null }, content: [p(text(words))] });
const row = (type, ...words) => ({ type: "table_row", content: words.map((word) => cell(type, word)) });
const item = (...content) => ({ type: "list_item", content });

export function blank() {
  return {
    headline: "", standfirst: "", slug: "", slugline: "", language: "en", kicker: "", bylines: [], dateline: null,
    section: "", storyline: "", tags: [], picture: null, body: { type: "doc", content: [p()] },
  };
}

export function filled() {
  return {
    ...blank(),
    headline: "Kim Jong-un met Xi in Beijing, China and North Korea say",
    standfirst: "State media in both countries report an unannounced visit, the North Korean leader’s first known journey abroad since he took power.",
    slugline: "korea-kim-beijing-1", kicker: "The talks", section: "world", storyline: "peninsula-2018", tags: ["Korea", "China"],
    bylines: [{ name: "Ana Moreau", slug: "ana-moreau" }, { name: "Han Ji-woo", slug: "han-ji-woo" }],
    dateline: { place: "Beijing", date: "2018-03-28" },
    body: { type: "doc", content: [
      p(text("The North Korean leader "), text("travelled to Beijing by train", mark("claim", { ref: "visit-beijing" })), text(" and met China’s president, the state news agencies of both countries said on "), text("Wednesday", mark("date", { ref: "2018-03-28" })), text(", after two days in which nobody would say who was on the green train. ")),
      p(text("It was his first known journey abroad since 2011", mark("strong")), text(", and it came weeks before he was due to meet the president of South Korea."), { type: "footnote", content: [text("The meeting was set for "), text("27 April", mark("em")), text(" at Panmunjom.")] }, text(" More in our "), text("storyline", mark("link", { href: "/storylines/peninsula-2018" })), text(".")),
      { type: "heading", attrs: { level: 2 }, content: [text("What each side reported")] },
      { type: "bullet_list", content: [item(p(text("Xinhua reported the visit and the talks in the Great Hall of the People."))), item(p(text("KCNA carried the toasts.")), { type: "bullet_list", content: [item(p(text("It gave no date for a return visit.")))] })] },
      { type: "blockquote", content: [p(text("A quotation that runs for a sentence or two stands in from the margin, so that it is plain who speaks."))] },
      { type: "pull_quote", attrs: { cite: "From the report" }, content: [text("For two days nobody would say who was on the train")] },
      { type: "heading", attrs: { level: 3 }, content: [text("The meetings so far")] },
      { type: "table", content: [row("table_header", "Date", "Where", "Who"), row("table_cell", "5 March", "Pyongyang", "South Korean envoys"), row("table_cell", "26 March", "Beijing", "Xi Jinping")] },
      { type: "ordered_list", attrs: { start: 1 }, content: [item(p(text("A meeting of the two Koreas."))), item(p(text("A meeting with the United States.")))] },
      { type: "rule" },
      { type: "code_block", content: [text("courant story publish visit.md")] },
      p(text("The last paragraph, with H"), text("2", mark("sub")), text("O, "), text("code", mark("code")), text(" and "), text("struck words", mark("strike")), text(".")),
    ] },
  };
}
