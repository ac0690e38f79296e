"""The OpenAPI document is valid, and the server keeps to it: schemathesis asks it for everything that the document allows, and for more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from infobox.schema import validate
from infobox.validity import LEFT_OUT as LEFT_OUT_FIELD
from infobox.web import openapi
from infobox.web.application import ServerSettings
from tests.web.servers import serving

load_all_checks()
LEFT_OUT = {
    "ensure_resource_availability": "nothing is kept, so nothing is created",
    "use_after_free": "nothing is kept, so nothing is deleted",
    "ignored_auth": "nobody logs in",
    "positive_data_acceptance": "a body may fit its schema and yet ask for what cannot be done, such as a rule that does not exist: 422",
}
"""Checks that have nothing to check, each with the reason."""
LENIENT = {"negative_data_rejection": "a record may have empty fields, which are read as left out, as by `infobox write`; asserted below"}
"""Checks that are left out for addresses that take records."""
WITH_RECORDS = ["/api/write", "/api/edits"]
PLAN = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.document()))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ServerSettings()) as client:
        yield str(client.base_url)


def test_every_check_is_made_or_left_out_for_a_reason() -> None:
    assert set(LEFT_OUT) < {check.__name__ for check in CHECKS.get_all()}


def test_the_document_is_valid() -> None:
    SCHEMA.validate()
    document = json.loads(openapi.document())
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == {f"/api/{name}" for name in openapi.OPERATIONS}


def test_the_document_is_served(api: httpx.Client) -> None:
    assert api.get("/api/openapi.json").content == openapi.document()


@SCHEMA.exclude(path=WITH_RECORDS).parametrize()
@settings(PLAN, phases=(Phase.explicit, Phase.generate))
def test_the_server_keeps_to_it(case: schemathesis.Case[Any], address: str) -> None:
    case.call_and_validate(base_url=address, timeout=60, excluded_checks=left_out(LEFT_OUT))


@SCHEMA.include(path=WITH_RECORDS).parametrize()
@settings(PLAN, phases=(Phase.generate,))  # the explicit cases would be thousands, for every boundary of the record's schema
def test_the_server_keeps_to_it_where_it_takes_records(case: schemathesis.Case[Any], address: str) -> None:
    done = case.call_and_validate(base_url=address, timeout=60, excluded_checks=left_out(LEFT_OUT | LENIENT))
    if done.status_code == 200 and case.meta is not None and case.meta.generation.mode.is_negative:
        assert_only_empty_fields(case.body)


def left_out(names: Iterable[str]) -> list[Any]:
    return [check for check in CHECKS.get_all() if check.__name__ in names]


def assert_only_empty_fields(body: Any) -> None:
    """Of a body that does not fit its schema and was taken: all that is wrong with its record is that fields are empty."""
    assert set(body) <= {"record", "text"}
    assert [fault for fault in validate(msgspec.json.encode(body["record"])) if fault.expected != LEFT_OUT_FIELD] == []
