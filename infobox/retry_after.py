"""Whether and when a request is made again: the answers that pass, and how long a server asks to wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

AGAIN_STATUS: Final = frozenset((429, 500, 502, 503, 504))
"""Answers of HTTP that pass: too many requests, and those of a gateway whose server is not there."""


def seconds_of(stated: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """How long to wait by a header `Retry-After`: seconds, also broken ones, or a date (RFC 9110, 10.2.3); None if it says neither."""
    try:
        seconds = float(stated)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(stated) - now()).total_seconds()
        except (TypeError, ValueError):
            return None
    return max(0.0, seconds) if seconds == seconds and seconds != float("inf") else None
