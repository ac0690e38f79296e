/** Elements of the page. Words go in as text, never as markup. */

/**
 * An element with its attributes (`on…`: a listener; true: an empty attribute; null and false: none) and children (elements and words).
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A button. */
export const button = (words, onclick, attributes = {}) => element("button", { type: "button", onclick, ...attributes }, words);

/** A number with its noun: `1 finding`, `2 findings`. */
export const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** The words of a name such as `killed_in_action`. */
export const spaced = (name) => name.replaceAll("_", " ");

/** With a capital letter. */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
