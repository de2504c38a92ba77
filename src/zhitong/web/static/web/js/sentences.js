// The server writes what scripts say, in the reader's language, into one <template> of the frame.
export const say = (name) => document.getElementById("sentences")?.dataset[name] ?? "";
