"""``infobox live undo``: the edits of a journal taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from infobox.controls import visible
from infobox.live.addresses import Target
from infobox.live.commands import wikis
from infobox.live.errors import StopError, WikiError
from infobox.live.journal import CHANGED, Journal, JournalEntry
from infobox.live.pages import pages
from infobox.live.saving import STOPS, Manner, as_kept, heed_messages, save, settled
from infobox.live.session import Wiki
from infobox.outline import say
from infobox.plurals import many
from infobox.status import SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse


def undo(arguments: argparse.Namespace) -> int:
    """Take back the edits of a journal, the last first, where nobody has edited the page since."""
    path = Path(arguments.journal)
    if not path.exists():
        raise WikiError("settings", f"{path}: no such journal")
    wiki = wikis(arguments).logged_in()
    journal = Journal(path)
    failed = undone = 0
    for held in reversed([entry for entry in journal.last.values() if entry.wiki == wiki.host]):
        try:
            entry = settled(wiki, journal, held)
            if entry.what not in CHANGED:
                continue
            why = _undo(wiki, entry, journal, Manner(bot=not arguments.human))
        except StopError as stop:
            say(visible(f"stopped: {stop}"))
            failed += 1
            break
        except WikiError as error:
            if error.code in STOPS:
                say(visible(f"stopped: {held.title}: {error}"))
                failed += 1
                break
            why = str(error)
        failed += bool(why)
        undone += not why
        if why or not arguments.quiet:
            say(visible(f"{held.title}: {f'not undone: {why}' if why else 'as before'}"))
    journal.close()
    if not arguments.quiet:
        say(f"{many(undone, 'edit')} undone{f', {failed} not' if failed else ''}")
    return TROUBLE if failed else SUCCESS


def _undo(wiki: Wiki, entry: JournalEntry, journal: Journal, manner: Manner) -> str:
    """Save a page's text of before; why it was not done, if it was not."""
    [now] = pages(wiki, [Target(entry.title, page=entry.page)])
    if now.lacks:
        return now.lacks
    [before] = pages(wiki, [Target(entry.title, revision=now.parent if now.revision == entry.new else entry.old)])
    if before.lacks:
        return before.lacks
    if as_kept(now.text) == as_kept(before.text):
        journal.add(JournalEntry("undone", wiki.host, entry.page, now.title, now.revision, now.revision))
        return ""
    if now.revision != entry.new:
        return "somebody has edited the page since; undo it by hand"
    heed_messages(wiki)
    saved = save(wiki, now, before.text, f"Undo revision {entry.new} ({', '.join(entry.codes)})", manner)
    journal.add(JournalEntry("undone", wiki.host, entry.page, now.title, now.revision, saved.revision))
    return ""
