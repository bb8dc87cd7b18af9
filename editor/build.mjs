// Builds the committed bundles in dist/. The same sources and lock file give the same bytes.
import { build } from "esbuild";
import { readFile, readdir, writeFile } from "node:fs/promises";

const result = await build({
  entryPoints: {
    newsroom: "src/main.ts",
    "newsroom-editor": "src/editor.css",
    "newsroom-pages": "src/pages/main.ts",
  },
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome108", "firefox115", "safari16"],
  charset: "utf8",
  outdir: "dist",
  legalComments: "none",
  metafile: true,
  logLevel: "info",
});

// The licences of what is bundled travel with it.
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
let text = "The newsroom's editor contains these packages.\n";
for (const name of [...packages].sort()) {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const licence = file ? (await readFile(`${folder}/${file}`, "utf8")).trim() : about.license;
  text += `\n## ${name} ${about.version} (${about.license})\n\n${licence}\n`;
}
await writeFile("dist/licences.txt", text);
