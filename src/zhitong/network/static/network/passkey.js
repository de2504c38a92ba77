// A passkey in a form: ask the server what to ask, ask the browser, put its answer into the form and send it.
// <form data-passkey="create" data-question="/address/"> holds a field named answer. Without script the form stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function question(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials])
    for (const each of list ?? []) each.id = bytes(each.id);
  return { publicKey: options };
}

function answer(credential) {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (said[name]) response[name] = text(said[name]);
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function send(form) {
  const trouble = form.querySelector("[data-trouble]");
  trouble.hidden = true;
  try {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const asked = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!asked.ok) throw new Error(asked.status);
    const options = question(await asked.json());
    const made = form.dataset.passkey === "create" ? navigator.credentials.create(options) : navigator.credentials.get(options);
    form.querySelector("[name=answer]").value = answer(await made);
    form.submit();
  } catch {
    trouble.hidden = false; // refused, run out, or no passkey of this site here: the page says what else can be done
  }
}

if (window.PublicKeyCredential)
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
