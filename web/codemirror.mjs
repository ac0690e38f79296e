// What the page uses of CodeMirror 6.
export { defaultKeymap, history, historyKeymap, invertedEffects, isolateHistory, undo } from "@codemirror/commands";
export { diff } from "@codemirror/merge";
export { search, searchKeymap } from "@codemirror/search";
export { Annotation, ChangeSet, RangeSet, RangeSetBuilder, RangeValue, StateEffect, StateField } from "@codemirror/state";
export {
  Decoration,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  MatchDecorator,
  placeholder,
  ViewPlugin,
} from "@codemirror/view";
