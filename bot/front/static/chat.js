/* The chat of the demonstration page. Texts go in as textContent only, never as HTML.

   What a parent sends waits in a queue (kept in sessionStorage) until it is answered. Each message
   has an id; sending it again with that id gives the same answer, so nothing is lost or doubled. */
"use strict";

(() => {
  const KEY = "ouderwijzer";
  const TIMEOUT = 30_000;
  const RETRY_SECONDS = [2, 5, 15, 30, 60];
  const NEW_TAB = " (opent in een nieuw tabblad)";
  const SECTORS = {
    po: "Basisschool (primair onderwijs)",
    vo: "Middelbare school (voortgezet onderwijs)",
  };

  const byId = (id) => document.getElementById(id);
  const log = byId("log");
  const form = byId("form");
  const input = byId("text");
  const wipeButton = byId("wipe");

  let state = { token: null, queue: [] };
  let round = 0; // of conversations: what belongs to a wiped one is dropped
  let busy = false;
  let wake = null; // ends the wait before a retry

  // --- state and the server -------------------------------------------------------------------

  function load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      if (kept && typeof kept.token === "string" && Array.isArray(kept.queue)) state = kept;
    } catch { /* storage is off or damaged: begin anew */ }
  }

  function keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch { /* storage is off: the chat works until the page is left */ }
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* Answers {status, body}; status 0 when there is no connection or no answer in time. */
  async function call(method, path, content) {
    const headers = {};
    if (content) headers["Content-Type"] = "application/json";
    if (state.token) headers.Authorization = `Bearer ${state.token}`;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(`/api/v1/${path}`, {
        method,
        headers,
        body: content && JSON.stringify(content),
        signal: stop.signal,
        cache: "no-store",
      });
      const body = response.status === 204 ? null : await response.json();
      const after = Number(response.headers.get("Retry-After")) || 0;
      return { status: response.status, body, after };
    } catch {
      return { status: 0, body: null, after: 0 };
    } finally {
      clearTimeout(timer);
    }
  }

  /* Calls until the server gives a definite answer; null if the conversation was wiped. */
  async function callUntilAnswered(method, path, content) {
    const mine = round;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await call(method, path, content);
      if (mine !== round) return null;
      const passing = answer.status === 0 || answer.status === 429 || answer.status >= 500;
      if (!passing) {
        byId("trouble").hidden = true;
        return answer;
      }
      showTrouble(answer);
      const pause = RETRY_SECONDS[Math.min(attempt, RETRY_SECONDS.length - 1)];
      const seconds = answer.status === 429 ? Math.max(answer.after, 1) : pause;
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, seconds * 1000);
      });
      if (mine !== round) return null;
    }
  }

  // --- a conversation ---------------------------------------------------------------------------

  async function begin() {
    state.token = null;
    const answer = await callUntilAnswered("POST", "sessions", { site: "demo" });
    if (!answer) return false;
    if (answer.status !== 201) {
      showTrouble(answer);
      return false;
    }
    state.token = answer.body.token;
    keep();
    answer.body.messages.forEach((message) => addBot(message));
    return true;
  }

  async function restore() {
    const answer = await callUntilAnswered("GET", "messages");
    if (!answer) return;
    if (answer.status !== 200) {
      await begin();
      state.queue.forEach((waiting) => addParent(waiting.shown));
      return;
    }
    const messages = answer.body.messages;
    const answered = (id) => {
      const at = messages.findIndex((message) => message.id === id);
      return at >= 0 && at + 1 < messages.length && messages[at + 1].from === "bot";
    };
    state.queue = state.queue.filter((waiting) => !answered(waiting.id));
    keep();
    for (const message of messages) {
      if (message.from === "bot") {
        addBot(message);
      } else if (!state.queue.some((waiting) => waiting.id === message.id)) {
        closeChoices();
        addParent(message.text);
      }
    }
    state.queue.forEach((waiting) => addParent(waiting.shown));
    if (log.lastElementChild) log.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  function send(message, shown) {
    closeChoices();
    state.queue.push({ id: uuid(), ...message, shown });
    keep();
    addParent(shown).scrollIntoView({ block: "start" });
    deliver();
  }

  async function deliver() {
    if (busy || !state.token) return;
    busy = true;
    const mine = round;
    let renewed = false;
    byId("typing").hidden = false;
    while (mine === round && state.queue.length) {
      const { shown, ...message } = state.queue[0];
      const answer = await callUntilAnswered("POST", "messages", message);
      if (!answer) return; // wiped: the new conversation has set its own state
      if (answer.status === 401 && !renewed) {
        renewed = true;
        if (!(await begin())) break;
        addNotice("Het vorige gesprek was afgelopen. Dit is een nieuw gesprek.");
        addParent(shown);
        continue;
      }
      state.queue.shift();
      keep();
      if (answer.status === 200) {
        answer.body.messages.forEach((reply) => addBot(reply, true));
        // Only now is there room below: the question moves up, its answer is read from the top.
        lastQuestion()?.scrollIntoView({ block: "start" });
      } else {
        addNotice(answer.body?.detail ?? "Dit bericht kon niet worden verstuurd.");
        if (message.text && !input.value) input.value = message.text;
      }
    }
    if (mine !== round) return;
    byId("typing").hidden = true;
    busy = false;
  }

  async function wipe() {
    if (!window.confirm("Weet u het zeker? Het hele gesprek wordt gewist.")) return;
    wipeButton.setAttribute("aria-disabled", "true");
    const answer = state.token ? await call("DELETE", "session") : { status: 204 };
    wipeButton.removeAttribute("aria-disabled");
    if (answer.status !== 204 && answer.status !== 401) {
      addNotice("Wissen lukte nu niet. Probeer het over een minuut opnieuw.");
      return;
    }
    round += 1;
    busy = false;
    wake?.();
    state = { token: null, queue: [] };
    keep();
    log.replaceChildren();
    byId("typing").hidden = true;
    byId("trouble").hidden = true;
    announce("Het gesprek is gewist. Er begint een nieuw gesprek.");
    input.focus();
    await begin();
    deliver();
  }

  // --- showing ------------------------------------------------------------------------------------

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  }

  function link(text, address) {
    let url;
    try {
      url = new URL(address);
    } catch {
      return make("span", "", text);
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return make("span", "", text);
    const anchor = make("a", "", text);
    anchor.href = url.href;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    anchor.append(make("span", "hidden-text", NEW_TAB));
    return anchor;
  }

  function directLink(text, href) {
    const anchor = make("a", "", text);
    anchor.href = href;
    return anchor;
  }

  /* Paragraphs with line breaks; lines "1. ..." and "- ..." become real lists. */
  function addText(parent, text) {
    let block = null;
    for (const line of text.split("\n")) {
      const [, mark, rest] = /^(\d+\.|-)\s+(.*)$/.exec(line) ?? [];
      const kind = mark ? (mark === "-" ? "UL" : "OL") : "P";
      if (!line.trim()) {
        block = null;
      } else if (mark) {
        if (block?.tagName !== kind) {
          block = make(kind.toLowerCase());
          if (kind === "OL") block.start = parseInt(mark, 10);
          parent.append(block);
        }
        block.append(linked(make("li"), rest));
      } else if (block?.tagName === "P") {
        linked(block, `\n${line}`);
      } else {
        block = linked(make("p"), line);
        parent.append(block);
      }
    }
  }

  /* Appends text to an element; web addresses in it become links. */
  function linked(element, text) {
    for (const part of text.split(/(https?:\/\/[^\s,;()]*[^\s,;().!?])/)) {
      if (part) element.append(part.startsWith("http") ? link(part, part) : part);
    }
    return element;
  }

  function addItem(className, speaker) {
    const item = make("li", `message ${className}`);
    item.append(make("span", "hidden-text", `${speaker}: `));
    log.append(item);
    return item;
  }

  function addParent(text) {
    const item = addItem("parent", "U");
    item.append(make("p", "", text || "(leeg bericht)"));
    return item;
  }

  function lastQuestion() {
    return [...log.querySelectorAll(".parent")].at(-1);
  }

  function addNotice(text) {
    addItem("bot", "Ouderwijzer").append(make("p", "", text));
    announce(text);
  }

  function addBot(message, isNew = false) {
    const item = addItem("bot", "Ouderwijzer");
    addText(item, message.text);
    message.swv.forEach((swv) => item.append(contactCard(swv)));
    const meta = metaLines(message);
    if (meta) item.append(meta);
    if (message.buttons.length) log.append(choices(message.buttons));
    if (isNew) announce(spoken(message));
  }

  function metaLines(message) {
    if (!message.sources.length && !message.reviewed) return null;
    const meta = make("div", "meta");
    if (message.sources.length) {
      meta.append(make("p", "", message.sources.length === 1 ? "Bron:" : "Bronnen:"));
      const list = make("ul");
      for (const source of message.sources) {
        const entry = make("li");
        entry.append(link(source.title, source.url));
        list.append(entry);
      }
      meta.append(list);
    }
    const day = new Date(`${message.reviewed}T00:00:00Z`);
    if (message.reviewed && !Number.isNaN(day.getTime())) {
      const words = new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeZone: "UTC" });
      meta.append(make("p", "", `Bijgewerkt op ${words.format(day)}`));
    }
    return meta;
  }

  function contactCard(swv) {
    const card = make("div", "card");
    card.append(make("h3", "", swv.name));
    const sector = SECTORS[swv.sector?.toLowerCase()];
    if (sector) card.append(make("p", "", sector));
    if (swv.address) card.append(make("p", "", swv.address));
    const list = make("ul");
    const add = (label, anchor) => {
      const entry = make("li", "", `${label}: `);
      entry.append(anchor);
      list.append(entry);
    };
    if (swv.phone) {
      add("Bel", directLink(swv.phone, `tel:${swv.phone.replace(/[^\d+]/g, "")}`));
    }
    if (swv.email) add("Mail", directLink(swv.email, `mailto:${encodeURI(swv.email)}`));
    if (swv.website) add("Website", link(swv.website.replace(/^https?:\/\//, ""), swv.website));
    if (list.children.length) card.append(list);
    return card;
  }

  function choices(buttons) {
    const group = make("li", "choices");
    group.setAttribute("aria-label", "Keuzes");
    for (const { title, payload } of buttons) {
      const button = make("button", "", title);
      button.type = "button";
      button.dataset.payload = payload;
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") send({ payload }, title);
      });
      group.append(button);
    }
    return group;
  }

  /* A topic can be asked for at any time; a choice only belongs to the last question. Not
     `disabled`: that would take the focus away. */
  function closeChoices() {
    for (const button of log.querySelectorAll(".choices button")) {
      if (!button.dataset.payload.startsWith("topic:")) {
        button.setAttribute("aria-disabled", "true");
      }
    }
  }

  function spoken(message) {
    const parts = [message.text, ...message.swv.map((swv) => swv.name)];
    if (message.sources.length) parts.push(`Met ${message.sources.length} keer een bron.`);
    if (message.buttons.length) {
      parts.push(`Keuzes: ${message.buttons.map((button) => button.title).join(", ")}.`);
    }
    return parts.join("\n");
  }

  /* Outside the log and removed soon, so that screen readers never read old messages again. */
  function announce(text) {
    const line = make("p", "", text);
    setTimeout(() => byId("polite").append(line), 100);
    setTimeout(() => line.remove(), 6000);
  }

  function showTrouble(answer) {
    const words = answer.status === 0
      ? "Er is geen verbinding met Ouderwijzer."
      : answer.body?.detail ?? "Ouderwijzer geeft nu geen antwoord.";
    const waiting = state.queue.length
      ? " Uw bericht blijft staan en wordt vanzelf opnieuw verstuurd."
      : " De pagina probeert het vanzelf opnieuw.";
    const text = words + waiting;
    const section = byId("trouble");
    const isNews = section.hidden || byId("trouble-text").textContent !== text;
    byId("trouble-text").textContent = text;
    section.hidden = false;
    if (isNews) announce(text);
  }

  // --- start --------------------------------------------------------------------------------------

  function submit() {
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    send({ text }, text);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  byId("retry").addEventListener("click", () => wake?.());
  window.addEventListener("online", () => wake?.());
  wipeButton.addEventListener("click", () => {
    if (wipeButton.getAttribute("aria-disabled") !== "true") wipe();
  });

  load();
  form.hidden = false;
  wipeButton.hidden = false;
  (state.token ? restore() : begin()).then(deliver);
})();
