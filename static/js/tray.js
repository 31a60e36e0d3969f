// The compare tray: up to four occupations, remembered in this browser only and sent nowhere until compared.

import { make } from "./dom.js";

const KEY = "waymark.compare";

/** The remembered picks, or none when storage is unreadable or holds something else. */
export function readPicks(storage, max) {
  try {
    const picks = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(picks) ? picks.filter((pick) => pick?.code && pick?.label).slice(0, max) : [];
  } catch {
    return [];
  }
}

export function startTray(root) {
  const place = root.querySelector("[data-compare-tray]");
  if (place) new Tray(place, [...root.querySelectorAll("[data-compare]")]);
}

class Tray {
  constructor(place, buttons) {
    this.place = place;
    this.words = place.dataset;
    this.max = Number(place.dataset.max) || 4;
    this.buttons = buttons;
    this.picks = readPicks(localStorage, this.max);
    this.box = make("div");
    this.status = make("p", { class: "vh", role: "status" });
    place.append(this.box, this.status);
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => this.toggle(button.dataset.compare, button.dataset.label));
    }
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      this.picks = readPicks(localStorage, this.max);
      this.draw();
    });
    this.draw();
  }

  toggle(code, label) {
    const had = this.picks.some((pick) => pick.code === code);
    if (!had && this.picks.length >= this.max) {
      this.say(this.words.full);
      return;
    }
    this.picks = had ? this.picks.filter((pick) => pick.code !== code) : [...this.picks, { code, label }];
    this.keep(`${had ? this.words.removed : this.words.added} ${label}`);
  }

  keep(message) {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.picks));
    } catch {
      // private windows may refuse: the tray still works on this page
    }
    this.draw();
    this.say(message);
  }

  say(message) {
    this.status.textContent = message;
    this.status.classList.toggle("vh", message !== this.words.full);
  }

  draw() {
    for (const button of this.buttons) {
      const picked = this.picks.some((pick) => pick.code === button.dataset.compare);
      button.setAttribute("aria-pressed", String(picked));
    }
    this.box.replaceChildren(...(this.picks.length ? [this.tray()] : []));
  }

  tray() {
    const list = make("ol", {}, ...this.picks.map((pick) => this.item(pick)));
    const clear = make("button", { type: "button", class: "link-button" }, this.words.clear);
    clear.addEventListener("click", () => {
      this.picks = [];
      this.keep("");
    });
    const codes = this.picks.map((pick) => encodeURIComponent(pick.code)).join(",");
    const link = make(
      "a",
      { class: "govuk-button", href: `${this.words.action}?${this.words.name}=${codes}` },
      this.words.go,
    );
    const row = make("div", { class: "tray-row" }, make("h2", {}, this.title()), list, link, clear);
    return make("section", { class: "tray", "aria-label": this.words.label }, row);
  }

  title() {
    return this.words.title.replace("{count}", this.picks.length).replace("{max}", this.max);
  }

  item(pick) {
    const remove = make(
      "button",
      { type: "button", class: "link-button", "aria-label": `${this.words.remove} ${pick.label}` },
      "×",
    );
    remove.addEventListener("click", () => this.toggle(pick.code, pick.label));
    return make("li", {}, pick.label, " ", remove);
  }
}
