/* The editor's own comforts: the preview beside the form, territories as one chooses them, themes to pick, characters left. */

const editor = document.querySelector("[data-editor]");
const form = editor?.querySelector("form[data-autosave]");
const words = document.getElementById("editor-words")?.dataset ?? {};
const changed = () => form.dispatchEvent(new CustomEvent("editor:changed"));
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/* The preview */

function preview() {
  const panel = editor.querySelector("[data-preview-panel]");
  const frame = panel.querySelector("iframe");
  const opener = form.querySelector("[data-preview-open]");
  const wide = matchMedia("(min-width: 68rem)");
  const address = () => `${form.dataset.preview}?cadre`;

  let loading = false;
  let late = false; // something was saved while the frame was loading: what it shows may be older

  const refresh = async () => {
    if (panel.hidden) return;
    if (loading) {
      late = true;
      return;
    }
    const page = frame.contentDocument?.querySelector("main");
    if (!page) {
      loading = true;
      frame.src = address();
      return;
    }
    try {
      const answer = await fetch(address(), { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      // In place, so that the reader stays where they were.
      if (fresh) frame.contentDocument.querySelector("main").replaceChildren(...fresh.childNodes);
    } catch {
      // Offline: what was seen last stays.
    }
  };

  frame.addEventListener("load", () => {
    loading = false;
    if (late) refresh();
    late = false;
  });

  const toggle = (isOpen) => {
    panel.hidden = !isOpen;
    editor.classList.toggle("with-preview", isOpen);
    document.body.classList.toggle("with-preview", isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) refresh();
  };

  // A link of the preview would put another page in its place.
  frame.addEventListener("load", () => {
    frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      open(link.href, "_blank", "noopener");
    });
  });

  opener.addEventListener("click", (event) => {
    if (!wide.matches) return; // the form is sent, and the preview is a page
    event.preventDefault();
    toggle(panel.hidden);
    form.dispatchEvent(new CustomEvent("editor:save-now"));
  });
  panel.querySelector("[data-preview-close]").addEventListener("click", () => {
    toggle(false);
    opener.focus();
  });
  wide.addEventListener("change", () => { if (!wide.matches) toggle(false); });
  form.addEventListener("editor:saved", refresh);
  opener.setAttribute("aria-expanded", "false");
}

/* Territories: what is chosen joins the list at once */

function places() {
  const box = form.querySelector("[data-places]");
  const list = box.querySelector("[data-places-list]");
  const input = box.querySelector("[data-suggest]");
  const kept = box.querySelector("#id_territory-chosen");
  const pattern = document.getElementById("place-chosen");

  const show = (label, name, value) => {
    const item = pattern.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-place-label]").textContent = label;
    item.querySelector("[data-place-name]").textContent = ` ${label}`;
    Object.assign(item.querySelector("input"), { name, value });
    list.append(item);
  };

  kept.addEventListener("change", () => {
    if (!kept.value) return;
    const known = [...list.querySelectorAll("[data-place-label], li > span")].some((one) => one.textContent === input.value);
    if (!known) show(input.value, "territories-added", kept.value);
    kept.value = "";
    input.value = "";
    box.classList.remove("field-wrong");
    changed();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place-remove]");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    input.focus();
    changed();
  });
  document.addEventListener("editor:fill", (event) => {
    const labels = new Map([...list.querySelectorAll("li")].map((one) => [one.querySelector("input").value, one.querySelector("span").textContent]));
    list.replaceChildren();
    for (const [name, value] of event.detail) {
      if (name === "territories" || name === "territories-added") show(labels.get(value) ?? value, name, value);
    }
  });
}

/* Themes: those of the catalogue that begin as what is being typed, or the most used */

const MOST_THEMES = 8;

function themes() {
  const list = form.querySelector("[data-themes-for]");
  if (!list) return;
  const input = document.getElementById(list.dataset.themesFor);
  const offered = [...list.querySelectorAll("[data-theme]")];
  const split = () => {
    const at = Math.max(input.value.lastIndexOf(","), input.value.lastIndexOf(";")) + 1;
    return [input.value.slice(0, at), input.value.slice(at)];
  };
  const show = () => {
    const asked = fold(split()[1]);
    const have = input.value.split(/[,;]/).map(fold);
    let count = 0;
    for (const button of offered) {
      const name = fold(button.dataset.theme);
      const fits = !have.includes(name) && name.split(/[\s-]/).concat(name).some((word) => word.startsWith(asked));
      button.parentElement.hidden = !fits || (count += 1) > MOST_THEMES;
    }
    list.hidden = count === 0;
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme]");
    if (!button) return;
    const before = split()[0].trimEnd();
    input.value = `${before}${before ? " " : ""}${button.dataset.theme}, `;
    input.focus();
    show();
    changed();
  });
  input.addEventListener("input", show);
  show();
}

/* How many characters are left, once few are */

function limits() {
  for (const input of form.querySelectorAll("[data-limit]")) {
    const told = document.createElement("p");
    told.className = "field-count";
    told.setAttribute("aria-live", "polite");
    input.after(told);
    const count = () => {
      const left = Number(input.dataset.limit) - [...input.value].length;
      told.textContent = left < 0 ? words.characters.replace("%s", String(-left)) : left < 20 ? words.left.replace("%s", String(left)) : "";
      told.classList.toggle("field-error", left < 0);
    };
    input.addEventListener("input", count);
    count();
  }
}

/* On a phone the menu closes once one has chosen where to go. */

function menu() {
  const details = editor.querySelector(".editor-menu");
  details.addEventListener("click", (event) => {
    if (event.target.closest("a") && getComputedStyle(details.querySelector("summary")).display !== "none") details.open = false;
  });
}

if (form) {
  preview();
  places();
  themes();
  limits();
  menu();
}
