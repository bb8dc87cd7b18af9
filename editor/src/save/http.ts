/** `PUT /newsroom/stories/{id}/draft`: the request and every way it can end. */
import type { Copy, Refusal } from "../types";

export type PutAnswer =
  | { kind: "saved"; version: number; saved: string }
  | { kind: "conflict"; version: number; copy: Copy; by: string; at: string }
  | { kind: "signed-out" }
  | ({ kind: "refused" } & Refusal)
  /** Tried again by itself; `error` is empty when there was no answer. */
  | ({ kind: "offline" } & Refusal);

const SILENT = { kind: "offline", error: "", next: "" } as const;
/** Browsers give a request that outlives its page 64 KiB. */
const KEEPALIVE_BYTES = 60_000;

export async function putDraft(story: number, base: number, copy: Copy): Promise<PutAnswer> {
  const body = new TextEncoder().encode(JSON.stringify({ base, copy }));
  let answer: Response;
  try {
    answer = await fetch(`/newsroom/stories/${story}/draft`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body,
      keepalive: body.byteLength < KEEPALIVE_BYTES,
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return SILENT;
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") return { kind: "signed-out" };
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (answer.ok && typeof said.version === "number") return { kind: "saved", version: said.version, saved: String(said.saved ?? "") };
  if (answer.status === 409 && said.copy) {
    return { kind: "conflict", version: Number(said.version), copy: said.copy as Copy, by: String(said.by ?? ""), at: String(said.saved ?? "") };
  }
  const error = typeof said.error === "string" ? said.error : "";
  const next = typeof said.next === "string" ? said.next : "";
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429 || answer.ok) {
    return { kind: "offline", error, next };
  }
  return { kind: "refused", error: error || "The server did not take this change.", next: next || "Load the page again." };
}
