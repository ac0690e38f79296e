"""The arguments of ``infobox live``. Nothing is imported that asks a wiki."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from infobox.arguments import Parser
from infobox.live.settings import WIKI, Pace
from infobox.shared_arguments import color, finding_format, record_format, rules

PACE = Pace()


def add(parser: Parser) -> None:
    """Add the commands of ``infobox live``."""
    parser.description = (
        "Read, check and fix infoboxes on their wiki, which is asked politely: one request at a time. Wikimedia's wikis want to know "
        "who asks: give --contact or set INFOBOX_CONTACT. A login is taken from INFOBOX_BOT_NAME and INFOBOX_BOT_PASSWORD, or from "
        "INFOBOX_BEARER. Needs the extra live: pip install 'infobox[live]'."
    )
    parser.examples("infobox live show --help", "infobox live check --help")
    commands = parser.add_subparsers(dest="live_command", metavar="COMMAND", title="commands", required=True)
    for name, (purpose, add_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        add_arguments(command)
        _asking(command)


def _asking(parser: argparse.ArgumentParser) -> None:
    """What all commands take that ask a wiki."""
    group = parser.add_argument_group("the wiki")
    group.add_argument("--wiki", default=WIKI, metavar="HOST", help=f"the wiki: its host, or the address of its api.php (default {WIKI})")
    group.add_argument("--contact", default="", metavar="WHO", help="an address of yours or your user page; otherwise INFOBOX_CONTACT")
    group.add_argument(
        "--wait", type=_seconds, default=PACE.between, metavar="SECONDS", help="least time between two requests (default 0.33)"
    )
    group.add_argument("--tries", type=_times, default=PACE.tries, metavar="N", help=f"how often a request is tried (default {PACE.tries})")
    group.add_argument("-q", "--quiet", action="store_true", help="print no remarks and no summary, only errors")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 86400:
        raise argparse.ArgumentTypeError(f"{text} is no time to wait: give seconds, such as 0.5")
    return value


def _times(text: str) -> int:
    value = int(text)
    if not 0 < value <= 100:
        raise argparse.ArgumentTypeError(f"{text} tries are not possible: give 1 to 100")
    return value


_TITLES = "title, or address of a page, a revision or a difference"


def _selected(parser: argparse.ArgumentParser) -> None:
    """Which pages of the wiki, beside those that are named."""
    parser.add_argument("titles", nargs="*", metavar="TITLE", help=_TITLES)
    parser.add_argument("--using", metavar="TEMPLATE", help="the articles that use this template, also by a redirect to it")
    parser.add_argument("--category", metavar="CATEGORY", help="the articles in this category")
    parser.add_argument("--depth", type=int, default=0, metavar="N", help="with --category: also those in N levels under it (default 0)")
    parser.add_argument("--limit", type=_limit, metavar="N", help="at most N pages")


def _state(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--state", metavar="FILE", help="keep in this file how far --using or --category has come; a run with the same file goes on there"
    )


def _limit(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _show(parser: Parser) -> None:
    parser.description = (
        "Print the record of every infobox of pages, as `infobox parse` does. Exit status: 0; 1 if a page has no infobox; 2 if a page "
        "cannot be read."
    )
    parser.add_argument("titles", nargs="+", metavar="TITLE", help=_TITLES)
    record_format(parser)
    color(parser)
    parser.examples(
        "infobox live show 'Battle of Leros' > leros.jsonl", "infobox live show https://fr.wikipedia.org/wiki/Bataille_de_Valmy"
    )


def _check(parser: Parser) -> None:
    parser.description = (
        "Report what is wrong with the infoboxes of pages, with the address of the revision that was read. Exit status: 0 nothing found; "
        "1 findings; 2 wrong use or a page that cannot be read."
    )
    _selected(parser)
    _state(parser)
    rules(parser, fixes=False)
    finding_format(parser)
    parser.set_defaults(pages=[], edit=None, fix=False, diff=False, unsafe=False)  # of `infobox check`
    color(parser)
    parser.examples(
        "infobox live check 'Battle of Leros'",
        "infobox live check --using 'Infobox military conflict' --limit 500 --format jsonl > findings.jsonl",
    )


def _history(parser: Parser) -> None:
    from infobox.history.arguments import shown

    parser.description = (
        "Print how the infobox of a page changed: each revision in which it did, with its author, the changes in meaning, the findings "
        "that it brought and took away, and what it reverts. Exit status: 0; 1 if the page never had an infobox; 2 if it cannot be read."
    )
    parser.add_argument("titles", nargs="+", metavar="TITLE", help=_TITLES)
    shown(parser)
    parser.examples("infobox live history 'Battle of Leros'", "infobox live history --since 2024 --plot leros.svg 'Battle of Leros'")


def _fix(parser: Parser) -> None:
    parser.description = (
        "Show what fixes would change in pages, as a diff; with --save, save it, one page after the other: on the revision that was read "
        "alone, so that no other edit is undone. Pages that keep bots away are left alone, and a message on the account's talk page stops "
        "the run. Exit status: 0; 1 if something would be changed; 2 wrong use, or a page that cannot be read or saved."
    )
    _selected(parser)
    _state(parser)
    parser.add_argument("--save", action="store_true", help="save what is fixed; needs a login and --journal")
    parser.add_argument("--journal", metavar="FILE", help="keep each edit in this file; a run with the same file does nothing twice")
    parser.add_argument("--max-edits", type=_limit, metavar="N", help="stop after N edits")
    parser.add_argument("--summary", default="", metavar="WORDS", help="how summaries begin, such as the link to a bot's task")
    parser.add_argument("--tag", action="append", metavar="TAG", help="give the edits this change tag, which the wiki must know")
    parser.add_argument("--unsafe", action="store_true", help="also fix what changes what a reader sees (only shown, or with --human)")
    _saving(parser)
    rules(parser, fixes=True)
    color(parser)
    parser.examples(
        "infobox live fix 'Battle of Leros'",
        "infobox live fix --using 'Infobox military conflict' --save --journal edits.jsonl --max-edits 20",
    )


def _saving(parser: argparse.ArgumentParser) -> None:
    """As whom, and how often, pages are saved."""
    parser.add_argument("--human", action="store_true", help="save as a person, not with the bot flag")
    parser.add_argument(
        "--edit-wait", type=_seconds, default=PACE.between_edits, metavar="SECONDS", help="least time between two edits (default 10)"
    )


def _undo(parser: Parser) -> None:
    parser.description = (
        "Take back the edits of a journal where nobody has edited the page since. Exit status: 0; 1 if it cannot be known whether an edit "
        "was made; 2 if one could not be undone."
    )
    parser.add_argument("journal", metavar="JOURNAL", help="the journal of infobox live fix")
    _saving(parser)
    parser.examples("infobox live undo edits.jsonl", "infobox live undo --human edits.jsonl")


def _titles(parser: Parser) -> None:
    parser.description = "Print the titles of the pages that use a template, one a line, as `infobox extract --titles` reads them."
    parser.add_argument("template", nargs="?", default="Infobox military conflict", metavar="TEMPLATE", help="the template's name")
    parser.add_argument("--namespaces", default="0", metavar="N,N", help="numbers of the namespaces (default 0)")
    parser.add_argument("--limit", type=_limit, metavar="N", help="at most N titles")
    parser.examples("infobox live titles > titles.txt", "infobox live titles --limit 100 'Infobox military operation'")


def _watch(parser: Parser) -> None:
    parser.description = (
        "Print what edits do to infoboxes, as they are made: a line of JSON for each edit, or words on a terminal. Wikimedia's wikis are "
        "watched by their stream of events, others by their recent changes. Ctrl-C ends it. Exit status: 0 at --limit; 2 if it cannot go "
        "on; 130 after Ctrl-C."
    )
    parser.add_argument("--since", type=_time, metavar="TIME", help="begin at this time, in ISO 8601 (default: now)")
    parser.add_argument("--state", metavar="FILE", help="keep the position in this file; a run with the same file goes on there")
    parser.add_argument("--limit", type=_limit, metavar="N", help="end after N edits that touched an infobox")
    parser.add_argument(
        "--every", type=_seconds, default=10.0, metavar="SECONDS", help="time between questions for recent changes (default 10)"
    )
    parser.add_argument("--stream", default="", metavar="ADDRESS", help="another stream of events of the form mediawiki.page_change.v1")
    parser.add_argument("--format", choices=("jsonl", "text"), help="text on a terminal, jsonl elsewhere")
    rules(parser, fixes=False)
    parser.examples("infobox live watch", "infobox live watch --state watch.json --severity warning > edits.jsonl")


def _time(text: str) -> str:
    try:
        time = datetime.fromisoformat(text)
        return f"{(time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text} is no time: give one such as 2026-11-28T12:00:00Z") from None


COMMANDS = {
    "show": ("pages -> records", _show),
    "check": ("what is wrong with infoboxes", _check),
    "history": ("how infoboxes changed", _history),
    "fix": ("show or save fixes", _fix),
    "undo": ("take back saved fixes", _undo),
    "watch": ("what edits do to infoboxes", _watch),
    "titles": ("which pages use the template", _titles),
}
"""For each command: what it is for, and what adds its arguments."""
