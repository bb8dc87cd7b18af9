/**
 * Uploads on their way to the store. A picture in the text holds `pending:…` until its upload is done;
 * the place where it stands keeps its words and can be moved or undone meanwhile.
 */
import type { PictureRecord, Refusal } from "../types";
import { uid } from "../dom";

export interface Upload {
  readonly key: string;
  readonly file: File;
  /** A `blob:` address to show at once. */
  readonly preview: string;
  /** 0 to 1. */
  sent: number;
  state: "sending" | "done" | "refused";
  record?: PictureRecord;
  refusal?: Refusal;
}

const NO_ANSWER: Refusal = {
  error: "The picture was not uploaded: the server does not answer.",
  next: "Try again when it is back.",
};

/** Sends a file with progress; `sent` is told 0 to 1. Rejects with a `Refusal`. */
export function send(file: File, sent: (part: number) => void, signal?: AbortSignal): Promise<PictureRecord> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/newsroom/pictures?name=${encodeURIComponent(file.name || "picture")}`);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && sent(event.loaded / event.total));
    request.addEventListener("load", () => {
      const answer = parse(request.responseText);
      if (request.status === 201 || request.status === 200) resolve(answer as unknown as PictureRecord);
      else if (request.status === 401) reject({ error: "The picture was not uploaded: you are signed out.", next: "Sign in in another tab, then try again." });
      else reject(typeof answer.error === "string" ? answer : NO_ANSWER);
    });
    request.addEventListener("error", () => reject(NO_ANSWER));
    request.addEventListener("abort", () => reject({ error: "The upload was stopped.", next: "" }));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export class Uploads {
  private readonly all = new Map<string, Upload>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly listeners = new Set<(upload: Upload) => void>();

  /** Calls back whenever an upload moves on; returns the way to stop. */
  watch(listener: (upload: Upload) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get(key: string): Upload | undefined {
    return this.all.get(key);
  }

  get busy(): boolean {
    return [...this.all.values()].some((upload) => upload.state === "sending");
  }

  /** Starts sending; returns the key that stands for the picture until it is done. */
  start(file: File): string {
    const key = `pending:${uid("upload")}-${Date.now().toString(36)}`;
    this.all.set(key, { key, file, preview: URL.createObjectURL(file), sent: 0, state: "sending" });
    this.run(key);
    return key;
  }

  retry(key: string): void {
    if (this.all.get(key)?.state === "refused") this.run(key);
  }

  cancel(key: string): void {
    this.aborts.get(key)?.abort();
  }

  private run(key: string): void {
    const upload = this.all.get(key);
    if (!upload) return;
    upload.state = "sending";
    upload.sent = 0;
    const abort = new AbortController();
    this.aborts.set(key, abort);
    const tell = (): void => this.listeners.forEach((listener) => listener(upload));
    tell();
    send(upload.file, (part) => { upload.sent = part; tell(); }, abort.signal).then(
      (record) => { upload.state = "done"; upload.record = record; tell(); },
      (refusal: Refusal) => { upload.state = "refused"; upload.refusal = refusal; tell(); },
    );
  }
}
