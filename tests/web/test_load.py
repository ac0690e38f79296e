"""Small requests are answered while hostile ones are sent; bench/serve.py measures how fast."""

from __future__ import annotations

import asyncio

import httpx
import pytest

import infobox
from bench.serve import SIZE, Load, box, disturbed, load, request


def port(api: httpx.Client) -> int:
    assert api.base_url.port is not None
    return api.base_url.port


@pytest.mark.parametrize("hostile", ["{{a|" * 990_000, "{{Infobox military conflict|conflict=" + "{{a|" * 22_000])
def test_none_is_lost_beside_hostile_pages(api: httpx.Client, hostile: str) -> None:
    done, _ = asyncio.run(disturbed(port(api), [request("read", box()), request("check", box())], 60, request("read", hostile)))
    assert (len(done.times), done.lost) == (60, 0)


def test_what_is_refused_counts_as_lost(api: httpx.Client) -> None:
    done = asyncio.run(load(port(api), [request("read", box()), request("nosuch", "")], 10))
    assert (len(done.times), done.lost) == (10, 5)


def test_the_box_that_is_measured() -> None:
    text = box()
    assert SIZE <= len(text.encode()) < SIZE + 50
    [reading] = infobox.readings(text)
    assert reading.box is not None
    assert (reading.box.start, reading.box.end) == (0, len(text))


def test_what_is_said_of_a_load() -> None:
    assert str(Load([0.001] * 99 + [0.5], 1, 2.0)) == "50 requests a second, 99 % within 500 ms, 1 lost"
