"""Files, read and written so that nothing is ever half there."""

import contextlib
import os
import re
import tempfile
from pathlib import Path

from generator.errors import ContentError, OutputError, Problem

_LEFTOVER = re.compile(r"\..+\.[a-z0-9_]{8}\.tmp")


def files_below(folder: Path) -> list[Path]:
    """Every file below `folder`, sorted; those whose names begin with a dot (an editor's, a write cut off) are not.

    Raises:
        ContentError: A folder that cannot be looked into: its files must not be taken for absent.
    """
    found: list[Path] = []
    try:
        for place, _, names in os.walk(folder, onerror=_raise):
            found += (Path(place, name) for name in names if not name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        found_instead = f"cannot be looked into: {error.strerror}"
        raise ContentError(Problem(where=str(error.filename), found=found_instead)) from error
    return sorted(found)


def _raise(error: OSError) -> None:
    raise error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises:
        ContentError: It cannot be read, or is not UTF-8.
    """
    try:
        return decoded(path.read_bytes(), path)
    except OSError as error:
        raise ContentError(Problem(where=str(path), found=f"cannot be read: {error.strerror}")) from error


def decoded(data: bytes, path: Path) -> str:
    """The text that the file at `path` holds.

    Raises:
        ContentError: It is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(path, error)) from error


def not_utf8(where: Path | str, error: UnicodeDecodeError) -> Problem:
    """What is wrong with a file that is not UTF-8."""
    return Problem(where=str(where), found=f"byte {error.start} is not UTF-8", remedy="save the file as UTF-8")


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data`: at any moment, a power cut included, it holds the old bytes or the new ones.

    Raises:
        OutputError: The disk refuses; the old file is untouched.
    """
    temporary: str | None = None
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            _sync_folder(path.parent.parent)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        os.replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        found = f"cannot be written: {error.strerror}"
        remedy = "the file is as it was; make room or mend the permissions, then run again"
        raise OutputError(Problem(where=str(path), found=found, remedy=remedy)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Remove what writes that were cut off left below `folder`; no other write may be under way there.

    Other people's hidden files, whatever they end in, are theirs.
    """
    for path in folder.rglob(".*.tmp"):
        if _LEFTOVER.fullmatch(path.name):
            with contextlib.suppress(OSError):
                path.unlink()
