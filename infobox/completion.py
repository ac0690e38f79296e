"""Completion of the command line by shells: scripts made from the arguments by `shtab`, an optional library, so that completing starts
no Python.
"""

from __future__ import annotations

import argparse
from typing import Final

from infobox.outline import put, say
from infobox.status import SUCCESS, TROUBLE

_FILES: Final = frozenset(("DUMP", "FILE", "NAME", "NEW", "OLD", "OUT", "PAGE", "RECORD"))
_FOLDERS: Final = frozenset(("FOLDER",))
_RULES: Final = frozenset(("RULE", "RULES"))
"""What the arguments are called that name files, folders and rules."""


def completion(arguments: argparse.Namespace) -> int:
    """Print the script for a shell."""
    try:
        import shtab
    except ImportError:
        say("infobox completion: needs the library shtab (install it with: pip install 'infobox[completion]')")
        return TROUBLE
    parser: argparse.ArgumentParser = arguments.parser
    _complete(parser)
    put(f"{shtab.complete(parser, shell=arguments.shell).rstrip()}\n")
    return SUCCESS


def _complete(parser: argparse.ArgumentParser) -> None:
    """Say of each argument what completes it, in the attribute that `shtab` reads."""
    from shtab import DIRECTORY, FILE

    from infobox.checks.registry import rules

    for action in parser._actions:
        if isinstance(action.metavar, tuple):  # which shells show as it is
            action.metavar = action.metavar[0]
        names = {action.metavar}
        if names & _FILES:
            vars(action)["complete"] = FILE
        elif names & _FOLDERS:
            vars(action)["complete"] = DIRECTORY
        elif names & _RULES:
            action.choices = list(rules())
        if isinstance(action, argparse._SubParsersAction):
            purposes = {choice.dest: choice.help for choice in action._choices_actions}
            for name, command in action.choices.items():
                command.description = purposes[name]
                _complete(command)
