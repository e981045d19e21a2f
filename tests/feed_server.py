"""A Daily Papers feed on 127.0.0.1: the API's shape, answers of one's own, and every way in which a feed can fail."""

import gzip
import hashlib
import json
import math
import re
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_LINGER = struct.pack("ii", 1, 0)
_SHORT_PAUSE_S = 0.05


def item(number: int, **changes: Any) -> dict[str, Any]:
    """Item `number` of a day's list; `changes` go into its paper, but `item_` keys into the item itself."""
    title = f"Paper Boats of Size {number}"
    own = {key.removeprefix("item_"): value for key, value in changes.items() if key.startswith("item_")}
    inner = {key: value for key, value in changes.items() if not key.startswith("item_")}
    paper = {
        "id": f"2510.{number:05}",
        "title": title,
        "summary": f"We fold boat number {number} out of paper.",
        "authors": [{"name": "Ada Example", "hidden": False}, {"name": f"Bo Sample {number}", "hidden": False}],
        "publishedAt": "2025-10-30T00:00:00.000Z",
        "upvotes": number,
        "ai_keywords": ["origami", "small boats"],
        **inner,
    }
    return {"paper": paper, "title": paper.get("title", title), "publishedAt": "2025-10-29T20:00:00.000Z"} | {
        "numComments": 1,
        **own,
    }


def items(count: int, *, first: int = 1) -> list[dict[str, Any]]:
    """`count` items, numbered from `first`."""
    return [item(number) for number in range(first, first + count)]


def items_of(day: str, count: int, *, first: int = 1) -> list[dict[str, Any]]:
    """The same, each of which says that it is listed on `day`."""
    moment = f"{day}T06:00:00.000Z"
    return [item(number, submittedOnDailyAt=moment) for number in range(first, first + count)]


def http_date(in_s: float) -> str:
    """The moment in so many seconds, as HTTP writes it; whole seconds, so that it may be up to one sooner."""
    return formatdate(time.time() + in_s, usegmt=True)


@dataclass(slots=True)
class Quota:
    """So many requests in a window that begins with its first one; what is above them is refused with 429."""

    requests: int
    window_s: float
    _began: float = field(default=-math.inf, init=False)
    _used: int = field(default=0, init=False)

    def take(self) -> tuple[bool, dict[str, str]]:
        """Count a request: whether it is within the quota, and the headers that tell what is left."""
        now = time.monotonic()
        if now >= self._began + self.window_s:
            self._began, self._used = now, 0
        self._used += 1
        within = self._used <= self.requests
        seconds = math.ceil(self._began + self.window_s - now)
        headers = {
            "RateLimit": f'"api";r={max(0, self.requests - self._used)};t={seconds}',
            "RateLimit-Policy": f'"fixed window";"api";q={self.requests};w={math.ceil(self.window_s)}',
        }
        return within, headers if within else {**headers, "Retry-After": str(seconds)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came: `day` and `page` are what it asked for."""

    path: str
    day: str | None
    page: int
    limit: int
    headers: Mapping[str, str]


class Exchange(BaseHTTPRequestHandler):
    """One connection; what a fault may do with it."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    timeout = 20
    gives_up_s = 20.0
    feed: "FeedServer"

    def do_GET(self) -> None:
        """Log the request, then give the answer, or the fault that stands for it."""
        asked = _request(self.path, dict(self.headers.items()))
        fault = self.feed.note(asked)
        within, limits = self.feed.take_quota()
        if not within:
            self.answer(b'{"error":"We had to rate limit you."}', status=429, headers=limits)
            return
        if urlsplit(self.path).path != "/api/daily_papers":
            self.answer(b'{"error":"Sorry, we can\'t find the page you are looking for."}', status=404)
            return
        status, body, headers = self.feed.answer_to(asked)
        if fault is None:
            self.answer(body, status=status, headers={**headers, **limits})
        else:
            fault(self, body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Log the status of every answer."""
        self.feed.statuses.append(code)
        super().send_response(code, message)

    def answer(self, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Send a whole answer."""
        self.begin(len(body), status=status, headers=headers)
        self.wfile.write(body)

    def begin(self, length: int, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Send the head of an answer of `length` bytes."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/json; charset=utf-8", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing: `FeedServer.requests` is the log."""


Fault = Callable[[Exchange, bytes], None]
"""What to send in place of the good answer whose bytes it is given."""


def status(code: int, **headers: str) -> Fault:
    """An error, in the words of the API; `Retry_After="1"` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange, _: exchange.answer(b'{"error":"Not now."}', status=code, headers=named)


def payload(value: Any) -> Fault:
    """Any JSON, whether it has the right shape or not."""
    return raw(json.dumps(value).encode())


def raw(body: bytes, **headers: str) -> Fault:
    """Any bytes, under the status 200."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange, _: exchange.answer(body, headers=named)


def html() -> Fault:
    """A page for people where JSON was asked for, under the status 200."""
    return raw(b"<!doctype html><title>Back soon</title>", Content_Type="text/html")


def empty() -> Fault:
    """A body of no bytes."""
    return raw(b"")


def truncated() -> Fault:
    """The first half of the JSON, as if that were all."""
    return lambda exchange, body: exchange.answer(body[: len(body) // 2])


def cut() -> Fault:
    """A connection that ends in the middle of the body it announced."""

    def send(exchange: Exchange, body: bytes) -> None:
        exchange.begin(len(body))
        exchange.wfile.write(body[: len(body) // 2])
        exchange.close_connection = True

    return send


def reset() -> Fault:
    """A connection that is reset before any answer."""
    return lambda exchange, _: _reset(exchange)


def reset_midway() -> Fault:
    """A connection that is reset in the middle of the body it announced."""

    def send(exchange: Exchange, body: bytes) -> None:
        exchange.begin(len(body))
        exchange.wfile.write(body[: len(body) // 2])
        exchange.wfile.flush()
        _reset(exchange)

    return send


def _reset(exchange: Exchange) -> None:
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    exchange.close_connection = True
    exchange.connection.close()


def hang() -> Fault:
    """Nothing at all, until the server ends."""

    def send(exchange: Exchange, _: bytes) -> None:
        exchange.feed.ending.wait(Exchange.gives_up_s)
        exchange.close_connection = True

    return send


def drip() -> Fault:
    """A body that comes a byte at a time, for longer than anybody listens."""

    def send(exchange: Exchange, _: bytes) -> None:
        exchange.begin(1 << 20)
        _drip(exchange, b" " * (1 << 20))

    return send


def drip_head() -> Fault:
    """A head that comes a byte at a time, header after header, for longer than anybody listens."""
    return lambda exchange, _: _drip(exchange, b"HTTP/1.1 200 OK\r\n" + b"X-Boat: paper\r\n" * 1000)


def _drip(exchange: Exchange, data: bytes) -> None:
    exchange.close_connection = True
    for place in range(min(len(data), int(Exchange.gives_up_s / _SHORT_PAUSE_S))):
        exchange.wfile.write(data[place : place + 1])
        exchange.wfile.flush()
        if exchange.feed.ending.wait(_SHORT_PAUSE_S):
            break


def later(pause_s: float, fault: Fault | None = None) -> Fault:
    """The good answer, or `fault`, after a pause."""

    def send(exchange: Exchange, body: bytes) -> None:
        exchange.feed.ending.wait(pause_s)
        (fault or Exchange.answer)(exchange, body)

    return send


def gzip_bomb(size_bytes: int, *, layers: int = 1) -> Fault:
    """`size_bytes` of spaces, packed by gzip as often as `layers` says."""
    packer = zlib.compressobj(wbits=31)
    block = b" " * (1 << 20)
    body = b"".join([*(packer.compress(block) for _ in range(size_bytes >> 20)), packer.flush()])
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return raw(body, Content_Encoding=", ".join(["gzip"] * layers))


def redirect(location: str | None = None) -> Fault:
    """A redirect: to `location`, else to the address that was asked for."""

    def send(exchange: Exchange, _: bytes) -> None:
        exchange.answer(b"", status=302, headers={"Location": location or exchange.path})

    return send


@dataclass(slots=True, kw_only=True)
class _Rule:
    fault: Fault
    day: str | None
    page: int | None
    times: int | None

    def covers(self, asked: Request) -> bool:
        right_day = self.day is None or self.day == asked.day
        return right_day and (self.page is None or self.page == asked.page) and self.times != 0


class FeedServer:
    """A feed that answers from `days`: a mapping of days to their lists, or a folder of `YYYY-MM-DD.json`.

    `most` is the longest page it gives whatever is asked for; `link` says how it names the next page: `relative`,
    `absolute`, or `none` at all.  A day after `today`, a malformed one and a limit above 100 are answered with 400.
    With `etags` each answer has one, and is 304 for who has it already; `quota` limits requests, and says so.
    """

    def __init__(
        self,
        days: Mapping[str, Sequence[Any]] | Path,
        *,
        most: int = 100,
        link: str = "relative",
        today: str = "9999-12-31",
        etags: bool = False,
        quota: Quota | None = None,
    ) -> None:
        self.days = days
        self.requests: list[Request] = []
        self.statuses: list[int] = []
        self.ending = Event()
        self._etags, self._quota = etags, quota
        self._most, self._link, self._today = most, link, today
        self._rules: list[_Rule] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), type("_Exchange", (Exchange,), {"feed": self}))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The endpoint: what `HF_ENDPOINT` is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def asked_days(self) -> list[str]:
        """The days that were asked for, in order, each once."""
        return list(dict.fromkeys(asked.day for asked in list(self.requests) if asked.day is not None))

    def fail(self, fault: Fault, *, day: str | None = None, page: int | None = None, times: int | None = None) -> None:
        """Send `fault` for `day` (any) and `page` (any), `times` times (always)."""
        self._rules.append(_Rule(fault=fault, day=day, page=page, times=times))

    def mend(self) -> None:
        """Have no faults any more."""
        self._rules.clear()

    def note(self, asked: Request) -> Fault | None:
        """Log a request; the fault that is due for it, if any."""
        with self._lock:
            self.requests.append(asked)
            for rule in self._rules:
                if rule.covers(asked):
                    rule.times = None if rule.times is None else rule.times - 1
                    return rule.fault
        return None

    def take_quota(self) -> tuple[bool, dict[str, str]]:
        """Whether one more request is within the quota, and what headers say of it."""
        with self._lock:
            return self._quota.take() if self._quota is not None else (True, {})

    def answer_to(self, asked: Request) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of the good answer."""
        code, body, headers = self._whole_answer_to(asked)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if not self._etags or code != HTTPStatus.OK:
            return code, body, headers
        if asked.headers.get("If-None-Match") == etag:
            return HTTPStatus.NOT_MODIFIED, b"", {"ETag": etag}
        return code, body, {**headers, "ETag": etag}

    def _whole_answer_to(self, asked: Request) -> tuple[int, bytes, dict[str, str]]:
        if asked.day is None or not _is_day(asked.day) or asked.day > self._today or not 1 <= asked.limit <= 100:
            return 400, b'{"error":"Invalid query."}', {}
        size = min(asked.limit, self._most)
        listed = self._items(asked.day)
        body = json.dumps(listed[size * asked.page : size * (asked.page + 1)], ensure_ascii=False).encode()
        if self._link == "none" or len(listed) <= size * (asked.page + 1):
            return 200, body, {}
        host = self.url if self._link == "absolute" else ""
        following = f"{host}/api/daily_papers?date={asked.day}&limit={asked.limit}&p={asked.page + 1}"
        return 200, body, {"Link": f'<{following}>; rel="next"'}

    def _items(self, day: str) -> Sequence[Any]:
        if isinstance(self.days, Mapping):
            return self.days.get(day, [])
        file = self.days / f"{day}.json"
        found: list[Any] = json.loads(file.read_bytes()) if file.is_file() else []
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away early is what some tests are about."""
        if not isinstance(sys.exception(), OSError | ValueError):
            super().handle_error(request, client_address)


def unused_port() -> int:
    """A port on 127.0.0.1 that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _request(path: str, headers: dict[str, str]) -> Request:
    query = parse_qs(urlsplit(path).query)
    return Request(
        path=path,
        day=_last(query.get("date")),
        page=_number(_last(query.get("p")), otherwise=0),
        limit=_number(_last(query.get("limit")), otherwise=50),
        headers=headers,
    )


def _last(values: Sequence[str] | None) -> str | None:
    return values[-1] if values else None


def _number(text: str | None, *, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() else otherwise


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
