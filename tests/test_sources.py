"""Several sources in one archive, and what arXiv adds: the real program against a real local server."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest
from feed_server import items
from test_arxiv import ENTRY, FEED
from test_syndication import RSS

from generator.archive.index import build_archive
from generator.cli import main
from generator.content.everything import read_content
from generator.content.snapshots import read_snapshots
from generator.model import Least, Paper

BLOG = RSS.format(
    items="<item><title>On Boats</title><link>https://lab.example/boats</link>"
    "<guid>https://arxiv.org/abs/2510.00007</guid><pubDate>Thu, 30 Oct 2025 10:00:00 GMT</pubDate></item>"
    "<item><title>On Nothing</title><link>https://lab.example/nothing</link></item>"
)


class Web:
    """Answers by path: each asked for is noted with its query."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[], tuple[int, bytes]]] = {}
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                status, body = web.answers.get(self.path.partition("?")[0], lambda: (404, b""))()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def gives(self, path: str, body: str, status: int = 200) -> None:
        """Answer `path` with `body` from now on."""
        self.answers[path] = lambda: (status, body.encode())


@pytest.fixture
def web(quiet_environment: pytest.MonkeyPatch) -> Iterator[Web]:
    """One host that is the Daily Papers, arXiv and a blog; today is 2025-11-07."""
    found = Web()
    quiet_environment.setenv("HF_ENDPOINT", found.url)
    quiet_environment.setenv("ARXIV_ENDPOINT", found.url)
    thread = Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def _configure(root: Path, text: str) -> None:
    (root / "content" / "site.yaml").write_text(f"title: Kites\n{text}", encoding="utf-8")


def _papers(root: Path) -> dict[str, tuple[date, Paper]]:
    return {paper.id: (day.day, paper) for day in read_snapshots(root / "content") for paper in day.papers}


def _snapshot(root: Path, *options: str) -> int:
    return main(["-C", str(root), "snapshot", *options])


def test_paper_of_two_sources_is_one(web: Web, site_root: Path) -> None:
    """The blog's words on a paper of the Daily Papers stand under the blog's name; its own posts are papers too."""
    web.gives("/api/daily_papers", json.dumps(items(7)))
    web.gives("/blog.xml", BLOG)
    _configure(site_root, f"sources: [huggingface, {{kind: syndication, name: lab, url: '{web.url}/blog.xml'}}]\n")
    assert _snapshot(site_root, "--date", "2025-10-31", "--strict") == 0
    papers = _papers(site_root)
    assert len(papers) == 8
    day, boats = papers["2510.00007"]
    assert (day, boats.title) == (date(2025, 10, 31), "Paper Boats of Size 7")
    assert (boats.sources["lab"].title, boats.sources["lab"].published) == ("On Boats", None)
    assert papers["https://lab.example/nothing"][0] == date(2025, 11, 7)


def test_second_reading_of_all_sources_changes_nothing(web: Web, site_root: Path) -> None:
    """The same answers leave every byte of every day as it was."""
    web.gives("/api/daily_papers", json.dumps(items(7)))
    web.gives("/blog.xml", BLOG)
    _configure(site_root, f"sources: [{{kind: syndication, name: lab, url: '{web.url}/blog.xml'}}, huggingface]\n")
    _snapshot(site_root, "--date", "2025-10-31")
    before = {path: path.read_bytes() for path in (site_root / "content" / "days").rglob("*.yaml")}
    _snapshot(site_root, "--date", "2025-10-31")
    assert {path: path.read_bytes() for path in (site_root / "content" / "days").rglob("*.yaml")} == before


def test_source_that_fails_leaves_the_others_whole(
    web: Web, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A feed that is none is a warning with its name; the Daily Papers are in."""
    web.gives("/api/daily_papers", json.dumps(items(2)))
    web.gives("/blog.xml", "<html><body>Moved</body></html>")
    _configure(site_root, f"sources: [{{kind: syndication, name: lab, url: '{web.url}/blog.xml'}}, huggingface]\n")
    assert _snapshot(site_root, "--date", "2025-10-31", "--strict") == 3
    assert "warning: lab: " in capsys.readouterr().err
    assert len(_papers(site_root)) == 2


def test_arxiv_is_asked_for_what_it_announced(web: Web, site_root: Path) -> None:
    """A day's papers come from the API; on a Sunday nothing is asked and the day is known to be empty."""
    web.gives("/api/query", FEED.format(entries=ENTRY.format(comment="")).replace(">41<", ">1<"))
    _configure(site_root, "sources: [{kind: arxiv, category: cs.CG}]\n")
    assert _snapshot(site_root, "--date", "2025-10-31", "--date", "2025-11-02", "--strict") == 0
    assert len(web.asked) == 1
    assert "submittedDate%3A%5B202510291800+TO+202510301759%5D" in web.asked[0]
    day, paper = _papers(site_root)["2510.00007"]
    assert (day, paper.source, paper.primary_category) == (date(2025, 10, 31), "arxiv-cs.CG", "cs.CG")
    assert read_snapshots(site_root / "content")[1].papers == ()


def test_enrichment_is_asked_for_once(web: Web, site_root: Path) -> None:
    """ArXiv's words stand under its name, pages take the abstract from there, and the next run asks no more."""
    web.gives("/api/daily_papers", json.dumps(items(7)))
    web.gives("/api/query", FEED.format(entries=ENTRY.format(comment="12 pages")).replace(">41<", ">1<"))
    _configure(site_root, "enrich: arxiv\n")
    assert _snapshot(site_root, "--date", "2025-10-31", "--strict") == 0
    boats = _papers(site_root)["2510.00007"][1]
    told = boats.sources["arxiv"]
    assert (told.primary_category, told.version, told.authors_comment) == ("cs.CG", 3, "12 pages")
    assert boats.abstract == "We fold boat number 7 out of paper."
    shown = build_archive(read_content(site_root / "content"), least=Least(3)).papers["2510.00007"]
    assert (shown.abstract, shown.doi) == ("We fold $2^n$ boats. They float.", "10.1000/fold.7")
    asked = [path for path in web.asked if path.startswith("/api/query")]
    assert len(asked) == 1
    _snapshot(site_root, "--date", "2025-10-31")
    assert [path for path in web.asked if path.startswith("/api/query")] == asked


def test_enrichment_that_fails_leaves_the_snapshot_whole(
    web: Web, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The papers are archived; the warning says that they are whole."""
    web.gives("/api/daily_papers", json.dumps(items(2)))
    web.gives("/api/query", "", status=400)
    _configure(site_root, "enrich: arxiv\n")
    assert _snapshot(site_root, "--date", "2025-10-31") == 0
    assert len(_papers(site_root)) == 2
    assert "the answer 400" in capsys.readouterr().err
    assert not any(paper.sources for _, paper in _papers(site_root).values())


def test_failed_day_is_told_from_an_empty_one(web: Web, site_root: Path) -> None:
    """It stands in gaps.yaml until it is read, and the calendar shows it."""
    web.gives("/api/daily_papers", json.dumps(items(2)))
    _snapshot(site_root, "--date", "2025-10-30")
    web.gives("/api/daily_papers", "<html></html>")
    _snapshot(site_root, "--date", "2025-11-01")
    assert "2025-11-01" in (site_root / "content" / "gaps.yaml").read_text(encoding="utf-8")
    main(["-C", str(site_root), "build", "--offline"])
    assert "> could not be read</span>" in (site_root / "site" / "archive" / "index.html").read_text(encoding="utf-8")
    web.gives("/api/daily_papers", "[]")
    _snapshot(site_root, "--date", "2025-11-01")
    assert not (site_root / "content" / "gaps.yaml").exists()


def test_source_nobody_configured_is_wrong_usage(web: Web, site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names those there are."""
    assert _snapshot(site_root, "--source", "kites") == 2
    assert "it has huggingface" in capsys.readouterr().err
    assert web.asked == []


def test_enrichment_asks_again_for_what_did_not_come(web: Web, site_root: Path) -> None:
    """Of an answer that is cut short only the papers that came are done."""
    web.gives("/api/daily_papers", json.dumps(items(7)))
    web.gives("/api/query", FEED.format(entries=ENTRY.format(comment="12 pages")))
    _configure(site_root, "enrich: arxiv\n")
    assert _snapshot(site_root, "--date", "2025-10-31", "--strict") == 3
    assert [key for key, (_, paper) in _papers(site_root).items() if paper.sources] == ["2510.00007"]


def test_enrichment_gets_past_an_id_that_is_refused(web: Web, site_root: Path) -> None:
    """One id makes arXiv refuse the whole batch: its parts are asked for, and that id no more."""
    web.gives("/api/daily_papers", json.dumps(items(7)))

    def answer() -> tuple[int, bytes]:
        ids = unquote(web.asked[-1].partition("id_list=")[2].partition("&")[0]).split(",")
        if "2510.00003" in ids:
            return 400, b"incorrect id format"
        found = [ENTRY.format(comment="").replace("2510.00007", one) for one in ids]
        return 200, FEED.format(entries="".join(found)).replace(">41<", f">{len(ids)}<").encode()

    web.answers["/api/query"] = answer
    _configure(site_root, "enrich: arxiv\n")
    _snapshot(site_root, "--date", "2025-10-31")
    assert all(paper.sources["arxiv"].read_at for _, paper in _papers(site_root).values())
    assert {key for key, (_, paper) in _papers(site_root).items() if paper.sources["arxiv"].version is None} == {
        "2510.00003"
    }


@pytest.mark.parametrize("title", ["How &lt;![&lt;b works", "&lt;!--" * 9000, "&lt;div&gt;" * 9000 + "x"])
def test_no_item_of_a_feed_stops_the_others(web: Web, site_root: Path, title: str) -> None:
    """Whatever stands in a title, the feed's other items and the other sources come in, and soon."""
    web.gives("/api/daily_papers", json.dumps(items(2)))
    bad = f"<item><title>{title}</title><link>https://lab.example/bad</link></item>"
    web.gives("/blog.xml", BLOG.replace("<item>", f"{bad}<item>", 1))
    _configure(site_root, f"sources: [{{kind: syndication, name: lab, url: '{web.url}/blog.xml'}}, huggingface]\n")
    started = time.monotonic()
    _snapshot(site_root, "--date", "2025-10-31")
    assert {"2510.00001", "2510.00007", "https://lab.example/nothing"} <= _papers(site_root).keys()
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("token", ["s3cret\n", "s3crét", "s3 cret", "s3cret\x07"])
def test_token_is_never_shown_or_archived(
    web: Web, site_root: Path, token: str, quiet_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that ends in a line break is used without it; one that cannot be sent is refused, and nowhere repeated."""
    web.gives("/api/daily_papers", json.dumps(items(2)))
    quiet_environment.setenv("HF_TOKEN", token)
    status = _snapshot(site_root, "--date", "2025-10-31")
    said = capsys.readouterr()
    assert status == (0 if token.strip().isalnum() and token.isascii() else 1)
    assert ("HF_TOKEN" in said.err) == bool(status)
    assert "s3" not in said.err + said.out
    assert not any(b"s3cr" in path.read_bytes() for path in site_root.rglob("*") if path.is_file())


def test_password_in_an_address_is_refused(
    site_root: Path, quiet_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be archived with every day."""
    quiet_environment.setenv("HF_ENDPOINT", "http://me:s3cret@mirror.example")
    assert _snapshot(site_root) == 1
    _configure(site_root, "sources: [{kind: syndication, name: lab, url: 'https://me:s3cret@lab.example/feed'}]\n")
    assert _snapshot(site_root) == 1
    said = capsys.readouterr().err
    assert said.count("user's name or password") == 2
    assert "s3cret" not in said


def test_number_of_ones_own_that_no_cache_can_hold_is_built(web: Web, site_root: Path) -> None:
    """A key that a person added may be any number, and the site is built, twice."""
    web.gives("/api/daily_papers", json.dumps(items(1)))
    _snapshot(site_root, "--date", "2025-10-31")
    path = site_root / "content" / "days" / "2025" / "2025-10-31.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  seed: 1000000000000000000000000\n", encoding="utf-8")
    assert _papers(site_root)["2510.00001"][1].extra == {"seed": 10**24}
    assert [main(["-C", str(site_root), "build", "--offline", "--quiet"]) for _ in range(2)] == [0, 0]
