// The corpus of hostile HTML: fixtures/hostile-html/*.txt, filed by trick; lines of `----` part the payloads.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../fixtures/hostile-html/", import.meta.url));

/** Every payload, as `{name, text}`; the name is the file and the number in it. */
export function payloads() {
  return readdirSync(FOLDER).filter((name) => name.endsWith(".txt")).sort().flatMap((name) => {
    const parts = readFileSync(FOLDER + name, "utf8").split(/^----$/m).map((part) => part.replace(/^\n|\n$/g, "")).filter((part) => part.trim());
    return parts.map((text, number) => ({ name: `${name.slice(0, -4)} ${number + 1}`, text }));
  });
}
