"""Fingerprints, which identify a finding and stay the same while the page around it is edited."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Final

from infobox.checks.reports.checked import CheckedPage

_QUOTED: Final = re.compile("“([^“”]*)”")


def fingerprints(page: CheckedPage) -> list[str]:
    """A fingerprint for each of the page's findings, in their order: 16 hex digits, unique within the page.

    It is made from the page's name, the rule, the parameter (if there is none: what the message quotes), the words, with any white space
    as one blank, and how many earlier findings of the page have all this in common. The place and the number of the infobox do not
    count: lines, parameters or whole infoboxes added before it change nothing. If one of several equal findings is added or fixed, one
    fingerprint comes or goes.
    """
    name = " ".join(page.name.split())
    made = [""] * len(page.findings)
    seen: Counter[tuple[str, str, str]] = Counter()
    for place in sorted(range(len(made)), key=lambda place: page.findings[place].start):
        finding = page.findings[place]
        # Findings about missing parameters have no parameter, and all have the same words: the infobox's beginning.
        about = finding.parameter.strip() or " ".join(_QUOTED.findall(finding.message))
        key = (finding.code, about, " ".join(finding.text.split()))
        made[place] = hashlib.sha256(json.dumps([name, *key, seen[key]]).encode()).hexdigest()[:16]
        seen[key] += 1
    return made
