// What is selected in the copy goes into the field of words, with its place. Written by hand again, the place is forgotten.
const text = document.getElementById("copy-text");
const form = document.getElementById("masking");
const words = form.elements.words;
const start = form.elements.start;

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const before = range.cloneRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  words.value = range.toString();
  start.value = [...before.toString()].length; // in characters, as the server counts
});

words.addEventListener("input", () => {
  start.value = "";
});
