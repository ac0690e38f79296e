"""The arguments of ``infobox serve``. Nothing is imported that serves."""

from __future__ import annotations

import argparse

from infobox.arguments import Parser


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = (
        "Serve a page on which pasted wikitext is seen as it is understood, checked and edited, and an API. Only this machine can reach "
        "it, unless --host says otherwise. Nothing that is sent is kept. Titles are looked up on their wiki if the extra live is "
        "installed. Needs the extra web: pip install 'infobox[web]'."
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="the address to listen at (default 127.0.0.1, this machine)")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="the port to listen at (default 8000; 0 is any that is free)")
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of this origin, such as https://en.wikipedia.org, ask the API",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="also answer to this name of the machine; with --host 127.0.0.1, only its own names are",
    )
    parser.add_argument("--workers", type=_number, default=2, metavar="N", help="how many requests are worked on at once (default 2)")
    parser.add_argument("--max-size", type=_number, default=4_000_000, metavar="BYTES", help="the longest request (default 4000000)")
    parser.add_argument("--timeout", type=_seconds, default=10.0, metavar="SECONDS", help="the longest work for one request (default 10)")
    group = parser.add_argument_group("titles")
    group.add_argument(
        "--wiki", default="", metavar="HOST", help="the wiki of titles: its host, or the address of its api.php (default en.wikipedia.org)"
    )
    group.add_argument("--contact", default="", metavar="WHO", help="an address of yours or your user page; otherwise INFOBOX_CONTACT")
    group.add_argument("--offline", action="store_true", help="ask no wiki")
    parser.add_argument("-q", "--quiet", action="store_true", help="print no line for each request")
    parser.examples("infobox serve", "infobox serve --port 9000 --allow-origin https://en.wikipedia.org")


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to 65535")
    return value


def _number(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is no time: give seconds, such as 10")
    return value
