"""What tells a finding from all others, and stays the same while the page around it is edited."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Final

from infobox.checks.reports.checked import Checked

_QUOTED: Final = re.compile("“([^“”]*)”")


def fingerprints(page: Checked) -> list[str]:
    """A fingerprint for each of the page's findings, in their order: 16 hex digits, no two alike in a page.

    It is made of the page's name, the rule, the parameter (where there is none: what the message quotes), the words, with any white
    space as one blank, and how many findings of the page before it have all that in common. Neither the place nor the number of the
    infobox goes into it: lines, parameters or whole infoboxes that come before it change nothing. Where a finding's twin is added or
    fixed, as many fingerprints come or go as findings.
    """
    name = " ".join(page.name.split())
    made = [""] * len(page.findings)
    seen: Counter[tuple[str, str, str]] = Counter()
    for place in sorted(range(len(made)), key=lambda place: page.findings[place].start):
        finding = page.findings[place]
        # What is missing from an infobox has no parameter, and all of it the same words: those at which the infobox begins.
        about = finding.parameter.strip() or " ".join(_QUOTED.findall(finding.message))
        key = (finding.code, about, " ".join(finding.text.split()))
        made[place] = hashlib.sha256(json.dumps([name, *key, seen[key]]).encode()).hexdigest()[:16]
        seen[key] += 1
    return made
