// How much of a field's room is used: data-count="1500" on an input or textarea. Characters are counted as the server counts
// them (𠮷 is one), and too many are shown, not cut off.
const SHOW_FROM = 0.8; // of a one-line field's limit, and of one that hardly anybody reaches
const FAR = 5_000; // characters; a text with a limit up to here always shows

function lengthOf(text) {
  return [...text.replaceAll("\r\n", "\n")].length;
}

function count(field) {
  const limit = Number(field.dataset.count);
  const used = lengthOf(field.value);
  let line = field.nextElementSibling;
  if (!line?.classList.contains("counter")) {
    line = document.createElement("p");
    line.className = "counter";
    field.after(line);
  }
  line.hidden = (field.localName === "input" || limit > FAR) && used < limit * SHOW_FROM;
  line.textContent = `${used} / ${limit}`;
  line.classList.toggle("over", used > limit);
}

function countAll(root) {
  for (const field of root.querySelectorAll("[data-count]")) count(field);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-count]")) count(event.target);
});
document.addEventListener("htmx:load", (event) => countAll(event.target));
countAll(document);
