// Security keys: asks the browser for the answer to the challenge in the page, then sends the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readOptions(options) {
  const given = { ...options, challenge: bytes(options.challenge) };
  if (given.user) given.user = { ...given.user, id: bytes(given.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (given[list]) given[list] = given[list].map((item) => ({ ...item, id: bytes(item.id) }));
  }
  return given;
}

function asJson(credential) {
  if (credential.toJSON) return credential.toJSON();
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

for (const form of document.querySelectorAll("form[data-key]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector("button[type=submit]").hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const publicKey = readOptions(JSON.parse(form.dataset.options).publicKey);
      const credential = await navigator.credentials[form.dataset.key]({ publicKey });
      form.elements.answer.value = JSON.stringify(asJson(credential));
      form.requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}
