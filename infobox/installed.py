"""Which release of this software runs, and in which form."""

from __future__ import annotations


def version() -> str:
    """The installed version, such as ``1.0.0``; empty where it runs from a folder without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("infobox")
    except PackageNotFoundError:
        return ""


def is_compiled() -> bool:
    """Whether the modules that read are machine code (`docs/install.md`), not plain Python: their library is beside the package."""
    from importlib.util import find_spec
    from pathlib import Path

    library = find_spec("infobox__mypyc")
    return library is not None and library.origin is not None and Path(library.origin).parent == Path(__file__).parents[1]


def has_decoder() -> bool:
    """Whether the compiled decoder of bzip2 is here, which searches blocks before it inverts them (`docs/dumps.md`)."""
    from importlib.machinery import EXTENSION_SUFFIXES
    from pathlib import Path

    return any((Path(__file__).parent / f"dumps/_bwt{suffix}").is_file() for suffix in EXTENSION_SUFFIXES)
