/** The stories opened last in this tab. They are forgotten with the tab, and when one signs out. */

export interface Recent { headline: string; url: string }

const STORE = "courant-recent";

export function recentStories(): Recent[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "[]") as Recent[];
    return Array.isArray(kept) ? kept.filter(({ headline, url }) => typeof headline === "string" && /^\/newsroom\/stories\/\d+$/.test(url)).slice(0, 6) : [];
  } catch {
    return [];
  }
}

export function rememberStory(story: Recent): void {
  try { sessionStorage.setItem(STORE, JSON.stringify([story, ...recentStories().filter(({ url }) => url !== story.url)].slice(0, 7))); } catch { /* A closed store forgets. */ }
}

export function forgetAtSignOut(): void {
  document.addEventListener("submit", (event) => {
    if (!(event.target as HTMLFormElement).action?.endsWith("/newsroom/sign-out")) return;
    try { sessionStorage.removeItem(STORE); for (const name of Object.keys(sessionStorage)) if (name.startsWith("courant-note/")) sessionStorage.removeItem(name); } catch { /* Nothing was kept. */ }
  });
}
