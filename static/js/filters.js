/* Forms that answer as one chooses: <form data-autosubmit>.
   A change submits the form (htmx, where present, takes it from there) and empty
   fields stay out of the address, so that it can be bookmarked and read. */

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (form?.matches("[data-autosubmit]") && !event.target.matches("[data-suggest]")) form.requestSubmit();
});

/* What htmx puts in place keeps open what was open, and says how many recipes there are
   (data-announced) in a live region that stays: form[data-announce="#id"].
   The focus stays on what had it; where that is gone (a chip, a page of the list) it goes on to
   how many there are, where the reading goes on too. What a link asks stands in the fields that
   stay as well: without the words of a chip taken away, the next box ticked does not ask them again. */

let open = new Map();
let asker = null; // the link followed, or what had the focus: what is put in place replaces it
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  open = new Map([...target.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const elt = requestConfig?.elt;
  asker = elt && target.contains(elt) ? elt : document.activeElement;
  if (!target.contains(asker)) asker = null;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event.detail;
  if (!target) return; // the browser's Back: the page comes back whole, as it was served
  for (const one of target.querySelectorAll("details[id]")) one.open = open.get(one.id) ?? one.open;
  const form = target.closest("[data-announce]");
  const region = form && document.querySelector(form.dataset.announce);
  const words = target.querySelector("[data-announced]");
  if (region && words) region.textContent = words.textContent;
  if (!asker || asker.isConnected) return;
  if (asker.matches("a")) {
    const asked = new URL(event.detail.pathInfo.finalRequestPath, location.href).searchParams;
    for (const field of form?.elements ?? []) {
      if (field.name && !target.contains(field)) field.value = asked.get(field.name) ?? "";
    }
  }
  const again = asker.id && document.getElementById(asker.id);
  (again || words)?.focus({ preventScroll: true });
  if (!again) words?.scrollIntoView({ block: "nearest" });
  asker = null;
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
