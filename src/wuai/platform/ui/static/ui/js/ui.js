// Entry: every module improves a page that already works without it.
import { focusErrors, watchCounters } from "./fields.js";
import { moveThroughRows } from "./rows.js";
import { listenForKeys } from "./keys.js";
import { guardSession } from "./session.js";
import { improveDrops, showCarried } from "./drop.js";
import { collectMessages, toast } from "./toasts.js";
import { offerCopies } from "./copy.js";
import { openDialogs, closeMenus, offerPrint } from "./dialogs.js";

function improve(root) {
  watchCounters(root);
  improveDrops(root);
}

document.documentElement.classList.add("js");
moveThroughRows(document);
listenForKeys(document);
offerCopies(document);
openDialogs(document);
closeMenus(document);
offerPrint(document);
showCarried(document);
collectMessages(document);
guardSession(document);
improve(document);
focusErrors(document);

document.addEventListener("htmx:afterSwap", (event) => {
  improve(event.target);
  focusErrors(event.target);
});
document.addEventListener("wuai:toast", (event) => toast(event.detail.text, event.detail.tone));
