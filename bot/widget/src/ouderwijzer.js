/**
 * `<ouderwijzer-chat site="...">`: the chat on a school's page.
 *
 * What stands between the tags (a telephone number, an e-mail address) is shown until the chat can be
 * used, and again when it cannot be reached. Nothing is put in the page outside the element.
 */

import { Client, isPassing } from "./client.js";
import { card } from "./cards.js";
import { button, make, unseen } from "./dom.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";
import css from "./styles.css";
import { TEXTS } from "./texts.js";
import { NATIONAL } from "./trouble.js";

/** A phone, or a page that is zoomed in far: the dialog takes the whole screen and is modal. */
const SMALL = "(max-width: 40em), (max-height: 30em)";
const TAG = "ouderwijzer-chat";
const LOOK_AGAIN = 30_000; // ms
const SERVER = new URL(import.meta.url).origin;

const styles = new CSSStyleSheet();
styles.replaceSync(css);

class OuderwijzerChat extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #colours = new CSSStyleSheet();
  #fallback = make("slot");
  #launcher = button("launcher", TEXTS.launch, () => this.open());
  /** @type {Client | null} */
  #client = null;
  /** @type {Store | null} */
  #store = null;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {AbortController | null} */
  #listening = null;
  #timer = 0;

  connectedCallback() {
    if (this.#panel) return this.#listen(); // moved within the page
    this.lang ||= "nl";
    if (document.querySelector(TAG) !== this) {
      this.#root.replaceChildren(this.#fallback); // one chat on a page is enough
      return;
    }
    this.#root.adoptedStyleSheets = [styles, this.#colours];
    const server = new URL(this.getAttribute("server") ?? SERVER, location.href).origin;
    const site = this.getAttribute("site") ?? "";
    this.#client = new Client(server);
    this.#store = new Store(server, site);
    this.#launcher.hidden = true;
    this.#root.replaceChildren(this.#fallback, this.#launcher);
    this.#listen();
    void this.#look(site);
  }

  disconnectedCallback() {
    this.#listening?.abort();
    clearTimeout(this.#timer);
  }

  /** Open the dialog. Call it while the parent presses something: the focus moves into it. */
  open() {
    if (!this.#panel) return;
    this.#show(matchMedia(SMALL).matches);
    this.#panel.focus();
  }

  /** Close the dialog and go back to the launcher. */
  close() {
    const dialog = this.#dialog;
    if (!dialog?.open) return;
    dialog.close();
    this.#store?.set({ open: false });
    this.#launcher.hidden = false;
    this.#launcher.firstChild?.replaceWith(TEXTS.launchAgain);
    this.#launcher.focus();
  }

  get #dialog() {
    const element = this.#panel?.element;
    return element instanceof HTMLDialogElement ? element : null;
  }

  get #isPage() {
    return this.getAttribute("mode") === "page";
  }

  #show(/** @type {boolean} */ modal) {
    const dialog = this.#dialog;
    if (!dialog || dialog.open) return;
    if (modal) dialog.showModal();
    else dialog.open = true; // show() would take the focus on every next page
    this.#launcher.hidden = true;
    this.#store?.set({ open: true });
    void this.#panel?.conversation.start();
    this.#panel?.settle();
  }

  /** Ask the server about this site until the chat can be used. */
  async #look(/** @type {string} */ site) {
    const client = /** @type {Client} */ (this.#client);
    const reply = await client.call("GET", `sites/${encodeURIComponent(site)}`);
    if (!this.isConnected || this.#client !== client) return; // taken out, or put in anew
    if (reply.status === 200 && reply.body.available) return this.#begin(client, reply.body);
    if (reply.status === 200 || isPassing(reply.status)) {
      this.#timer = window.setTimeout(() => void this.#look(site), LOOK_AGAIN);
    } else {
      // A mistake of whoever put the element in the page, so it may be seen.
      this.#root.append(make("p", { class: "refused" }, reply.body?.detail ?? TEXTS.silent));
    }
  }

  #begin(/** @type {Client} */ client, /** @type {import("./types.js").Site} */ site) {
    const store = /** @type {Store} */ (this.#store);
    const close = this.#isPage ? null : () => this.close();
    const panel = new Panel(client, store, site, close);
    this.#panel = panel;
    this.#colour(site.tokens);
    const said = this.textContent ?? "";
    const own = site.helpdesk && !said.trim() ? card(site.helpdesk) : this.#fallback;
    panel.offer(own, !said.includes(NATIONAL));
    this.#root.replaceChildren(this.#launcher, panel.element);
    this.#launcher.replaceChildren(
      store.state.token ? TEXTS.launchAgain : TEXTS.launch,
      unseen(` (${site.title})`),
    );
    this.#launcher.setAttribute("aria-haspopup", "dialog");
    if (this.#isPage) {
      void panel.conversation.start();
      return;
    }
    const dialog = /** @type {HTMLDialogElement} */ (panel.element);
    // Esc closes a modal dialog by itself; closing is done below, for every dialog.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (!panel.escape()) this.close();
    });
    this.#launcher.hidden = false;
    // On the next page of the same visit the conversation stands there again; the focus stays.
    if (store.state.open && !matchMedia(SMALL).matches) this.#show(false);
  }

  /** The site's own colours; the server has checked names, values and contrast. */
  #colour(/** @type {Record<string, string>} */ tokens) {
    this.#colours.replaceSync(":host{}");
    const rule = /** @type {CSSStyleRule} */ (this.#colours.cssRules[0]);
    for (const [name, value] of Object.entries(tokens)) {
      // Important, so that a page's own tokens cannot undo the contrast.
      if (name.startsWith("--")) rule.style.setProperty(name, value, "important");
    }
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const sync = () => void this.#panel?.conversation.sync();
    addEventListener("online", () => this.#panel?.conversation.hurry(), { signal });
    addEventListener("pageshow", sync, { signal });
    addEventListener("visibilitychange", () => document.hidden || sync(), { signal });
    // A skip link of the page: <a href="#chat"> with id="chat" on this element.
    const skip = () => {
      if (this.id && location.hash === `#${this.id}`) this.#launcher.focus();
    };
    addEventListener("hashchange", skip, { signal });
  }
}

// The script twice on one page: the first one counts.
if (!customElements.get(TAG)) customElements.define(TAG, OuderwijzerChat);
