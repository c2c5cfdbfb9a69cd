/** The panel that says that Ouderwijzer cannot be reached, and whom else to ask. */

import { isPassing } from "./client.js";
import { button, directLink, make, webLink } from "./dom.js";
import { TEXTS } from "./texts.js";

/** By this a text that names the national organisations is known. */
export const NATIONAL = "oudersonderwijs.nl";

export class Trouble {
  #text = make("p");
  #others = make("div");
  element;

  /** @param {() => void} retry */
  constructor(retry) {
    this.element = make(
      "section",
      { class: "trouble", "aria-labelledby": "ow-trouble", hidden: "" },
      make("h3", { id: "ow-trouble" }, TEXTS.trouble),
      this.#text,
      button("retry", TEXTS.retry, retry),
      this.#others,
    );
  }

  /** Show whom this site names, and who helps everywhere unless the site names them too. */
  offer(/** @type {Node} */ own, /** @type {boolean} */ withNational) {
    this.#others.replaceChildren(own, ...(withNational ? [national()] : []));
  }

  /** Show it; the text if that is news, else null. */
  show(/** @type {import("./types.js").Reply} */ { status, body }, /** @type {boolean} */ waits) {
    const reason = status === 0 ? TEXTS.offline : (body?.detail ?? TEXTS.silent);
    const next = waits ? TEXTS.waits : TEXTS.tries;
    const text = isPassing(status) ? `${reason} ${next}` : reason;
    const isNews = this.element.hidden || this.#text.textContent !== text;
    this.#text.textContent = text;
    this.element.hidden = false;
    return isNews ? text : null;
  }

  /** Hide it; whether it was shown. */
  hide() {
    const was = !this.element.hidden;
    this.element.hidden = true;
    return was;
  }
}

/** Who helps parents everywhere. Source: oudersonderwijs.nl and steunpunt map, checked 2026-11-25. */
function national() {
  return make(
    "ul",
    {},
    make(
      "li",
      {},
      webLink("Ouders & Onderwijs", `https://www.${NATIONAL}`),
      ", mail ",
      directLink(`vraag@${NATIONAL}`, `mailto:vraag@${NATIONAL}`),
    ),
    make(
      "li",
      {},
      webLink(
        "Zoek het ouder- en jeugdsteunpunt in uw regio",
        "https://ouderenjeugdsteunpuntopdekaart.nl",
      ),
    ),
    make("li", {}, "Is er direct gevaar? Bel ", directLink("112", "tel:112"), "."),
  );
}
