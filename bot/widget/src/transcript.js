/** The conversation to keep: as a text file, or printed. */

import { cardText } from "./cards.js";
import { make } from "./dom.js";
import { age, inWords } from "./messages.js";
import { blocks } from "./text.js";
import { TEXTS } from "./texts.js";

const PRINT = `
  body { font: 12pt/1.5 sans-serif; max-width: 40em; margin: 2em auto }
  h2 { font-size: 1em }
  p, li { white-space: pre-line }
  .unseen { display: none }`;

export class Transcript {
  /** @type {{speaker: string, text: string}[]} */
  #turns = [];

  parent(/** @type {string} */ text) {
    this.#turns.push({ speaker: TEXTS.you, text });
  }

  bot(/** @type {import("./types.js").BotMessage} */ message) {
    const { text, swv, contacts, sources } = message;
    const parts = [text, ...[...swv, ...contacts].map(cardText)];
    parts.push(sources.map(({ title, url }) => `- ${title}: ${url}`).join("\n"));
    parts.push(age(message));
    this.#turns.push({ speaker: TEXTS.bot, text: parts.filter(Boolean).join("\n\n") });
  }

  clear() {
    this.#turns = [];
  }

  /** Offer the conversation as a file. */
  download() {
    const turns = this.#turns.map(({ speaker, text }) => `${speaker}:\n${text}\n`);
    const lines = [`${TEXTS.transcript(today())}\n`, ...turns].join("\n");
    const url = URL.createObjectURL(new Blob([lines], { type: "text/plain;charset=utf-8" }));
    const day = new Date().toLocaleDateString("sv"); // 2026-11-25, in the parent's time zone
    make("a", { href: url, download: TEXTS.file(day) }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  /** Print it from a window of its own; false when the browser does not allow one. */
  print() {
    const page = window.open("", "_blank");
    if (!page) return false;
    const { document: paper } = page;
    paper.title = TEXTS.transcript(today());
    paper.documentElement.lang = "nl";
    const sheet = new /** @type {any} */ (page).CSSStyleSheet();
    sheet.replaceSync(PRINT);
    paper.adoptedStyleSheets = [sheet];
    paper.body.append(make("h1", {}, paper.title));
    for (const { speaker, text } of this.#turns) {
      paper.body.append(make("h2", {}, speaker), ...blocks(text));
    }
    page.print();
    return true;
  }
}

const today = () => inWords(new Date().toLocaleDateString("sv"));
