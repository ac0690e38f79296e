/** The box as a reader sees it: the rows of its template, a column for each side, lists in lists. */
import { capital, counted, element, spaced } from "./dom.js";
import { fateMark, legend } from "./marks.js";
import { under } from "./places.js";
import { partAt } from "./record.js";
import { degrees, figure, time } from "./words.js";

/** Fields that stand at the top, without a label. */
const TOP = ["conflict", "partof", "image", "image.caption"];

/** How many lines of lists are shown: more than any page needs, and no more than a browser draws at once. */
const MOST = 3000;

/** The heading of a row, in the language of the infobox if it is known there. */
const heading = (row, language) =>
  row.heading ? element("span", { lang: language, dir: "auto" }, row.heading) : capital(row.label || spaced(row.field));

/** The box of one infobox. What stands at a path of the record has it in `data-path`. */
export function boxView({ record, layout, language }) {
  const view = { fates: [], left: MOST, language };
  const rows = [];
  for (const row of layout) {
    if (row.sided) {
      rows.push(sides(record, row, view));
    } else if (!TOP.includes(row.field)) {
      const shown = value(row.field, partAt(record, row.field), view);
      if (shown) fact(rows, heading(row, language), shown);
    }
  }
  const partOf = layout.find((row) => row.field === "partof")?.heading;
  const box = element(
    "article",
    { class: "box", dir: direction(language), "aria-label": record.conflict?.text ?? "Infobox without a name" },
    element("h3", {}, record.conflict ? line("conflict", record.conflict) : "Without a name"),
    record.partof
      ? element(
          "p",
          { class: "part-of" },
          partOf ? [element("span", { lang: language }, partOf), " "] : null,
          line("partof", record.partof),
        )
      : null,
    record.image ? picture(record.image) : null,
    rows,
    legend(view.fates),
  );
  for (const each of box.querySelectorAll(".line")) each.lang = language;
  return box;
}

/** The direction of a language's script: in it, the first side is on the right. */
function direction(language) {
  try {
    const locale = new Intl.Locale(language);
    return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "ltr";
  } catch {
    return "ltr"; // a language without a code
  }
}

function fact(rows, label, shown) {
  if (rows.at(-1)?.localName !== "dl") rows.push(element("dl", { class: "facts" }));
  rows.at(-1).append(element("div", {}, element("dt", {}, label), element("dd", {}, shown)));
}

function picture(image) {
  return element(
    "figure",
    {},
    image.file
      ? element("p", { class: "picture target", "data-path": "image", tabindex: "-1", dir: "auto" }, `Picture: ${image.file}`)
      : null,
    image.caption ? element("figcaption", {}, line("image.caption", image.caption)) : null,
  );
}

/** The row of a field that each side has, and below it what stands under all of them. */
function sides(record, row, view) {
  const { sides = [], joint } = record;
  if (!sides.some((side) => side[row.field]) && !joint?.[row.field]) return null;
  const name = record[row.header] ? line(row.header, record[row.header]) : heading(row, view.language);
  const cell = (side, path, label) =>
    element(
      "div",
      { class: "cell target", role: "group", "aria-label": label, "data-path": path },
      side?.[row.field] ? list(path, side[row.field], view) : null,
    );
  const columns = element(
    "div",
    { class: "columns" },
    sides.map((side, at) => cell(side, `sides[${at}].${row.field}`, `Side ${at + 1}`)),
  );
  columns.style.setProperty("--sides", sides.length);
  return element(
    "section",
    { class: "sided" },
    element("h4", {}, name),
    columns,
    joint?.[row.field] ? element("div", { class: "joint" }, cell(joint, `joint.${row.field}`, "All sides")) : null,
  );
}

function value(path, held, view) {
  if (!held) return null;
  if (Array.isArray(held)) return list(path, held, view);
  if (held.items) return [list(under(path, "items"), held.items, view), understood(held.victor, held.outcome?.replaceAll("_", " "))];
  if (path === "date") return [line(path, held), understood(time(held))];
  if (path === "coordinates") return line(path, { ...held, text: held.text || degrees(held) || "not understood" });
  if (held.templates && !held.text) return line(path, { text: held.templates.map((each) => each.name).join(", ") });
  return held.text ? line(path, held) : null;
}

const understood = (...words) => {
  const said = words.filter(Boolean).join(" — ");
  return said ? element("span", { class: "understood", dir: "ltr" }, said) : null;
};

function list(path, items, view) {
  const shown = items.slice(0, Math.max(0, view.left));
  view.left -= shown.length;
  return element(
    "ul",
    {},
    shown.map((item, at) => {
      const place = under(path, at);
      view.fates.push(...(item.fates ?? []));
      return element(
        "li",
        { class: item.rule ? "rule" : null },
        line(place, item),
        item.items ? list(under(place, "items"), item.items, view) : null,
      );
    }),
    shown.length < items.length
      ? element("li", { class: "understood" }, `${counted(items.length - shown.length, "more line")} not shown; the JSON has all.`)
      : null,
  );
}

/** The words of a text or an item: flags, links, figures, marks of fates, references and notes. */
function line(path, item) {
  const said = words(item);
  return element(
    "span",
    { class: item.heading ? "line target heading" : "line target", "data-path": path, tabindex: "-1", dir: "auto" },
    (item.flags ?? []).map((flag) =>
      element("span", { class: "flag", role: "img", "aria-label": `flag: ${flag.of ?? flag.image}`, title: flag.of ?? flag.image }, "⚑"),
    ),
    said,
    (item.notes ?? []).map((note) => element("sup", { class: "note", title: note.text }, "note")),
    (item.references ?? []).map((reference) => element("sup", { class: "note", title: reference.text ?? reference.name ?? "" }, "ref")),
  );
}

/** The text in pieces. Links and figures are looked for in their order; marks stand after the name. */
function words(item) {
  const text = item.text ?? "";
  const found = [
    ...located(
      text,
      item.links ?? [],
      (link) => link.text,
      (link) => ["link", link.target],
    ),
    ...located(
      text,
      item.quantities ?? [],
      (quantity) => quantity.text,
      (quantity) => ["figure", figure(quantity)],
    ),
  ].sort((one, other) => one.from - other.from || other.to - one.to);
  const marks = (item.fates ?? []).map((fate) => [" ", fateMark(fate)]);
  const afterName = item.name && text.startsWith(item.name) ? item.name.length : text.length;
  const pieces = [];
  let at = 0;
  let marked = false;
  const plain = (to) => {
    if (!marked && at <= afterName && afterName <= to) {
      pieces.push(text.slice(at, afterName), marks);
      at = afterName;
      marked = true;
    }
    pieces.push(text.slice(at, to));
    at = to;
  };
  for (const { from, to, kind, title } of found) {
    if (from < at) continue;
    plain(from);
    pieces.push(element("span", { class: kind, title }, text.slice(from, to)));
    at = to;
  }
  if (!marked && at > afterName) pieces.push(marks);
  plain(text.length);
  return pieces;
}

function located(text, parts, wordsOf, said) {
  let at = 0;
  return parts.flatMap((part) => {
    const sought = wordsOf(part);
    const from = sought ? text.indexOf(sought, at) : -1;
    if (from < 0) return [];
    at = from + sought.length;
    const [kind, title] = said(part);
    return [{ from, to: at, kind, title }];
  });
}
