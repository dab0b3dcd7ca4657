// The form of an item: what is typed is kept on the server, pictures are shown before they are
// sent, and go into the text with a click. The form works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-compose]");
  if (!form) return;
  const state = form.querySelector("[data-kept-state]");
  let timer = 0;
  let asking = false;
  let again = false;
  let leaving = false;

  // What the editor holds, into its field.
  function gather() {
    if (window.tinymce) window.tinymce.triggerSave();
  }
  function typed() {
    gather();
    const data = new FormData();
    for (const field of form.elements) {
      if (!field.name || field.name === "action" || /^(anh|co|tep)\b/.test(field.name)) continue;
      if (["file", "submit", "button"].includes(field.type)) continue;
      if (["checkbox", "radio"].includes(field.type) && !field.checked) continue;
      data.append(field.name, field.value);
    }
    data.append("action", "autosave");
    return data;
  }
  const plain = (data) => JSON.stringify([...data].filter(([name]) => name !== "_authenticator"));
  let last = "";
  async function keep() {
    if (leaving) return;
    if (asking) {
      again = true;
      return;
    }
    const data = typed();
    const now = plain(data);
    if (now === last) return;
    asking = true;
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data });
      if (!answer.ok || !(answer.headers.get("Content-Type") || "").includes("json")) throw answer;
      const told = await answer.json();
      if (!told.saved) throw answer;
      last = now;
      state.textContent = told.changed
        ? state.dataset.changed
        : `${state.dataset.saved} ${told.saved}`;
      state.classList.toggle("warn", told.changed);
    } catch {
      state.textContent = state.dataset.failed;
      state.classList.add("warn");
    } finally {
      asking = false;
      if (again) {
        again = false;
        keep();
      }
    }
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, 2000);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    gather();
    leaving = true;
  });
  window.addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && last) keep();
  });
  last = plain(typed());
  // The editor comes a moment later, and says nothing while one types until the field is left.
  const wait = setInterval(() => {
    const editor = window.tinymce && window.tinymce.activeEditor;
    if (!editor || !editor.initialized) return;
    clearInterval(wait);
    // Its frame is called as its field, for who does not see it.
    const label = form.querySelector(`label[for="${editor.id}"]`);
    editor.iframeElement.title = label ? label.textContent.trim() : document.title;
    editor.on("input keyup ExecCommand", later);
    const fresh = plain(typed());
    // What the editor only writes otherwise is nothing that was typed.
    if (!timer) last = fresh;
    for (const button of form.querySelectorAll("[data-insert]")) button.hidden = false;
  }, 200);

  // Pictures
  const rows = [...form.querySelectorAll("[data-picture]")];
  for (const row of rows) {
    const shown = row.querySelector("[data-shown]");
    const file = row.querySelector("[data-file]");
    const facts = row.querySelector("[data-facts]");
    const shape = row.querySelector("[data-shape]");
    const focus = row.querySelector("[data-focus]");
    const words = row.querySelector('[name$=".loi"]');
    const fit = () => {
      const cut = shape.value;
      shown.style.aspectRatio = cut ? cut.replace(":", " / ") : "";
      shown.style.objectFit = cut ? "cover" : "";
      shown.style.objectPosition = focus.value.replace(",", "% ") + "%";
    };
    shape.addEventListener("change", fit);
    focus.addEventListener("change", fit);
    shown.addEventListener("click", (event) => {
      // Where in the whole picture, whatever part of it is shown.
      const frame = shown.getBoundingClientRect();
      const part = Math.max(frame.width / shown.naturalWidth, frame.height / shown.naturalHeight);
      const [x, y] = focus.value.split(",").map(Number);
      const place = (at, size, whole, percent) => {
        const over = whole * part - size;
        return Math.round(((at + (over * percent) / 100) / (whole * part)) * 100);
      };
      const value = [
        place(event.clientX - frame.left, frame.width, shown.naturalWidth, x),
        place(event.clientY - frame.top, frame.height, shown.naturalHeight, y),
      ].join(",");
      let option = focus.querySelector("[data-own]");
      if (!option) {
        option = document.createElement("option");
        option.dataset.own = "";
        focus.append(option);
      }
      option.value = option.textContent = value;
      focus.value = value;
      fit();
    });
    if (!file) continue;
    const fold = () => {
      facts.hidden = !file.files.length && !words.value;
      words.required = file.files.length > 0;
    };
    file.addEventListener("change", () => {
      if (shown.src.startsWith("blob:")) URL.revokeObjectURL(shown.src);
      shown.hidden = !file.files.length;
      if (file.files.length) shown.src = URL.createObjectURL(file.files[0]);
      fold();
      fit();
      if (file.files.length) words.focus();
    });
    fold();
  }
  const more = form.querySelector("[data-more-pictures]");
  const next = () => rows.find((row) => row.dataset.more && row.hidden);
  for (const row of rows) if (row.dataset.more) row.hidden = true;
  more.hidden = !next();
  more.addEventListener("click", () => {
    const row = next();
    if (row) row.hidden = false;
    more.hidden = !next();
    row?.querySelector("[data-file]").focus();
  });
  for (const button of form.querySelectorAll("[data-insert]"))
    button.addEventListener("click", () => {
      const row = button.closest("[data-picture]");
      const picture = document.createElement("img");
      picture.src = button.dataset.src;
      picture.alt = row.querySelector('[name$=".loi"]').value;
      picture.setAttribute("loading", "lazy");
      const editor = window.tinymce.activeEditor;
      editor.insertContent(`<p>${picture.outerHTML}</p>`);
      editor.focus();
    });
})();
