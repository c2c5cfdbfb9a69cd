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
  if (contact.hours) made.append(make("p", {}, `${TEXTS.hours}: ${contact.hours}`));
  const list = make("ul", { class: "actions" });
  const add = (/** @type {string} */ label, /** @type {HTMLElement} */ link) =>
    list.append(make("li", {}, `${label}: `, link));
  const { phone, email, website, address } = contact;
  if (phone) add(TEXTS.call, directLink(phone, `tel:${phone.replace(/[^\d+]/g, "")}`));
  if (email) add(TEXTS.mail, directLink(email, `mailto:${encodeURI(email)}`));
  if (website) add(TEXTS.website, webLink(website.replace(/^https?:\/\/|\/$/g, ""), website));
  if (address) add(TEXTS.route, webLink(address, ROUTE + encodeURIComponent(address)));
  if (list.childElementCount) made.append(list);
  return made;
}

/** The same in one or more lines of plain text. */
export function cardText(/** @type {import("./types.js").Contact} */ contact) {
  const { name, hours, phone, email, website, address } = contact;
  const known = [
    [TEXTS.hours, hours],
    [TEXTS.call, phone],
    [TEXTS.mail, email],
    [TEXTS.website, website],
    [TEXTS.route, address],
  ].filter(([, value]) => value);
  return [name, ...known.map(([label, value]) => `  ${label}: ${value}`)].join("\n");
}
