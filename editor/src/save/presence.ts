/** Who else has this story open, and where they are. What a tab tells of itself goes out at most eight times a second. */

export interface Where {
  /** `text`, or the name of a field of the head. */
  field?: string;
  cursor?: { anchor: unknown; head: unknown } | null;
  /** A picture is on its way from there. */
  adding?: boolean;
}

export interface Other {
  client: number;
  /** `person:3`: several windows of one person have the same. */
  id: string;
  name: string;
  /** 0 to 11. */
  colour: number;
  state: Where;
}

const PAUSE = 125;

export class Presence {
  readonly others = new Map<number, Other>();
  private readonly listeners = new Set<() => void>();
  private make: (() => Where) | null = null;
  private adding = false;
  private timer = 0;
  private last = "";

  constructor(private readonly send: (state: Where) => void) {}

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  hear(client: number, id: string, name: string, colour: number, state: Where | null): void {
    if (state) this.others.set(client, { client, id, name, colour: Math.abs(Math.trunc(colour)) % 12, state: typeof state === "object" ? state : {} });
    else this.others.delete(client);
    this.tell();
  }

  /** The line is down: nobody is known to be there. */
  clear(): void {
    if (!this.others.size) return;
    this.others.clear();
    this.tell();
  }

  /** This tab's own place; `make` is asked when it is told. */
  at(make: () => Where): void {
    this.make = make;
    this.timer ||= window.setTimeout(() => this.go(), PAUSE);
  }

  uploading(adding: boolean): void {
    if (this.adding === adding) return;
    this.adding = adding;
    this.timer ||= window.setTimeout(() => this.go(), PAUSE);
  }

  private go(): void {
    this.timer = 0;
    const state = { ...(this.make?.() ?? {}), ...(this.adding ? { adding: true } : {}) };
    const text = JSON.stringify(state);
    if (text === this.last) return;
    this.last = text;
    this.send(state);
  }

  /** A new connection knows nothing of this tab yet. */
  again(): void {
    this.last = "";
    this.go();
  }
}
