"""A made-up dump for measurements, like those of Wikipedia: the same structure and density of infoboxes, and as hard to decompress.

It is written as Wikimedia writes dumps: a stream for the beginning, streams of 100 pages, one for the end, and an index. Two fifths of the
pages are redirects; there are articles, talk pages, templates, categories and project pages. One page in a thousand has the infobox, under
all its English names, as in a dump of the English Wikipedia, or with `languages` those of all languages, in all spellings, with sizes as
measured on real pages (`SIZES`). The words are made up and follow Zipf's law; bzip2 compresses about four bytes to one. The same seed and
size give the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from infobox.templates.profile import default

NAME: Final = "madewiki-20260101-pages-articles-multistream"
PAGES_A_STREAM: Final = 100
SIZES: Final = [(0.0, 380), (0.05, 703), (0.25, 1061), (0.5, 1522), (0.75, 2237), (0.95, 4564), (0.99, 8685), (1.0, 16000)]
"""The size of an infobox in bytes, by share of the infoboxes, measured on 298 real ones."""
_PARAGRAPHS: Final = 12_000
_WORDS: Final = 60_000
_HEAD: Final = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Madewiki</sitename>
    <dbname>{wiki}</dbname>
    <base>https://made.example/wiki/Main_Page</base>
    <generator>MediaWiki 1.46.0-wmf.9</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
      <namespace key="4" case="first-letter">Madewiki</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="14" case="first-letter">Category</namespace>
    </namespaces>
  </siteinfo>
"""
_FOOT: Final = "</mediawiki>\n"


class Made(NamedTuple):
    """What was written: numbers of pages, redirects and infoboxes in articles and templates, and bytes before and after compression."""

    pages: int
    redirects: int
    infoboxes: int
    xml: int
    packed: int


class _Page(NamedTuple):
    title: str
    number: int
    namespace: int
    text: str  # as it is in the XML
    leads: str
    infoboxes: int


# --- words ------------------------------------------------------------------------------------------------------------------------


class Words:
    """Made-up words by Zipf's law, and the text of an encyclopedia made of them. None of it means anything."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        consonants = "b c d f g h j k l m n p r s t v w st tr ch sh th pl gr br".split()
        vowels = "a e i o u a e i o ea ou é ö".split()
        made: dict[str, None] = {}
        while len(made) < _WORDS:
            syllables = rng.choice((1, 1, 2, 2, 2, 3, 3, 4))
            word = "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(syllables))
            made[word + rng.choice(("", "", "n", "s", "r", "l", "d", "ng"))] = None
        self._all = list(made)
        self._weights = list(accumulate((rank + 2.7) ** -1.07 for rank in range(_WORDS)))

    def some(self, count: int) -> list[str]:
        """A number of words."""
        return self.rng.choices(self._all, cum_weights=self._weights, k=count)

    def name(self) -> str:
        """A name of two words, one of which may be rare."""
        return " ".join(word.capitalize() for word in (self.rng.choice(self._all), *self.some(1)))

    def day(self) -> str:
        """A date."""
        rng = self.rng
        months = "January February March April May June July August September October November December".split()
        return f"{rng.randint(1, 28)} {rng.choice(months)} {rng.randint(1700, 2020)}"

    def reference(self) -> str:
        """A citation, or the name of one."""
        rng = self.rng
        if rng.random() < 0.5:
            return f'<ref name="{self.some(1)[0].capitalize()}{rng.randint(1900, 2024)}" />'
        last, first, site, path = self.some(4)
        return (
            f"<ref>{{{{cite web |last={last.capitalize()} |first={first.capitalize()} |title={' '.join(self.some(6)).capitalize()} "
            f"|url=https://www.{site}.example/{path}/{rng.randint(1, 99999)} |publisher=[[{self.name()}]] |date={self.day()}}}}}</ref>"
        )

    def sentence(self) -> str:
        """A sentence with links, numbers and citations."""
        rng = self.rng
        words = self.some(rng.randint(6, 28))
        for place, word in enumerate(words):
            chance = rng.random()
            if chance < 0.04:
                words[place] = f"[[{word.capitalize()} {self.some(1)[0]}]]"
            elif chance < 0.05:
                words[place] = f"[[{self.name()}|{word}]]"
            elif chance < 0.08:
                words[place] = str(rng.randint(1, 2024))
            elif chance < 0.12:
                words[place] = word.capitalize()
            elif chance < 0.125:
                words[place] = f"''{word}''"
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}.{self.reference() if rng.random() < 0.22 else ''}"

    def paragraph(self) -> str:
        """Sentences, a list, a table, or something else that stands between them."""
        rng = self.rng
        chance = rng.random()
        if chance < 0.06:
            return "\n".join(f"* [[{self.name()}]], {' '.join(self.some(5))}" for _ in range(rng.randint(3, 12)))
        if chance < 0.09:
            rows = "".join(f"|-\n| {self.name()} || {rng.randint(1, 9999)} || {self.day()}\n" for _ in range(rng.randint(3, 14)))
            return f'{{| class="wikitable"\n! {self.some(1)[0]} !! {self.some(1)[0]} !! {self.some(1)[0]}\n{rows}|}}'
        if chance < 0.12:
            return f"<!-- {' '.join(self.some(8))} -->\n== {' '.join(self.some(2)).capitalize()} =="
        if chance < 0.15:
            return f"{{{{{rng.choice(_OTHERS)}\n| name = {self.name()}\n| type = {self.some(1)[0]}\n| area = {rng.randint(1, 9999)}\n}}}}"
        return " ".join(self.sentence() for _ in range(rng.randint(2, 7)))


_OTHERS: Final = (
    "Infobox settlement",
    "Infobox person",
    "Infobox warship",
    "Warship display",
    "infobox military person",
    "Main",
    "War museum",
)
"""Templates other than the infobox, some of which begin like it."""


# --- infoboxes --------------------------------------------------------------------------------------------------------------------


def infobox(words: Words, number: int, *, languages: bool) -> str:
    """A made-up infobox, as long as real ones are; `number` chooses its name, its spelling and, with `languages`, its language."""
    rng = words.rng
    name, language = _named(rng, number, languages=languages)
    share = rng.random()
    above = next(place for place, (reached, _) in enumerate(SIZES) if reached >= share)
    (low, small), (high, large) = SIZES[max(above - 1, 0)], SIZES[max(above, 1)]
    wanted = small + (large - small) * (share - low) / (high - low)
    values = {
        "conflict": f"Battle of {words.name()}",
        "partof": f"the [[{words.name()} War]]",
        "image": f"{words.name()}.jpg",
        "date": rng.choice((words.day(), f"{rng.randint(1, 12)}–{rng.randint(13, 28)} May {rng.randint(1700, 1990)}")),
        "place": f"[[{words.name()}]], [[{words.name()}]]",
        "result": rng.choice((f"{words.some(1)[0].capitalize()} victory", "Inconclusive", "Ceasefire")),
    }
    lists: dict[str, list[str]] = {
        f"{stem}{side}": [make(words)] for stem, make in _LISTS.items() for side in (1, 2) if stem != "units" or rng.random() < 0.4
    }
    size = sum(len(value.encode()) + 18 for value in (*values.values(), *(lines[0] for lines in lists.values())))
    while size < wanted:
        key = rng.choice(list(lists))
        line = _LISTS[key[:-1]](words)
        lists[key].append(line)
        size += len(line.encode()) + 6
    for key, lines in lists.items():
        values[key] = _laid_out(rng, lines)
    written = {wanted_name: wrote for wrote, wanted_name in default().names[language].aliases.items()} if language != "en" else {}
    rows = "".join(
        f"| {written.get(key.rstrip('12'), key.rstrip('12'))}{key[len(key.rstrip('12')) :]} = {value}\n" for key, value in values.items()
    )
    return f"{{{{{name}\n{rows}}}}}"


def _named(rng: random.Random, number: int, *, languages: bool) -> tuple[str, str]:
    """A name of the infobox as pages spell it, and the key of its language: English, or with `languages` three times out of four."""
    known = default().boxes
    english = [name for name, key in known.items() if key == "en"]
    others = [name for name, key in known.items() if key != "en"]
    name = others[number // 4 % len(others)] if languages and number % 4 == 3 else english[number % len(english)]
    spelled = name if number % 7 == 5 else name[:1].upper() + name[1:]
    ways = (
        spelled,
        spelled,
        spelled,
        spelled.replace(" ", "_"),
        f"Template:{spelled}",
        f"{spelled}<!-- {rng.randint(1, 99)} -->",
        f" {spelled} ",
        "#invoke:Infobox military conflict|main",
    )
    way = ways[number % len(ways)]
    return way, "en" if way.startswith("#") else known[name]


def _combatant(words: Words) -> str:
    time = words.rng.choice(("", "", " (until 1943)", "<br><small>(from 1917)</small>"))
    return f"{{{{flagicon|{words.some(1)[0].capitalize()}}}}} [[{words.name()}]]{time}"


def _commander(words: Words) -> str:
    fate = words.rng.choice(("", "", "", " {{KIA}}", " {{POW}}", " {{WIA}}", " [[Killed in action|†]]"))
    return f"{{{{flagicon|{words.some(1)[0].capitalize()}}}}} [[{words.name()}]]{fate}"


def _unit(words: Words) -> str:
    return f"{words.rng.randint(1, 99)}th {words.name()} Division"


def _strength(words: Words) -> str:
    noun = words.rng.choice(("men", "infantry", "tanks", "aircraft", "ships", "guns"))
    about = words.rng.choice(("", "~", "c. "))
    return f"{about}{words.rng.randint(1, 400) * 50:,} {noun}{words.reference() if words.rng.random() < 0.3 else ''}"


def _casualties(words: Words) -> str:
    fate = words.rng.choice(("killed", "wounded", "captured", "killed or wounded", "missing"))
    low = words.rng.randint(1, 9000)
    figure = words.rng.choice((f"{low:,}", f"{low:,}–{low * 2:,}", f"{low:,}+"))
    note = f"{{{{efn|{words.sentence()}}}}}" if words.rng.random() < 0.05 else ""
    return f"{figure} {fate}{words.reference() if words.rng.random() < 0.4 else ''}{note}"


_LISTS: Final = {"combatant": _combatant, "commander": _commander, "units": _unit, "strength": _strength, "casualties": _casualties}


def _laid_out(rng: random.Random, lines: list[str]) -> str:
    """Lines as a list, in one of the ways that pages use."""
    if len(lines) == 1:
        return lines[0]
    match rng.randrange(5):
        case 0:
            return "{{plainlist|\n" + "".join(f"* {line}\n" for line in lines) + "}}"
        case 1:
            return (
                "{{ubl|"
                + "|".join(line.replace("|", "{{!}}") if "|" in line and "{{" not in line and "[[" not in line else line for line in lines)
                + "}}"
            )
        case 2:
            return "\n" + "\n".join(f"{'**' if place else '*'} {line}" for place, line in enumerate(lines))
        case _:
            return "<br />".join(lines)


# --- pages ------------------------------------------------------------------------------------------------------------------------


def _pages(seed: int, every: int, *, languages: bool) -> Iterator[_Page]:
    """Pages without end; one in `every` has the infobox, with `languages` under names of all languages."""
    rng = random.Random(seed)
    words = Words(rng)
    pool = [_escaped(words.paragraph()) for _ in range(_PARAGRAPHS)]
    number, boxes = 0, 0
    while True:
        number += 1
        title = f"{words.name()} {number}" if number % 3 else words.name()
        if number % every == every // 2:
            boxes += 1
            namespace = 10 if boxes % 20 == 0 else 0
            several = 2 if boxes % 15 == 0 else 1
            made = "\n".join(infobox(words, boxes * 3 + each, languages=languages) for each in range(several))
            text = "\n\n".join([_escaped(made), *rng.choices(pool, k=rng.randint(8, 60))])
            yield _Page(f"Template:{title}" if namespace else f"Battle of {title}", number, namespace, text, "", several)
        elif number % 20_000 == 777:
            hidden = rng.choice(("<nowiki>{{Infobox military conflict}}</nowiki>", "<!-- {{Warbox}} -->", "<pre>{{Infobox war|a=b}}</pre>"))
            yield _Page(title, number, 0, _escaped(hidden) + "\n\n" + rng.choice(pool), "", 0)
        elif number % 5_000 == 1234:
            yield _Page(f"Talk:{title}", number, 1, _escaped(infobox(words, number, languages=languages)), "", 0)
        elif rng.random() < 0.4:
            target = words.name()
            yield _Page(
                title, number, 0, _escaped(f"#REDIRECT [[{target}]]\n\n{{{{Redirect category shell|\n{{{{R from move}}}}\n}}}}"), target, 0
            )
        else:
            namespace, prefix = rng.choices(
                ((0, ""), (10, "Template:"), (4, "Madewiki:"), (14, "Category:"), (1, "Talk:")), (60, 8, 4, 12, 2)
            )[0]
            paragraphs = min(int(rng.lognormvariate(1.75, 0.95)) + 1, 400) if namespace == 0 else rng.randint(1, 3)
            parts = rng.choices(pool, k=paragraphs)
            close = (
                f"\n\n== References ==\n{{{{reflist}}}}\n\n[[Category:{' '.join(words.some(2)).capitalize()}]]\n"
                f"[[Category:{rng.randint(1700, 2020)} births]]"
            )
            yield _Page(prefix + title, number, namespace, "\n\n".join(parts) + close, "", 0)


_NAMESPACES: Final = ((0, ""), (10, "Template:"), (4, "Madewiki:"), (14, "Category:"), (1, "Talk:"))
_QUOTES: Final = {'"': "&quot;"}


def _escaped(text: str) -> str:
    return escape(text, _QUOTES)


def _element(page: _Page, rng: random.Random) -> str:
    """The page in XML, as export-0.11 has it."""
    leads = f'    <redirect title="{_escaped(page.leads)}" />\n' if page.leads else ""
    revision = 1_100_000_000 + page.number * 37
    size = len(page.text.encode())
    stamp = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}Z"
    return f"""  <page>
    <title>{_escaped(page.title)}</title>
    <ns>{page.namespace}</ns>
    <id>{page.number}</id>
{leads}    <revision>
      <id>{revision}</id>
      <parentid>{revision - rng.randint(1, 10**8)}</parentid>
      <timestamp>{stamp}</timestamp>
      <contributor>
        <username>User {rng.randint(1, 5000)}</username>
        <id>{rng.randint(1, 10**7)}</id>
      </contributor>
      <comment>/* {page.title[:12]} */ edited</comment>
      <origin>{revision}</origin>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="{size}" sha1="{rng.getrandbits(150):x}" xml:space="preserve">{page.text}</text>
      <sha1>{rng.getrandbits(150):x}</sha1>
    </revision>
  </page>
"""


def streams(megabytes: float, seed: int = 1, every: int = 1000, *, languages: bool = False) -> Iterator[tuple[str, list[_Page]]]:
    """The dump's XML, a stream at a time, with the pages in it, until it has this many megabytes."""
    yield _HEAD.format(wiki="madewiki" if languages else "enwiki"), []
    rng = random.Random(seed + 1)
    made, group, texts = 0, [], []
    for page in _pages(seed, every, languages=languages):
        group.append(page)
        texts.append(_element(page, rng))
        if len(group) == PAGES_A_STREAM:
            text = "".join(texts)
            made += len(text)
            yield text, group
            if made >= megabytes * 1e6:
                break
            group, texts = [], []
    yield _FOOT, []


# --- files ------------------------------------------------------------------------------------------------------------------------


def make(
    folder: Path,
    megabytes: float,
    seed: int = 1,
    form: str = "multistream",
    processes: int = 2,
    every: int = 1000,
    *,
    languages: bool = False,
) -> tuple[Path, Made]:
    """Write a dump into a folder, with its index if it is a multistream one, and return its path. Forms: multistream, plain (one bzip2
    stream), gz, xml. One page in `every` has the infobox, with `languages` under names of all languages. Raises `OSError`.
    """
    ending = {"multistream": ".xml.bz2", "plain": ".xml.bz2", "gz": ".xml.gz", "xml": ".xml"}[form]
    path = folder / (NAME if form == "multistream" else NAME.removesuffix("-multistream"))
    path = path.with_name(path.name + ending)
    pages = redirects = infoboxes = xml = 0
    index: list[str] = []
    whole = bz2.BZ2Compressor()
    with open(path, "wb") as raw, ProcessPoolExecutor(processes) as pool:
        packed = gzip.GzipFile("", "wb", 6, raw, 0) if form == "gz" else None
        waiting: deque[tuple[Future[bytes], list[_Page]]] = deque()

        def write() -> None:
            done, group = waiting.popleft()
            index.extend(f"{raw.tell()}:{page.number}:{_escaped(page.title)}\n" for page in group)
            raw.write(done.result())

        for text, group in streams(megabytes, seed, every, languages=languages):
            data = text.encode()
            xml += len(data)
            pages += len(group)
            redirects += sum(bool(page.leads) for page in group)
            infoboxes += sum(page.infoboxes for page in group)
            match form:
                case "multistream":
                    waiting.append((pool.submit(bz2.compress, data), group))
                    if len(waiting) > 4 * processes:
                        write()
                case "plain":
                    raw.write(whole.compress(data))
                case _:
                    (packed or raw).write(data)
        while waiting:
            write()
        if form == "plain":
            raw.write(whole.flush())
        if packed is not None:
            packed.close()
    if form == "multistream":
        listing = path.with_name(path.name.replace("multistream", "multistream-index").replace(".xml", ".txt"))
        listing.write_bytes(bz2.compress("".join(index).encode()))
    return path, Made(pages, redirects, infoboxes, xml, path.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the dump is written")
    parser.add_argument("--megabytes", type=float, default=200, help="of XML, 50 to 2000 (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=("multistream", "plain", "gz", "xml"), default="multistream")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    path, made = make(arguments.folder, arguments.megabytes, arguments.seed, arguments.form)
    print(
        f"{path}: {made.pages:,} pages ({made.redirects:,} redirects), {made.infoboxes:,} infoboxes, {made.xml / 1e6:.1f} MB of XML, "
        f"{made.packed / 1e6:.1f} MB compressed, {made.xml / made.packed:.2f} to 1, {made.xml / made.pages / 1000:.1f} kB a page"
    )


if __name__ == "__main__":
    main()
