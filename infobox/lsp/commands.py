"""The command ``infobox lsp``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from infobox.outline import say
from infobox.status import NEGATIVE, SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse

_EXTRA: Final = "needs the extra lsp (install it with: pip install 'infobox[lsp]')"


def lsp(arguments: argparse.Namespace) -> int:
    """Serve an editor until it says goodbye or closes standard input."""
    try:
        from infobox.lsp.server import serve
    except ImportError:
        say(f"infobox lsp: {_EXTRA}")
        return TROUBLE
    if serve(arguments.wiki, verbose=arguments.verbose):
        return SUCCESS
    say("infobox lsp: the input ended without a request to shut down (editors start this command; see infobox lsp --help)")
    return NEGATIVE
