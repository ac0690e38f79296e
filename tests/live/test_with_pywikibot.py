"""The recipe with pywikibot of docs/live.md runs on the tests' wiki."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infobox.live.pages import using
from infobox.live.session import Wiki
from tests.live.mediawiki import MediaWiki
from tests.live.test_saving import page_of
from tests.live.test_the_page import PAGE
from tests.test_readme import BLOCK, ROOT

BEGIN = """
import os, pywikibot
pywikibot.config.put_throttle = pywikibot.config.minthrottle = 0
pywikibot.config.password_file = os.environ["PASSWORDS"]
"""
SITE = 'pywikibot.Site("en", "wikipedia")'


def test_the_recipe_fixes_what_it_may(mediawiki: MediaWiki, reader: Wiki, tmp_path: Path) -> None:
    if find_spec("pywikibot") is None:
        assert not os.environ.get("CI")
        pytest.skip("no pywikibot here: pip install --group pywikibot")
    [recipe] = [block[2] for block in BLOCK.finditer(PAGE.read_text("utf-8")) if block[1] == "python"]
    assert SITE in recipe
    here = f'pywikibot.Site(url="{mediawiki.url}/wiki/Main_Page", user="InfoboxBot")'
    passwords = tmp_path / "passwords"
    passwords.write_text(f'("InfoboxBot", BotPassword("tests", "{mediawiki.bot_password}"))\n')
    passwords.chmod(0o600)
    environment = os.environ | {
        "PYWIKIBOT_NO_USER_CONFIG": "2",
        "PYWIKIBOT_DIR": str(tmp_path),
        "PASSWORDS": str(passwords),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + recipe.replace(SITE, here)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=tmp_path,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    left = [
        page.title for batch, _ in using(reader, "Template:Infobox military conflict") for page in batch if "<br>* 3 tanks" in page.text
    ]
    assert "Battle of Testville 6" in left  # which keeps bots away
    assert set(left) <= {"Battle of Testville 6", "Siege of Faultham 5"}  # which another test protects
    assert "\n* 3 tanks" in page_of(reader, "Siege of the Mill").text
