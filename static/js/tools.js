// Buttons beside a page: copy its permanent link or its citation, print it.

export function startTools(root) {
  const folds = root.querySelectorAll("details.tap:not(.paper-if-open)");
  addEventListener("beforeprint", () => folds.forEach((fold) => (fold.open = true)));
  for (const tools of root.querySelectorAll("[data-tools]")) {
    const output = tools.querySelector("output");
    for (const button of tools.querySelectorAll("button[hidden]")) {
      if (!button.matches("[data-print]") && !navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", () => (button.matches("[data-print]") ? print() : copy(button, tools, output)));
    }
  }
}

async function copy(button, tools, output) {
  const from = button.dataset.copyFrom;
  const text = from
    ? document.getElementById(from).textContent.trim()
    : new URL(button.dataset.copy, location.href).href;
  try {
    await navigator.clipboard.writeText(text);
    output.textContent = tools.dataset.copied;
  } catch {
    output.textContent = tools.dataset.failed;
  }
}
