"""The manual page, made from the help of the command line. Print it with ``python -m infobox.manual``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from typing import Final

from infobox.arguments import Parser
from infobox.cli import COMMANDS, parsers

_OPTION: Final = re.compile(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*")
_MEANINGS: Final = str.maketrans({"\\": r"\e", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"})


def page() -> str:
    """The page as `man` reads it."""
    parser, commands = parsers()
    lines = [
        '.\\" Made from the help of the command line; do not edit.',
        '.TH INFOBOX 1 "" "infobox" "User Commands"',
        ".SH NAME",
        f"infobox \\- {_sentence(parser.description)}",
        ".SH SYNOPSIS",
        *_synopsis(parser),
        *(line for name in COMMANDS for line in (".br", *_synopsis(commands[name]))),
        ".SH DESCRIPTION",
        _text(parser.description),
        ".SH OPTIONS",
        *_arguments(parser),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        lines += [f'.SS "infobox {name}"', *_command(commands[name])]
    return "\n".join([*lines, ".SH EXAMPLES", *_examples(parser)]) + "\n"


def _command(parser: Parser) -> Iterator[str]:
    yield _text(parser.description)
    yield from _arguments(parser)
    yield ".PP"
    yield from _examples(parser)


def _sentence(text: str | None) -> str:
    """The first sentence, without a full stop and capital, as in lists of manual pages."""
    words = (text or "").partition(". ")[0].rstrip(".")
    return _text(words[:1].lower() + words[1:])


def _synopsis(parser: Parser) -> Iterator[str]:
    """How a command is called; its options are listed below, except those that it needs."""
    words = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            words.append("\\fICOMMAND\\fR ...")
        elif not action.option_strings:
            name = _name(action)
            words.append({"+": f"{name}...", "*": f"[{name}...]"}.get(str(action.nargs), name))
        elif action.required:
            words.append(f"{_bold(action.option_strings[0])} {_name(action)}")
    optional = any(action.option_strings and not action.required for action in _own(parser))
    yield " ".join([_bold(parser.prog), *(["[\\fIOPTIONS\\fR]"] if optional else []), *words])


def _arguments(parser: Parser) -> Iterator[str]:
    """The arguments of a parser with their help, in the order in which they are defined; positional ones first."""
    formatter = parser._get_formatter()
    for action in sorted(_own(parser), key=lambda action: bool(action.option_strings)):
        yield ".TP"
        yield ", ".join(_forms(action))
        yield _text(formatter._expand_help(action) if action.help else "")


def _own(parser: Parser) -> list[argparse.Action]:
    """The arguments of a parser, without the commands below it, and without the help that every command has."""
    helps = (argparse._HelpAction,) if parser._subparsers is None else ()
    return [action for action in parser._actions if not isinstance(action, (argparse._SubParsersAction, *helps))]


def _forms(action: argparse.Action) -> Iterator[str]:
    if not action.option_strings:
        yield _name(action)
    for option in action.option_strings:
        yield f"{_bold(option)} {_name(action)}" if action.nargs != 0 and _takes_value(action) else _bold(option)


def _takes_value(action: argparse.Action) -> bool:
    return not isinstance(action, argparse.BooleanOptionalAction)


def _name(action: argparse.Action) -> str:
    """What an argument is called: its choices, or its name in italics."""
    if action.choices is not None:
        return "|".join(_bold(str(choice)) for choice in action.choices)
    names = action.metavar or action.dest
    return " ".join(f"\\fI{_text(name)}\\fR" for name in ([names] if isinstance(names, str) else names))


def _examples(parser: Parser) -> Iterator[str]:
    yield ".EX"
    yield from (_text(line) for line in (parser.epilog or "").splitlines()[1:])
    yield ".EE"


def _bold(text: str) -> str:
    return f"\\fB{_text(text)}\\fR"


def _text(text: str | None) -> str:
    """Words of which `roff` reads nothing as a request; options keep their hyphens when they are copied."""
    words = _OPTION.sub(lambda match: match[0].replace("-", "\0"), text or "").translate(_MEANINGS).replace("\0", "\\-")
    return f"\\&{words}" if words.startswith(".") else words


if __name__ == "__main__":
    sys.stdout.write(page())
