"""Outputs → the output folder: only what changed is written, what no page claims goes, nothing outside is touched."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError, Problem
from generator.model import MARK, Output

_KEPT = frozenset({".git", ".gitignore", "CNAME"})
"""What at the top of the output folder is not ours: a checkout's own files, and GitHub Pages' host name."""
_SIGN = frozenset({".nojekyll", "sitemap.xml"})
"""A folder that holds these, the second one ours, was written by a build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the site's files."""

    written: int
    unchanged: int
    removed: int
    size_bytes: int

    @property
    def files(self) -> int:
        """How many files the site has."""
        return self.written + self.unchanged


def check_folder(folder: Path, *, root: Path) -> None:
    """Refuse a folder that is not for a build's output: files in it that no build wrote would be removed.

    The site's own `site/` holds nothing else by definition.

    Raises:
        OutputError: It holds the site's sources, or something else than an earlier build.
    """
    place = folder.resolve()
    sources = [(root / name).resolve() for name in ("content", "themes")]
    for source in (root.resolve(), *sources):
        if place == source or place in source.parents or (source in sources and source in place.parents):
            remedy = "choose a folder of its own"
            raise OutputError(
                Problem(where=str(folder), found="would replace what the site is made from", remedy=remedy)
            )
    if folder.exists() and not folder.is_dir():
        raise OutputError(Problem(where=str(folder), found="is no folder", remedy="choose another name"))
    if place == (root / "site").resolve():
        return
    names = {entry.name for entry in os.scandir(folder)} - _KEPT if folder.is_dir() else set()
    if names - _SIGN and not (names >= _SIGN and _is_ours(folder / "sitemap.xml")):
        found = f"holds files that no build wrote ({', '.join(sorted(names)[:3])})"
        raise OutputError(Problem(where=str(folder), found=found, remedy="empty the folder or choose another"))


def write_outputs(outputs: Iterable[Output], folder: Path) -> Written:
    """Make `folder` hold exactly `outputs`, beside its own `.gitignore`.

    The sign of a build is written first, so that an interrupted one can be finished by the next.

    Raises:
        OutputError: The disk refuses.
    """
    ordered = sorted(outputs, key=lambda output: (output.file not in _SIGN, output.file))
    written = unchanged = size = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_links(folder, kept=_KEPT)
        for output in ordered:
            size += len(output.data)
            if _holds(folder / output.file, output.data):
                unchanged += 1
            else:
                _write(folder / output.file, output.data, folder)
                written += 1
        removed = _prune(folder, {output.file for output in ordered})
    except OSError as error:
        found = f"cannot be written: {error.strerror}"
        remedy = "make room or mend the permissions, then build again"
        raise OutputError(Problem(where=str(error.filename or folder), found=found, remedy=remedy)) from error
    return Written(written=written, unchanged=unchanged, removed=removed, size_bytes=size)


def _is_ours(sitemap: Path) -> bool:
    return MARK.encode() in sitemap.read_bytes()[:400]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return os.path.getsize(path) == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes, folder: Path) -> None:
    """Put `data` at `path`; what readers may be looking at is replaced in one step."""
    _make_way(path, folder)
    if not path.exists():
        path.write_bytes(data)
        return
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _make_way(path: Path, folder: Path) -> None:
    """Make the folders above `path`; what stands in their way goes, and so does a folder in the file's place."""
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        place = folder / parent
        if place.is_file():
            place.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        _remove_tree(path)


def _remove_links(folder: Path, *, kept: frozenset[str] = frozenset()) -> None:
    """Remove every symbolic link below `folder`, so that nothing is read or written where one leads."""
    for entry in list(os.scandir(folder)):
        if entry.name in kept:
            continue
        if entry.is_symlink():
            os.unlink(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            _remove_links(Path(entry.path))


def _prune(folder: Path, files: set[str]) -> int:
    """Remove every file that is not among `files`, then folders left empty."""
    removed = 0
    for path, is_folder in _walk(folder):
        name = path.relative_to(folder)
        if name.parts[0] in _KEPT:
            continue
        if is_folder:
            if not os.listdir(path):
                path.rmdir()
        elif name.as_posix() not in files:
            path.unlink()
            removed += 1
    return removed


def _walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """What is below `folder`, a folder after all that it holds."""
    for entry in list(os.scandir(folder)):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
            yield path, True
        else:
            yield path, False


def _remove_tree(folder: Path) -> None:
    for path, is_folder in _walk(folder):
        if is_folder:
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()
