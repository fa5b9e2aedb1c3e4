/* What `look_over` asks of the page that is open: lists of what is wrong in it, as markup. */

({
  faults() {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const seen = (one) => one.checkVisibility({ visibilityProperty: true });
    const named = (ids) => (ids ?? "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
    const text = (elements) => elements.map((one) => one?.textContent ?? "").join(" ").trim();
    const name = (one) =>
      text([...(one.labels ?? [])]) ||
      one.getAttribute("aria-label") ||
      text(named(one.getAttribute("aria-labelledby"))) ||
      (one.matches("button") ? text([one]) : "");
    const show = (one) => one.outerHTML.slice(0, 120);
    const ids = all("[id]").map((one) => one.id);
    const headings = all("h1").filter(seen);
    return {
      "not one h1": headings.length === 1 ? [] : [`${headings.length} h1`],
      "not in French": document.documentElement.lang === "fr" ? [] : [document.documentElement.lang],
      "no title": document.title.replace(/^[\s—]+/, "").startsWith("Recettes libres") && location.pathname !== "/" ? [document.title] : [],
      "controls without a name": all("input:not([type=hidden]), select, textarea, button").filter((one) => seen(one) && !name(one)).map(show),
      "descriptions that are not there": all("[aria-describedby]").filter((one) => named(one.getAttribute("aria-describedby")).includes(null)).map(show),
      "labels of nothing": all("label[for]").filter((one) => !document.getElementById(one.htmlFor)).map(show),
      "ids met twice": ids.filter((id, at) => ids.indexOf(id) !== at),
      "pictures without words": all("img:not([alt])").map(show),
    };
  },

  tooWide() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const beyond = (one) => one.getBoundingClientRect().right > room + 1;
    return [...document.querySelectorAll("body *")].filter(beyond).map((one) => one.outerHTML.slice(0, 120)).slice(0, 5);
  },

  /* The element that has the focus, if nothing on the screen says so. */
  unseenFocus() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const marked = (element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    const around = [one, one.parentElement, ...(one.labels ?? [])].filter(Boolean);
    return around.some(marked) ? null : one.outerHTML.slice(0, 120);
  },
})
