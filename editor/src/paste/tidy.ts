/** The second look at pasted HTML: blocks where there were only line breaks, tables that are tables, nothing empty. */

const EMPTY = "p, div, span, a, h1, h2, h3, h4, h5, h6, li, ul, ol, blockquote, strong, em, s, code, figure, figcaption";
const SOLID = "img, figure, hr, table, [data-footnote]";

export function tidy(body: HTMLElement): void {
  layoutTables(body);
  for (const table of body.querySelectorAll("table")) header(table);
  for (const cell of [...body.querySelectorAll<HTMLElement>("td, th")]) flat(cell, true);
  for (const block of [...body.querySelectorAll<HTMLElement>("li, blockquote")]) flat(block, false);
  paragraphs(body);
  for (const line of [...body.querySelectorAll("br")]) if (besideBlock(line)) line.remove();
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) for (const strong of [...heading.querySelectorAll("strong")]) strong.replaceWith(...strong.childNodes);
  for (const element of [...body.querySelectorAll(EMPTY)].reverse()) {
    if (!(element.textContent ?? "").trim() && !element.matches(SOLID) && !element.querySelector(SOLID)) {
      if (element.textContent && element.matches("span, a, strong, em, s, code")) element.replaceWith(element.textContent);
      else element.remove();
    }
  }
  for (const end of [...body.querySelectorAll("p > br:last-child, div > br:last-child, li > br:last-child, td > br:last-child")]) {
    let after = end.nextSibling;
    while (after && after.nodeType === 3 && !after.textContent?.trim()) after = after.nextSibling;
    if (!after) end.remove();
  }
}

/** A line break between blocks, or alone in one, parts nothing. */
function besideBlock(line: Element): boolean {
  const step = (way: "previousSibling" | "nextSibling"): Node | null => {
    let node: Node | null = line[way];
    while (node && (node.nodeName === "BR" || (node.nodeType === 3 && !node.textContent?.trim()))) node = node[way];
    return node;
  };
  const [before, after] = [step("previousSibling"), step("nextSibling")];
  const block = (node: Node | null): boolean => node instanceof HTMLElement && /^(P|DIV|H[1-6]|UL|OL|BLOCKQUOTE|TABLE|PRE|HR|FIGURE)$/.test(node.tagName);
  return block(before) || block(after) || (!before && !after && line.parentElement?.tagName === "BODY");
}

/** Tables that only place things on a page: those of one cell, and those that hold tables. */
function layoutTables(body: HTMLElement): void {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const cells = [...table.querySelectorAll("td, th")];
    if (cells.length > 1 && !table.querySelector("table, h1, h2, h3, figure") ) continue;
    for (const cell of cells) {
      const block = body.ownerDocument.createElement("div");
      block.append(...cell.childNodes);
      table.before(block);
    }
    table.remove();
  }
}

/** The first row is a heading when the table says so, or when all of it is bold and nothing below is. */
function header(table: HTMLTableElement): void {
  const rows = [...table.querySelectorAll("tr")];
  const bold = (cell: Element): boolean => !!cell.textContent?.trim() && [...cell.querySelectorAll("strong")].map((one) => one.textContent).join("").trim() === cell.textContent?.trim();
  const first = rows[0];
  const said = [...table.querySelectorAll("thead td")];
  const looks = first && rows.length > 1 && [...first.children].every(bold) && !rows.slice(1).some((row) => [...row.children].every(bold)) ? [...first.children] : [];
  for (const cell of new Set([...said, ...looks])) {
    if (cell.tagName !== "TD") continue;
    const made = table.ownerDocument.createElement("th");
    for (const name of ["colspan", "rowspan"]) { const value = cell.getAttribute(name); if (value) made.setAttribute(name, value); }
    for (const strong of [...cell.querySelectorAll("strong")]) strong.replaceWith(...strong.childNodes);
    made.append(...cell.childNodes);
    cell.replaceWith(made);
  }
  const caption = table.querySelector(":scope > p");
  if (caption) table.before(caption);
}

/** A cell, an item, a quotation holds paragraphs (and lists, but for the cell): headings become bold, lists of a cell lines. */
function flat(block: HTMLElement, cell: boolean): void {
  const page = block.ownerDocument;
  for (const heading of [...block.querySelectorAll("h1, h2, h3, h4, h5, h6")]) {
    const [line, strong] = [page.createElement("p"), page.createElement("strong")];
    strong.append(...heading.childNodes);
    line.append(strong);
    heading.replaceWith(line);
  }
  for (const code of [...block.querySelectorAll("pre")]) {
    const line = page.createElement("p");
    (code.textContent ?? "").split("\n").forEach((words, index) => line.append(...(index ? [page.createElement("br")] : []), words));
    code.replaceWith(line);
  }
  if (!cell) return;
  for (const item of [...block.querySelectorAll("li")]) {
    const sign = item.parentElement?.tagName === "OL" ? `${[...item.parentElement.children].indexOf(item) + (Number(item.parentElement.getAttribute("start")) || 1)}. ` : "• ";
    const line = page.createElement("p");
    line.append(sign, ...[...item.childNodes].flatMap((node) => (node instanceof HTMLElement && node.tagName === "P" ? [...node.childNodes] : [node])));
    item.replaceWith(line);
  }
  for (const box of [...block.querySelectorAll("ul, ol, blockquote")].reverse()) box.replaceWith(...box.childNodes);
}

/** Two line breaks one after the other are the end of a paragraph. */
function paragraphs(body: HTMLElement): void {
  const page = body.ownerDocument;
  for (const block of [body, ...body.querySelectorAll<HTMLElement>("p, div, blockquote, li, td, th")]) {
    if (!block.querySelector(":scope > br")) continue;
    const runs: Node[][] = [[]];
    let breaks: Node[] = [];
    for (const node of [...block.childNodes]) {
      const blank = node.nodeType === 3 && !node.textContent?.trim();
      if (node.nodeName === "BR") { breaks.push(node); continue; }
      if (blank && breaks.length) continue;
      if (breaks.length > 1) runs.push([]);
      else if (breaks.length) runs.at(-1)!.push(...breaks);
      breaks = [];
      runs.at(-1)!.push(node);
    }
    if (runs.length < 2) continue;
    const made = runs.map((nodes) => {
      const line = page.createElement(block.tagName === "P" ? "p" : "div");
      line.append(...nodes);
      return line;
    });
    if (block.tagName === "P") block.replaceWith(...made);
    else block.replaceChildren(...made);
  }
}
