// A chooser of columns over a wide table: <table data-columns="Columns">; the first column always stays.

import { make } from "./dom.js";

export function startColumns(root) {
  for (const table of root.querySelectorAll("table[data-columns]")) addChooser(table);
}

function addChooser(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (heads.length < 3) return;
  const group = make("div", { class: "chooser-list", role: "group", "aria-label": table.dataset.columns });
  heads.slice(1).forEach((head, index) => group.append(choice(table, head.textContent.trim(), index + 1)));
  const chooser = make("details", { class: "tap chooser" }, make("summary", {}, table.dataset.columns), group);
  (table.closest(".scroll") ?? table).before(chooser);
}

function choice(table, label, index) {
  const id = `${table.id || "table"}-column-${index}`;
  const box = make("input", { type: "checkbox", id });
  box.checked = true;
  box.addEventListener("change", () => {
    for (const row of table.rows) {
      if (row.cells[index]) row.cells[index].hidden = !box.checked;
    }
  });
  return make("div", {}, box, make("label", { for: id }, label));
}
