"""The names of the months in English, whatever the locale of the process says."""

from __future__ import annotations

from typing import Final

MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
