/*
 * infobox.js: what is wrong with the infoboxes of military conflicts, in the wiki's own editor, with fixes.
 *
 * A user script for MediaWiki, in ES2016, which is what ResourceLoader takes from wiki pages (since MediaWiki 1.41). It asks an
 * `infobox serve`, by default one on your own machine. How to install it, and what is sent where: docs/gadget.md. MIT licence.
 */
(function () {
  "use strict";

  /** The settings; `window.infoboxGadget` holds others. */
  const DEFAULTS = {
    server: "http://127.0.0.1:8000", // the address that `infobox serve` prints
    wiki: mw.config.get("wgDBname"), // which says in which language values are read: `dewiki`
    summary: "Infobox fixed", // how its part of the edit summary begins; empty for none
    pause: 150, // how long nothing is typed before the server is asked, in milliseconds
  };
  /** How long an answer may take, in milliseconds. */
  const PATIENCE = 30000;
  /** How many findings are listed, and how many characters of an unchanged line are shown. */
  const MOST = 100;
  const LONGEST = 120;
  /** Where it is kept that the user knows of a server that does not answer, until the tab is closed. */
  const KNOWN = "infobox-gadget-no-server";

  /** Colours are Codex's, so the skin's dark mode is followed where there is one. */
  const CSS = `
#infobox-gadget { border: 1px solid var(--border-color-base, #a2a9b1); background: var(--background-color-base, #fff);
  color: var(--color-base, #202122); margin: 0.5em 0; padding: 0.5em 0.75em; }
#infobox-gadget h2 { border: 0; margin: 0; padding: 0; font: bold 1em sans-serif; }
#infobox-gadget ul { list-style: none; margin: 0.25em 0; padding: 0; max-height: 24em; overflow: auto; }
#infobox-gadget li { margin: 0; padding: 0.25em 0; border-top: 1px solid var(--border-color-subtle, #c8ccd1); }
#infobox-gadget p { margin: 0.25em 0; }
#infobox-gadget button { font: inherit; color: inherit; cursor: pointer; text-align: start; }
#infobox-gadget .head, #infobox-gadget .what { background: none; border: 0; padding: 0.25em; }
#infobox-gadget .head { display: block; width: 100%; }
#infobox-gadget .head:hover, #infobox-gadget .what:hover { background: var(--background-color-interactive-subtle, #f8f9fa); }
#infobox-gadget button:focus-visible { outline: 2px solid var(--border-color-progressive--focus, #36c); outline-offset: 1px; }
#infobox-gadget .what { display: block; margin-inline-start: 1em; color: var(--color-progressive, #36c); }
#infobox-gadget .what::before { content: "▸ "; content: "▸ " / ""; }
#infobox-gadget .what[aria-expanded="true"]::before { content: "▾ "; content: "▾ " / ""; }
#infobox-gadget .severity { font-weight: bold; }
#infobox-gadget .is-error .severity { color: var(--color-error, #bf3c2c); }
#infobox-gadget .is-warning .severity { color: var(--color-warning, #886425); }
#infobox-gadget .where { color: var(--color-subtle, #54595d); font-size: 0.9em; }
#infobox-gadget .offer { margin: 0 0 0.25em 2em; }
#infobox-gadget .row { font-family: monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
#infobox-gadget del, #infobox-gadget ins { color: inherit; }
#infobox-gadget del { background: var(--background-color-destructive-subtle, #ffe9e5); }
#infobox-gadget ins { background: var(--background-color-success-subtle, #dff2eb); text-decoration: none; font-weight: bold; }
#infobox-gadget .offer .apply { color: var(--color-inverted-fixed, #fff); background: var(--background-color-progressive, #36c);
  border: 1px solid var(--border-color-progressive, #36c); border-radius: 2px; padding: 0.25em 0.75em; font-weight: bold; }
#infobox-gadget .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

  /** An element; words in it are text, whatever they hold. */
  function element(name, attributes, ...content) {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    made.append(...content);
    return made;
  }

  // -- places -------------------------------------------------------------------------------------------------------------------------

  /** The server counts code points, JavaScript units of UTF-16: what leads from a span of a text to its place in units. */
  function placesOf(text) {
    const wide = []; // the code points that take two units
    const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;
    for (let found = pairs.exec(text); found; found = pairs.exec(text)) wide.push(found.index - wide.length);
    const unit = (point) => {
      let low = 0;
      let high = wide.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (wide[middle] < point) low = middle + 1;
        else high = middle;
      }
      return point + low;
    };
    return ([start, end]) => ({ from: unit(start), to: unit(end) });
  }

  /** Where a place of a text stands in what became of the text; null if something changed there. */
  function placesSince(then, now) {
    if (then === now) return (place) => place;
    const least = Math.min(then.length, now.length);
    let before = 0;
    while (before < least && then[before] === now[before]) before++;
    let after = 0;
    while (after < least - before && then[then.length - 1 - after] === now[now.length - 1 - after]) after++;
    const shift = now.length - then.length;
    return (place) => {
      if (place.to < before) return place;
      if (place.from <= then.length - after) return null;
      return Object.assign({}, place, { from: place.from + shift, to: place.to + shift });
    };
  }

  /** The findings of an answer for this text, with what can be done about each: `at`, and `offers` of edits, all in units. */
  function understood(text, findings) {
    const place = placesOf(text);
    const edits = (given) => given.map((edit) => Object.assign(place(edit.span), { insert: edit.text }));
    return findings.map((finding) => {
      const offers = (finding.suggestions || []).map(({ what, edits: given }) => ({ what, edits: edits(given) }));
      if (finding.fix) {
        const what = finding.fix.safe ? "Fix" : "Fix (changes what readers see)";
        offers.unshift({ what, edits: edits(finding.fix.edits) });
      }
      return Object.assign({}, finding, { at: place(finding.span), offers });
    });
  }

  // -- the editor ---------------------------------------------------------------------------------------------------------------------

  /** The text that is edited: in the plain text box, or in whatever took its place and answers `textSelection` for it. */
  class Editor {
    constructor(box) {
      this.box = box;
      this.$box = $(box);
    }

    get text() {
      return this.$box.textSelection("getContents");
    }

    select({ from, to }) {
      const isPlain = this.$box.data("jquery.textSelection") === undefined;
      if (isPlain) this.box.focus();
      this.$box.textSelection("setSelection", { start: from, end: to });
      if (isPlain) this.scrollTo(from);
      else this.$box.textSelection("scrollToCaretPosition");
    }

    /** Scroll the plain text box. MediaWiki's own way sets the box's text, after which browsers can undo nothing. */
    scrollTo(place) {
      const twin = this.box.cloneNode();
      twin.removeAttribute("id");
      twin.removeAttribute("name");
      twin.style.cssText += `;position:absolute;visibility:hidden;width:${this.box.offsetWidth}px;height:0;min-height:0`;
      twin.value = this.text.slice(0, place);
      this.box.after(twin);
      const height = twin.scrollHeight;
      twin.remove();
      const { scrollTop, clientHeight } = this.box;
      if (height < scrollTop + 20 || height > scrollTop + clientHeight - 20) this.box.scrollTop = height - clientHeight / 2;
    }

    /** Make edits (in order) as one step that can be undone, and select what they changed. */
    replace(edits) {
      const { text } = this;
      const from = edits[0].from;
      let at = from;
      let words = "";
      for (const edit of edits) {
        words += text.slice(at, edit.from) + edit.insert;
        at = edit.to;
      }
      this.select({ from, to: at });
      this.$box.textSelection("replaceSelection", words);
      this.select({ from, to: from + words.length });
    }
  }

  // -- the server ---------------------------------------------------------------------------------------------------------------------

  /** Ask the server. The error of a server that was not reached has no `status`. */
  function ask(server, operation, body, signal) {
    return fetch(`${server}/api/${operation}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
    }).then((response) => {
      if (response.ok) return response.json();
      return response
        .json()
        .catch(() => ({}))
        .then(({ title, detail }) => {
          const words = [title || `It answers with the status ${response.status}`, detail].filter(Boolean).join(": ");
          throw Object.assign(new Error(words), { status: response.status });
        });
    });
  }

  /** Has the text checked as it is edited. `renewed(result)` is called with `text` and `findings`, `failed(error)` if there are none. */
  class Checker {
    constructor(editor, settings, renewed, failed) {
      Object.assign(this, { editor, settings, renewed, failed });
      this.asked = null; // the text of the last request
      this.timer = 0;
      this.request = null;
    }

    /** The text may have been edited. */
    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), this.settings.pause);
    }

    run() {
      const { text } = this.editor;
      if (text === this.asked) return;
      if (this.request) this.request.abort();
      const request = new AbortController();
      const tooLong = setTimeout(() => request.abort(), PATIENCE);
      this.request = request;
      this.asked = text;
      this.answer(text, request.signal)
        .then(
          (result) => request === this.request && this.renewed(result),
          (error) => {
            if (request !== this.request) return;
            this.asked = null; // the next change asks again
            this.failed(error);
          }
        )
        .then(() => clearTimeout(tooLong));
    }

    /** Want no answer to what was asked. */
    forget() {
      this.request = null;
      this.asked = null;
    }

    answer(text, signal) {
      if (!text.includes("{{")) return Promise.resolve({ text, findings: [], hasInfobox: false });
      const { server, wiki } = this.settings;
      const page = { text, wiki, title: mw.config.get("wgPageName").replace(/_/g, " ") };
      return ask(server, "check", page, signal).then(({ findings }) => {
        const result = { text, findings: understood(text, findings), hasInfobox: true };
        if (findings.length) return result;
        return ask(server, "read", page, signal).then(({ infoboxes }) => Object.assign(result, { hasInfobox: infoboxes.length > 0 }));
      });
    }
  }

  // -- the edit summary ---------------------------------------------------------------------------------------------------------------

  /** Add a rule to the edit summary. What the user wrote stays; a rule is named once. */
  function summarize({ code, rule }, words) {
    const input = document.getElementById("wpSummary");
    const section = document.querySelector("#editform [name=wpSection]");
    if (!words || !input || (section && section.value === "new")) return; // there it is the heading of the new section
    const named = `${code} ${rule}`;
    const ours = new RegExp(`${mw.util.escapeRegExp(words)}: [A-Z]\\d+ [a-z-]+(?:, [A-Z]\\d+ [a-z-]+)*`).exec(input.value);
    if (ours && ours[0].includes(named)) return;
    const end = ours ? ours.index + ours[0].length : input.value.length;
    const before = input.value.slice(0, end).trimEnd();
    const apart = before === "" ? "" : before.endsWith("*/") ? " " : "; ";
    const made = ours ? `${before}, ${named}${input.value.slice(end)}` : `${before}${apart}${words}: ${named}`;
    if ([...made].length > mw.config.get("wgCommentCodePointLimit", 500)) return;
    input.value = made;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  }

  // -- what is shown ------------------------------------------------------------------------------------------------------------------

  const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

  /** How many findings there are, in words. */
  function total(findings) {
    if (!findings.length) return "No findings.";
    const safe = findings.filter(({ fix }) => fix && fix.safe).length;
    return `${counted(findings.length, "finding")}${safe ? `, ${safe} with a safe fix` : ""}.`;
  }

  /** The lines that edits change, as they are and as they will be. */
  function preview(text, edits) {
    const groups = [];
    for (const edit of edits) {
      const last = groups[groups.length - 1];
      const from = text.lastIndexOf("\n", edit.from - 1) + 1;
      const end = text.indexOf("\n", edit.to);
      const to = end < 0 ? text.length : end;
      if (last && from <= last.to) Object.assign(last, { to: Math.max(last.to, to), edits: last.edits.concat(edit) });
      else groups.push({ from: edit.from === 0 ? 0 : from, to, edits: [edit] });
    }
    return groups.reduce((rows, group) => {
      const pieces = (changed) => {
        let at = group.from;
        const made = [];
        for (const edit of group.edits) {
          made.push(shortened(text.slice(at, edit.from)), changed(edit));
          at = edit.to;
        }
        return made.concat(shortened(text.slice(at, group.to)));
      };
      const before = pieces(({ from, to }) => (to > from ? element("del", {}, text.slice(from, to)) : ""));
      const after = pieces(({ insert }) => (insert ? element("ins", {}, insert) : ""));
      return rows.concat(
        element("p", { class: "row", dir: "auto" }, element("span", { class: "unseen" }, "Before: "), "− ", ...before),
        element("p", { class: "row", dir: "auto" }, element("span", { class: "unseen" }, "After: "), "+ ", ...after)
      );
    }, []);
  }

  const shortened = (words) => (words.length > LONGEST ? `${words.slice(0, LONGEST / 2)} … ${words.slice(-LONGEST / 2)}` : words);

  /** The list of findings below the text box. Its actions: `select(finding)` and `apply(finding, offer)`. */
  class Panel {
    constructor(box, server, actions) {
      this.box = box;
      this.actions = actions;
      this.status = element("p", { role: "status" });
      this.list = element("ul", {});
      this.open = new Set(); // the keys of offers that are shown
      const title = element("h2", { id: "infobox-gadget-title" }, "Infobox");
      const where = element("p", { class: "where" }, `Checked by ${server}`);
      this.root = element("div", { id: "infobox-gadget", role: "region", "aria-labelledby": title.id });
      this.root.append(title, this.status, this.list, where);
    }

    say(words) {
      if (this.status.textContent !== words) this.status.textContent = words;
    }

    /** Put it between the text box and the edit summary, if it is not there yet. */
    place(isShown) {
      this.root.hidden = !isShown;
      if (!isShown || this.root.isConnected) return;
      const options = document.querySelector("#editform .editOptions");
      if (options) options.before(this.root);
      else this.box.after(this.root);
    }

    show({ text, findings, hasInfobox }) {
      const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.place(hasInfobox);
      this.say(total(findings) + (findings.length > MOST ? ` The first ${MOST} are listed.` : ""));
      this.list.replaceChildren(...findings.slice(0, MOST).map((finding) => this.item(text, finding)));
      if (focused === null) return;
      const buttons = [...this.list.querySelectorAll("button")];
      const same = buttons.find((each) => each.dataset.key === focused) || buttons[0];
      if (same) same.focus();
    }

    item(text, finding) {
      const where = [`line ${finding.line}`, finding.parameter].filter(Boolean).join(", ");
      const head = [
        element("span", { class: "severity" }, finding.severity),
        " ",
        element("span", { dir: "auto" }, finding.message),
        " ",
        element("span", { class: "where" }, `${finding.code}, ${where}`),
      ];
      const select = () => this.actions.select(finding);
      const item = element("li", { class: `is-${finding.severity}` }, this.button(finding.fingerprint, "head", head, select));
      finding.offers.forEach((offer, number) => item.append(...this.offer(text, finding, offer, `${finding.fingerprint} ${number}`)));
      return item;
    }

    /** A button that shows what a fix or suggestion would do, and what it shows. */
    offer(text, finding, offer, key) {
      const apply = this.button(`${key} apply`, "apply", ["Apply"], () => {
        this.open.delete(key); // what is like it should not be open in its place
        this.actions.apply(finding, offer);
      });
      const body = element("div", { class: "offer" }, ...preview(text, offer.edits), apply);
      const head = this.button(key, "what", [offer.what], () => {
        if (this.open.has(key)) this.open.delete(key);
        else this.open.add(key);
        show();
      });
      const show = () => {
        body.hidden = !this.open.has(key);
        head.setAttribute("aria-expanded", String(!body.hidden));
      };
      show();
      return [head, body];
    }

    button(key, name, words, pressed) {
      const made = element("button", { type: "button", class: name, "data-key": key, dir: "auto" }, ...words);
      made.tabIndex = this.box.tabIndex; // the form numbers its fields: these come after the text
      made.addEventListener("click", pressed);
      return made;
    }
  }

  /**
   * Hand findings to Extension:CodeMirror (its version 6, of MediaWiki 1.46 and later). Its linter wants findings at once, so it gets
   * those that are known, and is made to look again when there are others.
   */
  function lint(cm, state, checker, apply) {
    let seen = null;
    const diagnostics = (text) => {
      checker.soon();
      if (!state.result) return [];
      const place = placesSince(state.result.text, text);
      const standing = state.result.findings.filter(({ at }) => place(at));
      return standing.map((finding) => ({
        from: place(finding.at).from,
        to: place(finding.at).to,
        severity: finding.severity,
        source: finding.code,
        message: finding.message,
        actions: finding.offers.map((offer) => ({ name: offer.what, apply: () => apply(finding, offer) })),
      }));
    };
    const needsRefresh = () => {
      const isNew = state.result !== seen;
      seen = state.result;
      return isNew;
    };
    cm.applyLinter(diagnostics, { delay: 50, needsRefresh });
    state.shown.push(() => cm.view && cm.view.dispatch({}));
  }

  // -- all together -------------------------------------------------------------------------------------------------------------------

  function start(box) {
    const settings = Object.assign({}, DEFAULTS, window.infoboxGadget);
    settings.server = settings.server.replace(/\/$/, "");
    const editor = new Editor(box);
    const state = { result: null, shown: [], isStopped: false };

    const placed = (places) => {
      const place = placesSince(state.result.text, editor.text);
      const found = places.map(place);
      if (found.every(Boolean)) return found;
      panel.say("The text has changed there since it was checked.");
      return null;
    };
    const select = (finding) => {
      const found = placed([finding.at]);
      if (found) editor.select(found[0]);
    };
    const apply = (finding, offer) => {
      const found = placed(offer.edits);
      if (!found) return;
      editor.replace(found);
      summarize(finding, settings.summary);
      checker.soon();
    };
    const panel = new Panel(box, settings.server, { select, apply });

    const renewed = (result) => {
      mw.storage.session.remove(KNOWN);
      state.result = result;
      panel.show(result);
      for (const shown of state.shown) shown();
    };
    const failed = (error) => {
      if (state.result || error.status) {
        panel.place(true);
        panel.say(`Not checked. ${error.status ? error.message : `${settings.server} does not answer.`}`);
        return;
      }
      state.isStopped = true; // the editor is as it was
      if (mw.storage.session.get(KNOWN)) return;
      mw.storage.session.set(KNOWN, "1");
      mw.notify(`Infoboxes are not checked: ${settings.server} does not answer. Start “infobox serve” and load this page again.`, {
        type: "warn",
        tag: "infobox-gadget",
        autoHideSeconds: "long",
      });
    };
    const checker = new Checker(editor, settings, renewed, failed);
    const changed = () => state.isStopped || checker.soon();

    mw.util.addCSS(CSS);
    box.form.addEventListener("input", changed); // those of editors in place of the text box pass here too
    editor.$box.on("encapsulateSelection", changed);
    window.addEventListener("beforeunload", () => checker.forget()); // browsers end requests then, which is no fault of the server
    mw.hook("ext.CodeMirror.input").add(changed);
    mw.hook("ext.CodeMirror.ready").add((cm) => {
      if (cm.textarea === box && cm.applyLinter) lint(cm, state, { soon: changed }, apply);
    });
    checker.run();
  }

  if (!["edit", "submit"].includes(mw.config.get("wgAction")) || mw.config.get("wgPageContentModel") !== "wikitext") return;
  mw.loader.using(["mediawiki.util", "mediawiki.storage", "jquery.textSelection"]).then(() => {
    mw.hook("wikipage.editform").add(($form) => {
      const box = $form.find("#wpTextbox1")[0];
      if (!box || box.readOnly || box.dataset.infobox) return;
      box.dataset.infobox = "checked";
      start(box);
    });
  });
})();
