"""``infobox live check``: the findings in pages of a wiki."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from infobox.checks.commands import Checking, selection_of
from infobox.checks.options import OptionError
from infobox.live.commands import Trouble, category_title, template_title, wikis
from infobox.live.errors import WikiError
from infobox.live.listing import Listing
from infobox.outline import say
from infobox.plurals import many

if TYPE_CHECKING:
    import argparse

    from infobox.live.pages import LivePage
    from infobox.live.wikis import Wikis
    from infobox.pages.sources import Source


def check(arguments: argparse.Namespace) -> int:
    """Report what is wrong with pages of a wiki."""
    try:
        selection = selection_of(arguments)
    except OptionError as error:
        raise WikiError("settings", str(error)) from None
    trouble = Trouble(arguments)
    run = Checking(arguments, selection, _sources(trouble.readable(selected_of(arguments, wikis(arguments)))))
    run.report()
    run.failed |= trouble.failed
    if not arguments.quiet:
        run.summarize()
    return run.status


def _sources(pages: Iterable[LivePage]) -> Iterator[Source]:
    return (page.source for page in pages)


def selected_of(arguments: argparse.Namespace, several: Wikis) -> Iterator[LivePage]:
    """The pages that the arguments name, of some wikis. Raises `WikiError` for arguments that contradict each other."""
    ways = [bool(arguments.titles), bool(arguments.using), bool(arguments.category)]
    if sum(ways) != 1:
        raise WikiError("settings", "name pages, or give one of --using and --category")
    if arguments.depth and not arguments.category:
        raise WikiError("settings", "--depth only works with --category")
    state = getattr(arguments, "state", None)
    if state and arguments.titles:
        raise WikiError("settings", "--state only works with --using or --category")
    if arguments.titles:
        return islice(several.pages(arguments.titles), arguments.limit)
    template = template_title(arguments.using) if arguments.using else ""
    category = category_title(arguments.category) if arguments.category else ""
    listing = Listing(several.of(), using=template, category=category, depth=arguments.depth, state=Path(state) if state else None)
    if listing.place.count and not arguments.quiet:
        done = f"{many(listing.place.count, 'page')} {'was' if listing.place.count == 1 else 'were'} done before"
        say(f"{state}: {done}{'; nothing is left' if not listing.place.waiting else ''}")
    return islice(listing, arguments.limit)
