// Unsent texts in this browser, one for each form: only what the server has not got yet lies here. Keyed by person, so that the
// next user of a shared machine is never shown them; signing out removes them (web/js/leave.js).
const PREFIX = "zhitong.draft.";

function key(person, token) {
  return `${PREFIX}${person}.${token}`;
}

export function readLocal(person, token) {
  try {
    return JSON.parse(localStorage.getItem(key(person, token)));
  } catch {
    return null; // storage is switched off, or holds something else
  }
}

export function writeLocal(person, token, fields) {
  try {
    localStorage.setItem(key(person, token), JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // full or switched off: the server still keeps the draft
  }
}

export function dropLocal(person, token) {
  try {
    localStorage.removeItem(key(person, token));
  } catch {
    // nothing was kept
  }
}

export function othersLocal(person, token) {
  const start = `${PREFIX}${person}.`;
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(start) && name !== key(person, token))
      .map((name) => name.slice(start.length))
      .map((other) => ({ token: other, ...readLocal(person, other) }));
  } catch {
    return [];
  }
}

// Links to texts that lie only here; each opens in the form, which puts the text back. ``known`` are drafts that the page lists anyway.
export function offerOthers(box, { person, token = "", open, untitled }, known = []) {
  const others = othersLocal(person, token).filter((other) => Array.isArray(other.fields) && !known.includes(other.token));
  for (const other of others) {
    const link = document.createElement("a");
    link.href = open + encodeURIComponent(other.token);
    link.textContent = other.fields.find(([name, value]) => name === "title" && value)?.[1] ?? untitled;
    const item = document.createElement("li");
    item.append(link, ` ${new Date(other.at).toLocaleString(document.documentElement.lang)}`);
    box.querySelector("ul").append(item);
  }
  box.hidden = others.length === 0;
}
