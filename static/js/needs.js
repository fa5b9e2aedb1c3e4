/* Says beside a form which questions still have no answer, or one to put right, as one types.

   <aside data-needs> <li data-needs-field="title" data-needs-limit="80" data-state="needed"
   data-done-words="…" data-needed-words="…" data-wrong-words="…"> … <small>
   The form is the one around it. What the server found wrong stays so until it is changed. Without
   JavaScript the list says what the server last read. */

for (const list of document.querySelectorAll("[data-needs]")) {
  const form = list.closest("form");
  const lines = [...list.querySelectorAll("[data-needs-field]")];
  const typedIn = (line) => {
    const typed = String(new FormData(form).get(line.dataset.needsField) ?? "");
    return typed.trim().replace(/\s+/g, " ");
  };
  const refused = new Map(
    lines.filter((line) => line.dataset.state === "wrong").map((line) => [line, typedIn(line)]),
  );

  const stateOf = (line) => {
    const typed = typedIn(line);
    if (!typed) return "needed";
    const tooLong = [...typed].length > Number(line.dataset.needsLimit ?? Infinity);
    return tooLong || refused.get(line) === typed ? "wrong" : "done";
  };
  const look = () => {
    for (const line of lines) {
      const state = stateOf(line);
      if (state === line.dataset.state) continue;
      line.dataset.state = state;
      line.querySelector("small").textContent = line.dataset[`${state}Words`];
    }
  };

  form.addEventListener("input", look);
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  look();
}
