// Sends files of a request in pieces: who was cut off goes on where they were. The form works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.fetch || !Blob.prototype.slice) return;
  const field = form.elements.tep;
  const state = form.querySelector(".upload-state");
  const buttons = form.querySelectorAll("button");
  const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));

  // The answer, asked for again for as long as the line is down or the portal tells to wait.
  async function ask(fields) {
    for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      let told = wait;
      try {
        const answer = await fetch(form.dataset.upload, { method: "POST", body });
        if (answer.status < 500 && answer.status !== 429)
          return { status: answer.status, ...(await answer.json()) };
        told = Number(answer.headers.get("Retry-After")) || wait;
      } catch {
        // The line is down.
      }
      state.textContent = form.dataset.cut;
      await Promise.race([pause(told), new Promise((go) => addEventListener("online", go, { once: true }))]);
    }
  }

  // "" once the file is there, else why it was not taken.
  async function send(file) {
    const named = { ten: file.name, co: file.size, loai: form.elements.loai.value };
    for (let again = 0; again < 3; again++) {
      const begun = await ask({ viec: "bat-dau", ...named });
      if (!begun.id) return begun.error || file.name;
      let at = begun.offset;
      for (;;) {
        const part = Math.floor((at / file.size) * 100);
        state.textContent = form.dataset.said.replace("{name}", file.name).replace("{done}", part);
        const piece = file.slice(at, at + begun.most);
        const answer = await ask({ viec: "phan", ma: begun.id, tu: at, ten: file.name, tep: piece });
        if (answer.done) return "";
        if (answer.error) return answer.error;
        if (answer.offset === undefined) break;
        at = answer.offset;
      }
    }
    return file.name;
  }

  form.addEventListener("submit", async (event) => {
    const files = [...field.files];
    if (!files.length) return;
    event.preventDefault();
    const next = event.submitter && event.submitter.name === "tiep" ? form.dataset.next : form.action;
    buttons.forEach((button) => (button.disabled = true));
    const refused = [];
    for (const file of files) {
      let fault = file.name;
      try {
        fault = await send(file);
      } catch {
        // No JSON: another page answers here; the plain form tells what is the matter.
        buttons.forEach((button) => (button.disabled = false));
        return form.submit();
      }
      if (fault) refused.push(fault);
    }
    if (!refused.length) return location.assign(next);
    buttons.forEach((button) => (button.disabled = false));
    field.value = "";
    state.textContent = refused.join(" ");
    state.className = "upload-state error";
  });
})();
