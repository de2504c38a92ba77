// Whoever signs out leaves nothing of what they were typing in a browser that others use: unsent texts that rooms keep under
// this prefix are removed. An expired session is not leaving; its texts stay until their writer is back.
const PREFIX = "zhitong.draft.";

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/sign-out/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to remove
  }
});
