/** A link card as it is written: address and source in fields, title and note as text. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { cardHost, cardHref } from "../doc/apart";
import { h, uid } from "../dom";
import { Frame, type GetPos } from "./frame";

export class LinkCardView extends Frame {
  private readonly href: HTMLInputElement;
  private readonly source: HTMLInputElement;
  private readonly problem = h("p", { class: "apart-problem", id: uid("card-problem") });

  constructor(node: Node, view: EditorView, getPos: GetPos) {
    super(node, view, getPos, "card", "Link card");
    this.href = this.line("Address", "card-href", "https://…", (value) => this.address(value));
    this.href.inputMode = "url";
    this.href.spellcheck = false;
    this.href.setAttribute("aria-describedby", this.problem.id);
    this.source = this.line("Source", "card-source", "Who is behind it (optional)", (value) => this.set({ source: value }));
    this.head.append(this.problem);
    this.show();
  }

  /** Only an address that can be followed is kept; what is not one yet stays in the field. */
  private address(value: string): void {
    const href = value.trim() ? cardHref(value) : "";
    if (href !== null && href !== this.node.attrs.href) this.set({ href });
    this.show();
  }

  protected show(): void {
    const { href, source } = this.node.attrs as { href: string; source: string };
    const writing = document.activeElement === this.href;
    if (!writing) this.href.value = href;
    if (document.activeElement !== this.source) this.source.value = source;
    const wrong = writing && this.href.value.trim() !== "" && cardHref(this.href.value) === null;
    this.href.setAttribute("aria-invalid", String(wrong));
    const words = wrong ? "▲ This is no address a card can lead to. It begins with https://."
      : href ? `Readers see: ${cardHost(href)}. Nothing of that page is loaded.` : "▲ Without an address readers will not see this card.";
    if (this.problem.textContent !== words) this.problem.textContent = words;
    this.problem.classList.toggle("quiet-words", !!href && !wrong);
  }
}
