// The form keeps itself while somebody types: at once in this browser, a moment later as a draft on the server. What the server
// has is removed from the browser again. Without this script the form works the same, only the draft needs its button.
import { dropLocal, offerOthers, readLocal, writeLocal } from "./local.js";

const form = document.getElementById("compose");
const state = document.getElementById("draft-state");
const { person, token } = form.dataset;
const QUIET = 1_200; // milliseconds without a key before the draft goes to the server
let timer = 0;
let version = 0;
let restored = false;

function fields() {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "token"].includes(name),
  );
}

function put(kept) {
  const rows = kept.filter(([name]) => name === "author_name").length;
  while (document.querySelectorAll(".author-rows > li").length < rows) addAuthor();
  const given = Map.groupBy ? Map.groupBy(kept, ([name]) => name) : grouped(kept);
  for (const control of form.elements) {
    if (!control.name || ["csrfmiddlewaretoken", "token", "files", "kept_file", "drop_file"].includes(control.name)) continue;
    const values = given.get(control.name)?.map(([, value]) => value) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.name.startsWith("author_")) {
      const place = [...form.querySelectorAll(`[name=${control.name}]`)].indexOf(control);
      control.value = values[place] ?? "";
    } else if (control.type !== "submit") control.value = values[0] ?? "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function grouped(pairs) {
  const map = new Map();
  for (const pair of pairs) map.set(pair[0], [...(map.get(pair[0]) ?? []), pair]);
  return map;
}

function addAuthor() {
  const list = form.querySelector(".author-rows");
  const row = list.lastElementChild.cloneNode(true);
  row.classList.remove("wrong");
  row.querySelector(".errorlist")?.remove();
  for (const input of row.querySelectorAll("input, select")) {
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  list.append(row);
  return row;
}

async function post(body) {
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  return fetch(form.dataset.save, { method: "POST", body, headers: { "X-CSRFToken": csrf }, redirect: "manual" });
}

// After a new sign-in in another tab this page's token is stale; a fresh page has the new one.
async function renewToken() {
  const answer = await fetch(form.action, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#compose [name=csrfmiddlewaretoken]")?.value;
  if (!fresh) return false;
  document.dispatchEvent(new CustomEvent("freshtoken", { detail: { token: fresh } }));
  form.querySelector("[name=csrfmiddlewaretoken]").value = fresh;
  return true;
}

async function save() {
  const sent = version;
  const body = new URLSearchParams(fields());
  state.textContent = form.dataset.writing;
  try {
    let answer = await post(body);
    if (answer.status === 403 && (await renewToken())) answer = await post(body);
    if (answer.ok) {
      const { saved } = await answer.json();
      if (sent === version) dropLocal(person, token);
      state.textContent = saved ? `${form.dataset.kept} ${new Date(saved).toLocaleTimeString(document.documentElement.lang)}` : "";
      if (saved) history.replaceState(null, "", form.dataset.open + token);
    } else if ([409, 422].includes(answer.status)) state.textContent = (await answer.json()).message;
    else state.textContent = form.dataset.local;
  } catch {
    state.textContent = form.dataset.local;
  }
}

// The four parts share one limit; characters are counted as the server counts them (𠮷 is one).
function countWords() {
  const line = document.getElementById("total");
  const parts = ["facts", "causes", "advice", "body"].map((name) => form.elements[name].value.replaceAll("\r\n", "\n"));
  const total = parts.reduce((sum, part) => sum + [...part].length, 0);
  line.hidden = total === 0;
  line.textContent = `${total} ${line.dataset.words}`;
}

function changed() {
  version += 1;
  countWords();
  writeLocal(person, token, fields());
  clearTimeout(timer);
  timer = setTimeout(save, QUIET);
}

function bringBack() {
  const kept = readLocal(person, token);
  if (!Array.isArray(kept?.fields)) return;
  if (form.parentElement.querySelector(".error-summary")) return dropLocal(person, token); // the page itself is newer
  const before = fields();
  const box = document.getElementById("local-found");
  put(kept.fields);
  restored = true;
  box.hidden = false;
  box.querySelector("[data-undo-restore]").addEventListener("click", () => {
    put(before);
    dropLocal(person, token);
    box.hidden = true;
  });
}

form.addEventListener("input", changed);
form.addEventListener("change", (event) => event.isTrusted && changed());
form.addEventListener("submit", () => {
  clearTimeout(timer);
  writeLocal(person, token, fields()); // until the receipt is shown: the session may have ended meanwhile
});
form.querySelector("[data-add-author]").addEventListener("click", (event) => {
  event.preventDefault();
  addAuthor().querySelector("[name=author_name]").focus();
});

bringBack();
countWords();
offerOthers(document.getElementById("local-others"), { ...form.dataset });
if (restored) timer = setTimeout(save, QUIET);
