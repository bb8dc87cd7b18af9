// Hands on a keyboard: presses keys, counts them, and looks after each whether one can see where the focus is.
import assert from "node:assert/strict";

/** The focused element: its name as a screen reader has it, and why its focus cannot be seen, if it cannot. */
const look = () => {
  let element = document.activeElement;
  const shown = element?.getAttribute("aria-activedescendant");
  const named = (one) => (one.getAttribute("aria-label") || (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim()
    || [...(one.labels ?? [])].map((label) => label.textContent).join(" ").trim() || (one.matches("input[type=submit]") ? one.value : "") || one.textContent.trim() || [...one.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ") || one.title || "").replace(/\s+/g, " ").trim();
  if (!element || element === document.body) return { name: "", tag: "body", why: "nothing has the focus" };
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  // The text being written shows a cursor; a page that was jumped to shows its heading.
  const cursor = element.matches("textarea, [contenteditable=true]") || element.closest("[contenteditable=true]");
  const ring = (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  const name = named(element);
  let why = "";
  if (!element.matches("main, dialog") && (box.width < 2 || box.height < 2)) why = "it has no size";
  else if (!element.matches("main") && (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth)) why = `it is outside the window (${Math.round(box.top)}…${Math.round(box.bottom)} of ${innerHeight})`;
  else if (!cursor && !ring && !element.matches("main, dialog, h2")) why = "nothing marks it";
  else if (!name && !element.matches("main, dialog")) why = "it has no name";
  else if (!element.matches("main, dialog, [contenteditable=true]")) {
    const [x, y] = [Math.min(innerWidth - 1, Math.max(0, box.left + Math.min(box.width / 2, 40))), Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2))];
    const top = document.elementFromPoint(x, y);
    if (top && !element.contains(top) && !top.contains(element) && !top.closest("label")) why = `‘${(top.className || top.tagName).toString()}’ lies over it`;
  }
  return { name, tag: element.tagName.toLowerCase(), type: element.type ?? "", role: element.getAttribute("role") ?? "", id: element.id, option: shown ? document.getElementById(shown)?.textContent : "", why };
};

export class Hands {
  presses = 0;
  clicks = 0;
  typed = 0;
  stops = 0;

  constructor(page) { this.page = page; }

  /** What the focus is on; it must be seen and named. */
  async focus() {
    let now = await this.page.evaluate(look);
    // A page or a dialog that is only now coming has not put its focus yet.
    for (let tries = 0; now.why && tries < 10; tries += 1) { await this.page.waitForTimeout(50); now = await this.page.evaluate(look); }
    this.stops += 1;
    assert.equal(now.why, "", `on ${new URL(this.page.url()).pathname} the focus cannot be seen at ‘${now.name.slice(0, 80)}’ (${now.tag})`);
    return now;
  }

  async press(key, times = 1) {
    for (let time = 0; time < times; time += 1) {
      this.presses += 1;
      await this.page.keyboard.press(key);
    }
  }

  /** Words are typed anywhere alike, so they are counted apart. */
  async type(words) {
    this.typed += words.length;
    await this.page.keyboard.type(words);
  }

  /** Tabs until the focus is on what is named so; never more than `most` times, never round in a circle of the page. */
  async tabTo(name, { most = 80, key = "Tab", role } = {}) {
    const wanted = typeof name === "string" ? (now) => now.name === name : (now) => name.test(now.name);
    const seen = [];
    for (let step = 0; step < most; step += 1) {
      await this.press(key);
      const now = await this.page.evaluate(look);
      seen.push(now.name.slice(0, 30) || now.tag);
      // The browser's own bar stands between the last and the first stop.
      if (now.tag === "body") continue;
      if (now.why) await this.focus();
      if (wanted(now) && (!role || now.role === role || now.tag === role)) return now;
    }
    throw new Error(`${most} times ${key} never came to ${name}: ${seen.join(" | ")}`);
  }

  /** By the palette: its key, some letters, Enter. */
  async palette(letters, expected) {
    await this.press("Control+k");
    await this.page.waitForSelector("dialog.palette .palette-field:focus");
    await this.focus();
    await this.type(letters);
    const label = () => this.page.textContent('.palette [aria-selected="true"] .palette-label').catch(() => "");
    for (let tries = 0; tries < 60 && !expected.test((await label()) ?? ""); tries += 1) await this.page.waitForTimeout(50);
    assert.match((await label()) ?? "", expected);
    await this.press("Enter");
    await this.page.waitForSelector("dialog.palette", { state: "detached" });
  }

  /** Presses a key that leads to another page, or to the same one anew, and waits for it. */
  async leads(key, address) {
    const arrived = this.page.waitForEvent("framenavigated", { predicate: (frame) => frame === this.page.mainFrame() && address.test(new URL(frame.url()).pathname) });
    await Promise.all([arrived, this.press(key)]);
    await this.page.waitForLoadState("domcontentloaded");
  }

  /** How much it took since the last time it was asked. */
  taken() {
    const { presses, clicks, typed } = this;
    [this.presses, this.clicks, this.typed] = [0, 0, 0];
    return { presses, clicks, typed };
  }
}
