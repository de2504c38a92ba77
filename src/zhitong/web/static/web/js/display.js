// Size and colours change on the open page, so that nothing typed on it is lost. Without script the page is loaded again.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-display]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  const body = new FormData(form);
  body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
    return;
  }
  const display = await answer.json();
  document.documentElement.className = display.class;
  document.documentElement.dataset.keys = display.keys;
  document.getElementById("sheet-dark").media = display.dark;
  document.getElementById("sheet-contrast").media = display.contrast;
  for (const choice of form.querySelectorAll(`[name="${button.name}"]`))
    choice.setAttribute("aria-pressed", String(choice === button));
});
