/* Pasting from a word processor or a page into a Markdown text keeps headings, lists, links and tables: the server turns
   the clipboard's HTML into Markdown (form[data-paste]). When it cannot, the plain text is pasted. */

const WORTH_IT = /<(?:h[1-6]|ul|ol|li|table|b|strong|i|em|blockquote)\b|<a\b[^>]*\bhref|font-weight:\s*(?:bold|[6-9]00)|MsoListParagraph/i;
const PATIENCE = 8000; // milliseconds before the plain text is pasted instead

function insert(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

document.addEventListener("paste", async (event) => {
  const area = event.target;
  const address = area.closest?.("form[data-paste]")?.dataset.paste;
  if (!address || !area.matches("textarea[data-markdown]")) return;
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html || !WORTH_IT.test(html)) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to } = area;
  const before = area.value;
  area.setAttribute("aria-busy", "true");
  let text = plain;
  try {
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? area.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ html }),
      headers: { "X-CSRFToken": token, Accept: "text/markdown, text/plain" },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) text = (await answer.text()) || plain;
  } catch {
    // Offline, or too long: the words at least.
  }
  area.removeAttribute("aria-busy");
  // What was typed meanwhile stays: the text goes where the caret is now.
  if (area.value === before) insert(area, text, from, to);
  else insert(area, text, area.selectionStart, area.selectionEnd);
});
