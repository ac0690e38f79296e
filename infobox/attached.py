"""What records can do with the help of modules above them. Importing the package attaches it, so records need not know these modules."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`: every import of the package loads this module
if TYPE_CHECKING:
    from collections.abc import Callable

    write: Callable[..., str]
    """`infobox.write`, which `Conflict.write` calls."""
    shown: Callable[..., str]
    """`infobox.hypertext.shown`, which notebooks have called."""
