"""Outputs at addresses: they are made as files of the current folder, and put where they belong when the run is complete.

So a run can be interrupted and continued as with any output, two runs exclude each other, and nobody sees half of an output.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.places import FarError, check_writable, put
from infobox.pages.sources import PageError, reason_of


class FarOutputs:
    """The outputs of a run that have addresses, with the files of this folder in which they are made."""

    def __init__(self) -> None:
        self._made: dict[Path, FarAddress] = {}

    def local(self, name: str) -> str:
        """The name under which an output is made: its own, or `upload-` and the last part of its address.

        Raises `PageError` for an address that ends with a slash.
        """
        address = place(name)
        if not isinstance(address, FarAddress):
            return name
        if not address.name:
            raise PageError(f"{address}: names no file")
        self._made[Path(f"upload-{address.name}")] = address
        return f"upload-{address.name}"

    def check(self, read: Iterable[str]) -> None:
        """Raise `PageError` if an output cannot be written at its address, or is a file that is `read`."""
        inputs = {path.whole for path in read if isinstance(path, FarAddress)}
        for address in self._made.values():
            if address.whole in inputs:
                raise PageError(f"{address}: named twice, so it would be overwritten; give each output its own name")
            try:
                check_writable(address)
            except FarError as error:
                raise PageError(f"{address}: cannot be written: {reason_of(error)}") from None

    def put(self) -> None:
        """Put all outputs where they belong. Raises `PageError` if one cannot be written; it and those after it are kept here."""
        for local, address in self._made.items():
            files = {local: address}
            if local.is_dir():
                files = {file: FarAddress(f"{address.whole}/{file.name}") for file in sorted(local.glob("*.parquet"))}
            for file, there in files.items():
                try:
                    put(file, there)
                except FarError as error:
                    raise PageError(
                        f"{there}: cannot be written: {reason_of(error)}; the output is complete in {local}: copy it there"
                    ) from None
                file.unlink()
            with suppress(OSError):
                local.rmdir()
