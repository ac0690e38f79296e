"""Readings, findings, fixes and writings never depend on the process: its locale, time zone, hash seed and optimisation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Prints all that is made of the pages named, and of one whose date is changed.
SCRIPT = """
import locale, sys
if sys.argv[1]:
    locale.setlocale(locale.LC_ALL, sys.argv[1])
import infobox
for name in sys.argv[2:]:
    page = open(name, encoding="utf-8", newline="").read()
    for record in infobox.read_all(page, spans=True):
        print(record.to_json())
        try:
            print(infobox.write(record))
        except infobox.WriteError as error:  # a template that a wiki is not known to have
            print(error)
    fixed = infobox.fix(page, select=["ALL"], unsafe=True, cosmetic=True)
    print(ascii(fixed.text), *infobox.check(page, select=["ALL"]), *fixed.left, sep="\\n")
if sys.argv[1]:
    locale.setlocale(locale.LC_ALL, sys.argv[1])
page = "{{Infobox military conflict\\n| date = 26 October 1943\\n| result = Victory\\n| strength1 = 1,500 men\\n}}"
record = infobox.read(page)
print(record.date.start)
record.date.start = record.date.end = "1943-10-03"
record.sides[0].strength[0].quantities[0].low = record.sides[0].strength[0].quantities[0].high = 2500
print(infobox.write(record, into=page))
"""


def output(*options: str, locale: str = "", **environment: str) -> str:
    pages = sorted(map(str, (ROOT / "fixtures").rglob("*.wikitext")))
    done = subprocess.run(
        [sys.executable, *options, "-c", SCRIPT, locale, *pages],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    """What is printed in surroundings that say nothing."""
    found = output(LC_ALL="C.UTF-8", TZ="UTC")
    assert "1943-10-26\n" in found
    assert "| date = 3 October 1943\n" in found
    assert "| strength1 = 2,500 men\n" in found
    return found


@pytest.mark.parametrize("language", ["de_DE", "tr_TR"])
def test_a_foreign_locale_changes_nothing(language: str, usual: str, tmp_path: Path) -> None:
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/locales", language).exists():
        pytest.skip("no localedef, or no source of the locale (Debian: apt-get install locales)")
    name = f"{language}.UTF-8"
    made = subprocess.run(["localedef", "-i", language, "-f", "UTF-8", str(tmp_path / name)], capture_output=True, text=True, check=False)
    assert (tmp_path / name).exists(), made.stderr
    assert output(locale=name, LOCPATH=str(tmp_path), LC_ALL=name, LANG=name, LANGUAGE=language) == usual


@pytest.mark.parametrize(
    ("options", "environment"),
    [((), {"TZ": "Pacific/Kiritimati"}), ((), {"PYTHONHASHSEED": "1"}), (("-O",), {}), ((), {"LC_ALL": "C", "PYTHONUTF8": "0"})],
    ids=["time zone", "hash seed", "optimised", "locale without UTF-8"],
)
def test_other_surroundings_change_nothing(options: tuple[str, ...], environment: dict[str, str], usual: str) -> None:
    assert output(*options, **environment) == usual
