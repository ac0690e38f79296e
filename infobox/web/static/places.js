/** Where the parts of a record stand in the text, by path: `sides[0].commanders[1].name`. */

/** The path of the part that holds this one; empty for the record. */
export const above = (path) => path.replace(/(?:^|\.)[^.[\]]+$|\[\d+\]$/, "");

/** The steps of a path: names, and numbers in lists. */
export const steps = (path) => (path.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** The path of a part of `path`. */
export function under(path, step) {
  return typeof step === "number" ? `${path}[${step}]` : path ? `${path}.${step}` : step;
}

/** The places of one infobox's record, in units of the text. */
export class Places {
  #spans;

  constructor(infobox, positions) {
    const places = Object.entries(infobox.places ?? {});
    this.#spans = new Map(places.map(([path, span]) => [path, positions.span(span)]));
  }

  /** The span of a part; a part without one of its own has that of the part that holds it. */
  of(path) {
    for (let part = path; part; part = above(part)) if (this.#spans.has(part)) return this.#spans.get(part);
    return null;
  }

  /** The path of the smallest part at a place of the text; empty if none is there. */
  at(place) {
    let found = "";
    let size = Infinity;
    for (const [path, { from, to }] of this.#spans) {
      if (from <= place && place <= to && to - from <= size && path !== "template") {
        found = path;
        size = to - from;
      }
    }
    return found;
  }
}
