// Suggestions under a search field, from the public API, following the ARIA 1.2 combobox pattern.

import { make } from "./dom.js";

const WAIT = 120; // ms after the last key, so that a typist asks once a word

export function startSuggest(root) {
  for (const box of root.querySelectorAll("[data-suggest]")) {
    const input = box.querySelector("input");
    if (input && input.form) new Suggestions(box, input);
  }
}

/** The words of one suggestion, whatever the API calls them. */
export function wordsOf(item) {
  return typeof item === "string" ? item : item.text || item.title || item.name || "";
}

/** The address of a suggestion by a pattern such as "/students/careers/{soc2020}/"; "" when a part is unknown. */
export function addressOf(item, pattern) {
  let whole = Boolean(pattern);
  const address = pattern.replace(/\{(\w+)\}/g, (_match, key) => {
    if (!item[key]) whole = false;
    return encodeURIComponent(item[key] ?? "");
  });
  return whole ? address : "";
}

class Suggestions {
  constructor(box, input) {
    this.box = box;
    this.input = input;
    this.items = [];
    this.active = -1;
    this.known = new Map();
    this.list = make("ul", { class: "suggestions", role: "listbox", id: `${input.id}-list`, hidden: "" });
    this.list.setAttribute("aria-labelledby", `${input.id}-label`);
    this.status = make("div", { class: "vh", role: "status" });
    box.append(this.list, this.status);
    input.type = "text"; // a search field may not take the combobox role
    for (const [key, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.list.id],
      ["aria-haspopup", "listbox"],
    ]) {
      input.setAttribute(key, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep focus in the field
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < 2) {
      this.close();
      return;
    }
    this.request?.abort();
    this.request = new AbortController();
    try {
      const items = this.known.get(words) ?? (await this.fetch(words, this.request.signal));
      this.known.set(words, items);
      if (words === this.input.value.trim() && document.activeElement === this.input) this.show(items, words);
    } catch {
      this.close(); // no network, a refusal or an older question: the form still works
    }
  }

  async fetch(words, signal) {
    const address = new URL(this.box.dataset.suggest, location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" }, credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = await answer.json();
    return (Array.isArray(body) ? body : (body.results ?? [])).filter((item) => wordsOf(item)).slice(0, 8);
  }

  show(items, words) {
    this.items = items;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index, words)));
    const open = items.length > 0;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.status.textContent = open ? `${items.length} ${this.box.dataset.some}` : this.box.dataset.none;
  }

  option(item, index, words) {
    const text = wordsOf(item);
    const option = make("li", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" });
    const at = text.toLowerCase().indexOf(words.toLowerCase());
    if (at < 0) option.append(text);
    else {
      const end = at + words.length;
      option.append(text.slice(0, at), make("mark", {}, text.slice(at, end)), text.slice(end));
    }
    const group = item.occupation || (item.title !== text && item.title) || "";
    if (group && group !== text) option.append(make("span", { class: "soft" }, group));
    return option;
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey && event.key === "ArrowUp") this.close();
      else if (!open) this.ask();
      else if (!event.altKey) this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  move(step) {
    const count = this.items.length + 1; // the place -1 is the field itself
    this.active = ((this.active + 1 + step + count) % count) - 1;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) option.scrollIntoView({ block: "nearest" });
    });
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  choose(index) {
    const item = this.items[index];
    this.input.value = wordsOf(item);
    this.close();
    const address = addressOf(item, this.box.dataset.target ?? "");
    if (address) location.assign(address);
    else this.input.form.requestSubmit();
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}
