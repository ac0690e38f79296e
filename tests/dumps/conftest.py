"""Fixtures for tests of `infobox extract`."""

from __future__ import annotations

from pathlib import Path

import pytest

from infobox.dumps import decoders, inputs
from infobox.pages import unpacking
from tests.dumps.small import FORMS


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that these dumps have many of them."""
    monkeypatch.setattr(inputs, "COMPRESSED_PIECE", 7_001)
    monkeypatch.setattr(inputs, "XML_PIECE", 20_001)
    monkeypatch.setattr(decoders, "CHUNK", 5_000)
    monkeypatch.setattr(unpacking, "CHUNK", 5_000)


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    for name, data in FORMS.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path
