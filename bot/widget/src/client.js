/** The web chat API of the server, version 1. */

const TIMEOUT = 30_000; // ms

export class Client {
  #base;

  /** @param {string} server origin of the server, "https://host" */
  constructor(server) {
    this.#base = `${server}/api/v1/`;
  }

  /**
   * One call. Never throws: without a connection, or an answer in time, `status` is 0.
   *
   * @param {string} method
   * @param {string} path
   * @param {{token?: string | null, content?: unknown}} [options]
   * @returns {Promise<import("./types.js").Reply>}
   */
  async call(method, path, { token, content } = {}) {
    /** @type {Record<string, string>} */
    const headers = {};
    if (content) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(this.#base + path, {
        method,
        headers,
        body: content ? JSON.stringify(content) : null,
        signal: stop.signal,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      const body = response.status === 204 ? null : await response.json();
      return { status: response.status, body, after: Number(response.headers.get("Retry-After")) };
    } catch {
      return { status: 0, body: null, after: 0 };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether the same call may succeed later. */
export function isPassing(/** @type {number} */ status) {
  return status === 0 || status === 429 || status >= 500;
}

/** A random UUID; `crypto.randomUUID` needs https, which a school's test site may lack. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
