"""Whatever a source sends, what was archived stays, what could be read is in, and one line says what happened."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feed_server
import pytest
import stamina
from feed_server import Fault, FeedServer, item, items, unused_port

from generator.cli import main
from generator.content.snapshots import read_snapshot, snapshot_path

DAY = date(2025, 10, 31)
_NOTHING = f"http://127.0.0.1:{unused_port()}/"
_DUPLICATES = [*items(3), *items(3)]
_ODD = [
    item(1, authors=None, upvotes="many", item_extra={"a": 1}),
    item(2, summary=5, ai_keywords={"no": "list"}),
    item(3, id=None),
    item(4, title=None, item_title=None),
    "no item",
    item(5),
]
_ELSEWHERE = [item(number, submittedOnDailyAt="2025-10-30T00:00:00.000Z") for number in (1, 2, 3)]

UNREADABLE = {
    "500": feed_server.status(500),
    "503": feed_server.status(503),
    "404": feed_server.status(404),
    "429": feed_server.status(429),
    "429 for an hour": feed_server.status(429, Retry_After="3600"),
    "reset": feed_server.reset(),
    "cut": feed_server.cut(),
    "hang": feed_server.hang(),
    "drip": feed_server.drip(),
    "html": feed_server.html(),
    "nothing": feed_server.empty(),
    "an object": feed_server.payload({"error": "no"}),
    "a bomb": feed_server.gzip_bomb(512 << 20),
    "a circle": feed_server.redirect(),
    "another host": feed_server.redirect(_NOTHING),
    "a file": feed_server.redirect("file:///etc/hostname"),
    "another day": feed_server.payload(_ELSEWHERE),
}
PARTIAL = {
    "broken off": (feed_server.truncated(), {"2510.00001"}),
    "bad UTF-8": (
        feed_server.raw(json.dumps(items(3)).encode().replace(b"Boats", b"B\xffats")),
        {"2510.00001", "2510.00002", "2510.00003"},
    ),
    "odd items": (feed_server.payload(_ODD), {"2510.00001", "2510.00002", "2510.00005"}),
}
WHOLE = {"twice": feed_server.payload(_DUPLICATES)}


@pytest.fixture
def feed(quiet_environment: pytest.MonkeyPatch) -> Iterator[FeedServer]:
    """Three papers on one day; attempts follow each other without a pause."""
    with FeedServer({str(DAY): items(3)}) as server, stamina.set_testing(True, attempts=2):
        quiet_environment.setenv("HF_ENDPOINT", server.url)
        yield server


@pytest.fixture
def root(site_root: Path) -> Path:
    """A site that waits for no answer longer than a second."""
    (site_root / "content" / "site.yaml").write_text("title: Boats\nsnapshot: {wait_s: 1}\n", encoding="utf-8")
    return site_root


def _snapshot(root: Path) -> int:
    return main(["-C", str(root), "snapshot", "--date", str(DAY), "--strict"])


def _ids(root: Path) -> set[str]:
    return {paper.id for paper in read_snapshot(snapshot_path(root / "content", DAY)).papers}


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
def test_day_that_cannot_be_read_stays_as_it_was(
    fault: Fault, feed: FeedServer, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a byte of it changes; a warning names the address; once the fault is gone nothing is missing."""
    assert _snapshot(root) == 0
    before = snapshot_path(root / "content", DAY).read_bytes()
    feed.fail(fault)
    capsys.readouterr()
    assert _snapshot(root) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("broadsheet: warning: huggingface: http://127.0.0.1:")
    assert line.endswith("what is archived stays")
    assert snapshot_path(root / "content", DAY).read_bytes() == before


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
def test_day_that_was_never_read_is_not_taken_for_empty(fault: Fault, feed: FeedServer, root: Path) -> None:
    """There is no file for it until it is read."""
    feed.fail(fault)
    assert _snapshot(root) == 3
    assert not snapshot_path(root / "content", DAY).exists()
    feed.mend()
    assert _snapshot(root) == 0
    assert len(_ids(root)) == 3
    assert not (root / "content" / "gaps.yaml").exists()


@pytest.mark.parametrize(("fault", "readable"), PARTIAL.values(), ids=PARTIAL)
def test_what_can_be_read_is_in(
    fault: Fault, readable: set[str], feed: FeedServer, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The receipt says that it was not all, and so does a line; the next reading completes it."""
    feed.fail(fault)
    assert _snapshot(root) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert _ids(root) == readable
    assert not read_snapshot(snapshot_path(root / "content", DAY)).snapshots[0].complete
    feed.mend()
    assert _snapshot(root) == 0
    assert _ids(root) >= {"2510.00001", "2510.00002", "2510.00003"}


@pytest.mark.parametrize("fault", WHOLE.values(), ids=WHOLE)
def test_flaws_that_cost_nothing_are_no_faults(fault: Fault, feed: FeedServer, root: Path) -> None:
    """Items that come twice are one; a byte that is no UTF-8 is one character lost."""
    feed.fail(fault)
    assert _snapshot(root) == 0
    assert len(_ids(root)) == 3


def test_empty_list_of_a_day_that_had_papers_changes_nothing(
    feed: FeedServer, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said, and the papers stay."""
    _snapshot(root)
    before = snapshot_path(root / "content", DAY).read_bytes()
    feed.fail(feed_server.payload([]))
    assert _snapshot(root) == 3
    assert "an empty list now; the 3 archived papers stay" in capsys.readouterr().err
    assert snapshot_path(root / "content", DAY).read_bytes() == before


def test_first_empty_list_of_a_working_day_is_asked_for_again(feed: FeedServer, root: Path) -> None:
    """A back-fill asks for a day once: that it has no papers is believed when it is said twice; on Saturdays, once."""
    feed.fail(feed_server.payload([]), times=1)
    assert _snapshot(root) == 0
    assert len(_ids(root)) == 3
    feed.requests.clear()
    assert main(["-C", str(root), "snapshot", "--date", "2025-10-29", "--date", "2025-10-25"]) == 0
    assert sorted(str(request.day) for request in feed.requests) == ["2025-10-25", "2025-10-29", "2025-10-29"]


@pytest.mark.parametrize(
    "name", ["500", "503", "reset", "cut", "html", "nothing", "an object", "broken off", "bad UTF-8"]
)
def test_fault_that_passes_is_no_news(
    name: str, feed: FeedServer, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second attempt brings the whole day, and nothing is said of the first."""
    faults = {**UNREADABLE, **{name: fault for name, (fault, _) in PARTIAL.items()}}
    feed.fail(faults[name], times=1)
    assert _snapshot(root) == 0
    assert capsys.readouterr().err == ""
    assert len(_ids(root)) == 3
