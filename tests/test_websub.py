"""A hub is told of each feed that names it, once the site is built."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest
import stamina
import yaml
from conftest import REPOSITORY
from feed_server import unused_port

from generator.cli import main
from generator.errors import FetchError
from generator.fetch import Client
from generator.websub import tell_hub

BASE = "https://boats.example/p/"
TOPICS = [f"{BASE}{name}" for name in ("feed.xml", "atom.xml", "feed.json", "daily.xml", "popular/9/feed.xml")]


class Hub(ThreadingHTTPServer):
    """Answers each request with the next of `statuses`, the last one for ever, and remembers what it was sent."""

    daemon_threads = True

    def __init__(self, statuses: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.statuses = statuses
        self.told: list[tuple[str, str, dict[str, list[str]]]] = []

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.server_port}/hub"


class _Desk(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append((self.path, str(self.headers["Content-Type"]), parse_qs(body)))
        status = self.server.statuses.pop(0) if self.server.statuses[1:] else self.server.statuses[0]
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        """Say nothing."""


@contextmanager
def hub(*statuses: int) -> Iterator[Hub]:
    """A hub on 127.0.0.1 that answers so."""
    server = Hub(list(statuses))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _at_once(quiet_environment: pytest.MonkeyPatch) -> Iterator[None]:
    """No proxy stands between, and two attempts follow each other without a pause."""
    del quiet_environment
    with stamina.set_testing(True, attempts=2):
        yield


def _configured(root: Path, address: str) -> Path:
    text = f"title: Boats\nbase_url: {BASE}\nfeeds:\n  hub: {address}\n  thresholds: [9]\n"
    (root / "content" / "site.yaml").write_text(text, encoding="utf-8")
    return root


def _build(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), "build", "--offline", *arguments])


def test_hub_is_told_of_each_feed(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One form a feed, which says `publish` and the feed's address by both of the names that hubs know."""
    with hub(204) as server:
        assert _build(_configured(site_root, server.url), "--ping") == 0
    assert server.told == [
        (
            "/hub",
            "application/x-www-form-urlencoded",
            {"hub.mode": ["publish"], "hub.url": [topic], "hub.topic": [topic]},
        )
        for topic in TOPICS
    ]
    said = capsys.readouterr()
    assert said.out.endswith(f"{server.url} is told of 5 feeds.\n")
    assert said.err == ""


def test_hub_is_told_only_when_asked_for(site_root: Path) -> None:
    """Without `--ping` a build sends nothing."""
    with hub(204) as server:
        assert _build(_configured(site_root, server.url)) == 0
    assert server.told == []


def test_feeds_name_the_hub(site_root: Path) -> None:
    """What the hub is told of leads to it."""
    _build(_configured(site_root, "https://hub.example/"))
    assert 'rel="hub" href="https://hub.example/"' in (site_root / "site" / "feed.xml").read_text("utf-8")


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("--strict",), 3)])
def test_hub_that_is_not_there_is_one_warning(
    arguments: tuple[str, ...], status: int, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The site is built all the same; one line says what went wrong, `--strict` ends with 3."""
    address = f"http://127.0.0.1:{unused_port()}/"
    assert _build(_configured(site_root, address), "--ping", *arguments) == status
    said = capsys.readouterr().err
    assert said.startswith(f"broadsheet: warning: the hub: {address}")
    assert said.count("\n") == 1
    assert (site_root / "site" / "feed.xml").is_file()


def test_ping_without_a_hub_is_wrong_usage(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--ping` says which key is missing, and nothing is built."""
    assert _build(site_root, "--ping") == 2
    assert "feeds.hub" in capsys.readouterr().err
    assert not (site_root / "site").exists()


def test_refused_feed_does_not_keep_the_others() -> None:
    """A hub that refuses one feed is told of the rest; a fault that passes is no fault."""
    with hub(403, 503, 202, 204) as server, Client(wait_s=5) as client:
        problems = tell_hub(client, server.url, TOPICS[:3])
    assert len(problems) == 1
    assert problems[0].startswith(f"{TOPICS[0]}: ")
    assert [form["hub.url"][0] for _, _, form in server.told] == [TOPICS[0], TOPICS[1], TOPICS[1], TOPICS[2]]


def test_what_is_sent_is_not_sent_elsewhere() -> None:
    """A hub that has moved is named, not followed."""
    with hub(307) as server, Client(wait_s=5) as client, pytest.raises(FetchError, match=r"it leads to .*/elsewhere"):
        client.post(server.url, {"a": "b"})
    assert len(server.told) == 1


@pytest.mark.parametrize(("settings", "said"), [("feeds: {hub: 'https://hub.example/'}\n", "named=true\n"), ("", "")])
def test_workflow_tells_a_hub_that_is_named(tmp_path: Path, settings: str, said: str) -> None:
    """The step that decides about the job `ping` sees in the built site whether its feeds name a hub."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(f"title: Boats\n{settings}", encoding="utf-8")
    assert main(["-C", str(tmp_path), "build", "--offline", "--quiet"]) == 0
    jobs = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8"))["jobs"]
    (step,) = (one["run"] for one in jobs["build"]["steps"] if one.get("id") == "hub")
    output = tmp_path / "output"
    output.touch()
    environment = {"GITHUB_OUTPUT": str(output), "PATH": os.environ["PATH"]}
    subprocess.run(["bash", "-e", "-c", step], cwd=tmp_path, env=environment, check=True)  # noqa: S607 (as the workflow's machine runs it)
    assert output.read_text(encoding="utf-8") == said
    assert (jobs["ping"]["needs"], jobs["ping"]["if"]) == (["build", "deploy"], "needs.build.outputs.hub == 'true'")
    assert jobs["ping"]["steps"][-1]["run"] == 'broadsheet build --offline --base-url "$BASE_URL" --ping'
