// Single keys that press what is on the page: data-key="j" on a link or button; on a field the key leads into it.
// "?" shows the list of them. A key is left alone while words are composed, inside fields, and with modifiers.
import { isComposing } from "./composing.js";
import { readyForTyping } from "./confirm.js";
import { say } from "./sentences.js";

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const sheet = document.getElementById("keys");

const isOff = () => document.documentElement.dataset.keys === "off";
const isVisible = (element) => element.getClientRects().length > 0;
const labelOf = (element) =>
  element.dataset.keyLabel ||
  element.getAttribute("aria-label") ||
  [...element.childNodes]
    .filter((node) => node.nodeName !== "KBD")
    .map((node) => node.textContent)
    .join("")
    .trim() ||
  element.labels?.[0]?.textContent.trim() ||
  "";

function pressable(key) {
  const all = [...document.querySelectorAll("[data-key]")].filter(isVisible);
  return key === undefined ? all : all.find((element) => element.dataset.key === key);
}

function showSheet() {
  const list = sheet.querySelector("dl");
  list.replaceChildren();
  const lines = pressable().map((element) => [element.dataset.key, labelOf(element)]);
  for (const [key, label] of [...lines, ["?", say("sheet")]]) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    const meaning = document.createElement("dd");
    meaning.textContent = label;
    list.append(term, meaning);
  }
  sheet.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isOff() || isComposing(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" || event.key === "？") {
    event.preventDefault();
    showSheet();
    return;
  }
  const element = pressable(event.key);
  if (!element) return;
  event.preventDefault();
  if (element.matches(FIELDS)) {
    element.focus();
    return;
  }
  if (element.matches("input")) element.focus(); // Enter, pressed right after, sends the form of what was chosen
  element.click();
  // At once, not at the box's own event: the next key may already be a letter of the answer.
  if (element.matches("details.confirm[open] > summary")) readyForTyping(element.parentElement);
});
