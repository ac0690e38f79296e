"""The commands of ``infobox live`` that read: pages of a wiki in, records, findings or titles on standard output, exit status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final

from infobox.controls import visible
from infobox.outline import put, say
from infobox.status import NEGATIVE, SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse

    from infobox.live.pages import LivePage
    from infobox.live.wikis import Wikis

EXTRA: Final = "needs the extra live (install it with: pip install 'infobox[live]')"


def live(arguments: argparse.Namespace) -> int:
    """Run one of the commands. Raises nothing: what a wiki refuses is one line."""
    try:
        import requests  # noqa: F401 - whether it is there

        from infobox.live.errors import WikiError
    except ImportError:
        say(f"infobox live: {EXTRA}")
        return TROUBLE
    module, name = COMMANDS[arguments.live_command]
    command: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    try:
        return command(arguments)
    except WikiError as error:
        say(visible(f"infobox live {arguments.live_command}: {error}"))
        return TROUBLE


def wikis(arguments: argparse.Namespace) -> Wikis:
    """The wikis that the arguments name. Raises `WikiError`."""
    from infobox.live.settings import Pace
    from infobox.live.wikis import Wikis

    pace = Pace(between=arguments.wait, between_edits=getattr(arguments, "edit_wait", Pace().between_edits), tries=arguments.tries)
    return Wikis(arguments.wiki, arguments.contact, pace)


class Trouble:
    """What could not be read: reported where it is met, and remembered for the exit status."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.failed = False
        self._quiet = arguments.quiet

    def readable(self, pages: Iterable[LivePage]) -> Iterator[LivePage]:
        """The pages that have a text; a redirect that was followed is remarked."""
        for page in pages:
            if page.origin and not self._quiet:
                say(visible(f"{page.asked}: redirects to {page.title}"))
            if page.lacks:
                say(visible(f"{page.asked}: {page.lacks}"))
                self.failed = True
            else:
                yield page


def show(arguments: argparse.Namespace) -> int:
    """Print the records of pages."""
    from infobox.commands import Printing

    trouble = Trouble(arguments)
    printing = Printing(arguments)
    without = False
    for page in trouble.readable(wikis(arguments).pages(arguments.titles)):
        without |= not printing.page(page.source)
    printing.end()
    return TROUBLE if trouble.failed else NEGATIVE if without else SUCCESS


def titles(arguments: argparse.Namespace) -> int:
    """Print the titles of the pages that use a template."""
    from infobox.live.pages import using

    batches = using(wikis(arguments).of(), template_title(arguments.template), arguments.namespaces.replace(",", "|"), text=False)
    for page in islice((page for batch, _ in batches for page in batch), arguments.limit):
        put(f"{visible(page.title)}\n")
    return SUCCESS


def template_title(name: str) -> str:
    """The title of a template's page by its name."""
    return name if ":" in name else f"Template:{name}"


def category_title(name: str) -> str:
    """The title of a category's page by its name."""
    return name if ":" in name else f"Category:{name}"


COMMANDS: Final = {
    "show": ("infobox.live.commands", "show"),
    "check": ("infobox.live.checking", "check"),
    "history": ("infobox.live.history", "history"),
    "fix": ("infobox.live.fixing", "fix"),
    "undo": ("infobox.live.undoing", "undo"),
    "watch": ("infobox.live.watching", "watch"),
    "titles": ("infobox.live.commands", "titles"),
}
"""The module and the function of each command."""
