// Selecting words in the text fills the place of the remark form. Without script the words are copied there by hand.
import { toCharacters } from "./places.js";

const LONGEST = 200; // characters of a quotation

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const line = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement).closest(
    "[data-remarkable] [data-start]",
  );
  const text = line?.closest("[data-remarkable]");
  if (!text || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const head = before.toString();
  // A selection over several lines is cut at the first: a place is pinned by words that stand together.
  const rest = line.textContent.slice(head.length);
  const quote = [...selection.toString().split("\n")[0]].slice(0, LONGEST).join("");
  if (!quote.trim() || !rest.startsWith(quote)) return null;
  return { quote, start: Number(line.dataset.start) + toCharacters(head, head.length) };
}

document.addEventListener("mouseup", () => setTimeout(take));
document.addEventListener("keyup", take);

function take() {
  const place = selected();
  const form = document.querySelector("#remark-form form");
  if (!place || !form) return;
  form.elements.quote.value = place.quote;
  form.elements.start.value = place.start;
  document.getElementById("remark-form").open = true;
}
