/** The form in which a parent types. */

import { make } from "./dom.js";
import { TEXTS } from "./texts.js";

/** Characters of one message; the server refuses longer ones. */
const MAX_TEXT = 2000;

export class AskForm {
  input = make("textarea", {
    id: "ow-text",
    rows: "2",
    autocomplete: "off",
    "aria-describedby": "ow-error ow-hint",
  });
  #error = make("p", { id: "ow-error", class: "error", hidden: "" });
  #say;
  element;

  /**
   * @param {(text: string) => void} send
   * @param {(draft: string) => void} keep
   * @param {(text: string) => void} say
   */
  constructor(send, keep, say) {
    this.#say = say;
    const submit = make("button", { type: "submit" }, TEXTS.send);
    this.element = make(
      "form",
      { class: "ask", novalidate: "" },
      make("label", { for: "ow-text" }, TEXTS.question),
      make("div", { class: "row" }, this.input, submit),
      this.#error,
      make("p", { id: "ow-hint", class: "hint" }, TEXTS.hint),
    );
    const trySend = () => {
      const text = this.input.value.trim();
      // As the server counts: characters, not the halves of an emoji.
      const over = [...text].length - MAX_TEXT;
      if (!text || over > 0) return this.#complain(text ? TEXTS.tooLong(over) : TEXTS.nothing);
      this.#complain("");
      this.input.value = "";
      keep("");
      send(text);
    };
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      trySend();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        trySend();
      }
    });
    this.input.addEventListener("input", () => {
      if (!this.#error.hidden) this.#complain("");
      keep(this.input.value);
    });
  }

  /** Put a text in the input, unless the parent is typing already. */
  fill(/** @type {string} */ text) {
    if (!this.input.value) this.input.value = text;
  }

  #complain(/** @type {string} */ text) {
    this.#error.textContent = text;
    this.#error.hidden = !text;
    this.input.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) this.#say(text);
  }
}
