"""What earlier answers can be asked for by is kept as long as it can be relied on, and is never needed."""

from pathlib import Path

import pytest

from generator.fetch import NO_VALIDATORS, Validators
from generator.remembered import Remembered

TAG = Validators(etag='"a"', last_modified="Fri, 31 Oct 2025 10:00:00 GMT")


def _kept(cache: Path) -> Remembered:
    """What another run finds, after one remembered the answer `boats`."""
    remembered = Remembered(cache)
    remembered.note("boats", TAG, state="as it is")
    remembered.save()
    return Remembered(cache)


def test_next_run_asks_by_what_was_remembered(tmp_path: Path) -> None:
    """Both validators come back for the same question."""
    assert _kept(tmp_path).validators("boats", state="as it is") == TAG
    assert _kept(tmp_path).validators("kites", state="as it is") is None


def test_archive_that_changed_is_read_whole(tmp_path: Path) -> None:
    """What was remembered of another state of the archive counts for nothing."""
    assert _kept(tmp_path).validators("boats", state="an older file was put back") is None


def test_nothing_to_ask_by_is_not_kept(tmp_path: Path) -> None:
    """Neither an answer without validators, nor one of a state that has no name."""
    remembered = Remembered(tmp_path)
    remembered.note("boats", NO_VALIDATORS, state="as it is")
    remembered.note("kites", TAG, state="")
    remembered.save()
    assert not (tmp_path / "answers.json").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"boats": 3}', '{"boats": {"etag": 1}}', "[" * 100_000, "\x00"])
def test_cache_that_was_damaged_is_none(tmp_path: Path, text: str) -> None:
    """Everything is read whole, and the next answer is remembered as ever."""
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")
    assert Remembered(tmp_path).validators("boats", state="as it is") is None
    assert _kept(tmp_path).validators("boats", state="as it is") == TAG


def test_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    """A file stands where the folder would be: the run goes on."""
    (tmp_path / "cache").touch()
    assert _kept(tmp_path / "cache").validators("boats", state="as it is") is None
