"""The command line: arguments and exit status. What the commands do is in `commands`.

Only what the arguments need is imported here, so that ``infobox --help`` starts as fast as possible.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from infobox.arguments import Parser, Version
from infobox.shared_arguments import color, finding_format, problems, record_format, rules, source_and_spans, text_columns
from infobox.status import INTERRUPTED, PIPE_CLOSED, TROUBLE

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than this whole module
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from infobox.pages.sources import Source


_DESCRIPTION = (
    "Read, check and write the military-conflict infoboxes of Wikipedia. Each command has its own help. Exit status: 0 for success; 1 if "
    "something was found, such as a fault or a difference, or no infobox; 2 for wrong use (a command that is left out, too) or a file that "
    "cannot be read or written."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own by default) and return the exit status. Never raises, whatever the input is."""
    _ensure_streams()
    try:
        status = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return PIPE_CLOSED
    except OSError as error:  # the commands report inputs that cannot be read
        _discard_output()
        _report(error)
        return TROUBLE
    return status


def _run(argv: Sequence[str] | None) -> int:
    words = sys.argv[1:] if argv is None else argv
    parser, commands = parsers(words)
    try:
        arguments, unknown = parser.parse_known_args(words)
        if unknown:
            commands.get(arguments.command, parser).refuse(unknown)
        if arguments.command is None:  # nothing was asked for: the help is what a person needs, the status what a script needs
            parser.print_help()
            return TROUBLE
        if getattr(arguments, "title_column", None) and not arguments.text_column:
            commands[arguments.command].error("--title-column needs --text-column")
        _remark_unknown(arguments)
        if arguments.command in FROM_WIKIS:
            arguments.elsewhere = _elsewhere(arguments)
        command: Callable[[argparse.Namespace], int] = getattr(import_module(COMMANDS[arguments.command][1]), arguments.command)
        return command(arguments)
    except SystemExit as ended:  # from argparse, after --help, --version or wrong use; from a command that was terminated
        return int(ended.code or 0)


def _elsewhere(arguments: argparse.Namespace) -> Callable[[str], Iterator[Source]]:
    """What gives a command the page of a title or an address."""
    openers: list[Callable[[str], Iterator[Source]]] = []

    def opened(name: str) -> Iterator[Source]:
        if not openers:
            try:
                from infobox.live.wikis import opener
            except ImportError:
                from infobox.pages.sources import PageError
                from infobox.pages.wrong_kind import missing

                raise PageError(f"{name}: {missing(name)}; pip install 'infobox[live]' lets it be read from its wiki") from None
            openers.append(opener(arguments.wiki))
        return openers[0](name)

    return opened


def _remark_unknown(arguments: argparse.Namespace) -> None:
    """Say once that nothing is known of the Wikipedia of `--wiki`, if it is so."""
    wiki = getattr(arguments, "wiki", "")
    if not wiki or arguments.command in ("live", "serve"):
        return
    from infobox.language import code
    from infobox.language.lexicon import languages
    from infobox.outline import say
    from infobox.templates.profile import default

    if code(wiki) not in languages() and not default().keys_of(code(wiki)):
        say(f"infobox {arguments.command}: nothing is known of {wiki}: infoboxes are found by English names, and no words are read")


def _report(error: OSError) -> None:
    """Print one line about an output that cannot be written, unless it is standard error itself."""
    from infobox.outline import say
    from infobox.pages.sources import reason_of

    try:
        say(f"{error.filename or 'standard output'}: {reason_of(error)}")
    except OSError:
        return


def _ensure_streams() -> None:
    """Replace streams that were closed before the process began: standard error is discarded, standard input is empty, and writing to
    standard output is an error.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def parsers(words: Sequence[str] | None = None) -> tuple[Parser, Mapping[str, Parser]]:
    """The parser of the command line, and those of its commands by name. If `words` are to be parsed, only commands among them have their
    arguments, which takes less time.
    """
    parser = Parser(prog="infobox", description=_DESCRIPTION)
    parser.add_argument("--version", action=Version, nargs=0, help="print the version and exit")
    parser.examples("infobox parse page.wikitext", "infobox check --help")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (purpose, _, add_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if words is None or name in words or "completion" in words:
            add_arguments(command)
    commands.choices["completion"].set_defaults(parser=parser)
    return parser, commands.choices


_PAGES = "file of wikitext, export, dump or rows, folder, or pattern such as 'a*.wikitext'; - is standard input"
_RECORDS = "file of one record, an array or JSON lines; - is standard input"


def _wiki(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wiki",
        type=_database,
        default="",
        help="the Wikipedia of the pages, such as fr or frwiki: its template, and the language of the values; otherwise as exports state",
    )


def _database(name: str) -> str:
    if not name:
        return ""
    from infobox.language import database

    if not (found := database(name)):
        raise argparse.ArgumentTypeError(f"{name!r} is no Wikipedia; give its language code or database name, such as fr or frwiki")
    return found


def _stdin_filename(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stdin-filename", metavar="NAME", default="-", help="what reports call the page on standard input")


def _parse(parser: Parser) -> None:
    parser.description = (
        "Print the record of every infobox in the pages. Exit status: 0; 1 if no page has an infobox; 2 if a page cannot be read."
    )
    parser.add_argument("pages", nargs="+", metavar="PAGE", help=_PAGES.replace("wikitext", "wikitext, extracted text", 1))
    record_format(parser)
    text_columns(parser)
    problems(parser)
    _wiki(parser)
    color(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="do not report what was not understood")
    _stdin_filename(parser)
    parser.examples("infobox parse page.wikitext > records.jsonl", "infobox parse --format text --quiet pages/")


def _check(parser: Parser) -> None:
    parser.description = (
        "Report what is wrong with the infoboxes of pages, where, and what to do. Rules are chosen by code (P101), the code's "
        "beginning (P), name or ALL; also in infobox.toml or [tool.infobox] of pyproject.toml, and by a comment in the page: "
        "<!-- infobox: ignore CODE -->. Exit status: 0 nothing found; 1 findings; 2 wrong use or a page that cannot be read."
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=_PAGES)
    rules(parser, fixes=True)
    finding_format(parser, "github")
    parser.add_argument("--fix", action="store_true", help="fix what is safe to fix, in the files; for -, print the fixed page")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument("--unsafe", action="store_true", help="also fix what changes what a reader sees")
    parser.add_argument("--edit", nargs=2, metavar=("OLD", "NEW"), help="report only what an edit introduced, and what it means")
    text_columns(parser)
    _wiki(parser)
    color(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="do not print how much was found")
    _stdin_filename(parser)
    parser.examples("infobox check page.wikitext", "infobox check --diff --ignore I9,W pages/")


def _explain(parser: Parser) -> None:
    parser.description = (
        "Print the documentation of rules: what they find, why, an example of each kind, and whether the fix is safe. Without "
        "a rule, list all rules."
    )
    parser.add_argument("rules", nargs="*", metavar="RULE", help="code, the code's beginning, or name")
    parser.examples("infobox explain P101", "infobox explain")


def _extract(parser: Parser) -> None:
    parser.description = (
        "Write the record of every infobox in dumps of a wiki: pages-articles-multistream.xml.bz2, any other "
        ".xml.bz2, .xml, .xml.gz or .xml.zst; or in rows of JSON lines or Parquet, answers of the API, and pages. A manifest is written "
        "beside OUT. Exit status: 0; 1 if there were errors; 2 for wrong use or a dump that cannot be opened."
    )
    parser.add_argument(
        "dumps", nargs="+", metavar="DUMP", help="dump, export, rows or page, folder, or pattern such as '*.bz2'; - is standard input"
    )
    parser.add_argument(
        "-o", "--out", required=True, metavar="OUT", help=".jsonl, .jsonl.gz, .jsonl.zst, .parquet, or - for lines on standard output"
    )
    parser.add_argument(
        "--tables",
        action="append",
        default=[],
        metavar="NAME",
        help="also write flat tables (conflicts, sides, figures …): to a database of SQLite if the name ends in .db, .sqlite or .sqlite3, "
        "otherwise as Parquet to a folder; may be given more than once",
    )
    _extracted_pages(parser)
    parser.add_argument("--check", action="store_true", help="add what is wrong with each infobox to its record")
    parser.add_argument("--verify", action="store_true", help="decompress all of a bzip2 file, to test its check sums")
    parser.add_argument(
        "--validate", action=argparse.BooleanOptionalAction, default=True, help="check each record against the schema (the default)"
    )
    source_and_spans(parser)
    _wiki(parser)
    parser.add_argument("--processes", type=int, metavar="N", help="number of processes that read (default: one per core)")
    parser.add_argument("--resume", action="store_true", help="continue where a run with the same dumps and options was interrupted")
    parser.add_argument("-q", "--quiet", action="store_true", help="print no progress and no summary, only errors")
    parser.examples(
        "infobox extract dump.xml.bz2 -o conflicts.jsonl.gz --errors errors.jsonl",
        "infobox extract '*.xml.bz2' -o conflicts.jsonl --titles titles.txt --tables conflicts.db",
    )


def _extracted_pages(parser: Parser) -> None:
    parser.add_argument("--errors", metavar="FILE", help="write errors to this file, as JSON lines; without it, the first few are printed")
    parser.add_argument(
        "--titles", metavar="FILE", help="read only the pages whose titles, or numbers as #12, are in this file, one per line"
    )
    parser.add_argument("--checksums", metavar="FILE", help="compare the dumps with the sums in this file, SHA256SUMS or …-md5sums.txt")
    text_columns(parser)
    problems(parser)
    parser.add_argument("--index", metavar="FILE", help="the dump's index, to check the page counts; with --titles it is found by itself")
    parser.add_argument("--namespaces", metavar="N,N", help="numbers of the namespaces to read, or all (default 0,10)")


def _write(parser: Parser) -> None:
    parser.description = (
        "Print records as wikitext, or a page with its infoboxes updated to match the records. Exit status: 0; 2 if a file "
        "cannot be read or written, or the page cannot be made to say what the records say; then nothing is printed or changed."
    )
    parser.add_argument("record", metavar="RECORD", help=_RECORDS)
    parser.add_argument("--into", metavar="PAGE", help="print this page of wikitext, with only what differs written anew")
    parser.add_argument("--in-place", action="store_true", help="change the file of the page instead of printing it")
    _wiki(parser)
    parser.examples("infobox write record.json", "infobox write record.json --into page.wikitext --in-place")


def _diff(parser: Parser) -> None:
    parser.description = (
        "Print what differs between the infoboxes of two pages or records: in meaning, not in bytes. Exit status: 0 if they "
        "say the same; 1 if not; 2 if a file cannot be read."
    )
    for version in ("old", "new"):
        parser.add_argument(version, metavar=version.upper(), help="a page or records; - is standard input")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json is one object for programs")
    _wiki(parser)
    parser.examples("infobox diff old.wikitext new.wikitext", "infobox diff --format json record.json page.wikitext")


def _validate(parser: Parser) -> None:
    parser.description = (
        "Print what keeps records from being valid: file:line:column: path: value: expected … Exit status: 0; 1 for faults; "
        "2 if a file cannot be read."
    )
    parser.add_argument("records", nargs="+", metavar="RECORD", help=_RECORDS)
    parser.examples("infobox validate records.jsonl", "infobox parse page.wikitext | infobox validate -")


def _show(parser: Parser) -> None:
    parser.description = "Draw records as trees, with what was understood. Exit status: 0; 2 if a file cannot be read."
    parser.add_argument("records", nargs="+", metavar="RECORD", help=_RECORDS)
    color(parser)
    parser.examples("infobox show record.json", "infobox parse page.wikitext | infobox show -")


def _unresolved(parser: Parser) -> None:
    parser.description = (
        "List the templates in the infoboxes' values whose meaning is not known, the most frequent first: how often, in how "
        "many infoboxes, where first. Exit status: 0; 1 if no page has an infobox; 2 if a page cannot be read."
    )
    parser.add_argument("pages", nargs="+", metavar="PAGE", help=_PAGES)
    parser.add_argument("--limit", type=int, metavar="N", help="list at most N templates")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json is one array, with an example of each")
    _wiki(parser)
    _stdin_filename(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="do not print the totals")
    parser.examples("infobox unresolved pages/", "infobox unresolved --limit 10 --format json pages/")


def _schema(parser: Parser) -> None:
    parser.description = "Print the JSON Schema (2020-12) of a record."
    parser.examples("infobox schema > schema.json", "infobox schema | head")


def _history(parser: Parser) -> None:
    from infobox.history.arguments import shown

    parser.description = (
        "Print how the infoboxes of pages changed, from exports and dumps with all revisions: each revision in which an infobox changed, "
        "with its author, the changes in meaning, the findings that it brought and took away, and what it reverts. Exit status: 0; 1 if no "
        "page ever had an infobox; 2 if a file cannot be read."
    )
    parser.add_argument(
        "exports", nargs="+", metavar="EXPORT", help="Special:Export or pages-meta-history, .xml, .bz2, .gz or .zst; - is standard input"
    )
    parser.add_argument("--titles", metavar="FILE", help="only the pages whose titles, or numbers as #12, are in this file, one per line")
    shown(parser)
    _wiki(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="do not print the totals")
    parser.examples("infobox history history.xml", "infobox history --since 2024 --format jsonl history.xml > steps.jsonl")


def _serve(parser: Parser) -> None:
    from infobox.web.arguments import add

    add(parser)


def _lsp(parser: Parser) -> None:
    from infobox.lsp.arguments import add

    add(parser)
    _wiki(parser)


def _live(parser: Parser) -> None:
    from infobox.live.arguments import add

    add(parser)


def _completion(parser: Parser) -> None:
    parser.description = (
        "Print a script with which a shell completes commands and options. Save it where the shell looks for completions: for bash in "
        "~/.local/share/bash-completion/completions/infobox, for fish in ~/.config/fish/completions/infobox.fish, for zsh as _infobox in a "
        "folder of $fpath. Needs the library shtab: pip install 'infobox[completion]'."
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    parser.examples("infobox completion bash > ~/.local/share/bash-completion/completions/infobox", "infobox completion zsh > _infobox")


COMMANDS: dict[str, tuple[str, str, Callable[[Parser], None]]] = {
    "parse": ("pages -> records", "infobox.commands", _parse),
    "check": ("what is wrong with infoboxes, and fixes", "infobox.checks.commands", _check),
    "explain": ("documentation of rules", "infobox.checks.commands", _explain),
    "extract": ("dumps -> records", "infobox.dumps.commands", _extract),
    "write": ("records -> wikitext", "infobox.commands", _write),
    "diff": ("how two versions differ", "infobox.commands", _diff),
    "show": ("records -> trees", "infobox.commands", _show),
    "validate": ("check records against the JSON Schema", "infobox.commands", _validate),
    "history": ("how infoboxes changed", "infobox.history.commands", _history),
    "serve": ("a page in the browser, and an API", "infobox.web.commands", _serve),
    "lsp": ("infoboxes in editors, by the Language Server Protocol", "infobox.lsp.commands", _lsp),
    "live": ("pages on their wiki: show, check, fix, watch", "infobox.live.commands", _live),
    "unresolved": ("which templates are not known", "infobox.commands", _unresolved),
    "completion": ("script for a shell that completes commands", "infobox.completion", _completion),
    "schema": ("print the JSON Schema of a record", "infobox.commands", _schema),
}
"""For each command: what it is for, the module with a function of the same name that runs it, and what adds its arguments."""

FROM_WIKIS = ("parse", "check", "diff", "unresolved")
"""Commands for files that also take the title or the address of a page."""


def _discard_output() -> None:
    """Point standard output at the null device, so that the interpreter's last flush does not complain about the closed pipe."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
