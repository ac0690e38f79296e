"""Coordinates: cases in ``coordinates.toml``, and what holds for any arguments."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.templates.profile import default
from infobox.values import coordinates

read = functools.partial(coordinates.read, lexicon=lexicon("en"))
written = functools.partial(coordinates.written, lexicon=lexicon("en"))

DATA = tomllib.loads(Path(__file__).with_name("coordinates.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
OLD: list[dict[str, Any]] = DATA["old"]
WRITTEN: list[dict[str, Any]] = DATA["written"]

argument = st.one_of(
    st.sampled_from(["N", "S", "E", "W", "n", "", " 52 ", "13", "60", "-33.5", "−7", "region:PL_type:event", "52°13′N", "1e5", "nan", "٣"]),
    st.text(max_size=12),
)
NAMES = "latitude longitude lat_deg lat_min lat_sec lat_dir lon_deg lon_min lon_sec lon_dir latd latm latNS longd longEW".split()


def place(case: dict[str, Any]) -> tuple[float, float] | None:
    return (case["latitude"], case["longitude"]) if "latitude" in case else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["arguments"])
def test_reads(case: dict[str, Any]) -> None:
    assert read(case["arguments"].split("|")) == place(case)


@pytest.mark.parametrize("case", OLD, ids=lambda case: str(case["parameters"]))
def test_reads_old(case: dict[str, Any]) -> None:
    assert read_old(case["parameters"]) == place(case)


def read_old(parameters: dict[str, str]) -> tuple[float, float] | None:
    profile = default()
    given = {profile.halves[profile.canonical(name, "en")]: value for name, value in parameters.items()}
    return coordinates.read_halves(given, lexicon("en"))


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["text"])
def test_reads_words(case: dict[str, Any]) -> None:
    assert written(case["text"]) == place(case)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_decimal_degrees_read_back(latitude: float, longitude: float) -> None:
    expected = (round(latitude, 6), round(longitude, 6))
    assert read([f"{latitude:.6f}", f"{longitude:.6f}", "type:event"]) == pytest.approx(expected)
    letters = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    assert read([f"{abs(latitude):.6f}", letters[0], f"{abs(longitude):.6f}", letters[1]]) == pytest.approx(expected)
    assert read_old({"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}) == pytest.approx(expected)
    assert written(f"{latitude:.6f}, {longitude:.6f}") == pytest.approx(expected)
    assert written(f"{letters[1]}{abs(longitude):.6f}° {letters[0]}{abs(latitude):.6f}°") == pytest.approx(expected)


@given(*[st.integers(0, 59)] * 4, st.integers(0, 89), st.integers(0, 179), st.sampled_from("NS"), st.sampled_from("EW"))
def test_minutes_and_seconds_are_parts_of_degrees(m: int, s: int, mm: int, ss: int, d: int, dd: int, ns: str, ew: str) -> None:
    expected = ((d + m / 60 + s / 3600) * (1 if ns == "N" else -1), (dd + mm / 60 + ss / 3600) * (1 if ew == "E" else -1))
    assert read([str(part) for part in (d, m, s, ns, dd, mm, ss, ew)]) == pytest.approx(expected, abs=1e-6)
    assert read_old({"latitude": f"{d}°{m}′{s}″{ns}", "longitude": f"{dd}° {mm}' {s and ss}\" {ew}"}) is not None
    parts = zip(
        ("lat_deg", "lat_min", "lat_sec", "lat_dir", "lon_deg", "lon_min", "lon_sec", "lon_dir"), (d, m, s, ns, dd, mm, ss, ew), strict=True
    )
    assert read_old({name: str(part) for name, part in parts}) == pytest.approx(expected, abs=1e-6)


@given(st.lists(argument, max_size=10))
def test_any_arguments_are_read(arguments: list[str]) -> None:
    found = read(arguments)
    assert found is None or (-90 <= found[0] <= 90 and -180 <= found[1] <= 180)


@given(st.dictionaries(st.sampled_from(NAMES), argument))
def test_any_parameters_are_read(parameters: dict[str, str]) -> None:
    found = read_old(parameters)
    assert found is None or (-90 <= found[0] <= 90 and -180 <= found[1] <= 180)


@given(
    st.one_of(
        st.text(max_size=40), st.lists(st.sampled_from("5 52. , ; / ° ′ ″ N S E W north deg - − 13 .".split()), max_size=14).map("".join)
    )
)
def test_any_words_are_read(words: str) -> None:
    found = written(words)
    assert found is None or (-90 <= found[0] <= 90 and -180 <= found[1] <= 180)


@pytest.mark.parametrize("piece", ["5", "52 ", "°", "N", "-", "52N 5E / "])
def test_long_arguments_are_no_coordinates(piece: str) -> None:
    assert written(piece * 100_000) is None
    assert read([piece * 100_000, "5"]) is None
    assert read_old({"latitude": piece * 100_000, "longitude": "5"}) is None
