"""Days that could not be read stand in a file until they can."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.content.gaps import gaps_by_day, read_gaps, write_gaps
from generator.errors import ContentError
from generator.model import Gap

SINCE = datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)


def _gap(day: int, source: str = "huggingface", problem: str = "the answer 500") -> Gap:
    return Gap(day=date(2025, 10, day), source=source, since=SINCE, problem=problem)


def test_gaps_that_were_written_are_read(tmp_path: Path) -> None:
    """Sorted by day and source, whatever their order was and whatever text a source sent."""
    gaps = [_gap(31), _gap(30, "lab", "no: '{'\n# é 🪁"), _gap(30)]
    write_gaps(tmp_path, gaps_by_day(gaps))
    assert read_gaps(tmp_path) == (gaps[2], gaps[1], gaps[0])


def test_same_gaps_touch_no_file(tmp_path: Path) -> None:
    """A run that failed as the last one did changes nothing."""
    gaps = gaps_by_day([_gap(31)])
    write_gaps(tmp_path, gaps)
    before = (tmp_path / "gaps.yaml").stat()
    write_gaps(tmp_path, gaps)
    assert (tmp_path / "gaps.yaml").stat().st_ino == before.st_ino


def test_no_gaps_are_no_file(tmp_path: Path) -> None:
    """The file goes with the last of them."""
    write_gaps(tmp_path, gaps_by_day([_gap(31)]))
    write_gaps(tmp_path, {})
    assert list(tmp_path.iterdir()) == []
    assert read_gaps(tmp_path) == ()


@pytest.mark.parametrize("text", ["format: 2\n", "format: 1\ngaps: [3]\n", "format: 1\nholes: []\n", "- a\n", "\t"])
def test_file_that_a_mistake_was_made_in_is_named(tmp_path: Path, text: str) -> None:
    """The problem tells which file it is in."""
    (tmp_path / "gaps.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"content/gaps\.yaml"):
        read_gaps(tmp_path)
