/** The one place where two texts differ, and what that does to positions. Units are UTF-16 code units, as in Yjs and in fields. */

export interface Change { index: number; remove: number; insert: string }

const high = (text: string, index: number): boolean => index > 0 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;

/** What makes `to` out of `from`, as one replacement that never cuts a surrogate pair. */
export function difference(from: string, to: string): Change {
  const shorter = Math.min(from.length, to.length);
  let left = 0;
  while (left < shorter && from.charCodeAt(left) === to.charCodeAt(left)) left += 1;
  if (high(from, left) || high(to, left)) left -= 1;
  let right = 0;
  while (right < shorter - left && from.charCodeAt(from.length - right - 1) === to.charCodeAt(to.length - right - 1)) right += 1;
  if (right && (high(from, from.length - right) || high(to, to.length - right))) right -= 1;
  return { index: left, remove: from.length - left - right, insert: to.slice(left, to.length - right) };
}

/** Where a position of the old text is in the new one. */
export function moved(position: number, { index, remove, insert }: Change): number {
  if (position <= index) return position;
  return position >= index + remove ? position + insert.length - remove : index + insert.length;
}
