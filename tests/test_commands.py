"""What each command does, says and leaves behind."""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feed_server
import pytest
import stamina
from conftest import REPOSITORY
from feed_server import Fault, FeedServer, item, items, unused_port
from sites import files_in

from generator.cli import main
from generator.content.snapshots import read_snapshot, snapshot_path

DAY = date(2025, 11, 6)


@pytest.fixture
def feed(quiet_environment: pytest.MonkeyPatch) -> Iterator[FeedServer]:
    """A feed with four papers on one day, which the program reads; attempts follow each other without a pause."""
    with FeedServer({"2025-11-06": items(4)}, today="2025-11-07") as server:
        quiet_environment.setenv("HF_ENDPOINT", server.url)
        with stamina.set_testing(True, attempts=2):
            yield server


def _run(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), *arguments])


def test_endpoint_comes_from_the_environment(feed: FeedServer, site_root: Path) -> None:
    """`HF_ENDPOINT` is what is asked, and what receipts name; discussions are linked where people find them."""
    assert _run(site_root, "snapshot", "--quiet") == 0
    kept = read_snapshot(snapshot_path(site_root / "content", DAY))
    assert len(feed.asked_days) == 14
    assert kept.snapshots[0].url == f"{feed.url}/api/daily_papers?date=2025-11-06"
    assert kept.papers[0].links["discussion"] == "https://huggingface.co/papers/2510.00001"


def test_window_is_configurable(feed: FeedServer, site_root: Path) -> None:
    """`snapshot.days` is how many days are read again."""
    (site_root / "content" / "site.yaml").write_text("title: Boats\nsnapshot: {days: 2}\n", encoding="utf-8")
    assert _run(site_root, "snapshot", "--quiet") == 0
    assert sorted(feed.asked_days) == ["2025-11-06", "2025-11-07"]


def test_single_days_are_read_in_their_order(feed: FeedServer, site_root: Path) -> None:
    """`--date` may stand several times, and a day twice; old days are read even when they are complete."""
    arguments = ("snapshot", "--quiet", "--date", "2025-03-01", "--date", "2025-01-04", "--date", "2025-03-01")
    assert _run(site_root, *arguments) == 0
    assert _run(site_root, *arguments) == 0
    assert [asked.day for asked in feed.requests] == ["2025-01-04", "2025-03-01"] * 2


def test_range_may_end_after_today(feed: FeedServer, site_root: Path) -> None:
    """A range that goes on into the future ends today."""
    assert _run(site_root, "snapshot", "--quiet", "--since", "2025-11-05", "--until", "2026-11-05") == 0
    assert sorted(feed.asked_days) == ["2025-11-05", "2025-11-06", "2025-11-07"]


@pytest.mark.parametrize("command", ["build", "snapshot"])
def test_quiet_run_prints_nothing(
    command: str, feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With `--quiet` a run without faults says nothing on either stream."""
    assert _run(site_root, command, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert feed.requests


@pytest.mark.usefixtures("feed")
def test_verbose_run_says_what_became_of_every_day(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--verbose` stderr has a line a day, in the order of the days."""
    assert _run(site_root, "snapshot", "--verbose", "--since", "2025-11-05") == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "huggingface 2025-11-05: empty",
        "huggingface 2025-11-06: new",
        "huggingface 2025-11-07: empty",
    ]
    assert said.out == "Days read: 1 new, 2 empty.\n"


def test_snapshot_says_how_to_ask_again(feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a day did not come, the summary names the command that asks for it again."""
    feed.fail(feed_server.html(), day="2025-11-05")
    assert _run(site_root, "snapshot", "--since", "2025-11-04") == 0
    said = capsys.readouterr().out
    assert said.endswith("1 failed. `broadsheet snapshot --since 2025-11-05` asks again for what did not come.\n")


def test_snapshot_says_when_there_is_nothing_to_read(
    feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A back-fill that is complete asks for nothing and says so."""
    arguments = ("snapshot", "--since", "2025-01-01", "--until", "2025-01-03")
    assert _run(site_root, *arguments) == 0
    asked = len(feed.requests)
    capsys.readouterr()
    assert _run(site_root, *arguments) == 0
    assert capsys.readouterr().out == "Days read: none; all that was asked for is archived and complete.\n"
    assert len(feed.requests) == asked


def test_snapshot_summary_is_json(feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`snapshot --json` puts counts and problems on stdout, warnings on stderr, and nothing else."""
    feed.fail(feed_server.html(), day="2025-11-05")
    assert _run(site_root, "snapshot", "--json", "--since", "2025-11-05") == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert summary["snapshot"] == {
        "new": 1, "changed": 0, "unchanged": 0, "empty": 1, "partial": 0, "failed": 1, "not_asked": 0,
    }  # fmt: skip
    assert len(summary["problems"]) == 1
    assert summary["problems"][0] in said.err


@pytest.mark.parametrize(("arguments", "snapshot"), [((), True), (("--offline",), False)])
def test_build_summary_is_json(
    arguments: tuple[str, ...],
    snapshot: bool,  # noqa: FBT001 - a case
    feed: FeedServer,
    site_root: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`build --json` is one JSON object on stdout; offline there is no snapshot in it, and no request."""
    assert _run(site_root, "build", "--json", "--base-url", "https://boats.example/p", *arguments) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert said.err == ""
    assert summary["base_url"] == "https://boats.example/p/"
    assert summary["papers"] == (4 if snapshot else 0)
    assert summary["files"] == len(files_in(site_root / "site"))
    assert (summary["snapshot"] is not None) is snapshot
    assert bool(feed.requests) is snapshot


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("--strict",), 3), (("--quiet",), 0)])
def test_unreachable_feed_is_one_warning(
    arguments: tuple[str, ...],
    status: int,
    feed: FeedServer,
    site_root: Path,
    quiet_environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """When nothing listens the site is rendered all the same; one line names the feed, `--strict` ends with 3."""
    assert _run(site_root, "snapshot", "--quiet") == 0
    archived = files_in(site_root / "content")
    endpoint = f"http://127.0.0.1:{unused_port()}"
    quiet_environment.setenv("HF_ENDPOINT", endpoint)
    assert _run(site_root, "build", *arguments) == status
    said = capsys.readouterr()
    assert said.err.startswith(f"broadsheet: warning: huggingface: {endpoint}/api/daily_papers")
    assert said.err.count("\n") == 1
    assert (site_root / "site" / "papers" / "2510.00001" / "index.html").is_file()
    assert files_in(site_root / "content") == archived
    assert feed.requests


@pytest.mark.parametrize("endpoint", ["papers.example", "ftp://papers.example", "http://[::1", "http://127.0.0.1:port"])
def test_endpoint_that_is_no_address_is_one_warning(
    endpoint: str, site_root: Path, quiet_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An `HF_ENDPOINT` that cannot be asked is a feed that cannot be reached, with or without a token."""
    quiet_environment.setenv("HF_ENDPOINT", endpoint)
    quiet_environment.setenv("HF_TOKEN", "secret")
    assert _run(site_root, "build") == 0
    said = capsys.readouterr().err
    assert said.startswith(f"broadsheet: warning: huggingface: {endpoint}/api/daily_papers")
    assert said.count("\n") == 1
    assert "secret" not in said
    assert (site_root / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (feed_server.status(500), "the answer 500"),
        (feed_server.status(403), "the answer 403"),
        (feed_server.html(), "no JSON but"),
        (feed_server.truncated(), "JSON that breaks off"),
        (feed_server.payload({"error": "Closed."}), "the message 'Closed.'"),
        (feed_server.payload([]), "an empty list now; the 4 archived papers stay"),
        (feed_server.payload([{"paper": {}}]), "item 1 has no id"),
        (feed_server.payload([item(4, title="", item_title="")]), "item 1 has no title"),
    ],
    ids=["500", "403", "html", "truncated", "error", "emptied", "no-id", "no-title"],
)
def test_bad_answer_takes_nothing_from_the_archive(
    fault: Fault, found: str, feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a feed says of an archived day, its papers stay; one warning says what and where, `--strict` gives 3."""
    day = ("snapshot", "--quiet", "--date", "2025-11-06")
    assert _run(site_root, *day) == 0
    before = read_snapshot(snapshot_path(site_root / "content", DAY)).papers
    feed.fail(fault)
    assert _run(site_root, *day) == 0
    said = capsys.readouterr().err
    assert f"{feed.url}/api/daily_papers?date=2025-11-06" in said
    assert found in said
    assert said.count("\n") == 1
    assert _run(site_root, *day, "--strict") == 3
    assert read_snapshot(snapshot_path(site_root / "content", DAY)).papers == before


def test_partial_day_is_completed_later(feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A day with an unreadable entry keeps the good ones under `complete: false`, and is whole when the feed is."""
    day = ("snapshot", "--quiet", "--date", "2025-11-06")
    feed.fail(feed_server.payload([item(1), {"title": "Loose"}, item(3)]), times=1)
    assert _run(site_root, *day) == 0
    partial = read_snapshot(snapshot_path(site_root / "content", DAY))
    assert _run(site_root, *day) == 0
    whole = read_snapshot(snapshot_path(site_root / "content", DAY))
    assert [paper.id for paper in partial.papers] == ["2510.00001", "2510.00003"]
    assert [(row.papers, row.complete) for row in (*partial.snapshots, *whole.snapshots)] == [(3, False), (4, True)]
    assert len(whole.papers) == 4
    assert "item 2 is no paper" in capsys.readouterr().err


def test_hostile_title_stays_on_its_line(feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a feed puts into an error cannot move the terminal's cursor nor begin a line of its own."""
    feed.fail(feed_server.payload({"error": "calm\x1b[2J\nbroadsheet: all is well"}))
    assert _run(site_root, "snapshot", "--quiet", "--date", "2025-11-06") == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said


@pytest.mark.parametrize("text", ["half \ud83d a pair", "nul \x00 inside", "bell \x07 and \x1b escape", "\u2028 line"])
def test_strange_characters_are_archived_or_left_out(text: str, feed: FeedServer, site_root: Path) -> None:
    """Characters that no file or page can hold do not stop a day: its site is built and can be read again."""
    feed.fail(feed_server.payload([item(1, summary=text, title=f"Boats, {text}"), item(2)]), day="2025-11-06")
    assert _run(site_root, "build", "--quiet") == 0
    assert len(read_snapshot(snapshot_path(site_root / "content", DAY)).papers) == 2
    assert _run(site_root, "build", "--quiet", "--offline") == 0


def test_same_answers_change_no_byte(feed: FeedServer, site_root: Path) -> None:
    """A second build from the same feed writes nothing in content and nothing in the site, whatever the clock says."""
    assert _run(site_root, "build", "--quiet") == 0
    before = {path: path.stat().st_mtime_ns for path in site_root.rglob("*") if path.is_file()}
    assert _run(site_root, "build", "--quiet") == 0
    assert {path: path.stat().st_mtime_ns for path in site_root.rglob("*") if path.is_file()} == before
    assert feed.requests


def test_address_claimed_twice_names_both(
    feed: FeedServer, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hand-written page on the address of another is one line with both, and the site stays as it was."""
    assert _run(site_root, "build", "--quiet") == 0
    before = files_in(site_root / "site")
    (site_root / "content" / "pages").mkdir()
    (site_root / "content" / "pages" / "tags.md").write_text("---\ntitle: My Knots\n---\nTied.\n", encoding="utf-8")
    assert _run(site_root, "build", "--quiet", "--offline") == 1
    said = capsys.readouterr().err
    assert said.startswith("broadsheet: error: /tags/: claimed by ")
    assert "“Tags”" in said
    assert "“My Knots”" in said
    assert said.count("\n") == 1
    assert files_in(site_root / "site") == before
    assert feed.requests


def test_wrong_content_is_found_before_the_feed_is_asked(feed: FeedServer, site_root: Path) -> None:
    """What is wrong on disk ends the run before anything is fetched or written over it."""
    path = snapshot_path(site_root / "content", DAY)
    path.parent.mkdir(parents=True)
    path.write_text("format: 1\nday: 2025-11-06\npapers: [oops\n", encoding="utf-8")
    assert _run(site_root, "build") == 1
    assert _run(site_root, "snapshot") == 1
    assert path.read_text("utf-8").endswith("[oops\n")
    assert feed.requests == []


def test_output_may_be_elsewhere(site_root: Path, tmp_path: Path) -> None:
    """`--output` builds into another folder, makes it, and leaves `site/` alone."""
    assert _run(site_root, "build", "--offline", "--quiet", "--output", str(tmp_path / "a" / "b")) == 0
    assert (tmp_path / "a" / "b" / "index.html").is_file()
    assert not (site_root / "site").exists()


def test_ignore_file_of_the_output_stays(site_root: Path) -> None:
    """The `.gitignore` inside `site/` is not the build's: it stays as it is, and the folder may be built into."""
    ignore = site_root / "site" / ".gitignore"
    ignore.parent.mkdir()
    ignore.write_text("*\n!.gitignore\n", encoding="utf-8")
    assert _run(site_root, "build", "--offline", "--quiet") == 0
    assert _run(site_root, "build", "--offline", "--quiet") == 0
    assert ignore.read_text("utf-8") == "*\n!.gitignore\n"


@pytest.mark.parametrize(
    ("name", "value"), [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C"), ("PYTHONHASHSEED", "7")], ids=lambda case: case
)
def test_machine_leaves_no_trace_in_the_site(
    name: str, value: str, feed: FeedServer, site_root: Path, tmp_path: Path, quiet_environment: pytest.MonkeyPatch
) -> None:
    """Time zone, locale and hash seed change no byte of the site."""
    assert _run(site_root, "build", "--quiet") == 0
    quiet_environment.setenv(name, value)
    command = [
        sys.executable,
        "-m",
        "generator",
        "-C",
        str(site_root),
        "build",
        "--offline",
        "--output",
        str(tmp_path / "again"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert files_in(tmp_path / "again") == files_in(site_root / "site")
    assert feed.requests


def test_progress_needs_a_terminal(feed: FeedServer, site_root: Path) -> None:
    """Without a terminal no progress is shown: stderr is empty, stdout holds the two lines of the result."""
    command = [sys.executable, "-m", "generator", "-C", str(site_root), "build"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "Days read: 1 new, 13 empty."
    assert done.stdout.splitlines()[1].startswith("4 papers of 13 days under ")
    assert feed.requests


def test_console_script_is_the_program() -> None:
    """The distribution's one script is `broadsheet`, and it is this command line."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"broadsheet": "generator.cli:run"}
    assert shutil.which("broadsheet", path=str(Path(sys.executable).parent)) is not None
