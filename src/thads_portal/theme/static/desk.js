// Makes the desks quicker; every desk works without it.
(() => {
  "use strict";

  // How many rows are chosen; all of the page with one click, a stretch with shift.
  function bulk(bar) {
    const form = bar.closest("form");
    const boxes = [...form.querySelectorAll("td.pick input[type=checkbox]")];
    const all = bar.querySelector("[data-bulk-all]");
    const none = bar.querySelector("[data-bulk-none]");
    const some = bar.querySelector("[data-bulk-some]");
    const number = bar.querySelector("[data-bulk-number]");
    let last = -1;
    function count() {
      const chosen = boxes.filter((box) => box.checked).length;
      number.textContent = chosen;
      none.hidden = chosen > 0;
      some.hidden = chosen === 0;
    }
    boxes.forEach((box, index) =>
      box.addEventListener("click", (event) => {
        if (event.shiftKey && last >= 0) {
          const [from, to] = [Math.min(last, index), Math.max(last, index)];
          for (let each = from; each <= to; each += 1) boxes[each].checked = box.checked;
        }
        last = index;
        count();
      })
    );
    // By keyboard the buttons are one key away, not two tabs for each row between.
    boxes.forEach((box) =>
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        const first = bar.querySelector("button[name=action]");
        if (first) first.focus();
      })
    );
    all.hidden = boxes.length === 0;
    all.addEventListener("click", () => {
      const wanted = !boxes.every((box) => box.checked);
      boxes.forEach((box) => (box.checked = wanted));
      count();
    });
    count();
  }

  // A second click sends nothing twice.
  function once(form) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => (sent = false));
  }

  // Money with dots while typing.
  function money(field) {
    field.addEventListener("blur", () => {
      const digits = field.value.replace(/[. ]/g, "").replace(/(đồng|đ|vnđ)$/i, "");
      if (/^\d+$/.test(digits))
        field.value = digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
    });
  }

  // What is typed stays in this tab until it is saved: a session that ends loses nothing.
  function kept(form) {
    const key = "thads-form:" + form.dataset.kept;
    const left = form.dataset.token;
    const note = form.querySelector("[data-kept-note]");
    const fields = () =>
      [...form.elements].filter(
        (field) => field.name && field.type !== "hidden" && field.type !== "file" && field.type !== "submit"
      );
    function read() {
      try {
        return JSON.parse(sessionStorage.getItem(key));
      } catch {
        return null;
      }
    }
    const before = read();
    if (before && before.version === left && !document.getElementById("loi")) {
      const places = {};
      let changed = false;
      for (const field of fields()) {
        const place = (places[field.name] = (places[field.name] ?? -1) + 1);
        const value = (before.values[field.name] || [])[place];
        if (value === undefined) continue;
        if (field.type === "checkbox" || field.type === "radio") {
          if (field.checked !== value) changed = true;
          field.checked = value;
        } else {
          if (field.value !== value) changed = true;
          field.value = value;
        }
      }
      if (note) note.hidden = !changed;
    }
    function keep() {
      const values = {};
      for (const field of fields()) {
        const value = field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
        (values[field.name] = values[field.name] || []).push(value);
      }
      try {
        sessionStorage.setItem(key, JSON.stringify({ version: left, values }));
      } catch {
        // No room or not allowed: the form works all the same.
      }
    }
    form.addEventListener("input", keep);
    const drop = form.querySelector("[data-kept-drop]");
    if (drop)
      drop.addEventListener("click", () => {
        sessionStorage.removeItem(key);
        location.reload();
      });
  }

  // Duplicates, namesakes and warnings while the listing is typed.
  function hints(form) {
    const box = form.querySelector("[data-hints-box]");
    let timer = 0;
    let asking = null;
    async function ask() {
      if (asking) asking.abort();
      asking = new AbortController();
      const data = new FormData();
      for (const name of form.dataset.hintFields.split(" ")) {
        const field = form.elements[name];
        if (field && "value" in field) data.append(name, field.value);
      }
      for (const field of form.querySelectorAll('[name="obligation_kinds"]:checked'))
        data.append("obligation_kinds", field.value);
      data.append("_authenticator", form.elements._authenticator.value);
      try {
        const answer = await fetch(form.dataset.hints, {
          method: "POST",
          body: data,
          signal: asking.signal,
        });
        if (answer.ok) show(await answer.json());
      } catch (error) {
        if (error.name !== "AbortError") box.replaceChildren();
      }
    }
    function show(found) {
      box.replaceChildren(
        ...found.hints.map((hint) => {
          const note = document.createElement("div");
          note.className = "notice warn";
          const text = document.createElement("strong");
          text.textContent = hint.text;
          note.append(text);
          if (hint.items && hint.items.length) {
            const list = document.createElement("ul");
            for (const each of hint.items) {
              const item = document.createElement("li");
              if (each.address) {
                const link = document.createElement("a");
                link.href = each.address;
                link.target = "_blank";
                link.textContent = each.text;
                item.append(link);
              } else {
                item.textContent = each.text;
              }
              list.append(item);
            }
            note.append(list);
          }
          return note;
        })
      );
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 500);
    });
    ask();
  }

  // One key for what one does all day. None works while somebody types, or once they are put off.
  function keys(page) {
    const off = page.querySelector("[data-keys-switch]");
    const said = page.querySelector("[data-keys-said]");
    const name = "thads-keys";
    try {
      off.checked = localStorage.getItem(name) !== "off";
    } catch {
      // Not allowed to remember: they are on.
    }
    off.addEventListener("change", () => {
      try {
        localStorage.setItem(name, off.checked ? "on" : "off");
      } catch {
        // Put off on this page only.
      }
    });
    const typing = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])";
    document.addEventListener("keydown", (event) => {
      if (!off.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.repeat || event.target.closest?.(typing)) return;
      const found = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!found) return;
      event.preventDefault();
      if (found.matches("form")) {
        found.querySelector("textarea, select, input:not([type=hidden])").focus();
      } else if (found.dataset.keyTwice && document.activeElement !== found) {
        found.focus();
        said.textContent = found.dataset.keyTwice;
      } else {
        found.click();
      }
    });
  }

  // Communes and offices while one is typed: buttons below the field, a tab away.
  function asked(field) {
    const box = document.createElement("div");
    box.className = "suggested";
    box.setAttribute("aria-live", "polite");
    field.after(box);
    let timer = 0;
    let asking = null;
    async function ask() {
      asking?.abort();
      asking = new AbortController();
      const typed = field.value.trim();
      if (typed.length < 2) return box.replaceChildren();
      try {
        const answer = await fetch(`${field.dataset.asks}&q=${encodeURIComponent(typed)}`, {
          signal: asking.signal,
        });
        const found = answer.ok ? (await answer.json()).found : [];
        box.replaceChildren(
          ...found.slice(0, 6).map((text) => {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "suggestion";
            button.textContent = text;
            button.addEventListener("click", () => {
              field.value = text;
              box.replaceChildren();
              field.dispatchEvent(new Event("input", { bubbles: true }));
              clearTimeout(timer);
              field.focus();
            });
            return button;
          })
        );
      } catch (error) {
        if (error.name !== "AbortError") box.replaceChildren();
      }
    }
    field.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (event.isTrusted) timer = setTimeout(ask, 300);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") box.replaceChildren();
    });
  }

  // Folded on a phone, open where there is room.
  const wide = matchMedia("(min-width: 768px)");
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    const fit = () => {
      fold.open = wide.matches || fold.dataset.fold === "open";
      fold.dataset.ready = "";
    };
    fit();
    wide.addEventListener("change", fit);
  }

  // A list behind a word of the bar goes when something else is used, or with Escape.
  const drops = [...document.querySelectorAll("details[data-drop]")];
  const shut = (event) => {
    for (const drop of drops) if (!drop.contains(event.target)) drop.open = false;
  };
  if (drops.length) {
    document.addEventListener("click", shut);
    document.addEventListener("focusin", shut);
    document.addEventListener("keydown", (event) => {
      const drop = event.key === "Escape" && drops.find((each) => each.open);
      if (!drop) return;
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  }

  document.querySelectorAll("[data-bulk]").forEach(bulk);
  document.querySelectorAll("form[data-once]").forEach(once);
  document.querySelectorAll("[data-money]").forEach(money);
  document.querySelectorAll("form[data-kept]").forEach(kept);
  document.querySelectorAll("[data-asks]").forEach(asked);
  document.querySelectorAll("form[data-hints]").forEach(hints);
  document.querySelectorAll("[data-keys]").forEach(keys);
  // The drafts of forms that have been saved are not needed any more.
  for (const done of document.querySelectorAll("[data-kept-done]"))
    sessionStorage.removeItem("thads-form:" + done.dataset.keptDone);
  // What was wrong, or what is to be confirmed, is read first.
  const told = document.getElementById("loi") || document.getElementById("xac-nhan");
  if (told) told.focus();

  // The lists of two laws: only the one that holds on the day in the other field, once it is typed.
  const parts = [...document.querySelectorAll("[data-day-field]")];
  const settle = () => {
    for (const part of parts) {
      const typed = document.getElementById(part.dataset.dayField)?.value ?? "";
      const [, day, month, year] = typed.match(/^(\d{1,2})\D(\d{1,2})\D(\d{4})$/) ?? [];
      const iso = year && `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
      const out = iso && (iso < part.dataset.from || (part.dataset.to && iso > part.dataset.to));
      part.hidden = Boolean(out) && !part.querySelector(":checked");
    }
  };
  if (parts.length) {
    document.getElementById(parts[0].dataset.dayField)?.addEventListener("change", settle);
    settle();
  }
})();
