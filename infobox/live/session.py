"""One wiki's API: one request at a time, at a polite pace, again after a wait where that may help, and one clear line where it does not.

After https://www.mediawiki.org/wiki/API:Etiquette, Manual:Maxlag_parameter, API:Errors_and_warnings and API:Login.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version as library
from itertools import count
from typing import Final, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
from msgspec import Raw, Struct

from infobox.installed import version
from infobox.live.errors import WikiError
from infobox.live.settings import Login, Pace, host_of, is_private
from infobox.plurals import many
from infobox.retry_after import AGAIN_STATUS, seconds_of

MOST_BYTES: Final = 64 * 2**20
"""The longest answer that is read: an API's own limit for results is a fifth of it."""
_LONGEST_ADDRESS: Final = 1500
"""Longer queries are sent in the body."""
_AGAIN: Final = frozenset(("maxlag", "ratelimited", "readonly"))
"""Refusals that pass."""
_MAXLAG: Final = "5"
"""Seconds that the wiki's copies of its database may lag when something is saved."""
_CHUNK: Final = 1 << 16
_ALWAYS: Final = {"format": "json", "formatversion": "2", "errorformat": "plaintext", "utf8": "1"}
_FRESH: Final = 1.0
"""Seconds for which it holds that nobody wrote to the account."""
_MOST_ALIKE: Final = 200
"""More parts in a row that say the same, such as nothing, an answer does not have."""
_MOST_WORDS: Final = 300
"""The most characters of a wiki's own message that are repeated."""

_NONE: Final = Raw()
"""A part that an answer does not have."""

Type = TypeVar("Type")


class Refusal(Struct):
    """One error of an answer."""

    code: str = "unknown"
    text: str = ""
    data: Raw = _NONE


class Answer(Struct):
    """One answer: its parts by what was asked for, not decoded yet, and what continues it."""

    query: Raw = _NONE
    edit: Raw = _NONE
    login: Raw = _NONE
    errors: list[Refusal] = []
    more: dict[str, str | int] = msgspec.field(default_factory=dict, name="continue")
    complete: bool = msgspec.field(default=False, name="batchcomplete")


class TokenPair(Struct):
    """The tokens that were asked for."""

    csrftoken: str = ""
    logintoken: str = ""


class _Tokens(Struct):
    tokens: TokenPair


class User(Struct):
    """Who is logged in; `messages` if somebody wrote on their talk page."""

    name: str
    anon: bool = False
    messages: bool = False


class _UserInfo(Struct):
    userinfo: User | None = None


class _LoginDone(Struct):
    result: str
    lgusername: str = ""
    reason: Raw = _NONE


class General(Struct):
    """What a wiki says of itself: its database name (`enwiki`), version, language and addresses."""

    wikiid: str = ""
    generator: str = ""
    lang: str = ""
    articlepath: str = "/wiki/$1"
    scriptpath: str = "/w"
    variantarticlepath: str | bool = False
    server: str = ""


class _SiteInfo(Struct):
    general: General


class Wiki:
    """The API at an address, asked by one user.

    `name` is the host, with the path if that is not the usual one; `requests` counts what was asked. Raises `WikiError` from every method
    that asks. Nothing is asked before the first of them is called.
    """

    def __init__(
        self,
        api: str,
        contact: str,
        pace: Pace | None = None,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.api = api
        self.host = host_of(api)
        # Several wikis may share a host; most stand at /w/.
        self.name = self.host + urlsplit(api).path.removesuffix("/api.php").removesuffix("/w")
        self.pace = pace or Pace()
        self.user = ""
        self.requests = 0
        self.sleep, self._clock = sleep, clock
        self._last = self._last_edit = self._heard = -1e9
        self._tokens: dict[str, str] = {}
        self._general: General | None = None
        self._messages = False
        self._secrets: tuple[str, ...] = ()
        self._http = requests.Session()
        self._http.auth = as_it_is
        self._http.headers["User-Agent"] = self.agent = agent(contact)

    # -- asking -------------------------------------------------------------------------------------------------------------------------

    def ask(self, parameters: Mapping[str, str], *, post: bool = False, repeat: bool = True) -> Answer:
        """One answer to one question; `post` sends it in the body, as what changes something must be. Without `repeat` it is not asked
        again after an answer was lost, as it may have been done (`once`).
        """
        asked = {**_ALWAYS, **parameters}
        if self.user:
            asked.setdefault("assertuser", self.user)
            if asked["action"] == "query":
                asked |= {"meta": "|".join(filter(None, (parameters.get("meta"), "userinfo"))), "uiprop": "hasmsg"}
        for turn in count(1):
            self._keep_pace()
            try:
                answer = self._try(asked, post=post)
            except WikiError as error:
                if not error.passes or turn >= self.pace.tries or (error.lost and not repeat):
                    raise
                self._rest(turn, error.wait)
            else:
                self._hear(answer)
                return answer
        raise AssertionError

    def once(self, send: Callable[[], Answer], look: Callable[[], Type | None]) -> Answer | Type:
        """The answer to what must not be sent again blindly: after each lost answer, `look` says first what became of it, None for nothing.
        `send` asks without `repeat`.
        """
        for turn in count(1):
            try:
                return send()
            except WikiError as error:
                if not (error.lost and error.passes):
                    raise
                self._rest(turn, error.wait)
                found = look()
                if found is not None:
                    return found
                if turn >= self.pace.tries:
                    raise
        raise AssertionError

    def _rest(self, turn: int, stated: float | None) -> None:
        """Wait before something is asked again: as long as the wiki says, else longer each time."""
        wait = self.pace.first_wait * 2.0 ** (turn - 1) if stated is None else stated
        self.sleep(min(self.pace.longest_wait, wait))

    def every(self, parameters: Mapping[str, str]) -> Iterator[Answer]:
        """All answers to one question, each continuing the one before."""
        more: dict[str, str] = {}
        seen: set[str] = set()
        before, same = b"", 0
        while True:
            answer = self.ask({**parameters, **more})
            before, same = bytes(answer.query), same + 1 if bytes(answer.query) == before else 0
            if same > _MOST_ALIKE:
                raise odd(self.host, "ever more parts of one answer")
            yield answer
            if not answer.more:
                return
            more = {name: str(value) for name, value in answer.more.items()}
            place = hashlib.blake2b(msgspec.json.encode(more), digest_size=16).hexdigest()
            if place in seen:
                raise odd(self.host, "the same part again and again")
            seen.add(place)

    def _try(self, asked: Mapping[str, str], *, post: bool) -> Answer:
        """An answer. Raises `WikiError`."""
        tries = many(self.pace.tries, "try", "tries")
        try:
            response, body = self._send(asked, post=post)
        except requests.exceptions.SSLError as error:
            raise WikiError("unreachable", f"{self.host}: no safe connection: {_reason(error)}", lost=True) from None
        except (requests.RequestException, OSError) as error:
            if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
                raise WikiError("settings", f"{self.host}: no address of a wiki") from None
            message = f"{self.host}: no answer after {tries}: {_reason(error)}"
            raise WikiError("unreachable", message, passes=True, lost=True) from None
        stated = seconds_of(response.headers.get("Retry-After", ""))
        if response.status_code in AGAIN_STATUS:
            busy = response.status_code == requests.codes.too_many_requests  # the gateway refused it; else it may have passed it on
            message = f"{self.host}: HTTP {response.status_code} after {tries}; go on later"
            raise WikiError("unavailable", message, passes=True, lost=not busy, wait=stated)
        if response.is_redirect or response.is_permanent_redirect:
            where = host_of(response.headers.get("Location", "")) or "another address"
            raise WikiError("odd", f"{self.host}: the API has moved (to {short(where)}): give its new address with --wiki")
        answer = self._answer(response, body)
        for refusal in answer.errors:
            raise WikiError(refusal.code, self.refusal_words(refusal), passes=refusal.code in _AGAIN, wait=stated)
        return answer

    def _send(self, asked: Mapping[str, str], *, post: bool) -> tuple[requests.Response, bytes]:
        self.requests += 1
        body = post or sum(len(name) + 3 * len(value) for name, value in asked.items()) > _LONGEST_ADDRESS
        with self._http.request(
            "POST" if body else "GET",
            self.api,
            params=None if body else asked,
            data=asked if body else None,
            timeout=self.pace.timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            read = bytearray()
            for chunk in response.iter_content(_CHUNK):
                read += chunk
                if len(read) > MOST_BYTES:
                    raise odd(self.host, f"more than {MOST_BYTES >> 20} MiB")
            return response, bytes(read)

    def _answer(self, response: requests.Response, body: bytes) -> Answer:
        if response.status_code != requests.codes.ok:
            message = f"{self.host}: HTTP {response.status_code} instead of an answer of an API; is {self.api} right?"
            raise WikiError("odd", message, lost=True)
        try:
            return msgspec.json.decode(body, type=Answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise odd(self.host, "no answer of a MediaWiki API") from None

    def _keep_pace(self) -> None:
        """Wait until the time between two requests is over."""
        rest = self._last + self.pace.between - self._clock()
        if rest > 0:
            self.sleep(rest)
        self._last = self._clock()

    # -- who asks -----------------------------------------------------------------------------------------------------------------------

    def log_in(self, login: Login) -> None:
        """Become known to the wiki. Raises `WikiError`, which does not say the password."""
        if not is_private(self.api):
            raise WikiError("settings", f"{self.host}: a login is only sent by HTTPS")
        self._secrets = tuple(filter(None, (login.password, login.bearer)))
        if login.bearer:
            self._http.headers["Authorization"] = f"Bearer {login.bearer}"
            user = self.who()
            if user.anon:
                raise WikiError("login", f"{self.host}: the access token is not accepted (it belongs into INFOBOX_BEARER)")
            self.user = user.name
            return
        asked = {"action": "login", "lgname": login.name, "lgpassword": login.password}

        def anew() -> Answer | None:
            self._http.cookies.clear()  # a token serves one login, also one whose answer was lost
            self._tokens.clear()
            return None

        answer = self.once(lambda: self.ask({**asked, "lgtoken": self.token("login")}, post=True, repeat=False), anew)
        done = read(self.host, answer.login, _LoginDone)
        if done.result != "Success":
            raise WikiError("login", f"{self.host}: the login as {short(login.name)} failed: is the bot password right, and not expired?")
        if not done.lgusername:
            raise odd(self.host, "a login without a name")
        self.user = done.lgusername
        self._tokens.clear()

    def refusal_words(self, refusal: Refusal) -> str:
        """Why the wiki refused, in one line: its own words, without the secrets of the operator, should it repeat them."""
        words = [refusal.code, refusal.text]
        for secret in self._secrets:
            words = [each.replace(secret, "…") for each in words]
        return f"{self.host}: {': '.join(filter(None, map(short, words)))}"

    def who(self) -> User:
        """Who is logged in, and whether somebody wrote on their talk page."""
        question = {"action": "query"} if self.user else {"action": "query", "meta": "userinfo"}
        user = read(self.host, self.ask(question).query, _UserInfo).userinfo
        if user is None:
            raise odd(self.host, "not who is logged in, which was asked for")
        return user

    def has_message(self) -> bool:
        """Whether somebody wrote on the talk page of the account. Every answer says it; without one in the last second it is asked for."""
        if self._clock() - self._heard > _FRESH:
            self.who()
        return self._messages

    def _hear(self, answer: Answer) -> None:
        """Keep what an answer says about messages."""
        user = read(self.host, answer.query, _UserInfo).userinfo if self.user and answer.query else None
        if user is not None:
            self._messages, self._heard = user.messages, self._clock()

    def token(self, kind: str = "csrf") -> str:
        """A token of the session, which is asked for once."""
        if kind not in self._tokens:
            answer = self.ask({"action": "query", "meta": "tokens", "type": kind})
            tokens = read(self.host, answer.query, _Tokens).tokens
            self._tokens[kind] = tokens.logintoken if kind == "login" else tokens.csrftoken
        return self._tokens[kind]

    def forget_token(self) -> None:
        """Ask for tokens anew: the session that they belong to has ended."""
        self._tokens.clear()

    def general(self) -> General:
        """What the wiki says of itself, which is asked for once."""
        if self._general is None:
            answer = self.ask({"action": "query", "meta": "siteinfo", "siprop": "general"})
            self._general = read(self.host, answer.query, _SiteInfo).general
        return self._general

    # -- changing -----------------------------------------------------------------------------------------------------------------------

    def change(self, parameters: Mapping[str, str]) -> Answer:
        """An answer to what changes a page: at the pace of edits, and not while the wiki's database lags. It is not sent again if its
        answer was lost, as it may have been done.
        """
        self.wait_to_edit()
        token = self.token()
        try:
            return self.ask({**parameters, "maxlag": _MAXLAG, "token": token}, post=True, repeat=False)
        finally:
            self._last_edit = self._clock()

    def wait_to_edit(self) -> None:
        """Wait until the time between two edits is over."""
        rest = self._last_edit + self.pace.between_edits - self._clock()
        if rest > 0:
            self.sleep(rest)


def agent(contact: str) -> str:
    """The User-Agent, as https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy wants it: with the contact of who runs it."""
    whose = f" ({contact})" if contact else ""
    return f"infobox/{version() or '0'}{whose} python-requests/{library('requests')}"


def read(host: str, part: Raw, kind: type[Type]) -> Type:
    """A part of an answer, as a type. Raises `WikiError` if it is anything else."""
    try:
        return msgspec.json.decode(part, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise odd(host, f"an answer of another form than a MediaWiki API gives ({short(str(error))})") from None


def odd(host: str, what: str) -> WikiError:
    """That a wiki answers what none does."""
    return WikiError("odd", f"{host}: {what}; nothing is done with it", lost=True)


def _reason(error: Exception) -> str:
    """Why a connection failed, without addresses, which may hold what was asked."""
    inner: BaseException | None = error
    while inner is not None and not (isinstance(inner, OSError) and inner.strerror):
        inner = inner.__cause__ or inner.__context__
    if isinstance(inner, OSError) and inner.strerror:
        return short(inner.strerror.lower())
    return "it took too long" if isinstance(error, requests.Timeout) else "the connection broke"


def short(text: str) -> str:
    """A text in one line, cut if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_WORDS else f"{line[:_MOST_WORDS]}…"


def as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No login but that which was given: without this, passwords would be looked up in the user's `.netrc`."""
    return request
