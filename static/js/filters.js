/* Forms that answer as one chooses: <form data-autosubmit>.
   A change submits the form (htmx, where present, takes it from there) and empty
   fields stay out of the address, so that it can be bookmarked and read. */

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (form?.matches("[data-autosubmit]") && !event.target.matches("[data-suggest]")) form.requestSubmit();
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-autosubmit], [method='get']")) return;
  const empty = new Set([...event.formData].filter(([, value]) => value === "").map(([name]) => name));
  for (const name of empty) {
    const kept = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    for (const value of kept) event.formData.append(name, value);
  }
});
