/* Copies the text of the element a button points to: <button class="needs-js" data-copy="#id" data-copied="…">.
   The button's own words turn into the confirmation for two seconds, inside a live region. */

document.documentElement.classList.add("js");

const write = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain HTTP there is no clipboard object, and a browser may refuse it: the old way.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  }
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source || button.dataset.busy) return;
  const words = button.querySelector("[data-copy-words]") ?? button;
  const before = words.textContent;
  try {
    await write((source.value ?? source.textContent).trim());
  } catch {
    // Nothing was copied: select the text, so that the reader can do it by hand.
    getSelection().selectAllChildren(source);
    return;
  }
  button.dataset.busy = "1";
  button.focus();
  words.textContent = button.dataset.copied;
  setTimeout(() => {
    words.textContent = before;
    delete button.dataset.busy;
  }, 2000);
});
