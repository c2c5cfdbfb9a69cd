/** "Heeft u hier iets aan?" under an answer: one tap, and after "nee" an optional reason. */

import { button, make } from "./dom.js";
import { TEXTS } from "./texts.js";

const MAX_REASON = 500;
let count = 0;

/**
 * @param {import("./types.js").BotMessage} message
 * @param {(value: "up" | "down", reason?: string) => Promise<boolean>} send
 * @param {(text: string) => void} say
 */
export function rating(message, send, say) {
  const label = make("span", { id: `ow-rate-${(count += 1)}` }, TEXTS.rate);
  const group = make("div", { class: "rate", role: "group", "aria-labelledby": label.id }, label);
  const thanks = make("span", { class: "thanks" });
  const status = (/** @type {string} */ text) => {
    thanks.textContent = text;
    say(text);
  };
  const mark = (/** @type {"up" | "down"} */ value) => {
    for (const one of group.querySelectorAll("button[data-value]")) {
      one.setAttribute("aria-pressed", String(one.getAttribute("data-value") === value));
    }
  };
  const choose = async (/** @type {"up" | "down"} */ value) => {
    mark(value);
    group.querySelector("form")?.remove();
    if (value === "down") group.append(reasonForm(send, status));
    status((await send(value)) ? TEXTS.thanks : TEXTS.rateFailed);
  };
  for (const [value, text] of /** @type {["up" | "down", string][]} */ ([
    ["up", TEXTS.up],
    ["down", TEXTS.down],
  ])) {
    const made = button("small", text, () => void choose(value));
    made.dataset.value = value;
    made.setAttribute("aria-pressed", "false");
    group.append(made);
  }
  group.append(thanks);
  if (message.feedback) mark(message.feedback);
  return group;
}

function reasonForm(
  /** @type {(value: "down", reason: string) => Promise<boolean>} */ send,
  /** @type {(text: string) => void} */ status,
) {
  const area = make("textarea", { rows: "2", maxlength: String(MAX_REASON) });
  const submit = make("button", { type: "submit", class: "small" }, TEXTS.reasonSend);
  const form = make("form", { class: "reason" }, make("label", {}, TEXTS.reason, area), submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    submit.setAttribute("aria-disabled", "true");
    const arrived = await send("down", area.value.trim());
    if (arrived) area.readOnly = true;
    else submit.removeAttribute("aria-disabled");
    status(arrived ? TEXTS.reasonThanks : TEXTS.rateFailed);
  });
  return form;
}
