/** Why nothing is shown. */
import { button, element } from "./dom.js";

/** What is shown if a text has no infobox; `example` opens one. */
export function nothing(text, example) {
  if (!text.trim()) {
    return [
      element("h3", {}, "Paste an infobox to see it understood"),
      element(
        "p",
        {},
        "An infobox, a whole article, or the text that was extracted from one. Beside it you will see the box as readers see it, " +
          "the record that programs get, and what is wrong, with fixes.",
      ),
      button("Try an example", example, { class: "primary" }),
    ];
  }
  const others = [...new Set(text.match(/\{\{\s*[^{}|<>\n]{0,20}infobox[^{}|<>\n]{0,60}/gi) ?? [])]
    .slice(0, 3)
    .map((call) => `${call.trim()}}}`);
  return [
    element("h3", {}, "No infobox of a conflict was found"),
    element(
      "p",
      { dir: "auto" },
      others.length
        ? `The text has ${others.join(", ")}: no template for military conflicts has this name, or its call is never closed.`
        : "The text calls no template for military conflicts, such as {{Infobox military conflict}}, in any language that is known.",
    ),
  ];
}
