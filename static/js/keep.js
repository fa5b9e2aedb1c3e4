/* Keeps in this browser what is typed in a form, until the server has it.

   <form data-keep="express-12">     the name under which it is kept: one for each form and person
     data-keep-restore               puts back what was kept (a form the server shows empty)
   <div data-keep-notice hidden>     shown when something was put back
     <button data-keep-forget>       empties the form again, and forgets

   The server says that it has the text by the cookie `keep-done`, which holds the name. What was
   kept for over a week is forgotten: others may use this browser. Passwords and files are never kept. */

const SETTLED = 2000; // milliseconds after which what is kept is all there
const LASTS = 7 * 24 * 3600 * 1000;
const NEVER = new Set(["csrfmiddlewaretoken"]);

const shelf = {
  // Private windows and full disks refuse storage: the form still works.
  read(name) {
    try {
      const kept = JSON.parse(localStorage.getItem(`keep:${name}`));
      return kept && Date.now() - kept.at < LASTS ? kept.fields : null;
    } catch {
      return null;
    }
  },
  write(name, fields) {
    try {
      localStorage.setItem(`keep:${name}`, JSON.stringify({ at: Date.now(), fields }));
    } catch {}
  },
  drop(name) {
    try {
      localStorage.removeItem(`keep:${name}`);
    } catch {}
  },
};

function typedIn(form) {
  const fields = {};
  for (const control of form.elements) {
    if (!control.name || NEVER.has(control.name) || ["password", "file", "submit"].includes(control.type)) continue;
    if (["radio", "checkbox"].includes(control.type) && !control.checked) continue;
    (fields[control.name] ??= []).push(control.value);
  }
  return fields;
}

function putBack(form, fields) {
  const taken = {};
  let changed = false;
  for (const control of form.elements) {
    const values = fields[control.name];
    if (!values || NEVER.has(control.name)) continue;
    if (["radio", "checkbox"].includes(control.type)) {
      control.checked = values.includes(control.value);
      continue;
    }
    const position = (taken[control.name] = (taken[control.name] ?? -1) + 1);
    if (values[position] === undefined || values[position] === control.value) continue;
    changed ||= control.type !== "hidden";
    control.value = values[position];
  }
  return changed;
}

function dropWhatTheServerHas() {
  const done = document.cookie.match(/(?:^|; )keep-done=([^;]*)/)?.[1];
  if (!done) return;
  shelf.drop(decodeURIComponent(done));
  document.cookie = "keep-done=; path=/; max-age=0; samesite=lax";
}

dropWhatTheServerHas();
// Back to a page of the browser's memory: what is typed in it from now on is not what the server has.
addEventListener("pageshow", ({ persisted }) => persisted && dropWhatTheServerHas());

for (const form of document.querySelectorAll("form[data-keep]")) {
  const name = form.dataset.keep;
  const notice = document.querySelector("[data-keep-notice]");
  const asked = typedIn(form);
  // At each key: the form is short, and a page that goes away may not have time for it.
  const write = () => shelf.write(name, typedIn(form));

  const restore = () => {
    const kept = shelf.read(name);
    if (!kept || !putBack(form, kept)) return;
    if (notice) notice.hidden = false;
    form.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "restored" }));
  };
  if (form.hasAttribute("data-keep-restore")) {
    restore();
    // The last keys before a reload may be written by another process of the browser, just after.
    const late = ({ key }) => key === `keep:${name}` && restore();
    const enough = () => removeEventListener("storage", late);
    addEventListener("storage", late);
    form.addEventListener("input", ({ detail }) => detail === "restored" || enough());
    setTimeout(enough, SETTLED);
  }

  form.addEventListener("input", ({ detail }) => detail === "restored" || write());
  form.addEventListener("change", write);

  notice?.querySelector("[data-keep-forget]")?.addEventListener("click", () => {
    putBack(form, asked);
    notice.hidden = true;
    notice.querySelector("details").open = false;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    shelf.drop(name);
    form.querySelector("input:not([type=hidden]), textarea")?.focus();
  });
}
