// One press sends once: a form that is on its way is not sent again until an answer came, the page came back, or ten
// seconds went by. The button is marked, not disabled, so that it keeps the focus and its own name and value are sent.
// The server alone guarantees that a thing happens once; this spares people a second press.
import { say } from "./sentences.js";

const PATIENCE = 10_000; // milliseconds; a download's answer never replaces the page
const onTheWay = new Map();

function free(form) {
  const going = onTheWay.get(form);
  if (!going) return;
  onTheWay.delete(form);
  clearTimeout(going.timer);
  going.button?.removeAttribute("aria-disabled");
  if (going.label) going.label.remove();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (onTheWay.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  const going = { button, timer: setTimeout(() => free(form), PATIENCE) };
  if (button) {
    button.setAttribute("aria-disabled", "true");
    going.label = document.createElement("span");
    going.label.className = "visually-hidden";
    going.label.setAttribute("role", "status");
    going.label.textContent = say("busy");
    button.after(going.label);
  }
  onTheWay.set(form, going);
});

window.addEventListener("pageshow", () => [...onTheWay.keys()].forEach(free));
