/** The record as a tree whose words, fates and figures can be changed. */
import { button, capital, counted, element, spaced } from "./dom.js";
import { MARKS } from "./marks.js";
import { above, under } from "./places.js";
import { partAt, withElement, withPart } from "./record.js";
import { figure } from "./words.js";

/** Parts that say where a record comes from, or that follow from the others: none can be asked for. */
const FIXED = ["schema", "page", "template", "source", "unresolved", "findings", "losses", "people", "span"];
const LISTS = ["combatants", "commanders", "units", "strength", "political_support", "military_support", "casualties"];
/** What fields are called whose names are not words. */
const LABELS = { partof: "part of" };
/** How many lines can be changed here: more than any page needs, and no more than a browser draws at once. */
const MOST = 600;
/** Lists whose items have names; a new line there is one. */
const NAMED = ["combatants", "commanders", "units"];

/**
 * The tree of a record. `change(made, isSame)` is called for each change: `made(record)` gives a changed copy of a record, and
 * `isSame(record)` says whether the part that is changed is still as it was shown. The record may be newer than the tree, which waits
 * while somebody fills in a field.
 */
export class Tree {
  #panel;
  #change;
  #record = null;
  #open = new Set();
  #late = null;
  #left = MOST;

  constructor(panel, change) {
    this.#panel = panel;
    this.#change = change;
    panel.addEventListener("focusout", () => setTimeout(() => this.#late && this.show(this.#late)));
    panel.addEventListener("toggle", (event) => this.#toggled(event.target), true);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target.matches("input, textarea")) event.target.value = event.target.defaultValue;
    });
  }

  /** Show a record. While a field is being filled in, that waits. */
  show(record) {
    const active = this.#panel.contains(document.activeElement) ? document.activeElement : null;
    if (active?.matches("input, textarea") && active.value !== active.defaultValue) {
      this.#late = record;
      return;
    }
    this.#late = null;
    this.#record = record;
    this.#left = MOST;
    this.#panel.replaceChildren(...this.#parts(record));
    if (active?.dataset.key) this.#panel.querySelector(`[data-key="${CSS.escape(active.dataset.key)}"]`)?.focus({ preventScroll: true });
  }

  #parts(record) {
    const facts = Object.entries(record).filter(([name]) => !FIXED.includes(name) && !["sides", "joint", "other", "map"].includes(name));
    const groups = [
      this.#group(
        "The conflict",
        facts.map(([name, value]) => this.#fact(name, name, value)),
      ),
    ];
    (record.sides ?? []).forEach((side, at) => groups.push(this.#side(`Side ${at + 1}`, `sides[${at}]`, side)));
    groups.push(this.#joint(record.joint));
    for (const [name, title] of [
      ["map", "Map"],
      ["other", "Not shown by the template"],
    ]) {
      if (record[name])
        groups.push(
          this.#group(
            title,
            Object.entries(record[name]).map(([key, value]) => this.#asWritten(name, key, value)),
          ),
        );
    }
    return groups;
  }

  #group(title, parts) {
    return element("section", { class: "group" }, element("h3", {}, title), parts);
  }

  #side(title, path, side) {
    const lists = LISTS.map((name) => {
      const place = under(path, name);
      const items = side[name];
      if (!items && (path === "joint" ? name !== "casualties" : name.endsWith("_support"))) return null; // rarely wanted
      return element(
        "div",
        { class: "field", "data-path": place },
        element("h4", {}, capital(spaced(name))),
        this.#list(place, items ?? [], name, `${spaced(name)}, ${title.toLowerCase()}`),
      );
    });
    return this.#group(title, lists);
  }

  #joint(joint) {
    const side = this.#side("Under all sides", "joint", joint ?? {});
    return joint
      ? side
      : element(
          "details",
          { "data-open": "joint", open: this.#open.has("joint") },
          element("summary", {}, "Nothing stands under all sides"),
          side,
        );
  }

  /** A parameter by its name, which may have signs that paths use; then it can only be looked at. */
  #asWritten(field, name, wikitext) {
    const input = /[.[\]]/.test(name) ? element("span", { dir: "auto" }, wikitext) : this.#input(under(field, name), wikitext, name);
    return element("div", { class: "field" }, this.#labelled(name, input));
  }

  #fact(path, name, value) {
    const label = capital(LABELS[name] ?? spaced(name));
    if (Array.isArray(value) && value.every((each) => each.text)) {
      return element("div", { class: "field" }, element("h4", {}, label), this.#list(path, value, name, spaced(name)));
    }
    if (name === "result") {
      const { items = [], ...rest } = value;
      return element(
        "div",
        { class: "field" },
        element("h4", {}, label),
        this.#list("result.items", items, name, "result"),
        this.#rest(path, rest),
      );
    }
    if (typeof value === "object" && value.text !== undefined) {
      const { text, ...rest } = value;
      return element(
        "div",
        { class: "field", "data-path": path },
        this.#labelled(label, this.#input(under(path, "text"), text, label)),
        this.#rest(path, rest, label),
      );
    }
    return element("div", { class: "field", "data-path": path }, this.#any(path, name, value));
  }

  #list(path, items, name, label) {
    const last = element("input", {
      class: "new",
      "aria-label": `Add a line to ${label}`,
      placeholder: "+ Add a line",
      "data-key": `${path}+`,
      dir: "auto",
    });
    last.addEventListener("change", () => {
      const words = last.value.trim();
      if (!words) return;
      last.value = "";
      const added = NAMED.includes(name) ? { text: words, name: words } : { text: words };
      this.#change(
        (record) => withElement(record, path, added),
        () => true,
      );
    });
    const shown = items.slice(0, Math.max(0, this.#left));
    this.#left -= shown.length;
    const more = items.length - shown.length;
    return element(
      "ul",
      { class: "items" },
      shown.map((item, at) => this.#item(under(path, at), item, name)),
      more ? element("li", { class: "understood" }, `${counted(more, "more line")} not shown; the JSON has all.`) : null,
      element("li", {}, last),
    );
  }

  #item(path, item, name) {
    const { text, name: named, fates = [], quantities = [], items, ...rest } = item;
    const main = named === undefined ? "text" : "name";
    const label = `${named ?? text}`;
    const row = element(
      "div",
      { class: item.heading ? "item heading" : "item", "data-path": path },
      this.#input(under(path, main), named ?? text, `${main === "name" ? "Name" : "Words"}: ${label}`, { class: "words" }),
      name === "commanders" || fates.length ? this.#fates(under(path, "fates"), fates, label) : null,
      button("✕", () => this.#set(path, null, under(path, main)), {
        class: "quiet",
        "aria-label": `Remove ${label}`,
        title: "Remove this line",
      }),
    );
    return element(
      "li",
      {},
      row,
      quantities.map((quantity, at) => this.#quantity(under(under(path, "quantities"), at), quantity)),
      this.#rest(path, main === "name" && text !== named ? { text, ...rest } : rest, label),
      items ? this.#list(under(path, "items"), items, name, label) : null,
    );
  }

  #fates(path, fates, label) {
    const choice = (fate, at) => {
      const select = element(
        "select",
        {
          class: "fate-choice",
          "aria-label": fate ? `Fate: ${label}` : `Add a fate: ${label}`,
          "data-key": under(path, at),
          "data-path": under(path, at),
        },
        element("option", { value: "" }, fate ? "no fate" : "fate…"),
        Object.entries(MARKS).map(([name, mark]) =>
          element("option", { value: name, selected: name === fate }, mark === spaced(name) ? mark : `${mark} ${spaced(name)}`),
        ),
      );
      select.addEventListener("change", () => (fates.length ? this.#set(under(path, at), select.value) : this.#set(path, [select.value])));
      return select;
    };
    return fates.length ? fates.map(choice) : choice("", 0);
  }

  #quantity(path, quantity) {
    const { low, high } = quantity;
    const number = (value, label, ...names) => {
      const input = element("input", {
        type: "number",
        min: "0",
        class: "number",
        value: value ?? "",
        "aria-label": label,
        placeholder: "open",
        "data-key": `${path} ${label}`,
      });
      input.addEventListener("change", () =>
        this.#filled(input, path, {
          ...quantity,
          ...Object.fromEntries(names.map((name) => [name, input.value === "" ? undefined : Number(input.value)])),
        }),
      );
      return input;
    };
    const words = figure(quantity);
    return element(
      "div",
      { class: "figures", "data-path": path },
      low === high && low !== undefined
        ? number(low, `Figure: ${words}`, "low", "high")
        : [number(low, `Lowest: ${words}`, "low"), "to", number(high, `Highest: ${words}`, "high")],
      element("span", { class: "understood" }, words),
    );
  }

  /** The other parts of something, closed until somebody opens them. */
  #rest(path, rest, label = "") {
    const parts = Object.entries(rest).filter(([name]) => !FIXED.includes(name));
    if (!parts.length) return null;
    const made = element(
      "details",
      { class: "rest", "data-open": path, open: this.#open.has(path) },
      element("summary", {}, parts.map(([name]) => spaced(name)).join(", ")),
    );
    const fill = () =>
      made.childElementCount > 1 || made.append(...parts.map(([name, value]) => this.#any(under(path, name), name, value, label)));
    if (made.open) fill();
    else made.addEventListener("toggle", fill, { once: true });
    return made;
  }

  /** Any part of a record. */
  #any(path, name, value, of = "") {
    const label = typeof name === "number" ? String(name + 1) : capital(spaced(name));
    const named = of ? `${label}: ${of}` : label;
    if (typeof value === "object") {
      return element(
        "div",
        { class: "part", "data-path": path },
        element("span", { class: "label" }, label),
        element(
          "div",
          { class: "parts" },
          Object.entries(value).map(([key, each]) =>
            this.#any(under(path, Array.isArray(value) ? Number(key) : key), Array.isArray(value) ? Number(key) : key, each, named),
          ),
        ),
      );
    }
    if (typeof value === "boolean") return element("p", { class: "part" }, `${label}: ${value ? "yes" : "no"}`);
    return element("div", { class: "part", "data-path": path }, this.#labelled(label, this.#input(path, value, named)));
  }

  #labelled(label, input) {
    return element("label", {}, element("span", { class: "label" }, label), input);
  }

  #input(path, value, label, attributes = {}) {
    const isNumber = typeof value === "number";
    const marks = { "aria-label": label, "data-key": path, "data-path": path, dir: "auto", ...attributes };
    const input = String(value).includes("\n")
      ? element("textarea", { ...marks, rows: 3 }, value)
      : element("input", { ...marks, type: isNumber ? "number" : "text", step: isNumber ? "any" : null, value });
    input.addEventListener("change", () => {
      const said = isNumber && input.value !== "" ? Number(input.value) : input.value;
      const isGone = attributes.class === "words" && !said.trim(); // a line without its words is none
      if (isGone) this.#filled(input, above(path), null, path);
      else this.#filled(input, path, said);
    });
    return input;
  }

  #filled(input, path, value, checked = path) {
    if (input.value === input.defaultValue) return;
    input.defaultValue = input.value; // it is no longer being filled in
    this.#set(path, value, checked);
  }

  /** Ask for another value of a part, if what stands at `checked` is still what is shown. */
  #set(path, value, checked = path) {
    const shown = JSON.stringify(partAt(this.#record, checked));
    this.#change(
      (record) => withPart(record, path, value),
      (record) => JSON.stringify(partAt(record, checked)) === shown,
    );
  }

  #toggled(details) {
    const path = details.dataset?.open;
    if (path === undefined) return;
    if (details.open) this.#open.add(path);
    else this.#open.delete(path);
  }
}
