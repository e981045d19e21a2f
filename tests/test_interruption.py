"""A back-fill that is killed again and again ends where an unbroken one does, and asks for little twice."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY
from feed_server import Exchange, FeedServer, item
from sites import files_in

FIRST = date(2025, 9, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(60)]
_ENVIRONMENT = {"BROADSHEET_TODAY": str(DAYS[-1]), "SOURCE_DATE_EPOCH": "1762500000", "PYTHONPATH": str(REPOSITORY)}


def _lists() -> dict[str, list[dict[str, Any]]]:
    """Five papers a working day; every tenth day lists one of the day before once more."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for number, day in enumerate(DAYS):
        own = [item(10 * number + place, publishedAt=f"{day}T00:00:00.000Z") for place in range(5)]
        again = [item(10 * (number - 1), publishedAt=f"{FIRST}T00:00:00.000Z")] if number % 10 == 1 else []
        lists[str(day)] = [*own, *again] if day.weekday() < 5 else []
    return lists


def _slowly(exchange: Exchange, body: bytes) -> None:
    """The good answer, a little later."""
    exchange.feed.ending.wait(0.05)
    exchange.answer(body)


@pytest.fixture
def feed() -> Iterator[FeedServer]:
    """Sixty days that come at a human pace."""
    with FeedServer(_lists()) as server:
        server.fail(_slowly)
        yield server


def _started(root: Path, feed: FeedServer) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "-C", str(root), "snapshot", "--since", str(FIRST)]
    environment = {**os.environ, **_ENVIRONMENT, "HF_ENDPOINT": feed.url}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _site(folder: Path) -> Path:
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "site.yaml").write_text("title: Kites\n", encoding="utf-8")
    return folder


def _archived(root: Path) -> dict[str, bytes]:
    return files_in(root / "content")


def _killed(root: Path, feed: FeedServer, *, after_s: float) -> None:
    running = _started(root, feed)
    try:
        running.wait(after_s)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def test_back_fill_that_is_killed_ends_as_an_unbroken_one(feed: FeedServer, tmp_path: Path) -> None:
    """After twelve kills at random moments `content/` is byte-identical, and few days were asked for twice."""
    unbroken = _site(tmp_path / "unbroken")
    assert _started(unbroken, feed).wait(60) == 0
    feed.requests.clear()
    broken = _site(tmp_path / "broken")
    moments = random.Random(7)  # noqa: S311 - no secret
    for _ in range(12):
        _killed(broken, feed, after_s=moments.uniform(0.4, 1.2))
    assert _started(broken, feed).wait(60) == 0
    assert _archived(broken) == _archived(unbroken)
    asked = Counter(request.day for request in feed.requests)
    assert set(asked) == {str(day) for day in DAYS}
    assert sum(asked.values()) <= len(DAYS) + 12 * 8


def test_complete_days_are_not_asked_for_again(feed: FeedServer, tmp_path: Path) -> None:
    """What stands complete in the archive when a back-fill is killed is not asked for by the next one."""
    root = _site(tmp_path / "archive")
    _killed(root, feed, after_s=1.5)
    complete = {Path(name).stem for name in _archived(root) if name.startswith("days/")}
    assert complete
    feed.requests.clear()
    assert _started(root, feed).wait(60) == 0
    assert complete.isdisjoint({str(request.day) for request in feed.requests})
