"""The wiki of the tests: one for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infobox.live.session import Wiki
from infobox.live.settings import Login, Pace
from tests.command_line import Run, Runner
from tests.live.mediawiki import MISSING, MediaWiki, free_port, is_here

Live = Callable[..., Run]
QUICK = Pace(between=0.0, between_edits=0.0, tries=4)


@pytest.fixture(scope="session")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    if not is_here():
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    wiki = MediaWiki(tmp_path_factory.mktemp("wiki"), free_port())
    wiki.install()
    with wiki.serving():
        yield wiki


@pytest.fixture
def waits() -> list[float]:
    """The waits of the sessions below, in seconds; nobody really waits."""
    return []


@pytest.fixture
def reader(mediawiki: MediaWiki, waits: list[float]) -> Wiki:
    return Wiki(mediawiki.api, "ops@example.org", QUICK, sleep=waits.append)


@pytest.fixture
def bot(mediawiki: MediaWiki, reader: Wiki) -> Wiki:
    reader.log_in(Login(mediawiki.bot, mediawiki.bot_password))
    return reader


@pytest.fixture
def editor(mediawiki: MediaWiki) -> Wiki:
    """Somebody else."""
    wiki = Wiki(mediawiki.api, "editor@example.org", QUICK, sleep=lambda _: None)
    wiki.log_in(Login(mediawiki.editor, mediawiki.editor_password))
    return wiki


@pytest.fixture
def live(run: Runner, mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> Live:
    monkeypatch.setenv("INFOBOX_BOT_NAME", mediawiki.bot)
    monkeypatch.setenv("INFOBOX_BOT_PASSWORD", mediawiki.bot_password)

    def live(command: str, *arguments: str | Path) -> Run:
        waits = ["--wait", "0", *(["--edit-wait", "0"] if command in ("fix", "undo") else [])]
        return run("live", command, "--wiki", mediawiki.api, *waits, *arguments)

    return live
