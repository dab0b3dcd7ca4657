// Makes the public pages quicker; every page works without it.
(() => {
  "use strict";
  const worker = document.currentScript.dataset.worker;

  // Whether a text holds what may be an identity number (9 or 12 digits, also in groups): it is
  // sent nowhere, not even to be refused.
  const personal = (text) =>
    /(?:^|cccd|cmnd|cmt|[^\p{L}\p{N}/])(?:\p{Nd}{9}|\p{Nd}{12})(?![\p{L}\p{N}/])/iu.test(
      text.replace(/(\p{Nd})[^\p{L}\p{N}/]{1,2}(?=\p{Nd})/gu, "$1")
    );

  // A list to choose from below a field that is typed in: a combobox (WAI-ARIA 1.2). `way` says what
  // is done: `typed` something else stands in the field; `opened` by an arrow; `marked` the option (or
  // null) that the arrows stand on; `taken` one is chosen; `left` the field.
  function combobox(field, box, label, way) {
    const list = document.createElement("ul");
    const said = document.createElement("div");
    let options = [];
    let chosen = -1;

    list.id = field.id + "-typing";
    list.className = "typing-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    list.hidden = true;
    said.className = "unseen";
    said.setAttribute("role", "status");
    box.append(list, said);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";

    function point(index) {
      if (chosen >= 0 && list.children[chosen])
        list.children[chosen].setAttribute("aria-selected", "false");
      chosen = index;
      if (chosen < 0) return field.removeAttribute("aria-activedescendant");
      const item = list.children[chosen];
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", item.id);
    }
    function close() {
      point(-1);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
    }
    function take(index) {
      const option = options[index];
      close();
      way.taken(option);
    }
    function open() {
      list.hidden = options.length === 0;
      field.setAttribute("aria-expanded", String(!list.hidden));
    }
    function show(found) {
      point(-1);
      options = found;
      list.replaceChildren(
        ...options.map((option, index) => {
          const item = document.createElement("li");
          item.id = list.id + "-" + index;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const name = document.createElement("span");
          if (!option.foreign) name.lang = "vi";
          name.textContent = option.text;
          item.append(name);
          if (option.note) {
            const note = document.createElement("small");
            note.textContent = option.note;
            item.append(" ", note);
          }
          item.addEventListener("mousedown", (event) => event.preventDefault());
          item.addEventListener("click", () => take(index));
          return item;
        })
      );
      if (document.activeElement === field) open();
      else close();
      said.textContent = list.hidden ? "" : box.dataset.count.replace("0", options.length);
    }
    field.addEventListener("input", () => way.typed());
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        way.marked(null);
        close();
        way.stopped();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) way.opened();
        if (!options.length) return;
        event.preventDefault();
        open();
        const places = options.length + 1;
        point(((chosen + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
        way.marked(chosen < 0 ? null : options[chosen]);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(chosen);
      } else if (event.key === "Enter") {
        close();
        way.stopped();
      }
    });
    field.addEventListener("blur", () => {
      close();
      way.stopped();
    });
    return { close, show };
  }

  // Names while typing.
  function suggest(field) {
    const box = field.closest("[data-typing]");
    const form = field.form;
    let timer = 0;
    let asking = null;
    let typed = field.value;
    const names = combobox(field, box, box.dataset.label, {
      typed() {
        typed = field.value;
        clearTimeout(timer);
        timer = setTimeout(ask, 150);
      },
      opened() {},
      marked(option) {
        field.value = option ? option.text : typed;
      },
      taken(option) {
        field.value = option.text;
        form.requestSubmit();
      },
      // What is still on its way must not open the list again.
      stopped() {
        clearTimeout(timer);
        if (asking) asking.abort();
      },
    });
    function told(option) {
      const notes = option.note ? [option.note] : [];
      if (option.count > 1) notes.push(box.dataset.borne.replace("0", option.count));
      return { text: option.text, note: notes.join(" · ") };
    }
    async function ask() {
      if (asking) asking.abort();
      const text = typed.trim();
      const letters = (text.match(/\p{L}/gu) || []).length;
      // Nobody's name has so many digits.
      if (letters < 3 || /(?:\p{Nd}[^\p{L}]?){6}/u.test(text)) return names.show([]);
      asking = new AbortController();
      const address = new URL(box.dataset.typing, document.baseURI);
      const province = form.elements.province;
      address.searchParams.set("q", text);
      if (province && province.value) address.searchParams.set("province", province.value);
      try {
        const answer = await fetch(address, { signal: asking.signal });
        if (answer.ok) names.show((await answer.json()).items.map(told));
        else names.close();
      } catch (error) {
        // A newer question took over, or the line is down: the form still works.
        if (error.name !== "AbortError") names.close();
      }
    }
  }

  // What a place is known by when marks, signs and the kind of unit are not typed.
  function fold(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[đĐðÐ]/g, "d")
      .toLowerCase();
  }
  function bare(text) {
    return fold(text)
      .trim()
      .replace(/^(tinh|thanh pho|t\.? ?p\b|t\b)[ .]*(?=.)/, "")
      .replace(/[^a-z0-9]/g, "");
  }

  // A list of provinces is typed in: old and new names, abbreviations, with or without marks. Without
  // this script it is an ordinary list. What names none is left to the server, which says so.
  function province(select) {
    const box = document.createElement("div");
    const field = document.createElement("input");
    const label = document.querySelector(`label[for="${select.id}"]`);
    const known = [...select.options].map((option) => {
      const group = option.parentElement.label || "";
      const own = option.text;
      return {
        option,
        text: own,
        note: option.dataset.now || "",
        foreign: !option.value && option.lang !== "vi",
        names: [own, ...(option.dataset.names || "").split(", ")].map(bare).filter(Boolean),
        group: bare(group),
      };
    });
    const shown = () => (select.value ? select.selectedOptions[0].text.trim() : "");

    box.className = "typing";
    box.dataset.count = select.dataset.count;
    field.id = `${select.id}-go`;
    field.type = "text";
    field.maxLength = 60;
    field.spellcheck = false;
    field.setAttribute("enterkeyhint", "go");
    field.placeholder = select.options[0].value ? "" : select.options[0].text;
    field.value = shown();
    label.htmlFor = field.id;
    const hint = document.getElementById(`${select.id}-hint`);
    if (hint) {
      hint.hidden = false;
      field.setAttribute("aria-describedby", hint.id);
    }
    select.hidden = true;
    select.after(box);
    box.append(field);

    function fits(typed) {
      const wanted = bare(typed);
      if (!wanted) return known;
      const rank = ({ names, group }) =>
        names.includes(wanted) ? 0
        : names.some((name) => name.startsWith(wanted)) ? 1
        : names.some((name) => name.includes(wanted)) ? 2
        : group.startsWith(wanted) ? 3
        : 4;
      return known
        .filter((each) => rank(each) < 4)
        .sort((one, other) => rank(one) - rank(other));
    }
    function settle() {
      const typed = field.value.trim();
      if (typed === shown()) return;
      select.querySelectorAll("[data-typed]").forEach((option) => option.remove());
      const found = typed ? fits(typed) : [];
      const named = found.filter(({ names }) => names.includes(bare(typed)));
      const one = named[0] || (found.length === 1 && found[0]);
      if (one || !typed) {
        select.value = one ? one.option.value : "";
      } else {
        const option = new Option(typed, typed, false, true);
        option.dataset.typed = "true";
        select.append(option);
      }
      field.value = shown();
    }
    const list = combobox(field, box, label.textContent, {
      typed: () => list.show(fits(field.value)),
      opened: () => list.show(field.value.trim() === shown() ? known : fits(field.value)),
      marked() {},
      taken({ option }) {
        select.value = option.value;
        field.value = shown();
        field.select();
      },
      stopped: settle,
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("click", () => {
      if (field.value === shown()) field.select();
      list.show(known);
    });
    // As the browser remembered it.
    addEventListener("pageshow", () => (field.value = shown()));
  }

  // The index of provinces, narrowed by what is typed.
  function index(field) {
    const groups = [...document.querySelectorAll("[data-index-group]")];
    const none = document.querySelector("[data-index-none]");
    field.addEventListener("input", () => {
      const wanted = bare(field.value);
      let left = 0;
      for (const group of groups) {
        let here = 0;
        for (const item of group.querySelectorAll("li")) {
          const link = item.querySelector("a");
          const names = [item.textContent, ...((link && link.dataset.names) || "").split(", ")];
          item.hidden = !names.some((name) => bare(name).includes(wanted));
          if (!item.hidden) here += 1;
        }
        group.hidden = here === 0;
        left += here;
      }
      none.hidden = left > 0;
    });
  }

  // A listing may be handed on by the means of the device, or its address copied.
  function share(button) {
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "small soft";
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = button.dataset.share;
      try {
        if (navigator.share) return await navigator.share({ url: address });
        await navigator.clipboard.writeText(address);
        said.textContent = button.dataset.done;
      } catch {
        // Nothing was handed on: the address stands on the page.
      }
    });
  }

  // On the login page there is nothing else to do.
  const login = document.getElementById("__ac_name");
  if (login && !login.value && !location.hash) login.focus();
  document.querySelectorAll("[data-share]").forEach(share);
  document.querySelectorAll("[data-typing] input").forEach(suggest);
  document.querySelectorAll("[data-provinces]").forEach(province);
  document.querySelectorAll("[data-index]").forEach(index);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelectorAll("form[data-tidy]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const typed = ["q", "number"].map((name) => form.elements[name]);
      const found = typed.filter((field) => field && personal(field.value));
      if (!found.length) return;
      event.preventDefault();
      for (const field of found) field.value = "";
      const address = new URL(form.action, document.baseURI);
      for (const [name, value] of new FormData(form))
        if (value && name !== "q" && name !== "number") address.searchParams.append(name, value);
      address.searchParams.set("so-dinh-danh", "1");
      location.assign(address);
    })
  );
  // An empty field says nothing: keep it out of the address.
  document.querySelectorAll("form[data-tidy]").forEach((form) =>
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
    })
  );
  // The number of a request stands behind # in its QR code: no server sees it.
  document.querySelectorAll("[data-number]").forEach((field) => {
    const number = decodeURIComponent(location.hash.slice(1));
    if (/^YC-\d{4}-\d{7}$/.test(number)) field.value = number;
  });
  // Who has sent too often: a digest that begins with 18 zero bits takes the place of waiting.
  document.querySelectorAll("form[data-work]").forEach(async (form) => {
    const challenge = form.dataset.work;
    if (!challenge || !crypto.subtle) return;
    const coder = new TextEncoder();
    for (let n = 0; ; n++) {
      const sum = await crypto.subtle.digest("SHA-256", coder.encode(`${challenge}:${n}`));
      if (new DataView(sum).getUint32(0) >>> 14) continue;
      form.elements.giai.value = n;
      return;
    }
  });
  // Without a network this worker says so; it keeps no page.
  if (worker && "serviceWorker" in navigator)
    addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
})();
