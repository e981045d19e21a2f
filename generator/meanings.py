"""Where each paper stands in meaning: worked out once for each day, kept in the cache, published in parts.

A part holds a year that is over, a quarter of the present year that is over, or a month of the present quarter: few
files, of which a day that is added changes one.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from generator.cache import Cache, digest, program_digest
from generator.crew import Crew
from generator.model import Archive, Paper
from generator.schema import pack, unpack

_MEANINGS = "meanings"
_NAMES = b"names"
_PAPER_S = 0.0004
_GROUPS_PER_JOB = 2


class Part(NamedTuple):
    """Papers whose places are published together: the name of their file, and how many there are."""

    name: str
    papers: int


class _Known(NamedTuple):
    """The places of a day's papers, one behind the other, and what they were worked out from."""

    key: bytes
    data: bytes


class Meanings:
    """The places of all papers of `archive`, in the order of their days; `cache` keeps what was worked out."""

    def __init__(self, archive: Archive, cache: Cache) -> None:
        """Find out which papers belong together, and read nothing yet."""
        from generator.search.table import table_version

        self._papers, self._cache = archive.papers, cache
        self.version = table_version()
        days = [(day, own) for day in archive.days if (own := archive.at_home(day))]
        newest = days[-1][0].day if days else date.min
        self._own = {day.day: own for day, own in days}
        self._keys = {
            day.day: digest(self.version.encode(), day.said.encode(), repr(own).encode()) for day, own in days
        }
        self._parts = [list(some) for _, some in groupby(self._own, key=lambda day: _part_of(day, newest))]
        self._months = {month: list(some) for month, some in groupby(self._own, key=_month_of)}
        self._fresh: dict[str, dict[date, _Known]] = {}
        self._names: dict[bytes, str] = {}

    def prepare(self, crew: Crew) -> None:
        """Work out the places of papers in parts whose names are not known, with `crew`."""
        before = self._kept_names()
        stamps = [self._stamp(days) for days in self._parts]
        self._names = {stamp: before[stamp] for stamp in stamps if stamp in before}
        unnamed = [days for days, stamp in zip(self._parts, stamps, strict=True) if stamp not in before]
        if unnamed:
            self._complete({_month_of(day) for days in unnamed for day in days}, crew)
            for days in unnamed:
                self._names[self._stamp(days)] = self._name(days)
        if self._names != before:
            self._cache.put(_MEANINGS, _file(_NAMES), pack(dict(sorted(self._names.items()))))
            self._cache.sweep(_MEANINGS, map(_file, (_NAMES, *(month.encode() for month in self._months))))

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, the oldest first."""
        return tuple(
            Part(self._names[self._stamp(days)], sum(len(self._own[day]) for day in days)) for days in self._parts
        )

    def data(self, number: int) -> bytes:
        """The places of the papers of the part of this number: as many bytes each as there are dimensions."""
        days = self._parts[number]
        self._complete({_month_of(day) for day in days}, Crew())
        return b"".join(self._known(_month_of(day))[day].data for day in days)

    def _name(self, days: Sequence[date]) -> str:
        data = b"".join(self._known(_month_of(day))[day].data for day in days)
        return hashlib.sha256(self.version.encode() + data).hexdigest()[:12]

    def _stamp(self, days: Sequence[date]) -> bytes:
        return digest(*(self._keys[day] for day in days))

    def _kept_names(self) -> dict[bytes, str]:
        kept = self._cache.get(_MEANINGS, _file(_NAMES))
        try:
            return unpack(dict[bytes, str], kept) if kept is not None else {}
        except ValueError:
            return {}

    def _known(self, month: str) -> dict[date, _Known]:
        """What is known of a month, of days that are as they were."""
        if month not in self._fresh:
            kept = self._cache.get(_MEANINGS, _file(month.encode()))
            try:
                found = unpack(dict[date, _Known], kept) if kept is not None else {}
            except ValueError:
                found = {}
            self._fresh[month] = {day: one for day, one in found.items() if self._keys.get(day) == one.key}
        return self._fresh[month]

    def _complete(self, months: set[str], crew: Crew) -> None:
        """Work out what is not known of these months."""
        due = [day for month in sorted(months) for day in self._months[month] if day not in self._known(month)]
        if not due:
            return
        groups = list(self._groups(due, crew.jobs))
        with crew.for_work(sum(len(self._own[day]) for day in due) * _PAPER_S) as executor:
            ids = [[self._own[day] for day in group] for group in groups]
            for group, found in zip(groups, executor.map(_places, [self._papers] * len(groups), ids), strict=True):
                for day, data in zip(group, found, strict=True):
                    self._known(_month_of(day))[day] = _Known(self._keys[day], data)
        for month in {_month_of(day) for day in due}:
            self._cache.put(_MEANINGS, _file(month.encode()), pack(dict(sorted(self._known(month).items()))))

    def _groups(self, due: Sequence[date], jobs: int) -> Iterator[Sequence[date]]:
        size = -(-len(due) // (jobs * _GROUPS_PER_JOB))
        yield from (due[at : at + size] for at in range(0, len(due), size))


def _places(papers: Mapping[str, Paper], days: Sequence[Sequence[str]]) -> list[bytes]:
    """Where the papers of each of `days` stand."""
    from generator.search.meaning import shipped_table, vectors_of

    table = shipped_table()
    return [
        vectors_of([f"{papers[one].title}. {papers[one].abstract}" for one in ids], table).tobytes() for ids in days
    ]


def _part_of(day: date, newest: date) -> tuple[int, ...]:
    if day.year < newest.year:
        return (day.year,)
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter < (newest.month - 1) // 3 else (day.year, quarter, day.month)


def _month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def _file(what: bytes) -> str:
    return digest(program_digest(), what).hex()
