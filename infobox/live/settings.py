"""Which wiki is asked, in whose name, and at what pace."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from infobox.live.errors import WikiError

CONTACT: Final = "INFOBOX_CONTACT"
NAME: Final = "INFOBOX_BOT_NAME"
PASSWORD: Final = "INFOBOX_BOT_PASSWORD"
BEARER: Final = "INFOBOX_BEARER"
WIKI: Final = "en.wikipedia.org"
"""The wiki that is asked if none is named."""

_FAMILIES: Final = (
    "wikipedia.org", "wiktionary.org", "wikiquote.org", "wikisource.org", "wikibooks.org", "wikinews.org", "wikiversity.org",
    "wikivoyage.org", "wikidata.org", "wikimedia.org", "mediawiki.org", "wikifunctions.org",
)  # fmt: skip
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?", re.IGNORECASE)
_MOBILE: Final = re.compile(r"(?<=\.)m\.(?=\w+\.org\Z)|\Am\.(?=\w+\.org\Z)")


class Pace(Struct, frozen=True):
    """How fast a wiki is asked, and how patiently. All times are in seconds.

    `between` is the least time between two requests, `between_edits` between two edits; a request is tried `tries` times: again after
    the wait that the wiki asks for, else after `first_wait`, doubled each time up to `longest_wait`. `timeout` is how long an answer may
    take to begin, and may pause. The defaults follow https://www.mediawiki.org/wiki/API:Etiquette and the usual limit of bots, six edits a
    minute (https://en.wikipedia.org/wiki/Wikipedia:Bot_policy).
    """

    between: float = 1 / 3
    between_edits: float = 10.0
    tries: int = 6
    first_wait: float = 5.0
    longest_wait: float = 120.0
    timeout: float = 60.0


class Login(Struct, frozen=True):
    """How the operator is known to the wiki: a bot password (`name`, `password`), or the access token of an owner-only OAuth client."""

    name: str = ""
    password: str = ""
    bearer: str = ""

    def __repr__(self) -> str:
        return "Login(...)"  # no secret gets into a message


def login_of(environment: Mapping[str, str] = os.environ) -> Login | None:
    """The login of the environment; None if there is none. Raises `WikiError` if half of it is missing."""
    name, password, bearer = (environment.get(key, "").strip() for key in (NAME, PASSWORD, BEARER))
    if bearer:
        if not (bearer.isascii() and bearer.isprintable()):
            raise WikiError("settings", f"{BEARER} holds signs that no access token has: paste it again")
        return Login(bearer=bearer)
    if bool(name) != bool(password):
        raise WikiError("settings", f"{NAME if name else PASSWORD} is set and {PASSWORD if name else NAME} is not: set both")
    return Login(name, password) if name else None


def contact_of(api: str, given: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """Whom the wiki's operators may write to. Raises `WikiError` if there is nobody and the wiki requires it."""
    contact = " ".join((given or environment.get(CONTACT, "")).split())
    if not contact and is_wikimedia(host_of(api)):
        raise WikiError(
            "settings",
            f"{host_of(api)} wants to know who asks: set {CONTACT} to an address of yours or to your user page"
            " (https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy)",
        )
    if not contact.isprintable() or not contact.isascii() or "(" in contact or ")" in contact:
        raise WikiError("settings", "the contact stands in an HTTP header: only ASCII without parentheses")
    return contact


def api_of(wiki: str) -> str:
    """The address of a wiki's API: given as such, or by the host of a wiki of Wikimedia (`en.wikipedia.org`, `fr`). Raises `WikiError`."""
    if "://" not in wiki and "/" not in wiki:
        if "." not in wiki and re.fullmatch(r"[a-z][a-z-]{1,23}", wiki):
            wiki = f"{wiki}.wikipedia.org"
        host = plain_host(wiki)
        if _HOST.fullmatch(host) is None or "." not in host:
            raise WikiError("settings", f"{wiki!r} is no wiki: give a host such as en.wikipedia.org, or the address of its api.php")
        return f"https://{host}/w/api.php"
    parts = urlsplit(wiki if "://" in wiki else f"https://{wiki}")
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.endswith("/api.php") or parts.query or parts.username:
        raise WikiError("settings", f"{_without_user(wiki)!r} is no address of an api.php, such as https://wiki.example.org/w/api.php")
    return f"{parts.scheme}://{plain_host(parts.netloc)}{parts.path}"


def _without_user(address: str) -> str:
    """An address without a name and password in it."""
    return re.sub(r"//[^/@]*@", "//", address)


def plain_host(host: str) -> str:
    """A host in lower case, not its mobile twin: `en.wikipedia.org` for `en.m.wikipedia.org`."""
    return _MOBILE.sub("", host.lower())


def host_of(api: str) -> str:
    """The host, with its port, of an address."""
    return urlsplit(api).netloc


def is_wikimedia(host: str) -> bool:
    """Whether a host belongs to the Wikimedia Foundation's wikis."""
    return any(host == family or host.endswith(f".{family}") for family in _FAMILIES)


def is_private(api: str) -> bool:
    """Whether nobody between here and a wiki can read what is sent: by HTTPS, or to this machine."""
    parts = urlsplit(api)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
