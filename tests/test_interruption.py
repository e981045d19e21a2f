"""A back-fill that is killed again and again ends where an unbroken one does, and asks for little twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY
from feed_server import Exchange, FeedServer, item
from sites import files_in

from generator.fetch import AT_ONCE

FIRST = date(2025, 9, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(60)]
_PATIENCE_S = 300.0
_NEVER = 10**9
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


def _no_answer(exchange: Exchange, _: bytes) -> None:
    """No answer, as long as the server is there."""
    exchange.feed.ending.wait()
    exchange.close_connection = True


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
    (folder / "content" / "site.yaml").write_text("title: Kites\nsnapshot: {wait_s: 600}\n", encoding="utf-8")
    return folder


def _archived(root: Path) -> dict[str, bytes]:
    return files_in(root / "content")


def _complete(root: Path) -> set[str]:
    """The days that stand complete in the archive."""
    days = (root / "content").glob("days/*/*.yaml")
    return {path.stem for path in days if "complete: true" in path.read_text(encoding="utf-8")}


def _came(feed: FeedServer, count: int) -> bool:
    return len(feed.requests) >= count


def _wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what is certain to come, however busy the machine is."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def _killed(root: Path, feed: FeedServer, *, when: Callable[[], bool], after_s: float = 0.0) -> None:
    """Start a back-fill and kill it a moment after `when` is so, or let it end before."""
    running = _started(root, feed)
    _wait_until(lambda: when() or running.poll() is not None)
    time.sleep(after_s)
    running.kill()
    running.wait()


def test_back_fill_that_is_killed_ends_as_an_unbroken_one(feed: FeedServer, tmp_path: Path) -> None:
    """After twelve kills at random moments `content/` is byte-identical, and only what was under way is asked again."""
    unbroken = _site(tmp_path / "unbroken")
    assert _started(unbroken, feed).wait(_PATIENCE_S) == 0
    feed.requests.clear()
    broken = _site(tmp_path / "broken")
    moments = random.Random(7)  # noqa: S311 - no secret
    asked_again: set[str | None] = set()
    for enough in [*(moments.randrange(1, 12) for _ in range(12)), _NEVER]:
        complete, before = _complete(broken), len(feed.requests)
        _killed(broken, feed, when=partial(_came, feed, before + enough), after_s=moments.uniform(0, 0.1))
        asked_again |= complete & {request.day for request in feed.requests[before:]}
    assert _archived(broken) == _archived(unbroken)
    assert asked_again == set()
    asked = Counter(request.day for request in feed.requests)
    assert set(asked) == {str(day) for day in DAYS}
    assert sum(asked.values()) <= len(DAYS) + 12 * AT_ONCE


def test_complete_days_are_not_asked_for_again(feed: FeedServer, tmp_path: Path) -> None:
    """What stands complete in the archive when a back-fill is killed is not asked for by the next one; all else is."""
    root = _site(tmp_path / "archive")
    early, late = ({str(day) for day in days} for days in (DAYS[:20], DAYS[20:]))
    feed.mend()
    for day in late:
        feed.fail(_no_answer, day=day)
    _killed(root, feed, when=lambda: _complete(root) == early)
    assert _complete(root) == early
    feed.mend()
    feed.requests.clear()
    assert _started(root, feed).wait(_PATIENCE_S) == 0
    assert {request.day for request in feed.requests} == late
