"""One server for the tests of the API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from infobox.web.application import ServerSettings
from tests.web.servers import serving


@pytest.fixture(scope="session")
def api() -> Iterator[httpx.Client]:
    """A client of a server with the settings of `infobox serve`, but that asks no wikis."""
    with serving(ServerSettings(hosts=["127.0.0.1", "localhost", "[::1]"])) as client:
        yield client
