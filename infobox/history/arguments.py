"""What is shown of histories: arguments that two commands share."""

from __future__ import annotations

import argparse


def shown(parser: argparse.ArgumentParser) -> None:
    """What is shown of histories."""
    parser.add_argument("--since", default="", metavar="TIME", help="only changes from this time on, such as 2024 or 2024-05-31T12:00:00Z")
    parser.add_argument("--until", default="", metavar="TIME", help="only changes up to and including this time")
    parser.add_argument("--format", choices=("text", "jsonl"), help="text on a terminal, jsonl elsewhere")
    parser.add_argument(
        "--plot", metavar="FILE", help="draw how strength and losses of one page moved, as .svg, .png or .pdf (needs the extra plot)"
    )
