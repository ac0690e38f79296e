/** Changed copies of records. What says nothing is left out: never "", null or []. */
import { steps } from "./places.js";

const isEmpty = (value) =>
  value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** The part of a record at a path; undefined if it has none. */
export const partAt = (record, path) => steps(path).reduce((part, step) => part?.[step], record);

/** A copy in which the part at `path` is `value`; an empty value takes the part out. */
export function withPart(record, path, value) {
  const copy = structuredClone(record);
  const way = steps(path);
  const last = way.pop();
  const holders = [copy];
  for (const step of way) {
    holders.push((holders.at(-1)[step] ??= {}));
  }
  put(holders.at(-1), last, value);
  // A list or part that has become empty goes too; sides are counted by their place.
  for (let at = way.length - 1; at >= 0 && way[at - 1] !== "sides"; at--) {
    if (isEmpty(holders[at + 1])) put(holders[at], way[at], null);
  }
  return copy;
}

/** A copy with one more element in the list at `path`, which need not exist. */
export const withElement = (record, path, value) => withPart(record, path, [...(partAt(record, path) ?? []), value]);

function put(holder, step, value) {
  if (!isEmpty(value)) holder[step] = value;
  else if (Array.isArray(holder)) holder.splice(step, 1);
  else delete holder[step];
}
