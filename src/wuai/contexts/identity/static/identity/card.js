// Logs in with a card: the local signing component opens its own window and speaks with this page
// by messages. Only messages of that window, from that origin, in the order of the protocol count.
// The PIN goes to the component and nowhere else: the field has no name, so no form sends it.
const WINDOW_MS = 3500, ANSWER_MS = 60000;

class Trouble extends Error {
  constructor(code) { super(code); this.code = code; }
}

function ask(component, request, expected) {
  const opened = window.open(`${component}/popupForm`, "popupForm", "popup,width=420,height=320");
  if (!opened) return Promise.reject(new Trouble("BLOCKED"));
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => end(() => reject(new Trouble("MISSING"))), WINDOW_MS);
    let asked = false;
    function end(then) {
      clearTimeout(timer);
      removeEventListener("message", hear);
      opened.close();
      then();
    }
    async function hear(event) {
      if (event.origin !== component || event.source !== opened) return;
      let said;
      try { said = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
      if (said?.func === "getTbs" && !asked) {
        asked = true;
        clearTimeout(timer);
        timer = setTimeout(() => end(() => reject(new Trouble("SILENT"))), ANSWER_MS);
        try {
          // The component takes the package apart as a form field: a plus would become a space.
          opened.postMessage(JSON.stringify(await request()).replace(/\+/g, "%2B"), component);
        } catch { end(() => reject(new Trouble("SILENT"))); }
      } else if (said?.func === expected && asked) {
        end(() => resolve(said));
      }
    }
    addEventListener("message", hear);
  });
}

function check(said) {
  if (said.ret_code === 0) return said;
  const minor = (said.last_error ?? 0) & 0xff;
  if (minor === 0xa0 || minor === 0xa4) throw new Trouble(minor === 0xa0 ? "0xA0" : "0xA4");
  throw new Trouble("0x" + (said.ret_code >>> 0).toString(16).padStart(8, "0"));
}

for (const form of document.querySelectorAll("form[data-component]")) {
  const component = form.dataset.component;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const pin = part("pin"), slots = part("slots"), help = document.querySelector("[data-help-list]");
  form.hidden = false;

  function show(code) {
    const known = help.querySelector(`[data-code="${code}"]`) ?? help.querySelector("[data-code=OTHER]");
    for (const one of help.children) one.hidden = one !== known;
    known.querySelector("[data-number]").textContent = code.startsWith("0x") ? code : "";
    help.hidden = false;
    known.focus();
  }
  async function run(work) {
    const busy = [...form.querySelectorAll("button")];
    help.hidden = true;
    busy.forEach((one) => { one.disabled = true; });
    try { await work(); } catch (trouble) { show(trouble.code ?? "OTHER"); }
    finally { busy.forEach((one) => { one.disabled = false; }); }
  }
  async function challenge() {
    const answer = await fetch(form.dataset.challenge, {
      method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (!answer.ok) throw new Trouble("OTHER");
    return answer.json();
  }

  part("read").addEventListener("click", () => run(async () => {
    const said = check(await ask(component, async () => ({ func: "GetUserCert" }), "pkcs11info"));
    const held = (said.slots ?? []).filter((slot) => slot.token && typeof slot.token === "object");
    if (!held.length) throw new Trouble("0x76000006");
    slots.replaceChildren(...held.map((slot) => new Option(slot.slotDescription, slot.slotDescription)));
    part("which").hidden = held.length < 2;
    part("sign").hidden = false;
    part("read").hidden = true;
    pin.focus();
  }));
  form.addEventListener("submit", (event) => {
    if (form.elements.signature.value) return;
    event.preventDefault();
    if (part("sign").hidden) return;
    run(async () => {
      const packaged = async () => {
        const asked = await challenge();
        form.elements.nonce.value = asked.nonce;
        return {
          func: "MakeSignature", tbs: asked.text, tbsEncoding: "NONE", hashAlgorithm: "SHA256",
          signatureType: "PKCS7", withCardSN: "true", slotDescription: slots.value,
          pin: encodeURIComponent(pin.value), nonce: asked.nonce, withSCAP: "false",
        };
      };
      const said = check(await ask(component, packaged, "sign"));
      pin.value = "";
      form.elements.signature.value = said.signature;
      form.requestSubmit();
    });
  });
}
