/** The page: what happens when something is opened, typed, chosen or changed. */
import { Analysis } from "./analysis.js";
import { ask, got } from "./api.js";
import { boxView } from "./box.js";
import { changesView } from "./changes.js";
import { comparison } from "./compare.js";
import { button, byId, counted, element } from "./dom.js";
import { difference, Editor } from "./editor.js";
import { EXAMPLE } from "./example.js";
import { Findings, summary } from "./findings.js";
import { timeline } from "./history.js";
import { announce, doing, note, say } from "./messages.js";
import { nothing } from "./nothing.js";
import { linkTo, textOf } from "./sharing.js";
import { tabs } from "./tabs.js";
import { Targets } from "./targets.js";
import { Tree } from "./tree.js";
import { quoted } from "./words.js";

/** From how many characters on a link is longer than some programs take. */
const LONG_LINK = 8000;

/**
 * `loadedWiki`: the wiki of the page that was loaded from one. `title`: by which its wiki knows the page; empty if it did not come from one. `byUs`: the page itself is editing the text.
 * `unanswered`: the last request failed. `unsaved`: the text was edited since it was opened, and not copied or saved.
 */
const state = {
  loadedWiki: "",
  chosen: 0,
  panel: "panel-box",
  name: "infobox.wikitext",
  title: "",
  byUs: false,
  unanswered: false,
  unsaved: false,
};

const editor = new Editor(byId("text"), {
  changed(changes) {
    analysis.changed(changes);
    clearTimeout(late);
    late = setTimeout(aged, LATE);
    if (!state.byUs) byId("last").hidden = true;
    state.unsaved = true;
    if (location.hash.startsWith("#text=")) history.replaceState(null, "", location.pathname);
  },
  moved: (place) => lightItem(place),
  pasted: (page) => open(page, "infobox.wikitext"),
});
const analysis = new Analysis(editor, {
  renewed,
  failed(error) {
    say(error);
    state.unanswered = true;
    aged();
  },
});

// -- what is understood -------------------------------------------------------------------------------------------------------------------

/** After how many milliseconds without an answer what is shown is marked as that of an earlier text. */
const LATE = 800;
let late = 0;

/** What is shown is that of an earlier text. */
function aged() {
  document.body.classList.add("aged");
  byId("findings-title").textContent = "The text is not checked yet";
}

const infobox = () => analysis.result?.infoboxes[state.chosen];

function renewed(result) {
  if (state.unanswered) say("");
  state.unanswered = false;
  clearTimeout(late);
  document.body.classList.remove("aged");
  state.chosen = Math.min(state.chosen, Math.max(0, result.infoboxes.length - 1));
  editor.mark(result.findings.map((finding) => ({ ...analysis.now(finding.at), severity: finding.severity })));
  findings.show(result);
  byId("findings-title").textContent = summary(result.findings);
  byId("fix-all").hidden = !result.findings.some((finding) => finding.fix?.safe);
  byId("all-fixes").hidden = true;
  announce(summary(result.findings));
  byId("infobox").hidden = result.infoboxes.length < 2;
  byId("infobox").replaceChildren(
    ...result.infoboxes.map(({ record }, at) =>
      element("option", { value: at, selected: at === state.chosen }, `${at + 1}: ${record.conflict?.text ?? "without a name"}`),
    ),
  );
  show();
}

function show() {
  const found = infobox();
  const needs = ["panel-box", "panel-record", "panel-json"].includes(state.panel);
  byId("nothing").hidden = !(needs && analysis.result && !found);
  byId(state.panel).hidden = needs && !found;
  if (!analysis.result) return;
  if (!found && needs) byId("nothing").replaceChildren(...nothing(analysis.result.text, () => open(EXAMPLE, "example.wikitext")));
  else if (state.panel === "panel-box") showBox(found);
  else if (state.panel === "panel-record") tree.show(found.record);
  else if (state.panel === "panel-json") byId("json").textContent = JSON.stringify(found.record, null, 2);
  else if (state.panel === "panel-compare") void compare();
  else if (state.panel === "panel-history") void showHistory();
}

function showBox(found) {
  const focused = byId("box").contains(document.activeElement) ? document.activeElement.dataset.path : "";
  byId("box").replaceChildren(boxView(found));
  boxTargets.renewed(focused);
  if (focused) byId("box").querySelector("[tabindex='0']")?.focus({ preventScroll: true });
  byId("problems").replaceChildren(...notes(found));
}

/** What stands under the box: what was not understood, and what can be done with text that is no wikitext. */
function notes(found) {
  if (found.span) return notUnderstood(found);
  return [
    element("p", {}, "This text was extracted from a page, so it has no templates that could be checked or changed."),
    button(
      "Write it as wikitext",
      doing(() => rewrite(found.record)),
      { class: "primary" },
    ),
  ];
}

function notUnderstood({ problems, unknown_templates: unknown }) {
  const notes = [
    ...problems.map(({ span, parameter, message }) => [span, `${parameter ? `${parameter}: ` : ""}${message}`]),
    ...unknown.map(({ span, name }) => [span, `The meaning of the template ${quoted(name)} is not known.`]),
  ];
  if (!notes.length) return [];
  const { positions } = analysis.result;
  return [
    element("h3", {}, "Not understood"),
    element(
      "ul",
      { class: "problems" },
      notes.map(([span, words]) =>
        element(
          "li",
          {},
          button(words, () => editor.goTo(analysis.now(positions.span(span))), { class: "plain", dir: "auto" }),
        ),
      ),
    ),
  ];
}

// -- places -------------------------------------------------------------------------------------------------------------------------------

function lit(path) {
  const span = path ? infobox()?.where.of(path) : null;
  editor.light(span ? analysis.now(span) : null);
}

function goTo(path) {
  const span = infobox()?.where.of(path);
  if (span) editor.goTo(analysis.now(span));
}

function lightItem(place) {
  const { result } = analysis;
  if (!result) return;
  const at = analysis.then(place);
  const inside = result.infoboxes.findIndex(({ where }) => {
    const span = where.of("template");
    return span && span.from <= at && at <= span.to;
  });
  if (inside >= 0 && inside !== state.chosen) choose(inside);
  const path = infobox()?.where.at(at) ?? "";
  boxTargets.light(path);
  treeTargets.light(path);
}

const boxTargets = new Targets(byId("box"), { lit, chosen: goTo, roving: true });
const treeTargets = new Targets(byId("tree"), { lit, chosen: goTo });

function choose(at) {
  state.chosen = at;
  byId("infobox").value = String(at);
  show();
}

// -- changes ------------------------------------------------------------------------------------------------------------------------------

/** Make edits of the API in the text of a result, and show what they changed. */
function make(result, edits, words) {
  if (!analysis.isCurrent || analysis.result !== result) {
    say("The text has just changed. Look at it again, then apply the change once more.");
    return;
  }
  applied(result.text, result.positions.edits(edits), words);
}

function applied(text, edits, words) {
  state.byUs = true;
  editor.apply(edits);
  state.byUs = false;
  const close = () => {
    byId("last").hidden = true;
  };
  byId("last").replaceChildren(
    element(
      "div",
      { class: "bar" },
      element("h3", { dir: "auto" }, words),
      element("span", { class: "gap" }),
      button("Undo", () => {
        editor.undo();
        close();
        announce("Taken back");
      }),
      button("✕", close, { class: "quiet", "aria-label": "Close the last change" }),
    ),
    changesView(text, edits),
  );
  byId("last").hidden = false;
  announce(words);
}

const findings = new Findings(byId("finding-list"), {
  now: (span) => analysis.now(span),
  goTo: (span) => editor.goTo(span),
  light: (span, isShown) => editor.light(span, isShown),
  apply: make,
});

let changing = Promise.resolve();

/** Let the text say what a changed record says, once earlier changes are made. */
function change(made, isSame) {
  changing = changing.then(async () => {
    try {
      say("");
      const result = await analysis.settled();
      const { record } = infobox();
      if (!isSame(record)) throw new Error("This part of the text has just changed. Look at it again, then change it.");
      const { edits, text } = await ask("edits", { record: made(record), text: result.text });
      if (!edits.length) return tree.show(record);
      const { changes } = await ask("diff", { old: result.text, new: text, ...analysis.page });
      make(result, edits, changes.map((each) => each.words).join("; ") || "Changed");
    } catch (error) {
      say(error, infobox()?.span === null ? "Text that was extracted from a page has no wikitext to change." : "");
      if (infobox()) tree.show(infobox().record);
    }
  });
}

const tree = new Tree(byId("tree"), change);

async function previewFixes() {
  const result = await analysis.settled();
  const { text, fixed } = await ask("fix", { text: result.text, ...analysis.page });
  const edits = difference(result.text, text);
  const close = () => {
    byId("all-fixes").hidden = true;
    byId("fix-all").focus();
  };
  const apply = button(
    "Make these changes",
    () => {
      byId("all-fixes").hidden = true;
      if (!analysis.isCurrent) return say("The text has just changed. Look at it again.");
      applied(result.text, edits, `${counted(fixed.length, "finding")} fixed`);
      byId("findings-title").focus();
    },
    { class: "primary" },
  );
  byId("all-fixes").replaceChildren(
    element("p", {}, `${counted(fixed.length, "safe fix").replace(/fixs$/, "fixes")}:`),
    changesView(result.text, edits),
    element("div", { class: "bar" }, apply, button("Cancel", close)),
  );
  byId("all-fixes").hidden = false;
  apply.focus();
}

// -- pages in and out ---------------------------------------------------------------------------------------------------------------------

function open(page, name, { title = "", wiki = "", address = "" } = {}) {
  Object.assign(state, { name, title: address || title, chosen: 0 });
  if (wiki || byId("wiki").value === state.loadedWiki) setWiki(wiki); // what was chosen by hand stays
  state.loadedWiki = wiki;
  analysis.of(title, byId("wiki").value);
  editor.open(page);
  state.unsaved = false;
  byId("last").hidden = true;
  analysis.soon();
}

/** Choose the wiki of the text, which may be one that is not in the list. */
function setWiki(wiki) {
  const list = byId("wiki");
  if (![...list.options].some((option) => option.value === wiki)) list.append(element("option", { value: wiki }, wiki));
  list.value = wiki;
}

function offerWikis(languages) {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const named = languages.map((code) => [names.of(code), `${code}wiki`]).sort(([one], [other]) => one.localeCompare(other));
  byId("wiki").append(...named.map(([name, wiki]) => element("option", { value: wiki }, `${name} (${wiki})`)));
  byId("wiki").hidden = false;
}

/** The text of a file. Throws if it is not in UTF-8: other bytes would be lost. */
async function textIn(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`${file.name} is not a text in UTF-8.`);
  }
}

async function openFile(file) {
  open(await textIn(file), file.name);
}

async function rewrite(record) {
  const { text } = await ask("write", { record });
  open(text, "infobox.wikitext");
}

async function load() {
  const title = byId("title").value.trim();
  announce("Loading");
  const page = await ask("page", { title });
  open(page.text, `${page.title}.wikitext`, page);
  editor.focus();
}

function save() {
  state.unsaved = false;
  const address = URL.createObjectURL(new Blob([editor.page], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: state.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function copy(text, what) {
  await navigator.clipboard.writeText(text);
  state.unsaved = false;
  note(`${what} copied`);
}

async function share() {
  const link = await linkTo(editor.page);
  history.replaceState(null, "", link);
  const long = link.length > LONG_LINK ? ` It has ${link.length.toLocaleString("en")} characters; some programs cut it.` : "";
  try {
    await copy(link, "Link");
    note(`Link copied.${long}`);
  } catch {
    note(`The link is in the address bar.${long}`);
  }
}

async function openLink() {
  try {
    const text = await textOf(location.hash);
    if (text === null) return;
    const { hash } = location;
    open(text, "infobox.wikitext");
    history.replaceState(null, "", hash);
  } catch {
    say("The link is damaged: it carries no text that can be opened.");
  }
}

// -- comparing and history ----------------------------------------------------------------------------------------------------------------

let comparing = null;

async function compare() {
  comparing?.abort();
  const { signal } = (comparing = new AbortController());
  const old = byId("old").value;
  if (!old) {
    byId("comparison").replaceChildren();
    return;
  }
  try {
    const shown = await comparison(old, editor.text, analysis.page, signal);
    if (!signal.aborted) byId("comparison").replaceChildren(...shown);
  } catch (error) {
    if (error.name !== "AbortError") say(error);
  }
}

function setOld(text) {
  byId("old").value = text;
  void compare();
}

let timelineOf = "";

async function showHistory() {
  const { title } = state;
  if (title && title === timelineOf) return;
  timelineOf = title;
  const into = byId("timeline");
  if (!title) {
    into.replaceChildren(element("p", {}, "Load a page by its title to see how its infobox changed."));
    return;
  }
  into.replaceChildren(element("p", {}, "Asking the wiki for the revisions…"));
  try {
    const shown = await timeline(title);
    if (timelineOf === title) into.replaceChildren(...shown);
  } catch (error) {
    timelineOf = "";
    into.replaceChildren();
    say(error);
  }
}

// -- wiring -------------------------------------------------------------------------------------------------------------------------------

const showTab = tabs(document.querySelector("[role=tablist]"), (panel) => {
  state.panel = panel;
  show();
});

const picked = (id, then) =>
  byId(id).addEventListener(
    "change",
    doing(async ({ target }) => {
      const [file] = target.files;
      target.value = "";
      if (file) await then(file);
    }),
  );

const clicked = (id, work) => byId(id).addEventListener("click", doing(work));

clicked("open", () => byId("file").click());
clicked("open-old", () => byId("file-old").click());
picked("file", openFile);
picked("file-old", async (file) => setOld(await textIn(file)));
clicked("keep", () => setOld(editor.text));
clicked("copy", () => copy(editor.page, "Text"));
clicked("copy-json", () => copy(byId("json").textContent, "JSON"));
clicked("save", save);
clicked("share", share);
clicked("fix-all", previewFixes);
clicked("show-keys", () => byId("keys").showModal());
clicked("hide-keys", () => byId("keys").close());
byId("by-title").addEventListener("submit", doing(load));
byId("wiki").addEventListener("change", ({ target }) => {
  analysis.in(target.value);
  analysis.soon();
});
byId("infobox").addEventListener("change", ({ target }) => choose(Number(target.value)));
byId("old").addEventListener("input", () => void compare());
window.addEventListener("copy", () => {
  state.unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (state.unsaved && editor.length) event.preventDefault();
});
window.addEventListener("hashchange", () => void openLink());
for (const skip of document.querySelectorAll(".skip")) {
  skip.addEventListener(
    "click",
    doing(() => focusOn(skip.hash.slice(1))),
  );
}

window.addEventListener(
  "dragover",
  (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  },
  true,
);
window.addEventListener(
  "drop",
  (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.stopPropagation();
    void doing(() => openFile(file))(event);
  },
  true,
);

function focusOn(id) {
  if (id === "text") editor.focus();
  else if (id === "understood") document.querySelector("[role=tab][aria-selected=true]").focus();
  else byId(id).focus();
}

function nextPart(step) {
  const parts = ["text", "findings-title", "understood"];
  const here = document.activeElement;
  const at = here === byId("text") ? 0 : byId("findings").contains(here) ? 1 : byId("understood").contains(here) ? 2 : -1;
  focusOn(parts.at((at + step) % parts.length));
}

const KEYS = {
  F6: (event) => nextPart(event.shiftKey ? -1 : 1),
  F8: (event) => findings.next(editor.cursor, event.shiftKey ? -1 : 1) || note("No findings"),
  "Ctrl+.": () => findings.fixOpen(),
  "Ctrl+o": () => byId("file").click(),
  "Ctrl+s": save,
};

window.addEventListener(
  "keydown",
  (event) => {
    const key = KEYS[`${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.key}`];
    if (!key || event.altKey || byId("keys").open) return;
    event.preventDefault();
    event.stopPropagation();
    key(event);
  },
  true,
);

async function begin() {
  showTab(state.panel);
  analysis.soon();
  await openLink();
  const { live, languages } = await got("health");
  offerWikis(languages);
  byId("by-title").hidden = !live;
  byId("tab-history").hidden = !live;
}

void doing(begin)();
