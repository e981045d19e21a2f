"""HTTP with manners: what is tried again, what is given up, what is never sent."""

import logging
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date

import feed_server
import httpx
import pytest
import stamina
from feed_server import Fault, FeedServer, items, unused_port

from generator.errors import ConfigError, FetchError, UnreachableError
from generator.fetch import MAX_BODY_BYTES, USER_AGENT, Client
from generator.sources.huggingface import first_page_url

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
    """Attempts follow each other without a pause."""
    with stamina.set_testing(True, attempts=3):
        yield


def _url(feed: FeedServer) -> str:
    return first_page_url(feed.url, date(2025, 10, 31))


def _get(feed: FeedServer, *, wait_s: float = 5.0) -> bytes:
    with Client(wait_s=wait_s, endpoint=feed.url) as client:
        return client.get(_url(feed)).body


def _answering(answer: Callable[[httpx.Request], httpx.Response], **options: str) -> Client:
    return Client(wait_s=5, transport=httpx.MockTransport(answer), **options)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "fault",
    [
        feed_server.status(500),
        feed_server.status(502),
        feed_server.status(503),
        feed_server.status(504),
        feed_server.status(408),
        feed_server.status(429, Retry_After="1"),
        feed_server.reset(),
        feed_server.cut(),
    ],
    ids=["500", "502", "503", "504", "408", "429", "reset", "cut"],
)
def test_passing_fault_is_tried_again(feed: FeedServer, fault: Fault) -> None:
    """Two faults of a kind that passes are forgotten when the third attempt succeeds."""
    feed.fail(fault, times=2)
    assert _get(feed).startswith(b'[{"paper"')
    assert len(feed.requests) == 3


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (feed_server.status(500), "the answer 500 Internal Server Error; expected 200 OK"),
        (feed_server.status(429), "the answer 429 Too Many Requests; expected 200 OK"),
        (feed_server.cut(), "the answer broke off"),
        (feed_server.reset(), "the answer broke off"),
    ],
    ids=["500", "429", "cut", "reset"],
)
def test_lasting_fault_is_given_up_after_three_attempts(feed: FeedServer, fault: Fault, found: str) -> None:
    """A fault that stays is an error that names the address and what was found, after three requests."""
    feed.fail(fault)
    with pytest.raises(FetchError) as caught:
        _get(feed)
    assert str(caught.value).startswith(f"{_url(feed)}: {found}")
    assert type(caught.value) is FetchError
    assert len(feed.requests) == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_refusal_is_not_tried_again(feed: FeedServer, code: int) -> None:
    """An answer that asking again cannot mend is an error at once."""
    feed.fail(feed_server.status(code))
    with pytest.raises(FetchError, match=f"the answer {code} "):
        _get(feed)
    assert len(feed.requests) == 1


def test_attempts_keep_a_pause_between_them(feed: FeedServer) -> None:
    """Between two attempts at least a fifth of a second goes by, and all of them end within a few seconds."""
    feed.fail(feed_server.status(503))
    began = time.monotonic()
    with pytest.raises(FetchError):
        _get(feed)
    assert 0.4 < time.monotonic() - began < 5


@pytest.mark.parametrize("fault", [feed_server.hang(), feed_server.drip()], ids=["hang", "drip"])
def test_slow_answer_is_given_up_in_bounded_time(feed: FeedServer, fault: Fault) -> None:
    """A feed that says nothing, or a byte now and then, costs two or three times `wait_s`."""
    feed.fail(fault)
    began = time.monotonic()
    with pytest.raises(FetchError):
        _get(feed, wait_s=0.3)
    assert time.monotonic() - began < 3
    assert len(feed.requests) <= 3


def test_silent_feed_is_unreachable(feed: FeedServer) -> None:
    """No answer in time means that another day would not get one either."""
    feed.fail(feed_server.hang())
    with pytest.raises(UnreachableError, match=r"no answer within 0\.2 s"):
        _get(feed, wait_s=0.2)


@pytest.mark.usefixtures("_at_once")
def test_refused_connection_is_unreachable() -> None:
    """An address where nothing listens is unreachable, and the error names it."""
    url = f"http://127.0.0.1:{unused_port()}/api"
    with Client(wait_s=5) as client, pytest.raises(UnreachableError) as caught:
        client.get(url)
    assert str(caught.value).startswith(f"{url}: no connection (")


@pytest.mark.usefixtures("_at_once")
def test_refused_connection_is_tried_three_times() -> None:
    """A connection that fails is tried thrice, no more."""
    asked: list[httpx.URL] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        raise httpx.ConnectError("refused", request=request)

    with _answering(refuse) as client, pytest.raises(UnreachableError):
        client.get("https://papers.example/")
    assert len(asked) == 3


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


@pytest.mark.parametrize("layers", [1, 2])
def test_gzip_bomb_is_not_unpacked(feed: FeedServer, layers: int) -> None:
    """Of an answer that unpacks to 512 MB less than half is ever held, and it is not asked for again."""
    feed.fail(feed_server.gzip_bomb(512 << 20, layers=layers))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match=r"more than 32 MB|packed more than once"):
            _get(feed)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * MAX_BODY_BYTES
    assert len(feed.requests) == 1


def test_answer_that_is_not_what_its_header_says_is_an_error(feed: FeedServer) -> None:
    """A body that claims to be gzip and is none cannot be read."""
    feed.fail(feed_server.raw(b"[]", Content_Encoding="gzip"))
    with pytest.raises(FetchError, match="cannot be read"):
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
