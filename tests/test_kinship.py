"""Related papers of an archive: which ones are looked at, and what is worked out again."""

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from made_up import archive, paper, snapshot
from sites import build

from generator.cache import NO_CACHE, Cache
from generator.content.snapshots import write_snapshot
from generator.crew import Crew
from generator.kinship import Kinship
from generator.model import Archive, Relation, Snapshot

FIRST = date(2025, 6, 1)
WORDS = "kite wind boat sail moon sun star sea rope cloth reed paper storm field hill lake".split()


def day(number: int, *, upvotes: int = 1, more: str = "") -> Snapshot:
    """A day with three papers, each of three words."""
    papers = [
        paper(
            number * 10 + place,
            title=f"{WORDS[(number * 3 + place) % 16]} {WORDS[(number + place * 5) % 16]}",
            abstract=f"{WORDS[(number * number + place) % 16]} {more}",
            upvotes=upvotes,
        )
        for place in range(3)
    ]
    return snapshot(FIRST + timedelta(days=number), *papers)


def days(count: int) -> list[Snapshot]:
    """So many days, every third of them."""
    return [day(number) for number in range(0, 3 * count, 3)]


def known(of: Archive, cache: Cache, crew: Crew | None = None) -> Kinship:
    """What is related in an archive, with what `cache` holds."""
    kinship = Kinship(of, cache)
    kinship.prepare(crew or Crew())
    return kinship


def shown(kinship: Mapping[str, tuple[Relation, ...]]) -> dict[str, tuple[Relation, ...]]:
    """All of it."""
    return {identifier: kinship[identifier] for identifier in kinship}


def clean(snapshots: Sequence[Snapshot]) -> dict[str, tuple[Relation, ...]]:
    """What is related when nothing was known before."""
    return shown(known(archive(*snapshots), NO_CACHE))


def test_neighbours_are_not_of_later_days() -> None:
    """Within a quarter of a year that is not over, a paper knows those before it and of its day."""
    made = archive(*days(9))
    found = known(made, NO_CACHE)
    assert any(found.values())
    assert all(made.home[one.id] <= made.home[identifier] for identifier in found for one in found[identifier])


def test_a_day_more_changes_nothing_before_it(tmp_path: Path) -> None:
    """Neither what is near, nor what stands for it."""
    cache = Cache(tmp_path)
    before = known(archive(*days(9)), cache)
    after = known(archive(*days(10)), cache)
    assert {identifier: after[identifier] for identifier in before} == shown(before)
    assert before.stamps.items() < after.stamps.items()
    assert shown(after) == clean(days(10))


def test_a_quarter_that_is_over_is_looked_at_by_all(tmp_path: Path) -> None:
    """From its end on, papers know the later ones of it too, but none of the quarter that has begun."""
    cache = Cache(tmp_path)
    july = archive(*days(12))
    assert july.days[-1].day.month == 7
    found = known(july, cache)
    later = {july.home[one.id] for each in july.home for one in found[each] if july.home[one.id] > july.home[each]}
    assert later
    assert max(later) < date(2025, 7, 1)
    assert shown(found) == clean(days(12))


CHANGES: dict[str, Callable[[list[Snapshot]], list[Snapshot]]] = {
    "a day between": lambda some: [*some[:4], day(10), *some[4:]],
    "a day less": lambda some: [*some[:3], *some[4:]],
    "another text": lambda some: [*some[:3], day(9, more="storm storm"), *some[4:]],
    "all but one gone": lambda some: some[:1],
    "all gone": lambda _: [],
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("count", [8, 30])
def test_after_any_change_it_is_as_if_nothing_had_been_known(what: str, count: int, tmp_path: Path) -> None:
    """And once more when the change is taken back."""
    cache, before = Cache(tmp_path), days(count)
    after = CHANGES[what](before)
    assert shown(known(archive(*before), cache)) == clean(before)
    assert shown(known(archive(*after), cache)) == clean(after)
    again = known(archive(*before), cache)
    assert shown(again) == clean(before)
    assert again.stamps == known(archive(*before), NO_CACHE).stamps


def test_votes_are_nothing_to_it(tmp_path: Path) -> None:
    """What stands for a day's relations stays, and nothing is written."""
    cache, some = Cache(tmp_path), days(6)
    before = known(archive(*some), cache)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    after = known(archive(*some[:2], day(6, upvotes=99), *some[3:]), cache)
    assert after.stamps == before.stamps
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == written


def test_any_number_of_processes_finds_the_same() -> None:
    """Two, and one after it went to another process."""
    made = archive(*days(40))
    found = known(made, NO_CACHE, Crew(jobs=2))
    assert shown(found) == clean(days(40))
    assert shown(pickle.loads(pickle.dumps(found))) == shown(found)  # noqa: S301 - pickled here


@pytest.mark.parametrize("damage", ["cut", "removed", "empty"])
def test_a_damaged_cache_does_no_harm(damage: str, tmp_path: Path) -> None:
    """Before the next build, or between finding and showing."""
    cache, made = Cache(tmp_path), archive(*days(20))
    known(made, cache)
    found = known(made, cache)
    for path in sorted(tmp_path.rglob("*")):
        match damage:
            case "cut" if path.is_file():
                path.write_bytes(path.read_bytes()[:-3])
            case "empty" if path.is_file():
                path.write_bytes(b"")
            case _:
                pass
    if damage == "removed":
        shutil.rmtree(tmp_path)
    assert shown(found) == clean(days(20))
    assert shown(known(made, cache)) == clean(days(20))


def test_changed_titles_of_neighbours_are_noticed(tmp_path: Path) -> None:
    """What stands for a day changes with what its papers' neighbours are called."""
    cache = Cache(tmp_path)
    one = snapshot(FIRST, paper(1, title="Kite", abstract="storm reed"))
    other = snapshot(FIRST + timedelta(days=1), paper(2, title="Boat", abstract="storm reed"))
    retitled = snapshot(FIRST, paper(1, title="A Kite", abstract="storm reed"))
    before, after = known(archive(one, other), cache), known(archive(retitled, other), cache)
    assert [near.id for near in after["2510.00002"]] == ["2510.00001"]
    assert before.stamps[other.day] != after.stamps[other.day]


def test_pages_show_related_papers_with_the_words(site_root: Path) -> None:
    """Each with a link and the words that both share, in the page's spelling; turned off, nothing of it is there."""
    write_snapshot(site_root / "content", snapshot(FIRST, paper(1, title="Reed <i>Storms</i>", abstract="Sails.")))
    later = snapshot(FIRST + timedelta(days=1), paper(2, title="On reeds", abstract="A storm. SAILS"))
    write_snapshot(site_root / "content", later)
    page = build(site_root, site_root / "site") / "papers" / "2510.00002" / "index.html"
    assert re.findall(r"<li><a href=([^>]+)>([^<]+)</a> <small>(.+?)</small>", page.read_text("utf-8")) == [
        ("/papers/papers/2510.00001/", "Reed &lt;i&gt;Storms&lt;/i&gt;", "reeds, storm, SAILS")
    ]
    (site_root / "content" / "site.yaml").write_text("title: T\nrelated: false\n", encoding="utf-8")
    build(site_root, site_root / "site")
    assert "Related papers" not in page.read_text("utf-8")


def test_numpy_is_imported_only_when_something_changed(site_root: Path) -> None:
    """A build that finds everything known pays nothing for it."""
    write_snapshot(site_root / "content", day(1))
    program = (
        "import sys\nfrom generator.cli import main\n"
        "assert main(['-C', sys.argv[1], 'build', '--offline', '--jobs', '1']) == 0\nprint('numpy' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(site_root)]
    said = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)]
    assert [one.split()[-1] for one in said] == ["True", "False"]
