/** Tabs, of which arrow keys choose one (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */

/** Wire up the tabs of `tablist`; `shown(id)` is called with the id of the panel that is shown. Returns what shows one. */
export function tabs(tablist, shown) {
  const all = [...tablist.querySelectorAll("[role=tab]")];
  const usable = () => all.filter((tab) => !tab.hidden);
  const show = (tab) => {
    for (const each of all) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
    }
    shown(tab.getAttribute("aria-controls"));
  };
  tablist.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tab);
  });
  tablist.addEventListener("keydown", (event) => {
    const list = usable();
    const at = list.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = list.at(next % list.length);
    show(tab);
    tab.focus();
  });
  return (id) => show(all.find((tab) => tab.getAttribute("aria-controls") === id));
}
