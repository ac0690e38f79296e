// CodeMirror 6 in place of the wiki's text box, behind the interface that Extension:CodeMirror documents for gadgets: the hook
// `ext.CodeMirror.ready`, `textarea`, `view` and `applyLinter`, with `textSelection` answered by the editor.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintGutter, linter } from "@codemirror/lint";
import { StateEffect } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

const textarea = document.getElementById("wpTextbox1");
const view = new EditorView({
  doc: textarea.value,
  extensions: [history(), lintGutter(), keymap.of([...defaultKeymap, ...historyKeymap])],
});
textarea.before(view.dom);
textarea.style.display = "none";
textarea.form.addEventListener("submit", () => (textarea.value = view.state.doc.toString()));

const select = (anchor, head) => view.dispatch({ selection: { anchor, head } });
$(textarea).textSelection("register", {
  getContents: () => view.state.doc.toString(),
  setSelection: ({ start, end }) => select(start, end),
  replaceSelection: (words) => view.dispatch(view.state.replaceSelection(words)),
  scrollToCaretPosition: () => view.dispatch({ scrollIntoView: true }),
});

window.cm = {
  textarea,
  view,
  applyLinter(lint, config) {
    const source = linter((at) => lint(at.state.doc.toString(), at), config);
    view.dispatch({ effects: StateEffect.appendConfig.of(source) });
  },
};
mw.hook("ext.CodeMirror.ready").fire(window.cm);
