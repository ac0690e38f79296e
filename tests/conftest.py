"""The command line and files for tests. Property tests: the same examples in every run, unless `HYPOTHESIS_PROFILE=explore` asks for
many new ones.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from infobox.cli import main
from tests.command_line import Maker, Run, Runner

settings.register_profile("fixed", derandomize=True, max_examples=120, deadline=None)
settings.register_profile("explore", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(autouse=True)
def _alike_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may want colours; what the tests compare has none. Whoever may ask wikis: no test asks one by their name."""
    for name in ("FORCE_COLOR", "INFOBOX_CONTACT", "INFOBOX_BOT_NAME", "INFOBOX_BOT_PASSWORD", "INFOBOX_BEARER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run the command line in this process; `stdin` is what comes in."""

    def run(*argv: str | Path, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main([str(argument) for argument in argv])
        sys.stdout.flush()
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Run(status, captured.out, captured.err)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Maker:
    """Make a file."""

    def page(data: str | bytes, name: str = "page") -> Path:
        file = tmp_path / name
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return file

    return page
