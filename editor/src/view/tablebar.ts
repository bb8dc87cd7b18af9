/** Rows and columns: a second line of the toolbar while the cursor is in a table. */
import type { Command } from "prosemirror-state";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, toggleHeaderColumn, toggleHeaderRow } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import { enclosing } from "../doc/commands";
import { schema } from "../doc/schema";
import { h } from "../dom";
import type { Act } from "./blocks";
import { actButton, rove } from "./toolbar";

const act = (id: string, label: string, run: Command): Act => ({ id, label, run });

const ACTS: Act[] = [
  act("row-above", "Row above", addRowBefore), act("row-below", "Row below", addRowAfter), act("row-delete", "Delete row", deleteRow),
  act("column-left", "Column left", addColumnBefore), act("column-right", "Column right", addColumnAfter), act("column-delete", "Delete column", deleteColumn),
  act("header-row", "Header row", toggleHeaderRow), act("header-column", "Header column", toggleHeaderColumn), act("table-delete", "Delete table", deleteTable),
];

export function tableBar(view: EditorView): { dom: HTMLElement; update(): void } {
  const dom = h("div", { class: "toolbar tablebar", role: "toolbar", "aria-label": "Table", hidden: true },
    ...ACTS.map((one) => actButton(one, ({ run }) => { run(view.state, view.dispatch, view); view.focus(); })));
  rove(dom, () => view.focus());
  return { dom, update: () => { dom.hidden = !enclosing(view.state, schema.nodes.table); } };
}
