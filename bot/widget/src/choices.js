/** Quick replies: the title is shown, the payload is sent. */

import { button, make, unseen } from "./dom.js";
import { TEXTS } from "./texts.js";

/**
 * A question about a topic may be asked at any time, and a person too; other choices belong to one
 * question.
 */
const LASTING = /^(topic|site):|^handoff:(start|state)$/;
/** The second tap of a double tap lands on what has scrolled under the finger by then. */
const DEAF = 500; // ms
let deafUntil = 0;

/**
 * An item with a real button for each choice.
 *
 * @param {import("./types.js").Button[]} buttons
 * @param {(payload: string, title: string) => void} choose
 */
export function choicesItem(buttons, choose) {
  const group = make("ul", { "aria-label": TEXTS.choices });
  for (const { title, payload } of buttons) {
    const made = button("choice", title, () => {
      if (performance.now() < deafUntil) return;
      deafUntil = performance.now() + DEAF;
      made.append(unseen(TEXTS.chosen));
      made.classList.add("chosen");
      close(made);
      choose(payload, title);
    });
    made.dataset.payload = payload;
    group.append(make("li", {}, made));
  }
  return make("li", { class: "choices" }, group);
}

/** Close the choices in `log` that only made sense before the parent's next message. */
export function closeChoices(/** @type {HTMLElement} */ log) {
  for (const made of /** @type {NodeListOf<HTMLElement>} */ (log.querySelectorAll(".choice"))) {
    if (!LASTING.test(made.dataset.payload ?? "")) close(made);
  }
}

/** Not `disabled`: the focus stays, and the next Tab goes on from here. */
function close(/** @type {HTMLElement} */ made) {
  made.setAttribute("aria-disabled", "true");
}
