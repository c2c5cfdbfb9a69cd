/** "Meer": keep, print or wipe the conversation. Wiping asks once more. */

import { button, make } from "./dom.js";
import { TEXTS } from "./texts.js";

export class Menu {
  #sure;
  #wipe;
  /** The button that opens the menu. */
  opener = button("more quiet", TEXTS.more, () => this.toggle());
  element;

  /** @param {{save: () => void, print: () => void, wipe: () => void}} does */
  constructor({ save, print, wipe }) {
    this.#sure = make(
      "div",
      { class: "sure", role: "group", "aria-labelledby": "ow-sure", hidden: "" },
      make("p", { id: "ow-sure" }, TEXTS.wipeSure),
      button("wipe-yes quiet", TEXTS.wipeYes, () => {
        this.toggle(false);
        wipe();
      }),
      button("wipe-no quiet", TEXTS.wipeNo, () => {
        this.#ask(false);
        this.#wipe.focus();
      }),
    );
    this.#wipe = button("wipe quiet", TEXTS.wipe, () => this.#ask(Boolean(this.#sure.hidden)));
    this.element = make(
      "div",
      { class: "menu", id: "ow-menu", hidden: "" },
      button("save quiet", TEXTS.save, save),
      button("print quiet", TEXTS.print, print),
      this.#wipe,
      this.#sure,
    );
    this.opener.setAttribute("aria-controls", "ow-menu");
    this.toggle(false);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle(open = !this.isOpen) {
    this.element.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    this.#ask(false);
  }

  #ask(/** @type {boolean} */ open) {
    this.#sure.hidden = !open;
    this.#wipe.setAttribute("aria-expanded", String(open));
  }
}
