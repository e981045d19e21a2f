"""Files are there whole, or as they were."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import ContentError, OutputError
from generator.files import read_text, write_atomically

_WRITE_TOO_MUCH = """
import resource, sys
from pathlib import Path
from generator.errors import OutputError
from generator.files import write_atomically

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), b"new" * 1000)
except OutputError as error:
    print(error)
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A file is written with the folders above it, and read as UTF-8."""
    path = tmp_path / "a" / "b" / "kites.txt"
    write_atomically(path, "Zoë\r\n🪁".encode())
    assert read_text(path) == "Zoë\r\n🪁"


def test_writing_replaces(tmp_path: Path) -> None:
    """A file that is written again holds the new bytes only, and nothing else is left in the folder."""
    path = tmp_path / "kites.txt"
    write_atomically(path, b"a long old text")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_files_can_be_read_by_all(tmp_path: Path) -> None:
    """A web server that runs as someone else can read what was written."""
    path = tmp_path / "kites.txt"
    write_atomically(path, b"")
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limits on files here")
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path) -> None:
    """When the bytes do not fit, the error names the file, the old bytes stay and no temporary file does."""
    path = tmp_path / "kites.txt"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", _WRITE_TOO_MUCH, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert f"{path}: cannot be written: " in done.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    """A file cannot take the place of a folder: that is an error, and nothing changes."""
    path = tmp_path / "kites"
    (path / "inner").mkdir(parents=True)
    with pytest.raises(OutputError, match="kites: cannot be written"):
        write_atomically(path, b"new")
    assert [found.name for found in tmp_path.rglob("*")] == ["kites", "inner"]


def test_a_file_in_the_place_of_the_folder_stays(tmp_path: Path) -> None:
    """Where a folder would have to be a file is: that is an error, and the file stays."""
    blocker = tmp_path / "days"
    blocker.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"kites\.txt: cannot be written"):
        write_atomically(blocker / "kites.txt", b"new")
    assert blocker.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("data", "byte"), [(b"kites \xff", 6), ("Zoë".encode("latin-1"), 2), ("kites".encode("utf-16"), 0)]
)
def test_what_is_not_utf_8_is_refused(tmp_path: Path, data: bytes, byte: int) -> None:
    """A file in another encoding is an error that names the file and the byte."""
    path = tmp_path / "kites.txt"
    path.write_bytes(data)
    with pytest.raises(ContentError, match=rf"kites\.txt: byte {byte} is not UTF-8; save the file as UTF-8"):
        read_text(path)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    """A file that is not there, or is a folder, is an error that names it."""
    with pytest.raises(ContentError, match="cannot be read"):
        read_text(tmp_path / name)
