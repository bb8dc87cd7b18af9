/** Where the writer was: the focused element and the cursor in it. Gives the way back there, or `null` when that place is gone. */
export function whereabouts(): () => HTMLElement | null {
  const active = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
  const field = active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.selectionStart !== null) ? active : null;
  const range: [number, number] | null = field ? [field.selectionStart ?? 0, field.selectionEnd ?? 0] : null;
  const seen = document.getSelection();
  const ends = active?.isContentEditable && seen?.anchorNode && seen.focusNode ? [seen.anchorNode, seen.anchorOffset, seen.focusNode, seen.focusOffset] as const : null;
  return () => {
    const target = active?.isConnected ? active : document.querySelector<HTMLElement>("#story-text") ?? document.querySelector<HTMLElement>("#main");
    target?.focus({ preventScroll: target === active });
    if (target !== active) return null;
    if (field && range) field.setSelectionRange(...range);
    // A browser puts the cursor of an editable text at its start; the text would take that for a move.
    if (ends?.[0].isConnected && ends[2].isConnected) document.getSelection()?.setBaseAndExtent(...ends);
    return active;
  };
}
