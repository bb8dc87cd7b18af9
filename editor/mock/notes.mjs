// The newsroom's notes in memory, as the server answers them. Who asks is `memory.noteReader`, or whoever the cookie names.
import { shared } from "./together.mjs";

export const PEOPLE = ["Ana Moreau", "Han Ji-woo", "Mina Seo"];

/** The notes of a story. */
export function notesOf(memory, story) {
  if (!memory.notes.has(story)) memory.notes.set(story, { version: 0, notes: [], next: 1 });
  return memory.notes.get(story);
}

/** Tells every window that something has changed. */
export function changed(memory, story) {
  const all = notesOf(memory, story);
  all.version += 1;
  for (const window of shared(memory, story).windows.values()) window.say({ t: "notes", version: all.version });
}

const by = (memory, request) => decodeURIComponent(request.headers.cookie?.match(/reader=([^;]+)/)?.[1] ?? memory.noteReader ?? "Ana Moreau");

/** Adds a note as if somebody had sent it. */
export function addNote(memory, story, who, fields) {
  const all = notesOf(memory, story);
  const id = all.next++;
  all.notes.push({ id, quote: fields.quote ?? "", epoch: fields.epoch ?? "", from: fields.from ?? "", to: fields.to ?? "", done: null, remarks: [{ id: all.next++, by: who, text: fields.text, sending: fields.sending, edited: false, deleted: false }] });
  changed(memory, story);
  return id;
}

export function answerNotes(memory, request, path, body, say) {
  if (memory.notesAway) return request.socket.destroy();
  const [, , , story, , note, act, remark, last] = path.split("/").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const [all, who, form] = [notesOf(memory, story), by(memory, request), Object.fromEntries(new URLSearchParams(body.toString()))];
  memory.noteRequests = (memory.noteRequests ?? 0) + 1;
  const list = (written = null) => say(200, {
    version: all.version, note: written, me: who, people: PEOPLE.filter((name) => name !== who).map((name) => ({ name, as: name })),
    notes: all.notes.map((one) => ({ ...one, called: false, remarks: one.remarks.map((said) => ({ ...said, mine: said.by === who, at: "09:30", iso: "2018-03-28T09:30:00+09:00" })) })),
  });
  const list1 = (one) => ({ ...one, called: false, remarks: [] });
  const refuse = (status, error, next) => say(status, { error, next });
  if (request.method === "GET") return list();
  const one = all.notes.find(({ id }) => id === note);
  if (!note) {
    if (memory.refuseNotes) return refuse(422, ...memory.refuseNotes);
    const sent = all.notes.find(({ remarks }) => remarks[0].sending === form.sending);
    if (sent && sent.remarks[0].text !== form.text) return refuse(409, "A note was sent from here before, with other words, and stands.", "Look at it in the list.");
    if (memory.loseNoteAnswer) { if (!sent) addNote(memory, story, who, form); return request.socket.destroy(); }
    return list(sent?.id ?? addNote(memory, story, who, form));
  }
  if (!one) return refuse(404, "There is no such note here.", "Look it up in the list of stories.");
  const said = one.remarks.find(({ id }) => id === remark);
  if (act === "replies") { one.done = null; one.remarks.push({ id: all.next++, by: who, text: form.text, edited: false, deleted: false }); }
  else if (act === "state") one.done = form.state === "done" ? { by: who, at: "09:31" } : null;
  else if (act === "anchor") {
    memory.anchorPosts = (memory.anchorPosts ?? 0) + 1;
    if (memory.refuseAnchors) return refuse(memory.refuseAnchors, "Not now.", "");
    if (one.epoch === (form.was_epoch ?? "") && one.from === (form.was_from ?? "") && one.to === (form.was_to ?? "")) { Object.assign(one, { epoch: form.epoch, from: form.from, to: form.to }); changed(memory, story); }
    return say(200, { version: all.version, one: list1(one) });
  } else if (act === "seen") return say(200, { version: all.version });
  else if (act === "remarks" && last === "deletion") { Object.assign(said, { text: "", deleted: true }); if (one.remarks.every(({ deleted }) => deleted)) all.notes = all.notes.filter((other) => other !== one); }
  else if (act === "remarks") Object.assign(said, { text: form.text, edited: true });
  changed(memory, story);
  return list(note);
}
