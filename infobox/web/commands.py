"""The command ``infobox serve``."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import TYPE_CHECKING, Any, Final

from infobox.outline import put, say
from infobox.status import SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse

    from infobox.web.titles import Titles

_EXTRA: Final = "needs the extra web (install it with: pip install 'infobox[web]')"
_SHUTDOWN: Final = 3
"""How many seconds requests have to end when the server is stopped."""
_OWN_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")


def serve(arguments: argparse.Namespace) -> int:
    """Serve until it is interrupted."""
    try:
        import uvicorn

        from infobox.web.application import ServerSettings, application
    except ImportError:
        say(f"infobox serve: {_EXTRA}")
        return TROUBLE
    try:
        titles = None if arguments.offline else _titles(arguments)
        listening = _listening(arguments.host, arguments.port)
    except _WrongUseError as error:
        say(f"infobox serve: {error}")
        return TROUBLE
    settings = ServerSettings(
        workers=arguments.workers,
        bytes=arguments.max_size,
        seconds=arguments.timeout,
        origins=arguments.allow_origin,
        hosts=_hosts(arguments.host, arguments.allow_host),
        titles=titles,
    )
    host, port = listening.getsockname()[:2]
    put(f"http://{f'[{host}]' if ':' in host else host}:{port}/\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        application(settings),
        log_config=_logging(uvicorn.config.LOGGING_CONFIG),
        log_level="warning" if arguments.quiet else "info",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN,
    )
    uvicorn.Server(config).run(sockets=[listening])
    return SUCCESS


def _logging(standard: dict[str, Any]) -> dict[str, Any]:
    """The settings of uvicorn's messages, with all of them on standard error: standard output has the address alone."""
    handlers = {name: handler | {"stream": "ext://sys.stderr"} for name, handler in standard["handlers"].items()}
    return standard | {"handlers": handlers}


class _WrongUseError(Exception):
    """The arguments cannot be used; the message says why."""


def _titles(arguments: argparse.Namespace) -> Titles | None:
    """What asks wikis; None if the extra `live` is not there and no wiki was named."""
    try:
        from infobox.live.errors import WikiError
        from infobox.live.wikis import Wikis
        from infobox.web.titles import PACE, Titles
    except ImportError:
        if arguments.wiki:
            raise _WrongUseError("--wiki needs the extra live (install it with: pip install 'infobox[live]')") from None
        return None
    try:
        return Titles(Wikis(arguments.wiki, arguments.contact, PACE))
    except WikiError as error:
        raise _WrongUseError(str(error)) from None


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `_WrongUseError`."""
    if not host:
        raise _WrongUseError("--host is empty; give an address of this machine, such as 127.0.0.1")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        number = error.errno or 0  # negative if the name is not known
        why = os.strerror(number) if number > 0 else error.strerror or error
        raise _WrongUseError(f"{host}, port {port}: {why}; choose another with --host or --port") from None
    except (TypeError, UnicodeError):  # of a name that no machine can have
        raise _WrongUseError(f"{host} is no address; choose another with --host") from None


def _hosts(host: str, allowed: list[str]) -> list[str]:
    """The names by which the server may be called. On this machine alone these are its own: otherwise a page of another site could reach
    it by a name that leads here.
    """
    try:
        alone = ipaddress.ip_address(host).is_loopback
    except ValueError:
        alone = host == "localhost"
    return [*_OWN_NAMES, host.lower(), *allowed] if alone else allowed
