/** Puts the cards in order without moving the one that has the focus. */
export function arrange(list: HTMLElement, doms: HTMLElement[]): void {
  const held = doms.findIndex((dom) => dom.contains(document.activeElement));
  if (held < 0) {
    doms.forEach((dom, index) => { if (list.children[index] !== dom) list.insertBefore(dom, list.children[index] ?? null); });
    return;
  }
  const still = doms[held]!;
  for (let index = held - 1, next = still; index >= 0; next = doms[index]!, index -= 1) if (next.previousSibling !== doms[index]) list.insertBefore(doms[index]!, next);
  for (let index = held + 1, last = still; index < doms.length; last = doms[index]!, index += 1) if (last.nextSibling !== doms[index]) list.insertBefore(doms[index]!, last.nextSibling);
}
