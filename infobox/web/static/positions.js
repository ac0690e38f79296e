/** The API counts code points, JavaScript counts UTF-16 units: the way from one to the other for one text. */
export class Positions {
  #wide = [];

  constructor(text) {
    for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.#wide.push(match.index - this.#wide.length);
  }

  /** The place of a code point, in units. */
  unit(point) {
    let low = 0;
    let high = this.#wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#wide[middle] < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }

  /** A span of the API, in units. */
  span([start, end]) {
    return { from: this.unit(start), to: this.unit(end) };
  }

  /** Edits of the API as the editor takes them. */
  edits(edits) {
    return edits.map((edit) => ({ ...this.span(edit.span), insert: edit.text }));
  }
}
