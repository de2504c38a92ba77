// <details class="confirm"> asks twice without script. With it: the first field is ready for typing, Escape takes the
// question back, and a press elsewhere closes the boxes that open below their summary.
import { isComposing } from "./composing.js";

const BOXES = "details.confirm[open], details.drop[open]";

export function readyForTyping(box) {
  if (!box.contains(document.activeElement) || document.activeElement.localName === "summary")
    box.querySelector("textarea, select, input:not([type=hidden]), button")?.focus();
}

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("details.confirm[open]")) readyForTyping(event.target);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || isComposing(event)) return;
  const box = event.target.closest?.(BOXES) ?? document.querySelector("details.drop[open]");
  if (!box) return;
  box.open = false;
  box.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("details.drop[open]")) if (!box.contains(event.target)) box.open = false;
});
