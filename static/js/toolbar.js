/* A small toolbar above each Markdown text: textarea[data-markdown]. Its buttons come from #toolbar in the page.
   Each acts on what is selected, or writes around the caret; what it does can be undone as any typing. */

const pattern = document.getElementById("toolbar");
const words = document.getElementById("editor-words")?.dataset ?? {};
const KEYS = { b: "bold", i: "italic", k: "link" };
const WITH_SHIFT = { Digit8: "list", Digit9: "quote" };

/* Put `text` in place of a part of the field, the browser's own undo kept. */
function write(area, from, to, text, select) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from + select[0], from + select[1]);
}

function around(area, mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inside = value.slice(from, to);
  const size = mark.length;
  if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark) {
    write(area, from - size, to + size, inside, [0, inside.length]);
    return;
  }
  // Marks hold words, not the blanks beside them, or Markdown would not see them.
  const [, before, middle, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inside);
  const start = before.length + size;
  write(area, from, to, `${before}${mark}${middle}${mark}${after}`, [start, start + middle.length]);
}

function atLines(area, mark, isMarked) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const undo = lines.every((line) => isMarked.test(line));
  const written = lines.map((line) => (undo ? line.replace(isMarked, "") : line || lines.length === 1 ? mark + line : line)).join("\n");
  // A list or a quotation begins a paragraph of its own.
  const gap = !undo && from > 1 && value.slice(from - 2, from) !== "\n\n" && !isMarked.test(value.slice(value.lastIndexOf("\n", from - 2) + 1, from)) ? "\n" : "";
  const only = lines.length === 1;
  const last = gap.length + written.length;
  write(area, from, to, gap + written, only ? [last, last] : [gap.length, last]);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  if (/^https?:\/\/\S+$/.test(chosen)) {
    const name = words.linkWords ?? "";
    write(area, from, to, `[${name}](${chosen})`, [1, 1 + name.length]);
    return;
  }
  const name = chosen || words.linkWords || "";
  const at = name.length + 3;
  write(area, from, to, `[${name}](https://)`, chosen ? [at, at + 8] : [1, 1 + name.length]);
}

const ACTIONS = {
  bold: (area) => around(area, "**"),
  italic: (area) => around(area, "*"),
  link,
  list: (area) => atLines(area, "- ", /^- /),
  heading: (area) => atLines(area, "### ", /^#{1,6} /),
  quote: (area) => atLines(area, "> ", /^> ?/),
};

function enhance(area) {
  const frame = document.createElement("div");
  frame.className = "markdown";
  const bar = pattern.content.firstElementChild.cloneNode(true);
  const buttons = [...bar.querySelectorAll("button")];
  // One stop for the Tab key; the arrows go from button to button.
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  bar.setAttribute("aria-controls", area.id);
  area.replaceWith(frame);
  frame.append(bar, area);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) ACTIONS[button.dataset.mark](area);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    let action;
    if (event.shiftKey) action = WITH_SHIFT[event.code];
    else if (event.altKey) action = event.code === "Digit3" ? "heading" : undefined;
    else action = KEYS[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    ACTIONS[action](area);
  });
}

const enhanceAll = (root) => {
  for (const area of root.querySelectorAll("textarea[data-markdown]")) if (!area.closest(".markdown")) enhance(area);
};

if (pattern) {
  enhanceAll(document);
  document.addEventListener("editor:added", (event) => enhanceAll(event.detail));
}
