"""A paper's votes as a line, and in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot

from generator.model import VoteCount
from generator.pages.sparklines import sparkline, votes_by_day
from generator.pages.views import VoteView
from generator.render import render
from generator.theme import load_theme, shipped_themes

START = datetime(2026, 5, 3, 6, tzinfo=UTC)
DAY = date(2026, 5, 3)


def counted(*rows: tuple[float, int]) -> tuple[VoteCount, ...]:
    """Counts, each so many days after the start."""
    return tuple(VoteCount(at=START + timedelta(days=days), upvotes=upvotes) for days, upvotes in rows)


VOTES = counted((0, 12), (7, 40), (14, 60))


@pytest.mark.parametrize(
    ("votes", "path"),
    [
        (VOTES, "M2,18L50,8.7L98,2"),
        (VOTES[::-1], "M2,18L50,8.7L98,2"),
        (counted((0, 5), (1, 3), (2, 5)), "M2,2L50,18L98,2"),
        (counted((0, 5), (1, 5), (2, 5)), "M2,10L50,10L98,10"),
        (counted((0, 5), (0, 6), (0, 7)), "M2,10L98,10"),
        (VOTES[:2], ""),
        ((), ""),
    ],
)
def test_line_goes_through_what_was_counted(votes: tuple[VoteCount, ...], path: str) -> None:
    """Time runs to the right, votes upwards; counts that are all the same are a line; two are no history."""
    assert sparkline(votes) == path


@given(st.lists(st.tuples(st.floats(0, 9999), st.integers(-(2**63), 2**63)), min_size=3, max_size=40))
def test_line_stays_in_its_box(rows: list[tuple[float, int]]) -> None:
    """Whatever the numbers are, all points are within 100 by 20."""
    points = [tuple(map(float, point.split(","))) for point in sparkline(counted(*rows))[1:].split("L")]
    assert all(0 <= x <= 100 and 0 <= y <= 20 for x, y in points)


def test_words_give_the_last_count_of_each_day() -> None:
    """In the order of the days."""
    votes = counted((0.5, 15), (0, 12), (1, 40), (3, 41))
    assert votes_by_day(votes) == tuple(
        VoteView(day=DAY + timedelta(days=days), upvotes=upvotes) for days, upvotes in ((0, 15), (1, 40), (3, 41))
    )
    assert votes_by_day(VOTES[:2]) == ()


def test_words_give_eight_days_at_most() -> None:
    """The first, the last, and six between them, each later than the one before."""
    days = [view.day for view in votes_by_day(counted(*((day, day) for day in range(30))))]
    assert (len(set(days)), days[0], days[-1]) == (8, DAY, DAY + timedelta(days=29))
    assert days == sorted(days)


@pytest.mark.parametrize("name", ["broadsheet", "plain", "gallery"])
def test_paper_shows_its_line_with_words(name: str) -> None:
    """A paper without a history shows none."""
    theme = load_theme(name, folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
    pages = plan(archive(snapshot(DAY, paper(1, upvotes=60, votes=VOTES), paper(2, upvotes=3, votes=VOTES[:2]))))
    shown, without = (render(pages[f"papers/2510.0000{number}/"], theme).data.decode() for number in (1, 2))
    assert 'aria-label="Votes: 12 on 3 May, 40 on 10 May, 60 on 17 May"><path d="M2,18L50,8.7L98,2"/></svg>' in shown
    assert "<svg" not in without


def test_leading_paper_of_a_day_shows_its_line() -> None:
    """The others do not."""
    theme = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
    pages = plan(archive(snapshot(DAY, *(paper(number, upvotes=number, votes=VOTES) for number in range(3)))))
    text = render(pages["2026/05/03/"], theme).data.decode()
    assert text.count("<svg") == 1
    assert text.index("Kite Number 2</a>") < text.index("<svg") < text.index("Kite Number 1</a>")
