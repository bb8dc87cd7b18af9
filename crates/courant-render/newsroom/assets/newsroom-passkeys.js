// Passkeys: making one, and coming in by one. Without this script, or without passkeys, the buttons stay hidden.
(() => {
  "use strict";
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (keys) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));

  async function ask(path, body) {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(body ?? {}) });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${said.error} ${said.next}`);
    return said;
  }

  async function add(name, current) {
    const options = await ask("/newsroom/account/passkeys/options", { current });
    const made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: toBytes(options.challenge), user: { ...options.user, id: toBytes(options.user.id) }, excludeCredentials: ids(options.excludeCredentials),
    } });
    const { response } = made;
    return ask("/newsroom/account/passkeys", {
      name, client: toText(response.clientDataJSON), data: toText(response.getAuthenticatorData()), key: toText(response.getPublicKey()), algorithm: response.getPublicKeyAlgorithm(),
    });
  }

  async function enter(back) {
    const options = await ask("/newsroom/sign-in/passkey/options");
    const { rawId, response } = await navigator.credentials.get({ publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: ids(options.allowCredentials) } });
    return ask("/newsroom/sign-in/passkey", {
      back, id: toText(rawId), client: toText(response.clientDataJSON), data: toText(response.authenticatorData), signature: toText(response.signature),
    });
  }

  /** What a refusal of the browser means to people; ours are sentences already. */
  const words = (problem) => {
    if (problem.name === "NotAllowedError") return "No passkey was used. Try again, or come in another way.";
    if (problem.name === "InvalidStateError") return "This device has a passkey for your account already.";
    if (problem.name === "SecurityError") return "Passkeys need the paper’s name in the address bar. On this machine, open it at localhost.";
    return problem.message;
  };

  const typed = (part, type) => part.querySelector(`input[type=${type}]`)?.value ?? "";

  for (const part of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential || !navigator.credentials) continue;
    part.hidden = false;
    const [button, says] = [part.querySelector("button"), part.querySelector("[role=status]")];
    button.addEventListener("click", async () => {
      button.disabled = true;
      says.textContent = "";
      try {
        const { to } = part.dataset.passkey === "add" ? await add(typed(part, "text"), typed(part, "password")) : await enter(part.dataset.back ?? "");
        location.assign(to);
      } catch (problem) {
        says.textContent = words(problem);
        button.disabled = false;
      }
    });
  }
})();
