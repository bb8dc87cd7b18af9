// The newsroom's side of the shared document, in memory: the protocol as the server speaks it.
import { WebSocketServer } from "ws";
import model, { copyOf, documentOf, Y } from "./model.mjs";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const clock = () => `${new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Seoul" })} KST`;

/** The shared document of a story, made once. */
export function shared(memory, id) {
  const story = memory.stories.get(id);
  story.shared ??= { doc: documentOf(story.copy), epoch: Math.random().toString(36).slice(2), seq: 0, windows: new Map(), log: [] };
  return story.shared;
}

/** Another document under the same story, as after a reset. */
export function reset(memory, id, copy) {
  const story = memory.stories.get(id);
  story.copy = copy;
  for (const window of story.shared?.windows.values() ?? []) window.socket.close();
  story.shared = undefined;
  return shared(memory, id);
}

/** Takes an update as one commit and tells every other window. */
export function commit(memory, id, update, by, from = null) {
  const story = memory.stories.get(id);
  const one = shared(memory, id);
  Y.applyUpdate(one.doc, update);
  one.seq += 1;
  story.version += 1;
  story.copy = copyOf(one.doc);
  memory.puts.push({ at: Date.now(), copy: story.copy });
  for (const window of one.windows.values()) if (window.socket !== from) window.say({ t: "update", seq: one.seq, u: base64(update), by });
  return one.seq;
}

/** Another way of writing: copy as a whole, brought in by a difference. */
export function put(memory, id, copy, by = "the API") {
  const one = shared(memory, id);
  const work = new Y.Doc({ gc: false });
  Y.applyUpdate(work, Y.encodeStateAsUpdate(one.doc));
  const before = Y.encodeStateVector(work);
  new model.Story(work, "").set(Object.fromEntries(Object.entries(copy).filter(([name]) => name !== "body")));
  work.transact(() => model.writeBody(work.getXmlFragment("body"), model.schema.nodeFromJSON(copy.body), new Map()));
  commit(memory, id, Y.encodeStateAsUpdate(work, before), by);
}

let windows = 0;

function serve(memory, id, socket) {
  const one = shared(memory, id);
  windows += 1;
  const client = windows;
  const person = memory.people?.[client] ?? memory.person ?? { id: "person:1", name: "Ana Moreau", colour: 3 };
  const say = (message) => socket.readyState === 1 && !memory.deaf && socket.send(JSON.stringify(message));
  const tick = setInterval(() => say({ t: "tick" }), 400);
  const window = { socket, say, state: null };
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (memory.deaf) return;
    if (message.t === "hello") {
      const known = message.epoch === one.epoch && message.sv;
      for (const [number, other] of one.windows) if (other.state) say({ t: "here", client: number, ...other.person, state: other.state });
      one.windows.set(client, Object.assign(window, { person }));
      say({ t: "doc", epoch: one.epoch, seq: one.seq, u: base64(Y.encodeStateAsUpdate(one.doc, known ? bytes(message.sv) : undefined)), sv: base64(Y.encodeStateVector(one.doc)), reset: !!message.epoch && !known, you: person, may: memory.may ?? "edit", client });
    } else if (message.t === "update") {
      if (memory.refuse) return say({ t: "refused", n: message.n, ...memory.refuse });
      if (memory.lose) { memory.lose = false; commit(memory, id, bytes(message.u), person.name, socket); return socket.terminate(); }
      const seq = commit(memory, id, bytes(message.u), person.name, socket);
      say({ t: "ack", n: message.n, seq, version: memory.stories.get(id).version, saved: clock() });
    } else if (message.t === "here") {
      window.state = message.state;
      for (const [number, other] of one.windows) if (number !== client) other.say({ t: "here", client, ...person, state: message.state });
    }
  });
  socket.on("close", () => {
    clearInterval(tick);
    one.windows.delete(client);
    for (const other of one.windows.values()) other.say({ t: "here", client, ...person, state: null });
  });
}

/** Answers the WebSocket of `/newsroom/stories/{id}/together` on an HTTP server. */
export function attach(server, memory) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const found = request.url.match(/^\/newsroom\/stories\/(\d+)\/together$/);
    if (!found || memory.signedOut) return socket.end(`HTTP/1.1 ${found ? 401 : 404} No\r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (open) => serve(memory, Number(found[1]), open));
  });
}
