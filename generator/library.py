"""The archive's days as a build needs them: a sketch of each, a paper when it is asked for.

Both are worked out once for each file and kept in the cache under the file's digest; a day whose file did not change
is not parsed again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from generator.archive.sketches import sketch_of
from generator.archive.tags import ledger_of
from generator.archive.whole import whole_paper
from generator.cache import Cache, digest, program_digest
from generator.content.snapshots import parse_file, read_snapshot, snapshot_path
from generator.crew import Crew
from generator.errors import ContentError, Problem
from generator.files import files_below
from generator.model import LedgerTag, Paper, Sketch, Snapshot
from generator.schema import pack, unpack

_DAYS, _SKETCHES = "days", "sketches"
_FILES_AT_ONCE = 24
_FILE_S = 0.004
_KEPT_DAYS = 256


class Library:
    """The days below `content`, with what `ledger` finds in them; `cache` keeps what was worked out."""

    def __init__(self, content: Path, cache: Cache, ledger: tuple[LedgerTag, ...]) -> None:
        """Read nothing yet."""
        self._content, self._cache, self._ledger = content, cache, ledger
        self._stamp = digest(program_digest(), pack(ledger))

    def sketches(self, crew: Crew) -> tuple[Sketch, ...]:
        """A sketch of every day, oldest first; files that are new are read by `crew`, a few at a time.

        Raises:
            ContentError: Everything that is wrong with any of the files.
        """
        found: dict[Path, Sketch] = {}
        keys = {path: self._key(path) for path in files_below(self._content / "days")}
        for path, key in keys.items():
            if (kept := self._kept(key)) is not None:
                found[path] = kept
        unread = [(path, key) for path, key in keys.items() if path not in found]
        groups = [unread[at : at + _FILES_AT_ONCE] for at in range(0, len(unread), _FILES_AT_ONCE)]
        problems: list[Problem] = []
        with crew.for_work(len(unread) * _FILE_S) as executor:
            for group, read in zip(groups, executor.map(self._read, groups), strict=True):
                for (path, _), outcome in zip(group, read, strict=True):
                    if isinstance(outcome, bytes):
                        found[path] = unpack(Sketch, outcome)
                    else:
                        problems += outcome
        if problems:
            raise ContentError(problems)
        if unread:
            self._cache.sweep(_SKETCHES, keys.values())
            self._cache.sweep(_DAYS, {sketch.digest for sketch in found.values()})
        return tuple(sorted(found.values(), key=lambda sketch: sketch.day))

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
        return read_snapshot(snapshot_path(self._content, day))

    def _key(self, path: Path) -> str:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ContentError(Problem(where=str(path), found=f"cannot be read: {error.strerror}")) from error
        return digest(self._stamp, path.name.encode(), data).hex()

    def _kept(self, key: str) -> Sketch | None:
        kept = self._cache.get(_SKETCHES, key)
        if kept is None:
            return None
        try:
            return unpack(Sketch, kept)
        except ValueError:
            return None

    def _read(self, group: Sequence[tuple[Path, str]]) -> list[bytes | list[Problem]]:
        """Each file's sketch, packed, or what is wrong with it."""
        ledger = ledger_of(self._ledger)
        outcomes: list[bytes | list[Problem]] = []
        for path, key in group:
            try:
                data = path.read_bytes()
                snapshot = parse_file(data, path)
            except ContentError as error:
                outcomes.append(list(error.problems))
                continue
            file_digest = digest(self._stamp, data).hex()
            self._cache.put(_DAYS, file_digest, pack(snapshot))
            sketch = pack(sketch_of(snapshot, ledger, digest=file_digest))
            self._cache.put(_SKETCHES, key, sketch)
            outcomes.append(sketch)
        return outcomes


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

    def __reduce__(self) -> tuple[type, tuple[Library, Mapping[str, date], Mapping[date, str]]]:
        """For another process: without what was read."""
        return Shelf, (self._library, self._home, self._digests)

    def _papers(self, day: date) -> dict[str, Paper]:
        snapshot = self._library.snapshot(day, self._digests[day])
        return {paper.id: whole_paper(paper) for paper in snapshot.papers}
