/** How fates are marked, as the templates of the English Wikipedia mark them where they do. */
import { element, spaced } from "./dom.js";

export const MARKS = {
  killed_in_action: "†",
  presumed_killed: "†?",
  died_of_wounds: "DOW",
  died: "died",
  executed: "executed",
  assassinated: "assassinated",
  suicide: "suicide",
  wounded_in_action: "WIA",
  missing_in_action: "MIA",
  prisoner_of_war: "POW",
  surrendered: "surrendered",
  defected: "defected",
  absent_without_leave: "AWOL",
};

/** The mark of a fate, which says its meaning. */
export function fateMark(fate) {
  const mark = MARKS[fate] ?? spaced(fate);
  return element("abbr", { class: "fate", title: spaced(fate) }, mark);
}

/** What the marks of these fates mean; null if they say it themselves. */
export function legend(fates) {
  const unclear = [...new Set(fates)].filter((fate) => MARKS[fate] && MARKS[fate] !== spaced(fate));
  if (!unclear.length) return null;
  return element(
    "p",
    { class: "legend" },
    unclear.map((fate) => element("span", {}, element("span", { class: "fate" }, MARKS[fate]), ` ${spaced(fate)} `)),
  );
}
