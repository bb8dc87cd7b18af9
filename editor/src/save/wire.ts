/** Binary in text frames: base64. */

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function fromBase64(text: unknown): Uint8Array {
  return Uint8Array.from(atob(String(text ?? "")), (char) => char.charCodeAt(0));
}
