"""The arguments of ``infobox lsp``. Nothing is imported that serves."""

from __future__ import annotations

from infobox.arguments import Parser


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = (
        "Serve an editor by the Language Server Protocol over standard input and output: findings with fixes, completion, hover, the "
        "outline, folding and formatting. The editor starts it and gives it settings; those of infobox.toml or [tool.infobox] of "
        "pyproject.toml count, too. Needs the extra lsp: pip install 'infobox[lsp]'."
    )
    parser.add_argument("--stdio", action="store_true", help="serve over standard input and output, as it always does; editors pass it")
    parser.add_argument("--verbose", action="store_true", help="write to standard error what went wrong inside")
    parser.examples("infobox lsp", "infobox lsp --wiki fr")
