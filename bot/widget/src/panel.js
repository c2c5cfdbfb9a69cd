/** Everything inside the dialog: header, log, what is going on, and the form. */

import { Announcer } from "./announcer.js";
import { AskForm } from "./ask.js";
import { choicesItem, closeChoices } from "./choices.js";
import { Conversation } from "./conversation.js";
import { button, make } from "./dom.js";
import { Menu } from "./menu.js";
import { botItem, noticeItem, parentItem, spoken } from "./messages.js";
import { rating } from "./rating.js";
import { TEXTS } from "./texts.js";
import { Transcript } from "./transcript.js";
import { Trouble } from "./trouble.js";

const SAY_TYPING_AFTER = 1500; // ms: a quick answer needs no announcement

export class Panel {
  #announcer = new Announcer();
  #transcript = new Transcript();
  #list = make("ol");
  #log = make(
    "div",
    { class: "log", role: "log", "aria-live": "off", "aria-label": TEXTS.log, tabindex: "0" },
    this.#list,
  );
  #typing = make(
    "p",
    { class: "typing", hidden: "" },
    make("span", { "aria-hidden": "true" }, make("i"), make("i"), make("i")),
    ` ${TEXTS.typing}`,
  );
  #typingTimer = 0;
  #down = new Trouble(() => {
    this.#log.focus(); // now, because the button goes when the connection is back
    this.conversation.hurry();
  });
  #menu = new Menu({
    save: () => this.#transcript.download(),
    print: () => this.#transcript.print() || this.notice(TEXTS.popup),
    wipe: () => void this.#wipe(),
  });
  #title;
  #ask;
  conversation;
  element;

  /**
   * @param {import("./client.js").Client} client
   * @param {import("./store.js").Store} store
   * @param {import("./types.js").Site} site
   * @param {(() => void) | null} close null: the panel is the whole page
   */
  constructor(client, store, site, close) {
    this.conversation = new Conversation(client, site.id, store, this);
    this.#ask = new AskForm(
      (text) => this.#send({ text }, text),
      (draft) => store.set({ draft }),
      (text) => this.#announcer.say(text),
    );
    this.#ask.fill(store.state.draft);
    this.#title = make("h2", { id: "ow-title", tabindex: "-1" }, site.title);
    const buttons = [this.#menu.opener];
    if (close) buttons.push(button("close quiet", TEXTS.close, close));
    this.element = make(
      close ? "dialog" : "section",
      { class: "panel", "aria-labelledby": "ow-title" },
      button("skip", TEXTS.toInput, () => this.#ask.input.focus()),
      make(
        "div",
        { class: "head" }, // a <header> would be a second banner of the page
        make("div", {}, this.#title, make("p", {}, TEXTS.subtitle)),
        make("div", { class: "buttons" }, ...buttons),
      ),
      this.#menu.element,
      this.#log,
      this.#typing,
      this.#down.element,
      this.#ask.element,
      this.#announcer.element,
    );
  }

  /** Begin to read at the title; called while the parent opens the dialog. */
  focus() {
    this.#title.focus();
  }

  /** What to show when there is no connection; see `Trouble.offer`. */
  offer(/** @type {Node} */ own, /** @type {boolean} */ withNational) {
    this.#down.offer(own, withNational);
  }

  /** Esc: close the menu if it is open; false if there was nothing to close. */
  escape() {
    if (!this.#menu.isOpen) return false;
    this.#menu.toggle(false);
    this.#menu.opener.focus();
    return true;
  }

  // What the conversation tells: `View` of conversation.js

  parent(/** @type {{text: string}} */ { text }) {
    closeChoices(this.#list);
    this.#transcript.parent(text);
    this.#list.append(parentItem(text));
    this.settle();
  }

  bot(/** @type {import("./types.js").BotMessage} */ message, /** @type {boolean} */ isNew) {
    this.#transcript.bot(message);
    const item = botItem(message);
    if (message.sources.length || message.swv.length) item.append(this.#rating(message));
    this.#list.append(item);
    if (message.buttons.length) {
      const choose = (/** @type {string} */ payload, /** @type {string} */ title) =>
        this.#send({ payload }, title);
      this.#list.append(choicesItem(message.buttons, choose));
    }
    if (isNew) this.#announcer.say(spoken(message));
  }

  notice(/** @type {string} */ text) {
    this.#list.append(noticeItem(text));
    this.#announcer.say(text);
    this.settle();
  }

  busy(/** @type {boolean} */ isBusy) {
    this.#typing.hidden = !isBusy;
    clearTimeout(this.#typingTimer);
    if (isBusy) {
      this.#typingTimer = window.setTimeout(
        () => this.#announcer.say(TEXTS.typing),
        SAY_TYPING_AFTER,
      );
    }
  }

  trouble(/** @type {import("./types.js").Reply} */ reply, /** @type {boolean} */ waits) {
    const news = this.#down.show(reply, waits);
    this.#typing.hidden = true;
    clearTimeout(this.#typingTimer);
    if (!news) return;
    this.#announcer.say(news);
    this.settle(); // the panel takes room from the log
  }

  calm() {
    if (this.#down.hide()) this.#announcer.say(TEXTS.back);
  }

  giveBack(/** @type {string} */ text) {
    this.#ask.fill(text);
  }

  clear() {
    this.#list.replaceChildren();
    this.#transcript.clear();
    this.busy(false);
    this.#down.hide();
  }

  /** The parent's last question goes to the top, so that its answer is read from the start. */
  settle() {
    const last = [...this.#list.querySelectorAll(".parent")].at(-1);
    const scroller = this.#log.scrollHeight > this.#log.clientHeight ? this.#log : this.element;
    if (!last) return;
    const distance = last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += distance - 8;
  }

  #send(/** @type {{text?: string, payload?: string}} */ message, /** @type {string} */ shown) {
    this.conversation.send(message, shown);
  }

  #rating(/** @type {import("./types.js").BotMessage} */ message) {
    return rating(
      message,
      (value, reason) => this.conversation.rate(message.id, value, reason),
      (text) => this.#announcer.say(text),
    );
  }

  async #wipe() {
    this.#ask.input.focus(); // now, because the menu has just closed
    if (await this.conversation.wipe()) this.#announcer.say(TEXTS.wiped);
    else this.notice(TEXTS.wipeFailed);
  }
}
