/** One note in the list: the words it stands on, what was said, and what can be done. */
import { h } from "../dom";
import { type Box, drafts, noteBox } from "./box";
import type { Told } from "./server";
import type { Colleague, Note, NoteList, Remark } from "./types";

export interface CardHost {
  /** Under which name unsent words are kept. */
  drafts: string;
  people(): Colleague[];
  /** Everybody who may be named, this person too. */
  names(): Colleague[];
  /** The note is chosen; `jump`: its words are to be seen. */
  choose(note: number, jump: boolean): void;
  reply(note: number, text: string, sending: string): Promise<Told>;
  change(note: number, remark: number, text: string): Promise<Told>;
  remove(note: number, remark: number): void;
  settle(note: number, done: boolean): void;
  sent(list: NoteList, words: string): void;
}

export interface Card { readonly dom: HTMLLIElement; readonly note: number; show(note: Note, gone: boolean, where: string, active: boolean): void; focus(): void; focusReply(): void; /** Whether unsent words stand in its box. */ readonly writing: boolean; /** The note is gone (or only done) while they do. */ gone(done: boolean): void }

/** Words with those after an @ that name a colleague set apart. */
function withNames(text: string, people: Colleague[]): (Node | string)[] {
  const names = people.flatMap(({ name, as }) => [name, as]).filter(Boolean).sort((a, b) => b.length - a.length);
  const out: (Node | string)[] = [];
  let rest = text;
  for (let at = rest.indexOf("@"); at >= 0; at = rest.indexOf("@", at + 1)) {
    const name = names.find((one) => rest.slice(at + 1, at + 1 + one.length).toLowerCase() === one.toLowerCase());
    if (!name) continue;
    out.push(rest.slice(0, at), h("b", { class: "note-name" }, rest.slice(at, at + 1 + name.length)));
    rest = rest.slice(at + 1 + name.length);
    at = -1;
  }
  return [...out, rest];
}

export function noteCard(id: number, host: CardHost): Card {
  const words = h("button", { type: "button", class: "note-words", "aria-expanded": "false", onclick: () => host.choose(id, true) });
  const gone = h("p", { class: "note-gone", hidden: true });
  const said = h("ol", { class: "note-said" });
  const more = h("button", { type: "button", class: "quiet note-more", hidden: true, onclick: () => { words.focus(); host.choose(id, true); } });
  const done = h("p", { class: "note-done", hidden: true });
  const replyButton = h("button", { type: "button", class: "quiet", onclick: () => openReply() }, "Reply");
  const settle = h("button", { type: "button", class: "quiet", onclick: () => host.settle(id, !shown?.done) });
  const acts = h("p", { class: "note-acts" }, replyButton, settle);
  const dom = h("li", { class: "note-card", id: `note-${id}` }, words, gone, said, more, done, acts);
  const replyDraft = `${host.drafts}/reply-${id}`;
  const remarks = new Map<number, RemarkView>();
  let shown: Note | null = null;
  let reply: Box | null = null;
  const closeReply = (): void => { reply?.dom.remove(); reply = null; replyButton.hidden = false; };
  const openReply = (): void => {
    host.choose(id, false);
    if (!reply) {
      reply = noteBox({
        label: `Reply to the note${shown?.quote ? ` on ‘${shown.quote}’` : ""}`, act: "Reply", draft: replyDraft, people: host.people,
        send: (text, sending) => host.reply(id, text, sending),
        sent: (list) => { closeReply(); host.sent(list, "The reply is sent."); replyButton.focus(); },
        left: () => { closeReply(); replyButton.focus(); },
      });
      replyButton.hidden = true;
      acts.before(reply.dom);
    }
    reply.focus();
  };
  // A card that grows under a press would lose the click: the mouse chooses it with the click, the keyboard with the focus.
  let pressed = false;
  dom.addEventListener("pointerdown", () => { pressed = true; window.addEventListener("pointerup", () => window.setTimeout(() => { pressed = false; }), { once: true }); });
  dom.addEventListener("focusin", (event) => { if (!pressed && event.target !== words && event.target !== more) host.choose(id, false); });
  dom.addEventListener("click", (event) => { if (!(event.target as Element).closest("button, textarea, [role=option]")) host.choose(id, true); });
  return {
    dom, note: id,
    focus: () => words.focus(),
    focusReply: () => openReply(),
    get writing() { return !!reply && !reply.empty; },
    gone(done) {
      gone.hidden = done;
      const words = done ? "" : "This note was deleted meanwhile. Your words are still here: copy them, or leave them as a new note.";
      if (gone.textContent !== words) gone.textContent = words;
    },
    show(note, isGone, where, active) {
      shown = note;
      dom.classList.toggle("on", active);
      dom.classList.toggle("settled", !!note.done);
      dom.classList.toggle("called", note.called);
      words.setAttribute("aria-expanded", String(active));
      const label = note.quote || "The whole story";
      if (words.dataset.label !== `${where}${label}`) {
        words.dataset.label = `${where}${label}`;
        words.replaceChildren(where ? h("span", { class: "note-where" }, where) : h("span", { class: "unseen" }, "Note on "), note.quote ? h("q", { dir: "auto" }, note.quote) : label);
      }
      gone.hidden = !isGone;
      const goneWords = isGone ? "Its words are gone from the text." : "";
      if (gone.textContent !== goneWords) gone.textContent = goneWords;
      const seen = active ? note.remarks : note.remarks.slice(0, 1);
      showRemarks(said, remarks, note, seen, host);
      const hidden = note.remarks.length - seen.length;
      more.hidden = !hidden;
      more.textContent = hidden === 1 ? "1 reply" : `${hidden} replies`;
      done.hidden = !note.done;
      done.textContent = note.done ? `Done: ${note.done.by}, ${note.done.at}` : "";
      settle.textContent = note.done ? "Open again" : "Done";
      if (!reply && active && drafts.get(replyDraft)) openReply();
    },
  };
}

interface RemarkView { dom: HTMLLIElement; state: string; writing: boolean }

function showRemarks(list: HTMLElement, views: Map<number, RemarkView>, note: Note, seen: Remark[], host: CardHost): void {
  for (const [id, view] of views) if (!seen.some((one) => one.id === id)) { view.dom.remove(); views.delete(id); }
  seen.forEach((remark, index) => {
    let view = views.get(remark.id);
    if (!view) {
      view = { dom: h("li", {}), state: "", writing: false };
      views.set(remark.id, view);
    }
    const state = JSON.stringify([remark, host.people().length]);
    if (view.state !== state && !view.writing) {
      view.state = state;
      fill(view, note, remark, host);
    }
    if (list.children[index] !== view.dom) list.insertBefore(view.dom, list.children[index] ?? null);
  });
}

function fill(view: RemarkView, note: Note, remark: Remark, host: CardHost): void {
  const text = h("p", { class: remark.deleted ? "note-text note-none" : "note-text", dir: "auto" }, ...(remark.deleted ? ["Taken back by its writer."] : withNames(remark.text, host.names())));
  const own = h("span", { class: "note-own" });
  if (remark.mine && !remark.deleted) {
    own.append(h("button", { type: "button", class: "quiet", "aria-label": "Edit what you wrote", onclick: () => edit() }, "Edit"), h("button", { type: "button", class: "quiet", "aria-label": "Delete what you wrote", onclick: () => ask() }, "Delete"));
  }
  const back = (): void => { view.writing = false; fill(view, note, remark, host); view.dom.querySelector<HTMLElement>("button")?.focus(); };
  const edit = (): void => {
    view.writing = true;
    const box = noteBox({
      label: "Your words", act: "Save", draft: `${host.drafts}/edit-${remark.id}`, text: remark.text, people: host.people,
      send: (words) => host.change(note.id, remark.id, words),
      sent: (list) => { view.writing = false; host.sent(list, "Your words are changed."); view.dom.querySelector<HTMLElement>("button")?.focus(); },
      left: back,
    });
    text.replaceWith(box.dom);
    own.replaceChildren();
    box.focus();
  };
  const ask = (): void => {
    const no = h("button", { type: "button", class: "quiet", onclick: back }, "Keep");
    own.replaceChildren(h("span", {}, "Delete for everybody? "), h("button", { type: "button", class: "quiet", onclick: () => host.remove(note.id, remark.id) }, "Delete"), no);
    no.focus();
  };
  view.dom.replaceChildren(h("p", { class: "note-by" }, h("b", {}, remark.by), " ", h("time", { datetime: remark.iso }, remark.at), remark.edited ? h("span", {}, " · edited") : null, own), text);
}
