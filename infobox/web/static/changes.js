/** How a text changes, line by line: shown before a change is made, and after. */
import { button, counted, element } from "./dom.js";

/** The longest stretch of unchanged words that is shown whole, and how many changes are shown at first. */
const LONGEST = 120;
const CHANGES = 40;

/**
 * The lines that edits (`{from, to, insert}`, in order) change: `[{line, old, new}]`, with the number of the first line from 1, and the
 * old and new words in pieces `[kind, words]`, where the kind is `same`, `del` or `ins`.
 */
export function hunks(text, edits) {
  const made = [];
  let line = 1;
  let seen = 0;
  for (const group of grouped(text, edits)) {
    for (let at = text.indexOf("\n", seen); at >= 0 && at < group.from; at = text.indexOf("\n", at + 1)) line++;
    seen = group.from;
    const old = [];
    const fresh = [];
    let at = group.from;
    for (const { from, to, insert } of group.edits) {
      const same = text.slice(at, from);
      old.push(["same", same], ["del", text.slice(from, to)]);
      fresh.push(["same", same], ["ins", insert]);
      at = to;
    }
    const rest = ["same", text.slice(at, group.to)];
    made.push({ line, old: [...old, rest], new: [...fresh, rest] });
  }
  return made;
}

function grouped(text, edits) {
  const groups = [];
  for (const edit of edits) {
    if (groups.length && edit.to <= groups.at(-1).to) {
      groups.at(-1).edits.push(edit);
      continue;
    }
    const from = text.lastIndexOf("\n", edit.from - 1) + 1;
    const end = text.indexOf("\n", edit.to);
    const to = end < 0 ? text.length : end;
    const last = groups.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else {
      groups.push({ from, to, edits: [edit] });
    }
  }
  return groups;
}

/** The lines that edits change, to be looked at. */
export function changesView(text, edits) {
  const found = hunks(text, edits);
  const view = element("div", { class: "diff" });
  const show = (from, to) =>
    view.append(...found.slice(from, to).flatMap((hunk) => [row("del", "−", hunk.line, hunk.old), row("ins", "+", "", hunk.new)]));
  show(0, CHANGES);
  if (found.length > CHANGES) {
    const more = button(`Show ${counted(found.length - CHANGES, "more change")}`, () => {
      more.remove();
      show(CHANGES, found.length);
    });
    view.append(more);
  }
  return view;
}

function row(kind, sign, line, pieces) {
  const last = pieces.length - 1;
  const words = pieces.map(([of, text], at) => (of === "same" ? shortened(text, at === last) : text ? element(of, {}, text) : ""));
  const label = kind === "del" ? `Line ${line} before` : "After";
  return element(
    "p",
    { class: `row ${kind}`, dir: "auto" },
    element("span", { class: "visually-hidden" }, `${label}: `),
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    words,
  );
}

/** Words that stay: of long ones, how they begin, and how they end unless nothing changes after them. */
function shortened(words, isLast) {
  if (words.length <= LONGEST) return words;
  return isLast ? `${words.slice(0, LONGEST / 2)}…` : `${words.slice(0, LONGEST / 2)} … ${words.slice(-LONGEST / 2)}`;
}
