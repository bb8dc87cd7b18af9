/** The plain fields above the text (headline, standfirst) as the tools see them: text areas that tell of a change by `input`. */

export interface HeadField { name: "headline" | "standfirst"; area: HTMLTextAreaElement }

/** Where they stand now; another text may have put others in their place. */
export function headFields(root: ParentNode): HeadField[] {
  return (["headline", "standfirst"] as const).flatMap((name) => {
    const area = root.querySelector<HTMLTextAreaElement>(`textarea.${name}`);
    return area ? [{ name, area }] : [];
  });
}

/** Writes into a field as typing would, so that the browser can undo it when the field has the focus. */
export function writeInto(area: HTMLTextAreaElement, from: number, to: number, put: string): void {
  if (area.readOnly || area.disabled) return;
  if (document.activeElement === area) {
    area.setSelectionRange(from, to);
    if (document.execCommand("insertText", false, put)) return;
  }
  area.setRangeText(put, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: put }));
}
