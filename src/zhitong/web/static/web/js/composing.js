// Whether a key belongs to an input method that is still putting a 汉字 together. 229 is what older browsers say for it.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
