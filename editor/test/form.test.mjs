// The form of the shared document, and writing into it as little as can be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../mock/copy.mjs";
import model, { copyOf, documentOf, schema, Y } from "../mock/model.mjs";

const { yprosemirror, readBody, writeBody } = model;
const body = (doc) => doc.getXmlFragment("body");
const plain = (node) => JSON.parse(JSON.stringify(node));
const paragraph = (...content) => ({ type: "doc", content: [{ type: "paragraph", content }] });
const text = (words, ...marks) => ({ type: "text", text: words, ...(marks.length ? { marks: marks.map((type) => ({ type })) } : {}) });
const note = { type: "footnote", content: [text("A note.")] };

/** Two documents that began as one; `together()` brings each what the other wrote. */
function two(json) {
  const [a, b] = [new Y.Doc({ gc: false }), new Y.Doc({ gc: false })];
  a.transact(() => writeBody(body(a), schema.nodeFromJSON(json), new Map()));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  return { a, b, together() {
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    assert.deepEqual(plain(readBody(body(a))), plain(readBody(body(b))));
    return plain(readBody(body(a)));
  } };
}
const write = (doc, json) => doc.transact(() => writeBody(body(doc), schema.nodeFromJSON(json), new Map()));

test("what is written is read by y-prosemirror as it was meant, and the other way round", () => {
  const copy = filled();
  const wanted = plain(schema.nodeFromJSON(copy.body));
  const ours = documentOf(copy);
  assert.deepEqual(plain(yprosemirror.yXmlFragmentToProseMirrorRootNode(body(ours), schema)), wanted);
  const theirs = yprosemirror.prosemirrorJSONToYDoc(schema, copy.body, "body");
  assert.deepEqual(plain(readBody(body(theirs))), wanted);
  const { body: _text, ...head } = copyOf(ours);
  const { body: _other, ...facts } = plain(copy);
  assert.deepEqual(head, facts);
});

test("writing what is there already changes nothing", () => {
  const doc = documentOf(filled());
  let updates = 0;
  doc.on("update", () => { updates += 1; });
  write(doc, filled().body);
  assert.equal(updates, 0);
});

test("two who begin an empty line at once write into one text, whoever comes first", () => {
  const pair = two({ type: "doc", content: [{ type: "paragraph" }] });
  write(pair.a, paragraph(text("alpha")));
  write(pair.b, paragraph(text("bravo")));
  assert.match(pair.together().content[0].content[0].text, /^(alphabravo|bravoalpha)$/);
  assert.equal(body(pair.a).get(0).length, 1);
});

test("texts that stand side by side are one run, and writing in it copies nothing", () => {
  const pair = two(paragraph(text("before "), note, text(" after")));
  write(pair.a, paragraph(text("before  after")));
  write(pair.b, paragraph(text("before "), note, text(" after, and more")));
  assert.equal(pair.together().content[0].content[0].text, "before  after, and more");
  // Both write on in the joined run, at once.
  write(pair.a, paragraph(text("Well before  after, and more")));
  write(pair.b, paragraph(text("before  after, and much more")));
  assert.equal(pair.together().content[0].content[0].text, "Well before  after, and much more");
});

test("two edits that are each valid are valid together, and empty what they empty without a word of others going", () => {
  const list = (...items) => ({ type: "doc", content: [{ type: "bullet_list", content: items.map((words) => ({ type: "list_item", content: [{ type: "paragraph", content: [text(words)] }] })) }, { type: "paragraph", content: [text("End")] }] });
  const pair = two(list("one", "two"));
  write(pair.a, list("one"));
  write(pair.b, list("two"));
  const merged = pair.together();
  assert.deepEqual(merged.content[0], { type: "bullet_list" });
  schema.nodeFromJSON(merged).check();
});

test("marks of two people on the same words both stay", () => {
  const pair = two(paragraph(text("one two three")));
  write(pair.a, paragraph(text("one two", "strong"), text(" three")));
  write(pair.b, paragraph(text("one "), text("two three", "em")));
  const { content } = pair.together().content[0];
  assert.deepEqual(content.map((run) => [run.text, (run.marks ?? []).map(({ type }) => type)]), [["one ", ["strong"]], ["two", ["strong", "em"]], [" three", ["em"]]]);
});

test("an element that this editor does not know stays in the shared document unseen, and is not counted among the rest", () => {
  const doc = documentOf(filled());
  const strange = new Y.XmlElement("from_a_newer_editor");
  body(doc).insert(1, [strange]);
  const seen = readBody(body(doc));
  assert.deepEqual(plain(seen), plain(schema.nodeFromJSON(filled().body)));
  const shorter = seen.type.create(null, seen.children.slice(2));
  doc.transact(() => writeBody(body(doc), shorter, new Map()));
  assert.ok(body(doc).toArray().includes(strange));
  assert.deepEqual(plain(readBody(body(doc))), plain(shorter));
});
