"""The parser of the command line: `argparse` with help that ends in examples, and errors of one line that name what was probably meant.

Only what the arguments need is imported here, so that ``infobox --help`` starts as fast as possible.
"""

from __future__ import annotations

import argparse
import os
import sys

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than this whole module
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite


class HelpFormatter(argparse.HelpFormatter):
    """The usual help; words with line breaks, which are the examples, stay as they are.

    The width is asked from the system to avoid importing `shutil`.
    """

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns)
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=max(columns, 40) - 2)
        self._action_max_length = 16  # the longest command with its indent, which `argparse` counts too short

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


class Version(argparse.Action):
    """Print the version, which is looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from infobox.installed import has_decoder, is_compiled, version

        name = f"infobox {version()}" if version() else "infobox, not installed"
        print(f"{name} ({'compiled' if is_compiled() else 'plain Python'}, {'fast' if has_decoder() else 'ordinary'} bzip2)")
        parser.exit()


class Parser(argparse.ArgumentParser):
    """Options must be written in full, so that a new one never changes what an old command line means. Wrong use is reported in one line
    that says what to do.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=HelpFormatter, allow_abbrev=False, **settings)

    def examples(self, *commands: str) -> None:
        """End the help with these command lines."""
        self.epilog = "\n  ".join(("examples:", *commands))

    # `Any`: the overloads of `argparse` say no more about a namespace of its own class.
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As usual, but an unknown option is reported before anything that it makes look missing."""
        words = list(sys.argv[1:] if args is None else args)
        if unknown := [word for word in self._own(words) if self._is_unknown(word)]:
            self.refuse(unknown)
        return super().parse_known_args(words, namespace)

    def _own(self, words: list[str]) -> Iterable[str]:
        """The words that are this parser's: all before `--`, or those before the name of a command."""
        for word in words:
            if word == "--" or (self._subparsers is not None and not word.startswith("-")):
                return
            yield word

    def _is_unknown(self, word: str) -> bool:
        return word.startswith("--") and " " not in word and word.partition("=")[0] not in self._option_string_actions

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = list(map(str, action.choices or ()))
        if action.choices is None or value in choices:
            return
        from infobox.nearest import did_you_mean, nearest

        if not isinstance(action, argparse._SubParsersAction):
            meant = did_you_mean(nearest(value, choices))
            raise argparse.ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join(choices)}){meant}")
        if os.path.exists(value):
            raise argparse.ArgumentError(None, f"{value!r} is a file, not a command; did you mean {self.prog} parse {value}?")
        meant = did_you_mean(nearest(value, [*choices, *self._option_string_actions]))
        raise argparse.ArgumentError(None, f"no command is called {value!r}{meant}")

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Exit with a message that names the unknown arguments and the option that was probably meant."""
        from infobox.nearest import did_you_mean, nearest

        names = list(self._option_string_actions)
        near = (
            [option for option in names if option.startswith(name)] or nearest(name, names)
            for name in (word.partition("=")[0] for word in unknown)
            if name.startswith("-")
        )
        options = next(filter(None, near), [])
        self.error(f"unrecognized arguments: {' '.join(unknown)}{did_you_mean(options)}")

    def error(self, message: str) -> NoReturn:
        from infobox.controls import visible

        self.exit(2, visible(f"{self.prog}: {message} (see {self.prog} --help)") + "\n")

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the usual help, but raise an error if it cannot be written."""
        (file or sys.stdout).write(self.format_help())
