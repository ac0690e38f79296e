"""Arguments that several commands take, those for files and those for wikis alike."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than this whole module
if TYPE_CHECKING:
    import argparse


def color(parser: argparse.ArgumentParser) -> None:
    """When words are coloured."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour of words; auto is on a terminal, unless NO_COLOR is set, or wherever FORCE_COLOR is",
    )


def record_format(parser: argparse.ArgumentParser) -> None:
    """How records are printed, and what is in them."""
    parser.add_argument("--format", choices=("jsonl", "json", "text"), help="text on a terminal, jsonl elsewhere; json is one array")
    source_and_spans(parser)


def source_and_spans(parser: argparse.ArgumentParser) -> None:
    """What is added to records."""
    parser.add_argument("--source", action="store_true", help="add the infobox's own wikitext to each record")
    parser.add_argument("--spans", action="store_true", help="add the place of every value in the page")


def rules(parser: argparse.ArgumentParser, *, fixes: bool) -> None:
    """Which rules report; `fixes` if the command can fix what they find."""
    parser.add_argument("--select", action="append", metavar="RULES", help="these rules instead of those on by default, comma-separated")
    parser.add_argument("--extend-select", action="append", metavar="RULES", help="these rules as well")
    parser.add_argument("--ignore", action="append", metavar="RULES", help="leave these rules out")
    parser.add_argument(
        "--severity", choices=("error", "warning", "info"), help="report only what is this severe or more (default: info, which is all)"
    )
    also = ", and fix pages for that alone" if fixes else ""
    parser.add_argument("--cosmetic", action="store_true", help=f"also report what readers do not see{also}")
    parser.add_argument("--config", metavar="FILE", help="take the settings from this file instead of the nearest one")
    parser.add_argument("--isolated", action="store_true", help="ignore all settings files")


def finding_format(parser: argparse.ArgumentParser, *forms: str) -> None:
    """How findings are printed: `forms` beside those that all commands have."""
    parser.add_argument(
        "--format",
        choices=("text", "concise", "json", "jsonl", *forms, "sarif", "wikitext"),
        default="text",
        help="text shows the source; concise is one line each, [*] with a safe fix, [+] with an unsafe one; wikitext is for a project page",
    )
    parser.add_argument("--statistics", action="store_true", help="print only how often each rule found something")
    parser.add_argument("--exit-zero", action="store_true", help="exit with status 0 even if something is found")


def text_columns(parser: argparse.ArgumentParser) -> None:
    """Which columns of JSON lines and Parquet hold pages."""
    parser.add_argument("--text-column", metavar="NAME", help="the column with the wikitext of pages, in JSON lines or Parquet")
    parser.add_argument("--title-column", metavar="NAME", help="the column with their titles (default: title or page_title)")


def problems(parser: argparse.ArgumentParser) -> None:
    """Where the list of what was not understood goes."""
    parser.add_argument("--problems", metavar="FILE", help="write what was not understood to this file, one JSON line each")
