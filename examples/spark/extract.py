"""Records of whole dumps as Parquet, read on a cluster of Apache Spark. See docs/spark.md.

    spark-submit --master spark://HOST:7077 examples/spark/extract.py DUMP... --out FOLDER

The driver cuts the dumps into pieces and bundles these; each bundle is a task, whose records an executor writes as one Parquet file. A
bundle is finished when its state is written, after its records; a second run reads only the bundles that are not. The states have the ends
of pages that lie across two pieces: the driver joins them when all bundles are finished.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, groupby, islice
from pathlib import Path
from typing import NamedTuple

import msgspec
from pyspark.sql import SparkSession

from infobox.dumps import Counts, Dump, Failure, Joiner, Options, Piece, PieceResult, open_dump, pieces, read_piece
from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.inputs import expanded
from infobox.dumps.parquet import write_records
from infobox.dumps.places import listed, read_all, write
from infobox.installed import version
from infobox.pages.sources import PageError

PIECES = 8
"""Pieces of a bundle: 16 MB of bzip2, a few seconds of one core."""
READERS = 16
"""How many states the driver reads at a time: stores answer slowly, but many at once."""

PieceState = tuple[int, bool, bytes | None, bytes | None, list[Failure], Counts]
"""What is kept of a piece beside its records: where it starts, and the fields of `PieceResult` that joining needs."""


class Bundle(NamedTuple):
    """Pieces of one dump that one task reads; `name` is that of its files."""

    name: str
    dump: Dump
    pieces: list[Piece]


class Output(NamedTuple):
    """The folder that is written: `records/NAME.parquet` and `states/NAME.json` of each bundle, `errors.jsonl`, and `run.json`."""

    folder: str

    def file(self, name: str) -> FarAddress:
        """The address of a file of the folder."""
        return FarAddress(f"{self.folder}/{name}")


def main(words: list[str]) -> int:
    """Read the dumps that the command line names."""
    arguments = parsed(words)
    try:
        dumps = [open_dump(address_of(path)) for path in expanded(arguments.dumps)]
        output = Output(address_of(arguments.out).whole.rstrip("/"))
        options = Options(wiki=arguments.wiki, check=arguments.check, source=arguments.source)
        bundles = list(bundled(dumps, arguments.pieces))
        check_run(output, dumps, options, arguments.pieces)
        finished = {name.removesuffix(".json") for name in listed(output.file("states"))}
        todo = [bundle for bundle in bundles if bundle.name not in finished]
        print(f"{len(bundles)} bundles, of which {len(bundles) - len(todo)} are finished", flush=True)
        run_on_spark(todo, options, output)
        counts, errors = join(bundles, options, output)
    except (PageError, OSError) as error:
        print(error if isinstance(error, PageError) else f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"pages {counts.pages}, infoboxes {counts.infoboxes}, records {counts.records}, errors {errors}")
    return 0


def parsed(words: list[str]) -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(prog="extract.py", description="Records of whole dumps as Parquet, read on a cluster of Apache Spark.")
    parser.add_argument(
        "dumps", nargs="+", metavar="DUMP", help="dumps at paths that every node has, or at addresses (https, s3, gs, hdfs)"
    )
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where to write: a path that every node has, or an address")
    parser.add_argument("--pieces", type=int, default=PIECES, metavar="N", help="pieces of a task (default: %(default)s)")
    parser.add_argument("--wiki", default="", help="the wiki of the records, if the dump does not name it")
    parser.add_argument("--check", action="store_true", help="with what `infobox check` finds")
    parser.add_argument("--source", action="store_true", help="with the wikitext of each infobox")
    return parser.parse_args(words)


def address_of(path: str) -> FarAddress:
    """The address of a file or folder, also if a path is given: executors have other current folders than the driver, and what cannot be
    read at an address fails a task, so that Spark tries it again, while a file that cannot be read counts as damaged.
    """
    address = place(path)
    return address if isinstance(address, FarAddress) else FarAddress(f"file://{Path(path).absolute()}")


def bundled(dumps: list[Dump], size: int) -> Iterator[Bundle]:
    """The bundles of all dumps, in order. Raises `PageError` for a dump that can only be read from its beginning."""
    for number, dump in enumerate(dumps):
        if not dump.apart:
            raise PageError(f"{dump.path}: only .bz2 and plain XML can be read in pieces; unpack it, or use infobox extract")
        todo = pieces(dump)
        for place_in_dump in count():
            some = list(islice(todo, size))
            if not some:
                break
            yield Bundle(f"{number:03}-{place_in_dump:06}", dump, some)


def check_run(output: Output, dumps: list[Dump], options: Options, size: int) -> None:
    """Raise `PageError` if the folder was begun with other dumps or options; write down which these are if it is new."""
    known = [[str(dump.path), dump.size, dump.changed] for dump in dumps]
    run = msgspec.json.encode([version(), known, options._replace(namespaces=None), size])
    if "run.json" not in listed(output.file(".")):
        write(run, output.file("run.json"))
    elif read_all(output.file("run.json")) != run:
        raise PageError(f"{output.file('run.json')}: this folder was begun with other dumps or options; name another one")


def run_on_spark(todo: list[Bundle], options: Options, output: Output) -> None:
    """Read bundles on the executors."""
    if todo:
        spark = SparkSession.builder.appName("infobox").getOrCreate()
        begun = time.monotonic()
        try:
            seconds = spark.sparkContext.parallelize(todo, len(todo)).map(lambda bundle: read_bundle(bundle, options, output)).sum()
            print(f"read in {time.monotonic() - begun:.1f} s, which took {seconds:.1f} s of one core", flush=True)
        finally:
            spark.stop()


def read_bundle(bundle: Bundle, options: Options, output: Output) -> float:
    """Read a bundle and write its records, then its state. The seconds of one core that this took.

    What fails raises, so that Spark tries it again, perhaps elsewhere.
    """
    begun = time.process_time()
    options = options_of(bundle.dump, options)
    parts = [read_piece(piece, options) for piece in bundle.pieces]
    write_parquet([line for part in parts for line in part.lines], bundle.name, output)
    state: list[PieceState] = [
        (piece.start, part.begun, part.head, part.tail, part.failures, part.counts)
        for piece, part in zip(bundle.pieces, parts, strict=True)
    ]
    write(msgspec.json.encode(state), output.file(f"states/{bundle.name}.json"))
    return time.process_time() - begun


def options_of(dump: Dump, options: Options) -> Options:
    """The options for one of the dumps."""
    return options._replace(wiki=options.wiki or dump.wiki, numbered=dump.numbered)


def write_parquet(lines: list[bytes], name: str, output: Output) -> None:
    """Write records, if there are any."""
    if lines:
        file = io.BytesIO()
        write_records(lines, file)
        write(file.getvalue(), output.file(f"records/{name}.parquet"))


def join(bundles: list[Bundle], options: Options, output: Output) -> tuple[Counts, int]:
    """Read the pages that lie across pieces, and write their records and all errors. The counts, and the number of errors."""
    counts, failures = Counts(), list[Failure]()
    with ThreadPoolExecutor(READERS) as readers:
        states = dict(zip((bundle.name for bundle in bundles), readers.map(lambda each: read_state(each, output), bundles), strict=True))
    for number, of_dump in groupby(bundles, key=lambda bundle: bundle.name.partition("-")[0]):
        own = list(of_dump)
        joiner, lines = Joiner(options_of(own[0].dump, options)), list[bytes]()
        for bundle in own:
            for start, begun, head, tail, failed, counted in states[bundle.name]:
                part = joiner.add(PieceResult([], failed, counted, head, tail, begun=begun), start)
                lines += part.lines
                failures += (msgspec.structs.replace(failure, file=str(bundle.dump.path)) for failure in part.failures)
                counts = counts.plus(part.counts)
        ended = joiner.end(own[0].dump.size or 0)
        failures += (msgspec.structs.replace(failure, file=str(own[0].dump.path)) for failure in ended)
        write_parquet(lines, f"{number}-joined", output)
    write(b"".join(msgspec.json.encode(failure) + b"\n" for failure in failures), output.file("errors.jsonl"))
    return counts, len(failures)


def read_state(bundle: Bundle, output: Output) -> list[PieceState]:
    """The state of a finished bundle."""
    return msgspec.json.decode(read_all(output.file(f"states/{bundle.name}.json")), type=list[PieceState])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
