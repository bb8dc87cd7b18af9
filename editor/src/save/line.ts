/**
 * The WebSocket to the newsroom: opened again whenever it falls, and watched. The server sends something every 400 ms;
 * a second without a word means that nobody may be listening.
 */

export interface Ear {
  /** The line stands; say hello. */
  opened(): void;
  message(message: Record<string, unknown>): void;
  /** The line fell, or never stood. */
  closed(): void;
  /** Called every 200 ms and at each message. */
  looked(): void;
  /** The server would not open the line: a session that ended, a story that is gone. */
  turnedAway(signedOut: boolean, sentence: string): void;
}

/** Milliseconds. */
export const SILENCE = 1000;
const GIVE_UP = 4000;
const BACK_OFF = [200, 700, 1500, 3000, 5000, 8000];

export class Line {
  private socket: WebSocket | null = null;
  private heardAt = performance.now();
  private startedAt = 0;
  private failures = 0;
  private retry = 0;
  private stopped = false;
  private noNetwork = false;

  constructor(private readonly path: string, private readonly ear: Ear) {
    window.setInterval(() => this.watch(), 200);
    window.addEventListener("online", () => { this.noNetwork = false; this.now(); });
    window.addEventListener("offline", () => { this.noNetwork = true; this.drop(); this.ear.looked(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && !this.stopped) this.watch(); });
  }

  get open(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Whether nothing has been heard for a second. */
  get silent(): boolean {
    return this.noNetwork || performance.now() - this.heardAt > SILENCE;
  }

  send(message: Record<string, unknown>): boolean {
    if (!this.open) return false;
    this.socket!.send(JSON.stringify(message));
    return true;
  }

  /** Opens the line now, also one that was stopped. */
  now(): void {
    this.stopped = false;
    this.failures = 0;
    if (!this.open) this.connect();
  }

  /** No more attempts until `now`. */
  stop(): void {
    this.stopped = true;
    this.drop();
  }

  private connect(): void {
    window.clearTimeout(this.retry);
    this.drop();
    this.startedAt = performance.now();
    const socket = new WebSocket(`${window.location.origin.replace(/^http/, "ws")}${this.path}`);
    let stood = false;
    this.socket = socket;
    socket.onopen = () => { if (this.socket === socket) { stood = true; this.heard(); this.ear.opened(); } };
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return;
      this.failures = 0;
      this.heard();
      try {
        this.ear.message(JSON.parse(String(data)) as Record<string, unknown>);
      } finally {
        this.ear.looked();
      }
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.ear.closed();
      if (!stood) void this.ask();
      this.again();
    };
  }

  private heard(): void {
    this.heardAt = performance.now();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.ear.closed();
    this.again();
  }

  private again(): void {
    if (this.stopped) return;
    const wait = BACK_OFF[Math.min(this.failures, BACK_OFF.length - 1)]! * (0.8 + 0.4 * Math.random());
    this.failures += 1;
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => { if (!this.stopped && !this.open) this.connect(); }, wait);
  }

  /** A browser does not say why a line was not opened; an ordinary request to the same place does. */
  private async ask(): Promise<void> {
    const answer = await fetch(this.path, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!answer || this.open) return;
    const said = (await answer.json().catch(() => ({}))) as { error?: string; next?: string };
    const sentence = said.error ? `${said.error} ${said.next ?? ""}`.trim() : "";
    if (answer.status === 401 || answer.type === "opaqueredirect") this.ear.turnedAway(true, "");
    else if ([403, 404, 410].includes(answer.status)) this.ear.turnedAway(false, sentence || "This story cannot be opened any more.");
  }

  private watch(): void {
    const now = performance.now();
    if (this.open && now - this.heardAt > GIVE_UP) this.drop();
    else if (this.socket?.readyState === WebSocket.CONNECTING && now - this.startedAt > GIVE_UP) this.drop();
    this.ear.looked();
  }
}
