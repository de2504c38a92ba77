// The receipt is there: what this browser kept of the form is no longer needed.
import { dropLocal } from "./local.js";

const { person, token } = document.getElementById("receipt").dataset;
if (token) dropLocal(person, token);

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
