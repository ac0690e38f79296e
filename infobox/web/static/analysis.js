/** What the server understands of the text, renewed while it is edited. */
import { ask } from "./api.js";
import { Places } from "./places.js";
import { Positions } from "./positions.js";

/** How long nothing is typed before the server is asked, in milliseconds. */
const PAUSE = 60;

/**
 * Asks for readings and findings. `renewed(result)` is called with each new result, `failed(error)` if there is none.
 *
 * A result has `text` (what was analysed), `infoboxes` (each with its `where`, the places of its record), `findings` (each with its `at`)
 * and `positions`. Its places are those of `text`: `now` leads from there to the text as it is edited meanwhile, and `then` back.
 */
export class Analysis {
  #editor;
  #renewed;
  #failed;
  #wiki = "";
  #title = "";
  #timer = 0;
  #request = null;
  #since = null; // changes since the text of the result
  #sent = null; // changes since the text that was sent
  #waiting = [];
  result = null;

  constructor(editor, { renewed, failed }) {
    this.#editor = editor;
    this.#renewed = renewed;
    this.#failed = failed;
  }

  /** The text is now that of a page of this title and wiki (a database name; both may be unknown). */
  of(title, wiki) {
    this.#title = title;
    this.#wiki = wiki;
  }

  /** The text is of this wiki. */
  in(wiki) {
    this.#wiki = wiki;
  }

  /** The text was edited. */
  changed(changes) {
    this.#since = this.#since?.composeDesc(changes) ?? null;
    this.#sent = this.#sent?.composeDesc(changes) ?? null;
    this.soon();
  }

  /** Ask, as soon as nothing has been typed for a moment. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), PAUSE);
  }

  /** What requests about the page hold beside its text. */
  get page() {
    return { title: this.#title, wiki: this.#wiki };
  }

  /** Whether the result is that of the text as it stands. */
  get isCurrent() {
    return this.result !== null && this.#since !== null && this.#since.empty;
  }

  /** Wait for the result of the text as it stands. Throws what `failed` is given. */
  async settled() {
    if (this.isCurrent) return this.result;
    if (!this.#timer && !this.#request) this.soon(); // the last request failed
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Where a span of the result's text is now. */
  now({ from, to }) {
    if (!this.#since || this.#since.empty) return { from, to };
    const start = this.#since.mapPos(from, 1);
    return { from: start, to: Math.max(start, this.#since.mapPos(to, -1)) };
  }

  /** Where a place of the text was in the result's text. */
  then(place) {
    return !this.#since || this.#since.empty ? place : this.#since.invertedDesc.mapPos(place);
  }

  async #run() {
    this.#timer = 0;
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    const text = this.#editor.text;
    this.#sent = this.#editor.unchanged();
    const page = { text, ...this.page };
    try {
      const [read, checked] = await Promise.all([
        ask("read", { ...page, places: true }, request.signal),
        ask("check", page, request.signal),
      ]);
      if (request.signal.aborted) return;
      this.result = understood(text, read, checked);
    } catch (error) {
      if (request.signal.aborted || error.name === "AbortError") return;
      request.abort();
      this.#request = null;
      this.#failed(error);
      for (const { reject } of this.#waiting.splice(0)) reject(error);
      return;
    }
    this.#request = null;
    this.#since = this.#sent;
    this.#sent = null;
    this.#renewed(this.result);
    if (this.isCurrent) for (const { resolve } of this.#waiting.splice(0)) resolve(this.result);
  }
}

function understood(text, read, checked) {
  const positions = new Positions(text);
  return {
    text,
    positions,
    infoboxes: read.infoboxes.map((infobox) => ({ ...infobox, where: new Places(infobox, positions) })),
    findings: checked.findings.map((finding) => ({ ...finding, at: positions.span(finding.span) })),
  };
}
