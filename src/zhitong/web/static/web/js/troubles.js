// When HTMX gets no answer, or one that another program gave (a proxy's error page), the reader is told, and what was typed
// stays. After a new sign-in in another tab the open page takes the new token, so that trying again succeeds.
import { say } from "./sentences.js";

const messages = document.getElementById("messages");

function tell(sentence) {
  const alert = document.createElement("div");
  alert.className = "alert error";
  alert.textContent = sentence;
  messages.replaceChildren(alert);
  messages.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", () => tell(say("offline")));
document.addEventListener("htmx:timeout", () => tell(say("offline")));
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.responseText.includes('class="alert')) tell(say("offline"));
  else messages.scrollIntoView({ block: "nearest" });
});

document.addEventListener("freshtoken", (event) => {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": event.detail.token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = event.detail.token;
});
