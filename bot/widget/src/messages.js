/** Messages as items of the log, and as the words a screen reader gets. */

import { card } from "./cards.js";
import { make, unseen, webLink } from "./dom.js";
import { blocks } from "./text.js";
import { TEXTS } from "./texts.js";

/** An item for what the parent said. */
export function parentItem(/** @type {string} */ text) {
  return item("parent", TEXTS.you, make("p", {}, text || TEXTS.empty));
}

/** An item for a line of the widget itself. */
export function noticeItem(/** @type {string} */ text) {
  return item("bot notice", TEXTS.bot, make("p", {}, text));
}

/** An item for an answer: text, cards, sources, date. */
export function botItem(/** @type {import("./types.js").BotMessage} */ message) {
  const contacts = [...message.swv, ...message.contacts];
  return item("bot", TEXTS.bot, ...blocks(message.text), ...contacts.map(card), ...about(message));
}

/** What is read aloud of an answer, in the order in which it is shown. */
export function spoken(/** @type {import("./types.js").BotMessage} */ message) {
  const { text, swv, contacts, sources, buttons } = message;
  const lines = [`${TEXTS.bot}: ${text}`, ...[...swv, ...contacts].map(({ name }) => name)];
  if (sources.length) {
    lines.push(sources.length === 1 ? "Met een bron." : `Met ${sources.length} bronnen.`);
  }
  if (buttons.length) {
    lines.push(`${TEXTS.choices}: ${buttons.map(({ title }) => title).join("; ")}.`);
  }
  return lines.join("\n");
}

/** "25 november 2026" for "2026-11-25"; empty if it is no date. */
export function inWords(/** @type {string | null} */ date) {
  const day = new Date(`${date}T00:00:00Z`);
  if (!date || Number.isNaN(day.getTime())) return "";
  return new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeZone: "UTC" }).format(day);
}

function item(
  /** @type {string} */ kind,
  /** @type {string} */ speaker,
  /** @type {HTMLElement[]} */ ...content
) {
  return make("li", { class: `message ${kind}` }, unseen(`${speaker}: `), ...content);
}

/** How old it is: of an answer the day of its review, of the registry the day of its data. */
export function age(/** @type {import("./types.js").BotMessage} */ { reviewed, swv }) {
  const day = inWords(reviewed);
  return day && (swv.length ? TEXTS.dataOf(day) : TEXTS.reviewed(day));
}

/** Sources and age. */
function about(/** @type {import("./types.js").BotMessage} */ message) {
  const { sources } = message;
  const words = age(message);
  if (!sources.length && !words) return [];
  const made = make("div", { class: "about" });
  if (sources.length) {
    const items = sources.map(({ title, url }) => make("li", {}, webLink(title, url)));
    made.append(make("p", {}, sources.length === 1 ? TEXTS.source : TEXTS.sources));
    made.append(make("ul", {}, ...items));
  }
  if (words) made.append(make("p", {}, words));
  return [made];
}
