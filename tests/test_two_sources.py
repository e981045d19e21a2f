"""Merging what several sources say: nothing is lost, nothing goes to and fro."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import NOW
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.whole import whole_paper
from generator.content.snapshots import format_snapshot, parse_snapshot
from generator.content.strictyaml import read_yaml
from generator.errors import FetchError, WrongDayError
from generator.holdings import Holdings
from generator.model import Answer, Entry, Snapshot

DAYS = [date(2025, 10, 27) + timedelta(days=number) for number in range(4)]
_WORDS = st.sampled_from(["", "no", "1e5", "2401.00010", "null", "  kites }}", "boats"])


@st.composite
def _answers(draw: st.DrawFn) -> Answer:
    """A list of up to two papers (more might be another day's), whole or not, of one of three sources."""
    ids = draw(st.lists(st.sampled_from(["2510.00001", "2510.00002", "10.1000/kite"]), max_size=2, unique=True))
    entries = tuple(
        Entry(
            id=identifier,
            title=f"Kite {identifier} {draw(_WORDS)}",
            abstract=draw(_WORDS).strip(),
            authors=tuple(draw(st.lists(st.sampled_from(["Ada", "Bo", "Cy"]), max_size=3))),
            upvotes=draw(st.none() | st.integers(0, 9)),
        )
        for identifier in ids
    )
    return Answer(
        source=draw(st.sampled_from(["huggingface", "arxiv-cs.CG", "lab"])),
        url="https://papers.example/",
        day=draw(st.sampled_from(DAYS)),
        entries=entries,
        listed=len(entries),
        complete=draw(st.booleans()),
    )


def _after(answers: list[Answer]) -> Holdings:
    holdings = Holdings([])
    for number, answer in enumerate(answers):
        holdings.add(answer, now=NOW + timedelta(hours=number))
    return holdings


def _ids(holdings: Holdings) -> set[str]:
    return {paper.id for day in holdings.days.values() for paper in day.papers}


@given(st.lists(_answers(), max_size=8))
def test_no_paper_is_lost_or_doubled(answers: list[Answer]) -> None:
    """Every paper that was ever listed is archived, on one day, whatever came in whatever order."""
    listed = {entry.id for answer in answers for entry in answer.entries}
    there = [paper.id for day in _after(answers).days.values() for paper in day.papers]
    assert sorted(there) == sorted(listed)
    assert _ids(_after(answers[::-1])) == listed


@given(st.lists(_answers(), max_size=8), _answers())
def test_the_same_answer_again_changes_nothing(answers: list[Answer], last: Answer) -> None:
    """Whatever was archived before."""
    holdings = _after([*answers, last])
    assert holdings.add(last, now=datetime(2026, 1, 1, tzinfo=UTC)) == ()


@given(st.lists(_answers(), max_size=8))
def test_a_source_never_touches_another_ones_words(answers: list[Answer]) -> None:
    """A paper's own title is always one that its own source gave it."""
    said = {(answer.source, entry.id, entry.title) for answer in answers for entry in answer.entries}
    papers = [paper for day in _after(answers).days.values() for paper in day.papers]
    assert all((paper.source, paper.id, paper.title) in said for paper in papers)


@given(st.lists(_answers(), max_size=8))
def test_what_is_written_is_read(answers: list[Answer]) -> None:
    """Every day that merging makes is the same after writing and reading."""
    for day in _after(answers).days.values():
        assert _read(day) == day
        assert all(whole_paper(paper).id == paper.id for paper in day.papers)


def _read(day: Snapshot) -> Snapshot:
    return parse_snapshot(read_yaml(format_snapshot(day).decode(), "a day", as_written=True), "a day")


def test_paper_known_by_its_doi_is_one() -> None:
    """The journal's item and the preprint that names its DOI are one paper, under the id that came first."""
    journal = Entry(id="10.1000/kite", title="Kite", doi="10.1000/kite")
    preprint = Entry(id="2510.00001", title="A Kite", doi="10.1000/KITE")
    holdings = Holdings([])
    for source, entry in (("lab", journal), ("arxiv-cs.CG", preprint)):
        answer = Answer(source=source, url="https://x.example/", day=DAYS[0], entries=(entry,), listed=1, complete=True)
        holdings.add(answer, now=NOW)
    (paper,) = holdings.days[DAYS[0]].papers
    assert (paper.id, paper.title, paper.source) == ("10.1000/kite", "Kite", "lab")
    assert (paper.sources["arxiv-cs.CG"].title, paper.sources["arxiv-cs.CG"].arxiv_id) == ("A Kite", "2510.00001")


def test_list_of_another_day_is_refused() -> None:
    """A list that another day's file holds whole is not merged once more; another source may hold the same papers."""
    entries = tuple(Entry(id=f"2510.0000{number}", title=f"Kite {number}") for number in range(3))
    first = Answer(
        source="huggingface", url="https://x.example/", day=DAYS[0], entries=entries, listed=3, complete=True
    )
    holdings = Holdings([])
    holdings.add(first, now=NOW)
    with pytest.raises(FetchError, match="the list of 2025-10-27 once more"):
        holdings.add(replace(first, day=DAYS[1]), now=NOW)
    assert holdings.add(replace(first, day=DAYS[1], source="arxiv-cs.CG"), now=NOW)


def test_day_that_another_list_was_archived_under_is_doubted() -> None:
    """Once both days are asked for again, rightly answered, each has its list, and nothing is refused for ever."""
    entries = tuple(Entry(id=f"2510.0000{number}", title=f"Kite {number}") for number in range(7))
    wrong = Answer(
        source="huggingface", url="https://x.example/", day=DAYS[0], entries=entries[:4], listed=4, complete=True
    )
    holdings = Holdings([])
    holdings.add(wrong, now=NOW)
    with pytest.raises(WrongDayError) as refused:
        holdings.add(replace(wrong, day=DAYS[1]), now=NOW)
    assert not holdings.doubt(refused.value.day, "huggingface").snapshots[0].complete
    holdings.add(replace(wrong, entries=entries[4:], listed=3), now=NOW + timedelta(hours=1))
    holdings.add(replace(wrong, day=DAYS[1]), now=NOW + timedelta(hours=1))
    assert holdings.days[DAYS[0]].snapshots[0].complete
    assert [paper.id for paper in holdings.days[DAYS[0]].papers if DAYS[1] not in paper.also_on] == [
        entry.id for entry in entries[4:]
    ]
