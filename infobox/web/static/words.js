/** What records say, in words for people. */
import { spaced } from "./dom.js";

/** A part of the page's words that a finding or a note is about. */
export const quoted = (words) => `“${words.length > 80 ? `${words.slice(0, 80)}…` : words}”`;

/** The number that a figure means: `3,000–4,000`, `about 40`, `650 or more`. */
export function figure({ low, high, about, unit, kind, of }) {
  const number = (value) => value.toLocaleString("en");
  const range =
    low === undefined
      ? high === undefined
        ? "no number"
        : `up to ${number(high)}`
      : high === undefined
        ? `${number(low)} or more`
        : low === high
          ? number(low)
          : `${number(low)}–${number(high)}`;
  const what = [unit, kind && !unit?.includes(spaced(kind)) ? spaced(kind) : ""].filter(Boolean).join(", ");
  return `${of ? `${of}: ` : ""}${about ? "about " : ""}${range}${what ? ` ${what}` : ""}`;
}

/** A date or period in EDTF; empty if nothing was understood. */
export function time({ start, end, ongoing }) {
  const span = start === end ? (start ?? "") : `${start ?? ".."} / ${end ?? ".."}`;
  return `${span}${ongoing ? `${span ? ", " : ""}ongoing` : ""}`;
}

/** Degrees as people write them. */
export function degrees({ latitude, longitude }) {
  if (latitude === undefined || longitude === undefined) return "";
  return `${Math.abs(latitude)}° ${latitude < 0 ? "S" : "N"}, ${Math.abs(longitude)}° ${longitude < 0 ? "W" : "E"}`;
}
