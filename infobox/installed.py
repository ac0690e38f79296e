"""Which release of this software runs."""

from __future__ import annotations


def version() -> str:
    """The installed version, such as ``1.0.0``; empty where it runs from a folder without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("infobox")
    except PackageNotFoundError:
        return ""
