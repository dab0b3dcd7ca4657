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

  // Names while typing: a combobox over an ordinary search field (WAI-ARIA 1.2).
  function suggest(field) {
    const box = field.closest("[data-typing]");
    const list = document.createElement("ul");
    const said = document.createElement("div");
    const form = field.form;
    let options = [];
    let chosen = -1;
    let timer = 0;
    let asking = null;
    let typed = field.value;

    list.id = field.id + "-typing";
    list.className = "typing-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.label);
    list.hidden = true;
    said.className = "unseen";
    said.setAttribute("role", "status");
    box.append(list, said);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";

    function close() {
      // What is still on its way must not open the list again.
      clearTimeout(timer);
      if (asking) asking.abort();
      if (chosen >= 0) list.children[chosen].setAttribute("aria-selected", "false");
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      const items = list.children;
      if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
      chosen = index;
      if (chosen < 0) {
        field.removeAttribute("aria-activedescendant");
        field.value = typed;
        return;
      }
      items[chosen].setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", items[chosen].id);
      field.value = options[chosen].text;
    }
    function take(index) {
      field.value = options[index].text;
      close();
      form.requestSubmit();
    }
    function show(found) {
      options = found;
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
      list.replaceChildren(
        ...options.map((option, index) => {
          const item = document.createElement("li");
          item.id = list.id + "-" + index;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const name = document.createElement("span");
          name.lang = "vi";
          name.textContent = option.text;
          item.append(name);
          const notes = option.note ? [option.note] : [];
          if (option.count > 1) notes.push(box.dataset.borne.replace("0", option.count));
          if (notes.length) {
            const note = document.createElement("small");
            note.textContent = notes.join(" · ");
            item.append(" ", note);
          }
          item.addEventListener("mousedown", (event) => event.preventDefault());
          item.addEventListener("click", () => take(index));
          return item;
        })
      );
      const open = options.length > 0 && document.activeElement === field;
      list.hidden = !open;
      field.setAttribute("aria-expanded", String(open));
      said.textContent = open ? box.dataset.count.replace("0", options.length) : "";
    }
    async function ask() {
      if (asking) asking.abort();
      const text = typed.trim();
      const letters = (text.match(/\p{L}/gu) || []).length;
      // Nobody's name has so many digits.
      if (letters < 3 || /(?:\p{Nd}[^\p{L}]?){6}/u.test(text)) return show([]);
      asking = new AbortController();
      const address = new URL(box.dataset.typing, document.baseURI);
      const province = form.elements.province;
      address.searchParams.set("q", text);
      if (province && province.value) address.searchParams.set("province", province.value);
      try {
        const answer = await fetch(address, { signal: asking.signal });
        if (answer.ok) show((await answer.json()).items);
        else close();
      } catch (error) {
        // A newer question took over, or the line is down: the form still works.
        if (error.name !== "AbortError") close();
      }
    }
    field.addEventListener("input", () => {
      typed = field.value;
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        field.value = typed;
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
        event.preventDefault();
        if (list.hidden) {
          list.hidden = false;
          field.setAttribute("aria-expanded", "true");
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        const places = options.length + 1;
        mark(((chosen + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(chosen);
      } else if (event.key === "Enter") {
        close();
      }
    });
    field.addEventListener("blur", close);
  }

  // The index of provinces, narrowed by what is typed; marks need not be typed.
  function fold(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[đĐ]/g, "d")
      .toLowerCase();
  }
  function index(field) {
    const groups = [...document.querySelectorAll("[data-index-group]")];
    const none = document.querySelector("[data-index-none]");
    field.addEventListener("input", () => {
      const wanted = fold(field.value.trim());
      let left = 0;
      for (const group of groups) {
        let here = 0;
        for (const item of group.querySelectorAll("li")) {
          const link = item.querySelector("a");
          const names = `${item.textContent} ${link ? link.dataset.names || "" : ""}`;
          item.hidden = !fold(names).includes(wanted);
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
  // Without a network this worker says so; it keeps no page.
  if (worker && "serviceWorker" in navigator)
    addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
})();
