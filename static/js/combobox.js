/* Suggestions under a text field, after the WAI-ARIA combobox pattern (list, manual selection).

   <input data-suggest="/address/">            asks /address/?q=…, which answers [{label, value, hint}]
     data-suggest-value="#id_territory"        a hidden field that receives the value; without it the field takes the label
     data-suggest-submit                       sends the form once a suggestion is chosen

   Without JavaScript the field is an ordinary one, and the server reads what was typed. */

const PAUSE = 150; // milliseconds between a key and the question
const LEAST = 2; // letters before asking
let made = 0;

const element = (name, attributes = {}) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

function enhance(input) {
  const id = `suggest-${(made += 1)}`;
  const kept = input.dataset.suggestValue && document.querySelector(input.dataset.suggestValue);
  const list = element("ul", { role: "listbox", id, hidden: "" });
  const status = element("span", { role: "status", class: "visually-hidden" });
  const frame = element("div", { class: "suggest" });
  const label = input.labels?.[0];
  if (label) {
    label.id ||= `${id}-label`;
    list.setAttribute("aria-labelledby", label.id);
  }
  input.replaceWith(frame);
  frame.append(input, list, status);
  for (const [key, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) {
    input.setAttribute(key, value);
  }

  const first = kept?.value;
  let offered = [];
  let active = -1;
  let timer;
  let asking;
  let waiting = false; // for suggestions

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    waiting = false;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const point = (index) => {
    active = index;
    [...list.children].forEach((option, position) => {
      option.setAttribute("aria-selected", String(position === index));
    });
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const choose = (index) => {
    const chosen = offered[index];
    input.value = chosen.label;
    close();
    if (kept) {
      kept.value = chosen.value;
      kept.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (input.hasAttribute("data-suggest-submit")) input.form.requestSubmit();
  };

  const show = (suggestions) => {
    waiting = false;
    offered = suggestions;
    list.replaceChildren(
      ...suggestions.map(({ label: words, hint }, index) => {
        const option = element("li", { role: "option", id: `${id}-${index}`, "aria-selected": "false" });
        option.append(words);
        if (hint) {
          const small = element("small");
          small.append(hint);
          option.append(" ", small);
        }
        return option;
      }),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(suggestions.length > 0));
    // « 3 suggestions » reads the same in French and in English.
    status.textContent = `${suggestions.length} suggestion${suggestions.length > 1 ? "s" : ""}`;
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    waiting = true;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === input) show(await answer.json());
      else waiting = false;
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the field still works by hand
    }
  };

  input.addEventListener("input", () => {
    if (kept) kept.value = "";
    clearTimeout(timer);
    if (input.value.trim().length < LEAST) close();
    else {
      waiting = true;
      timer = setTimeout(ask, PAUSE);
    }
  });

  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        if (input.value.trim().length >= LEAST) ask();
        return;
      }
      // One stop more than the suggestions: the field itself, where one goes on typing.
      const stops = offered.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(((active + 1 + step + stops) % stops) - 1);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Enter" && (open || waiting) && kept && !input.hasAttribute("data-suggest-submit")) {
      // Meant for the suggestions, there or about to come: it must not send a long form.
      event.preventDefault();
      if (open) point(0);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });

  // What was looked for is there: nothing covers it, unless somebody is choosing.
  if (input.hasAttribute("data-suggest-submit")) {
    input.form.addEventListener("htmx:afterSwap", () => {
      if (active < 0) close();
    });
  }

  // Before the field loses focus, or the list would close under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
  input.addEventListener("blur", () => {
    close();
    // Words that lead nowhere and that no server will read must not undo the choice made before.
    if (kept && !kept.value && !input.name) {
      kept.value = first;
      input.value = "";
    }
  });
}

const enhanceAll = (root) => {
  for (const input of root.querySelectorAll("input[data-suggest]:not([role=combobox])")) enhance(input);
};

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt));
