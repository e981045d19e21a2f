"""One run at a time writes, and one that was killed stands in nobody's way."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

from generator.errors import OutputError
from generator.lock import writing

_HOLDER = (
    "import sys, time; from pathlib import Path; from generator.lock import writing\n"
    "with writing(Path(sys.argv[1]), say=print): print('held', flush=True); time.sleep(60)"
)


def _holder(content: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _HOLDER, str(content)]
    holder = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def _ended(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


def test_second_run_waits_and_says_so(tmp_path: Path) -> None:
    """When the first one takes too long, the error says what to do."""
    holder = _holder(tmp_path)
    said: list[str] = []
    with (
        pytest.raises(OutputError, match="run again when it is done"),
        writing(tmp_path, say=said.append, wait_s=0.2),
    ):
        pass
    _ended(holder)
    assert said == ["another run of broadsheet is writing to this archive; waiting for it to end"]


def test_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    """The next one begins at once."""
    _ended(_holder(tmp_path))
    said: list[str] = []
    with writing(tmp_path, say=said.append, wait_s=0.2):
        assert said == []


def test_leftovers_of_a_killed_run_go(tmp_path: Path) -> None:
    """Files that were being written are removed; finished ones, and hidden ones of a person's, are not."""
    (tmp_path / "days").mkdir()
    half = tmp_path / "days" / ".2025-10-31.yaml.ab_cd12e.tmp"
    own = tmp_path / "days" / ".drafts.tmp"
    whole = tmp_path / "days" / "2025-10-31.yaml"
    for path in (half, whole, own):
        path.touch()
    with writing(tmp_path, say=print):
        assert (half.exists(), whole.exists(), own.exists()) == (False, True, True)


def test_removed_cache_lets_nobody_in(tmp_path: Path) -> None:
    """The lock is the folder itself: there is no file that somebody could remove while a run holds it."""
    holder = _holder(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError), writing(tmp_path, say=lambda _: None, wait_s=0.2):
        pass
    _ended(holder)
