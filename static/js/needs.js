/* Says beside a form which questions still have no answer, as one types.

   <aside data-needs> <li data-needs-field="title" data-done-words="…" data-needed-words="…"> … <small>
   The form is the one around it. Without JavaScript the list says what the server last read. */

for (const list of document.querySelectorAll("[data-needs]")) {
  const form = list.closest("form");
  const lines = [...list.querySelectorAll("[data-needs-field]")];

  const look = () => {
    const typed = new FormData(form);
    for (const line of lines) {
      const done = String(typed.get(line.dataset.needsField) ?? "").trim() !== "";
      if (done === line.hasAttribute("data-done")) continue;
      line.toggleAttribute("data-done", done);
      line.querySelector("small").textContent = done ? line.dataset.doneWords : line.dataset.neededWords;
    }
  };

  form.addEventListener("input", look);
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  look();
}
