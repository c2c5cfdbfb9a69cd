/** Making elements. Data only ever becomes text or a checked address, never markup. */

import { NEW_TAB } from "./texts.js";

/**
 * An element with attributes and children; a string child becomes text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Text for screen readers only. */
export function unseen(/** @type {string} */ text) {
  return make("span", { class: "unseen" }, text);
}

/** A button that does `act` unless it is aria-disabled; never `disabled`, which drops the focus. */
export function button(
  /** @type {string} */ name,
  /** @type {string} */ text,
  /** @type {(button: HTMLButtonElement) => void} */ act,
) {
  const made = make("button", { type: "button", class: name }, text);
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") act(made);
  });
  return made;
}

/** A link that opens in a new tab and says so; plain text if `address` is no web address. */
export function webLink(/** @type {string} */ text, /** @type {string} */ address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return make("span", {}, text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return make("span", {}, text);
  const attributes = { href: url.href, target: "_blank", rel: "noopener noreferrer" };
  return make("a", attributes, text, unseen(NEW_TAB));
}

/** A link to a telephone or a mail program. */
export function directLink(/** @type {string} */ text, /** @type {string} */ href) {
  return make("a", { href }, text);
}
