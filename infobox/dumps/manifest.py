"""What a run read and made, in a file beside its output: enough to repeat it, and to see whether two outputs should be the same."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from infobox.controls import as_json
from infobox.dumps.checksums import STATED, FileSums, PublishedSum
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Dump
from infobox.dumps.spooling import State
from infobox.installed import version
from infobox.versions import FORMAT


class ReadInput(NamedTuple):
    """A dump of a run, its check sums if it was read whole, and the one that was published."""

    dump: Dump
    sums: FileSums | None
    published: PublishedSum | None


def manifest(out: str, inputs: Sequence[ReadInput], options: Options, titles: str | None, state: State) -> bytes:
    """The manifest of a run that ends now, as JSON. Two runs over the same inputs with the same options differ only in `made`."""
    held = {
        "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "infobox": version(),
        "python": platform.python_version(),
        "format": FORMAT,
        "output": out,
        "inputs": [_stated(each) for each in inputs],
        "options": _asked(options, titles),
        "counts": {**state.counts._asdict(), "errors": state.errors},
    }
    return f"{as_json(held, 2)}\n".encode()


def _stated(each: ReadInput) -> dict[str, Any]:
    """What is stated of an input: a sum is missing if it was a pipe, or if only some of its streams were read."""
    path = each.dump.path.encode("utf-8", "backslashreplace").decode()
    stated: dict[str, Any] = {"path": path, "form": each.dump.form, "bytes": each.dump.size}
    if each.sums is not None:
        stated[STATED] = each.sums.digits()
    if each.published is not None and each.sums is not None:
        stated["published"] = each.published.algorithm
        stated["as_published"] = each.sums.digits(each.published.algorithm) == each.published.digits
    return stated


def _asked(options: Options, titles: str | None) -> dict[str, Any]:
    return {
        "namespaces": "all" if options.namespaces is None else sorted(options.namespaces),
        "titles": None if options.titles is None else {"file": titles, "number": len(options.titles)},
        "wiki": options.wiki,
        "check": options.check,
        "validate": options.validate,
        "source": options.source,
        "spans": options.spans,
        "problems": options.problems,
    }
