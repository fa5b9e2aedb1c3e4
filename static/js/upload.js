/* Photos and documents of a draft: <div data-files> sends each file by itself as soon as it is chosen
   or dropped, shows how far it is, and puts the line the server answers with in the form, whose
   autosave keeps it with the rest. Lines move at once; without this, the same buttons send the form.
   Words are in the element's data attributes. */

const ready = (zone) => {
  const input = zone.querySelector("[data-file-input]");
  const lines = zone.querySelector("[data-file-lines]");
  const progress = zone.querySelector("[data-file-progress]");
  const status = zone.querySelector("[data-file-status]");
  const drop = zone.querySelector("[data-drop]");
  const words = zone.dataset;
  const waiting = [];
  let sending = false;

  const why = { 403: words.forbidden, 404: words.gone, 413: words.tooBig };
  const say = (what) => { status.textContent = what; };
  /* One line after the other: of several files, each is heard. */
  const sayOf = (name, what) => {
    const line = document.createElement("p");
    line.textContent = words.named.replace("{file}", () => name).replace("{words}", () => what);
    status.append(line);
  };
  // A login in another tab changes it.
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? zone.closest("form").elements.csrfmiddlewaretoken.value;
  const changed = () => lines.dispatchEvent(new Event("input", { bubbles: true }));
  const nextNumber = () => Math.max(-1, ...[...lines.querySelectorAll("[data-line]")].map((one) => Number(one.dataset.line) || 0)) + 1;

  /* Each line says its place; the first photo is the cover: one label, on the first line. */
  const showPlaces = () => {
    [...lines.querySelectorAll("[data-file-line]")].forEach((line, index) => {
      for (const shown of line.querySelectorAll("[data-file-number]")) shown.textContent = String(index + 1);
    });
    const labels = [...lines.querySelectorAll("[data-file-cover]")];
    const first = lines.querySelector("[data-file-line] .file-shown");
    if (first && labels.length) first.append(labels[0]);
    for (const label of labels.slice(1)) label.remove();
  };

  const row = (name) => {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = name;
    const told = document.createElement("span");
    item.append(title, " ", told);
    progress.append(item);
    return { item, told };
  };

  const refuse = ({ item, told }, name, reason) => {
    item.classList.add("file-refused");
    told.textContent = reason;
    const hide = document.createElement("button");
    hide.type = "button";
    hide.className = "button-quiet";
    hide.textContent = words.forget;
    hide.addEventListener("click", () => { item.remove(); input.focus(); });
    item.append(" ", hide);
    sayOf(name, reason);
  };

  const put = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    lines.append(holder.content);
    showPlaces();
    changed();
  };

  const answered = (shown, name, xhr) => {
    let answer = null;
    try { answer = JSON.parse(xhr.responseText); } catch { /* no answer of ours: told below */ }
    if (!answer?.files) return refuse(shown, name, answer?.error ?? why[xhr.status] ?? (xhr.status ? words.failed : words.lost));
    for (const file of answer.files) {
      if (file.refused) refuse(shown, name, file.refused);
      else {
        const there = [...lines.querySelectorAll('input[type="hidden"][name$="-file"]')].some((one) => one.value === file.file);
        if (there) refuse(shown, name, words.already);
        else {
          put(file.line);
          shown.item.remove();
          sayOf(name, words.added);
        }
      }
    }
  };

  const send = (file) => new Promise((done) => {
    const shown = row(file.name);
    if (file.size > Number(words.most)) {
      refuse(shown, file.name, words.tooBig);
      return done();
    }
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    shown.told.textContent = words.sending;
    shown.item.append(" ", bar);
    sayOf(file.name, words.sending);
    const body = new FormData();
    body.append(words.list, file);
    body.append("number", nextNumber());
    const xhr = new XMLHttpRequest();
    xhr.open("POST", words.upload);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.setRequestHeader("X-CSRFToken", token());
    xhr.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    xhr.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      shown.told.textContent = words.making;
    });
    xhr.addEventListener("loadend", () => {
      bar.remove();
      answered(shown, file.name, xhr);
      done();
    });
    xhr.send(body);
  });

  const take = async (files) => {
    waiting.push(...files);
    if (sending) return;
    sending = true;
    status.replaceChildren();
    while (waiting.length) await send(waiting.shift());
    sending = false;
  };

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = ""; // so that the form, when it is sent, does not send them again
    take(chosen);
  });

  drop.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.add("drop-over");
  });
  for (const over of ["dragleave", "drop"]) drop.addEventListener(over, () => drop.classList.remove("drop-over"));
  drop.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });

  const takeOut = (line) => {
    const next = line.nextElementSibling;
    const shown = row("");
    line.remove();
    shown.told.textContent = words.removed;
    const back = document.createElement("button");
    back.type = "button";
    back.className = "button-quiet";
    back.textContent = words.putBack;
    back.addEventListener("click", () => {
      if (next?.isConnected) next.before(line);
      else lines.append(line);
      shown.item.remove();
      showPlaces();
      changed();
      line.querySelector("textarea, input:not([type=hidden])")?.focus();
    });
    shown.item.append(" ", back);
    back.focus();
    say(words.removed);
  };

  lines.addEventListener("click", (event) => {
    const button = event.target.closest("[data-file-move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-file-line]");
    const label = line.querySelector("[data-file-cover]");
    if (button.dataset.fileMove === "remove") {
      if (label) (line.nextElementSibling ?? line.previousElementSibling)?.querySelector(".file-shown")?.append(label.cloneNode(true));
      takeOut(line);
    } else {
      if (button.dataset.fileMove === "up") line.previousElementSibling?.before(line);
      else if (button.dataset.fileMove === "down") line.nextElementSibling?.after(line);
      else lines.prepend(line);
      // at an end of the list, the button that brought it there is gone
      (button.offsetParent ? button : line.querySelector("[data-file-move=remove]")).focus();
      say(words.moved.replace("{place}", [...lines.children].indexOf(line) + 1));
    }
    showPlaces();
    changed();
  });
};

for (const zone of document.querySelectorAll("[data-files]")) ready(zone);
