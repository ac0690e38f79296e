"""A running server for the cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("pygls")

from tests.lsp.editor import Editor


@pytest.fixture(scope="session")
def editor() -> Iterator[Editor]:
    """An editor of which nothing is known but that it counts UTF-16."""
    held = Editor()
    yield held
    assert held.close() == 0
    assert held.messages == []
