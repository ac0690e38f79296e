/** The findings: each a click from its place, its fix and suggestions with the change they make. */
import { got } from "./api.js";
import { changesView } from "./changes.js";
import { button, capital, counted, element, spaced } from "./dom.js";
import { quoted } from "./words.js";

/** How many findings are listed: more than any page has, and no more than a browser draws at once. The text is marked at all of them. */
const MOST = 300;

/**
 * The list of findings. Its actions: `light(span, isShown)` lights up a place, `goTo(span)` puts the cursor there, `now(span)` says where a
 * place of the result is by now, and `apply(result, edits, words)` makes a change.
 */
export class Findings {
  #list;
  #actions;
  #result = null;
  #open = ""; // the fingerprint of the finding that is open
  #rules = null;

  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
    list.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Show those of a result. */
  show(result) {
    const focused = this.#list.contains(document.activeElement)
      ? document.activeElement.closest("[data-fingerprint]")?.dataset.fingerprint
      : null;
    this.#result = result;
    this.#fill();
    if (focused === null) return;
    const same = this.#list.querySelector(`[data-fingerprint="${CSS.escape(focused)}"] > button`);
    (same ?? this.#list.querySelector("button") ?? this.#list.parentElement.querySelector("h2")).focus();
  }

  /** Go to the next finding after a place of the text, or before it if `step` is -1; around the end if there is none. */
  next(place, step = 1) {
    const found = this.#result?.findings ?? [];
    if (!found.length) return false;
    const spans = found.map((finding) => this.#actions.now(finding.at));
    const at = step > 0 ? spans.findIndex((span) => span.from > place) : spans.findLastIndex((span) => span.from < place);
    const chosen = at < 0 ? (step > 0 ? 0 : found.length - 1) : at;
    this.#toggle(found[chosen].fingerprint, true);
    this.#actions.goTo(spans[chosen]);
    return true;
  }

  /** Make the fix of the finding that is open, or its first suggestion. */
  fixOpen() {
    this.#list.querySelector(".finding.open .apply")?.click();
  }

  #fill() {
    const { findings } = this.#result;
    const at = findings.findIndex((finding) => finding.fingerprint === this.#open);
    const from = at < MOST ? 0 : at; // F8 leads to all of them
    this.#list.replaceChildren(...findings.slice(from, from + MOST).map((finding) => this.#item(finding)));
    if (findings.length > MOST)
      this.#list.append(element("li", { class: "where more" }, `${counted(MOST, "finding")} of ${findings.length} are listed.`));
  }

  #item(finding) {
    const isOpen = finding.fingerprint === this.#open;
    const where = [`line ${finding.line}`, finding.parameter, this.#result.infoboxes.length > 1 ? `infobox ${finding.infobox}` : ""];
    const item = element(
      "li",
      { class: `finding ${finding.severity}${isOpen ? " open" : ""}`, "data-fingerprint": finding.fingerprint },
      button(
        [
          element("span", { class: "severity" }, finding.severity),
          element("span", { class: "message", dir: "auto" }, finding.message),
          element("span", { class: "where" }, where.filter(Boolean).join(", ")),
        ],
        () => this.#chosen(finding),
        { class: "head", "aria-expanded": String(isOpen) },
      ),
    );
    item.firstChild.addEventListener("mouseenter", () => this.#actions.light(this.#actions.now(finding.at), false));
    item.firstChild.addEventListener("mouseleave", () => this.#lightOpen());
    if (isOpen) item.append(this.#body(finding));
    return item;
  }

  #body(finding) {
    const what = finding.fix?.safe === false ? "Fix (changes what readers see)" : "Fix";
    const offers = [...(finding.fix ? [{ what, edits: finding.fix.edits }] : []), ...(finding.suggestions ?? [])];
    const body = element("div", { class: "body" });
    if (!offers.length) body.append(element("p", { class: "understood" }, "There is no automatic fix."));
    for (const offer of offers) {
      const edits = this.#result.positions.edits(offer.edits);
      body.append(
        element(
          "div",
          { class: "offer" },
          element("p", { dir: "auto" }, capital(offer.what)),
          changesView(this.#result.text, edits),
          button("Apply", () => this.#apply(finding, offer), { class: "apply primary", "aria-label": `Apply: ${offer.what}` }),
        ),
      );
    }
    const why = element("p", { class: "why understood" });
    body.append(
      why,
      button("Show in the text", () => this.#actions.goTo(this.#actions.now(finding.at)), { class: "link" }),
    );
    void this.#explain(finding, why);
    return body;
  }

  async #explain(finding, into) {
    this.#rules ??= got("rules").then(({ rules }) => new Map(rules.map((rule) => [rule.code, rule])));
    try {
      const rule = (await this.#rules).get(finding.code);
      if (rule) into.append(element("b", {}, `${rule.code} ${rule.name}. `), ...withCode(rule.why));
    } catch {
      this.#rules = null; // what is missing is not needed
    }
  }

  #lightOpen() {
    const open = this.#result.findings.find((finding) => finding.fingerprint === this.#open);
    this.#actions.light(open ? this.#actions.now(open.at) : null, false);
  }

  #chosen(finding) {
    const isOpen = this.#open === finding.fingerprint;
    this.#toggle(finding.fingerprint, !isOpen);
    this.#actions.light(isOpen ? null : this.#actions.now(finding.at), true);
  }

  #toggle(fingerprint, isOpen) {
    this.#open = isOpen ? fingerprint : "";
    const focused = this.#list.contains(document.activeElement);
    this.#fill();
    const same = this.#list.querySelector(`[data-fingerprint="${CSS.escape(fingerprint)}"]`);
    same?.scrollIntoView({ block: "nearest" });
    if (focused) same?.firstChild.focus();
  }

  #apply(finding, offer) {
    this.#actions.apply(
      this.#result,
      offer.edits,
      `${capital(spaced(finding.rule.replaceAll("-", " ")))}: ${quoted(finding.text || finding.parameter)}`,
    );
  }

  #pressed(event) {
    const heads = [...this.#list.querySelectorAll(".head")];
    const at = heads.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: heads.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    heads[next]?.focus();
  }
}

/** Words in which what stands between backticks is code. */
const withCode = (words) => words.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));

/** How many findings there are, in words. */
export function summary(findings) {
  if (!findings.length) return "No findings";
  const fixable = findings.filter((finding) => finding.fix?.safe).length;
  return counted(findings.length, "finding") + (fixable ? `, ${fixable} with a safe fix` : "");
}
