/**
 * A conversation with the server, apart from how it is shown.
 *
 * What a parent sends waits in a queue that outlives the page until it is answered. Each message has
 * an id, and the server answers an id once: sending again loses nothing and doubles nothing.
 *
 * @typedef {object} View What the conversation tells.
 * @property {(said: {id: string, text: string}) => void} parent a message of the parent
 * @property {(message: import("./types.js").BotMessage, isNew: boolean) => void} bot
 * @property {(text: string) => void} notice a line of the widget itself
 * @property {(isBusy: boolean) => void} busy an answer is being waited for
 * @property {(reply: import("./types.js").Reply, waits: boolean) => void} trouble cannot be reached
 * @property {() => void} calm can be reached again
 * @property {(text: string) => void} giveBack the server will not take this text; let it be mended
 * @property {() => void} clear forget what was shown
 * @property {() => void} settle everything that came at once has been told
 */

import { isPassing, uuid } from "./client.js";
import { TEXTS } from "./texts.js";

const RETRY = [2, 5, 15, 30, 60]; // seconds

export class Conversation {
  #client;
  #site;
  #store;
  #view;
  #round = 0; // of conversations: what belongs to a wiped one is dropped
  #busy = false;
  /** @type {Promise<boolean> | null} */
  #starting = null;
  /** @type {Set<string>} */
  #shown = new Set();
  /** @type {(() => void) | null} */
  #wake = null;

  /**
   * @param {import("./client.js").Client} client
   * @param {string} site
   * @param {import("./store.js").Store} store
   * @param {View} view
   */
  constructor(client, site, store, view) {
    this.#client = client;
    this.#site = site;
    this.#store = store;
    this.#view = view;
  }

  /** Whether this tab already has a conversation. */
  get exists() {
    return Boolean(this.#store.state.token);
  }

  /** Begin, or go on with what this tab had; once, however often it is called. */
  async start() {
    const starting = (this.#starting ??= this.exists ? this.#restore() : this.#begin());
    if (!(await starting) && this.#starting === starting) this.#starting = null;
    await this.#deliver();
  }

  /** Send a text or the payload of a button; the parent sees `shown`. */
  send(/** @type {{text?: string, payload?: string}} */ message, /** @type {string} */ shown) {
    const waiting = { id: uuid(), ...message, shown };
    this.#store.set({ queue: [...this.#store.state.queue, waiting] });
    this.#showParent(waiting.id, shown);
    void this.start();
  }

  /** Try again now instead of after the pause. */
  hurry() {
    this.#wake?.();
  }

  /** Show what was said meanwhile: in another tab, or by the server (then it is news). */
  async sync(isNew = false) {
    const round = this.#round;
    if (!this.#starting || this.#busy || !this.exists) return;
    const reply = await this.#call("GET", "messages");
    if (reply.status === 200 && round === this.#round && !this.#busy) {
      this.#showHistory(reply.body.messages, isNew);
    }
  }

  /** Delete the conversation everywhere and begin anew; false when the server could not. */
  async wipe() {
    const reply = this.exists ? await this.#call("DELETE", "session") : { status: 204 };
    if (reply.status !== 204 && reply.status !== 401) return false;
    this.#round += 1;
    this.#busy = false;
    this.#store.clear();
    this.#shown.clear();
    this.#view.clear();
    this.#starting = null;
    this.#wake?.();
    void this.start();
    return true;
  }

  /** Tell the server what an answer was worth; whether it arrived. */
  async rate(
    /** @type {string} */ message,
    /** @type {"up" | "down"} */ value,
    /** @type {string} */ reason = "",
  ) {
    const content = { message, value, ...(reason && { reason }) };
    const arrived = (await this.#call("POST", "feedback", content)).status === 204;
    if (arrived && value === "down") void this.sync(true); // a person may be offered now
    return arrived;
  }

  #call(
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {unknown} */ content = undefined,
  ) {
    return this.#client.call(method, path, { token: this.#store.state.token, content });
  }

  /** Calls until the server gives a definite answer; null if the conversation was wiped. */
  async #insist(
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {unknown} */ content = undefined,
  ) {
    const round = this.#round;
    for (let attempt = 0; ; attempt += 1) {
      const reply = await this.#call(method, path, content);
      if (round !== this.#round) return null;
      if (!isPassing(reply.status)) {
        this.#view.calm();
        return reply;
      }
      this.#view.trouble(reply, this.#store.state.queue.length > 0);
      const pause = RETRY[Math.min(attempt, RETRY.length - 1)];
      const seconds = reply.status === 429 ? Math.max(reply.after, 1) : pause;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
      this.#wake = null;
      if (round !== this.#round) return null;
    }
  }

  async #begin() {
    this.#store.set({ token: null });
    const reply = await this.#insist("POST", "sessions", { site: this.#site });
    if (!reply) return false;
    if (reply.status !== 201) {
      this.#view.trouble(reply, false);
      return false;
    }
    this.#store.set({ token: reply.body.token });
    for (const message of reply.body.messages) this.#showBot(message, true);
    this.#view.settle();
    return true;
  }

  async #restore() {
    const reply = await this.#insist("GET", "messages");
    if (!reply) return false;
    if (reply.status !== 200) {
      if (!(await this.#begin())) return false;
    } else {
      const messages = reply.body.messages;
      const queue = this.#store.state.queue.filter(({ id }) => !isAnswered(messages, id));
      this.#store.set({ queue });
      this.#showHistory(messages);
    }
    for (const { id, shown } of this.#store.state.queue) this.#showParent(id, shown);
    this.#view.settle();
    return true;
  }

  async #deliver() {
    if (this.#busy || !this.exists) return;
    this.#busy = true;
    const round = this.#round;
    let renewed = false;
    while (this.#store.state.queue.length) {
      this.#view.busy(true);
      const { shown, ...message } = this.#store.state.queue[0];
      const reply = await this.#insist("POST", "messages", message);
      if (!reply) return; // wiped: the new conversation has its own state
      if (reply.status === 401 && !renewed) {
        renewed = true;
        this.#view.notice(TEXTS.renewed);
        if (!(await this.#begin())) break;
        this.#showParent(message.id, shown, true);
        continue;
      }
      this.#store.set({ queue: this.#store.state.queue.filter(({ id }) => id !== message.id) });
      if (reply.status === 200) {
        for (const answer of reply.body.messages) this.#showBot(answer, true);
      } else {
        this.#view.notice(reply.body?.detail ?? TEXTS.refused);
        if (message.text) this.#view.giveBack(message.text);
      }
      this.#view.settle();
    }
    if (round !== this.#round) return;
    this.#busy = false;
    this.#view.busy(false);
  }

  /** History that is not shown yet; what still waits is shown last, as it will be answered last. */
  #showHistory(/** @type {import("./types.js").Entry[]} */ messages, isNew = false) {
    const waiting = new Set(this.#store.state.queue.map(({ id }) => id));
    for (const entry of messages) {
      if (entry.from === "bot") this.#showBot(entry, isNew);
      else if (!waiting.has(entry.id)) this.#showParent(entry.id, entry.text);
    }
  }

  #showParent(/** @type {string} */ id, /** @type {string} */ text, again = false) {
    if (this.#shown.has(id) && !again) return;
    this.#shown.add(id);
    this.#view.parent({ id, text });
  }

  #showBot(/** @type {import("./types.js").BotMessage} */ message, /** @type {boolean} */ isNew) {
    if (this.#shown.has(message.id)) return;
    this.#shown.add(message.id);
    this.#view.bot(message, isNew);
  }
}

/** Whether the bot's answer to message `id` is in the history. */
function isAnswered(
  /** @type {import("./types.js").Entry[]} */ messages,
  /** @type {string} */ id,
) {
  const at = messages.findIndex((entry) => entry.from === "parent" && entry.id === id);
  return at >= 0 && messages[at + 1]?.from === "bot";
}
