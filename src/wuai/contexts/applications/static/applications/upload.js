// Files go in pieces, each where the last one ended; a dying line only pauses them. Chosen again
// after a reload, or on another device, a file goes on from where it stopped. Without this module
// the form sends the files as any form does.
const PIECE = 1024 * 1024;
const LONGEST_WAIT = 30_000;
const TUS = { "Tus-Resumable": "1.0.0" };

for (const form of document.querySelectorAll("form[data-uploads]")) {
  form.addEventListener("submit", (event) => {
    const chosen = [...form.querySelectorAll("input[type=file]")].flatMap((input) =>
      [...input.files].map((file) => ({ file, evidence: input.name })));
    if (!chosen.length) return;
    event.preventDefault();
    if (form.dataset.sending !== "yes") sendAll(form, chosen);
  });
}

async function sendAll(form, chosen) {
  form.dataset.sending = "yes";
  const leave = (event) => event.preventDefault();
  window.addEventListener("beforeunload", leave);
  const lines = chosen.map(({ file }) => line(form, file));
  let refused = false;
  for (const [place, { file, evidence }] of chosen.entries()) {
    try {
      await send(form, file, evidence, lines[place]);
      lines[place].say(form.dataset.done);
    } catch (error) {
      refused = true;
      lines[place].say(error.message);
    }
  }
  window.removeEventListener("beforeunload", leave);
  form.dataset.sending = "no";
  if (refused) form.querySelector("[data-progress]").focus();
  else location.assign(location.pathname);
}

async function send(form, file, evidence, shown) {
  let address = unfinished(form, file, evidence);
  address ??= await persist(form, shown, () => announce(form, file, evidence));
  let offset = await persist(form, shown, () => reached(address));
  while (offset < file.size) {
    shown.show(offset / file.size);
    offset = await persist(form, shown, () => piece(form, address, file, offset), () => reached(address));
  }
  shown.show(1);
}

// Try until the line is back. A refusal of the house is no dying line: it ends the file.
async function persist(form, shown, step, after = step) {
  for (let wait = 500, task = step; ; wait = Math.min(wait * 2, LONGEST_WAIT), task = after) {
    try {
      return await task();
    } catch (error) {
      if (error instanceof Refused) throw error;
      shown.say(form.dataset.paused);
      await new Promise((go) => setTimeout(go, wait));
    }
  }
}

class Refused extends Error {}

async function ask(address, method, headers, body) {
  const answer = await fetch(address, { method, headers: { ...TUS, ...headers }, body, credentials: "same-origin" });
  if (answer.ok || answer.status === 409) return answer;
  if (answer.status >= 500 || answer.status === 429 || answer.status === 460) throw new Error(answer.statusText);
  throw new Refused(await words(answer));
}

async function words(answer) {
  try {
    const said = await answer.json();
    const english = document.documentElement.lang.startsWith("en");
    return english ? `${said.detail}. ${said.next}.` : `${said.detail_zh}。${said.next_zh}。`;
  } catch {
    return `${answer.status}`;
  }
}

const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

function unfinished(form, file, evidence) {
  const same = [...document.querySelectorAll("[data-unfinished]")].find((one) =>
    one.dataset.name === file.name && Number(one.dataset.size) === file.size && one.dataset.evidence === evidence);
  return same ? `${form.dataset.uploads}${same.dataset.unfinished}/` : undefined;
}

async function announce(form, file, evidence) {
  const answer = await ask(form.dataset.uploads, "POST", {
    "X-CSRFToken": token(form), "Upload-Length": `${file.size}`,
    "Upload-Metadata": `filename ${base64(file.name)},evidence ${base64(evidence)}`,
  });
  return answer.headers.get("Location");
}

async function reached(address) {
  const answer = await ask(address, "HEAD", {});
  return Number(answer.headers.get("Upload-Offset"));
}

async function piece(form, address, file, offset) {
  const body = await file.slice(offset, offset + PIECE).arrayBuffer();
  const headers = {
    "X-CSRFToken": token(form), "Content-Type": "application/offset+octet-stream", "Upload-Offset": `${offset}`,
  };
  // Only offered where the browser trusts the address.
  if (crypto.subtle) headers["Upload-Checksum"] = `sha256 ${bytes64(await crypto.subtle.digest("SHA-256", body))}`;
  const answer = await ask(address, "PATCH", headers, body);
  return answer.status === 409 ? reached(address) : Number(answer.headers.get("Upload-Offset"));
}

const base64 = (text) => bytes64(new TextEncoder().encode(text));
const bytes64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

function line(form, file) {
  const item = document.createElement("li");
  const said = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `${form.dataset.going} ${file.name}`);
  item.append(`${file.name} `, bar, " ", said);
  form.querySelector("[data-progress]").append(item);
  return {
    say: (text) => { said.textContent = text; },
    show: (share) => { bar.value = share * 100; said.textContent = `${Math.floor(share * 100)} %`; },
  };
}
