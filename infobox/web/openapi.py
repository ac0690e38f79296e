"""The OpenAPI document of the API, made from the types of its bodies and answers."""

from __future__ import annotations

import functools
from typing import Any, Final, NamedTuple

import msgspec

from infobox.installed import version
from infobox.schema import json_schema
from infobox.web import bodies
from infobox.web.work import WORK, encoded


class Endpoint(NamedTuple):
    """One address of the API: its method, what it does in a few words, the types of its body and its answer, and statuses of troubles."""

    method: str
    summary: str
    body: type[Any] | None
    answer: type[Any] | None
    troubles: tuple[int, ...] = ()


_POSTED: Final = (400, 408, 413, 415, 422, 503)
_ASKED: Final = (*_POSTED, 404, 502)
OPERATIONS: Final = {
    "read": Endpoint("post", "Read the infoboxes of a page", WORK["read"][0], bodies.ReadAnswer, _POSTED),
    "write": Endpoint("post", "Write a record as wikitext", WORK["write"][0], bodies.WriteAnswer, _POSTED),
    "check": Endpoint("post", "Find what is wrong with the infoboxes of a page", WORK["check"][0], bodies.CheckAnswer, _POSTED),
    "fix": Endpoint("post", "Fix what can be fixed safely", WORK["fix"][0], bodies.FixAnswer, _POSTED),
    "diff": Endpoint("post", "Compare two versions of a page, meaning first", WORK["diff"][0], bodies.DiffAnswer, _POSTED),
    "edits": Endpoint("post", "The smallest edits that make a page say what a record says", WORK["edits"][0], bodies.EditsAnswer, _POSTED),
    "page": Endpoint("post", "A page from its wiki, if the server may ask wikis", bodies.TitleBody, bodies.PageAnswer, _ASKED),
    "history": Endpoint("post", "How the infobox of a page on its wiki changed", bodies.TitleBody, bodies.HistoryAnswer, _ASKED),
    "schema": Endpoint("get", "The JSON Schema of a record", None, None),
    "rules": Endpoint("get", "The rules by which pages are checked", None, bodies.RulesAnswer),
    "health": Endpoint("get", "Whether the server works, and its limits", None, bodies.HealthAnswer),
    "openapi.json": Endpoint("get", "This document", None, None),
}
"""The addresses under `/api/`."""
_MEANINGS: Final = {
    400: "The body is not JSON.",
    408: "The body does not arrive in time.",
    404: "There is no such page, or the server asks no wikis.",
    413: "The body is too large; `limit` says how many bytes it may have.",
    415: "The body is not sent as `application/json`.",
    422: "The body does not hold what it should, or what it asks for cannot be done.",
    502: "The wiki does not answer, or refuses.",
    503: "There is too much to do, the work takes longer than the `limit` in seconds, or its process was ended; `Retry-After` says when "
    "to try again.",
}
_REF: Final = "#/components/schemas/{name}"


@functools.cache
def document() -> bytes:
    """The document, in version 3.1 of OpenAPI."""
    types = [each for operation in OPERATIONS.values() for each in (operation.body, operation.answer) if each is not None]
    _, schemas = msgspec.json.schema_components([*types, bodies.ProblemDetails], ref_template=_REF)
    return encoded(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "infobox",
                "version": version() or "0",
                "description": "Reads, checks and writes the military-conflict infoboxes of Wikipedia. Spans are half-open pairs of code "
                "points of the text that was sent.",
                "license": {"name": "MIT", "identifier": "MIT"},
            },
            "servers": [{"url": "/"}],
            "paths": {f"/api/{name}": {each.method: _described(name, each)} for name, each in OPERATIONS.items()},
            "components": {"schemas": schemas | _record() | _with_records(schemas)},
        }
    )


def _described(name: str, operation: Endpoint) -> dict[str, Any]:
    held = {"$ref": _REF.format(name=operation.answer.__name__)} if operation.answer is not None else {"type": "object"}
    answers: dict[str, Any] = {"200": {"description": "The answer.", "content": {"application/json": {"schema": held}}}}
    trouble = {"application/problem+json": {"schema": {"$ref": _REF.format(name="ProblemDetails")}}}
    for status in operation.troubles:
        answers[str(status)] = {"description": _MEANINGS[status], "content": trouble}
        if status == 503:
            seconds = {"description": "When to try again, in seconds.", "schema": {"type": "integer", "minimum": 0}}
            answers[str(status)]["headers"] = {"Retry-After": seconds}
    described = {"operationId": name.partition(".")[0], "summary": operation.summary, "responses": answers}
    if operation.body is not None:
        schema = {"$ref": _REF.format(name=operation.body.__name__)}
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _record() -> dict[str, Any]:
    """The published schema of a record and of its parts, as components instead of those that its bare types give."""
    schema = json_schema()
    parts = schema.pop("$defs")
    for name in ("$schema", "$id"):
        del schema[name]
    moved: dict[str, Any] = _moved(parts | {"Conflict": schema})
    return moved


def _moved(value: Any) -> Any:
    """A schema whose references lead to components."""
    if isinstance(value, dict):
        return {
            key: held.replace("#/$defs/", "#/components/schemas/") if key == "$ref" and isinstance(held, str) else _moved(held)
            for key, held in value.items()
        }
    return [_moved(each) for each in value] if isinstance(value, list) else value


def _with_records(schemas: dict[str, Any]) -> dict[str, Any]:
    """The bodies that hold a record, which their types leave as it is sent."""
    found = {}
    for body in (bodies.WriteBody, bodies.EditsBody):
        stated = schemas[body.__name__]
        record = {"$ref": _REF.format(name="Conflict")}
        found[body.__name__] = stated | {"properties": stated["properties"] | {"record": record}}
    return found
