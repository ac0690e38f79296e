/** The text: CodeMirror in a shadow root, where its style sheets need no exception from the page's policy. */
import {
  Annotation,
  ChangeSet,
  Decoration,
  defaultKeymap,
  diff,
  EditorView,
  highlightSpecialChars,
  history,
  historyKeymap,
  isolateHistory,
  keymap,
  lineNumbers,
  MatchDecorator,
  placeholder,
  search,
  searchKeymap,
  StateEffect,
  StateField,
  undo,
  ViewPlugin,
} from "./codemirror.js";
import { joined, lineEnds, setEnds, split } from "./line_ends.js";

const setLight = StateEffect.define();
const setMarks = StateEffect.define();
const ofPage = Annotation.define();

/** Decorations that an effect replaces, and that keep their places while the text is edited. */
const decorated = (effect) =>
  StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
      for (const each of transaction.effects) if (each.is(effect)) return each.value;
      return transaction.docChanged ? value.map(transaction.changes) : value;
    },
    provide: (field) => EditorView.decorations.from(field),
  });

const lit = Decoration.mark({ class: "lit" });
const underlined = Object.fromEntries(
  ["error", "warning", "info"].map((severity) => [severity, Decoration.mark({ class: `found ${severity}` })]),
);

/** What stands out in wikitext; only what is in view is looked at, and nothing is looked for far. */
const markup = new MatchDecorator({
  regexp: /<!--.{0,400}?-->|<\/?[a-z][^<>]{0,400}>|^[ \t]*\|[^=|{}[\]<>\n]{1,60}=|\{\{[^{}|[\]<>\n]{0,60}|\}\}|\[\[|\]\]|'''?/gi,
  decorate(add, from, to, [words]) {
    const kind = words.startsWith("<") ? "tag" : /^[ \t]*\|/.test(words) ? "parameter" : words.startsWith("{{") ? "call" : "sign";
    add(from, to, Decoration.mark({ class: kind }));
  },
});
const highlighted = ViewPlugin.define(
  (view) => ({
    decorations: markup.createDeco(view),
    update(update) {
      this.decorations = markup.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--ground)", fontSize: "0.84rem" },
  "&.cm-focused": { outline: "none" }, // the page draws it around the host
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-line": { padding: "0 0.9rem 0 0.5rem" },
  ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--muted)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.4rem 0 0.8rem", minWidth: "2.6rem" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)" },
  ".cm-textfield, .cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--ground)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--warm)" },
  ".cm-specialChar": { color: "var(--error)" },
  ".lit": { backgroundColor: "var(--lit)", borderRadius: "2px" },
  ".lit, .lit *": { color: "var(--ink) !important" },
  ".found": { textDecoration: "underline wavy 1.5px", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".error": { textDecorationColor: "var(--error)" },
  ".warning": { textDecorationColor: "var(--warning)" },
  ".info": { textDecorationColor: "var(--info)" },
  ".parameter": { color: "var(--accent)" },
  ".call": { color: "var(--call)" },
  ".tag": { color: "var(--muted)" },
  ".sign": { color: "var(--muted)" },
});

/**
 * The editor in `host`. `changed(changes)` is called when the text is edited, `moved(place)` when the cursor is put somewhere, and
 * `pasted(page)` for what is pasted in place of the whole text, which is then left to the listener. Places are in UTF-16 units of `text`.
 */
export class Editor {
  #view;

  constructor(host, { changed, moved, pasted }) {
    const root = host.attachShadow({ mode: "open" });
    this.#view = new EditorView({
      root,
      parent: root,
      extensions: [
        lineNumbers(),
        history(),
        search({ top: true }),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({ "aria-label": "Wikitext", dir: "auto", spellcheck: "false", tabindex: "0" }),
        placeholder("Paste an infobox or a whole article here, or drop a file."),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        lineEnds,
        decorated(setLight),
        decorated(setMarks),
        highlighted,
        theme,
        EditorView.domEventHandlers({ paste: (event) => this.#replaced(event, pasted) }),
        EditorView.clipboardOutputFilter.of((text, state) => this.#copied(text, state)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.changes.desc);
          if (update.selectionSet && !update.transactions.some((each) => each.annotation(ofPage))) moved(this.cursor);
        }),
      ],
    });
  }

  /** The text with newlines as line ends; what is no character is replaced. */
  get text() {
    const text = this.#view.state.doc.toString();
    return text.toWellFormed ? text.toWellFormed() : text;
  }

  /** The text as the page has it, with its own line ends. */
  get page() {
    return joined(this.#view.state);
  }

  get length() {
    return this.#view.state.doc.length;
  }

  get cursor() {
    return this.#view.state.selection.main.head;
  }

  get focused() {
    return this.#view.hasFocus;
  }

  /** No change of the text as it stands, to which later ones are added. */
  unchanged() {
    return ChangeSet.empty(this.length).desc;
  }

  focus() {
    this.#view.focus();
  }

  /** Replace everything by another page. It can be undone. */
  open(page) {
    const { text, ends } = split(page);
    this.#view.dispatch({
      changes: { from: 0, to: this.length, insert: text },
      selection: { anchor: 0 },
      effects: [setEnds.of(ends), EditorView.scrollIntoView(0)],
      annotations: [isolateHistory.of("full"), ofPage.of(true)],
    });
  }

  /** Make edits (`{from, to, insert}`), which are undone together. */
  apply(edits) {
    this.#view.dispatch({ changes: edits, annotations: [isolateHistory.of("full"), ofPage.of(true)], scrollIntoView: false });
  }

  /** Take back what was done last. */
  undo() {
    undo(this.#view);
  }

  /** Light up a span, none if it is null, and bring it into view if `isShown`. */
  light(span, isShown = true) {
    const effects = [setLight.of(span && span.to > span.from ? Decoration.set([lit.range(span.from, span.to)]) : Decoration.none)];
    if (span && isShown) effects.push(EditorView.scrollIntoView(span.from, { y: "nearest", yMargin: 60 }));
    this.#view.dispatch({ effects });
  }

  /** Select a span, bring it into view and put the focus there. */
  goTo({ from, to }) {
    const effects = EditorView.scrollIntoView(from, { y: "center" });
    this.#view.dispatch({ selection: { anchor: from, head: to }, effects, annotations: ofPage.of(true) });
    this.#view.focus();
  }

  /** Underline spans: `[{from, to, severity}]`. An empty one underlines a character beside it. */
  mark(spans) {
    const ranges = spans.map(({ from, to, severity }) => {
      const end = to > from ? to : Math.min(from + 1, this.length);
      const start = end > from ? from : Math.max(0, from - 1);
      return end > start ? [underlined[severity].range(start, end)] : [];
    });
    this.#view.dispatch({ effects: setMarks.of(Decoration.set(ranges.flat(), true)) });
  }

  #replaced(event, pasted) {
    const page = event.clipboardData?.getData("text/plain");
    const { from, to } = this.#view.state.selection.main;
    if (!page || from > 0 || to < this.length) return false;
    event.preventDefault();
    pasted(page);
    return true;
  }

  #copied(text, state) {
    const { from, to } = state.selection.main;
    return state.selection.ranges.length === 1 && to > from ? joined(state, from, to) : text;
  }
}

/** The edits that make one text of another. */
export const difference = (old, text) =>
  diff(old, text, { scanLimit: 500, timeout: 1000 }).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: text.slice(fromB, toB),
  }));
