// Security keys and passkeys: asks the browser for one and puts its answer into the form that is sent.
// Forms work with codes without it; buttons that need a key stay hidden then.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  // What the portal wants the browser to ask; null where there is nothing to ask for. A button that is
  // named "action" hides the property of that name.
  async function options(form, action) {
    const body = new URLSearchParams({ action });
    const token = form.elements._authenticator;
    if (token) body.set("_authenticator", token.value);
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
    if (!answer.ok || !(answer.headers.get("Content-Type") || "").includes("json")) return null;
    const { publicKey } = await answer.json();
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials])
      for (const each of list || []) each.id = bytes(each.id);
    return { publicKey };
  }

  async function made(form) {
    const asked = await options(form, "key_new");
    const key = asked && (await navigator.credentials.create(asked));
    return key && said(key, ["attestationObject"]);
  }

  async function proved(form) {
    const asked = await options(form, "key_proof");
    const key = asked && (await navigator.credentials.get(asked));
    return key && said(key, ["authenticatorData", "signature"]);
  }

  function said(key, parts) {
    const response = { clientDataJSON: text(key.response.clientDataJSON) };
    for (const part of parts) response[part] = text(key.response[part]);
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
  }

  async function ask(form, button) {
    const { attestation, assertion } = form.elements;
    // A code that was typed is proof enough.
    const typed = ["code", "proof"].some(
      (name) => form.elements[name] && form.elements[name].dataset.instead && form.elements[name].value.trim(),
    );
    if (assertion && !typed) assertion.value = (await proved(form)) || "";
    if (assertion && !typed && !assertion.value) return false;
    if (attestation && "keyNew" in button.dataset) {
      attestation.value = (await made(form)) || "";
      if (!attestation.value) return false;
    }
    return true;
  }

  for (const form of document.querySelectorAll("form[data-security-key]")) {
    const told = form.querySelector("[data-key-failed]");
    // With a key a code need not be typed.
    form.querySelectorAll("[data-instead]").forEach((field) => (field.required = false));
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (form.dataset.ready) {
        // A second click sends nothing twice: recovery codes are shown in the one answer.
        if (form.dataset.ready === "sent") event.preventDefault();
        form.dataset.ready = "sent";
        return;
      }
      event.preventDefault();
      if (form.dataset.asking) return;
      form.dataset.asking = "1";
      told.hidden = true;
      let right = false;
      try {
        right = await ask(form, button || form.querySelector("button"));
      } catch {
        // Cancelled, no such key, or too late: said below.
      }
      delete form.dataset.asking;
      if (!right) {
        told.hidden = false;
        told.focus();
        return;
      }
      form.dataset.ready = "1";
      form.requestSubmit(button || undefined);
    });
  }
  document.querySelectorAll("[data-needs-key]").forEach((part) => (part.hidden = false));
  // Back from the next page: what was put in is used up.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-security-key]")) delete form.dataset.ready;
  });
})();
