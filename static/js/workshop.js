/* A recipe followed step by step: [data-workshop="its identifier"][data-written="when its text last changed"].
   Every stage is in the page ([data-stage]), one is shown; links ([data-to]) lead to the others without a
   request. Ticks ([data-tick]) are remembered on this device until the text changes, and the screen is kept on. */

const table = document.querySelector("[data-workshop]");

if (table) {
  const stages = [...table.querySelectorAll("[data-stage]")];
  const ticks = [...table.querySelectorAll("[data-tick]")];
  const shown = () => stages.findIndex((stage) => !stage.hidden);
  const name = document.title.slice(stages[shown()].dataset.title.length);

  // The stage

  const show = (number) => {
    for (const [at, stage] of stages.entries()) stage.hidden = at !== number;
    for (const link of table.querySelectorAll("nav [data-to]")) {
      if (link.dataset.to === String(number)) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    document.title = stages[number].dataset.title + name;
  };

  const turnTo = (number) => {
    if (!stages[number] || number === shown()) return;
    history.pushState(null, "", `?etape=${number}`);
    show(number);
    const heading = stages[number].querySelector("h2");
    heading.focus({ preventScroll: true });
    if (heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
  };

  table.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    turnTo(Number(link.dataset.to));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches?.("input:not([type='checkbox']), textarea, select, [contenteditable]")) return;
    if (event.key === "ArrowRight") turnTo(shown() + 1);
    if (event.key === "ArrowLeft") turnTo(shown() - 1);
  });

  addEventListener("popstate", () => {
    const asked = Number(new URLSearchParams(location.search).get("etape"));
    show(stages[asked] ? asked : 0);
  });

  // The ticks

  const key = `atelier:${table.dataset.workshop}`;

  const remembered = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept?.written === table.dataset.written ? kept.ticks : [];
    } catch {
      return []; // nothing may be kept here, or it is not ours
    }
  };

  const remember = () => {
    const done = ticks.filter((tick) => tick.checked).map((tick) => tick.dataset.tick);
    try {
      if (done.length) localStorage.setItem(key, JSON.stringify({ written: table.dataset.written, ticks: done }));
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing still shows the ticks of this visit.
    }
  };

  const mark = () => {
    for (const tick of ticks) {
      const sign = table.querySelector(`[data-mark="${tick.dataset.tick}"]`);
      if (sign) sign.hidden = !tick.checked;
    }
  };

  const tickThose = (done) => {
    for (const tick of ticks) tick.checked = done.includes(tick.dataset.tick);
    mark();
  };

  table.addEventListener("change", (event) => {
    if (!event.target.matches("[data-tick]")) return;
    remember();
    mark();
  });
  table.querySelector("[data-untick]").addEventListener("click", () => {
    tickThose([]);
    remember();
  });
  addEventListener("storage", (event) => {
    if (event.key === key) tickThose(remembered()); // the same recipe in another tab
  });
  tickThose(remembered());

  // The screen

  const awake = table.querySelector("[data-awake]");
  const wanted = awake.querySelector("[data-awake-switch]");
  const words = awake.querySelector("[data-awake-words]");
  let lock = null;

  const say = (what) => {
    words.textContent = what ? words.dataset[what] : "";
    words.classList.toggle("visually-hidden", what !== "refused"); // a ticked box shows the rest
  };

  const keepAwake = async () => {
    if (!wanted.checked || document.visibilityState !== "visible" || lock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        lock = null; // the browser takes it back whenever the page is left
      });
      say("on");
      if (!wanted.checked) await lock.release();
    } catch {
      wanted.checked = false;
      say("refused");
    }
  };

  if ("wakeLock" in navigator) {
    awake.hidden = false;
    wanted.checked = true;
    keepAwake();
    document.addEventListener("visibilitychange", keepAwake);
    wanted.addEventListener("change", () => {
      if (wanted.checked) {
        keepAwake();
      } else {
        say("");
        lock?.release();
      }
    });
  }
}
