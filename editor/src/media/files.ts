/** Sounds, films and captions: what the newsroom knows of them, and sending new ones. */
import type { Refusal } from "../types";

/** A media file as the server knows it. */
export interface FileRecord {
  id: string;
  kind: "audio" | "video" | "captions";
  /** 'MP3'. */
  format: string;
  media_type: string;
  bytes: number;
  /** 0 when it is not known. */
  seconds: number;
  width: number;
  height: number;
  src: string;
  /** What the file was called; stays in the newsroom. */
  name: string;
}

const NO_ANSWER: Refusal = { error: "The file was not uploaded: the server does not answer.", next: "Try again when it is back." };
export const ACCEPT: Record<FileRecord["kind"], string> = {
  audio: "audio/mpeg,audio/mp4,audio/aac,audio/ogg,audio/wav,.mp3,.m4a,.aac,.ogg,.opus,.wav",
  video: "video/mp4,video/webm,.mp4,.webm",
  captions: "text/vtt,.vtt,.srt",
};

export class FileRecords {
  private readonly all = new Map<string, FileRecord>();
  private sending = 0;

  constructor(known: Record<string, FileRecord> = {}) {
    for (const [id, record] of Object.entries(known)) this.all.set(id, record);
    window.addEventListener("beforeunload", (event) => { if (this.sending) event.preventDefault(); });
  }

  add(record: FileRecord): void { this.all.set(record.id, record); }

  /** The record; asked of the server for a file that came with another story's text. */
  async get(id: string): Promise<FileRecord | undefined> {
    if (!this.all.has(id)) for (const record of await this.list()) this.add(record);
    return this.all.get(id);
  }

  /** Everything that is here, newest first. */
  async list(kind = ""): Promise<FileRecord[]> {
    try {
      const answer = await fetch(`/newsroom/media-files?kind=${kind}`, { headers: { Accept: "application/json" } });
      return answer.ok ? ((await answer.json()) as FileRecord[]) : [];
    } catch {
      return [];
    }
  }

  /** Sends a file with progress; `sent` is told 0 to 1. Rejects with a `Refusal`. */
  send(file: File, sent: (part: number) => void, signal: AbortSignal): Promise<FileRecord> {
    this.sending += 1;
    return new Promise<FileRecord>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `/newsroom/media-files?name=${encodeURIComponent(file.name || "recording")}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => event.lengthComputable && sent(event.loaded / event.total));
      request.addEventListener("load", () => {
        let answer: Record<string, unknown> = {};
        try { answer = JSON.parse(request.responseText) as Record<string, unknown>; } catch { /* Refused below. */ }
        if (request.status === 201) resolve(answer as unknown as FileRecord);
        else if (request.status === 401) reject({ error: "The file was not uploaded: you are signed out.", next: "Sign in in another tab, then try again." });
        else reject(typeof answer.error === "string" ? answer : NO_ANSWER);
      });
      request.addEventListener("error", () => reject(NO_ANSWER));
      request.addEventListener("abort", () => reject({ error: "The upload was stopped.", next: "" }));
      signal.addEventListener("abort", () => request.abort());
      request.send(file);
    }).then((record) => { this.add(record); return record; }).finally(() => { this.sending -= 1; });
  }
}

/** Asks for one file of a kind from this device. */
export function chooseFile(kind: FileRecord["kind"]): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ACCEPT[kind];
    input.hidden = true;
    input.addEventListener("change", () => { input.remove(); resolve(input.files?.[0]); });
    input.addEventListener("cancel", () => { input.remove(); resolve(undefined); });
    document.body.append(input);
    input.click();
  });
}

/** '4:12'. */
export function length(seconds: number): string {
  const pad = (n: number): string => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return seconds ? `${hours ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}` : "";
}
