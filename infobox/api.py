"""The public functions, each a thin front for the package that does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infobox.pages.page_like import source_of, wikitext_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infobox.checks.findings import Finding
    from infobox.checks.fixing import Fixed
    from infobox.checks.reviewing import Review
    from infobox.pages.page_like import PageLike
    from infobox.reading import Reading
    from infobox.record import Conflict, Severity
    from infobox.schema import Fault
    from infobox.templates.profile import Profile


def read(
    text: PageLike, *, title: str = "", wiki: str = "", spans: bool = False, source: bool = False, profile: Profile | None = None
) -> Conflict | None:
    """The record of a page's first military-conflict infobox; None if the page has none. Arguments and errors as in `readings`."""
    found = read_all(text, title=title, wiki=wiki, spans=spans, source=source, profile=profile)
    return found[0] if found else None


def read_all(
    text: PageLike, *, title: str = "", wiki: str = "", spans: bool = False, source: bool = False, profile: Profile | None = None
) -> list[Conflict]:
    """The records of all military-conflict infoboxes of a page, in page order. Arguments and errors as in `readings`."""
    return [each.record for each in readings(text, title=title, wiki=wiki, spans=spans, source=source, profile=profile)]


def readings(
    text: PageLike, *, title: str = "", wiki: str = "", spans: bool = False, source: bool = False, profile: Profile | None = None
) -> list[Reading]:
    """All military-conflict infoboxes of a page, in page order: their records, and what was not understood of them.

    `text` is the page's wikitext, plain text extracted from a page, a `Source`, or a `Wikicode` or `Template` of mwparserfromhell. `title`
    and `wiki`, the wiki's database name such as `frwiki`, say which page it is; the wiki decides in which language the values are read.
    `spans` adds to texts, items, dates and quantities their place in the wikitext, `source` adds to the record the infobox's own wikitext.
    `profile` is that of your own template, which is read instead of those that the package knows (see `Profile.load`).

    Page content never raises. Raises `TypeError` for anything that is not a page, and `ValueError` for a file name.
    """
    from infobox.flattened import read_flattened
    from infobox.pages.extracted import looks_flattened
    from infobox.reading import read_boxes

    page = source_of(text, title, wiki)
    if page.flattened or looks_flattened(page.text, profile):
        return read_flattened(page.text, page=page.page, profile=profile)
    return read_boxes(page.text, page=page.page, spans=spans, source=source, profile=profile)


def validate(record: Conflict | dict[str, Any] | list[Any] | str | bytes, *, profile: Profile | None = None) -> list[Fault]:
    """What keeps a record, or JSON text of records, from being valid; the list is empty if nothing does.

    JSON text may be one record, an array of records, or JSON lines, and never raises; its faults have a line and column. A record or a dict
    is validated as the JSON it becomes, on one line. Half of a surrogate pair, in a text or as an escape in JSON, is a fault, and so are
    items more than `LEVELS` (100) levels deep. `profile` is that of the records' template, as in `read`. Raises `TypeError` for a dict
    with objects that JSON cannot represent.
    """
    from infobox.schema import Fault, as_json
    from infobox.schema import validate as faults_of

    data = record if isinstance(record, str | bytes) else as_json(record)
    return [data] if isinstance(data, Fault) else faults_of(data, profile)


def conclude(record: Conflict, *, profile: Profile | None = None) -> Conflict:
    """A copy of a record in which everything that follows from its other fields (`infobox.record.CONCLUDED`) is worked out anew.

    That is what reading does, too. It is for records that were made or changed in Python: what a figure counts and what it is to the
    others, the people and losses of each side, and which sides won. Fields that no longer follow are emptied. Figures count, not texts:
    text without `quantities` is not read. The language is that of the record's template and wiki, as in `write`; `profile` is that of your
    own template. Raises `RecordError` for what is no record: values of other types or out of range, items more than a hundred levels deep.
    """
    from infobox import box
    from infobox.conclusions.concluding import conclude as fill_in
    from infobox.language.lexicon import lexicon
    from infobox.record import sound, without_conclusions

    copy = without_conclusions(sound(record))
    fill_in(copy, lexicon(box.language_of(copy, profile)))
    return copy


def check(
    text: PageLike,
    *,
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    cosmetic: bool = False,
    severity: Severity = "info",
    title: str = "",
    wiki: str = "",
    profile: Profile | None = None,
) -> list[Finding]:
    """What is wrong with the infoboxes of a page, in page order. The page is given as in `readings`.

    Rules are given by code (`P101`), a code's beginning (`P`), name, or `ALL`: those of `select` (if it is empty, all that are on by
    default, and with `cosmetic` those about what readers do not see) and `extend_select`, without those of `ignore`, and only those of
    the `severity` or above. `profile` as in `read`. Page content never raises. Raises `OptionError` for a rule or a severity that does
    not exist.
    """
    from infobox.checks.checking import check_page
    from infobox.checks.options import chosen

    page = source_of(text, title, wiki)
    rules = chosen(select, extend_select, ignore, cosmetic=cosmetic, severity=severity)
    return check_page(page.text, rules, source=page.page, profile=profile)


def fix(
    text: PageLike,
    *,
    unsafe: bool = False,
    cosmetic: bool = False,
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Severity = "info",
    wiki: str = "",
    profile: Profile | None = None,
) -> Fixed:
    """A page's wikitext with its findings fixed, the findings that were `fixed`, and those that are `left`. Rules, wiki and profile as
    in `check`.

    Only safe fixes are made: what a reader sees stays as it is, or an obvious slip is corrected; with `unsafe` the others are made as well.
    A page that has only cosmetic findings to fix is left alone unless `cosmetic` is true, whichever rules are selected. Raises
    `OptionError` for a rule or a severity that does not exist.
    """
    from infobox.checks.fixing import fix_page
    from infobox.checks.options import chosen

    rules = chosen(select, extend_select, ignore, cosmetic=cosmetic, severity=severity)
    page = source_of(text, wiki=wiki)
    return fix_page(page.text, rules, unsafe=unsafe, cosmetic=cosmetic, source=page.page, profile=profile)


def check_edit(
    old: PageLike,
    new: PageLike,
    *,
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    cosmetic: bool = False,
    severity: Severity = "info",
    title: str = "",
    wiki: str = "",
    profile: Profile | None = None,
) -> Review:
    """What an edit introduced into the infoboxes of a page, of which `old` and `new` are two versions: the new `findings`, how many it
    `fixed`, the `changes` of meaning, and a `summary` of the findings in one line. Rules and profile as in `check`, `title` and `wiki` as
    in `readings`. Raises `OptionError` for a rule that does not exist.
    """
    from infobox.checks.options import chosen
    from infobox.checks.reviewing import check_edit as review

    page = source_of(new, title, wiki)
    rules = chosen(select, extend_select, ignore, cosmetic=cosmetic, severity=severity)
    return review(wikitext_of(old), page.text, rules, source=page.page, profile=profile)
