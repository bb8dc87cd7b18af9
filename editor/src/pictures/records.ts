/** What the newsroom knows of the pictures on this page, and telling the server what changes. */
import type { PictureRecord } from "../types";

export class Records {
  private readonly all = new Map<string, PictureRecord>();
  private readonly timers = new Map<string, number>();

  constructor(known: Record<string, Omit<PictureRecord, "id">>) {
    for (const [id, record] of Object.entries(known)) this.all.set(id, { ...record, id });
  }

  add(record: PictureRecord): void {
    this.all.set(record.id, record);
  }

  /** The record; for a picture pasted from another story, what its address must be. */
  get(id: string): PictureRecord {
    return this.all.get(id) ?? { id, width: 0, height: 0, src: `/newsroom/media/${id}/640.jpg`, focus: [0.5, 0.5], alt: "", caption: "", credit: "" };
  }

  /** Keeps a change of the picture itself, sent once the hand has rested. */
  change(id: string, change: Partial<PictureRecord>): void {
    if (id.startsWith("pending:")) return;
    this.all.set(id, { ...this.get(id), ...change });
    window.clearTimeout(this.timers.get(id));
    this.timers.set(id, window.setTimeout(() => void putPicture(this.get(id)), 500));
  }

  /** A picture described once is described in the library too: words fill what the record has empty. */
  describe(id: string, words: { alt: string; caption: string; credit: string }): void {
    const record = this.get(id);
    const change: Partial<PictureRecord> = {};
    for (const key of ["alt", "caption", "credit"] as const) if (!record[key] && words[key]) change[key] = words[key];
    if (Object.keys(change).length) this.change(id, change);
  }
}

/** Writes a picture's record. `true` when the server has it. */
export async function putPicture(record: PictureRecord): Promise<boolean> {
  const { alt, caption, credit, creator, rights, focus } = record;
  try {
    const answer = await fetch(`/newsroom/pictures/${record.id}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ alt, caption, credit, creator, rights, focus }),
      keepalive: true,
    });
    return answer.ok;
  } catch {
    return false;
  }
}
