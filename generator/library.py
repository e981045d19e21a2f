"""The archive's days as a build needs them: a sketch of each, a paper when it is asked for.

Both are worked out once for each file and kept in the cache under the file's digest; a day whose file did not change
is not parsed again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.archive.sketches import sketch_of
from generator.archive.tagger import tagger_of
from generator.archive.whole import whole_paper
from generator.cache import Cache, digest, program_digest
from generator.content.snapshots import parse_file, snapshot_path
from generator.crew import Crew
from generator.errors import ContentError, Problem
from generator.files import files_below
from generator.model import Ledger, LedgerTag, Paper, Sketch, Snapshot
from generator.schema import pack, unpack

_DAYS, _SKETCHES = "days", "sketches"
_FILES_AT_ONCE = 24
_FILE_S = 0.004
_KEPT_DAYS = 256
_MONTH = len("2025-10")
_MOMENT_NS = 2_000_000_000


class Library:
    """The days below `content`, with what `ledger` finds in them; `cache` keeps what was worked out."""

    def __init__(self, content: Path, cache: Cache, ledger: Ledger) -> None:
        """Read nothing yet."""
        self._content, self._cache, self._ledger = content, cache, ledger
        self._stamp = digest(program_digest(), pack(_looked_for(ledger)))

    def sketches(self, crew: Crew) -> tuple[Sketch, ...]:
        """A sketch of every day, oldest first; files that are new are read by `crew`, a few at a time.

        Raises:
            ContentError: Everything that is wrong with any of the files.
        """
        months: dict[str, list[Path]] = defaultdict(list)
        for path in files_below(self._content / "days"):
            months[path.name[:_MONTH]].append(path)
        rows = {month: self._known(month, paths) for month, paths in months.items()}
        unread = [path for month, paths in months.items() for path in paths if _name(path) not in rows[month]]
        groups = [unread[at : at + _FILES_AT_ONCE] for at in range(0, len(unread), _FILES_AT_ONCE)]
        problems: list[Problem] = []
        with crew.for_work(len(unread) * _FILE_S) as executor:
            for group, read in zip(groups, executor.map(self._read, groups), strict=True):
                for path, outcome in zip(group, read, strict=True):
                    if isinstance(outcome, bytes):
                        rows[path.name[:_MONTH]][_name(path)] = unpack(_Row, outcome)
                    else:
                        problems += outcome
        if problems:
            raise ContentError(problems)
        self._keep(rows, changed={path.name[:_MONTH] for path in unread})
        return tuple(sorted((row.sketch for found in rows.values() for row in found.values()), key=lambda one: one.day))

    def _known(self, month: str, paths: Sequence[Path]) -> dict[str, "_Row"]:
        """What was worked out of those files of a `month` that are as they were, by name.

        A file is as it was when it looks so, unless it was touched so shortly before that was noted that it may have
        been touched once more, at the same moment (as git does); or when its bytes are the same.
        """
        volume = self._cache.get(_SKETCHES, self._volume(month))
        noted_at = self._cache.kept_at(_SKETCHES, self._volume(month)) - _MOMENT_NS
        try:
            rows = unpack(dict[str, _Row], volume) if volume is not None else {}
        except ValueError:
            rows = {}
        found = {}
        for path in paths:
            row = rows.get(_name(path))
            if row is None:
                continue
            mark = _mark(path)
            is_sure = mark == row.mark and max(mark) < noted_at
            if is_sure or self._digest(_bytes(path)) == row.sketch.digest:
                found[_name(path)] = row
        return found

    def _keep(self, rows: Mapping[str, Mapping[str, "_Row"]], *, changed: AbstractSet[str]) -> None:
        """Note what was worked out of the files of each month that `changed`; forget what nothing needs any more."""
        for month in changed:
            self._cache.put(_SKETCHES, self._volume(month), pack(rows[month]))
        if changed:
            self._cache.sweep(_SKETCHES, map(self._volume, rows))
            self._cache.sweep(_DAYS, {row.sketch.digest for found in rows.values() for row in found.values()})

    def _volume(self, month: str) -> str:
        return digest(self._stamp, month.encode()).hex()

    def _digest(self, data: bytes) -> str:
        return digest(self._stamp, data).hex()

    def snapshot(self, day: date, file_digest: str) -> Snapshot:
        """The snapshot of `day`, from the cache where it is there.

        Raises:
            ContentError: Its file is not what it was when the build began.
        """
        kept = self._cache.get(_DAYS, file_digest)
        if kept is not None:
            try:
                return unpack(Snapshot, kept)
            except ValueError:
                pass
        path = snapshot_path(self._content, day)
        data = _bytes(path)
        if self._digest(data) != file_digest:
            raise ContentError(Problem(where=str(path), found="changed while it was built", remedy="build again"))
        return parse_file(data, path)

    def _read(self, group: Sequence[Path]) -> list[bytes | list[Problem]]:
        """What is worked out of each file, packed, or what is wrong with it."""
        tagger = tagger_of(self._ledger)
        outcomes: list[bytes | list[Problem]] = []
        for path in group:
            try:
                mark, data = _mark(path), _bytes(path)
                snapshot = parse_file(data, path)
            except ContentError as error:
                outcomes.append(list(error.problems))
                continue
            file_digest = self._digest(data)
            with suppress(ValueError):  # A number of a person's own that no cache can hold: the file is read again.
                self._cache.put(_DAYS, file_digest, pack(snapshot))
            outcomes.append(pack(_Row(mark=mark, sketch=sketch_of(snapshot, tagger, digest=file_digest))))
        return outcomes


def _looked_for(ledger: Ledger) -> list[LedgerTag]:
    """What of the `ledger` decides how papers are tagged: neither areas nor descriptions do."""
    return [replace(tag, description="", area="") for tag in ledger.tags]


class _Row(NamedTuple):
    """What was worked out of a day's file, and how the file looked just before: size, times of change."""

    mark: tuple[int, int, int]
    sketch: Sketch


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ContentError:
    return ContentError(Problem(where=str(path), found=f"cannot be read: {error.strerror}"))


class Shelf(Mapping[str, Paper]):
    """The papers of an archive by id, each read when it is asked for; the days that were read last are kept."""

    def __init__(self, library: Library, home: Mapping[str, date], digests: Mapping[date, str]) -> None:
        """Take where each paper is at home, and the digest of each day's file."""
        self._library, self._home, self._digests = library, home, digests
        self._day = lru_cache(maxsize=_KEPT_DAYS)(self._papers)

    def __getitem__(self, identifier: str) -> Paper:
        """The paper, with what other sources say of it."""
        return self._day(self._home[identifier])[identifier]

    def __iter__(self) -> Iterator[str]:
        """Ids, those of the oldest day first."""
        return iter(self._home)

    def __len__(self) -> int:
        """How many papers there are."""
        return len(self._home)

    def only(self, ids: Iterable[str]) -> "Shelf":
        """The papers of `ids` alone, as another process may be given them."""
        home = {identifier: self._home[identifier] for identifier in ids}
        return Shelf(self._library, home, {day: self._digests[day] for day in home.values()})

    def __reduce__(self) -> tuple[type, tuple[Library, Mapping[str, date], Mapping[date, str]]]:
        """For another process: without what was read."""
        return Shelf, (self._library, self._home, self._digests)

    def _papers(self, day: date) -> dict[str, Paper]:
        snapshot = self._library.snapshot(day, self._digests[day])
        return {paper.id: whole_paper(paper) for paper in snapshot.papers}
