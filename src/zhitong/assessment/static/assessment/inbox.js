// The list beside the reading pane: it keeps its place while items are opened one after the other, and all rows of a page
// can be chosen at once.
const listBox = () => document.getElementById("inbox-list");
let scrolled = 0;

function showCurrent() {
  const list = listBox();
  if (!list) return;
  list.scrollTop = scrolled;
  const row = list.querySelector(".rows .current");
  if (!row) return;
  // Not scrollIntoView: that would move the page below the reader too.
  const over = row.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
  const under = list.getBoundingClientRect().top - row.getBoundingClientRect().top;
  if (over > 0) list.scrollTop += over;
  else if (under > 0) list.scrollTop -= under;
}

function offerChooseAll() {
  const button = document.getElementById("choose-all");
  if (button) button.hidden = false;
}

document.addEventListener("htmx:beforeSwap", () => {
  scrolled = listBox()?.scrollTop ?? 0;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "main") return;
  showCurrent();
  offerChooseAll();
});

document.addEventListener("click", (event) => {
  if (event.target.id !== "choose-all") return;
  const boxes = [...document.querySelectorAll('.inbox-rows input[name="code"]')];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});

showCurrent();
offerChooseAll();
