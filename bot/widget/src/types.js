/**
 * What the web chat API gives (docs/architecture.md), for the type checker only.
 *
 * @typedef {{title: string, payload: string}} Button
 * @typedef {{title: string, url: string}} Source
 * @typedef {object} Contact Whom a parent can reach; null is unknown.
 * @property {string} name
 * @property {string | null} [sector]
 * @property {string | null} [phone]
 * @property {string | null} [email]
 * @property {string | null} [website]
 * @property {string | null} [address]
 * @property {string | null} [hours]
 *
 * @typedef {object} BotMessage
 * @property {string} id
 * @property {string} text
 * @property {Button[]} buttons
 * @property {string | null} topic
 * @property {Source[]} sources
 * @property {Contact[]} swv
 * @property {Contact[]} contacts
 * @property {string | null} reviewed
 * @property {"up" | "down" | null} [feedback]
 *
 * @typedef {{from: "parent", id: string, text: string}} Said
 * @typedef {Said | ({from: "bot"} & BotMessage)} Entry
 *
 * @typedef {object} Site
 * @property {string} id
 * @property {string} title
 * @property {boolean} available
 * @property {Record<string, string>} tokens
 * @property {Contact | null} helpdesk
 *
 * @typedef {{status: number, body: any, after: number}} Reply
 *   `status` 0: no connection, or no answer in time. `after`: seconds to wait, 0 if not said.
 *
 * @typedef {{id: string, text?: string, payload?: string, shown: string}} Waiting
 *   A message of the parent that has no answer yet; `shown` is what the parent sees of it.
 */
export {};
