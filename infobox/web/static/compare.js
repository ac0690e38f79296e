/** Two versions of a text compared: first what changed in meaning, then the lines. */
import { ask } from "./api.js";
import { changesView } from "./changes.js";
import { counted, element } from "./dom.js";
import { difference } from "./editor.js";

/** What distinguishes `text` from the version `old`, to be looked at; `page` is its title and wiki. Throws `ApiError`. */
export async function comparison(old, text, page, signal) {
  if (old === text) return [element("p", {}, "The two texts are the same.")];
  const { changes, findings, fixed, summary } = await ask("diff", { old, new: text, ...page }, signal);
  const meaning = changes.length
    ? element(
        "ul",
        { class: "meaning" },
        changes.map((change) => element("li", { dir: "auto" }, change.words)),
      )
    : element("p", {}, "Nothing changed in meaning.");
  const brought = findings.map((finding) =>
    element(
      "li",
      { class: `finding ${finding.severity}` },
      element("span", { class: "severity" }, finding.severity),
      ` ${finding.message} `,
      element("span", { class: "where" }, `line ${finding.line}`),
    ),
  );
  return [
    element("h3", {}, "In meaning"),
    meaning,
    element("h3", {}, "Findings"),
    element(
      "p",
      {},
      findings.length || fixed ? `${counted(findings.length, "new finding")}, ${fixed} fixed.` : "No new findings, and none fixed.",
    ),
    summary ? element("p", { dir: "auto" }, summary) : null,
    brought.length ? element("ul", { class: "brought" }, brought) : null,
    element("h3", {}, "In the text"),
    changesView(old, difference(old, text)),
  ].filter(Boolean);
}
