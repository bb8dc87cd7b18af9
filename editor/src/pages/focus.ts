/** The focal point of a picture: a click or arrow keys on it fill the two number fields, which the form sends. */

export function focusPoint(frame: HTMLElement): void {
  const [x, y] = ["focus_x", "focus_y"].map((name) => document.querySelector<HTMLInputElement>(`input[name="${name}"]`));
  if (!x || !y) return;
  const percent = (value: number): number => Math.round(Math.min(100, Math.max(0, value)));
  const show = (): void => {
    for (const circle of frame.querySelectorAll("circle")) {
      circle.setAttribute("cx", `${x.value || 50}%`);
      circle.setAttribute("cy", `${y.value || 50}%`);
    }
    frame.setAttribute("aria-label", `Focal point: ${x.value} % across, ${y.value} % down. Arrow keys move it.`);
  };
  const set = (across: number, down: number): void => {
    x.value = String(percent(across));
    y.value = String(percent(down));
    show();
  };
  frame.classList.add("set");
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  frame.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const moved = by[event.key];
    if (!moved) return;
    event.preventDefault();
    set(Number(x.value) + moved[0], Number(y.value) + moved[1]);
  });
  for (const input of [x, y]) input.addEventListener("input", show);
  show();
}
