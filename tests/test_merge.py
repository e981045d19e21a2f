"""Merging: what a source says now joins what is archived, and nothing is replaced by less."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.snapshots import format_snapshot
from generator.merge import MOST_VOTE_ROWS, archive_entry, merge_account, merge_answer, merge_paper, thin_votes
from generator.model import Account, Answer, Entry, Organization, Paper, Receipt, Snapshot, Submitter, VoteCount

DAYS = (date(2025, 10, 30), date(2025, 10, 31), date(2025, 11, 3))
DAY = DAYS[1]
NOW = datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
FULL = Entry(
    id="1",
    title="Kites",
    authors=("Ada Windham", "Linus Knot"),
    published=date(2025, 10, 29),
    abstract="They fly.",
    upvotes=12,
    comments=1,
    keywords=("kite flying", "wind"),
    summary="Kites fly.",
    summary_model="kites/large",
    organization=Organization(name="Kite Works", slug="kite-works"),
    submitter=Submitter(name="Ada", user="ada"),
    links={"code": "https://kites.example/code"},
    stars=3,
    thumbnail="https://kites.example/a.png",
    media=("https://kites.example/a.mp4",),
)
BARE = Entry(id="1", title="Kites")

_NOTHING: tuple[Any, ...] = (None, (), "", {})

Days = Mapping[date, Snapshot]


def answer(*entries: Entry, day: date = DAY, complete: bool = True, listed: int | None = None) -> Answer:
    """What a source says of `day`."""
    return Answer(
        source="huggingface",
        url=f"https://kites.example/?date={day}",
        day=day,
        entries=entries,
        listed=len(entries) if listed is None else listed,
        complete=complete,
    )


def merged(days: Days, *answers: Answer, now: datetime = NOW) -> dict[date, Snapshot]:
    """`days` after the answers came, one after the other, an hour between them."""
    result = dict(days)
    for number, one in enumerate(answers):
        home = {paper.id: day for day in sorted(result, reverse=True) for paper in result[day].papers}
        result |= {snapshot.day: snapshot for snapshot in merge_answer(one, result, home, now=now + number * HOUR)}
    return result


def ids(snapshot: Snapshot) -> list[str]:
    """The ids of a day's papers, in their order."""
    return [paper.id for paper in snapshot.papers]


# One paper


def test_a_new_entry_becomes_a_paper_with_its_first_row_of_votes() -> None:
    """Everything the source says is archived, and what was counted when."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert {field.name: getattr(paper, field.name) for field in fields(Entry)} == {
        field.name: getattr(FULL, field.name) for field in fields(Entry)
    }
    assert paper.votes == (VoteCount(at=NOW, upvotes=12, comments=1),)


def test_a_paper_without_a_count_has_no_row() -> None:
    """Where upvotes are not known there is nothing to note; 0 upvotes are known."""
    assert archive_entry(BARE, "huggingface", now=NOW).votes == ()
    assert archive_entry(replace(BARE, upvotes=0), "huggingface", now=NOW).votes == (VoteCount(at=NOW, upvotes=0),)


def test_the_same_again_is_the_same_paper() -> None:
    """An entry that says nothing new gives back the paper itself."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert merge_paper(paper, FULL, now=NOW + HOUR) is paper


def test_what_an_entry_does_not_say_stays() -> None:
    """A bare entry takes nothing from a full paper."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert merge_paper(paper, BARE, now=NOW + HOUR) is paper


def test_what_an_entry_adds_is_added() -> None:
    """A full entry fills a bare paper."""
    paper = merge_paper(archive_entry(BARE, "huggingface", now=NOW), FULL, now=NOW + HOUR)
    assert paper == replace(archive_entry(FULL, "huggingface", now=NOW + HOUR))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Kites, Again"),
        ("authors", ("Ada Windham", "Linus Knott")),
        ("published", date(2025, 10, 28)),
        ("abstract", "They fly high."),
        ("upvotes", 3),
        ("upvotes", 0),
        ("comments", 2),
        ("keywords", ("wind", "tails")),
        ("summary", "They do."),
        ("summary_model", "kites/small"),
        ("organization", Organization(name="Kites Ltd")),
        ("submitter", Submitter(user="linus")),
        ("stars", 0),
        ("thumbnail", "https://kites.example/b.png"),
        ("media", ("https://kites.example/b.mp4",)),
    ],
)
def test_what_an_entry_changes_is_changed(field: str, value: Any) -> None:
    """A whole answer's newer word on a field stands, unless a person edited the field."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    entry = replace(FULL, **{field: value})
    assert getattr(merge_paper(paper, entry, now=NOW + HOUR), field) == value
    assert merge_paper(replace(paper, edited=(field,)), entry, now=NOW + HOUR) == replace(paper, edited=(field,))


def test_links_are_gathered() -> None:
    """A link the source no longer gives stays; one it changes is changed; a person's are left alone when edited."""
    paper = replace(
        archive_entry(FULL, "huggingface", now=NOW), links={"code": "https://a.example", "slides": "https://b.example"}
    )
    entry = replace(BARE, links={"code": "https://c.example", "project": "https://d.example"})
    assert merge_paper(paper, entry, now=NOW).links == {
        "code": "https://c.example",
        "slides": "https://b.example",
        "project": "https://d.example",
    }
    assert merge_paper(replace(paper, edited=("links",)), entry, now=NOW).links == paper.links


def test_names_take_the_place_of_their_number() -> None:
    """Once the authors are known by name, how many they were said to be no longer matters."""
    paper = archive_entry(replace(BARE, author_count=7), "huggingface", now=NOW)
    assert merge_paper(paper, FULL, now=NOW).author_count is None


def test_what_a_person_added_survives() -> None:
    """Tags, unknown keys at every level and `edited` itself are as they were after any merge."""
    paper = replace(
        archive_entry(FULL, "huggingface", now=NOW),
        tags=("Kites",),
        edited=("title",),
        extra={"rating": 5},
        organization=Organization(name="Kite Works", extra={"country": "CH"}),
        submitter=Submitter(user="ada", extra={"age": 40}),
    )
    entry = replace(FULL, organization=Organization(name="Kites Ltd"), submitter=Submitter(user="linus"), stars=9)
    after = merge_paper(paper, entry, now=NOW + HOUR)
    assert (after.tags, after.edited, after.extra) == (("Kites",), ("title",), {"rating": 5})
    assert after.organization == Organization(name="Kites Ltd", extra={"country": "CH"})
    assert after.submitter == Submitter(user="linus", extra={"age": 40})
    assert after.stars == 9


def test_a_partial_answer_shortens_no_list() -> None:
    """Where names could not be read, those that are archived stay; new ones still come."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    fewer = replace(FULL, authors=("Linus Knot",), keywords=("wind",))
    assert merge_paper(paper, fewer, now=NOW + HOUR, complete=False) is paper
    more = replace(FULL, authors=("Linus Knot", "Zoë Tail"))
    assert merge_paper(paper, more, now=NOW, complete=False).authors == paper.authors
    whole = (*paper.authors, "Zoë Tail")
    assert merge_paper(paper, replace(FULL, authors=whole), now=NOW, complete=False).authors == whole


# The history of the counts


def test_votes_have_a_row_for_each_change() -> None:
    """A row is added when upvotes or comments change, and not when anything else does."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    said = replace(FULL, upvotes=13), replace(BARE, stars=4), replace(BARE, comments=2), replace(BARE, title="Kites!")
    for hour, entry in enumerate(said, start=1):
        paper = merge_paper(paper, entry, now=NOW + hour * HOUR)
    assert paper.votes == (
        VoteCount(at=NOW, upvotes=12, comments=1),
        VoteCount(at=NOW + HOUR, upvotes=13, comments=1),
        VoteCount(at=NOW + 3 * HOUR, upvotes=13, comments=2),
    )


def test_one_moment_has_one_row() -> None:
    """Two changes at the same moment leave the later counts."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert merge_paper(paper, replace(FULL, upvotes=20), now=NOW).votes == (VoteCount(at=NOW, upvotes=20, comments=1),)


def test_a_clock_that_is_behind_spoils_no_history() -> None:
    """A run whose clock is wrong neither drops a row nor puts one out of order."""
    paper = merge_paper(archive_entry(FULL, "huggingface", now=NOW), replace(FULL, upvotes=20), now=NOW + HOUR)
    assert merge_paper(paper, replace(FULL, upvotes=21), now=NOW - HOUR).votes == paper.votes


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 99)), max_size=40))
def test_the_history_stays_short_and_in_order(changes: Sequence[tuple[int, int]]) -> None:
    """However often the counts change, at most 12 rows are kept: in order, the first and the last among them."""
    paper, moment = archive_entry(FULL, "huggingface", now=NOW), NOW
    for hours, upvotes in changes:
        moment += hours * HOUR
        paper = merge_paper(paper, replace(FULL, upvotes=upvotes), now=moment)
    assert 1 <= len(paper.votes) <= MOST_VOTE_ROWS == 12
    assert all(earlier.at < later.at for earlier, later in pairwise(paper.votes))
    assert paper.votes[0] == VoteCount(at=NOW, upvotes=12, comments=1)
    assert paper.votes[-1].upvotes == paper.upvotes


def test_the_row_that_tells_least_goes() -> None:
    """Of too many rows the one whose neighbours are nearest goes; of equals the oldest."""
    rows = tuple(VoteCount(at=NOW + hour * HOUR, upvotes=hour) for hour in (0, 10, 20, 21, 22, *range(30, 110, 10)))
    assert [row.upvotes for row in thin_votes(rows)] == [0, 10, 20, 22, *range(30, 110, 10)]
    even = tuple(VoteCount(at=NOW + hour * HOUR, upvotes=hour) for hour in range(13))
    assert [row.upvotes for row in thin_votes(even)] == [0, *range(2, 13)]
    assert thin_votes(even[:12]) == even[:12]


# A day


def test_a_new_day_is_archived_with_its_receipt() -> None:
    """A day's first answer gives its papers in the source's order, and a receipt of what was read."""
    days = merged({}, answer(FULL, Entry(id="2", title="Strings")))
    assert ids(days[DAY]) == ["1", "2"]
    assert days[DAY].snapshots == (
        Receipt(
            source="huggingface", url="https://kites.example/?date=2025-10-31", fetched_at=NOW, papers=2, complete=True
        ),
    )


def test_an_empty_answer_of_an_unknown_day_is_an_empty_day() -> None:
    """A day that the source says is empty is known to be empty."""
    assert merged({}, answer())[DAY].papers == ()


@pytest.mark.parametrize(("complete", "listed"), [(True, 0), (False, 0), (False, 5)])
def test_an_empty_answer_changes_no_day_with_papers(complete: bool, listed: int) -> None:  # noqa: FBT001 - a parameter
    """Nothing that is archived goes because the source lists nothing any more."""
    days = merged({}, answer(FULL))
    assert merge_answer(answer(complete=complete, listed=listed), days, {"1": DAY}, now=NOW + HOUR) == ()


@pytest.mark.parametrize("complete", [True, False])
def test_an_unchanged_answer_changes_nothing(complete: bool) -> None:  # noqa: FBT001 - a parameter
    """The same answer a second time gives no day to write, at whatever time it comes."""
    once = answer(FULL, BARE, replace(FULL, id="2"), complete=complete)
    days = merged({}, once)
    home = {paper.id: DAY for paper in days[DAY].papers}
    assert merge_answer(once, days, home, now=NOW + 100 * HOUR) == ()


def test_dropped_papers_stay_behind_those_listed() -> None:
    """A paper the source no longer lists stays, behind the listed ones, which are in the source's new order."""
    days = merged({}, answer(*map(_entry, "abc")), answer(*map(_entry, "cad")))
    assert ids(days[DAY]) == ["c", "a", "d", "b"]


def test_a_partial_answer_moves_nothing() -> None:
    """When only a part of the list came, the archived order stays and new papers come last."""
    days = merged({}, answer(*map(_entry, "abc")), answer(*map(_entry, "dc"), complete=False))
    assert ids(days[DAY]) == ["a", "b", "c", "d"]


def test_a_partial_answer_without_news_leaves_the_receipt() -> None:
    """That a list was once read whole is not forgotten because a later answer broke off and told nothing new."""
    days = merged({}, answer(*map(_entry, "abc")))
    again = merged(days, answer(_entry("a"), complete=False))
    assert again == days


def test_a_whole_answer_mends_a_partial_one() -> None:
    """Once the list has been read whole, the receipt says so, even when no paper changes by that."""
    days = merged({}, answer(_entry("a"), complete=False, listed=2))
    assert not days[DAY].snapshots[0].complete
    days = merged(days, answer(_entry("a")), now=NOW + HOUR)
    (receipt,) = days[DAY].snapshots
    assert (receipt.complete, receipt.papers, receipt.fetched_at) == (True, 1, NOW + HOUR)


def test_receipts_of_other_sources_stay() -> None:
    """A day read from two sources has a receipt of each, in the order of their names, with what a person noted."""
    other = Receipt(source="arxiv", url="https://a.example", fetched_at=NOW, papers=9, complete=True)
    noted = Receipt(source="huggingface", url="x", fetched_at=NOW, papers=0, complete=True, extra={"remark": "storm"})
    days = merged({DAY: Snapshot(day=DAY, snapshots=(other, noted))}, answer(FULL), now=NOW + HOUR)
    assert days[DAY].snapshots[0] == other
    assert days[DAY].snapshots[1].extra == {"remark": "storm"}
    assert days[DAY].snapshots[1].fetched_at == NOW + HOUR


def test_keys_of_the_file_survive() -> None:
    """What a person added to the day itself is there after a merge."""
    days = merged({DAY: Snapshot(day=DAY, extra={"weather": "storm"})}, answer(FULL))
    assert days[DAY].extra == {"weather": "storm"}


# Papers that move


@pytest.mark.parametrize(("first", "second", "upvotes"), [(DAYS[0], DAYS[1], 99), (DAYS[1], DAYS[0], 12)])
def test_a_paper_on_two_days_is_archived_once(first: date, second: date, upvotes: int) -> None:
    """A paper stays where it was archived first and notes the other day; the later of the two has the last word."""
    days = merged({}, answer(FULL, day=first), answer(replace(FULL, upvotes=99), _entry("b"), day=second))
    (paper,) = days[first].papers
    assert (paper.also_on, paper.upvotes) == ((second,), upvotes)
    assert ids(days[second]) == ["b"]


def test_a_moved_paper_changes_nothing_a_second_time() -> None:
    """Reading both days again after a move gives no day to write."""
    both = [answer(FULL, day=DAYS[0]), answer(FULL, _entry("b"), day=DAYS[1])]
    days = merged({}, *both)
    assert merged(days, *both, now=NOW + 50 * HOUR) == days


def test_days_of_a_paper_are_in_order() -> None:
    """A paper seen on several later days names each once, the earliest first."""
    days = merged({}, *(answer(FULL, day=day) for day in (DAYS[0], DAYS[2], DAYS[1], DAYS[2])))
    assert days[DAYS[0]].papers[0].also_on == (DAYS[1], DAYS[2])


def test_days_a_person_ordered_stay_in_that_order() -> None:
    """A day that is noted already changes nothing, in whatever order the days stand."""
    paper = replace(archive_entry(FULL, "huggingface", now=NOW), also_on=(DAYS[2], DAYS[1]))
    days = {DAYS[0]: Snapshot(day=DAYS[0], papers=(paper,))}
    assert merged(days, answer(FULL, day=DAYS[1]))[DAYS[0]] == days[DAYS[0]]


def test_a_partial_answer_shortens_no_list_of_a_moved_paper() -> None:
    """What holds on a paper's own day holds where it moved to."""
    days = merged({}, answer(FULL, day=DAYS[0]))
    days = merged(days, answer(replace(FULL, authors=("Linus Knot",)), day=DAYS[1], complete=False))
    assert days[DAYS[0]].papers[0].authors == FULL.authors


def test_no_list_is_replaced_by_a_shorter_one() -> None:
    """A whole answer that names fewer authors takes none away; one that spells a name otherwise is believed."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert merge_paper(paper, replace(FULL, authors=("Ada Windham",), keywords=("wind",)), now=NOW) is paper
    assert merge_paper(paper, replace(FULL, authors=("Ada Wyndham", "Linus Knot")), now=NOW).authors[0] == "Ada Wyndham"


def test_sound_text_is_not_replaced_by_a_damaged_one() -> None:
    """A replacement character stands for what could not be read."""
    paper = archive_entry(FULL, "huggingface", now=NOW)
    assert merge_paper(paper, replace(FULL, title="K\ufffdtes"), now=NOW) is paper
    broken = archive_entry(replace(FULL, title="K\ufffdtes"), "huggingface", now=NOW)
    assert merge_paper(broken, FULL, now=NOW).title == FULL.title


def test_damaged_text_gives_way_to_newer_damaged_text() -> None:
    """What a source never spells soundly follows it all the same."""
    broken = archive_entry(replace(FULL, abstract="They fl\ufffd."), "huggingface", now=NOW)
    news = "They fl\ufffd high."
    assert merge_paper(broken, replace(FULL, abstract=news), now=NOW).abstract == news


@pytest.mark.parametrize(
    ("archived", "said", "kept"),
    [
        (("Kite Works", "kite-works"), ("kite-works", "kite-works"), ("Kite Works", "kite-works")),
        (("Kite Works", "kite-works"), ("Kite Works", None), ("Kite Works", "kite-works")),
        (("kite-works", "kite-works"), ("Kite Works", "kite-works"), ("Kite Works", "kite-works")),
        (("Kite Works", "kite-works"), ("String Ltd", "string"), ("String Ltd", "string")),
    ],
)
def test_the_same_organization_loses_neither_name_nor_slug(
    archived: tuple[str, str], said: tuple[str, str | None], kept: tuple[str, str]
) -> None:
    """An answer that leaves one of them out takes it away from nobody; another organization takes the place."""
    paper = archive_entry(replace(BARE, organization=Organization(name=archived[0], slug=archived[1])), "x", now=NOW)
    merged_paper = merge_paper(paper, replace(BARE, organization=Organization(name=said[0], slug=said[1])), now=NOW)
    assert merged_paper.organization == Organization(name=kept[0], slug=kept[1])


def test_the_same_submitter_keeps_the_name() -> None:
    """It stays where an answer has only the account."""
    paper = archive_entry(replace(BARE, submitter=Submitter(name="Ada", user="ada")), "x", now=NOW)
    told = merge_paper(paper, replace(BARE, submitter=Submitter(user="ada")), now=NOW)
    assert told.submitter == Submitter(name="Ada", user="ada")


def test_an_empty_answer_leaves_a_day_whose_papers_are_at_home_elsewhere() -> None:
    """Its receipt still says how many it listed."""
    days = merged({}, answer(FULL, day=DAYS[0]), answer(FULL, day=DAYS[1]))
    assert merged(days, answer(day=DAYS[1])) == days


def test_saved_answers_only_add() -> None:
    """A file does not say when it was true: what is archived stays, counts, receipt and order included."""
    days = merged({}, answer(FULL, day=DAYS[0]))
    older = replace(FULL, title="Older", upvotes=1, summary_model="old", links={"code": "https://old.example"})
    saved = replace(answer(older, replace(FULL, id="b"), day=DAYS[0]), saved=True, url="file:old.json", listed=1)
    after = merged(days, saved, now=NOW + HOUR)[DAYS[0]]
    assert after.papers[0] == replace(days[DAYS[0]].papers[0], links={**older.links, **FULL.links})
    assert [paper.id for paper in after.papers] == [FULL.id, "b"]
    assert after.snapshots == days[DAYS[0]].snapshots


def test_hand_written_keys_survive_beside_another_source() -> None:
    """On a row of votes, and on what another source says of the organization, even where it says the same again."""
    rows = tuple(VoteCount(at=NOW + number * HOUR, upvotes=number, extra={"why": "x"}) for number in range(14))
    own = replace(archive_entry(FULL, "huggingface", now=NOW), votes=rows, upvotes=13)
    after = merge_paper(own, replace(FULL, upvotes=99), now=NOW + 13 * HOUR)
    assert [row.extra for row in after.votes] == [{"why": "x"}] * 14
    said = Account(organization=Organization(name="Lab", extra={"since": 1990}), days=(DAYS[0],))
    paper = replace(own, sources={"lab": said})
    for name in ("Lab Two", "Lab"):
        entry = replace(BARE, organization=Organization(name=name))
        told = merge_account(paper, entry, "lab", now=NOW, day=DAYS[1]).sources["lab"].organization
        assert told == Organization(name=name, extra={"since": 1990})


def test_days_of_another_source_do_not_depend_on_their_order() -> None:
    """Each day that lists a paper is noted; the words are the latest day's."""
    own = archive_entry(BARE, "huggingface", now=NOW)
    entries = {day: replace(BARE, abstract=f"Said on {day}.") for day in DAYS[:3]}
    results = []
    for order in permutations(entries):
        paper = own
        for day in order:
            paper = merge_account(paper, entries[day], "lab", now=NOW, day=day)
        results.append(paper.sources["lab"])
    assert all(one == results[0] for one in results)
    assert (results[0].days, results[0].abstract) == (tuple(sorted(entries)), f"Said on {max(entries)}.")


def test_the_receipt_is_written_last() -> None:
    """Of the days that an answer changes its own comes last: a run cut off before it asks for the day again."""
    days = merged({}, answer(FULL, day=DAYS[2]))
    home = {FULL.id: DAYS[2]}
    changed = merge_answer(answer(FULL, day=DAYS[0]), days, home, now=NOW)
    assert [day.day for day in changed] == [DAYS[2], DAYS[0]]


# Any answers

entries = st.builds(
    Entry,
    id=st.sampled_from("abcd"),
    title=st.sampled_from(["Kites", "Strings"]),
    authors=st.sampled_from([(), ("Ada",), ("Ada", "Linus")]),
    upvotes=st.none() | st.integers(0, 3),
    comments=st.none() | st.integers(0, 1),
    keywords=st.sampled_from([(), ("wind",)]),
    summary=st.none() | st.just("They fly."),
    organization=st.none() | st.builds(Organization, name=st.just("Kite Works"), slug=st.sampled_from([None, "kites"])),
    submitter=st.none() | st.builds(Submitter, name=st.sampled_from([None, "Ada"]), user=st.just("ada")),
    links=st.sampled_from([{}, {"code": "https://a.example"}]),
)
answers = st.builds(
    lambda day, found, complete, more: answer(
        *found, day=day, complete=complete and not more, listed=len(found) + more
    ),
    st.sampled_from(DAYS),
    st.lists(entries, max_size=4, unique_by=lambda entry: entry.id),
    st.booleans(),
    st.integers(0, 1),
)


@given(st.lists(answers, max_size=6))
def test_no_answer_loses_anything(said: list[Answer]) -> None:
    """After each answer every paper is still there, once, with all that was known of it but what was said anew."""
    days: dict[date, Snapshot] = {}
    seen: set[str] = set()
    for number, one in enumerate(said):
        before = {paper.id: paper for day in days.values() for paper in day.papers}
        days = merged(days, one, now=NOW + number * HOUR)
        seen |= {entry.id for entry in one.entries}
        after = [paper for day in days.values() for paper in day.papers]
        assert sorted(paper.id for paper in after) == sorted(seen)
        assert all(_keeps(paper, before[paper.id]) for paper in after if paper.id in before)


@given(st.lists(answers, max_size=6))
def test_the_same_answers_again_change_nothing_known(said: list[Answer]) -> None:
    """The last answer a second time changes nothing, not a byte."""
    days = merged({}, *said)
    again = merged(days, *said[-1:], now=NOW + 99 * HOUR)
    assert {day: format_snapshot(days[day]) for day in days} == {day: format_snapshot(again[day]) for day in again}


@given(st.lists(answers, max_size=3, unique_by=lambda one: one.day))
def test_reading_the_same_days_again_changes_nothing(said: list[Answer]) -> None:
    """Whatever the days list, and in whatever order they are read, reading them all again changes nothing."""
    days = merged({}, *said)
    assert merged(days, *said, now=NOW + 99 * HOUR) == days


@given(st.lists(answers, max_size=3))
def test_the_order_of_answers_does_not_change_which_papers_are_known(said: list[Answer]) -> None:
    """In whatever order days are read or read again, the same papers are archived, none of them twice."""
    known = [
        sorted(paper.id for day in merged({}, *order).values() for paper in day.papers) for order in permutations(said)
    ]
    assert all(papers == known[0] for papers in known)
    assert len(set(known[0])) == len(known[0])


@given(st.lists(answers, min_size=1, max_size=5), st.sampled_from(["title", "authors", "upvotes", "links", "summary"]))
def test_no_answer_touches_what_a_person_wrote(said: list[Answer], field: str) -> None:
    """Through any answers an edited field, tags and keys added by hand stay as they were written."""
    own = replace(
        archive_entry(replace(FULL, id="a"), "huggingface", now=NOW),
        edited=(field,),
        tags=("Mine",),
        extra={"rating": 5},
    )
    days = merged({DAY: Snapshot(day=DAY, papers=(own,))}, *said)
    (paper,) = [paper for paper in days[DAY].papers if paper.id == "a"]
    assert getattr(paper, field) == getattr(own, field)
    assert (paper.edited, paper.tags, paper.extra) == (own.edited, own.tags, own.extra)


def _entry(name: str) -> Entry:
    return Entry(id=name, title=f"Kite {name}")


def _keeps(paper: Paper, before: Paper) -> bool:
    """Whether no field that said something says nothing now, and no link and no day is gone."""
    filled = {field.name for field in fields(before) if getattr(before, field.name) not in _NOTHING}
    return (
        all(getattr(paper, name) not in _NOTHING for name in filled)
        and set(paper.links) >= set(before.links)
        and len(paper.authors) >= len(before.authors)
        and _filled(paper.organization) >= _filled(before.organization)
        and _filled(paper.submitter) >= _filled(before.submitter)
        and set(paper.also_on) >= set(before.also_on)
    )


def _filled(value: Organization | Submitter | None) -> set[str]:
    """The fields of `value` that say something."""
    return {field.name for field in fields(value) if getattr(value, field.name) not in _NOTHING} if value else set()
