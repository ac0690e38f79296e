"""The commands ``infobox check`` and ``infobox explain``: pages in, findings on standard output, exit status."""

from __future__ import annotations

import difflib
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from infobox.checks.findings import SEVERITIES, is_severe
from infobox.checks.options import SETTINGS, OptionError, Selection, Settings, chosen, merged, read_settings, settings
from infobox.checks.reports.checked import SAFE, UNSAFE
from infobox.checks.reports.left_out import LeftOut, reported
from infobox.controls import visible, visible_lines
from infobox.outline import put, say
from infobox.pages.finding import NO_INFOBOX, columns_of, pages_of
from infobox.pages.page_like import source_of
from infobox.pages.replacing import replace
from infobox.pages.sources import FILES, PageError, Source, open_pages, reason_of
from infobox.plurals import many
from infobox.status import NEGATIVE, SUCCESS, TROUBLE
from infobox.terminal import is_coloured, painted_diff

if TYPE_CHECKING:
    import argparse

    from infobox.checks.findings import Finding
    from infobox.checks.fixing import Fixed
    from infobox.checks.registry import Rule
    from infobox.checks.reports import CheckedPage

FIXING: Final = {"--fix": SAFE, "--fix --cosmetic": SAFE, "--fix --unsafe": UNSAFE}
"""The options that fix findings, and the signs of these findings in concise reports."""


# --- check ------------------------------------------------------------------------------------------------------------------------


def check(arguments: argparse.Namespace) -> int:
    """Report what is wrong with pages, fix it if asked to, and print a summary."""
    try:
        if error := _usage_error(arguments):
            raise OptionError(f"{error} (see infobox check --help)")  # noqa: TRY301 - as for the settings
        selection = selection_of(arguments)
    except OptionError as error:
        say(f"infobox check: {error}")
        return TROUBLE
    run = Checking(arguments, selection)
    if arguments.diff:
        run.differences()
    else:
        run.report()
    if not arguments.quiet:
        run.summarize()
    return run.status


def _usage_error(arguments: argparse.Namespace) -> str:
    fixes = arguments.fix or arguments.diff
    if arguments.edit and (arguments.pages or fixes):
        return "--edit takes two versions of one page; it cannot be combined with other pages, --fix or --diff"
    if not arguments.edit and not arguments.pages:
        return "name a page to check"
    if arguments.fix and arguments.diff:
        return "--fix changes pages, --diff only shows how; give one of them"
    if arguments.unsafe and not fixes:
        return "--unsafe only works with --fix or --diff; add one of those"
    if arguments.pages.count("-") > 1 or (arguments.edit or []).count("-") > 1:
        return "standard input can be only one page; give - once"
    if arguments.fix and "-" in arguments.pages and len(arguments.pages) > 1:
        return "with --fix, standard input must be the only page"
    return ""


def selection_of(arguments: argparse.Namespace) -> Selection:
    """The rules that the settings and the command line select, of any severity; the arguments get the severity of the settings if they
    have none. Reports files that were skipped, and a file that leaves no rule. Raises `OptionError`.
    """
    found = _settings(arguments)
    for line in found.skipped:
        say(f"infobox check: {line}")
    given = {
        name: [word for words in getattr(arguments, name.replace("-", "_")) or [] for word in words.split(",") if word.strip()]
        for name in SETTINGS
    }
    cosmetic = arguments.cosmetic
    rules = _chosen(merged([found.lists, given]), cosmetic)
    # A file that the user did not name must not silence the check without notice.
    if not rules and found.path is not None and arguments.config is None and _chosen(given, cosmetic):
        say(f"infobox check: {found.path}: its settings leave no rules to check (use --isolated to ignore settings files)")
    arguments.severity = arguments.severity or found.severity or SEVERITIES[-1]
    return Selection(rules, found.per_file, found.path.absolute().parent if found.path is not None else Path())


def _chosen(settings: dict[str, list[str]], cosmetic: bool) -> list[Rule]:
    return chosen(*(settings.get(name, ()) for name in SETTINGS), cosmetic=cosmetic)


def _settings(arguments: argparse.Namespace) -> Settings:
    if arguments.isolated:
        return Settings({})
    if arguments.config is not None:
        return read_settings(Path(arguments.config))
    try:
        folder = Path.cwd()
    except FileNotFoundError:
        raise OptionError("the current folder no longer exists (change to another one, or use --isolated)") from None
    return settings(folder)


class Checking:
    """One run over the pages on the command line, or over those of `sources`, and its counts."""

    def __init__(self, arguments: argparse.Namespace, selection: Selection, sources: Iterable[Source] | None = None) -> None:
        self.arguments = arguments
        self.selection = selection
        self._pages = sources
        self.failed = False
        self.pages = self.pages_found = self.found = self.fixed = 0
        self.left_out = LeftOut()
        self.fixable: Counter[str] = Counter()

    def report(self) -> None:
        """Print the findings of all pages."""
        from infobox.checks.reports import report

        arguments = self.arguments
        checked = self._edit() if arguments.edit else self._fixed() if arguments.fix else self._checked()
        if arguments.statistics:
            tally = Counter(f"{finding.code} {finding.name}" for page in checked for finding in page.findings)
            for name, number in tally.most_common():
                put(f"{number:7} {name}\n")
            return
        to_error = arguments.fix and "-" in arguments.pages
        for words in report(arguments.format, checked, color=is_coloured(arguments.color, sys.stderr if to_error else sys.stdout)):
            if to_error:
                print(words, end="", file=sys.stderr)  # standard output is the page
            else:
                put(words)

    def differences(self) -> None:
        """Print what the fixes would change, as unified diffs."""
        paint = painted_diff if is_coloured(self.arguments.color, sys.stdout) else str
        for source in self._sources():
            fixed, page = self._fix(source)
            self._count(page)
            self.fixed += len(fixed.fixed)
            label = visible(source.label)
            for line in difflib.unified_diff(_lines(source.text), _lines(fixed.text), label, f"{label}, fixed"):
                put(paint(visible_lines(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")))

    @property
    def status(self) -> int:
        """The exit status."""
        found = self.found or (self.fixed and self.arguments.diff)
        return TROUBLE if self.failed else NEGATIVE if found and not self.arguments.exit_zero else SUCCESS

    def summarize(self) -> None:
        """Print the counts on standard error."""
        arguments = self.arguments
        left_out = f"; left out: {self.left_out.words}" if self.left_out.words else ""
        if arguments.diff:
            say(f"{many(self.fixed, 'finding')} would be fixed, {self.found} left in {many(self.pages, 'page')}{left_out}")
            return
        fixed = f"{many(self.fixed, 'finding')} fixed; " if arguments.fix else ""
        fixes = [f"{self._mark(option)}{self.fixable[option]} with {option}" for option in FIXING if self.fixable[option]]
        fixable = f" (fixable: {', '.join(fixes)})" if fixes else ""
        say(f"{fixed}{many(self.found, 'finding')}{fixable} in {self.pages_found} of {many(self.pages, 'page')}{left_out}")

    def _mark(self, option: str) -> str:
        """The sign of findings that an option fixes, if the report shows signs."""
        return f"{FIXING[option]} " if self.arguments.format == "concise" else ""

    # -- pages ----------------------------------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[Source]:
        """The pages that can be checked; reports the others."""
        arguments = self.arguments
        pages = self._pages
        if pages is None:
            pages = pages_of(
                arguments.pages,
                self._fail,
                self._remark,
                arguments.stdin_filename,
                arguments.wiki,
                getattr(arguments, "elsewhere", None),
                columns_of(arguments),
            )
        for source in pages:
            if source.flattened:
                self._fail(f"{source.label}: extracted text has no wikitext to check (give the page's wikitext)")
            else:
                yield source

    def _fail(self, message: str) -> None:
        say(message)
        self.failed = True

    def _remark(self, message: str) -> None:
        if not self.arguments.quiet:
            say(message)

    def _checked(self) -> Iterator[CheckedPage]:
        from infobox.checks.checking import findings_of
        from infobox.pages.export_places import ExportPlaces
        from infobox.reading import read_boxes

        places = ExportPlaces() if self.arguments.format in ("sarif", "github") else None
        for source in self._sources():
            readings = read_boxes(source.text, page=source.page, spans=True)
            if not readings and source.form not in FILES:
                self._remark(f"{source.label}: {NO_INFOBOX}")
            found = findings_of(source.text, self.selection.of(source.name), readings=readings)
            findings, left_out = reported(found, self.arguments.severity)
            place = places.of(source) if places is not None else None
            yield self._count(_checked(source, source.text, findings)._replace(left_out=left_out, place=place))

    def _fixed(self) -> Iterator[CheckedPage]:
        from infobox.checks.checking import check_page

        exports: set[str] = set()
        for source in self._sources():
            if source.form == "wiki":
                self._fail(f"{source.label}: a page of a wiki is no file (fix it there, with infobox live fix)")
                continue
            if source.form in FILES:
                if source.name not in exports:
                    self._fail(f"{source.name}: {FILES[source.form]} cannot be fixed (save the page's wikitext in a separate file)")
                exports.add(source.name)
                continue
            fixed, page = self._fix(source)
            if self._saved(source, fixed.text):
                self.fixed += len(fixed.fixed)
            else:
                page = _checked(source, source.text, check_page(source.text, self._severe(source), source=source.page))
            yield self._count(page)

    def _fix(self, source: Source) -> tuple[Fixed, CheckedPage]:
        from infobox.checks.fixing import fix_page

        arguments = self.arguments
        fixed = fix_page(source.text, self._severe(source), unsafe=arguments.unsafe, cosmetic=arguments.cosmetic, source=source.page)
        return fixed, _checked(source, fixed.text, fixed.left)._replace(left_out=self._left_out(source, fixed.text))

    def _left_out(self, source: Source, text: str) -> LeftOut:
        """What is left out of the findings in a fixed page, looked for only if there can be something."""
        from infobox.checks.checking import findings_of

        if self.arguments.severity == SEVERITIES[-1] and "infobox:" not in text:
            return LeftOut()
        return reported(findings_of(text, self.selection.of(source.name), source=source.page), self.arguments.severity)[1]

    def _severe(self, source: Source) -> list[Rule]:
        """The rules for a page whose findings are severe enough to be fixed or reported."""
        return [rule for rule in self.selection.of(source.name) if is_severe(rule.severity, self.arguments.severity)]

    def _saved(self, source: Source, text: str) -> bool:
        """Whether the fixed page could be written: to its file, or to standard output if it came from standard input."""
        if "-" in self.arguments.pages:  # then it is the only page
            put(source.encoded(text))
        elif text != source.text:
            try:
                replace(source.name, source.encoded(text))
            except OSError as error:
                self._fail(f"{source.name}: not written: {reason_of(error)}")
                return False
        return True

    def _edit(self) -> Iterator[CheckedPage]:
        from infobox.checks.reviewing import check_edit

        old, new = map(self._version, self.arguments.edit)
        if old is None or new is None:
            self.failed = True
            return
        if old.flattened or new.flattened:
            self._fail("extracted text has no wikitext to check (give the pages' wikitext)")
            return
        review = check_edit(old.text, new.text, self._severe(new), source=new.page)
        self.fixed = review.fixed
        yield self._count(_checked(new, new.text, review.findings)._replace(changes=review.changes, summary=review.summary))

    def _version(self, path: str) -> Source | None:
        try:
            pages = open_pages(path, self.arguments.stdin_filename)
            return next((source_of(page, wiki=self.arguments.wiki) for page in pages), None)
        except PageError as error:
            self._fail(str(error))
            return None

    def _count(self, page: CheckedPage) -> CheckedPage:
        self.pages += 1
        self.pages_found += bool(page.findings)
        self.found += len(page.findings)
        self.left_out = self.left_out.and_also(page.left_out)
        for finding in page.findings:
            if finding.fix is not None:
                self.fixable["--fix --cosmetic" if finding.cosmetic else "--fix" if finding.fix.safe else "--fix --unsafe"] += 1
        return page


def _checked(source: Source, text: str, findings: list[Finding]) -> CheckedPage:
    from infobox.checks.reports import CheckedPage

    title = source.page.title if source.page is not None else ""
    return CheckedPage(label=source.label, path=source.name, title=title, text=text, findings=findings)


def _lines(text: str) -> list[str]:
    """The lines of a page, each ending with a newline, whatever line ends the page uses."""
    return io.StringIO(text, newline=None).readlines()


# --- explain ----------------------------------------------------------------------------------------------------------------------


def explain(arguments: argparse.Namespace) -> int:
    """Print the documentation of rules, or a list of all rules."""
    from infobox.checks.documentation import page
    from infobox.checks.registry import find, rules

    if not arguments.rules:
        width = max(len(rule.name) for rule in rules().values())
        for rule in rules().values():
            put(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {_first(rule)}\n")
        return SUCCESS
    try:
        wanted = [rule for name in arguments.rules for rule in (find(name) or chosen([name]))]
    except OptionError as error:
        say(f"infobox explain: {error}")
        return TROUBLE
    put("\n".join(map(page, dict.fromkeys(wanted))))
    return SUCCESS


def _first(rule: Rule) -> str:
    return rule.documentation.summary.partition("\n\n")[0].partition(". ")[0].rstrip(".")
