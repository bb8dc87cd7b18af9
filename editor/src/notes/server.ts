/** Asks the newsroom for a story's notes and tells it what is said. */
import { uid } from "../dom";
import type { Anchor, Note, NoteList } from "./types";

/** What came of it: the notes as they are now, or why not. */
export type Told<What = NoteList> = { list: What } | Untold;
interface Untold { problem: string; /** Whether it is of no use to try again. */ final: boolean; signedOut: boolean }
/** What comes back when a note was put elsewhere: it, as it is now. */
export interface Moved { version: number; one: Note }

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

  reply(note: number, text: string, sending: string, last: number): Promise<Told> {
    return this.send(`/${note}/replies`, { text, sending, last: String(last) });
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

  /** `last`: the last remark that is in sight. */
  seen(note: number, last: number): Promise<Told<{ version: number }>> {
    return this.send(`/${note}/seen`, { last: String(last) });
  }

  /** From where it `was`: a window that lags behind moves nothing. */
  anchor(note: number, was: Anchor, anchor: Anchor): Promise<Told<Moved>> {
    return this.send(`/${note}/anchor`, { ...anchor, was_epoch: was.epoch, was_from: was.from, was_to: was.to });
  }

  private send<What = NoteList>(path: string, fields: Record<string, string>): Promise<Told<What>> {
    return this.ask(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  private async ask<What = NoteList>(path: string, how: RequestInit): Promise<Told<What>> {
    try {
      const answer = await fetch(this.base + path, { ...how, headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(15_000) });
      const said = (await answer.json()) as What & { error?: string; next?: string };
      if (answer.ok) return { list: said };
      return { problem: `${said.error ?? "The note was not taken."} ${said.next ?? ""}`.trim(), final: answer.status >= 400 && answer.status < 500 && answer.status !== 401, signedOut: answer.status === 401 };
    } catch {
      return { problem: AWAY, final: false, signedOut: false };
    }
  }
}
