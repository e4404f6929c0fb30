// Passkeys and security keys. A form says what it does:
//   data-webauthn="create|get|login"   data-options="id of a JSON block" (login: fetched from the form's action)
// The browser's answer goes into the form's hidden "credential" field, and the form is sent.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0)).buffer;
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function ask({ publicKey, ...rest }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.authenticatorSelection) // a key made here signs in by itself, so it must know its owner
    Object.assign(options.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = named(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = named(publicKey.allowCredentials);
  return { ...rest, publicKey: options };
}

function answer(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports?.() ?? [];
  } else {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    said.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return {
    type: credential.type, id: credential.id, rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(), response: said,
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const reply = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
  if (!reply.ok) throw new Error(reply.status);
  return reply.json();
}

async function ceremony(form) {
  const given = await options(form);
  const creates = form.dataset.webauthn === "create";
  const wanted = ask(creates ? given.creation_options : given.request_options);
  const credential = await (creates ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
  form.elements.credential.value = JSON.stringify(answer(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  const said = form.querySelector("[data-said]");
  if (!window.PublicKeyCredential) {
    if (said) said.hidden = false;
    if (said) said.textContent = form.dataset.unsupported;
    form.querySelector("button[type=submit]").disabled = true;
    continue;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ceremony(form).catch(() => {
      if (!said) return;
      said.hidden = false;
      said.textContent = form.dataset.failed;
    });
  });
}
