"""The package's data: TOML files for people to read and extend, and the same data packed when the package is installed.

Parsing TOML takes longer than reading a page, so installing writes a pack beside the modules (`pack`, called by the build). A data file
that is not in the pack, or differs from what was packed, is parsed: an edit of the data takes effect immediately.
"""

from __future__ import annotations

import functools
import json
import zlib
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = Path(__file__).parent
PACK: Final = "data.json"
"""The name of the pack, which has for each file's path in the package a checksum of the file and its content."""


class DataError(ValueError):
    """Data that cannot be used; the message is one line that names the file, the entry and the reason."""


def parsed(name: str | Path, source: bytes) -> dict[str, Any]:
    """The content of a TOML file; raises `DataError`, with the file's name, if it is not TOML."""
    import tomllib  # not at the start: what ships is packed

    try:
        return tomllib.loads(source.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: {error}") from None


def pack(package: Path = PACKAGE) -> str:
    """Every data file (``*.toml``) in the package's folder, as the text of the pack."""
    files = {path.relative_to(package).as_posix(): path.read_bytes() for path in sorted(package.rglob("*.toml"))}
    held = {name: [zlib.crc32(source), parsed(name, source)] for name, source in files.items()}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


@functools.cache
def _packed(package: Path) -> dict[str, Any]:
    """The pack's entries, not yet decoded; none if the package was not installed."""
    import msgspec

    try:
        return msgspec.json.decode((package / PACK).read_bytes(), type=dict[str, msgspec.Raw])
    except (OSError, msgspec.DecodeError):
        return {}


def table(name: str, package: Path = PACKAGE) -> dict[str, Any]:
    """The content of a data file, by its path in the package: ``templates/meanings.toml``. Raises `DataError` if it is not TOML."""
    source = (package / name).read_bytes()
    entry = _packed(package).get(name)
    if entry is not None:
        import msgspec

        checksum, held = msgspec.json.decode(entry, type=tuple[int, dict[str, Any]])
        if checksum == zlib.crc32(source):
            return held
    return parsed(name, source)
