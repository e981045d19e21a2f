"""HTTP with manners: what is tried again, what is given up, what is never sent."""

import gzip
import json
import logging
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import feed_server
import httpx
import pytest
import stamina
from feed_server import Fault, FeedServer, Quota, http_date, items, unused_port

from generator.errors import ConfigError, FetchError, UnreachableError
from generator.fetch import MAX_BODY_BYTES, USER_AGENT, Client, Validators
from generator.manners import LONGEST_PAUSE_S, Manners, retry_after_s
from generator.sources.huggingface import first_page_url, is_whole

LISTED = {"2025-10-31": items(3)}


@pytest.fixture(autouse=True)
def _no_proxies(quiet_environment: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's stands between the client and 127.0.0.1."""


@pytest.fixture
def feed() -> Iterator[FeedServer]:
    """A feed with three papers on one day."""
    with FeedServer(LISTED) as server:
        yield server


@pytest.fixture
def _at_once() -> Iterator[None]:
    """Four attempts follow each other without a pause."""
    with stamina.set_testing(True, attempts=4):
        yield


def _url(feed: FeedServer) -> str:
    return first_page_url(feed.url, date(2025, 10, 31))


def _get(feed: FeedServer, *, wait_s: float = 5.0) -> bytes:
    with Client(wait_s=wait_s, endpoint=feed.url) as client:
        return client.get(_url(feed)).body


def _answering(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> Client:
    return Client(wait_s=5, transport=httpx.MockTransport(answer), **options)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "fault",
    [
        feed_server.status(500),
        feed_server.status(502),
        feed_server.status(503),
        feed_server.status(504),
        feed_server.status(520),
        feed_server.status(408),
        feed_server.status(425),
        feed_server.status(429),
        feed_server.reset(),
        feed_server.reset_midway(),
        feed_server.cut(),
        feed_server.raw(b"[]", Content_Encoding="gzip"),
    ],
    ids=["500", "502", "503", "504", "520", "408", "425", "429", "reset", "reset-midway", "cut", "no gzip"],
)
def test_passing_fault_is_tried_again(feed: FeedServer, fault: Fault) -> None:
    """Three faults of a kind that passes are forgotten when the fourth attempt succeeds."""
    feed.fail(fault, times=3)
    assert _get(feed).startswith(b'[{"paper"')
    assert len(feed.requests) == 4


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (feed_server.status(500), "the answer 500 Internal Server Error; expected 200 OK"),
        (feed_server.status(429), "the answer 429 Too Many Requests; expected 200 OK"),
        (feed_server.cut(), "the answer broke off"),
        (feed_server.reset(), "the answer broke off"),
        (feed_server.reset_midway(), "the answer broke off"),
    ],
    ids=["500", "429", "cut", "reset", "reset-midway"],
)
def test_lasting_fault_is_given_up_after_four_attempts(feed: FeedServer, fault: Fault, found: str) -> None:
    """A fault that stays is an error that names the address and what was found, after four requests."""
    feed.fail(fault)
    with pytest.raises(FetchError) as caught:
        _get(feed)
    assert str(caught.value).startswith(f"{_url(feed)}: {found}")
    assert type(caught.value) is FetchError
    assert len(feed.requests) == 4


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "fault",
    [feed_server.truncated(), feed_server.html(), feed_server.empty(), feed_server.payload({"error": "busy"})],
    ids=["truncated", "html", "nothing", "message"],
)
def test_body_that_is_not_whole_is_asked_for_again(feed: FeedServer, fault: Fault) -> None:
    """Three bodies that are no list to its end are forgotten when the fourth is one."""
    feed.fail(fault, times=3)
    with Client(wait_s=5) as client:
        assert json.loads(client.get(_url(feed), is_whole=is_whole).body) == LISTED["2025-10-31"]
    assert len(feed.requests) == 4


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("last", [feed_server.raw(b"["), feed_server.status(404)], ids=["shorter", "404"])
def test_longest_body_stands_where_none_is_whole(feed: FeedServer, last: Fault) -> None:
    """What can be read of the longest one is better than nothing, whatever else comes after it."""
    feed.fail(feed_server.raw(b"[{}, "), times=1)
    feed.fail(last)
    with Client(wait_s=5) as client:
        assert client.get(_url(feed), is_whole=is_whole).body == b"[{}, "
    assert 1 < len(feed.requests) <= 4


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_refusal_is_not_tried_again(feed: FeedServer, code: int) -> None:
    """An answer that asking again cannot mend is an error at once."""
    feed.fail(feed_server.status(code))
    with pytest.raises(FetchError, match=f"the answer {code} "):
        _get(feed)
    assert len(feed.requests) == 1


def test_attempts_keep_a_pause_between_them(feed: FeedServer) -> None:
    """The pauses between attempts grow, and all four end within a few seconds."""
    feed.fail(feed_server.status(503))
    began = time.monotonic()
    with pytest.raises(FetchError):
        _get(feed)
    assert 2 < time.monotonic() - began < 7
    assert len(feed.requests) == 4


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "fault",
    [feed_server.hang(), feed_server.drip(), feed_server.drip_head()],
    ids=["hang", "drip", "drip-head"],
)
def test_slow_answer_is_given_up_in_bounded_time(feed: FeedServer, fault: Fault) -> None:
    """A feed that says nothing, or a byte now and then, in body or head, costs `wait_s` twice and no more."""
    feed.fail(fault)
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"answer within 0\.3 s") as caught:
        _get(feed, wait_s=0.3)
    assert 0.5 < time.monotonic() - began < 2
    assert len(feed.requests) == 2
    assert type(caught.value) is FetchError


@pytest.mark.usefixtures("_at_once")
def test_slow_answer_may_come_at_a_later_attempt(feed: FeedServer) -> None:
    """A feed that was silent once and then answers is read."""
    feed.fail(feed_server.hang(), times=1)
    assert _get(feed, wait_s=0.5).startswith(b'[{"paper"')


@pytest.mark.usefixtures("_at_once")
def test_refused_connection_is_unreachable() -> None:
    """An address where nothing listens is unreachable, and the error names it."""
    url = f"http://127.0.0.1:{unused_port()}/api"
    with Client(wait_s=5) as client, pytest.raises(UnreachableError) as caught:
        client.get(url)
    assert str(caught.value).startswith(f"{url}: no connection (")


@pytest.mark.usefixtures("_at_once")
def test_refused_connection_is_tried_four_times() -> None:
    """A connection that fails is tried four times, no more."""
    asked: list[httpx.URL] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        raise httpx.ConnectError("refused", request=request)

    with _answering(refuse) as client, pytest.raises(UnreachableError):
        client.get("https://papers.example/")
    assert len(asked) == 4


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "url",
    [
        "papers.example/api",
        "ftp://papers.example/api",
        "https://",
        "http://[::1/api",
        "http://127.0.0.1:99999/api",
        "http://127.0.0.1:port/api",
        "nonsense",
    ],
)
def test_address_that_is_none_is_unreachable(url: str) -> None:
    """An endpoint that no request can be sent to is unreachable, and asked for once only."""
    with Client(wait_s=5, endpoint=url, token="secret") as client, pytest.raises(UnreachableError) as caught:  # noqa: S106
        client.get(url)
    assert str(caught.value).startswith(f"{url}: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("proxy", ["socks9://127.0.0.1:1", "http://[::1", "http://127.0.0.1:port"])
def test_proxy_that_is_none_is_a_configuration_error(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy variable that cannot be used is named in one line."""
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigError, match="proxy"):
        Client(wait_s=5)


def test_certificates_that_are_not_there_are_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate file that does not exist is said in one line."""
    monkeypatch.setenv("SSL_CERT_FILE", "/there/is/none.pem")
    with pytest.raises(ConfigError, match="SSL_CERT_FILE"):
        Client(wait_s=5)


def test_gzip_is_unpacked(feed: FeedServer) -> None:
    """A compressed answer arrives as it was before."""
    feed.fail(feed_server.gzip_bomb(1 << 20))
    assert _get(feed) == b" " * (1 << 20)


def test_gzip_bomb_is_not_unpacked(feed: FeedServer) -> None:
    """Of an answer that unpacks to 512 MB less than half is ever held, and it is not asked for again."""
    feed.fail(feed_server.gzip_bomb(512 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="more than 32 MB; expected a day's list"):
            _get(feed)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * MAX_BODY_BYTES
    assert len(feed.requests) == 1


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,deflate", "br", "zstd", "compress", "boats"])
def test_packing_that_was_not_asked_for_is_refused(feed: FeedServer, encoding: str) -> None:
    """A body packed twice, or by what was not asked for, is not unpacked, and not asked for again."""
    feed.fail(feed_server.raw(gzip.compress(b"[]"), Content_Encoding=encoding))
    with pytest.raises(FetchError, match=f"a body packed as '{encoding}'; expected gzip or deflate"):
        _get(feed)
    assert len(feed.requests) == 1


def test_long_body_without_a_length_is_given_up() -> None:
    """A body that announces no length and goes on and on is given up when it is too long."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * (1 << 20)

    endlessly = _answering(lambda _: httpx.Response(200, content=endless()))
    with endlessly as client, pytest.raises(FetchError, match="more than 32 MB"):
        client.get("https://papers.example/")


def test_answer_that_is_not_what_its_header_says_is_an_error(feed: FeedServer) -> None:
    """A body that claims to be gzip and is none cannot be read."""
    feed.fail(feed_server.raw(b"[]", Content_Encoding="gzip"))
    with pytest.raises(FetchError, match="damaged in packing"):
        _get(feed)


def test_redirect_is_followed(feed: FeedServer) -> None:
    """A redirect leads to the answer, which knows where it came from in the end."""
    feed.fail(feed_server.redirect("/api/daily_papers?date=2025-10-31&limit=7"), times=1)
    with Client(wait_s=5) as client:
        response = client.get(_url(feed))
    assert response.url == f"{feed.url}/api/daily_papers?date=2025-10-31&limit=7"
    assert response.body.startswith(b'[{"paper"')


def test_redirects_in_a_circle_end(feed: FeedServer) -> None:
    """After five redirects the answer is given up."""
    feed.fail(feed_server.redirect())
    with pytest.raises(FetchError, match="more than 5 redirects"):
        _get(feed)
    assert len(feed.requests) == 6


@pytest.mark.parametrize("location", ["file:///etc/hostname", "ftp://papers.example/", "data://papers/"])
def test_redirect_leads_to_the_web_only(feed: FeedServer, location: str) -> None:
    """A redirect to anything but http and https is refused."""
    feed.fail(feed_server.redirect(location))
    with pytest.raises(FetchError, match=r"a redirect to a \w+: address; expected http or https"):
        _get(feed)
    assert len(feed.requests) == 1


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("location", ["http://[::1", "http://127.0.0.1:99999/", "//"])
def test_redirect_to_nowhere_is_an_error(feed: FeedServer, location: str) -> None:
    """A redirect to what is no address is the feed's fault, said in one line."""
    feed.fail(feed_server.redirect(location))
    with pytest.raises(FetchError) as caught:
        _get(feed)
    assert len(str(caught.value).splitlines()) == 1


def test_token_goes_to_the_endpoint(feed: FeedServer) -> None:
    """The endpoint gets the token as a bearer's."""
    with Client(wait_s=5, endpoint=feed.url, token="secret") as client:  # noqa: S106 - no secret at all
        client.get(_url(feed))
    assert feed.requests[0].headers["Authorization"] == "Bearer secret"


def test_token_is_not_sent_to_another_host(feed: FeedServer) -> None:
    """After a redirect to another host the token is not sent."""
    with FeedServer(LISTED) as other:
        feed.fail(feed_server.redirect(_url(other)))
        with Client(wait_s=5, endpoint=feed.url, token="secret") as client:  # noqa: S106 - no secret at all
            client.get(_url(feed))
        assert "Authorization" not in other.requests[0].headers
    assert "Authorization" in feed.requests[0].headers


def test_token_is_not_sent_in_the_clear() -> None:
    """A redirect from https to http of the same host does not take the token along."""
    seen: list[tuple[str, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.scheme, request.headers.get("Authorization")))
        moved = httpx.Response(301, headers={"Location": "http://papers.example/"})
        return moved if request.url.scheme == "https" else httpx.Response(200, content=b"[]")

    with _answering(answer, endpoint="https://papers.example", token="secret") as client:  # noqa: S106
        client.get("https://papers.example/")
    assert seen == [("https", "Bearer secret"), ("http", None)]


def test_requests_say_who_asks(feed: FeedServer) -> None:
    """Every request carries the program's name and version, and asks for JSON; without a token there is no secret."""
    _get(feed)
    headers = feed.requests[0].headers
    assert headers["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("broadsheet/")
    assert headers["Accept"] == "application/json"
    assert "Authorization" not in headers


@pytest.mark.parametrize("link", ["relative", "absolute"])
def test_next_page_is_named(link: str) -> None:
    """The `Link` header's next page is handed on as it stands there."""
    with FeedServer(LISTED, most=2, link=link) as feed, Client(wait_s=5) as client:
        following = client.get(_url(feed)).next_link
        assert following is not None
        assert following.endswith("/api/daily_papers?date=2025-10-31&limit=100&p=1")


@pytest.mark.usefixtures("_at_once")
def test_retries_are_not_news(feed: FeedServer, caplog: pytest.LogCaptureFixture) -> None:
    """No log line speaks of a retry."""
    caplog.set_level(logging.WARNING)
    feed.fail(feed_server.status(500), times=2)
    _get(feed)
    assert caplog.records == []


# Manners


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(("form", "least_s"), [("seconds", 2.0), ("date", 1.0)])
def test_retry_after_is_waited_for(feed: FeedServer, code: int, form: str, least_s: float) -> None:
    """As a number of seconds or as a date: the next attempt comes when the feed asked for it, not sooner."""
    forms = {"seconds": "2", "date": http_date(2)}
    feed.fail(feed_server.status(code, Retry_After=forms[form]), times=1)
    assert least_s - 0.1 < _seconds(lambda: _get(feed)) < 4
    assert len(feed.requests) == 2


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("text", ["soon", "-5", "1.5", "", "0", "Fri, 31 Oct 2025 06:00:00 GMT", "99 boats"])
def test_retry_after_that_says_nothing_costs_no_time(feed: FeedServer, text: str) -> None:
    """A value that is neither seconds nor a date to come is no reason to wait, and none to fail."""
    feed.fail(feed_server.status(429, Retry_After=text), times=1)
    assert _seconds(lambda: _get(feed)) < 1
    assert len(feed.requests) == 2


@pytest.mark.parametrize(
    "text",
    ["3600", "999999999999999999999999", "Fri, 31 Oct 2098 06:00:00 GMT"],
)
def test_long_pause_is_not_waited_for(feed: FeedServer, text: str) -> None:
    """A feed that wants to be left alone for an hour is unreachable for this run, at once."""
    feed.fail(feed_server.status(429, Retry_After=text))
    began = time.monotonic()
    with pytest.raises(UnreachableError, match=r"it asks to be left alone for \d+ s; run again later"):
        _get(feed)
    assert time.monotonic() - began < 1
    assert len(feed.requests) == 1


@pytest.mark.usefixtures("_at_once")
def test_pause_is_the_whole_hosts(feed: FeedServer) -> None:
    """While one request is asked to wait, no other is sent to that host; another host is asked meanwhile."""
    feed.fail(feed_server.status(429, Retry_After="1"), times=1)
    with FeedServer(LISTED) as other, Client(wait_s=5) as client, ThreadPoolExecutor(1) as pool:
        refused = pool.submit(client.get, _url(feed))
        _until(lambda: feed.statuses == [429])
        elsewhere_s = _seconds(lambda: client.get(_url(other)))
        same_s = _seconds(lambda: client.get(_url(feed)))
        refused.result()
    assert elsewhere_s < 0.5 < same_s < 3


def test_feed_that_refuses_all_is_given_up() -> None:
    """When a dozen requests in a row were refused, whichever they were, nothing more is asked for in vain."""
    asked: list[httpx.URL] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(429, headers={"Retry-After": "0"})

    with _answering(refuse) as client, stamina.set_testing(True, attempts=4):
        errors = [_error_of(client, number) for number in range(4)]
    assert [type(error) for error in errors[:2]] == [FetchError, FetchError]
    assert isinstance(errors[-1], UnreachableError)
    assert len(asked) <= 13


def _error_of(client: Client, number: int) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.get(f"https://papers.example/{number}")
    return caught.value


def test_quota_is_kept() -> None:
    """What `RateLimit` says is left is not exceeded, however many ask at once: not one request is refused."""
    with FeedServer(LISTED, quota=Quota(10, 1.0)) as feed, Client(wait_s=5) as client, ThreadPoolExecutor(4) as pool:
        client.get(_url(feed))
        answers = list(pool.map(client.get, [_url(feed)] * 31))
    assert len(answers) == 31
    assert feed.statuses == [200] * 32


def test_quota_that_is_used_up_for_long_is_unreachable() -> None:
    """An answer after which nobody may ask for an hour keeps nobody waiting for an hour."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"[]", headers={"RateLimit": '"api";r=0;t=3600'})

    with _answering(answer) as client:
        client.get("https://papers.example/")
        with pytest.raises(UnreachableError, match=r"papers\.example"):
            client.get("https://papers.example/")


@pytest.mark.parametrize(
    "text",
    ["", "boats", '"api"', '"api";r=0', '"api";t=9', '"api";r=-1;t=9', '"api";r=x;t=9', ";;;r;t"],
)
def test_limits_that_say_nothing_cost_no_time(text: str) -> None:
    """A `RateLimit` header without a count and a time is as good as none."""
    headers = {"RateLimit": text}
    with _answering(lambda _: httpx.Response(200, content=b"[]", headers=headers)) as client:
        client.get("https://papers.example/")
        assert _seconds(lambda: client.get("https://papers.example/")) < 1


def test_answers_that_overtake_each_other_leave_the_least() -> None:
    """Of two answers within a window the one that says that nothing is left counts, whichever comes last."""
    manners = Manners(pace_s={}, say=lambda _: None)
    manners.wait_for("papers.example")
    manners.wait_for("papers.example")
    for left in (0, 1):
        manners.learn("papers.example", {"RateLimit": f'"api";r={left};t=9'}, status=200)
        manners.done_with("papers.example")
    assert 8 < manners.pause_of("papers.example") <= 9


def test_pace_is_kept_for_the_host_that_has_one() -> None:
    """Between two requests to a host with a pace so many seconds go by, after a first one that waits for nothing."""
    with _answering(lambda _: httpx.Response(200), pace_s={"papers.example": 0.4}) as client:
        assert _seconds(lambda: client.get("https://papers.example/")) < 0.3
        assert 0.3 < _seconds(lambda: client.get("https://papers.example/")) < 2
        assert _seconds(lambda: [client.get("https://boats.example/") for _ in range(3)]) < 0.3


@pytest.mark.usefixtures("_at_once")
def test_long_pauses_are_said_once() -> None:
    """Whoever waits for more than five seconds is told for whom, and for how long; short pauses are no news."""
    said: list[str] = []
    manners = Manners(pace_s={}, say=said.append)
    manners.learn("boats.example", {"Retry-After": "1"}, status=429)
    manners.wait_for("boats.example")
    manners.learn("papers.example", {"Retry-After": "300"}, status=429)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(manners.wait_for, "papers.example")
        _until(lambda: bool(said))
        manners.end()
        waiting.exception(5)
    assert said == ["papers.example asks for a pause: 300 s"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("٣", None),
        ("-1", None),
    ],
)
def test_retry_after_has_two_forms(text: str, seconds: float | None) -> None:
    """Seconds are a number, a date is how long it is off; a past one is now, anything else is nothing."""
    assert retry_after_s(text) == seconds


def test_longest_pause_covers_a_window_of_the_daily_papers() -> None:
    """Their windows last 300 s: that is waited for."""
    assert LONGEST_PAUSE_S > 300


# Asking for news only


def test_known_answer_is_asked_for_conditionally() -> None:
    """An answer's validators are what it is asked for by; 304 is an answer that has nothing new to say."""
    asked: list[Mapping[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        known = request.headers.get("If-None-Match") == '"boat"'
        headers = {"ETag": '"boat"', "Last-Modified": "Fri, 31 Oct 2025 06:00:00 GMT"}
        return httpx.Response(304 if known else 200, content=b"" if known else b"[]", headers=headers)

    with _answering(answer) as client:
        first = client.get("https://papers.example/")
        second = client.get("https://papers.example/", known=first.validators)
    assert first.validators == Validators(etag='"boat"', last_modified="Fri, 31 Oct 2025 06:00:00 GMT")
    assert (first.unchanged, second.unchanged, second.body) == (False, True, b"")
    assert {"If-None-Match", "If-Modified-Since"}.isdisjoint(map(str.title, asked[0]))
    assert asked[1]["If-Modified-Since"] == "Fri, 31 Oct 2025 06:00:00 GMT"


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        (Validators(), set()),
        (Validators(etag='W/"boat"'), {"if-none-match"}),
        (Validators(last_modified="Fri, 31 Oct 2025 06:00:00 GMT"), {"if-modified-since"}),
    ],
)
def test_only_what_is_known_is_sent(known: Validators, sent: set[str]) -> None:
    """A validator that was never given is not asked by."""
    asked: list[set[str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(set(request.headers) & {"if-none-match", "if-modified-since"})
        return httpx.Response(200, content=b"[]")

    with _answering(answer) as client:
        client.get("https://papers.example/", known=known)
    assert asked == [sent]


def test_nothing_new_is_no_answer_to_who_knows_nothing() -> None:
    """304 to a request that set no condition is a fault: what it speaks of was never read."""
    with _answering(lambda _: httpx.Response(304)) as client, pytest.raises(FetchError, match="304"):
        client.get("https://papers.example/")


# The client itself


def test_home_is_told(feed: FeedServer) -> None:
    """Where the archive is published stands in the User-Agent, so that a feed's people can look at it."""
    with Client(wait_s=5, home="https://boats.example/papers/") as client:
        client.get(_url(feed))
    assert feed.requests[0].headers["User-Agent"] == f"{USER_AGENT[:-1]}; +https://boats.example/papers/)"


@pytest.mark.parametrize(
    "home", ["", "https://boats.example/\r\nX-Evil: 1", "https://zoë.example/", "http://localhost:8000/"]
)
def test_home_that_helps_nobody_is_not_told(feed: FeedServer, home: str) -> None:
    """An address with control characters, beyond ASCII or of this machine is left out of the header."""
    with Client(wait_s=5, home=home) as client:
        client.get(_url(feed))
    assert feed.requests[0].headers["User-Agent"] == USER_AGENT


def test_client_is_shared_by_threads(feed: FeedServer) -> None:
    """Several threads may ask at once, over and over; each gets its own answer."""
    urls = [f"{_url(feed)}&of={number % 5}" for number in range(60)]
    with Client(wait_s=5) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(client.get, urls))
    assert [answer.url for answer in answers] == urls
    assert all(answer.body.startswith(b'[{"paper"') for answer in answers)


def test_client_that_ends_leaves_nobody_waiting(feed: FeedServer) -> None:
    """What is under way when the client is closed is given up at once."""
    feed.fail(feed_server.hang())
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        with Client(wait_s=30) as client:
            waiting = pool.submit(client.get, _url(feed))
            _until(lambda: bool(feed.requests))
        assert waiting.exception(5) is not None
    assert time.monotonic() - began < 5


def _until(holds: Callable[[], bool], patience_s: float = 5.0) -> None:
    deadline = time.monotonic() + patience_s
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert holds()
