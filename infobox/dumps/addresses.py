"""Addresses of files: what may be shown of them."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_WHOLE: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(?:([^/?#]*)@)?([^/?#]*)([^?#]*)(.*)", re.DOTALL)
_HOST: Final = re.compile(r"[\w.-]*(?::\d{0,5})?|\[[0-9A-Fa-f:.]+\](?::\d{0,5})?")


class FarAddress(str):
    """The address of a file. As a string it is what may be shown: without a login, and without what follows `?`, which may be a key.

    - `whole` (str): the address as it was given; only what opens the file looks at it.
    - `size` (int or None): the file's size in bytes, if it is known.
    - `mark` (str): what changes if the file changes, such as its `ETag`; empty if unknown.

    It can be pickled with all of these, so pieces of a dump can be read by other processes and machines.
    """

    whole: str
    size: int | None
    mark: str

    def __new__(cls, whole: str, size: int | None = None, mark: str = "") -> FarAddress:
        """The address `whole`."""
        made = super().__new__(cls, _shown(whole))
        made.whole, made.size, made.mark = whole, size, mark
        return made

    @property
    def scheme(self) -> str:
        """What comes before `://`, such as `https`."""
        return self.partition("://")[0].lower()

    def near(self, name: str) -> FarAddress:
        """The address of another file of the same folder, with the same login and the same key."""
        path, mark, rest = self.whole.partition("?")
        return FarAddress(f"{path.rpartition('/')[0]}/{name}{mark}{rest}")

    @property
    def name(self) -> str:
        """The file's name: what follows the last `/`."""
        return self.whole.partition("?")[0].partition("#")[0].rpartition("/")[2]


def place(path: str) -> str:
    """`path` as an `FarAddress`, if it is one; any other path as it is."""
    return FarAddress(path) if not isinstance(path, FarAddress) and _ADDRESS.match(path) else path


def _shown(whole: str) -> str:
    found = _WHOLE.fullmatch(whole)
    if found is None:
        return whole
    scheme, login, host, path, rest = found.groups()
    if not _HOST.fullmatch(host):  # a password with a slash in it
        return f"{scheme}://…"
    return f"{scheme}://{'…@' if login is not None else ''}{host}{path}{'?…' if rest else ''}"
