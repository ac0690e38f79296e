"""The arguments of ``infobox serve``. Nothing is imported that serves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Final

from infobox.arguments import Parser

_MOST_WORKERS: Final = 256
_MOST_BYTES: Final = 10**9
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://(?:\[[0-9a-f:.]+\]|[^][/?#@\s:A-Z]+)(?::[0-9]+)?")
_HOST: Final = re.compile(r"\[[0-9a-fA-F:.]+\]|[^][/?#@\s:]+")


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
        type=_origin,
        default=[],
        metavar="ORIGIN",
        help="let pages of this origin, such as https://en.wikipedia.org, ask the API (* is any)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        type=_host,
        default=[],
        metavar="NAME",
        help="also answer to this name of the machine; with --host 127.0.0.1, only its own names are",
    )
    parser.add_argument(
        "--workers", type=_up_to(_MOST_WORKERS), default=2, metavar="N", help="how many requests are worked on at once (default 2)"
    )
    parser.add_argument(
        "--max-size", type=_up_to(_MOST_BYTES), default=4_000_000, metavar="BYTES", help="the longest request (default 4000000)"
    )
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
    value = int(text) if text.isdecimal() else -1
    if not 0 <= value < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to 65535")
    return value


def _up_to(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text) if text.isdecimal() else 0
        if not 0 < value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not possible: give a number from 1 to {most}")
        return value

    return number


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is no time: give seconds, such as 10")
    return value


def _origin(text: str) -> str:
    """An origin as browsers send it (RFC 6454), or `*` for any. Another would never be met."""
    if text != "*" and not _ORIGIN.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is no origin: give scheme and host in lower case, such as https://en.wikipedia.org")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is no name of a machine: give it without scheme and port, such as wiki.example.org")
    return text.lower()
