"""The index of tags, gathered month by month: kept or counted anew, it is the same."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from made_up import paper

from generator.archive.index import index_sketches
from generator.archive.sketches import sketch_of
from generator.archive.tagger import Tagger
from generator.cache import NO_CACHE, Cache
from generator.model import Archive, Content, Least, Ledger, LedgerTag, Snapshot

_LEDGER = Ledger(tags=(LedgerTag(name="Kites", slug="kites"),))
_DAYS = (
    Snapshot(day=date(2025, 9, 30), papers=(paper(1, keywords=("Wind", "kites")), paper(2, keywords=("wind",)))),
    Snapshot(day=date(2025, 10, 1), papers=(paper(3, keywords=("wind", "stunt kites")), paper(1, keywords=("rain",)))),
)


def indexed(snapshots: Sequence[Snapshot], cache: Cache) -> Archive:
    """The archive of `snapshots`, whose files are told apart by how many papers they hold."""
    tagger = Tagger(_LEDGER)
    sketches = [sketch_of(one, tagger, digest=f"{one.day} {len(one.papers)}") for one in snapshots]
    content = Content(snapshots=(), ledger=_LEDGER, pages=(), notes={})
    return index_sketches(sketches, content, papers={}, least=Least(tags=1), cache=cache)


def test_months_that_are_kept_come_to_the_same(tmp_path: Path) -> None:
    """An archive is the same whether its months were counted before or not."""
    first = indexed(_DAYS, Cache(tmp_path))
    assert first.tags["wind"].papers == ("2510.00002", "2510.00001", "2510.00003")
    assert indexed(_DAYS, Cache(tmp_path)) == first == indexed(_DAYS, NO_CACHE)


def test_a_month_whose_papers_came_before_is_counted_anew(tmp_path: Path) -> None:
    """A paper that an earlier file turns out to hold no longer counts where it did, though that file is the same."""
    indexed(_DAYS[1:], Cache(tmp_path))
    later = indexed(_DAYS, Cache(tmp_path))
    assert "rain" not in later.tags
    assert later == indexed(_DAYS, NO_CACHE)


def test_what_is_kept_of_a_month_may_be_lost_or_damaged(tmp_path: Path) -> None:
    """A month whose count is gone or broken is counted anew."""
    first = indexed(_DAYS, Cache(tmp_path))
    lost, damaged = sorted((tmp_path / "tallies").iterdir())
    lost.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert indexed(_DAYS, Cache(tmp_path)) == first


def test_only_months_that_are_there_are_kept(tmp_path: Path) -> None:
    """What was kept of a month goes with it."""
    indexed(_DAYS, Cache(tmp_path))
    indexed(_DAYS[:1], Cache(tmp_path))
    assert len(list((tmp_path / "tallies").iterdir())) == 1


def test_words_of_a_month_tell_where_each_leads() -> None:
    """A month knows the tags and keywords of its own papers, as each is spelled, with their slugs."""
    words = indexed(_DAYS, NO_CACHE).words
    assert words[2025, 9] == (("kites", "kites"), ("wind\nwind", "wind"), ("wind\nWind", "wind"))
    assert words[2025, 10] == (("wind\nwind", "wind"), ("stunt kite\nstunt kites", "stunt-kite"))
