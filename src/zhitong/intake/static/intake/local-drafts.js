// Beside the drafts on the server: those that lie in this browser only.
import { offerOthers } from "./local.js";

const box = document.getElementById("local-others");
const known = [...document.querySelectorAll("[data-token]")].map((row) => row.dataset.token);
offerOthers(box, { ...box.dataset }, known);
