"""What the API answers, and that it is what the Python functions and the command line answer."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

import infobox
from infobox.installed import version
from infobox.schema import rendered
from infobox.web.middleware import HEADERS
from infobox.web.openapi import OPERATIONS
from tests.command_line import LEROS, TWO, Maker, Runner

ROOT = Path(__file__).parent.parent.parent
CASES = {case["name"]: case for case in tomllib.loads(Path(__file__).with_name("api.toml").read_text("utf-8"))["case"]}
SIEGE = (ROOT / "fixtures" / "siege.wikitext").read_text("utf-8")
JSON = {"Content-Type": "application/json"}


def at(value: Any, path: str) -> Any:
    """A part of an answer, by its path. Raises `LookupError`."""
    for step in path.split("."):
        value = value[int(step) if isinstance(value, list) else step]
    return value


def has(value: Any, path: str) -> bool:
    try:
        at(value, path)
    except LookupError:
        return False
    return True


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_answer(api: httpx.Client, case: dict[str, Any]) -> None:
    done = api.post(f"/api/{case['address']}", content=case["body"].encode(), headers=JSON)
    answer = done.json()
    assert done.status_code == case["status"], answer
    assert done.headers["content-type"] == ("application/json" if done.status_code == 200 else "application/problem+json")
    assert {path: at(answer, path) for path in case["holds"]} == {
        path: None if held == "null" else held for path, held in case["holds"].items()
    }
    assert [path for path in case.get("lacks", ()) if has(answer, path)] == []
    if done.status_code != 200:
        assert answer["status"] == done.status_code
        assert answer["detail"]


def test_every_operation_has_a_case() -> None:
    assert {case["address"] for case in CASES.values()} >= {name for name, each in OPERATIONS.items() if each.body} - {"history"}


def posted(api: httpx.Client, name: str, **body: Any) -> Any:
    done = api.post(f"/api/{name}", json=body)
    assert done.status_code == 200, done.text
    return done.json()


@pytest.mark.parametrize("text", [SIEGE, TWO, (ROOT / "fixtures" / "siege.txt").read_text("utf-8")], ids=["box", "article", "extracted"])
def test_records_and_places_are_those_of_the_functions(api: httpx.Client, text: str) -> None:
    given = posted(api, "read", text=text, title="T", spans=True, source=True, places=True)["infoboxes"]
    wanted = infobox.readings(text, title="T", spans=True, source=True)
    assert [each["record"] for each in given] == [json.loads(msgspec.json.encode(each.record)) for each in wanted]
    assert [each["places"] for each in given] == [{path: list(span) for path, span in each.places().items()} for each in wanted]
    assert [len(each["problems"]) for each in given] == [len(each.problems) for each in wanted]


def test_records_are_those_of_the_command_line(api: httpx.Client, run: Runner, page: Maker) -> None:
    [box] = posted(api, "read", text=SIEGE)["infoboxes"]
    record = run("parse", page(SIEGE)).records[0]
    record.pop("page", None)
    assert box["record"] == record


def test_findings_are_those_of_the_command_line(api: httpx.Client, run: Runner, page: Maker) -> None:
    """But for the page's names, and for what is made from them."""
    text = SIEGE + LEROS + "{{Infobox military conflict|conflict=A|date=12 Febuary 1940}}"
    given = posted(api, "check", text=text)["findings"]
    wanted = json.loads(run("check", "--format", "json", page(text)).out)
    assert len(wanted) > 1
    assert given == [
        {name: value for name, value in each.items() if name not in ("page", "path", "title", "fingerprint")}
        | {"fingerprint": mine["fingerprint"]}
        for each, mine in zip(wanted, given, strict=True)
    ]


def test_fixes_are_those_of_the_function(api: httpx.Client) -> None:
    text = "{{Infobox military conflict|conflict=[[A]|date=12 Febuary 1940|combatant1=* [[B]]}}"
    given, wanted = posted(api, "fix", text=text, unsafe=True), infobox.fix(text, unsafe=True)
    assert given["text"] == wanted.text != text
    assert [each["code"] for each in given["fixed"]] == [each.code for each in wanted.fixed]
    assert [(each["code"], each["span"]) for each in given["left"]] == [(each.code, [each.start, each.end]) for each in wanted.left]


def test_edits_make_the_page_that_write_makes(api: httpx.Client) -> None:
    record = infobox.read(LEROS)
    assert record is not None
    assert record.conflict is not None
    record.conflict.text = "Fall of Leros"
    asked = msgspec.to_builtins(record)
    edits = posted(api, "edits", record=asked, text=LEROS)
    text = LEROS
    for edit in reversed(edits["edits"]):
        text = text[: edit["span"][0]] + edit["text"] + text[edit["span"][1] :]
    assert text == edits["text"] == posted(api, "write", record=asked, text=LEROS)["text"] == infobox.write(record, into=LEROS)
    assert posted(api, "write", record=asked)["text"] == infobox.write(record)


def test_a_difference_is_that_of_the_function(api: httpx.Client) -> None:
    new = LEROS.replace("8,320 men", "830 men")
    given, wanted = posted(api, "diff", old=LEROS, new=new), infobox.check_edit(LEROS, new)
    assert [each["words"] for each in given["changes"]] == list(map(str, wanted.changes)) != []
    assert (given["summary"], given["fixed"]) == (wanted.summary, wanted.fixed)
    assert [each["code"] for each in given["findings"]] == [each.code for each in wanted.findings]


def test_documents(api: httpx.Client) -> None:
    assert api.get("/api/schema").text == rendered()
    assert {each["code"] for each in api.get("/api/rules").json()["rules"]} >= {"P107", "M405"}
    health = api.get("/api/health").json()
    assert {"en", "fr", "zh"} <= {*health.pop("languages")}
    assert health == {
        "status": "ok",
        "version": version(),
        "bytes": 4_000_000,
        "seconds": 10.0,
        "live": False,
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_methods(api: httpx.Client, name: str) -> None:
    """Only the documented method is served (HEAD as GET without a body); the others are refused, and the right one is named."""
    method = OPERATIONS[name].method.upper()
    allowed = {"GET", "HEAD"} if method == "GET" else {"POST"}
    for each in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        done = api.request(each, f"/api/{name}")
        if each not in allowed:
            assert done.status_code == 405
            assert {*done.headers["allow"].split(", ")} == allowed
            assert each == "HEAD" or done.json()["detail"].startswith("use ")
        elif method == "GET":
            assert done.status_code == 200
            assert (done.content == b"") == (each == "HEAD")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/api/health", 200),
        ("GET", "/api/nope", 404),
        ("GET", "/api/health/", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/%2e%2e/%2e%2e/bodies.py", 404),
        ("GET", "/..%2fbodies.py", 404),
        ("GET", "/%00", 404),
        ("GET", "/" + "a" * 5000, 404),
        ("POST", "/", 405),
        ("POST", "/api/read", 415),
        ("POST", "/api/history", 415),
    ],
)
def test_headers_and_form_of_every_answer(api: httpx.Client, method: str, address: str, status: int) -> None:
    done = api.request(method, address)
    assert done.status_code == status
    assert {name: done.headers.get_list(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}
    assert "unsafe" not in done.headers["content-security-policy"]
    assert "access-control-allow-origin" not in done.headers
    if status != 200:
        assert done.headers["content-type"] == "application/problem+json"
        assert done.json()["status"] == status
