"""The wikis of one run: each is asked by one session, in the name of one operator."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from time import sleep as wait

from infobox.live.addresses import target
from infobox.live.errors import WikiError
from infobox.live.pages import LivePage, pages
from infobox.live.session import Wiki
from infobox.live.settings import WIKI, Pace, api_of, contact_of, host_of, is_private, login_of
from infobox.pages.sources import PageError, Source
from infobox.pages.wrong_kind import is_address


class Wikis:
    """The wiki at hand, and those that addresses name. Raises `WikiError` for settings that do not do."""

    def __init__(
        self,
        wiki: str = "",
        contact: str = "",
        pace: Pace | None = None,
        *,
        sleep: Callable[[float], object] = wait,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._home = api_of(wiki or WIKI)
        self._contact, self._pace, self._sleep, self._environment = contact, pace, sleep, environment
        self._held: dict[str, Wiki] = {}

    def of(self, host: str = "") -> Wiki:
        """The wiki at a host; the one at hand if none is named."""
        here = is_private(f"http://{host}/")
        api = self._home if host in ("", host_of(self._home)) else f"http://{host}/w/api.php" if here else api_of(host)
        if api not in self._held:
            contact = contact_of(api, self._contact, self._environment)
            self._held[api] = Wiki(api, contact, self._pace, sleep=self._sleep)
        return self._held[api]

    def logged_in(self) -> Wiki:
        """The wiki at hand, with the login of the environment. Raises `WikiError` if there is none, or if it is not accepted."""
        wiki = self.of()
        if not wiki.user:
            login = login_of(self._environment)
            if login is None:
                raise WikiError(
                    "settings",
                    f"{wiki.host}: saving needs a login: set INFOBOX_BOT_NAME and INFOBOX_BOT_PASSWORD (made at Special:BotPasswords),"
                    " or INFOBOX_BEARER",
                )
            wiki.log_in(login)
        return wiki

    def pages(self, asked: list[str]) -> Iterator[LivePage]:
        """The pages that are meant by titles and addresses, in their order; those of one wiki in a row are asked for together."""
        targets = [target(each) for each in asked]
        while targets:
            host = targets[0].host
            several = next((number for number, each in enumerate(targets) if each.host != host), len(targets))
            yield from pages(self.of(host), targets[:several])
            targets = targets[several:]


def opener(wiki: str = "") -> Callable[[str], Iterator[Source]]:
    """What gives the page of a title or an address to commands that read files; the settings are those of the environment.

    It raises `PageError`. `wiki` is the database name of the Wikipedia to which titles belong.
    """
    held: list[Wikis] = []

    def opened(name: str) -> Iterator[Source]:
        try:
            if not held:
                held.append(Wikis(f"{wiki.removesuffix('wiki').replace('_', '-')}" if wiki else ""))
            for page in held[0].pages([name]):
                if page.lacks:
                    raise PageError(f"{name}: {'' if is_address(name) else 'no such file, and on the wiki '}{page.lacks}")
                yield page.source
        except WikiError as error:
            file = "" if is_address(name) else "no such file, and the page of this title cannot be read: "
            raise PageError(f"{name}: {file}{error}") from None

    return opened
