"""The notebooks run, with the small file beside them and with real pages, and show what they say; nothing is fetched."""

from __future__ import annotations

import json
import os
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest

import infobox
from tests.ecosystem.needed import missing
from tools.notebooks import FOLDER, NOTEBOOKS, executed, outputs

ids = [path.stem for path in NOTEBOOKS]


def test_there_are_two() -> None:
    assert ids == ["beside_and_against", "map_and_losses"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_they_are_stored_without_what_they_show(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert all(cell.get("outputs", []) == [] and cell.get("execution_count") is None for cell in cells)


@pytest.mark.parametrize("pages", ["small", "real"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_every_cell_runs_and_every_picture_is_drawn(path: Path, pages: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if pages == "small":
        monkeypatch.delenv("INFOBOX_PAGES", raising=False)
    elif not os.environ.get("INFOBOX_PAGES"):
        pytest.skip("no folder of real pages (INFOBOX_PAGES)")
    else:
        monkeypatch.setenv("INFOBOX_PAGES", str(Path(os.environ["INFOBOX_PAGES"]).resolve()))
    for name in ("http_proxy", "https_proxy"):  # so that fetching anything fails
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    if not find_spec("nbclient"):
        missing("nbclient")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the kernel's own
        notebook = executed(path)
    shown = sum(cell.source.count("plt.show()") for cell in notebook.cells if cell.cell_type == "code")
    assert len(outputs(notebook, "image/png")) == shown > 1
    streams = [output for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type == "stream"]
    assert streams == []  # no warning, nothing downloaded
    if path.stem == "map_and_losses":
        assert any("infobox-record" in shown for shown in outputs(notebook, "text/html"))


def test_all_values_of_the_small_file_are_understood() -> None:
    for source in infobox.open_pages(str(FOLDER / "conflicts.xml")):
        (reading,) = infobox.readings(source)
        assert reading.problems == [], source.label
        assert reading.record.date is not None
        assert reading.record.date.start
        assert reading.record.coordinates is not None
        assert infobox.check(source) == [], source.label
