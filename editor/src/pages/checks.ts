/** Links to other sites are looked at while the last page is read: what was found comes in by itself. */
const AFTER = [1, 1, 2, 3, 5, 8, 13, 20];

export function lookAgain(section: HTMLElement, turn = 0): void {
  const seconds = AFTER[turn];
  if (seconds === undefined || !section.querySelector("[data-asking]")) return;
  window.setTimeout(() => void again(section, turn + 1), seconds * 1000);
}

async function again(section: HTMLElement, turn: number): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => null);
  const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("[data-checks]");
  // Nothing moves under somebody who is about to follow a link in it.
  if (!found || section.contains(document.activeElement) || section.matches(":hover")) return lookAgain(section, turn);
  if (found.innerHTML !== section.innerHTML) section.innerHTML = found.innerHTML;
  lookAgain(section, turn);
}
