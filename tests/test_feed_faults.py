"""Whatever a blog or arXiv sends over HTTP, what could be read is in, the rest is said, and the run ends in time."""

import gzip
import http.server
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
import stamina
from test_arxiv import ENTRY, FEED
from test_syndication import RSS

from generator.cli import main
from generator.content.snapshots import read_snapshots
from generator.model import Paper

Send = Callable[["_Exchange"], None]

_MOST_S = 20.0
_ITEM = "<item><title>Boats {0}</title><link>https://lab.example/{0}</link>{1}</item>"
_BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
_HEAD = '<?xml version="1.0" encoding="{}"?>'
_DECLARED = "<!DOCTYPE rss [{}]>"
_USED = RSS.format(items=_ITEM.format(1, "<description>&e9;</description>"))
_SEVEN = _DECLARED.format('<!ENTITY e9 "b">').replace("<!", "+ADwAIQ-")
TODAY = date(2025, 11, 7)


class _Exchange(http.server.BaseHTTPRequestHandler):
    """Gives what the test has set, whatever is asked for."""

    protocol_version = "HTTP/1.0"
    send: Send
    ending: Event
    url: str

    def do_GET(self) -> None:
        type(self).send(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def give(self, body: bytes, **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, data: bytes) -> None:
        for place in range(len(data)):
            if self.ending.wait(0.1):
                return
            self.wfile.write(data[place : place + 1])


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away early is what these tests are about."""


def _body(body: str | bytes, **headers: str) -> Send:
    data = body.encode() if isinstance(body, str) else body
    return lambda exchange: exchange.give(data, **headers)


def _dripping_head(exchange: _Exchange) -> None:
    exchange.drip(b"HTTP/1.0 200 OK\r\n" + b"X-A: b\r\n" * 1000)


def _dripping_body(exchange: _Exchange) -> None:
    exchange.give(b"")
    exchange.drip(RSS.format(items=_ITEM.format(1, "")).encode() * 10)


def _moved(target: str) -> Send:
    def send(exchange: _Exchange) -> None:
        exchange.send_response(302)
        exchange.send_header("Location", target)
        exchange.end_headers()

    return send


REFUSED = {
    "a bomb of entities": (_body(_DECLARED.format(f'<!ENTITY e0 "boats">{_BOMB}') + _USED), "declares entities"),
    "an entity of a file": (
        _body(_DECLARED.format('<!ENTITY e9 SYSTEM "file:///etc/hostname">') + _USED),
        "declares entities",
    ),
    "entities in UTF-16": (_body((_DECLARED.format('<!ENTITY e9 "b">') + _USED).encode("utf-16")), "declares entities"),
    "entities in UTF-7": (_body(_HEAD.format("utf-7") + _SEVEN + _USED), "declares entities"),
    "entities in EBCDIC": (
        _body((_HEAD.format("cp037") + _DECLARED.format("<!ENTITY e9 SYSTEM 'a'>") + _USED).encode("cp037")),
        "declares entities",
    ),
    "a flood of items": (_body(b'<rss version="2.0"><channel>' + b"<item>" * 300_000), "300000 items"),
    "a packed bomb": (_body(gzip.compress(b" " * (64 << 20)), Content_Encoding="gzip"), "more than 32 MB"),
    "a page": (_body("<html><body>Moved</body></html>"), "no feed but"),
    "nothing": (_body(""), "nothing"),
    "a circle": (_moved("/"), "redirect"),
    "a file": (_moved("file:///etc/hostname"), "a redirect to a file: address"),
    "a head that drips": (_dripping_head, "no whole answer within 1 s"),
    "a body that drips": (_dripping_body, "no whole answer within 1 s"),
}
DAYS = {
    "Thu, 30 Oct 2025 23:30:00 -0400": date(2025, 10, 31),
    "Fri, 31 Oct 2025 10:00:00 GMT": date(2025, 10, 31),
    "Fri, 31 Oct 25 10:00 EST": date(2025, 10, 31),
    "31 Oct 2025": date(2025, 10, 31),
    "2025-10-31": date(2025, 10, 31),
    "2025-10-31T10:00:00Z": date(2025, 10, 31),
    "2025-10-31T23:30:00-05:00": date(2025, 11, 1),
    "20251031": date(2025, 10, 31),
    "soon": None,
    "": None,
    "0001-01-01": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "Fri, 31 Oct 2099 10:00:00 GMT": None,
}


@pytest.fixture
def web(quiet_environment: pytest.MonkeyPatch) -> Iterator[type[_Exchange]]:
    """A host on 127.0.0.1 that gives an empty feed until it is told otherwise; attempts follow each other at once."""

    class Told(_Exchange):
        send = staticmethod(_body(RSS.format(items="")))
        ending = Event()

    exchange = Told
    server = _Server(("127.0.0.1", 0), exchange)
    exchange.url = f"http://127.0.0.1:{server.server_port}"
    quiet_environment.setenv("ARXIV_ENDPOINT", exchange.url)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    with stamina.set_testing(True, attempts=2):
        yield exchange
    exchange.ending.set()
    server.shutdown()
    server.server_close()
    thread.join()


def _set_up(root: Path, source: str) -> None:
    text = f"title: Boats\nsnapshot: {{wait_s: 1}}\nsources: [{source}]\n"
    (root / "content" / "site.yaml").write_text(text, encoding="utf-8")


def _blog(root: Path, web: type[_Exchange]) -> None:
    _set_up(root, f"{{kind: syndication, name: lab, url: '{web.url}/'}}")


def _gives(web: type[_Exchange], send: Send) -> None:
    web.send = staticmethod(send)


def _snapshot(root: Path, *options: str) -> int:
    return main(["-C", str(root), "snapshot", "--strict", *options])


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "content" / "days").rglob("*.yaml")}


def _papers(root: Path) -> dict[str, tuple[date, Paper]]:
    return {paper.id: (day.day, paper) for day in read_snapshots(root / "content") for paper in day.papers}


@pytest.mark.parametrize(("send", "said"), REFUSED.values(), ids=REFUSED)
def test_feed_that_cannot_be_read_leaves_all_as_it_was(
    send: Send, said: str, web: type[_Exchange], site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a byte changes, one line says what came, and the run ends in time."""
    _blog(site_root, web)
    _gives(web, _body(RSS.format(items=_ITEM.format(1, ""))))
    assert _snapshot(site_root) == 0
    before = _files(site_root)
    capsys.readouterr()
    _gives(web, send)
    started = time.monotonic()
    assert _snapshot(site_root) == 3
    assert time.monotonic() - started < _MOST_S
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert _files(site_root) == before


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_dates_in_every_form_put_items_on_their_day(
    written: str, day: date | None, web: type[_Exchange], site_root: Path
) -> None:
    """A date that is none, or is still to come, is none; its item is archived on the day it was first seen."""
    _blog(site_root, web)
    _gives(web, _body(RSS.format(items=_ITEM.format(1, f"<pubDate>{written}</pubDate>"))))
    assert _snapshot(site_root) == 0
    on, paper = _papers(site_root)["https://lab.example/1"]
    assert (on, paper.published) == (day or TODAY, day)
    before = _files(site_root)
    assert _snapshot(site_root) == 0
    assert _files(site_root) == before


def test_items_under_one_id_are_told_apart_by_their_links(web: type[_Exchange], site_root: Path) -> None:
    """A feed that gives its own address as the id of each item loses none of them."""
    _blog(site_root, web)
    guid = "<guid>https://lab.example/</guid>"
    _gives(web, _body(RSS.format(items="".join(_ITEM.format(number, guid) for number in range(3)))))
    assert _snapshot(site_root) == 0
    assert sorted(_papers(site_root)) == [f"https://lab.example/{number}" for number in range(3)]


def test_feed_that_breaks_off_gives_what_came(
    web: type[_Exchange], site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its whole items are archived, and the break is said."""
    _blog(site_root, web)
    whole = RSS.format(items=_ITEM.format(1, "") + _ITEM.format(2, ""))
    _gives(web, _body(whole[: whole.rindex("<link>")]))
    assert _snapshot(site_root) == 3
    assert "ill-formed" in capsys.readouterr().err
    assert "https://lab.example/1" in _papers(site_root)


@pytest.mark.parametrize("digits", [30, 5000])
def test_numbers_without_end_are_no_numbers(digits: int, web: type[_Exchange], site_root: Path) -> None:
    """ArXiv's paper is archived without them, and the archive can be built."""
    _set_up(site_root, "{kind: arxiv, search: 'ti:boats', name: boats}")
    number = "9" * digits
    body = FEED.format(entries=ENTRY.format(comment="")).replace("2510.00007v3", f"2510.00007v{number}")
    _gives(web, _body(body.replace(">41<", f">{number}<")))
    _snapshot(site_root, "--date", "2025-10-31")
    assert _papers(site_root)["2510.00007"][1].version is None
    assert main(["-C", str(site_root), "build", "--offline", "--quiet"]) == 0


def test_json_feed_of_odd_items_gives_those_that_are_sound(web: type[_Exchange], site_root: Path) -> None:
    """What is no item is left out and said; text that no file can hold is cleaned."""
    _blog(site_root, web)
    sound = {"id": "1\x00", "url": "https://lab.example/1", "title": "Bo\ud800ats", "date_published": 5}
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [sound, None, 7, {"id": [], "title": {}}],
    }
    _gives(web, _body(json.dumps(feed)))
    assert _snapshot(site_root) == 3
    assert [(paper.id, paper.title) for _, paper in _papers(site_root).values()] == [("1", "Boats")]
