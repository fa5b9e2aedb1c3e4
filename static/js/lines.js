/* Lists of lines one adds, takes out and moves, without a reload: [data-lines].

   The order of lines is that of their controls in the page, so moving a line is moving its element.
   data-line-pattern   the line to copy; NEW stands for its number
   data-line-drag      a handle: dragged by mouse or finger, moved by the arrow keys
   "editor:changed" is sent to the form after each change; "editor:fill" (detail: [[name, value]…]) puts
   values in place of all that the lists hold.

   Without JavaScript the same buttons are sent to the server. */

const NUMBERED = /^([a-z_]+)-(\d+)-([a-z_]+)$/;
const said = document.querySelector("[data-said]");
const words = document.getElementById("editor-words")?.dataset ?? {};

const changed = (element) => element.closest("form").dispatchEvent(new CustomEvent("editor:changed"));
const say = (text) => { if (said) said.textContent = text; };
const linesOf = (list) => [...list.querySelectorAll(":scope > [data-line]")];

function number(list) {
  linesOf(list).forEach((line, index) => {
    for (const shown of line.querySelectorAll("[data-line-number]")) shown.textContent = String(index + 1);
  });
}

function nextNumber(box) {
  const used = [...box.querySelectorAll("[name]")].map((one) => Number(NUMBERED.exec(one.name)?.[2] ?? -1));
  return Math.max(-1, ...used) + 1;
}

function add(box) {
  const list = box.querySelector("[data-lines-list]");
  const line = box.querySelector("[data-line-pattern]").content.querySelector("[data-line]").cloneNode(true);
  const at = String(nextNumber(box));
  for (const one of line.querySelectorAll("*")) {
    for (const { name, value } of [...one.attributes]) {
      if (value.includes("NEW")) one.setAttribute(name, value.replace("NEW", at).replace(/-NEW-/g, `-${at}-`));
    }
  }
  list.append(line);
  number(list);
  document.dispatchEvent(new CustomEvent("editor:added", { detail: line }));
  return line;
}

const firstField = (line) => line.querySelector("input:not([type=hidden]), textarea") ?? line.querySelector("select");

const isBlank = (line) => [...line.querySelectorAll("input, textarea")].every((one) => !one.value.trim());

function move(line, by, focusOn) {
  const list = line.parentElement;
  const lines = linesOf(list);
  const to = lines.indexOf(line) + by;
  if (to < 0 || to >= lines.length) return;
  if (by < 0) lines[to].before(line);
  else lines[to].after(line);
  number(list);
  focusOn?.focus();
  line.scrollIntoView({ block: "nearest" });
  say((words.moved ?? "").replace("%s", String(to + 1)));
  changed(list);
}

function takeOut(line) {
  const list = line.parentElement;
  const box = line.closest("[data-lines]");
  const typed = [...line.querySelectorAll("input:not([type=hidden]), textarea")].map((one) => one.value.trim());
  const neighbour = line.nextElementSibling ?? line.previousElementSibling;
  if (typed.some(Boolean)) {
    // Kept in the page, out of the form, until one leaves it.
    const note = document.getElementById("line-taken-out").content.firstElementChild.cloneNode(true);
    note.querySelector("[data-line-words]").textContent = typed.find(Boolean).slice(0, 60);
    note.querySelector("[data-line-undo]").addEventListener("click", () => {
      note.replaceWith(line);
      number(list);
      firstField(line)?.focus();
      changed(list);
    });
    line.replaceWith(note);
    note.querySelector("[data-line-undo]").focus();
    say(note.querySelector("span").textContent);
  } else {
    line.remove();
    (neighbour?.matches("[data-line]") ? firstField(neighbour) : box.querySelector("[data-line-add]"))?.focus();
  }
  number(list);
  changed(list);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line-add], [data-line-up], [data-line-down], [data-line-remove]");
  if (!button) return;
  event.preventDefault();
  if (button.matches("[data-line-add]")) {
    firstField(add(button.closest("[data-lines]")))?.focus();
    return;
  }
  const line = button.closest("[data-line]");
  if (button.matches("[data-line-remove]")) takeOut(line);
  else move(line, button.matches("[data-line-up]") ? -1 : 1, button);
});

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest("[data-line-drag]");
  if (handle && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(handle.closest("[data-line]"), event.key === "ArrowUp" ? -1 : 1, handle);
  }
  // Enter goes on to the next line, as in any list one writes.
  const line = event.target.matches("input, textarea") && event.target.closest(".line-simple");
  if (line && event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    let next = line.nextElementSibling;
    while (next && !next.matches("[data-line]")) next = next.nextElementSibling;
    if (next || !isBlank(line)) firstField(next ?? add(line.closest("[data-lines]")))?.focus();
  }
});

/* A list pasted in one line becomes as many lines. */
document.addEventListener("input", (event) => {
  const line = event.target.matches("textarea.one-line") && event.target.closest("[data-line]");
  if (!line || !event.target.value.includes("\n")) return;
  const [first = "", ...rest] = event.target.value.split("\n").map((one) => one.trim()).filter(Boolean);
  event.target.value = first;
  let last = line;
  for (const text of rest) {
    const next = add(line.closest("[data-lines]"));
    last.after(next);
    const kind = line.querySelector("select");
    if (kind) next.querySelector("select").value = kind.value;
    last = next;
    firstField(next).value = text;
  }
  number(line.parentElement);
  firstField(last).focus();
});

/* Dragging */

const EDGE = 70; // pixels from the top or bottom of the window where the page follows the hand

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-line-drag]");
  if (!handle || event.button > 0) return;
  const line = handle.closest("[data-line]");
  const list = line.parentElement;
  let moved = false;
  let scrolling = 0;
  let at = event.clientY;
  const before = linesOf(list).indexOf(line);
  handle.setPointerCapture(event.pointerId);
  line.classList.add("line-dragged");
  const place = ({ clientY }) => {
    at = clientY;
    for (const other of linesOf(list)) {
      if (other === line) continue;
      const { top, bottom } = other.getBoundingClientRect();
      const isAfter = Boolean(line.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
      // The others move around it: an element taken from the page loses the pointer.
      if (isAfter && clientY > (top + bottom) / 2) line.before(other);
      else if (!isAfter && clientY < (top + bottom) / 2) {
        line.after(...linesOf(list).slice(linesOf(list).indexOf(other), linesOf(list).indexOf(line)));
        break;
      }
    }
    scrolling = clientY < EDGE ? -8 : clientY > innerHeight - EDGE ? 8 : 0;
    moved = true;
  };
  const scroll = () => {
    if (scrolling) {
      scrollBy(0, scrolling);
      place({ clientY: at }); // the page moves under a finger that rests at its edge
    }
    if (line.classList.contains("line-dragged")) requestAnimationFrame(scroll);
  };
  requestAnimationFrame(scroll);
  const stop = () => {
    line.classList.remove("line-dragged");
    handle.removeEventListener("pointermove", place);
    if (!moved) return;
    number(list);
    const after = linesOf(list).indexOf(line);
    if (after === before) return;
    say((words.moved ?? "").replace("%s", String(after + 1)));
    changed(list);
  };
  handle.addEventListener("pointermove", place);
  handle.addEventListener("lostpointercapture", stop, { once: true });
});

/* Putting back what was kept in the browser */

document.addEventListener("editor:fill", (event) => {
  const found = new Map();
  for (const [name, value] of event.detail) {
    const parts = NUMBERED.exec(name);
    if (!parts) continue;
    const list = found.get(parts[1]) ?? new Map();
    list.set(parts[2], [...(list.get(parts[2]) ?? []), [parts[3], value]]);
    found.set(parts[1], list);
  }
  for (const box of event.target.querySelectorAll("[data-lines]")) {
    const list = box.querySelector("[data-lines-list]");
    list.replaceChildren();
    for (const values of (found.get(box.dataset.lines) ?? new Map()).values()) {
      const line = add(box);
      for (const [part, value] of values) {
        const control = [...line.querySelectorAll("[name]")].find((one) => one.name.endsWith(`-${part}`));
        if (!control) continue;
        if (control.matches("select") && ![...control.options].some((one) => one.value === value)) {
          control.append(new Option(value, value));
        }
        control.value = value;
      }
    }
    if (!list.children.length) add(box);
  }
});
