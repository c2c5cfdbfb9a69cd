/** Whom to call, mail or visit. */

import { directLink, make, webLink } from "./dom.js";
import { SECTORS, TEXTS } from "./texts.js";

const ROUTE = "https://www.openstreetmap.org/directions?to=";

/**
 * A card with everything that is known of a samenwerkingsverband or a helpdesk.
 *
 * @param {import("./types.js").Contact} contact
 */
export function card(contact) {
  const made = make("div", { class: "card" }, make("h3", {}, contact.name));
  const sector = SECTORS[contact.sector?.toLowerCase() ?? ""];
  if (sector) made.append(make("p", {}, sector));
  const list = make("ul", { class: "actions" });
  for (const [label, value, link] of details(contact)) {
    if (link) list.append(make("li", {}, `${label}: `, link(value)));
    else made.append(make("p", {}, `${label}: ${value}`));
  }
  if (list.childElementCount) made.append(list);
  return made;
}

/** The same in one or more lines of plain text. */
export function cardText(/** @type {import("./types.js").Contact} */ contact) {
  const lines = details(contact).map(([label, value]) => `  ${label}: ${value}`);
  return [contact.name, ...lines].join("\n");
}

/**
 * What is known, each with its label and what one can tap.
 *
 * @param {import("./types.js").Contact} contact
 * @returns {[string, string, ((value: string) => HTMLElement)?][]}
 */
function details({ hours, phone, email, website, address }) {
  /** @type {[string, string | null | undefined, ((value: string) => HTMLElement)?][]} */
  const all = [
    [TEXTS.hours, hours],
    [TEXTS.call, phone, (value) => directLink(value, `tel:${value.replace(/[^\d+]/g, "")}`)],
    [TEXTS.mail, email, (value) => directLink(value, `mailto:${encodeURI(value)}`)],
    [TEXTS.website, website, (value) => webLink(value.replace(/^https?:\/\/|\/$/g, ""), value)],
    [TEXTS.route, address, (value) => webLink(value, ROUTE + encodeURIComponent(value))],
  ];
  return all.flatMap(([label, value, link]) => (value ? [[label, value, link]] : []));
}
