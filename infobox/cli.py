"""The command line: arguments and exit status. What the commands do is in `commands`.

Only what the arguments need is imported here, so that ``infobox --help`` starts as fast as it can.
"""

from __future__ import annotations

import sys

from infobox.status import INTERRUPTED, PIPE_CLOSED, TROUBLE

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all of this
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own by default) and give the exit status. Never raises on what it is given to read."""
    _have_streams()
    try:
        status = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return PIPE_CLOSED
    except OSError as error:  # inputs that cannot be read are told by the commands
        _let_go_of_output()
        _tell(error)
        return TROUBLE
    return status


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = _arguments(argv)
        from infobox.commands import COMMANDS

        return COMMANDS[arguments.command](arguments)
    except SystemExit as ended:  # argparse, after --help, --version or wrong use; a command that was terminated
        return int(ended.code or 0)


def _tell(error: OSError) -> None:
    """One line about an output that cannot be written, unless it is standard error itself."""
    from infobox.display import say
    from infobox.pages.sources import reason_of

    try:
        say(f"{error.filename or 'standard output'}: {reason_of(error)}")
    except OSError:
        return


def _have_streams() -> None:
    """Put something in the place of streams that were closed before the process began: what nobody can be told goes nowhere, what
    should be read is empty, and what should be written is an error.
    """
    import os

    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed command line. Raises `SystemExit` once the help or what is wrong was printed."""
    parser, commands = _parsers()
    found, unknown = parser.parse_known_args(argv)
    if unknown:
        commands[found.command].refuse(unknown)
    return found


def _parsers() -> tuple[argparse.ArgumentParser, Mapping[str, Any]]:
    """The parser of the command line, and those of the commands by name."""
    import argparse
    import os

    class Formatter(argparse.HelpFormatter):
        """The usual help; asking the system for the width itself spares the import of `shutil`."""

        def __init__(self, prog: str) -> None:
            try:
                columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns)
            except (OSError, ValueError):
                columns = 80
            super().__init__(prog, width=max(columns, 40) - 2)

    class Version(argparse.Action):
        """Print the version, which is looked up only then."""

        def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
            from infobox.installed import version

            print(f"infobox {version()}" if version() else "infobox, not installed")
            parser.exit()

    class Parser(argparse.ArgumentParser):
        """Options are written in full, so that a new one never changes what an old command line means. Wrong use gets one line that says
        what to do.
        """

        def __init__(self, **settings: Any) -> None:
            self.options: list[str] = []
            super().__init__(formatter_class=Formatter, allow_abbrev=False, **settings)

        def add_argument(self, *names: str, **settings: Any) -> argparse.Action:
            action = super().add_argument(*names, **settings)
            self.options += action.option_strings
            return action

        def refuse(self, unknown: Sequence[str]) -> NoReturn:
            """End with what is not known, and the option that was probably meant."""
            from infobox.nearest import did_you_mean, nearest

            near = (
                [option for option in self.options if option.startswith(name)] or nearest(name, self.options)
                for name in (word.partition("=")[0] for word in unknown)
                if name.startswith("-")
            )
            options = next(filter(None, near), [])
            self.error(f"unrecognized arguments: {' '.join(unknown)}{did_you_mean(options)}")

        def error(self, message: str) -> NoReturn:
            from infobox.controls import visible

            self.exit(2, visible(f"{self.prog}: {message} (see {self.prog} --help)") + "\n")

        def print_help(self, file: SupportsWrite[str] | None = None) -> None:
            """The usual help; unlike it, with an error where it cannot be written."""
            (file or sys.stdout).write(self.format_help())

    parser = Parser(prog="infobox", description="Read, check and write the military-conflict infoboxes of Wikipedia.")
    parser.add_argument("--version", action=Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    parse = commands.add_parser(
        "parse",
        help="pages -> records",
        description="Print the record of every infobox in the pages. Exit status: 0, 1 where no page has an infobox, 2 where a page "
        "cannot be read.",
    )
    parse.add_argument("pages", nargs="+", metavar="PAGE", help="wikitext, extracted text or XML export; - is standard input")
    parse.add_argument("--format", choices=("jsonl", "json", "text"), help="text on a terminal, jsonl elsewhere; json is one array")
    parse.add_argument("--source", action="store_true", help="with the infobox's own wikitext in each record")
    parse.add_argument("--spans", action="store_true", help="with the place of every value in the page")
    parse.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour of the text format")
    parse.add_argument("--quiet", action="store_true", help="do not say what was not understood")

    check = commands.add_parser(
        "check",
        help="what is wrong with infoboxes, and fixes",
        description="Report what is wrong with the infoboxes of pages, where, and what to do. Rules are chosen by code (P101), the code's "
        "beginning (P), name or ALL; also in infobox.toml or [tool.infobox] of pyproject.toml, and by a comment in the page: "
        "<!-- infobox: ignore CODE -->. Exit status: 0 nothing found, 1 findings, 2 wrong use or a page that cannot be read.",
    )
    check.add_argument("pages", nargs="*", metavar="PAGE", help="wikitext or XML export; - is standard input")
    check.add_argument("--select", action="append", metavar="RULES", help="these rules instead of those on by default, comma-separated")
    check.add_argument("--extend-select", action="append", metavar="RULES", help="these rules as well")
    check.add_argument("--ignore", action="append", metavar="RULES", help="without these rules")
    check.add_argument(
        "--format",
        choices=("text", "concise", "json", "jsonl", "github", "sarif", "wikitext"),
        default="text",
        help="text shows the source; wikitext is a list for a project page",
    )
    check.add_argument("--fix", action="store_true", help="mend what is safe to mend, in the files; - is mended to standard output")
    check.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    check.add_argument("--unsafe", action="store_true", help="mend also what changes what a reader sees")
    check.add_argument("--cosmetic", action="store_true", help="mend a page also where nothing but cosmetic findings are to mend")
    check.add_argument("--edit", nargs=2, metavar=("OLD", "NEW"), help="report only what an edit brought in, and what it means")
    check.add_argument("--statistics", action="store_true", help="only how often each rule found something")
    check.add_argument("--config", metavar="FILE", help="settings of this file instead of the nearest")
    check.add_argument("--isolated", action="store_true", help="no settings but those given here")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour of the text format")
    check.add_argument("--quiet", action="store_true", help="do not say how much was found")

    explain = commands.add_parser(
        "explain",
        help="what rules are about",
        description="Print the documentation of rules: what they find, why, an example of each kind, and whether the fix is safe. Without "
        "a rule, the list of all.",
    )
    explain.add_argument("rules", nargs="*", metavar="RULE", help="code, the code's beginning, or name")

    extract = commands.add_parser(
        "extract",
        help="dumps -> records",
        description="Write the record of every infobox in dumps of a wiki: pages-articles-multistream.xml.bz2, any other "
        ".xml.bz2, .xml, .xml.gz or .xml.zst. Exit status: 0, 1 where there were errors, 2 for wrong use or a dump that cannot be opened.",
    )
    extract.add_argument("dumps", nargs="+", metavar="DUMP", help="a dump, or a pattern such as '*.bz2'; - is standard input")
    extract.add_argument(
        "-o", "--out", required=True, metavar="OUT", help=".jsonl, .jsonl.gz, .jsonl.zst, .parquet, or - for lines on standard output"
    )
    extract.add_argument("--tables", metavar="FOLDER", help="also flat tables as Parquet: conflicts, sides, commanders, figures and others")
    extract.add_argument("--errors", metavar="FILE", help="what went wrong, as JSON lines; without it, the first few are printed")
    extract.add_argument("--titles", metavar="FILE", help="only the pages whose titles stand in this file, one a line")
    extract.add_argument("--index", metavar="FILE", help="the dump's index: pages are counted against it; with --titles, found by itself")
    extract.add_argument("--namespaces", metavar="N,N", help="numbers of the namespaces to read, or all (default 0,10)")
    extract.add_argument("--check", action="store_true", help="with what is wrong with each infobox in its record")
    extract.add_argument(
        "--validate", action=argparse.BooleanOptionalAction, default=True, help="hold each record against the schema (done unless left out)"
    )
    extract.add_argument("--source", action="store_true", help="with the infobox's own wikitext in each record")
    extract.add_argument("--spans", action="store_true", help="with the place of every value in the page")
    extract.add_argument("--processes", type=int, metavar="N", help="how many processes read (default: one a core)")
    extract.add_argument("--resume", action="store_true", help="go on where a run with the same dumps and options was interrupted")
    extract.add_argument("--quiet", action="store_true", help="no progress and no closing lines; errors are told all the same")

    write = commands.add_parser(
        "write",
        help="records -> wikitext",
        description="Print records as wikitext, or a page with its infoboxes brought up to the records. Exit status: 0, 2 where a file "
        "cannot be read or written, or the page cannot be made to say what the records say; then nothing is printed or changed.",
    )
    write.add_argument("record", metavar="RECORD", help="one record, an array or JSON lines; - is standard input")
    write.add_argument("--into", metavar="PAGE", help="print this page of wikitext, with only what differs written anew")
    write.add_argument("--in-place", action="store_true", help="change the file of the page instead of printing it")

    diff = commands.add_parser(
        "diff",
        help="what two versions differ in",
        description="Print what differs between the infoboxes of two pages or records: in meaning, not in bytes. Exit status: 0 where they "
        "say the same, 1 where not, 2 where a file cannot be read.",
    )
    diff.add_argument("old", metavar="OLD", help="a page or records; - is standard input")
    diff.add_argument("new", metavar="NEW", help="a page or records; - is standard input")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="json is one object for programs")

    validate = commands.add_parser(
        "validate",
        help="check records against the JSON Schema",
        description="Print what keeps records from being valid: file:line:column: path: value: expected … Exit status: 0, 1 for faults, "
        "2 where a file cannot be read.",
    )
    validate.add_argument("records", nargs="+", metavar="RECORD", help="one record, an array or JSON lines; - is standard input")

    unresolved = commands.add_parser(
        "unresolved",
        help="which templates in pages are not known",
        description="List the templates in the infoboxes' values whose meaning is not known, the most frequent first: how often, in how "
        "many infoboxes, where first. Exit status: 0, 1 where no page has an infobox, 2 where a page cannot be read.",
    )
    unresolved.add_argument("pages", nargs="+", metavar="PAGE", help="wikitext or XML export; - is standard input")
    unresolved.add_argument("--limit", type=int, metavar="N", help="no more than N templates")
    unresolved.add_argument("--format", choices=("text", "json"), default="text", help="json is one array, with an example of each")

    commands.add_parser("schema", help="print the JSON Schema of a record")
    return parser, commands.choices


def _let_go_of_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain about the closed pipe."""
    import os

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
