/* A button that prints the page: <button class="needs-js" type="button" data-print>. */

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
