// Warns before an idle session ends, lets the person go on, and hides the page once it has ended.
// Windows of one person share one session: what is done in one keeps the others awake.
const KEY = "wuai-active";

function lastActive() {
  try { return Number(localStorage.getItem(KEY)) || 0; } catch { return 0; }
}

function markActive() {
  try { localStorage.setItem(KEY, String(Date.now())); } catch { /* one window then counts alone */ }
}

export function guardSession(root) {
  const dialog = root.getElementById("session-warning");
  if (!dialog) return;
  const idle = Number(dialog.dataset.idle) * 1000;
  const warn = Number(dialog.dataset.warn) * 1000;
  let ends = Date.now() + idle;
  let ended = false;
  const renew = () => { ends = Date.now() + idle; markActive(); };
  const over = () => {
    ended = true;
    for (const part of dialog.querySelectorAll("[data-over]")) part.hidden = false;
    dialog.querySelector("[data-continue]").hidden = true;
    dialog.querySelector("[data-left]").closest("p").hidden = true;
    root.querySelector("main").hidden = true;
    dialog.querySelector("a[data-over]").focus();
  };
  const tick = () => {
    ends = Math.max(ends, lastActive() + idle);
    const left = ends - Date.now();
    if (ended) return;
    if (left > warn) {
      if (dialog.open) dialog.close();
      return;
    }
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[data-left]").textContent = String(Math.max(0, Math.ceil(left / 1000)));
    if (left <= 0) over();
  };
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-continue]").addEventListener("click", async () => {
    const answer = await fetch(dialog.dataset.extend, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) { over(); return; }
    renew();
    dialog.close();
  });
  document.addEventListener("htmx:afterRequest", renew);
  document.addEventListener("visibilitychange", tick);
  markActive();
  setInterval(tick, 1000);
}
