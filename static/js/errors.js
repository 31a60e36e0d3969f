// The error summary takes focus when the page opens, and its links lead into the fields they name.

export function startErrors(root) {
  const summary = root.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.setAttribute("tabindex", "-1");
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field || !field.matches("input, select, textarea")) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
