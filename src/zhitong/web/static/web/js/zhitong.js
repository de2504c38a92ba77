// What every page gets on top of what works without script. Each module minds one thing.
import "./busy.js";
import "./confirm.js";
import "./counter.js";
import "./display.js";
import "./keys.js";
import "./leave.js";
import "./troubles.js";

// After a refused form the reader stands at the list of its errors, not at the top of the page.
document.querySelector(".error-summary")?.focus();
