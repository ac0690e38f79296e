"""The server's addresses: the API under `/api/`, and the page with its files. Nothing that is sent is kept."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infobox.installed import version
from infobox.schema import rendered
from infobox.web import bodies, openapi, work
from infobox.web.workers import BusyError, Workers

if TYPE_CHECKING:
    from infobox.web.titles import Titles

STATIC: Final = Path(__file__).parent / "static"
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""What the page may do (https://www.w3.org/TR/CSP3/): ask this server alone, run its own files, and never make markup of texts."""
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LATER: Final = 1
"""After how many seconds a request may be tried again that was not taken."""


class ServerSettings(Struct, frozen=True):
    """What a server does: how many `workers` work at once, how many `bytes` a body may have and how many `seconds` its work may take; the
    `origins` of pages that may ask it, the `hosts` by which it may be called (none: by any), and of which `titles` it may ask a wiki.
    """

    workers: int = 2
    bytes: int = 4_000_000
    seconds: float = 10.0
    origins: Sequence[str] = ()
    hosts: Sequence[str] = ()
    titles: Titles | None = None  # it needs the extra `live`


def application(settings: ServerSettings) -> Starlette:
    """The server."""
    server = _Server(settings)
    posts = [Route(f"/api/{name}", server.posted(name), methods=["POST"]) for name in work.WORK]
    asked = [Route(f"/api/{name}", server.asked(name), methods=["POST"]) for name in ("page", "history")]
    gets = [Route(f"/api/{name}", _fixed(content), methods=["GET"]) for name, content in _documents(settings).items()]
    middleware = [Middleware(_Headers)]
    if settings.hosts:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False))
    if settings.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Content-Type"],
                expose_headers=["Retry-After"],
            )
        )
    return Starlette(
        routes=[*posts, *asked, *gets, Mount("/", StaticFiles(directory=STATIC, html=True))],
        middleware=middleware,
        exception_handlers={HTTPException: _refused, Exception: _failed},
        lifespan=server.lifespan,
    )


def _documents(settings: ServerSettings) -> dict[str, Callable[[], bytes]]:
    health = bodies.HealthAnswer("ok", version(), settings.bytes, settings.seconds, settings.titles is not None)
    return {
        "schema": lambda: rendered().encode(),
        "rules": work.rules,
        "health": lambda: work.encoded(health),
        "openapi.json": openapi.document,
    }


def _fixed(content: Callable[[], bytes]) -> Callable[[Request], Awaitable[Response]]:
    async def given(request: Request) -> Response:
        return Response(content(), media_type="application/json")

    return given


class _Server:
    """What requests share: the processes."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._workers = Workers(settings.workers, settings.seconds)

    @contextlib.asynccontextmanager
    async def lifespan(self, server: Starlette) -> AsyncIterator[None]:
        await self._workers.start()
        yield

    def posted(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers an operation of `WORK`."""

        async def given(request: Request) -> Response:
            body = await self._body(request)
            try:
                answer = await self._workers.work(name, body)
            except BusyError as busy:
                return _busy(busy)
            return Response(answer.content, answer.status, media_type=_media(answer.status))

        return given

    def asked(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers a question to a wiki."""

        async def given(request: Request) -> Response:
            body = await self._body(request)
            titles = self._settings.titles
            if titles is None:
                return trouble(404, "Titles cannot be asked for", "this server asks no wikis; paste the text of the page instead")
            answer = await titles.answer(name, body)
            return Response(answer.content, answer.status, media_type=_media(answer.status))

        return given

    async def _body(self, request: Request) -> bytes:
        """The bytes of a body of JSON. Raises `_TroubleError`."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise HTTPException(415, "send the body as application/json")
        most = self._settings.bytes
        body = bytearray()
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise _TooLargeError(most)
        except ClientDisconnect:
            raise HTTPException(400, "the body ended early") from None
        return bytes(body)


class _TooLargeError(HTTPException):
    """A body has more bytes than it may."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"a body may have at most {most:,} bytes; send the infobox alone instead of the page")
        self.limit = most


def _media(status: int) -> str:
    return "application/json" if status == 200 else "application/problem+json"


def trouble(status: int, title: str, detail: str, *, limit: float | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """Why there is no answer, as RFC 9457 wants it."""
    content = work.encoded(bodies.ProblemDetails(title, status, detail, limit=limit))
    return Response(content, status, headers, "application/problem+json")


def _busy(busy: BusyError) -> Response:
    why = "there are too many requests" if busy.waited else f"the work took longer than {busy.seconds:g} seconds"
    return trouble(503, "No answer in time", why, limit=busy.seconds, headers={"Retry-After": str(_LATER)})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    limit = error.limit if isinstance(error, _TooLargeError) else None
    return trouble(error.status_code, HTTPStatus(error.status_code).phrase, error.detail, limit=limit, headers=error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return trouble(500, "The server failed", "this is a mistake of infobox; please report the request that led to it")


class _Headers:
    """Adds to every answer what browsers are to hold to."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)
