// Filters start folded away on narrow screens, so that the results come first; never when one holds an error.

export function startFilters(root) {
  if (!matchMedia("(max-width: 63.99rem)").matches) return;
  for (const panel of root.querySelectorAll("details.filters[open]")) {
    if (!panel.querySelector(".govuk-error-message")) panel.open = false;
  }
}
