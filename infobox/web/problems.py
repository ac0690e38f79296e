"""Why there is no answer, as RFC 9457 wants it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from infobox.web import bodies, work

KIND: Final = "application/problem+json"
_DETAILS: Final = {404: "there is nothing at this address; /api/openapi.json lists those of the API"}


class TooLargeError(HTTPException):
    """A body has more bytes than it may."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"a body may have at most {most:,} bytes; send the infobox alone instead of the page")
        self.limit = most


def problem(status: int, title: str, detail: str, *, limit: float | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that says why there is none."""
    return Response(work.encoded(bodies.ProblemDetails(title, status, detail, limit=limit)), status, headers, KIND)


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that is not taken, from an `HTTPException`."""
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, error.headers or {}
    limit = error.limit if isinstance(error, TooLargeError) else None
    detail = f"use {headers['Allow']}" if "Allow" in headers else _DETAILS.get(status, error.detail)
    return problem(status, HTTPStatus(status).phrase, detail, limit=limit, headers=headers)


async def failed(request: Request, error: Exception) -> Response:
    """The answer when the server itself is wrong."""
    return problem(500, "The server failed", "this is a mistake of infobox; please report the request that led to it")
