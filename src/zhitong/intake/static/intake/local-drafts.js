// Beside the drafts on the server: those that lie in this browser only.
import { offerOthers } from "./local.js";

const box = document.getElementById("local-others");
offerOthers(box, { ...box.dataset });
