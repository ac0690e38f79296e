/** What stands at a path of the record lights up with its place in the text, and is reached by arrow keys. */
import { above } from "./places.js";

/**
 * In `panel`, elements with `data-path` are targets: `lit(path)` is called for the one that is hovered or has the focus (empty: none any
 * more), `chosen(path)` for one that is clicked or entered. With `roving`, arrow keys move among them and Tab leaves them.
 */
export class Targets {
  #panel;
  #roving;

  constructor(panel, { lit, chosen, roving = false }) {
    this.#panel = panel;
    this.#roving = roving;
    const path = (event) => event.target.closest?.("[data-path]")?.dataset.path ?? "";
    panel.addEventListener("mouseover", (event) => lit(path(event)));
    panel.addEventListener("mouseleave", () => lit(""));
    panel.addEventListener("focusin", (event) => lit(path(event)));
    panel.addEventListener("focusout", () => lit(""));
    if (!roving) return;
    panel.addEventListener("click", (event) => {
      if (path(event) && getSelection().isCollapsed) chosen(path(event));
    });
    panel.addEventListener("keydown", (event) => this.#pressed(event, chosen));
  }

  /** The panel was filled anew: the target of `path` is the one that Tab reaches, or the first. */
  renewed(path = "") {
    const stops = this.#stops;
    if (this.#roving && stops.length) this.#stop(stops.find((stop) => stop.dataset.path === path) ?? stops[0]);
  }

  /** Light up the target of a path, or of the nearest part that holds it. Nothing else stays lit. */
  light(path) {
    for (const each of this.#panel.querySelectorAll(".lit")) each.classList.remove("lit");
    for (let part = path; part; part = above(part)) {
      const found = this.#panel.querySelector(`[data-path="${CSS.escape(part)}"]`);
      if (found) {
        found.classList.add("lit");
        found.scrollIntoView({ block: "nearest" });
        return;
      }
    }
  }

  get #stops() {
    return [...this.#panel.querySelectorAll("[data-path][tabindex]")];
  }

  #stop(target) {
    for (const stop of this.#stops) stop.tabIndex = stop === target ? 0 : -1;
  }

  #pressed(event, chosen) {
    const stops = this.#stops;
    const at = stops.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next !== undefined && stops[next]) {
      this.#stop(stops[next]);
      stops[next].focus();
    } else if (event.key === "Enter") {
      chosen(event.target.dataset.path);
    } else if (next === undefined) {
      return;
    }
    event.preventDefault();
  }
}
