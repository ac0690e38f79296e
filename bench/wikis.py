"""How often a wiki is asked for a page, and how long `infobox live check` takes: 500 made-up pages of a stand-in that answers at once.

`python -m bench.wikis` prints both; the times hold no network.
"""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import threading
import time
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from infobox.cli import main

PAGES: Final = 500
_TEXT: Final = """{{{{Infobox military conflict
| conflict    = Battle {number}
| date        = 3–5 May 1940
| combatant1  = [[North]]
| combatant2  = [[South]]
| casualties1 = 300 killed<br>* 40 wounded
}}}}
The '''Battle {number}''' was fought.
"""


class Asked(NamedTuple):
    """What a run over all pages took: `requests`, and seconds."""

    requests: int
    seconds: float


def titles() -> list[str]:
    return [f"Battle {number}" for number in range(PAGES)]


def page(title: str) -> dict[str, Any]:
    """A page as an API gives it."""
    number = int(title.split()[1])
    text = {"main": {"content": _TEXT.format(number=number), "contentmodel": "wikitext"}}
    return {"pageid": number + 1, "ns": 0, "title": title, "revisions": [{"revid": 1000 + number, "slots": text}]}


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers what `check` asks; `asked` are the questions."""

    protocol_version = "HTTP/1.1"
    asked: Final[list[dict[str, str]]] = []

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, query: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self.asked.append(asked)
        body = json.dumps(_said(asked)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _said(asked: dict[str, str]) -> dict[str, Any]:
    if asked.get("meta") == "siteinfo":
        return {"batchcomplete": True, "query": {"general": {"wikiid": "testwiki"}}}
    if "titles" in asked:
        return {"batchcomplete": True, "query": {"pages": list(map(page, asked["titles"].split("|")))}}
    start, most = int(asked.get("geicontinue", "0")), int(asked["geilimit"])
    more = {"continue": {"geicontinue": str(start + most), "continue": "-||"}} if start + most < PAGES else {}
    return {"batchcomplete": True, "query": {"pages": list(map(page, titles()[start : start + most]))}, **more}


@contextlib.contextmanager
def standing_in() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of the stand-in's API, and what it is asked."""
    _Handler.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/w/api.php", _Handler.asked
    finally:
        server.shutdown()
        server.server_close()


def measured(*words: str) -> Asked:
    """What `infobox live check` takes for all pages, named by `words`. Raises `ValueError` if it did not check them all."""
    with standing_in() as (api, asked), contextlib.redirect_stderr(io.StringIO()) as said, open_stdout():
        begun = time.perf_counter()
        main(["live", "check", "--wiki", api, "--wait", "0", "--isolated", "--statistics", *words])
        taken = time.perf_counter() - begun
    if f"in {PAGES} of {PAGES} pages" not in said.getvalue():
        raise ValueError(said.getvalue())
    return Asked(len(asked), taken)


@contextlib.contextmanager
def open_stdout() -> Iterator[None]:
    """Standard output kept from the terminal."""
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")):
        yield


if __name__ == "__main__":
    for name, words in {"by title": titles(), "by template": ["--using", "Infobox military conflict"]}.items():
        done = measured(*words)
        each = f"{done.requests / PAGES:.3f} requests and {1000 * done.seconds / PAGES:.1f} ms a page"
        print(f"infobox live check, {PAGES} pages {name}: {each}")
