"""Snapshot files: what they look like, and everything that can be wrong with one."""

import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, REPOSITORY
from hypothesis import example, given
from hypothesis import strategies as st

from generator.content.snapshots import (
    format_snapshot,
    parse_snapshot,
    read_snapshot,
    read_snapshots,
    snapshot_path,
    write_snapshot,
)
from generator.content.strictyaml import read_yaml
from generator.errors import ContentError
from generator.model import Organization, Paper, Receipt, Snapshot, Submitter, VoteCount

NOON = datetime(2025, 10, 31, 12, tzinfo=UTC)
WHOLE = """\
format: 1
day: 2025-10-31
snapshots:
- source: huggingface
  url: https://kites.example/api/daily_papers?date=2025-10-31
  fetched_at: 2025-11-07T06:13:20Z
  papers: 31
  complete: true
papers:
- id: '2401.00010'
  title: 'Kite$^2$: a Study'
  authors: [Ada Windham, 'Knot, Linus', Zoë "Kite" Ångström]
  author_count: 3
  published: 2025-10-30
  abstract: |-
    Kites fly in pairs, for longer than alone, and no one of us could say why that is, nor how it might be stopped.
    Stones do not.
  upvotes: 34
  comments: 0
  votes:
  - {at: 2025-10-31T12:00:00Z, upvotes: 12, comments: 1}
  - {at: 2025-11-01T12:00:00Z, upvotes: 34}
  keywords: [kite flying, 1e5, 'no']
  summary: |-
    Kites fly.
  summary_model: kites/large
  organization: {name: Kite Works, slug: kite-works}
  submitter: {name: Ada Windham, user: ada}
  links: {code: 'https://kites.example/code', discussion: 'https://kites.example/papers/2401.00010'}
  stars: 120
  thumbnail: https://kites.example/a.png
  media: ['https://kites.example/a.mp4']
  also_on: [2025-11-03]
  tags: [Kites]
  edited: [title]
- id: '2401.00011'
  title: Another
"""
BY_HAND = """\
format: 1
day: 2025-10-31
snapshots:
- source: huggingface
  url: https://kites.example/
  fetched_at: 2025-11-07T06:13:20Z
  papers: 1
  complete: false
  remark: a storm that day
papers:
- id: 'x'
  title: Kites
  votes:
  - {at: 2025-10-31T12:00:00Z, upvotes: 12, weather: windy}
  organization: {name: Kite Works, country: CH}
  submitter: {user: ada, extra: [1, 2]}
  rating: 4.50
  height: 0x1F
  see also:
    kites:
    - a: 1
      b: null
  extra:
    a: b
weather:
  wind: strong
  seen_at: 2025-10-31T12:00:00.000005Z
"""
_RECEIPT = "{source: a, url: b, fetched_at: '2025-10-31T00:00:00', papers: 1, complete: true}"

ids = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20).filter(
    lambda text: text.strip() != ""
)


def test_a_file_looks_as_the_contract_shows_it() -> None:
    """A snapshot with every field has its keys in the contract's order, one paper a block, ids in quotes."""
    snapshot = Snapshot(
        day=DAY,
        snapshots=(
            Receipt(
                source="huggingface",
                url="https://kites.example/api/daily_papers?date=2025-10-31",
                fetched_at=datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC),
                papers=31,
                complete=True,
            ),
        ),
        papers=(_full_paper(), Paper(id="2401.00011", title="Another")),
    )
    assert format_snapshot(snapshot).decode() == WHOLE
    assert _parse(WHOLE) == snapshot


@pytest.mark.parametrize("text", [WHOLE, BY_HAND], ids=["whole", "by hand"])
def test_writing_what_was_read_gives_the_same_bytes(text: str) -> None:
    """A file that was read is written as it was, keys added by hand at any level included."""
    assert format_snapshot(_parse(text)).decode() == text


def test_keys_added_by_hand_are_kept_beside_ours() -> None:
    """A key this program does not know is held in `extra` of what it stands in."""
    snapshot = _parse(BY_HAND)
    (paper,) = snapshot.papers
    assert list(snapshot.extra) == ["weather"]
    assert snapshot.snapshots[0].extra == {"remark": "a storm that day"}
    assert list(paper.extra) == ["rating", "height", "see also", "extra"]
    assert paper.organization == Organization(name="Kite Works", extra={"country": "CH"})
    assert paper.submitter == Submitter(user="ada", extra={"extra": [1, 2]})
    assert paper.votes[0].extra == {"weather": "windy"}


def test_numbers_that_keep_their_text_travel() -> None:
    """A number added by hand is the same, with the text it had, after a journey to another process."""
    again = pickle.loads(pickle.dumps(_parse(BY_HAND)))  # noqa: S301 - our own value
    assert again.papers[0].extra["rating"] == 4.5
    assert format_snapshot(again).decode() == BY_HAND


@given(ids)
@example("2401.00010")
@example("no")
@example("a\x85b")
@example("a\nb")
@example("'")
def test_ids_always_stand_in_quotes(identifier: str) -> None:
    """Whatever an id is, it is a quoted text in the file and the same id when read."""
    written = format_snapshot(Snapshot(day=DAY, papers=(Paper(id=identifier, title="Kites"),))).decode()
    assert "\n- id: '" in written or '\n- id: "' in written
    assert _parse(written).papers[0].id == identifier


def test_an_empty_day_has_an_empty_list() -> None:
    """A day known to be empty says so."""
    assert format_snapshot(Snapshot(day=DAY)).decode() == "format: 1\nday: 2025-10-31\nsnapshots: []\npapers: []\n"


def test_nothing_is_said_of_what_is_not_known() -> None:
    """Absent fields are absent; 0 upvotes are 0."""
    written = format_snapshot(Snapshot(day=DAY, papers=(Paper(id="1", title="Kites", upvotes=0),))).decode()
    assert written.endswith("papers:\n- id: '1'\n  title: Kites\n  upvotes: 0\n")


def test_a_required_text_may_be_empty() -> None:
    """What must be there is written even when it is empty, so that the file can be read again."""
    snapshot = Snapshot(day=DAY, papers=(Paper(id="1", title="", organization=Organization(name="")),))
    assert _parse(format_snapshot(snapshot).decode()) == snapshot


@pytest.mark.parametrize("path", sorted((REPOSITORY / "content" / "days").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_shipped_days_are_as_the_program_writes_them(path: Path) -> None:
    """The sample content is in the form that a snapshot would write, so that the first one changes what is new."""
    assert format_snapshot(read_snapshot(path)) == path.read_bytes()


@pytest.mark.parametrize(
    ("papers", "problem"),
    [
        ("- {title: Kites}", "papers[1]: the key id is missing"),
        ("- {id: 'x'}", "papers[1]: the key title is missing"),
        ("- {id: 2401.00010, title: x}", "papers[1]: id: found a number (2401.0001); expected text; put it in quotes"),
        ("- {id: x, title: no}", "papers[1]: title: found true or false (False); expected text; put it in quotes"),
        ("- {id: '', title: x}", "papers[1]: id: an empty id; expected the paper's id in its source"),
        ("- {id: ' ', title: x}", "papers[1]: id: an empty id"),
        ("- {id: x, title: x, authors: Ada}", "papers[1]: authors: found the text 'Ada'; expected a list"),
        ("- {id: x, title: x, authors: [1]}", "papers[1]: authors[1]: found a number (1); expected text"),
        ("- {id: x, title: x, upvotes: many}", "papers[1]: upvotes: found the text 'many'; expected a whole number"),
        ("- {id: x, title: x, upvotes: yes}", "papers[1]: upvotes: found true or false (True); expected a whole"),
        ("- {id: x, title: x, published: soon}", "papers[1]: published: "),
        ("- {id: x, title: x, also_on: [2025-10-31T00:00:00Z]}", "papers[1]: also_on[1]: found a datetime; expected"),
        ("- {id: x, title: x, votes: [{at: 2025-10-31, upvotes: 1}]}", "papers[1]: votes[1]: at: found a date"),
        ("- {id: x, title: x, votes: [{upvotes: 1}]}", "papers[1]: votes[1]: the key at is missing"),
        ("- {id: x, title: x, organization: Kites}", "papers[1]: organization: found the text 'Kites'"),
        ("- {id: x, title: x, organization: {slug: k}}", "papers[1]: organization: the key name is missing"),
        ("- {id: x, title: x, links: {code: 1}}", "papers[1]: links"),
        ("- {id: x, title: x}\n- {id: x, title: y}", "papers[2]: x is here twice; keep one"),
        ("- {id: x, title: x}\n- kite", "papers[2]: found text; expected a mapping of keys to values"),
        ("- {id: x, title: x, edited: [titel]}", "papers[1]: edited: unknown key 'titel'; did you mean title?"),
        ("- {id: x, title: x, rating: &r [1], best: *r}", "4: an alias (*)"),
        ("- {id: x, title: x, title: y}", "4: the key title stands here a second time"),
        ("- !!python/object:os.system {id: x}", "4: a YAML tag (python/object:os.system)"),
        ("  {id: x}", "papers: no list; expected a list"),
    ],
)  # fmt: skip
def test_a_problem_has_its_place(papers: str, problem: str) -> None:
    """Whatever is wrong with a paper is one problem, with the file and the key or line."""
    with pytest.raises(ContentError) as raised:
        _parse(f"format: 1\nday: 2025-10-31\npapers:\n{papers}\n")
    (found,) = raised.value.problems
    assert str(found).removeprefix("2025/2025-10-31.yaml").lstrip(": ").startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no mapping of keys to values; expected a snapshot file"),
        ("- a\n", "no mapping of keys to values"),
        ("day: 2025-10-31\n", "format: None; expected format: 1"),
        ("format: 2\npapers: {new: shape}\n", "format: 2; expected format: 1; install a newer Broadsheet"),
        ("format: one\n", "format: 'one'; expected format: 1"),
        ("format: 1\npapers: []\n", "day: found "),
        ("format: 1\nday: soon\npapers: []\n", "day: found 'soon'; expected a day"),
        ("format: 1\nday: 2025-10-31\npapers: []\nsnapshots: {}\n", "snapshots: no list"),
        ("format: 1\nday: 2025-10-31\n", "the key papers is missing"),
        ("format: 1\nday: 2025-10-31\npapers: null\n", "papers: no list"),
        (
            f"format: 1\nday: 2025-10-31\npapers: []\nsnapshots: [{_RECEIPT}]\n",
            "snapshots[1]: fetched_at: found the text '2025-10-31T00:00:00'; expected a moment",
        ),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused(text: str, problem: str) -> None:
    """What is no snapshot of a known format is said in one line."""
    with pytest.raises(ContentError) as raised:
        _parse(text)
    (found,) = raised.value.problems
    assert str(found).startswith(f"2025/2025-10-31.yaml: {problem}")


def test_all_problems_of_a_file_come_together() -> None:
    """Every problem of every key and paper is said at once, in their order."""
    text = "format: 1\nday: soon\nsnapshots:\n- {}\npapers:\n- {id: 1, title: no}\n- {id: x, title: x, stars: s}\n"
    with pytest.raises(ContentError) as raised:
        _parse(text)
    places = [problem.where.removeprefix("2025/2025-10-31.yaml: ") for problem in raised.value.problems]
    receipts = ["snapshots[1]"] * 5
    assert places == ["day", *receipts, "papers[1]: title", "papers[1]: id", "papers[2]: stars"]


def test_all_files_are_read_oldest_first(tmp_path: Path) -> None:
    """The archived days come in their order, over the years."""
    days = [date(2025, 1, 2), date(2024, 12, 31), date(2025, 1, 1)]
    for day in days:
        write_snapshot(tmp_path, Snapshot(day=day))
    assert [snapshot.day for snapshot in read_snapshots(tmp_path)] == sorted(days)


def test_no_days_are_no_snapshots(tmp_path: Path) -> None:
    """Where nothing is archived there is nothing to read."""
    assert read_snapshots(tmp_path) == ()


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    """Two broken files are both named, whatever the reason; good ones do not hide them."""
    write_snapshot(tmp_path, Snapshot(day=DAY))
    for name, text in [("2025-10-29", "format: 9\n"), ("2025-10-30", "a: [\n")]:
        snapshot_path(tmp_path, date.fromisoformat(name)).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        read_snapshots(tmp_path)
    first, second = raised.value.problems
    assert "2025/2025-10-29.yaml" in first.where
    assert "2025/2025-10-30.yaml" in second.where


@pytest.mark.parametrize("name", ["2025/2025-10-30.yaml", "2024/2025-10-31.yaml"])
def test_a_file_is_named_after_its_day(tmp_path: Path, name: str) -> None:
    """A day in the file of another, or in the folder of another year, is an error that says where it belongs."""
    path = tmp_path / "days" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(format_snapshot(Snapshot(day=DAY)))
    with pytest.raises(ContentError, match=r"day: 2025-10-31; expected this day in content/days/2025/2025-10-31\.yaml"):
        read_snapshot(path)


@pytest.mark.parametrize("text", ["a\0b", "half \ud83e"], ids=ascii)
@pytest.mark.parametrize("key", ["title", "abstract", "id", "extra"])
def test_text_no_file_can_hold_is_refused(text: str, key: str) -> None:
    """NUL and half of a surrogate pair in any field, even one added by hand, are an error that names the day."""
    fields: dict[str, Any] = {"id": "1", "title": "Kites", key: text, "extra": {"remark": text}}
    with pytest.raises(ContentError, match=r"the papers of 2025-10-31: the character U\+"):
        format_snapshot(Snapshot(day=DAY, papers=(Paper(**fields),)))


def _parse(text: str) -> Snapshot:
    return parse_snapshot(read_yaml(text, "2025/2025-10-31.yaml", as_written=True), "2025/2025-10-31.yaml")


def _full_paper() -> Paper:
    return Paper(
        id="2401.00010",
        title="Kite$^2$: a Study",
        authors=("Ada Windham", "Knot, Linus", 'Zoë "Kite" Ångström'),
        author_count=3,
        published=date(2025, 10, 30),
        abstract="Kites fly in pairs, for longer than alone, and no one of us could say why that is, nor how it might "
        "be stopped.\nStones do not.",
        upvotes=34,
        comments=0,
        keywords=("kite flying", "1e5", "no"),
        summary="Kites fly.",
        summary_model="kites/large",
        organization=Organization(name="Kite Works", slug="kite-works"),
        submitter=Submitter(name="Ada Windham", user="ada"),
        links={"code": "https://kites.example/code", "discussion": "https://kites.example/papers/2401.00010"},
        stars=120,
        thumbnail="https://kites.example/a.png",
        media=("https://kites.example/a.mp4",),
        votes=(
            VoteCount(at=NOON, upvotes=12, comments=1),
            VoteCount(at=datetime(2025, 11, 1, 12, tzinfo=UTC), upvotes=34),
        ),
        also_on=(date(2025, 11, 3),),
        tags=("Kites",),
        edited=("title",),
    )


def test_numbers_nobody_can_count_to_are_a_problem() -> None:
    """Of votes and stars; a number of a person's own may have any size."""
    row = {"id": "1", "title": "Kites"}
    day: dict[str, Any] = {"format": 1, "day": "2025-10-31", "papers": [{**row, "seed": 10**24}]}
    assert parse_snapshot(day, "here").papers[0].extra == {"seed": 10**24}
    with pytest.raises(ContentError, match="upvotes: a number of too many digits"):
        parse_snapshot({**day, "papers": [{**row, "upvotes": 10**24}]}, "here")
