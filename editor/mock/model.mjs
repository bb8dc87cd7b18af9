// The editor's own schema and conversion, bundled for Node, with the one Yjs they use.
import { build } from "esbuild";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(mkdtempSync(join(tmpdir(), "courant-model-")), "model.mjs");
await build({
  stdin: {
    contents: `
      export { schema } from "./src/doc/schema";
      export { readBody, plain, visibleChildren } from "./src/together/read";
      export { writeBody } from "./src/together/write";
      export { Binding, WRITTEN, FROM_SHARED } from "./src/together/binding";
      export { localTables, tidy } from "./src/doc/tidy";
      export { toLasting, fromLasting } from "./src/together/places";
      export { undoManager } from "./src/together/undo";
      export { Arrival, Taken, wordsOf } from "./src/together/taken";
      export { headOf, Story, TEXTS, HEAD } from "./src/story";
      export * as Y from "yjs";
      export * as yprosemirror from "y-prosemirror";
      export * as pmState from "prosemirror-state";
      export * as pmTransform from "prosemirror-transform";
      export * as pmModel from "prosemirror-model";
      export * as commands from "prosemirror-commands";
      export { toggleList, toggleQuote, toggleBlock } from "./src/doc/commands";
    `,
    resolveDir: folder, loader: "ts",
  },
  bundle: true, format: "esm", platform: "node", outfile, logLevel: "error",
  banner: { js: "globalThis.navigator ??= { platform: '' };" },
});
const model = await import(pathToFileURL(outfile));
export const { schema, Y } = model;
export default model;

/** A shared document made of copy, as the server makes it. */
export function documentOf(copy) {
  const doc = new Y.Doc({ gc: false });
  doc.transact(() => {
    const put = (name, words) => { if (words) doc.getText(name).insert(0, words); };
    for (const name of ["headline", "standfirst", "kicker", "slugline", "slug"]) put(name, copy[name]);
    put("dateline_place", copy.dateline?.place);
    for (const name of ["alt", "caption", "credit"]) put(`picture_${name}`, copy.picture?.[name]);
    const head = doc.getMap("head");
    for (const name of ["language", "section", "storyline"]) head.set(name, copy[name]);
    if (copy.dateline?.date) head.set("dateline_date", copy.dateline.date);
    if (copy.picture) head.set("picture", copy.picture.picture);
    for (const name of ["crop", "focus"]) if (copy.picture?.[name]) head.set(`picture_${name}`, copy.picture[name]);
    doc.getArray("bylines").insert(0, copy.bylines);
    doc.getArray("tags").insert(0, copy.tags);
    model.writeBody(doc.getXmlFragment("body"), schema.nodeFromJSON(copy.body), new Map());
  });
  return doc;
}

/** The copy that a shared document has. */
export function copyOf(doc) {
  // As the server writes it: what a use of a picture does not say is not there.
  const said = (key, value) => (value === null && (key === "crop" || key === "focus") ? undefined : value);
  return JSON.parse(JSON.stringify({ ...model.headOf(doc), body: model.readBody(doc.getXmlFragment("body")) }, said));
}
