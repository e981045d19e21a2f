"""The daily step: which days are asked for, what an answer may do to the archive, and what interruption costs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import feed_server
import pytest
import stamina
from conftest import DAY, NOW
from feed_server import Fault, FeedServer, item, items
from made_up import paper, snapshot
from sites import files_in

from generator.content.snapshots import read_snapshot, read_snapshots, snapshot_path
from generator.errors import FetchError, UnreachableError
from generator.fetch import Client, Validators
from generator.holdings import Holdings
from generator.model import Answer, DayReport, Gap, Receipt, Snapshot
from generator.readers import HuggingFaceReader, Reading
from generator.remembered import Remembered
from generator.snapshot import days_between, days_missing, days_to_read, take_snapshots

TODAY = date(2025, 11, 7)
SOURCE = "huggingface"
_PATIENCE_S = 20.0


@pytest.fixture(autouse=True)
def _at_once(quiet_environment: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - asked for its effect
    """Attempts follow each other without a pause."""
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    """Nothing is remembered of earlier answers."""
    return Remembered(tmp_path / "cache")


def _read(feed: FeedServer, day: date = DAY) -> Reading:
    with Client(wait_s=5, endpoint=feed.url) as client:
        return HuggingFaceReader(SOURCE, client, feed.url).read(day, None)


def _fetched(feed: FeedServer, day: date = DAY) -> Answer:
    answer = _read(feed, day).answer
    assert answer is not None
    return answer


def _ids(answer: Answer) -> list[str]:
    return [entry.id for entry in answer.entries]


class _Source:
    """A source in memory: what each day is answered with, and which days it was asked for, by what."""

    name = SOURCE
    address = "https://papers.example/"
    first_day: date | None = date(2023, 5, 4)

    def __init__(self, answers: Mapping[date, Answer | Reading | FetchError]) -> None:
        self.answers = answers
        self.asked: list[date] = []
        self.known: list[Validators | None] = []

    def read(self, day: date, known: Validators | None) -> Reading:
        self.asked.append(day)
        self.known.append(known)
        match self.answers.get(day, _answer(day)):
            case FetchError() as error:
                raise error
            case Reading() as reading:
                return reading
            case answer:
                return Reading(answer=answer)


class _Loose(_Source):
    """A source that is not asked day by day."""

    name = "boats"
    first_day = None


def _answer(day: date, *listed: Any, complete: bool = True, source: str = SOURCE) -> Answer:
    return Answer(
        source=source,
        url=f"https://papers.example/{day}",
        day=day,
        entries=tuple(listed),
        listed=len(listed),
        complete=complete,
        faults=() if complete else ("item 9 is no paper",),
    )


def _taken(
    source: _Source,
    days: list[date],
    holdings: Holdings | None = None,
    *,
    remembered: Remembered | None = None,
    gaps: dict[tuple[date, str], Gap] | None = None,
) -> tuple[list[DayReport], list[Snapshot]]:
    written: list[Snapshot] = []
    taken = take_snapshots(
        source,
        days,
        Holdings([]) if holdings is None else holdings,
        write=written.append,
        remembered=remembered or Remembered(Path("/there/is/none")),
        gaps={} if gaps is None else gaps,
        now=NOW,
        today=TODAY,
    )
    return list(taken), written


def _failure(kind: type[FetchError] = FetchError) -> FetchError:
    return kind(())


def test_last_days_are_read_again() -> None:
    """With an archive that is up to date, the days of the window are read, today included, oldest first."""
    archived = {day: snapshot(day) for day in days_between(date(2025, 1, 1), TODAY)}
    assert days_to_read(archived, SOURCE, today=TODAY, window=3) == [date(2025, 11, 5), date(2025, 11, 6), TODAY]


def test_first_run_reads_the_window() -> None:
    """An empty archive begins with the window, not with the beginning of time."""
    assert days_to_read({}, SOURCE, today=TODAY, window=14) == days_between(date(2025, 10, 25), TODAY)


def test_gap_since_the_newest_day_is_read() -> None:
    """After a month without a run every day since the newest archived one is asked for."""
    newest = date(2025, 10, 1)
    assert set(days_between(newest + timedelta(days=1), TODAY)) <= set(
        days_to_read({newest: snapshot(newest)}, SOURCE, today=TODAY, window=3)
    )


def test_days_of_the_future_are_no_newest_day() -> None:
    """A file of next year, from a clock that was wrong once, keeps no day from being read."""
    archived = {date(2026, 5, 1): snapshot(date(2026, 5, 1)), date(2025, 11, 1): snapshot(date(2025, 11, 1))}
    assert set(days_between(date(2025, 11, 2), TODAY)) <= set(days_to_read(archived, SOURCE, today=TODAY, window=2))
    assert max(days_to_read(archived, SOURCE, today=TODAY, window=2)) == TODAY


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [(TODAY, TODAY, 1), (date(2024, 2, 28), date(2024, 3, 1), 3), (TODAY, date(2025, 11, 6), 0)],
)
def test_range_includes_both_ends(since: date, until: date, count: int) -> None:
    """A range of days holds its first and its last day; one that ends before it begins holds none."""
    assert len(days_between(since, until)) == count


def test_back_fill_leaves_whole_old_days_alone() -> None:
    """An old day is asked for unless its receipt says complete; a day of the window is, an hour after its reading."""
    days = [date(2025, 6, number) for number in (1, 2, 3, 4)]
    by_hand = Snapshot(day=days[2], papers=(paper(3),))
    archived = {
        days[0]: snapshot(days[0], paper(1)),
        days[1]: snapshot(days[1], paper(2), complete=False),
        days[2]: by_hand,
        TODAY: snapshot(TODAY, paper(4)),
    }
    days.append(TODAY)
    later = NOW + timedelta(hours=2)
    assert days_missing(days, archived, SOURCE, now=NOW, today=TODAY, window=14) == days[1:-1]
    assert days_missing(days, archived, SOURCE, now=later, today=TODAY, window=14) == days[1:]


@pytest.mark.parametrize("link", ["relative", "absolute"])
def test_linked_pages_are_followed(link: str) -> None:
    """Every page that a `Link` header leads to is read, however short the pages are."""
    with FeedServer({"2025-10-31": items(7)}, most=3, link=link) as feed:
        answer = _fetched(feed)
    assert _ids(answer) == [f"2510.{number:05}" for number in range(1, 8)]
    assert (answer.listed, answer.complete, answer.faults) == (7, True, ())
    assert [request.page for request in feed.requests] == [0, 1, 2]


@pytest.mark.parametrize(("count", "requests"), [(99, 1), (100, 2), (230, 3)])
def test_full_pages_have_a_next_one(count: int, requests: int) -> None:
    """Without a `Link` header a page of 100 is followed by the next, a shorter one is the last."""
    with FeedServer({"2025-10-31": items(count)}, link="none") as feed:
        answer = _fetched(feed)
    assert (len(answer.entries), answer.complete) == (count, True)
    assert [request.limit for request in feed.requests] == [100] * requests


def test_link_to_another_host_is_read_from_the_same_mirror() -> None:
    """A mirror that hands on the address of what it mirrors is asked for the next page itself."""
    with FeedServer({"2025-10-31": items(5)}, most=3, link="none") as feed:
        body = b"[%s]" % b",".join(json.dumps(entry).encode() for entry in items(3))
        elsewhere = '<https://elsewhere.example/api/daily_papers?date=2025-10-31&p=1>; rel="next"'
        feed.fail(feed_server.raw(body, Link=elsewhere), page=0)
        answer = _fetched(feed)
    assert (len(answer.entries), answer.complete) == (5, True)


def test_pages_that_repeat_themselves_end() -> None:
    """A feed whose every page is the first one, and names a next, is read twice."""
    with FeedServer({"2025-10-31": items(3)}) as feed:
        body = b"[%s]" % b",".join(json.dumps(entry).encode() for entry in items(3))
        feed.fail(feed_server.raw(body, Link='</api/daily_papers?date=2025-10-31&p=1>; rel="next"'))
        answer = _fetched(feed)
    assert len(answer.entries) == 3
    assert len(feed.requests) == 2


def test_paper_on_two_pages_counts_once() -> None:
    """A paper that slips from one page to the next while they are read is one entry."""
    with FeedServer({"2025-10-31": [*items(3), item(3), item(4)]}, most=3) as feed:
        answer = _fetched(feed)
    assert _ids(answer) == ["2510.00001", "2510.00002", "2510.00003", "2510.00004"]
    assert (answer.listed, answer.complete) == (4, True)


@pytest.mark.parametrize(
    "fault",
    [feed_server.status(500), feed_server.status(404), feed_server.html(), feed_server.cut()],
    ids=["500", "404", "html", "cut"],
)
def test_missing_second_page_leaves_the_day_partial(fault: Fault) -> None:
    """What the first page lists is kept; the answer is not complete and says which page was missing."""
    with FeedServer({"2025-10-31": items(6)}, most=3) as feed:
        feed.fail(fault, page=1)
        answer = _fetched(feed)
    assert _ids(answer) == ["2510.00001", "2510.00002", "2510.00003"]
    assert not answer.complete
    assert answer.faults[0].startswith(f"page 2: {feed.url}/api/daily_papers?date=2025-10-31&limit=100&p=1: ")


def test_list_that_breaks_off_gives_what_came_whole() -> None:
    """The items before the break are in; the answer is not complete and says where it broke."""
    with FeedServer({"2025-10-31": items(6)}) as feed:
        feed.fail(feed_server.truncated())
        answer = _fetched(feed)
    assert _ids(answer) == ["2510.00001", "2510.00002", "2510.00003"]
    assert answer.faults == ("JSON that breaks off or is malformed after 3 items",)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (feed_server.html(), "no JSON but '<!doctype html><title>Back soon"),
        (feed_server.raw(b'[{"paper'), "JSON that breaks off or is malformed"),
        (feed_server.empty(), "no JSON but ''"),
        (feed_server.payload({"error": "Invalid query."}), "the message 'Invalid query.'"),
        (feed_server.payload({"papers": []}), "JSON that is no list (dict)"),
        (feed_server.payload("soon"), "JSON that is no list (str)"),
        (feed_server.payload(None), "JSON that is no list (NoneType)"),
        (feed_server.raw(b"[" * 100_000), "JSON that breaks off or is malformed"),
        (feed_server.raw(b"\xff\xfe\x00"), "no JSON but "),
        (feed_server.status(404), "the answer 404 Not Found; expected 200 OK"),
    ],
    ids=["html", "truncated", "empty", "error", "object", "text", "null", "deep", "bytes", "404"],
)
def test_answer_of_the_wrong_shape_names_its_address(fault: Fault, found: str) -> None:
    """An answer that is no list of papers is an error of one line: which address, what was found."""
    with FeedServer({}) as feed:
        feed.fail(fault)
        with pytest.raises(FetchError) as caught:
            _fetched(feed)
    said = str(caught.value)
    assert said.startswith(f"{feed.url}/api/daily_papers?date=2025-10-31&limit=100: {found}")
    assert len(said.splitlines()) == 1


def test_day_of_the_future_is_refused_by_the_feed() -> None:
    """The API answers 400 for a day after its own today; that is an error, not an empty day."""
    with FeedServer({}, today="2025-11-07") as feed, pytest.raises(FetchError, match="the answer 400 Bad Request"):
        _fetched(feed, date(2025, 11, 8))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (item(2, id=""), "item 2 has no id and was left out"),
        (item(2, id=None), "item 2 has no id and was left out"),
        (item(2, title="", item_title=" "), "item 2 has no title and was left out"),
        ({"title": "Loose"}, "item 2 is no paper"),
        ("Loose", "item 2 is no paper"),
        (None, "item 2 is no paper"),
    ],
)
def test_entry_that_cannot_be_read_costs_no_other(bad: object, fault: str) -> None:
    """Good entries are kept beside a bad one, which is counted and named."""
    with FeedServer({"2025-10-31": [item(1), bad, item(3)]}) as feed:
        answer = _fetched(feed)
    assert _ids(answer) == ["2510.00001", "2510.00003"]
    assert (answer.listed, answer.complete, answer.faults) == (3, False, (fault,))


def test_paper_from_the_future_is_kept_without_its_date() -> None:
    """A paper published after the day it is listed on stays, its date does not, and the day is partial."""
    with FeedServer({"2025-10-31": [item(1, publishedAt="2025-11-03T00:00:00.000Z")]}) as feed:
        answer = _fetched(feed)
    assert [entry.published for entry in answer.entries] == [None]
    assert answer.faults == ("2510.00001: published on 2025-11-03, after it was listed",)
    assert not answer.complete


def test_days_are_reported_in_their_order() -> None:
    """Days are asked for a few at a time, merged and reported in the order asked; empty ones are files too."""
    days = days_between(date(2025, 10, 1), date(2025, 10, 20))
    source = _Source({days[4]: _answer(days[4], paper(1)), days[9]: _answer(days[9], paper(2), complete=False)})
    reports, written = _taken(source, days)
    assert [report.day for report in reports] == days
    assert {report.outcome for report in reports} == {"empty", "new", "partial"}
    assert [kept.day for kept in written] == days
    assert sorted(source.asked) == days


def test_unreachable_source_is_asked_once() -> None:
    """When no connection can be made the other days are not asked for: one report says so."""
    days = days_between(date(2025, 10, 1), date(2025, 10, 20))
    source = _Source({days[0]: _failure(UnreachableError)})
    reports, written = _taken(source, days)
    assert [(report.day, report.outcome) for report in reports] == [(days[0], "failed")]
    assert source.asked == days[:1]
    assert written == []


def test_failing_source_is_asked_thrice() -> None:
    """After three days in a row that failed, the rest is not asked for."""
    days = days_between(date(2025, 10, 1), date(2025, 10, 20))
    source = _Source({day: _failure() for day in days})
    reports, _ = _taken(source, days)
    assert [report.outcome for report in reports] == ["failed"] * 3
    assert len(source.asked) <= 3 + 4


def test_failures_that_do_not_follow_each_other_stop_nothing() -> None:
    """A day that comes between two failures starts the count anew."""
    days = days_between(date(2025, 10, 1), date(2025, 10, 8))
    source = _Source({day: _failure() for number, day in enumerate(days) if number % 3 != 2})
    reports, _ = _taken(source, days)
    assert [report.outcome for report in reports] == ["failed", "failed", "empty"] * 2 + ["failed", "failed"]


def test_empty_list_of_today_says_nothing() -> None:
    """A day that is not over yet is not known to be empty: no file is written."""
    reports, written = _taken(_Source({}), [date(2025, 11, 6), TODAY])
    assert [report.outcome for report in reports] == ["empty", "empty"]
    assert [kept.day for kept in written] == [date(2025, 11, 6)]


def test_list_that_became_empty_takes_nothing_away() -> None:
    """An empty answer for a day with papers changes nothing, and is reported."""
    reports, written = _taken(_Source({}), [DAY], Holdings([snapshot(DAY, paper(1), paper(2))]))
    assert (reports[0].outcome, written) == ("partial", [])
    assert "an empty list now; the 2 archived papers stay" in reports[0].message


def test_partial_answer_takes_nothing_away() -> None:
    """An answer with fewer papers keeps all that is archived, in the archive's order; the receipt tells."""
    source = _Source({DAY: _answer(DAY, paper(3, upvotes=8), complete=False)})
    _, written = _taken(source, [DAY], Holdings([snapshot(DAY, paper(1), paper(2), paper(3))]))
    assert [kept.id for kept in written[0].papers] == [paper(number).id for number in (1, 2, 3)]
    assert written[0].papers[2].upvotes == 8
    assert not written[0].snapshots[0].complete


def test_partial_first_answer_is_no_whole_day() -> None:
    """A day that was never read whole says `complete: false`, so that it is asked for again."""
    _, written = _taken(_Source({DAY: _answer(DAY, paper(1), complete=False)}), [DAY])
    assert [receipt.complete for receipt in written[0].snapshots] == [False]
    assert days_missing([DAY], {DAY: written[0]}, SOURCE, now=NOW, today=date(2026, 1, 1), window=14) == [DAY]


def test_second_reading_changes_nothing() -> None:
    """The same answer again is `unchanged` and writes no file."""
    source = _Source({DAY: _answer(DAY, paper(1, upvotes=2))})
    holdings = Holdings([])
    first, _ = _taken(source, [DAY], holdings)
    second, written = _taken(source, [DAY], holdings)
    assert [first[0].outcome, second[0].outcome] == ["new", "unchanged"]
    assert written == []


def test_paper_listed_on_two_days_is_archived_once() -> None:
    """Within one run too, a paper stays on the first day that listed it and notes the other."""
    later = date(2025, 11, 3)
    source = _Source({DAY: _answer(DAY, paper(1)), later: _answer(later, paper(1), paper(2))})
    holdings = Holdings([])
    _taken(source, [DAY, later], holdings)
    assert [(kept.id, kept.also_on) for kept in holdings.days[DAY].papers] == [(paper(1).id, (later,))]
    assert [kept.id for kept in holdings.days[later].papers] == [paper(2).id]


def test_receipt_tells_moment_and_count() -> None:
    """What is archived says where it came from, when, and how many papers were listed."""
    _, written = _taken(_Source({DAY: _answer(DAY, paper(1), paper(2))}), [DAY])
    assert written[0].snapshots == (
        Receipt(source="huggingface", url=f"https://papers.example/{DAY}", fetched_at=NOW, papers=2, complete=True),
    )


def _snapshot_process(root: Path, feed: FeedServer) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "HF_ENDPOINT": feed.url, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    command = [sys.executable, "-m", "generator", "-C", str(root), "snapshot", "--since", "2025-09-01"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _until_asked(feed: FeedServer, day: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while day not in feed.asked_days and time.monotonic() < deadline:
        time.sleep(0.005)
    assert day in feed.asked_days


def _killed(root: Path, feed: FeedServer, stop: date) -> tuple[Snapshot, ...]:
    """What is archived when a snapshot is killed as it asks for `stop`."""
    feed.requests.clear()
    with _snapshot_process(root, feed) as process:
        _until_asked(feed, stop.isoformat())
        process.kill()
    assert process.returncode == -signal.SIGKILL
    return read_snapshots(root / "content")


def test_killed_snapshot_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed at several points, each file is whole or absent; the last run's bytes are those of an unbroken one."""
    days = days_between(date(2025, 9, 1), TODAY)
    listed = {day.isoformat(): items(4, first=10 * number + 1) for number, day in enumerate(days)}
    roots = [tmp_path / "broken", tmp_path / "unbroken"]
    for root in roots:
        (root / "content").mkdir(parents=True)
        (root / "content" / "site.yaml").write_text("title: Boats\n", encoding="utf-8")
    with FeedServer(listed) as feed:
        kept = [_killed(roots[0], feed, stop) for stop in (days[3], days[20], days[50])]
        finished = [_snapshot_process(root, feed).wait(_PATIENCE_S) for root in roots]
    assert finished == [0, 0]
    assert [{len(day.papers) for day in part} for part in kept] == [{4}] * 3
    assert 0 < len(kept[0]) < len(kept[1]) < len(kept[2]) < len(days)
    found, unbroken = (
        {name: data for name, data in files_in(root).items() if ".tmp" not in name and "days/" in name}
        for root in roots
    )
    assert len(unbroken) == len(days)
    assert found == unbroken


def test_source_date_epoch_is_the_moment_in_content(site_root: Path) -> None:
    """`SOURCE_DATE_EPOCH` stands wherever a snapshot writes a moment."""
    with FeedServer({"2025-10-31": items(2)}) as feed, _snapshot_process(site_root, feed) as process:
        assert process.wait(_PATIENCE_S) == 0
    kept = read_snapshot(snapshot_path(site_root / "content", DAY))
    moments: set[datetime] = {receipt.fetched_at for receipt in kept.snapshots}
    moments |= {row.at for boat in kept.papers for row in boat.votes}
    assert moments == {NOW}


def test_days_that_never_come_stand_before_no_others() -> None:
    """When three in a row fail and the last day comes, the days between are asked for too."""
    days = days_between(date(2025, 10, 1), date(2025, 10, 12))
    source = _Source({day: _failure() for day in days[:4]})
    reports, _ = _taken(source, days)
    assert [report.outcome for report in reports] == ["failed"] * 4 + ["empty"] * 8
