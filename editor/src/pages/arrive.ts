/** Coming to a page for one of its acts: `#send`, `#correct` and `#withdraw` put the focus where that act begins. */

const PLACES: Record<string, string> = { "#send": "button.send-now", "#correct": "#correction", "#withdraw": "#reason" };

export function arrive(): void {
  const place = document.querySelector<HTMLElement>(PLACES[window.location.hash] ?? "button.none-such");
  if (place) {
    const folded = place.closest("details");
    if (folded) folded.open = true;
    place.focus();
    place.scrollIntoView({ block: "center" });
  }
  // Ctrl-Enter sends the form one is writing in, also from a field of several lines.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || !(event.target instanceof HTMLTextAreaElement)) return;
    const form = event.target.form;
    const button = form?.querySelector<HTMLButtonElement>("button.send-now, button:not([type=button], .vh)");
    if (!form || !button || button.disabled) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}
