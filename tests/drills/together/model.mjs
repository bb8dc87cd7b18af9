// The editor's own modules for Node: the schema, the binding, the line to the newsroom.
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const editor = createRequire(join(ROOT, "editor/"));
export const { WebSocket: PlainSocket } = editor("ws");
const outfile = join(mkdtempSync(join(tmpdir(), "courant-model-")), "model.mjs");

globalThis.navigator ??= { platform: "" };

await editor("esbuild").build({
  stdin: {
    contents: `
      export { schema } from "./src/doc/schema";
      export { readBody } from "./src/together/read";
      export { Binding, WRITTEN } from "./src/together/binding";
      export { localTables, tidy } from "./src/doc/tidy";
      export { undoManager } from "./src/together/undo";
      export { Taken, wordsOf } from "./src/together/taken";
      export { Story, headOf } from "./src/story";
      export { Together } from "./src/save/together";
      export { toggle, toggleBlock, toggleList, toggleQuote, insertBreak } from "./src/doc/commands";
      export * as Y from "yjs";
      export { EditorState, TextSelection } from "prosemirror-state";
      export { splitBlock, joinBackward } from "prosemirror-commands";
    `,
    resolveDir: join(ROOT, "editor"), loader: "ts",
  },
  bundle: true, format: "esm", platform: "node", outfile, logLevel: "error",
});
export const model = await import(pathToFileURL(outfile));
// Only now: ProseMirror looks for a document while it is loaded, and would take this for a browser's.
globalThis.document = { addEventListener() {}, visibilityState: "visible" };
