"""The documentation as a site: it is made without a warning, and every link within it leads somewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.ecosystem.needed import ROOT, ran


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made as by `make site`."""
    folder = tmp_path_factory.mktemp("site")
    options = ("--quiet", "--fail-on-warning", "--keep-going", "--fresh-env", "--doctree-dir", folder / "trees")
    ran(sys.executable, "-m", "sphinx", *options, "--conf-dir", "docs", ".", folder / "html", folder=ROOT)
    return folder / "html"


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: html.parse(path, html.HTMLParser(encoding="utf-8")).getroot() for path in site.rglob("*.html")}
    anchors = {path: {str(name) for name in page.xpath("//@id | //a/@name")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for address in map(str, page.xpath("//a/@href | //link/@href | //img/@src | //script/@src")):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.is_file() and (not parts.fragment or target not in anchors or unquote(parts.fragment) in anchors[target])
            if not there:
                dead.append((path.relative_to(site), address))
    assert not dead


def test_every_page_is_in_the_navigation_of_the_first(site: Path) -> None:
    first = html.parse(site / "docs" / "index.html").getroot()
    (tree,) = first.find_class("sidebar-tree")
    named = {(site / "docs" / unquote(urlsplit(str(address)).path)).resolve() for address in tree.xpath(".//a/@href")}
    pages = {path for path in site.rglob("*.html") if path.name not in {"index.html", "search.html"}}
    assert pages <= named


def test_the_address_of_the_site_leads_to_its_first_page(site: Path) -> None:
    assert 'href="docs/index.html"' in (site / "index.html").read_text("utf-8")
