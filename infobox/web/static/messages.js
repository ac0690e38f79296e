/** Words to the reader: what went wrong, and what was done. */
import { button, byId, element } from "./dom.js";

/** What went wrong: an error or words; empty if nothing. */
export function say(error, hint = "") {
  const words = error instanceof Error ? error.message : error;
  const faults = error.faults ?? [];
  byId("message").replaceChildren(
    ...(words
      ? [
          element("p", { dir: "auto" }, words, hint ? ` ${hint}` : ""),
          faults.length > 1
            ? element(
                "ul",
                {},
                faults.slice(0, 5).map((fault) => element("li", { dir: "auto" }, fault)),
              )
            : "",
          button("✕", () => say(""), { class: "quiet", "aria-label": "Close the message" }),
        ]
      : []),
  );
}

/** Say something to those who do not see it. */
export function announce(words) {
  if (byId("status").textContent !== words) byId("status").textContent = words;
}

let noted = 0;

/** Say for a moment that something was done. */
export function note(words) {
  byId("note").textContent = words;
  clearTimeout(noted);
  noted = setTimeout(() => byId("note").replaceChildren(), 4000);
}

/** A listener that says what goes wrong. */
export const doing = (work) => async (event) => {
  event?.preventDefault?.();
  try {
    say("");
    await work(event);
  } catch (error) {
    say(error);
  }
};
