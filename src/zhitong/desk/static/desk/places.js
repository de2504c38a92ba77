// Places are counted in characters, as the server counts them (𠮷 is one); a browser counts UTF-16 units. Here is the way across.

export const toUnits = (text, characters) => [...text].slice(0, characters).join("").length;
export const toCharacters = (text, units) => [...text.slice(0, units)].length;

/** Select characters start to end of a field and bring them into view. */
export function showInField(field, start, end) {
  const from = toUnits(field.value, start);
  const to = toUnits(field.value, end);
  field.focus();
  field.setSelectionRange(from, to);
  field.scrollIntoView({ block: "center" });
}
