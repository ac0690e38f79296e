"""Ranges of the bytes of a file by HTTP, with every answer checked; what breaks is asked for again from where it broke.

fsspec's own files by HTTP are not used: they take any answer for the range that was asked for, read a whole file into memory if a server
has no ranges, follow redirects anywhere, and give up at the first break. (RFC 9110: ranges in 14, `Retry-After` in 10.2.3.)
"""

from __future__ import annotations

import errno
import io
import os
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version as library
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from urllib.parse import unquote, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from infobox.dumps.addresses import FarAddress
from infobox.dumps.places import FarBeginning, FarError, far
from infobox.installed import version
from infobox.plurals import many
from infobox.retry_after import AGAIN_STATUS, seconds_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TRIES: Final = 6
"""How often one range is asked for while nothing of it comes."""
LONGEST_WAIT: Final = 300.0
"""Seconds: a server that asks for a longer wait is not waited for."""
_FIRST_WAIT: Final = 1.0
_TIMEOUT: Final = (30.0, 60.0)
"""Seconds to connect, and without a byte."""
_PROGRESS: Final = 1 << 16
"""Bytes that have to come for a try not to count."""
_CHUNK: Final = 1 << 14
_MOST_REDIRECTS: Final = 5
_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_NO_SUCH: Final = frozenset((404, 410))
_DENIED: Final = frozenset((401, 403, 407))
_PARTIAL, _OK, _NOT_SATISFIABLE, _TOO_MANY = 206, 200, 416, 429

sleep = time.sleep


class _AgainError(Exception):
    """Something that may pass: why, and how many seconds the server asks to wait."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def begin(address: FarAddress, size: int) -> FarBeginning:
    """A file and its first `size` bytes. Raises `FarError`."""
    tries = _Tries(address)
    while True:
        try:
            with _asked(address, 0, size) as response:
                if response.status_code == _NOT_SATISFIABLE:
                    return FarBeginning(FarAddress(address.whole, 0), b"", None)
                if response.status_code == _OK:
                    return FarBeginning(FarAddress(address.whole, mark=_mark(response)), b"", cast("BinaryIO", _Stream(address, response)))
                total = _total(address, response, 0, size)
                known = FarAddress(address.whole, total, _mark(response))
                head = bytearray()
                with suppress(_AgainError):
                    _take(address, response, head, min(size, total))
            return FarBeginning(known, bytes(head) + part(known, len(head), min(size, total)), None)
        except _AgainError as again:
            tries.failed(again)


def part(address: FarAddress, start: int, end: int) -> bytes:
    """The bytes of a file from `start` to `end`, all of them. Raises `FarError`."""
    data = bytearray()
    tries = _Tries(address)
    while len(data) < end - start:
        before = len(data)
        try:
            with _asked(address, start + before, end) as response:
                if response.status_code == _OK:
                    raise far(address, "the server sends the whole file instead of the part that was asked for")
                if response.status_code == _NOT_SATISFIABLE:
                    raise far(address, f"the server has no byte {start + before:,}, although it says that the file is larger")
                _total(address, response, start + before, end)
                _take(address, response, data, end - start)
        except _AgainError as again:
            tries.failed(again, progress=len(data) - before >= _PROGRESS)
    return bytes(data)


class _Tries:
    """How often something was asked for in vain, and the waits in between."""

    def __init__(self, address: FarAddress) -> None:
        self._address, self._number, self._wait = address, 0, _FIRST_WAIT

    def failed(self, again: _AgainError, *, progress: bool = False) -> None:
        """Wait for the next try; `progress`: this one was not in vain. Raises `FarError` if there is none."""
        if progress:
            self._number, self._wait = 0, _FIRST_WAIT
        self._number += 1
        if self._number >= TRIES:
            raise far(self._address, f"{again}, after {many(TRIES, 'try', 'tries')}")
        if again.wait is not None and again.wait > LONGEST_WAIT:
            raise far(self._address, f"{again}, and the server asks to wait {again.wait:,.0f} seconds: try again then")
        sleep(self._wait if again.wait is None else again.wait)
        self._wait *= 2


@contextmanager
def _asked(address: FarAddress, start: int, end: int) -> Iterator[requests.Response]:
    """The answer to a request for a range: 206, 200 or 416. It is closed unless it is the whole file, whose reader closes it."""
    response = _response(address, {"Range": f"bytes={start}-{end - 1}"})
    try:
        _check(address, response)
        yield response
    except BaseException:
        response.close()
        raise
    if response.status_code != _OK:
        response.close()


def _response(address: FarAddress, headers: dict[str, str]) -> requests.Response:
    """The answer to a request, after redirects on the same host."""
    url = address.whole.partition("#")[0]
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            response = _session(os.getpid()).get(
                _without_login(url), headers=headers, auth=_login(address), stream=True, allow_redirects=False, timeout=_TIMEOUT
            )
        except requests.exceptions.SSLError as error:
            raise far(address, f"no safe connection: {_tls_reason(error)}") from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, ValueError):
            raise far(address, "not a valid address", errno.EINVAL) from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _AgainError(_reason(error)) from None
        if not (response.is_redirect or response.is_permanent_redirect):
            return response
        response.close()
        url = _redirected(address, url, response.headers.get("Location", ""))
    raise far(address, f"more than {_MOST_REDIRECTS} redirects")


def _redirected(address: FarAddress, url: str, location: str) -> str:
    """Where a redirect leads on the same host."""
    try:
        after = urljoin(url, location)
        before, to = urlsplit(url), urlsplit(after)
        hosts = before.hostname, to.hostname
    except ValueError:
        raise far(address, "redirects to something that is no address") from None
    if to.scheme not in ("http", "https") or hosts[0] != hosts[1]:
        raise far(address, f"redirects to another host; if you trust it, give its address: {FarAddress(after)}")
    if before.scheme == "https" and to.scheme == "http":
        raise far(address, "redirects from https to http, which is not safe")
    return after


def _check(address: FarAddress, response: requests.Response) -> None:
    """Raise for an answer that is not of a file."""
    status = response.status_code
    if status in AGAIN_STATUS:
        what = "too many requests" if status == _TOO_MANY else "the server is not available"
        raise _AgainError(f"{what} (HTTP {status})", seconds_of(response.headers.get("Retry-After", "")))
    if status in _NO_SUCH:
        raise far(address, f"no such file (HTTP {status})", errno.ENOENT)
    if status in _DENIED:
        raise far(address, f"access is denied (HTTP {status})", errno.EACCES)
    if status not in (_PARTIAL, _OK, _NOT_SATISFIABLE):
        raise far(address, f"the server answers with HTTP {status}")
    if status != _NOT_SATISFIABLE and response.headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml")):
        raise far(address, "the server sends a page of HTML instead of the file (a login, or an error)")


def _total(address: FarAddress, response: requests.Response, start: int, end: int) -> int:
    """The size of the whole file, by an answer with a part of it. Raises `FarError` if it is not the part that was asked for."""
    stated = response.headers.get("Content-Range", "")
    found = _RANGE.fullmatch(stated.strip())
    if found is None:
        raise far(address, "the server does not say which part of the file it sends")
    first, last, total = map(int, found.groups())
    if address.size not in (None, total) or (address.mark and _mark(response) not in ("", address.mark)):
        raise far(address, "the file changed while it was read, or the server says different things about it")
    if (first, last + 1) != (start, min(end, total)):
        raise far(address, f"the server sends the bytes {first:,} to {last:,} instead of {start:,} to {min(end, total) - 1:,}")
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and length != str(last + 1 - first):
        raise far(address, f"the server sends {int(length[:18]):,} bytes as a part of {last + 1 - first:,}")
    return total


def _mark(response: requests.Response) -> str:
    return response.headers.get("ETag", "") or response.headers.get("Last-Modified", "")


def _take(address: FarAddress, response: requests.Response, data: bytearray, wanted: int) -> None:
    """Add what a server sends to `data`, up to `wanted` bytes. Raises `_AgainError` if it breaks."""
    try:
        while chunk := response.raw.read(_CHUNK):
            data += chunk
            if len(data) > wanted:
                raise far(address, "the server sends more bytes than it says")
    except (HTTPError, OSError) as error:
        if isinstance(error, FarError):
            raise
        raise _AgainError(_reason(error)) from None
    if len(data) < wanted:
        raise _AgainError("the connection broke")


class _Stream(io.RawIOBase):
    """A whole file as a server without ranges sends it."""

    def __init__(self, address: FarAddress, response: requests.Response) -> None:
        self._address, self._response, self._at = address, response, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As in files. Raises `FarError` if the connection breaks."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._response.raw.read(min(len(view), 1 << 20))
        except (HTTPError, OSError) as error:
            reason = f"{_reason(error)} after {self._at:,} bytes, and this server cannot go on from there: download the file"
            raise far(self._address, reason) from None
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """As in files."""
        self._response.close()
        super().close()


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nothing: without this, requests would look at where a redirect leads before we do, and raise."""


@cache
def _session(_process: int) -> requests.Session:
    """The connections of a process, which must not share those of another."""
    session = _Session()
    session.headers.update(
        {"User-Agent": f"infobox/{version() or '0'} python-requests/{library('requests')}", "Accept-Encoding": "identity"}
    )
    return session


def _without_login(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _login(address: FarAddress) -> requests.auth.AuthBase:
    """The login of an address, and no other: passwords would be looked up in the user's `.netrc`."""
    name, mark, password = address.whole.partition("://")[2].partition("/")[0].rpartition("@")[0].partition(":")
    return requests.auth.HTTPBasicAuth(unquote(name), unquote(password)) if name or mark else _NoLogin()


class _NoLogin(requests.auth.AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _tls_reason(error: BaseException) -> str:
    """Why a connection is not safe, in the words of OpenSSL, which know no addresses."""
    seen: list[object] = [error]
    for inner in seen:
        if isinstance(inner, ssl.SSLCertVerificationError) and inner.verify_message:
            return str(inner.verify_message).lower()
        if isinstance(inner, ssl.SSLError) and inner.reason:
            return str(inner.reason).lower().replace("_", " ")
        if isinstance(inner, BaseException) and len(seen) < 30:
            seen += [*inner.args, getattr(inner, "reason", None), inner.__cause__, inner.__context__]
    return "TLS failed"


def _reason(error: BaseException) -> str:
    """Why a connection failed, without addresses."""
    seen: list[object] = [error]
    for inner in seen:
        if isinstance(inner, OSError) and not isinstance(inner, requests.RequestException) and inner.strerror:
            return inner.strerror[:1].lower() + inner.strerror[1:]
        if isinstance(inner, BaseException) and len(seen) < 30:
            seen += [*inner.args, getattr(inner, "reason", None), inner.__cause__, inner.__context__]
    return "it took too long" if isinstance(error, requests.Timeout) or "timed out" in str(error) else "the connection broke"
