/**
 * What this tab keeps of a conversation, in sessionStorage: gone when the tab is closed.
 *
 * @typedef {object} State
 * @property {string | null} token of the session
 * @property {import("./types.js").Waiting[]} queue messages without an answer yet
 * @property {string} draft what stands in the input
 * @property {boolean} open whether the dialog was open
 */

/** @returns {State} */
const fresh = () => ({ token: null, queue: [], draft: "", open: false });

export class Store {
  #key;
  state = fresh();

  constructor(/** @type {string} */ server, /** @type {string} */ site) {
    this.#key = `ouderwijzer:${server}:${site}`;
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      if (kept && typeof kept.token === "string" && Array.isArray(kept.queue)) {
        this.state = { ...fresh(), ...kept };
      }
    } catch {
      // Storage is off or damaged: the chat works until the page is left.
    }
  }

  /** Change something and keep it. */
  set(/** @type {Partial<State>} */ change) {
    Object.assign(this.state, change);
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.state));
    } catch {
      // See above.
    }
  }

  /** Forget the conversation; the dialog stays as it is. */
  clear() {
    this.set({ ...fresh(), open: this.state.open });
  }
}
