"""Asking a wiki: bad weather passes or ends in one clear line, and nothing secret is said."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from infobox.live import session
from infobox.live.addresses import target
from infobox.live.errors import WikiError
from infobox.live.pages import LivePage, pages, using
from infobox.live.recent import Recent
from infobox.live.saving import save
from infobox.live.session import Wiki
from infobox.live.settings import Login, Pace, api_of, contact_of, login_of
from infobox.retry_after import seconds_of
from tests.live.conftest import QUICK
from tests.live.mediawiki import MediaWiki, free_port

GENERAL = {"action": "query", "meta": "siteinfo", "siprop": "general"}
ANSWER = {"batchcomplete": True, "query": {"general": {"wikiid": "testwiki"}}}


@pytest.fixture
def stand_in(httpserver: HTTPServer, waits: list[float]) -> Wiki:
    """A wiki that answers as a test says."""
    return Wiki(httpserver.url_for("/w/api.php"), "ops@example.org", QUICK, sleep=waits.append)


def test_who_asks_is_said_and_answers_are_compressed(httpserver: HTTPServer, stand_in: Wiki) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response('{"query": {"general": {"wikiid": "testwiki"}}}', content_type="application/json")

    httpserver.expect_request("/w/api.php").respond_with_handler(answer)
    assert stand_in.general().wikiid == "testwiki"
    [request] = seen
    assert request.headers["User-Agent"].startswith("infobox/")
    assert "(ops@example.org) python-requests/" in request.headers["User-Agent"]
    assert "gzip" in request.headers["Accept-Encoding"]
    assert request.args["formatversion"] == "2"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_gateway_is_asked_again(httpserver: HTTPServer, stand_in: Wiki, waits: list[float], status: int) -> None:
    httpserver.expect_ordered_request("/w/api.php").respond_with_data("later", status=status, headers={"Retry-After": "1.5"})
    httpserver.expect_ordered_request("/w/api.php").respond_with_data("later", status=status)
    httpserver.expect_ordered_request("/w/api.php").respond_with_json(ANSWER)
    assert stand_in.general().wikiid == "testwiki"
    assert waits == [1.5, 10.0]


def test_a_gateway_that_stays_busy_ends_in_one_line(httpserver: HTTPServer, stand_in: Wiki, waits: list[float]) -> None:
    httpserver.expect_request("/w/api.php").respond_with_data("later", status=503)
    with pytest.raises(WikiError, match=r"HTTP 503 after 4 tries; go on later") as failed:
        stand_in.general()
    assert failed.value.code == "unavailable"
    assert waits == [5.0, 10.0, 20.0]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html>Welcome</html>", "no answer of a MediaWiki API"),
        (b"[" * 100_000, "no answer of a MediaWiki API"),
        (b'{"query": ' + b'{"a":' * 50_000, "no answer of a MediaWiki API"),
        (b'{"query": []}', "an answer of another form than a MediaWiki API gives"),
        (b'{"query": {"general": {"wikiid": 7}}}', "an answer of another form than a MediaWiki API gives"),
        (b'{"query": "\xff"}', "an answer of another form than a MediaWiki API gives"),
        (b"", "no answer of a MediaWiki API"),
        (b"{}", "an answer of another form than a MediaWiki API gives"),
    ],
    ids=["html", "nested", "nested in a part", "a list", "a number", "not UTF-8", "nothing", "without the part"],
)
def test_an_answer_that_is_none_ends_in_one_line(httpserver: HTTPServer, stand_in: Wiki, body: bytes, says: str) -> None:
    httpserver.expect_request("/w/api.php").respond_with_data(body, content_type="application/json")
    with pytest.raises(WikiError, match=says) as failed:
        stand_in.general()
    assert "\n" not in str(failed.value)


def test_an_endless_answer_is_not_read(httpserver: HTTPServer, stand_in: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "MOST_BYTES", 1 << 20)
    httpserver.expect_request("/w/api.php").respond_with_data(b" " * (1 << 22))
    with pytest.raises(WikiError, match="more than 1 MiB"):
        stand_in.general()


def test_a_wiki_that_continues_for_ever_ends_in_one_line(httpserver: HTTPServer, stand_in: Wiki) -> None:
    httpserver.expect_request("/w/api.php").respond_with_json({"query": {"pages": []}, "continue": {"rvcontinue": "1|2", "continue": "||"}})
    with pytest.raises(WikiError, match="the same part again and again"):
        list(pages(stand_in, [target("A")]))


def test_an_api_that_moved_is_not_followed(httpserver: HTTPServer, stand_in: Wiki) -> None:
    httpserver.expect_request("/w/api.php").respond_with_data("", status=302, headers={"Location": "https://evil.example/w/api.php"})
    with pytest.raises(WikiError, match=r"moved \(to evil\.example\): give its new address with --wiki"):
        stand_in.general()


def test_a_lost_connection_is_asked_again(waits: list[float]) -> None:
    nobody = Wiki(f"http://127.0.0.1:{free_port()}/w/api.php", "", QUICK, sleep=waits.append)
    with pytest.raises(WikiError, match=r"no answer after 4 tries: connection refused") as failed:
        nobody.general()
    assert failed.value.code == "unreachable"
    assert len(waits) == 3


def test_a_lagging_wiki_is_waited_for(mediawiki: MediaWiki, bot: Wiki, waits: list[float]) -> None:
    [page] = pages(bot, [target("Battle of Testville 8")])
    with mediawiki.weather("lag", "9"), pytest.raises(WikiError, match="maxlag") as failed:
        bot.change({"action": "edit", "title": page.title, "text": page.text})
    assert failed.value.code == "maxlag"
    assert waits == [5.0, 5.0, 5.0]  # as the wiki asks


@pytest.mark.parametrize("weather", ["readonly", "limits"])
def test_weather_that_stays_bad_ends_in_one_line(mediawiki: MediaWiki, bot: Wiki, waits: list[float], weather: str) -> None:
    [page] = pages(bot, [target("Battle of Testville 8")])
    edits = ({"action": "edit", "title": page.title, "text": f"{page.text}{turn}"} for turn in range(3))
    with mediawiki.weather(weather), pytest.raises(WikiError) as failed:
        list(map(bot.change, edits))
    assert failed.value.code == {"readonly": "readonly", "limits": "ratelimited"}[weather]
    assert waits == [5.0, 10.0, 20.0]


def test_a_login_that_ended_is_noticed(bot: Wiki) -> None:
    assert bot.who().name == "InfoboxBot"
    bot._http.cookies.clear()
    with pytest.raises(WikiError, match=r"assert\w*userfailed"):
        bot.who()


def test_an_access_token_is_a_login(mediawiki: MediaWiki, reader: Wiki) -> None:
    reader.log_in(Login(bearer=mediawiki.bearer))
    assert reader.user == "InfoboxBot"


@pytest.mark.parametrize("login", [Login("InfoboxBot@tests", "s3cretS3cret"), Login(bearer="s3cretS3cret")], ids=["password", "bearer"])
def test_a_wrong_login_does_not_say_the_secret(reader: Wiki, login: Login) -> None:
    with pytest.raises(WikiError) as failed:
        reader.log_in(login)
    assert failed.value.code == "login"
    assert "s3cret" not in f"{failed.value} {failed.value!r} {login!r}"


@pytest.mark.parametrize("token", ["s3cret’", "s3\ncret", "s3cr\u0007et"])
def test_a_token_that_cannot_be_sent_is_refused_in_one_line(token: str) -> None:
    with pytest.raises(WikiError, match=r"\AINFOBOX_BEARER holds signs") as failed:
        login_of({"INFOBOX_BEARER": token})
    assert "s3" not in str(failed.value)


def test_a_wiki_that_repeats_the_password_is_not_quoted(httpserver: HTTPServer, stand_in: Wiki) -> None:
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"query": {"tokens": {"logintoken": "x"}}})
    refusal = {"code": "s3cretS3cret", "text": "the password s3cretS3cret is bad"}
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"errors": [refusal]})
    with pytest.raises(WikiError, match="the password … is bad") as failed:
        stand_in.log_in(Login("A@b", "s3cretS3cret"))
    assert "s3cret" not in str(failed.value)


def test_a_secret_at_the_end_of_what_is_repeated_is_not_cut(httpserver: HTTPServer, stand_in: Wiki) -> None:
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"query": {"tokens": {"logintoken": "x"}}})
    refusal = {"code": "bad", "text": f"{'x' * 295}s3cretS3cret"}
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"errors": [refusal]})
    with pytest.raises(WikiError, match=r"bad: x+…") as failed:
        stand_in.log_in(Login("A@b", "s3cretS3cret"))
    assert "s3" not in str(failed.value)


def test_why_an_edit_was_refused_is_cut(httpserver: HTTPServer, stand_in: Wiki) -> None:
    answers = [
        {"query": {"tokens": {"csrftoken": "x"}}},
        {"edit": {"result": "Failure", "code": "filtered", "info": "words " * 1000}},
        {"query": {"pages": [{"pageid": 1, "title": "A"}]}},
    ]
    for answer in answers:
        httpserver.expect_ordered_request("/w/api.php").respond_with_json(answer)
    with pytest.raises(WikiError, match="filtered: words words") as failed:
        save(stand_in, LivePage("A", "A", id=1, revision=5, text="a"), "b", "test")
    assert len(str(failed.value)) < 400


def test_a_login_without_a_name_is_none(httpserver: HTTPServer, stand_in: Wiki) -> None:
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"query": {"tokens": {"logintoken": "x"}}})
    httpserver.expect_ordered_request("/w/api.php").respond_with_json({"login": {"result": "Success", "lgusername": ""}})
    with pytest.raises(WikiError, match="a login without a name"):
        stand_in.log_in(Login("A@b", "c"))


def test_an_answer_without_end_is_left(httpserver: HTTPServer, stand_in: Wiki) -> None:
    numbers = iter(range(10**6))

    def answer(_: Request) -> Response:
        return Response(f'{{"query": {{}}, "continue": {{"rvcontinue": "{next(numbers)}"}}}}', content_type="application/json")

    httpserver.expect_request("/w/api.php").respond_with_handler(answer)
    with pytest.raises(WikiError, match="ever more parts"):
        list(pages(stand_in, [target("A")]))
    assert next(numbers) < 300


EMPTY = 1000


@pytest.mark.parametrize("part", ["pages", "recentchanges", "users"])
def test_a_list_of_empty_parts_without_end_is_left(httpserver: HTTPServer, stand_in: Wiki, part: str) -> None:
    numbers = iter(range(EMPTY))

    def answer(_: Request) -> Response:
        number = next(numbers, None)
        more = "" if number is None else f', "continue": {{"next": "{number}"}}'
        return Response(f'{{"batchcomplete": true, "query": {{"{part}": []}}{more}}}', content_type="application/json")

    httpserver.expect_request("/w/api.php").respond_with_handler(answer)
    lists: dict[str, Callable[[], object]] = {
        "pages": lambda: list(using(stand_in, "T", text=False)),
        "recentchanges": lambda: next(iter(Recent(stand_in, since="2026-01-01T00:00:00Z"))),
        "users": lambda: list(stand_in.every(GENERAL)),
    }
    with pytest.raises(WikiError, match="ever more parts"):
        lists[part]()
    assert next(numbers) < EMPTY / 2


def test_a_login_is_not_sent_where_others_can_read_it() -> None:
    with pytest.raises(WikiError, match="only sent by HTTPS"):
        Wiki("http://wiki.example.org/w/api.php", "", QUICK).log_in(Login("A@b", "c"))


def test_requests_keep_their_distance(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/w/api.php").respond_with_json(ANSWER)
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    wiki = Wiki(httpserver.url_for("/w/api.php"), "x", Pace(between=0.5, between_edits=10.0), sleep=sleep, clock=lambda: now[0])
    for _ in range(4):
        wiki.ask(GENERAL)
    assert now[0] == pytest.approx(101.5)


def test_messages_are_heard_of_with_other_answers_and_asked_for_after_a_second(mediawiki: MediaWiki, editor: Wiki) -> None:
    now = [100.0]
    bot = Wiki(mediawiki.api, "ops@example.org", QUICK, sleep=lambda _: None, clock=lambda: now[0])
    bot.log_in(Login(mediawiki.bot, mediawiki.bot_password))
    list(pages(bot, [target("Battle of Testville 8")]))
    asked = bot.requests
    assert not bot.has_message()
    editor.change({"action": "edit", "title": "User talk:InfoboxBot", "text": f"Stop, please! {time.time()}"})
    now[0] += 0.9
    assert not bot.has_message()
    assert bot.requests == asked
    now[0] += 0.2
    assert bot.has_message()
    assert bot.requests == asked + 1
    bot.change({"action": "clearhasmsg"})
    list(pages(bot, [target("Battle of Testville 8")]))
    assert not bot.has_message()


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("5", 5.0),
        ("0.25", 0.25),
        ("-3", 0.0),
        ("Thu, 26 Nov 2026 12:00:30 GMT", 30.0),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_read_in_each_form(stated: str, seconds: float | None) -> None:
    assert seconds_of(stated, lambda: datetime(2026, 11, 26, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("wiki", "api"),
    [
        ("en.wikipedia.org", "https://en.wikipedia.org/w/api.php"),
        ("EN.m.wikipedia.org", "https://en.wikipedia.org/w/api.php"),
        ("fr", "https://fr.wikipedia.org/w/api.php"),
        ("http://127.0.0.1:8080/w/api.php", "http://127.0.0.1:8080/w/api.php"),
        ("wiki.example.org/api.php", "https://wiki.example.org/api.php"),
    ],
)
def test_a_wiki_is_named_by_its_host_or_its_api(wiki: str, api: str) -> None:
    assert api_of(wiki) == api


@pytest.mark.parametrize(
    "wiki", ["", "x y", "ftp://a.org/api.php", "https://en.wikipedia.org/wiki/A", "https://u:s3cret@a.org/api.php", "a..b", "-"]
)
def test_what_is_no_wiki_is_refused(wiki: str) -> None:
    with pytest.raises(WikiError) as failed:
        api_of(wiki)
    assert "s3cret" not in str(failed.value)


def test_wikimedia_wants_a_contact() -> None:
    with pytest.raises(WikiError, match=r"en\.wikipedia\.org wants to know who asks: set INFOBOX_CONTACT"):
        contact_of(api_of("en"), environment={})
    assert contact_of(api_of("en"), environment={"INFOBOX_CONTACT": " ops@example.org "}) == "ops@example.org"
    assert contact_of("http://127.0.0.1/api.php", environment={}) == ""
    with pytest.raises(WikiError, match="only ASCII"):
        contact_of(api_of("en"), "a\r\nX: y(z)")


def test_half_a_login_is_refused() -> None:
    assert login_of({}) is None
    with pytest.raises(WikiError, match="INFOBOX_BOT_NAME is set and INFOBOX_BOT_PASSWORD is not"):
        login_of({"INFOBOX_BOT_NAME": "A@b"})
