// Short messages that can be read again in the log at the foot of the page.
const KEPT = 30;
const KEY = "wuai-messages";

export function toast(text, tone = "info") {
  const home = document.getElementById("toasts");
  if (!home || !text) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.tone = tone;
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", home.dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  home.append(box);
  remember(text);
}

export function collectMessages(root) {
  if (!document.querySelector("[data-log]")) forget();
  for (const line of root.querySelectorAll("[data-messages] .toast p")) remember(line.textContent);
  print();
}

function remember(text) {
  const at = new Date().toLocaleTimeString("zh-TW", { hour12: false, timeZone: "Asia/Taipei" });
  const lines = [...read(), `${at} ${text}`].slice(-KEPT);
  try { sessionStorage.setItem(KEY, JSON.stringify(lines)); } catch { return; }
  print();
}

// A page without a log is outside the work space: whoever signs in next begins with an empty one.
function forget() {
  try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
}

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; }
}

function print() {
  const log = document.querySelector("[data-log]");
  const lines = read();
  if (!log || !lines.length) return;
  log.hidden = false;
  log.querySelector("ol").replaceChildren(...lines.toReversed().map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
}
