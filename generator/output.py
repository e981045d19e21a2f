"""Outputs → the output folder: only what changed is written, what no page claims goes, nothing outside is touched."""

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.cache import Cache, digest
from generator.errors import OutputError, Problem
from generator.model import MARK, Output
from generator.schema import pack, unpack

_KEPT = frozenset({".git", ".gitignore", "CNAME"})
"""What at the top of the output folder is not ours: a checkout's own files, and GitHub Pages' host name."""
SIGN = frozenset({".nojekyll", "sitemap.xml"})
"""A folder that holds these, the second one ours, was written by a build."""
_WAITING = ".waiting"
_TREES = "trees"


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


class Leaf(NamedTuple):
    """A file as it was left: its number and size, when it was last touched, as `stat` tells it; its bytes' digest.

    The number tells apart files that changed places with the folders they stand in.
    """

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int
    digest: bytes


class Put(NamedTuple):
    """What was done for one file: `state` is same, new (in its place), or waiting (beside the old one)."""

    file: str
    state: str
    leaf: Leaf


class Span(NamedTuple):
    """A chapter as it was planned: its stamp, and where in the plan its files begin and end."""

    stamp: bytes
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The output folder as the last build left it.

    `stamps` tell what each file was made of, in the order of the plan, `chapters` which of them were planned together,
    `settings` what all files of a template were made with, `folders` when the entries of each folder last changed.
    """

    settings: Mapping[str, bytes] = field(default_factory=dict)
    stamps: Mapping[str, bytes] = field(default_factory=dict)
    chapters: Mapping[str, Span] = field(default_factory=dict)
    files: Mapping[str, Leaf] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)


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
    if names - SIGN and not (names >= SIGN and _is_ours(folder / "sitemap.xml")):
        found = f"holds files that no build wrote ({', '.join(sorted(names)[:3])})"
        raise OutputError(Problem(where=str(folder), found=found, remedy="empty the folder or choose another"))


def _is_ours(sitemap: Path) -> bool:
    return MARK.encode() in sitemap.read_bytes()[:400]


def read_tree(cache: Cache, folder: Path) -> Tree:
    """What is known of `folder` from the last build; nothing if that was never kept, or is damaged."""
    kept = cache.get(_TREES, _key(folder))
    if kept is not None:
        with suppress(ValueError):
            return unpack(Tree, kept)
    return Tree()


def keep_tree(cache: Cache, folder: Path, tree: Tree) -> None:
    """Note how the build left `folder`."""
    cache.put(_TREES, _key(folder), pack(tree))


def _key(folder: Path) -> str:
    return digest(os.fsencode(folder.resolve())).hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What was done to the output folder since the last build left it so.

    `files` that hold the same bytes all the same have a new leaf, others None; in `folders` something came or went.
    """

    files: Mapping[str, Leaf | None]
    folders: frozenset[str]


def inspect(cache: Cache, folder: Path) -> Touched:
    """Look at all that the last build left in `folder`; only what was touched is read."""
    before = read_tree(cache, folder)
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return Touched(files=dict.fromkeys(before.files), folders=frozenset(before.folders))
    try:
        return _inspected(before, folder, top)
    finally:
        os.close(top)


def _inspected(before: Tree, folder: Path, top: int) -> Touched:
    """What was done to `folder`, which is open as `top`: names are looked up from there, which is shorter."""
    folders: set[str] = set()
    lost: list[str] = []
    for place, moment in before.folders.items():
        found = _lstat(place[:-1] or ".", top)  # With a slash behind it, a link would be followed.
        if place and found is not None and not stat.S_ISDIR(found.st_mode):
            lost.append(place)
            found = _lstat(place, top)
        if found is None or found.st_mtime_ns != moment:
            folders.add(place)
    files: dict[str, Leaf | None] = {}
    for file, leaf in before.files.items():
        if lost and file.startswith(tuple(lost)):
            files[file] = None  # Where it stands is a link by now: whatever it leads to is none of the site's.
        elif (found := _lstat(file, top)) is None:
            files[file] = None
        elif (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) != leaf[:4]:
            files[file] = _same_leaf(f"{folder}/{file}", found, leaf)
    return Touched(files=files, folders=frozenset(folders))


def _lstat(path: str, top: int) -> os.stat_result | None:
    try:
        return os.stat(path, dir_fd=top, follow_symlinks=False)
    except OSError:
        return None


def _same_leaf(path: str, found: os.stat_result, leaf: Leaf) -> Leaf | None:
    try:
        same = stat.S_ISREG(found.st_mode) and digest(Path(path).read_bytes()) == leaf.digest
    except OSError:
        return None
    return _leaf(found, leaf.digest) if same else None


def _leaf(found: os.stat_result, data_digest: bytes) -> Leaf:
    return Leaf(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, data_digest)


def put(output: Output, folder: Path) -> Put:
    """Write one file where nothing is in its place, else beside it, to be put there when all is done.

    Raises:
        OSError: The disk refuses.
    """
    path = f"{folder}/{output.file}"
    data_digest = digest(output.data)
    try:
        _make_home(path[: path.rfind("/")])
        leaf = _written(path, output.data, data_digest, os.O_EXCL)
    except FileExistsError:
        if os.path.lexists(path):
            return _put_beside(output, path, folder, data_digest)
        _make_way(Path(path), folder)
        leaf = _written(path, output.data, data_digest, os.O_EXCL)
    except NotADirectoryError:
        _make_way(Path(path), folder)
        leaf = _written(path, output.data, data_digest, os.O_EXCL)
    return Put(file=output.file, state="new", leaf=leaf)


def _make_home(place: str) -> None:
    """Make the folder `place`, which mostly is all that is missing."""
    try:
        os.mkdir(place)  # noqa: PTH102 - for each page: a Path costs as much again
    except FileExistsError:
        pass
    except FileNotFoundError:
        Path(place).mkdir(parents=True, exist_ok=True)


def _put_beside(output: Output, path: str, folder: Path, data_digest: bytes) -> Put:
    try:
        found = os.lstat(path)
        same = stat.S_ISREG(found.st_mode) and found.st_size == len(output.data)
        if same and Path(path).read_bytes() == output.data:
            return Put(file=output.file, state="same", leaf=_leaf(found, data_digest))
    except OSError:
        pass  # Whatever it is that cannot be read, it is replaced.
    if Path(path).is_dir():
        _make_way(Path(path), folder)
        return Put(file=output.file, state="new", leaf=_written(path, output.data, data_digest, os.O_EXCL))
    beside = f"{path}{_WAITING}"
    if os.path.lexists(beside):  # A build that was killed left it, or it is none of ours.
        _make_way(Path(beside), folder)
        Path(beside).unlink(missing_ok=True)
    leaf = _written(beside, output.data, data_digest, os.O_EXCL)
    return Put(file=output.file, state="waiting", leaf=leaf)


def _written(path: str, data: bytes, data_digest: bytes, how: int) -> Leaf:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how, 0o644)
    try:
        written = os.write(descriptor, data)
        while written < len(data):  # A disk that fills up takes a part first, and says so at the next attempt.
            written += os.write(descriptor, data[written:])
        return _leaf(os.fstat(descriptor), data_digest)
    except OSError as error:
        os.unlink(path)
        error.filename = path
        raise
    finally:
        os.close(descriptor)


def take_back(puts: Iterable[Put], folder: Path) -> None:
    """Undo what was put: the folder is as it was."""
    for one in puts:
        with suppress(OSError):
            if one.state == "new":
                os.unlink(folder / one.file)
            elif one.state == "waiting":
                os.unlink(f"{folder}/{one.file}{_WAITING}")


def publish(
    puts: Iterable[Put], folder: Path, *, kept: Mapping[str, Leaf], gone: Sequence[str], before: Tree
) -> tuple[Tree, Written]:
    """Put what waits in its place and remove what is `gone` from the plan: then the site is what was planned.

    The tree tells how it was left, but not yet what it was made of.

    Raises:
        OSError: The disk refuses.
    """
    leaves = dict(kept)
    touched = []
    written = 0
    for one in puts:
        leaves[one.file] = _settled(one, folder)
        if one.state != "same":
            touched.append(one.file)
            written += 1
    removed = _removed(gone, folder)
    folders = _folder_times(folder, leaves.keys(), before, touched=[*touched, *gone])
    size = sum(leaf.size for leaf in leaves.values())
    found = Written(written=written, unchanged=len(leaves) - written, removed=removed, size_bytes=size)
    return Tree(files=leaves, folders=folders), found


def _settled(one: Put, folder: Path) -> Leaf:
    if one.state != "waiting":
        return one.leaf
    path = f"{folder}/{one.file}"
    os.replace(f"{path}{_WAITING}", path)
    return _leaf(os.lstat(path), one.leaf.digest)


def strangers(folder: Path, files: Iterable[str], before: Tree, changed: AbstractSet[str]) -> list[str]:
    """What stands in `folder` and is none of `files`: what was left there `before`, and what came since.

    Only folders that are `changed` since then, or new, are looked into.  They are named with a slash behind them.
    Symbolic links are removed at once, so that nothing is written where one leads.

    Raises:
        OSError: The disk refuses.
    """
    claimed = set(files)
    homes = _homes_of(claimed, before)
    found = [file for file in before.files.keys() - claimed if _home(file) in homes]
    found += [place for place in before.folders.keys() - homes if _home(place[:-1]) in homes]
    top = f"{folder}/"
    missing: set[str] = set()
    for place in sorted((homes - before.folders.keys()) | (homes & changed)):
        try:
            entries = [] if _home(place[:-1]) in missing else list(os.scandir(top + place))
        except (FileNotFoundError, NotADirectoryError):
            entries = []
            missing.add(place)
        for entry in entries:
            name = f"{place}{entry.name}"
            if not place and entry.name in _KEPT:
                continue
            if entry.is_symlink():
                os.unlink(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if f"{name}/" not in homes:
                    found.append(f"{name}/")
            elif name not in claimed:
                found.append(name)
    return sorted(set(found))


def _home(name: str) -> str:
    """The folder that `name` stands in, with a slash behind it unless it is the top."""
    return name[: name.rfind("/") + 1]


def _homes_of(files: AbstractSet[str], before: Tree) -> AbstractSet[str]:
    """Every folder that any of `files` stands below, of which most were there `before`."""
    if before.files.keys() <= files:
        return before.folders.keys() | _homes(files - before.files.keys())
    return _homes(files)


def _homes(files: Iterable[str]) -> set[str]:
    """Every folder that any of `files` stands below."""
    homes = {""}
    for file in files:
        home = file[: file.rfind("/") + 1]
        while home not in homes:
            homes.add(home)
            home = home[: home.rfind("/", 0, -1) + 1]
    return homes


def _removed(names: Iterable[str], folder: Path) -> int:
    """Remove what `strangers` found; how many files that were."""
    removed = 0
    for name in names:
        path = folder / name.rstrip("/")
        if name.endswith("/") != path.is_dir() or path.is_symlink():
            continue  # Something that was planned is in its place by now.
        if name.endswith("/"):
            removed += _remove_tree(path)
        else:
            path.unlink(missing_ok=True)
            removed += not name.endswith(_WAITING)
    return removed


def _folder_times(folder: Path, files: AbstractSet[str], before: Tree, *, touched: Iterable[str]) -> dict[str, int]:
    """When the entries of each folder of `files` last changed; those that nothing `touched` are as they were."""
    known = before.folders
    if before.files.keys() <= files:  # Nothing went, as on most days.
        added = _homes(files - before.files.keys()) - known.keys()
        times, anew = dict(known), added | (known.keys() & _homes(touched))
    else:
        homes = _homes(files)
        times = {place: known[place] for place in homes & known.keys()}
        anew = (homes - known.keys()) | (homes & _homes(touched))
    return times | {place: os.lstat(f"{folder}/{place}").st_mtime_ns for place in anew}


def _make_way(path: Path, folder: Path) -> None:
    """Make the folders above `path`; what stands in their way goes, and so does a folder in the file's place."""
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        place = folder / parent
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            place.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        _remove_tree(path)


def _remove_tree(folder: Path) -> int:
    """Remove `folder` with all that is in it, links themselves and not what they lead to; how many files it had."""
    removed = 0
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            removed += _remove_tree(Path(entry.path))
        else:
            os.unlink(entry.path)
            removed += 1
    folder.rmdir()
    return removed
