/* Keeps what is typed in form[data-autosave]: on the site every few seconds, in this browser meanwhile.

   data-autosave   where to send it; the answer is JSON (recipes.views.editor.autosave)
   data-kept-as    the beginning of the keys under which this browser keeps it: one reader, one draft
   data-login      where to log in once the session has ended

   The text is kept in this browser from the first key until the site has it. Offline it is sent when the network is
   back; with the session ended, once somebody is logged in again. */

const PAUSE = 2500; // milliseconds after the last key
const LONGEST = 15_000; // of typing without a pause
const SOON = 700; // before the browser keeps it
const FIRST_RETRY = 4000;
const LAST_RETRY = 120_000;
const MOST_ON_LEAVING = 60_000; // bytes a browser sends from a page that closes

const form = document.querySelector("form[data-autosave]");
const words = document.getElementById("editor-words")?.dataset ?? {};

const status = document.querySelector("[data-status]");
const shown = document.querySelector("[data-status-words]");
const tab = Math.random().toString(36).slice(2, 10);

let onSite; // what the site has, as sent
let timer;
let keeping;
let typingSince = 0;
let retry = FIRST_RETRY;
let sending = null;
let expired = false;
let troubled = false;

const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "seen", "do", "copy"].includes(name));
const written = () => new URLSearchParams(pairs()).toString();
const isSaved = () => written() === onSite;
const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
const key = () => `${form.dataset.keptAs}:${tab}`;

/* Shown always; said to a screen reader when something is wrong, and once it is right again. */
function tell(text, { wrong = false, link = null } = {}) {
  const isNews = wrong || (troubled && ![words.saving, words.unsaved].includes(text));
  if (isNews) {
    const news = document.querySelector("[data-said]");
    if (news.textContent !== text) news.textContent = text;
    troubled = wrong;
  }
  status.classList.toggle("wrong", wrong);
  if (shown.textContent !== text) shown.textContent = text;
  status.querySelector("a")?.remove();
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = words.login;
    status.append(" ", anchor);
  }
}

/* In this browser */

const store = {
  put() {
    try {
      localStorage.setItem(key(), JSON.stringify({ at: Date.now(), seen: form.elements.seen.value, copy: form.elements.copy?.value, fields: pairs() }));
    } catch {
      // Full, or refused by the reader: the site is tried all the same.
    }
  },
  drop(name = key()) {
    try {
      localStorage.removeItem(name);
    } catch {
      // Refused: there is nothing in it either.
    }
  },
  all(prefix) {
    try {
      return Object.keys(localStorage)
        .filter((name) => name.startsWith(prefix))
        .map((name) => [name, JSON.parse(localStorage.getItem(name))])
        .filter(([, one]) => one && Array.isArray(one.fields));
    } catch {
      return [];
    }
  },
};

/* To the site */

function schedule(after) {
  clearTimeout(timer);
  timer = setTimeout(() => save(), after);
}

function notice() {
  if (isSaved()) return;
  const now = Date.now();
  typingSince ||= now;
  clearTimeout(keeping);
  keeping = setTimeout(store.put, SOON);
  if (navigator.onLine && !expired) tell(words.unsaved);
  schedule(Math.max(0, Math.min(PAUSE, typingSince + LONGEST - now)));
}

async function save({ leaving = false } = {}) {
  clearTimeout(timer);
  if (leaving && !isSaved()) store.put();
  if (sending) {
    if (!leaving) sending.then(() => { if (!isSaved()) schedule(PAUSE); });
    return sending;
  }
  const body = written();
  if (body === onSite) return null;
  store.put();
  if (!leaving) tell(words.saving);
  sending = send(body, leaving).finally(() => { sending = null; });
  return sending;
}

async function send(body, leaving) {
  let answer;
  const whole = `${body}&seen=${encodeURIComponent(form.elements.seen.value)}`;
  try {
    answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: whole,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token(), Accept: "application/json" },
      keepalive: leaving && whole.length < MOST_ON_LEAVING,
      redirect: "manual",
    });
  } catch {
    again(navigator.onLine ? words.failed : words.offline);
    return;
  }
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json().catch(() => null) : null;
  if (answer.ok && told?.edition) received(body, told);
  else if (answer.type === "opaqueredirect" || answer.status === 401) ended(told?.login);
  else if (answer.status >= 500 || answer.status === 429) again(words.failed);
  else tell(words.refused.replace("%s", String(answer.status)), { wrong: true });
}

function received(body, told) {
  onSite = body;
  expired = false;
  typingSince = 0;
  retry = FIRST_RETRY;
  form.elements.seen.value = told.edition;
  document.querySelector("[data-found-again]")?.remove(); // it asks to save what is saved now
  if (told.elsewhere) goOnWith(told);
  else showOthers(told.others);
  if (isSaved()) {
    clearTimeout(keeping);
    store.drop();
    tell(told.saved);
  } else {
    schedule(PAUSE);
  }
  const box = document.querySelector("[data-progress]");
  if (box && told.progress) box.innerHTML = told.progress;
  form.dispatchEvent(new CustomEvent("editor:saved"));
}

/* Somebody writes beside: said once, not at each thing they keep. */
function showOthers(html) {
  const box = document.querySelector("[data-others]");
  if (!document.querySelector("[data-elsewhere]").hidden) return; // told there
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const links = (element) => [...element.querySelectorAll("a")].map((one) => one.pathname).join();
  if (links(fresh) !== links(box)) box.replaceChildren(...fresh.childNodes);
}

/* Somebody kept another edition meanwhile: this page goes on with its own draft. */
function goOnWith(told) {
  store.drop();
  form.dataset.keptAs = form.dataset.keptAs.replace(/\d+$/, String(told.revision));
  form.dataset.autosave = told.addresses.autosave;
  form.dataset.preview = told.addresses.preview;
  for (const zone of form.querySelectorAll("[data-upload]")) zone.dataset.upload = told.addresses.upload;
  form.action = told.addresses.edit;
  history.replaceState(null, "", told.addresses.edit + location.hash);
  const box = document.querySelector("[data-elsewhere]");
  box.querySelector("[data-elsewhere-words]").textContent = told.elsewhere.words;
  Object.assign(box.querySelector("[data-elsewhere-link]"), { href: told.elsewhere.compare, textContent: told.elsewhere.compare_words });
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

function again(text) {
  tell(text, { wrong: true });
  schedule(retry);
  retry = Math.min(LAST_RETRY, retry * 2);
}

function ended(login) {
  expired = true;
  const address = new URL(login || form.dataset.login || "/", location.href);
  address.searchParams.set("next", location.pathname);
  tell(words.expired, { wrong: true, link: address.pathname + address.search });
}

/* What this browser kept and the site has not */

/* A line of a list where nothing is typed says nothing, whatever is chosen in it from the start. */
function said(fields) {
  const parts = (name) => /^([a-z_]+-\d+)-([a-z_]+)$/.exec(name);
  const chosen = new Set(
    [...form.querySelectorAll("[data-lines] select")].map((one) => one.name.replace(/-\d+-/, "-#-")),
  );
  const typed = new Set();
  for (const [name, value] of fields) {
    const [, line] = parts(name) ?? [];
    if (line && value.trim() && !chosen.has(name.replace(/-\d+-/, "-#-"))) typed.add(line);
  }
  return fields.filter(([name]) => !parts(name) || typed.has(parts(name)[1]));
}

const alike = (fields) =>
  said(fields)
    .filter(([name, value]) => value.trim() && name !== "shown" && name !== "message")
    .map(([name, value]) => `${name.replace(/-\d+-/, "-#-")}=${value.replace(/\r\n?/g, "\n").trim()}`)
    .join("\n");

function offer() {
  const box = document.querySelector("[data-kept]");
  const prefix = `${form.dataset.keptAs}:`;
  const received = new URLSearchParams(location.search).get("recu");
  if (received) {
    const reader = form.dataset.keptAs.replace(/\d+$/, "");
    for (const [name, one] of store.all(reader)) if (one.copy === received) store.drop(name);
    const address = new URL(location.href);
    address.searchParams.delete("recu");
    history.replaceState(null, "", address);
  }
  const now = alike(pairs());
  const found = store.all(prefix).filter(([name, one]) => {
    if (alike(one.fields) !== now) return true;
    store.drop(name);
    return false;
  });
  found.sort(([, one], [, other]) => other.at - one.at);
  const [newest] = found;
  box.hidden = !newest;
  if (!newest) return;
  const [name, one] = newest;
  const moment = new Date(one.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" }).replace(/(\d\d):(\d\d)/, "$1\u00a0h\u00a0$2");
  box.querySelector("[data-kept-when]").textContent = words.kept.replace("%s", moment);
  const list = box.querySelector("[data-kept-text]");
  list.hidden = true;
  list.replaceChildren(...different(one.fields));
  const see = box.querySelector("[data-kept-show]");
  see.setAttribute("aria-expanded", "false");
  see.onclick = () => {
    list.hidden = !list.hidden;
    see.setAttribute("aria-expanded", String(!list.hidden));
  };
  box.querySelector("[data-kept-drop]").onclick = () => {
    store.drop(name);
    offer();
  };
  box.querySelector("[data-kept-take]").onclick = () => {
    fill(one);
    store.drop(name);
    box.hidden = true;
    notice();
    save();
  };
}

function different(fields) {
  const now = new Map(pairs());
  return said(fields)
    .filter(([name, value]) => value.trim() && name !== "shown" && now.get(name) !== value)
    .flatMap(([name, value]) => {
      const term = document.createElement("dt");
      const label = document.querySelector(`label[for="id_${CSS.escape(name)}"]`);
      term.textContent = label ? label.firstChild.textContent.trim() : name;
      const definition = document.createElement("dd");
      definition.textContent = value;
      return [term, definition];
    });
}

function fill({ fields, seen }) {
  // The edition it was written from: the site sees whether somebody wrote since, and keeps both.
  form.elements.seen.value = seen;
  for (const [name, value] of fields) {
    const control = form.elements[name];
    if (!control || ["territories", "territories-added", "shown"].includes(name)) continue;
    if (control instanceof RadioNodeList || !control.closest("[data-lines]")) control.value = value;
  }
  form.dispatchEvent(new CustomEvent("editor:fill", { detail: fields, bubbles: true }));
}

/* Begin */

if (form) {
  const copy = Object.assign(document.createElement("input"), { type: "hidden", name: "copy", value: tab });
  form.append(copy);
  onSite = written();
  offer();
  if (document.querySelector("[data-found-again]")) {
    onSite = null;
    schedule(PAUSE);
  }
  form.addEventListener("input", notice);
  form.addEventListener("change", notice);
  form.addEventListener("editor:changed", notice);
  form.addEventListener("editor:save-now", () => save());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    form.elements.csrfmiddlewaretoken.value = token(); // a login in another tab changes it
    if (!isSaved()) store.put();
  });
  addEventListener("online", () => { if (!isSaved()) save(); });
  addEventListener("offline", () => { if (!isSaved()) tell(words.offline, { wrong: true }); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ leaving: true });
    else if (!isSaved()) save();
  });
  addEventListener("pagehide", () => save({ leaving: true }));
  addEventListener("pageshow", (event) => {
    // Back from the browser's memory: the draft may have moved on.
    if (event.persisted && isSaved()) location.reload();
  });
}
