"""Runs the notebooks of docs/notebooks/ and renews the pictures of docs/notebooks.md: ``python -m tools.notebooks``.

It needs the group `notebooks` of pyproject.toml.
"""

from __future__ import annotations

import base64
import io
import os
from importlib import import_module
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent.parent / "docs" / "notebooks"
NOTEBOOKS: Final = tuple(sorted(FOLDER.glob("*.ipynb")))
QUALITY: Final = 82
"""Of the pictures, of 100: no difference is seen, and the files are small."""
SECONDS: Final = 600
"""How long a cell may take."""


def executed(path: Path) -> Any:
    """A notebook after all its cells ran, in its own folder. Raises `nbclient.exceptions.CellExecutionError` for a cell that fails."""
    nbformat: Any = import_module("nbformat")  # without types
    client: Any = import_module("nbclient")
    notebook = nbformat.read(path, as_version=4)
    client.NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def outputs(notebook: Any, form: str) -> list[str]:
    """What its cells showed in one form (`image/png`, in Base64; `text/html`), in order."""
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    return [data[form] for data in shown if form in data]


def _main() -> None:
    from PIL import Image

    os.environ.pop("INFOBOX_PAGES", None)  # the pictures are of the small file
    for path in NOTEBOOKS:
        for number, picture in enumerate(outputs(executed(path), "image/png"), 1):
            image = Image.open(io.BytesIO(base64.b64decode(picture)))
            image.convert("RGB").save(FOLDER / f"{path.stem}-{number}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    _main()
