/** The plain text of an answer as paragraphs, lists and links. */

import { directLink, make, webLink } from "./dom.js";

const LIST_LINE = /^(\d+\.|-)\s+(.*)$/;
/** What a parent can tap: a web address, an e-mail address, a telephone number. */
const WEB = "https?:\\/\\/[^\\s,;()]*[^\\s,;().!?]";
const MAIL = "[\\w.+-]+@(?:[\\w-]+\\.)+[a-z]{2,}";
const PHONE = "\\b0\\d{2,3}-\\d{4,7}\\b|(?<!artikel |artikelen )\\b11[23]\\b(?![.:-]?\\d)";
const LINK = new RegExp(`(${WEB}|${MAIL}|${PHONE})`);

/**
 * Elements for `text`: an empty line ends a paragraph, lines "1. ..." and "- ..." become lists,
 * addresses and telephone numbers become links.
 *
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function blocks(text) {
  /** @type {HTMLElement[]} */
  const made = [];
  let block = /** @type {HTMLElement | null} */ (null);
  for (const line of text.split("\n")) {
    const [, mark, rest] = LIST_LINE.exec(line) ?? [];
    if (!line.trim()) {
      block = null;
    } else if (mark) {
      const tag = mark === "-" ? "ul" : "ol";
      if (block?.localName !== tag) {
        block = tag === "ol" ? make("ol", { start: String(parseInt(mark, 10)) }) : make("ul");
        made.push(block);
      }
      block.append(linked(make("li"), rest));
    } else if (block?.localName === "p") {
      linked(block, `\n${line}`);
    } else {
      block = linked(make("p"), line);
      made.push(block);
    }
  }
  return made;
}

/** Appends `text` to `element`; what can be tapped becomes a link. */
function linked(/** @type {HTMLElement} */ element, /** @type {string} */ text) {
  // Every other part is what the group of LINK matched.
  element.append(...text.split(LINK).map((part, at) => (at % 2 ? link(part) : part)));
  return element;
}

function link(/** @type {string} */ address) {
  if (/^https?:/.test(address)) return webLink(address, address);
  if (address.includes("@")) return directLink(address, `mailto:${address}`);
  return directLink(address, `tel:${address.replace("-", "")}`);
}
