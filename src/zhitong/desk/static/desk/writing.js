// The writing page: what is typed stays in this browser until it is saved, links lead into the text field, and words of a
// source can be put in at the cursor. Without script the page saves, checks and compares just the same.
import { showInField } from "./places.js";

const form = document.getElementById("writing");
const title = form.elements.title;
const body = form.elements.body;
const unsaved = document.getElementById("unsaved");
const kept = document.getElementById("kept");
// The prefix is one for all rooms: whoever signs out takes their unsent texts along (web/js/leave.js).
const key = `zhitong.draft.desk.${form.dataset.person}.${form.dataset.brief}`;
// Not the fields' values: somebody may have typed before this script ran. What was refused came with the page and is not saved.
const loaded = { title: title.defaultValue, body: body.defaultValue };
const refused = form.querySelector(".error-summary") !== null;
const RENEW = 240_000; // milliseconds between two signs of life to the others, well within the lock's time
const REST = 3_000; // of stillness before what was typed is checked again
let renewed = -RENEW;
let resting;

const changed = () => refused || title.value !== loaded.title || body.value !== loaded.body;

function keep(sent = false) {
  unsaved.hidden = !changed();
  const typed = { title: title.value, body: body.value, at: new Date().toISOString(), base: form.elements.base.value, sent };
  try {
    if (changed()) localStorage.setItem(key, JSON.stringify(typed));
    else localStorage.removeItem(key);
  } catch {
    // A full or closed store: the page itself still holds the text.
  }
}

function fromStore() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function offer() {
  const stored = fromStore();
  const isHere = stored?.title === title.value && stored?.body === body.value;
  // It was sent and a text of this person's came of it: kept by the server, though somebody's may have been put to it since.
  const isSaved = stored?.sent && Number(stored.base) < Number(form.dataset.mine);
  if (!stored || isHere || isSaved) {
    keep();
    return;
  }
  kept.hidden = false;
  kept.querySelector("time").textContent = new Date(stored.at).toLocaleString(document.documentElement.lang);
  kept.querySelector("[data-bring]").addEventListener("click", () => {
    title.value = stored.title;
    body.value = stored.body;
    kept.hidden = true;
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  });
  kept.querySelector("[data-throw]").addEventListener("click", () => {
    localStorage.removeItem(key);
    kept.hidden = true;
  });
}

form.addEventListener("input", () => {
  keep();
  if (performance.now() - renewed > RENEW) {
    renewed = performance.now();
    document.body.dispatchEvent(new Event("typing"));
  }
  clearTimeout(resting);
  resting = setTimeout(() => document.body.dispatchEvent(new Event("checkable")), REST);
});

let sending = false;
form.addEventListener("submit", () => {
  sending = true;
  keep(true);
});
window.addEventListener("beforeunload", (event) => {
  if (!sending && changed()) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const place = event.target.closest?.("a[data-start]");
  if (!place) return;
  event.preventDefault();
  showInField(place.dataset.where === "title" ? title : body, Number(place.dataset.start), Number(place.dataset.end));
});

for (const line of document.querySelectorAll("[data-insert]")) {
  line.hidden = false;
  const source = line.closest("details").querySelector("[data-source-text]");
  // Pressing the button must not take the selection away before it is read.
  line.addEventListener("mousedown", (event) => event.preventDefault());
  line.addEventListener("click", () => {
    const selection = getSelection();
    const inside = selection.rangeCount && source.contains(selection.anchorNode) && source.contains(selection.focusNode);
    const words = (inside && selection.toString()) || source.textContent;
    body.setRangeText(words, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  });
}

offer();
