"""``infobox live fix``: what would be changed is shown; with ``--save`` it is saved, one page after the other, with care."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from infobox.checks.commands import selection_of
from infobox.checks.findings import is_severe
from infobox.checks.fixing import fix_page
from infobox.checks.options import OptionError
from infobox.controls import visible, visible_lines
from infobox.installed import version
from infobox.live.addresses import Target, is_at, path_of, target
from infobox.live.arriving import sum_of
from infobox.live.checking import selected_of
from infobox.live.commands import Trouble, wikis
from infobox.live.errors import StopError, UnknownFateError, WikiError
from infobox.live.exclusion import excluded
from infobox.live.journal import CHANGED, Journal, JournalEntry, JournalWord
from infobox.live.pages import LivePage, pages
from infobox.live.saving import CONFLICT, LONGEST_SUMMARY, STOPS, Manner, Saved, heed_messages, save, settled
from infobox.live.session import General, Wiki
from infobox.outline import put, say
from infobox.plurals import many
from infobox.status import NEGATIVE, SUCCESS, TROUBLE
from infobox.terminal import is_coloured, painted_diff

if TYPE_CHECKING:
    import argparse

    from infobox.checks.findings import Finding
    from infobox.checks.fixing import Fixed
    from infobox.checks.options import Selection
    from infobox.live.wikis import Wikis

_MOST_CODES: Final = 10
"""How many rules a summary names."""


def fix(arguments: argparse.Namespace) -> int:
    """Show what fixes would change, or save it."""
    if arguments.save and not arguments.journal:
        raise WikiError(
            "settings", "--save needs --journal FILE, in which each edit is kept, to go on after an interruption and to undo it"
        )
    if arguments.unsafe and arguments.save and not arguments.human:
        raise WikiError("settings", "--unsafe changes what readers see, so a person must look at it: add --human")
    try:
        selection = selection_of(arguments)
    except OptionError as error:
        raise WikiError("settings", str(error)) from None
    several = wikis(arguments)
    wiki = several.logged_in() if arguments.save else several.of()
    if arguments.save:
        _refuse_elsewhere(several, wiki, arguments.titles)
    run = _Fixing(arguments, selection, wiki)
    trouble = Trouble(arguments)
    try:
        status = run.all(trouble.readable(selected_of(arguments, several)))
    finally:  # also when the wiki cannot be asked any more, or the user stops it
        run.close()
    return TROUBLE if trouble.failed or run.failed else status


def _refuse_elsewhere(several: Wikis, wiki: Wiki, titles: Sequence[str]) -> None:
    """Raise `WikiError` if a page is of another wiki than the one at which the edits are saved: numbers of pages mean others there."""
    for title in titles:
        host, path = target(title).host, path_of(title)
        general = wiki.general() if path else General()
        if several.of(host) is not wiki:
            whose = f"a page of {host}, and edits are saved at {wiki.name}: give --wiki {host} in a run of its own"
        elif path and not is_at(path, general.articlepath, general.scriptpath, variants=bool(general.variantarticlepath)):
            whose = f"a page of another wiki than {wiki.name}, at which edits are saved: give --wiki the address of its api.php"
        else:
            continue
        raise WikiError("settings", f"{title}: {whose}")


class _Fixing:
    """One run of fixes, and its counts."""

    def __init__(self, arguments: argparse.Namespace, selection: Selection, wiki: Wiki) -> None:
        self.failed = False
        self._arguments, self._selection, self._wiki = arguments, selection, wiki
        self._paint = painted_diff if is_coloured(arguments.color, sys.stdout) else str
        self._journal = Journal(Path(arguments.journal)) if arguments.save else None
        self._manner = Manner(bot=not arguments.human, minor=True, tags=tuple(arguments.tag or ()))
        self._pages = self._fixed = self._saved = 0
        self._said_kept = False

    def close(self) -> None:
        """Print the counts."""
        if self._journal is not None:
            self._journal.close()
        if not self._arguments.quiet:
            what = f"{self._saved} saved" if self._arguments.save else f"{self._fixed} would be changed (--save saves them)"
            say(f"{many(self._pages, 'page')} looked at; {what}")

    def all(self, found: Iterator[LivePage]) -> int:
        """Fix the pages; the exit status if nothing failed."""
        try:
            for page in found:
                if self._journal is not None and (self._was_done(page) or self._is_old(page)):
                    continue
                self._pages += 1
                self._fix(page)
                if self._saved >= (self._arguments.max_edits or float("inf")):
                    say(f"--max-edits {self._arguments.max_edits} is reached; a run with the same journal goes on")
                    break
        except StopError as stop:
            say(visible(f"stopped: {stop}"))
            self.failed = True
        return SUCCESS if self._arguments.save else NEGATIVE if self._fixed else SUCCESS

    def _was_done(self, page: LivePage) -> bool:
        """Whether an earlier run has done with a page, also one that was ended before it knew what became of its edit."""
        assert self._journal is not None
        try:
            return settled(self._wiki, self._journal, page.id) is not None
        except UnknownFateError as error:
            say(visible(f"{page.title}: left alone, as it is not known whether it was saved: {error}"))
            self.failed = True
            return True

    def _is_old(self, page: LivePage) -> bool:
        """Whether a page is an old revision, whose fix would take back what was edited since; said."""
        old = self._journal is not None and page.newest > 0 and page.newest != page.revision
        if old:
            say(visible(f"{page.title}: not saved: {page.revision} is not its newest revision: name the page"))
            self.failed = True
        return old

    def _fix(self, page: LivePage, *, again: bool = False) -> None:
        """Fix a page; `again` if it was changed by somebody while that was done."""
        if ban := excluded(page.text, self._wiki.user or self._arguments.contact):
            say(visible(f"{page.title}: left alone, as it asks by {ban}"))
            self._note(page, "skipped", why=ban)
            return
        fixed = self._fixes(page)
        if fixed.text == page.text:
            self._note(page, "nothing")
            return
        self._fixed += not again
        self._show(page, fixed.text)
        if self._journal is not None:
            self._save(page, fixed, again=again)

    def _fixes(self, page: LivePage) -> Fixed:
        source = page.source
        rules = [rule for rule in self._selection.of(source.name) if is_severe(rule.severity, self._arguments.severity)]
        return fix_page(source.text, rules, unsafe=self._arguments.unsafe, cosmetic=self._arguments.cosmetic, source=source.page)

    def _show(self, page: LivePage, text: str) -> None:
        """Print the difference."""
        before, after = (each.splitlines(keepends=True) for each in (page.text, text))
        for line in difflib.unified_diff(before, after, visible(f"{page.title} ({page.revision})"), visible(f"{page.title}, fixed")):
            put(self._paint(visible_lines(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")))

    def _save(self, page: LivePage, fixed: Fixed, *, again: bool) -> None:
        codes = sorted({finding.code for finding in fixed.fixed})
        summary = summary_of(fixed.fixed, self._arguments.summary)
        heed_messages(self._wiki)
        self._note(page, "sending", old=page.revision, codes=codes, summary=summary, sum=sum_of(fixed.text))
        try:
            saved = save(self._wiki, page, fixed.text, summary, self._manner)
        except WikiError as error:
            self._refused(page, error, again=again)
            return
        self._note(page, saved.outcome, old=saved.old, new=saved.revision, codes=codes, summary=summary)
        self._saved += saved.outcome in CHANGED
        self._report(page, saved, fixed)

    def _refused(self, page: LivePage, error: WikiError, *, again: bool) -> None:
        if isinstance(error, UnknownFateError):
            say(visible(f"{page.title}: it is not known whether it was saved ({error}); a run with the same journal looks again"))
            self.failed = True
            if error.code in STOPS:
                raise StopError(f"{page.title}: {error}")
            return
        if error.code in STOPS:
            raise StopError(f"{page.title}: {error}")
        if error.code == CONFLICT and not again:
            [now] = pages(self._wiki, [Target(page.asked, page=page.id)])
            if not now.lacks:
                self._fix(now, again=True)
                return
        say(visible(f"{page.title}: not saved: {error}"))
        self._note(page, "skipped", why=error.code)

    def _report(self, page: LivePage, saved: Saved, fixed: Fixed) -> None:
        """Say what became of a page; what the wiki joined is checked again, and what it altered is said."""
        if not self._arguments.quiet:
            say(
                visible(
                    f"{page.title}: {saved.outcome} as revision {saved.revision}"
                    if saved.outcome in CHANGED
                    else f"{page.title}: unchanged"
                )
            )
        if saved.outcome == "merged":
            left = self._fixes(replace(page, text=saved.text, revision=saved.revision)).text != saved.text
            rest = "; there are findings to fix again" if left else ""
            say(visible(f"{page.title}: somebody edited it meanwhile, and the wiki joined both edits{rest}"))
            if ban := excluded(saved.text, self._wiki.user):
                say(visible(f"{page.title}: it asks now to be left alone, by {ban}: undo the edit"))
        elif saved.altered:
            say(
                visible(
                    f"{page.title}: the wiki changed what was sent (a signature, or a template that is replaced when saved): look at it"
                )
            )
        elif saved.text != fixed.text and not self._said_kept and not self._arguments.quiet:
            self._said_kept = True
            say("the wiki keeps texts without white space at their end, with line feeds alone, and in Unicode's normal form C (said once)")

    def _note(self, page: LivePage, what: JournalWord, **more: Any) -> None:
        """Add a line to the journal, if there is one."""
        if self._journal is not None:
            self._journal.add(JournalEntry(what, self._wiki.name, page.id, page.title, **more))


def summary_of(findings: Sequence[Finding], begin: str = "") -> str:
    """The summary of an edit: what was fixed, by the codes and names of the rules, and by which program."""
    names = list(dict.fromkeys(f"{finding.code} {finding.name}" for finding in findings))
    named = ", ".join([*names[:_MOST_CODES], *(["…"] if len(names) > _MOST_CODES else [])])
    words = f"{begin or 'Infobox fixed'}: {named}"
    made = f" (infobox {version()})" if version() else " (infobox)"
    room = LONGEST_SUMMARY - len(made)
    return f"{words if len(words) <= room else f'{words[: room - 1]}…'}{made}"
