/**
 * A page's own line ends. The editor works with newlines; what is copied, saved or shared has the ends that the page came with.
 */
import { invertedEffects, RangeSet, RangeSetBuilder, RangeValue, StateEffect, StateField } from "./codemirror.js";

class LineEnd extends RangeValue {
  startSide = 1;
  endSide = -1;

  constructor(end) {
    super();
    this.end = end;
  }

  eq(other) {
    return this.end === other.end;
  }
}

/** A text with newlines; the end that most of its lines have, and those of the others, each over its newline. */
export function split(text) {
  const ends = text.match(/\r\n?|\n/g) ?? [];
  const count = { "\n": 0, "\r\n": 0, "\r": 0 };
  for (const end of ends) count[end]++;
  const most = Object.keys(count).reduce((best, end) => (count[end] > count[best] ? end : best));
  const others = new RangeSetBuilder();
  let at = -1;
  const plain = text.replace(/\r\n?/g, "\n");
  for (const end of ends) {
    at = plain.indexOf("\n", at + 1);
    if (end !== most) others.add(at, at + 1, new LineEnd(end));
  }
  return { text: plain, ends: { most, others: others.finish() } };
}

/** Sets the line ends of a page that is opened. */
export const setEnds = StateEffect.define();

/** The line ends of the text in the editor: those of lines that stay stay, new lines get what most have. */
export const lineEnds = StateField.define({
  create: () => ({ most: "\n", others: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setEnds)) return effect.value;
    return transaction.docChanged && value.others.size ? { ...value, others: value.others.map(transaction.changes) } : value;
  },
  provide: (field) =>
    invertedEffects.of((transaction) =>
      transaction.effects.some((effect) => effect.is(setEnds)) ? [setEnds.of(transaction.startState.field(field))] : [],
    ),
});

/** The text of the editor from one place to another, with its own line ends. */
export function joined(state, from = 0, to = state.doc.length) {
  const { most, others } = state.field(lineEnds);
  const text = state.sliceDoc(from, to);
  if (!others.size) return most === "\n" ? text : text.replaceAll("\n", most);
  const own = new Map();
  others.between(from, to, (start, end, value) => void own.set(start - from, value.end));
  return text.replace(/\n/g, (newline, at) => own.get(at) ?? most);
}
