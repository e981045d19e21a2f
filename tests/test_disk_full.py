"""A disk that is full ends a run with one line; what was archived is whole, and a run with room completes it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from conftest import REPOSITORY
from feed_server import FeedServer, items, payload
from sites import files_in

from generator.content.snapshots import read_snapshot, snapshot_path

FIRST, SECOND = date(2025, 10, 30), date(2025, 10, 31)
_ROOM = 8000
_IN_LITTLE_ROOM = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({_ROOM}, {_ROOM}))
from generator.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _run(root: Path, feed: FeedServer, *program: str) -> tuple[int, str]:
    """The status of a run that asks for both days, and what it said."""
    environment = {**os.environ, "HF_ENDPOINT": feed.url, "SOURCE_DATE_EPOCH": "1762500000"}
    environment |= {"BROADSHEET_TODAY": "2025-11-07", "PYTHONPATH": str(REPOSITORY)}
    options = ["-C", str(root), "snapshot", "--date", str(FIRST), "--date", str(SECOND)]
    ran = subprocess.run(
        [sys.executable, *program, *options], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return ran.returncode, ran.stderr


def test_day_that_has_no_room_stays_as_it_was(site_root: Path) -> None:
    """The days before it are in, the error names its file, and nothing half written is left behind."""
    small = {str(FIRST): items(2), str(SECOND): items(3, first=11)}
    with FeedServer(small) as feed:
        assert _run(site_root, feed, "-m", "generator") == (0, "")
        older = snapshot_path(site_root / "content", SECOND).read_bytes()
        feed.fail(payload(items(3)), day=str(FIRST))
        feed.fail(payload(items(60, first=11)), day=str(SECOND))
        status, said = _run(site_root, feed, "-c", _IN_LITTLE_ROOM)
        assert (status, len(said.splitlines())) == (1, 1)
        assert f"{SECOND}.yaml: cannot be written: " in said
        assert "the file is as it was" in said
        assert snapshot_path(site_root / "content", SECOND).read_bytes() == older
        assert len(read_snapshot(snapshot_path(site_root / "content", FIRST)).papers) == 3
        assert not list(site_root.rglob("*.tmp"))
        assert _run(site_root, feed, "-m", "generator") == (0, "")
        assert len(read_snapshot(snapshot_path(site_root / "content", SECOND)).papers) == 60


def test_archive_that_was_cut_short_ends_as_one_that_was_not(site_root: Path, tmp_path: Path) -> None:
    """Byte for byte, whatever the full disk left undone."""
    other = tmp_path / "roomy"
    (other / "content").mkdir(parents=True)
    (other / "content" / "site.yaml").write_bytes((site_root / "content" / "site.yaml").read_bytes())
    with FeedServer({str(FIRST): items(2), str(SECOND): items(60, first=2)}) as feed:
        assert _run(site_root, feed, "-c", _IN_LITTLE_ROOM)[0] == 1
        assert _run(site_root, feed, "-m", "generator")[0] == 0
        assert _run(other, feed, "-m", "generator")[0] == 0
    assert files_in(site_root / "content") == files_in(other / "content")
