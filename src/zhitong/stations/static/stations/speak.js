// The resident's draft stays in this browser until it is sent: the words and the place only, never a name or a receipt code.
const KEEP_HOURS = 24;
const KEPT = ["text", "place"];
const holder = document.querySelector("[data-draft]");
const key = holder && `lead:${holder.dataset.draft}`;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < KEEP_HOURS * 3_600_000 ? kept : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

function forget() {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

if (document.getElementById("received")) {
  forget();
} else if (holder && !("noDraft" in holder.dataset)) {
  const fields = KEPT.map((name) => holder.elements[name]);
  const keep = () => {
    try {
      const draft = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() }));
    } catch {
      // full or forbidden: the page still holds what was typed
    }
  };
  const kept = read();
  if (kept && fields.every((field) => !field.value)) {
    fields.forEach((field) => (field.value = kept[field.name] ?? ""));
    document.getElementById("kept-note").hidden = false;
  } else if (fields.some((field) => field.value !== field.defaultValue)) {
    keep(); // typed before this file had come
  }
  document.getElementById("kept-clear")?.addEventListener("click", () => {
    forget();
    fields.forEach((field) => (field.value = ""));
    document.getElementById("kept-note").hidden = true;
  });
  holder.addEventListener("input", keep);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
