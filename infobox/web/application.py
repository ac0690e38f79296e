"""The server's addresses: the API under `/api/`, and the page with its files. Nothing that is sent is kept."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from infobox.installed import version
from infobox.schema import rendered
from infobox.templates.profile import default
from infobox.web import bodies, openapi, problems, work
from infobox.web.middleware import OfHosts, WithHeaders
from infobox.web.workers import NoAnswerError, Workers

if TYPE_CHECKING:
    from infobox.web.titles import Titles

STATIC: Final = Path(__file__).parent / "static"
_LATER: Final = "1"
"""After how many seconds a request may be tried again that was not taken."""
_HELD: Final = 16
"""How many bodies of the full size are held at once, those that wait included; many small ones may take their place."""
_ARRIVING: Final = 30.0
"""How many seconds a body may take to arrive."""


class ServerSettings(Struct, frozen=True):
    """What a server does: how many `workers` work at once, how many `bytes` a body may have and how many `seconds` its work may take; the
    `origins` of pages that may ask it, the `hosts` by which it may be called (none: by any), and of which `titles` it may ask a wiki.
    `answer` is what does the work in the processes.
    """

    workers: int = 2
    bytes: int = 4_000_000
    seconds: float = 10.0
    origins: Sequence[str] = ()
    hosts: Sequence[str] = ()
    titles: Titles | None = None  # it needs the extra `live`
    answer: work.RequestWork = work.answer


def application(settings: ServerSettings) -> ASGIApp:
    """The server."""
    server = _Server(settings)
    posts = [Route(f"/{name}", server.posted(name), methods=["POST"]) for name in work.WORK]
    asked = [Route(f"/{name}", server.asked(name), methods=["POST"]) for name in ("page", "history")]
    gets = [Route(f"/{name}", _fixed(content), methods=["GET"]) for name, content in _documents(settings).items()]
    middleware = [Middleware(OfHosts, names=settings.hosts)]
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
    # In a router of its own: otherwise the files would answer to methods that an address of the API does not have.
    api = Router([*posts, *asked, *gets], redirect_slashes=False)
    routed = Starlette(
        routes=[Mount("/api", api), Mount("/", StaticFiles(directory=STATIC, html=True))],
        middleware=middleware,
        exception_handlers={HTTPException: problems.refused, NoAnswerError: _later, Exception: problems.failed},
        lifespan=server.lifespan,
    )
    return WithHeaders(routed)  # around everything, for the answers to failures, too


def _documents(settings: ServerSettings) -> dict[str, Callable[[], bytes]]:
    languages = sorted({names.wiki for names in default().names.values()})
    health = bodies.HealthAnswer("ok", version(), settings.bytes, settings.seconds, settings.titles is not None, languages)
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
    """What requests share: the processes, and how many bytes of bodies are held."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._workers = Workers(settings.workers, settings.seconds, settings.answer)
        self._held = 0

    @contextlib.asynccontextmanager
    async def lifespan(self, server: Starlette) -> AsyncIterator[None]:
        await self._workers.start()
        yield

    def posted(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers an operation of `WORK`."""

        async def given(request: Request) -> Response:
            async with self._received(request) as body:
                return _replied(await self._workers.work(name, body, request.is_disconnected))

        return given

    def asked(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers a question to a wiki."""

        async def given(request: Request) -> Response:
            async with self._received(request) as body:
                titles = self._settings.titles
                if titles is None:
                    why = "this server asks no wikis; paste the text of the page instead"
                    return problems.problem(404, "Titles cannot be asked for", why)
                return _replied(await titles.answer(name, body))

        return given

    @contextlib.asynccontextmanager
    async def _received(self, request: Request) -> AsyncIterator[bytes]:
        """The bytes of a body of JSON, counted as held until they are answered. Raises `HTTPException` for a body that is not taken, and
        `NoAnswerError` if too many bytes are held.
        """
        body = bytearray()
        try:
            await self._receive(request, body)
            yield bytes(body)
        finally:
            self._held -= len(body)

    async def _receive(self, request: Request, body: bytearray) -> None:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise HTTPException(415, "send the body as application/json")
        try:
            with anyio.fail_after(_ARRIVING):
                async for piece in request.stream():
                    body += piece
                    self._held += len(piece)
                    self._limit(len(body))
        except ClientDisconnect:
            raise HTTPException(400, "the body ended early") from None
        except TimeoutError:
            raise HTTPException(408, f"the body took longer than {_ARRIVING:g} seconds to arrive") from None

    def _limit(self, size: int) -> None:
        most = self._settings.bytes
        if size > most:
            raise problems.TooLargeError(most)
        if self._held > _HELD * most:
            raise NoAnswerError("too many requests wait")


def _replied(reply: work.Reply) -> Response:
    if reply.status == 200:
        return Response(reply.content, 200, media_type="application/json")
    return Response(reply.content, reply.status, {"Retry-After": _LATER} if reply.status == 503 else None, problems.KIND)


async def _later(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoAnswerError)
    return problems.problem(503, "No answer now", str(error), limit=error.limit, headers={"Retry-After": _LATER})
