"""Settings with which Sphinx makes the site of docs/: `make site`.

The pages stay plain Markdown, which a forge shows too. So the navigation is not written into them: each section of index.md is a part of
it, and each link at the beginning of a bullet a page. A page that is not there is a warning, which fails the build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pygments.lexers.shell import BashSessionLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "infobox"
author = "The infobox authors"
copyright = author
root_doc = "docs/index"
include_patterns = ["docs/**.md", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
extensions = ["myst_parser", "sphinx.ext.autodoc"]

suppress_warnings = ["misc.highlighting_failure"]  # the wikitext of the rules is broken on purpose

myst_heading_anchors = 4
default_role = "code"  # docstrings have words of code in single backticks
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_display_short_literal_types = True

html_theme = "furo"
html_title = "infobox"
html_additional_pages = {"index": "to-the-first-page.html"}
templates_path = ["theme"]
html_copy_source = False
html_domain_indices = False
html_use_index = False
html_show_sphinx = False

_SECTION: Final = re.compile(r"^## (.+)\n((?:(?!## ).*\n)*)", re.MULTILINE)
_PAGE: Final = re.compile(r"^- \[([^\]]+)\]\(([^)#]+)\.md\)", re.MULTILINE)


def navigation(index: str) -> dict[str, list[str]]:
    """The sections of index.md with the pages that their bullets begin with: `title <document>`."""
    sections = {caption: [f"{title} <{page}>" for title, page in _PAGE.findall(lines)] for caption, lines in _SECTION.findall(index)}
    return {caption: pages for caption, pages in sections.items() if pages}


def _toctree(pages: list[str], *options: str) -> str:
    return "\n".join(["", "```{toctree}", ":hidden:", *options, "", *pages, "```", ""])


def _add_navigation(_: Sphinx, document: str, source: list[str]) -> None:
    if document == root_doc:
        source[0] += "".join(_toctree(pages, f":caption: {caption}") for caption, pages in navigation(source[0]).items())
    elif document == "docs/rules/README":
        source[0] += _toctree(["*-*"], ":glob:")


def _is_no_member(_app: Sphinx, _what: str, _name: str, member: object, skip: bool, _options: object) -> bool:
    return skip or str(getattr(member, "__doc__", "")).startswith("Alias for field number")


def setup(app: Sphinx) -> None:
    """Have the navigation added, fields without a description of their own left out, and shell sessions coloured as such."""
    app.connect("autodoc-skip-member", _is_no_member)
    app.add_lexer("shell", BashSessionLexer)
    app.connect("source-read", _add_navigation)
