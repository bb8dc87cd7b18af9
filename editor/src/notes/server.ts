/** Asks the newsroom for a story's notes and tells it what is said. */
import { uid } from "../dom";
import type { Anchor, NoteList } from "./types";

/** What came of it: the notes as they are now, or why not. */
export type Told = { list: NoteList } | { problem: string; /** Whether it is of no use to try again. */ final: boolean };

export const AWAY = "The newsroom does not answer, so this is not sent. Your words stay here; send them again when it is back.";

/** Names one act of sending, so that what is sent twice stands once. */
export const sendingName = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${uid("n")}`;

export class NoteServer {
  private readonly base: string;

  constructor(story: number) {
    this.base = `/newsroom/stories/${story}/notes`;
  }

  read(): Promise<Told> {
    return this.ask("", {});
  }

  write(fields: { text: string; quote: string; sending: string } & Partial<Anchor>): Promise<Told> {
    return this.send("", fields);
  }

  reply(note: number, text: string, sending: string): Promise<Told> {
    return this.send(`/${note}/replies`, { text, sending });
  }

  change(note: number, remark: number, text: string): Promise<Told> {
    return this.send(`/${note}/remarks/${remark}`, { text });
  }

  delete(note: number, remark: number): Promise<Told> {
    return this.send(`/${note}/remarks/${remark}/deletion`, {});
  }

  settle(note: number, done: boolean): Promise<Told> {
    return this.send(`/${note}/state`, { state: done ? "done" : "open" });
  }

  seen(note: number): Promise<Told> {
    return this.send(`/${note}/seen`, {});
  }

  anchor(note: number, anchor: Anchor): Promise<Told> {
    return this.send(`/${note}/anchor`, { ...anchor });
  }

  private send(path: string, fields: Record<string, string>): Promise<Told> {
    return this.ask(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  private async ask(path: string, how: RequestInit): Promise<Told> {
    try {
      const answer = await fetch(this.base + path, { ...how, headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(15_000) });
      const said = (await answer.json()) as NoteList & { error?: string; next?: string };
      if (answer.ok) return { list: said };
      return { problem: `${said.error ?? "The note was not taken."} ${said.next ?? ""}`.trim(), final: answer.status >= 400 && answer.status < 500 && answer.status !== 401 };
    } catch {
      return { problem: AWAY, final: false };
    }
  }
}
