/**
 * What a merge may leave empty or uneven is put in order only by somebody who writes there, never by those who look on:
 * two tabs that mended the same place at once would mend it twice.
 */
import type { Node } from "prosemirror-model";
import { Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { FROM_SHARED } from "../together/binding";
import { schema } from "./schema";

const { nodes } = schema;
const NEEDS_A_LINE = new Set([nodes.list_item, nodes.table_cell, nodes.table_header]);
const GOES_WHEN_EMPTY = new Set([nodes.bullet_list, nodes.ordered_list, nodes.blockquote, nodes.table, nodes.table_row]);

const local = (transactions: readonly Transaction[]): boolean => transactions.some((tr) => tr.docChanged && !tr.getMeta(FROM_SHARED));

/** The editing of tables, which squares a table only after what is done here. */
export function localTables(): Plugin {
  const plugin = tableEditing();
  const square = plugin.spec.appendTransaction;
  plugin.spec.appendTransaction = function (transactions, before, state) {
    return transactions.some((tr) => tr.docChanged) && !local(transactions) ? null : square?.call(this, transactions, before, state);
  };
  return plugin;
}

/** In the blocks that were just written in: no empty container, a line in each cell and item, marks on words alone. */
export function tidy(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      if (!local(transactions) || before.doc.eq(state.doc)) return null;
      const tr = state.tr;
      const [from, to] = changed(before.doc, state.doc);
      let at = 0;
      const blocks: [Node, number][] = [];
      state.doc.forEach((node, _offset, index) => { if (index >= from && index < to) blocks.push([node, at]); at += node.nodeSize; });
      for (const [node, pos] of blocks.reverse()) tidyNode(tr, node, pos);
      if (!tr.doc.childCount) {
        tr.insert(0, nodes.paragraph!.create());
        tr.setSelection(TextSelection.create(tr.doc, 1));
      }
      return tr.docChanged ? tr : null;
    },
    props: {
      handleDOMEvents: {
        // A text that a merge has left without any block gets a line when somebody comes to write.
        focus(view) {
          if (view.editable && !view.state.doc.childCount) view.dispatch(view.state.tr.insert(0, nodes.paragraph!.create()));
          return false;
        },
      },
    },
  });
}

/** Which blocks differ, as a range of the new document's. */
function changed(before: Node, now: Node): [number, number] {
  let left = 0;
  while (left < before.childCount && left < now.childCount && before.child(left) === now.child(left)) left += 1;
  let right = 0;
  while (right < Math.min(before.childCount, now.childCount) - left && before.child(before.childCount - right - 1) === now.child(now.childCount - right - 1)) right += 1;
  return [left, now.childCount - right];
}

/** From the last child to the first, so that positions before stay true. */
function tidyNode(tr: Transaction, node: Node, pos: number): void {
  if (node.isInline) {
    if (!node.isText && node.marks.length) for (const mark of node.marks) tr.removeNodeMark(pos, mark);
    return;
  }
  if (!node.childCount) {
    if (NEEDS_A_LINE.has(node.type)) tr.insert(pos + 1, nodes.paragraph!.create());
    else if (GOES_WHEN_EMPTY.has(node.type)) tr.delete(pos, pos + node.nodeSize);
    return;
  }
  if (node.isTextblock && node.content.content.every((child) => child.isText)) return;
  let at = pos + node.nodeSize - 1;
  for (let index = node.childCount - 1; index >= 0; index -= 1) {
    const child = node.child(index);
    at -= child.nodeSize;
    tidyNode(tr, child, at);
  }
}
