// A file field that takes dropped files, lists them, and shows how far the sending is.
// The form is sent as it would be without script; only the waiting is made visible.
export function improveDrops(root) {
  for (const zone of root.querySelectorAll("[data-drop]")) {
    if (zone.dataset.improved) continue;
    zone.dataset.improved = "yes";
    const input = zone.querySelector("input[type=file]");
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.toggleAttribute("data-over", true);
    });
    zone.addEventListener("dragleave", () => zone.toggleAttribute("data-over", false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.toggleAttribute("data-over", false);
      input.files = event.dataTransfer.files;
      list(zone, input);
    });
    input.addEventListener("change", () => list(zone, input));
    const form = input.form;
    if (form && !form.dataset.sending) {
      form.dataset.sending = "no";
      form.addEventListener("submit", (event) => send(event, form, zone));
    }
  }
}

function list(zone, input) {
  const lines = [...input.files].map((file) => {
    const line = document.createElement("li");
    const most = Number(zone.dataset.max);
    const state = most && file.size > most ? zone.dataset.tooBig : zone.dataset.waiting;
    const english = document.documentElement.lang === "en";
    line.textContent = english
      ? `${file.name} (${size(file.size)}): ${state}`
      : `${file.name}（${size(file.size)}）：${state}`;
    return line;
  });
  zone.querySelector("[data-drop-list]").replaceChildren(...lines);
}

function size(octets) {
  const units = ["B", "KB", "MB", "GB"];
  const at = Math.min(Math.floor(Math.log2(octets || 1) / 10), 3);
  return `${(octets / 1024 ** at).toFixed(at && octets / 1024 ** at < 10 ? 1 : 0)} ${units[at]}`;
}

function send(event, form, zone) {
  if (!zone.querySelector("input[type=file]").files.length || form.dataset.sending === "yes") return;
  if (form.hasAttribute("hx-post") || form.getAttribute("method")?.toLowerCase() !== "post") return;
  event.preventDefault();
  form.dataset.sending = "yes";
  const said = zone.querySelector("[data-drop-list]");
  const words = document.createElement("li");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", zone.dataset.sending);
  words.textContent = zone.dataset.sending;
  said.append(words, bar);
  const data = new FormData(form);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.value = (step.loaded / step.total) * 100;
  });
  request.upload.addEventListener("load", () => { words.textContent = zone.dataset.checking; bar.removeAttribute("value"); });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => {
    words.textContent = zone.dataset.failed;
    bar.remove();
    form.dataset.sending = "no";
  });
  request.open("POST", event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href);
  request.setRequestHeader("Accept", "text/html");
  request.send(data);
}

// What an answer said is shown once: the request had it, so it is carried to the page that follows.
const CARRIED = "wuai-carried";

export function showCarried(root) {
  const held = sessionStorage.getItem(CARRIED);
  sessionStorage.removeItem(CARRIED);
  const title = root.querySelector("main h1");
  if (!held || !title || root.querySelector("[data-messages]")) return;
  const said = new DOMParser().parseFromString(held, "text/html").querySelector("[data-messages]");
  if (said) title.before(document.adoptNode(said));
}

function show(request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  // An answer's address has no fragment; ours has one after the link to the main content.
  const here = location.href.split("#")[0];
  if (request.responseURL && request.responseURL.split("#")[0] !== here && request.status < 400) {
    const said = answer.querySelector("[data-messages]");
    if (said) sessionStorage.setItem(CARRIED, said.outerHTML);
    location.assign(request.responseURL);
    return;
  }
  const main = answer.querySelector("main");
  if (!main) { location.reload(); return; }
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.title = answer.title;
  improveDrops(document);
  const first = document.querySelector("[data-focus-first]") || document.querySelector("main");
  first.focus();
  window.scrollTo(0, 0);
}
