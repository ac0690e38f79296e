"""Titles asked for through `infobox serve`, on the tests' wiki."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pytest_httpserver import HTTPServer

from infobox.live.settings import Pace
from infobox.live.wikis import Wikis
from infobox.web.application import ServerSettings
from infobox.web.titles import Titles
from tests.live.mediawiki import MediaWiki
from tests.live.world import histories
from tests.web.servers import serving

QUICK = Pace(between=0.0, tries=1, timeout=30.0)


@contextlib.contextmanager
def asking(api: str, pace: Pace = QUICK) -> Iterator[httpx.Client]:
    """A client of a server that asks this wiki."""
    with serving(ServerSettings(workers=1, titles=Titles(Wikis(api, "ops@example.org", pace)))) as client:
        yield client


@pytest.fixture(scope="module")
def client(mediawiki: MediaWiki) -> Iterator[httpx.Client]:
    with asking(mediawiki.api) as client:
        yield client


@pytest.mark.parametrize("asked", ["Battle of Testville 3", "battle_of_Testville_3", "{url}/wiki/Battle_of_Testville_3"])
def test_a_page(client: httpx.Client, mediawiki: MediaWiki, asked: str) -> None:
    done = client.post("/api/page", json={"title": asked.format(url=mediawiki.url)})
    assert done.status_code == 200, done.text
    answer = done.json()
    assert (answer["title"], answer["wiki"]) == ("Battle of Testville 3", "testwiki")
    assert answer["text"].strip() == histories()["Battle of Testville 3"][1][-1].text.strip()
    assert answer["revision"] > 0
    assert str(answer["revision"]) in answer["address"]


def test_a_redirect_is_followed(client: httpx.Client) -> None:
    assert client.post("/api/page", json={"title": "Testville fight"}).json()["title"] == "Battle of Testville 1"


def test_a_history(client: httpx.Client) -> None:
    answer = client.post("/api/history", json={"title": "Battle of Testville 3"}).json()
    assert not answer["cut"]
    assert [step["comment"] for step in answer["steps"]] == [f"turn {turn}" for turn in range(3)]


@pytest.mark.parametrize("operation", ["page", "history"])
@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Nope", 404),
        ("Special:Version", 404),
        ("https://evil.example/wiki/A", 404),
        ("http://169.254.169.254/latest", 404),
        ("https://localhost/wiki/A", 404),
        ("https://en.wikipedia.org.evil.example/wiki/A", 404),
        ("https://en.wikipedia.org@evil.example/wiki/A", 404),
        ("A|B", 404),
        ("A\nB", 404),
        ("<script>", 404),
        ("[[A]]", 404),
        ("#", 404),
        ("é" * 500, 404),
    ],
)
def test_what_is_no_page_to_ask_for(client: httpx.Client, operation: str, title: str, status: int) -> None:
    done = client.post(f"/api/{operation}", json={"title": title})
    assert done.status_code == status, done.text
    assert done.json()["status"] == status


@pytest.mark.parametrize(
    ("said", "status"),
    [("<html>down</html>", 503), ("words", 200), ('{"error": {"code": "readapidenied", "info": "no"}}', 200), ("[[[", 200)],
)
def test_a_wiki_that_refuses(httpserver: HTTPServer, said: str, status: int) -> None:
    httpserver.expect_request("/w/api.php").respond_with_data(said, status)
    with asking(httpserver.url_for("/w/api.php")) as client:
        done = client.post("/api/page", json={"title": "A"})
    assert done.status_code == 502, done.text
    assert done.json()["detail"]


def test_a_wiki_that_is_not_there() -> None:
    with asking("http://127.0.0.1:9/w/api.php") as client:
        assert client.post("/api/page", json={"title": "A"}).status_code == 502


def test_a_wiki_that_hangs_holds_up_neither_others_nor_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor() as pool:
        with asking(f"http://127.0.0.1:{silent.getsockname()[1]}/w/api.php") as client:
            asked = pool.submit(client.post, "/api/page", json={"title": "A"})
            time.sleep(0.5)
            assert client.post("/api/check", json={"text": ""}).status_code == 200
            began = time.monotonic()
        assert time.monotonic() - began < 10
        assert asked.exception() is not None or asked.result().status_code >= 500
