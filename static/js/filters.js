/* Forms that answer as one chooses: <form data-autosubmit>.
   A change submits the form (htmx, where present, takes it from there) and empty
   fields stay out of the address, so that it can be bookmarked and read. */

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (form?.matches("[data-autosubmit]") && !event.target.matches("[data-suggest]")) form.requestSubmit();
});

/* What htmx puts in place keeps open what was open, and says how many recipes there are
   (data-announced) in a live region that stays: form[data-announce="#id"]. */

let open = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  open = new Map([...event.detail.target.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
});
document.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event.detail;
  if (!target) return; // the browser's Back: the page comes back whole, as it was served
  for (const one of target.querySelectorAll("details[id]")) one.open = open.get(one.id) ?? one.open;
  const form = target.closest("[data-announce]");
  const region = form && document.querySelector(form.dataset.announce);
  const words = target.querySelector("[data-announced]");
  if (region && words) region.textContent = words.textContent;
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
