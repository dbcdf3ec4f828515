// Keys for people who work all day: / search, g then a letter goes to a page, j enters the first
// table, ? lists them all. Nothing happens while somebody types or holds a modifier.
// Single letters disturb people who speak to their computer, so the list has a switch for them.
const OFF = "wuai-keys-off";
const FIELDS = "input, select, textarea, [contenteditable]";

export function listenForKeys(root) {
  const list = root.getElementById("shortcuts");
  if (!list) return;
  offerSwitch(list);
  let waiting = 0;
  root.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches?.(FIELDS) || root.querySelector("dialog[open]")) return;
    const went = Date.now() < waiting;
    waiting = 0;
    if (went) return go(list, event);
    if (event.key === "g") waiting = Date.now() + 1500;
    else if (event.key === "/") focus(root.getElementById("search-words"), event);
    else if (event.key === "?") show(list, event);
    else if (event.key === "j") focus(root.querySelector("table[data-rows] tbody a[href]"), event);
  });
}

function go(list, event) {
  const link = [...list.querySelectorAll("a[data-key]")].find((a) => a.dataset.key === event.key);
  if (!link) return;
  event.preventDefault();
  link.click();
}

function focus(target, event) {
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
}

function show(list, event) {
  event.preventDefault();
  list.showModal();
}

function isOff() {
  try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}

function offerSwitch(list) {
  const box = list.querySelector("[data-keys-on]");
  if (!box) return;
  box.checked = !isOff();
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => {
    try { localStorage.setItem(OFF, box.checked ? "no" : "yes"); } catch { box.checked = true; }
  });
}
