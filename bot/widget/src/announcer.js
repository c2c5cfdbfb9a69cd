/**
 * Speaks to screen readers. It stands outside the log and is emptied again, so that nothing is read
 * twice; lines that come together are all read, in order.
 */

import { make } from "./dom.js";

const DELAY = 100; // a live region that was just shown is not watched yet
const STAYS = 2000;

export class Announcer {
  element = make("div", {
    class: "announcer unseen",
    role: "status",
    "aria-live": "polite",
    "aria-atomic": "false", // else every line would be read again with the next
  });

  /** Have `text` read when the reader is ready. */
  say(/** @type {string} */ text) {
    const line = make("p", {}, text);
    setTimeout(() => this.element.append(line), DELAY);
    setTimeout(() => line.remove(), DELAY + STAYS);
  }
}
