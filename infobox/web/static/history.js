/** The history of the infoboxes of a page on its wiki. */
import { ask } from "./api.js";
import { element, spaced } from "./dom.js";

/** The timeline of a page, the newest revision first. Throws `ApiError`. */
export async function timeline(title, signal) {
  const { steps, cut } = await ask("history", { title }, signal);
  if (!steps.length) return [element("p", {}, "No revision that was looked at has an infobox of a conflict.")];
  return [
    element("ol", { class: "timeline", reversed: true }, steps.toReversed().map(step)),
    cut ? element("p", { class: "understood" }, "Older revisions were not asked for.") : null,
  ].filter(Boolean);
}

function step({ time, user, comment, what, words = [], found = [], fixed = [], restores }) {
  const notes = [restores ? `puts revision ${restores} back` : "", fixed.length ? `${fixed.length} fixed` : ""].filter(Boolean);
  return element(
    "li",
    {},
    element(
      "p",
      { class: "when" },
      element("time", { datetime: time }, (time ?? "").replace("T", " ").replace(/(:\d\d)?Z$/, "")),
      " ",
      element("b", { dir: "auto" }, user),
      " ",
      element("span", { class: "where" }, spaced(what)),
    ),
    comment ? element("p", { class: "comment", dir: "auto" }, comment) : null,
    words.length
      ? element(
          "ul",
          { class: "meaning" },
          words.map((each) => element("li", { dir: "auto" }, each)),
        )
      : null,
    found.length
      ? element(
          "ul",
          { class: "brought" },
          found.map((finding) =>
            element(
              "li",
              { class: `finding ${finding.severity}` },
              element("span", { class: "severity" }, finding.severity),
              ` ${finding.message}`,
            ),
          ),
        )
      : null,
    notes.length ? element("p", { class: "where" }, notes.join(", ")) : null,
  );
}
