"""Which papers are related to each: worked out once for each day, kept in the cache, found by the paper's id.

A paper's neighbours are of its own day and of earlier ones, and of all days up to the end of the last quarter of a year
that is over.  So a day that is added changes what is near to its own papers only; four times a year every paper
learns of those that came after it.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.cache import Cache, digest, program_digest
from generator.crew import Crew
from generator.model import Archive, Paper, Relation
from generator.schema import pack, unpack

if TYPE_CHECKING:
    from generator.archive.related import Bags, Field, Near, Rarity, Vectors

_RELATED, _VECTORS = "related", "vectors"
_INDEX = b"index"
_PAPER_S, _PAIR_S = 0.0003, 4e-9
_GROUPS_PER_JOB = 2
_KEPT_MONTHS = 64


class _Known(NamedTuple):
    """Of a day: what its relations were worked out from, and what stands for all that pages show of them."""

    key: bytes
    stamp: bytes


class _Rows(NamedTuple):
    """The relations of a day's papers, by id, and what they were worked out from."""

    key: bytes
    papers: dict[str, tuple[Relation, ...]]


class Kinship(Mapping[str, tuple[Relation, ...]]):
    """The papers related to each paper, by its id, the nearest first; `stamps` tell what stands for those of a day."""

    def __init__(self, archive: Archive, cache: Cache) -> None:
        """Find out what each day's relations are made from; nothing is known of them yet."""
        self._archive, self._cache = archive, cache
        self._plan = _Plan(archive)
        self._known: dict[date, _Known] = {}
        self._fresh: dict[str, dict[date, _Rows]] = {}
        self._month = lru_cache(maxsize=_KEPT_MONTHS)(self._kept)

    @property
    def stamps(self) -> Mapping[date, bytes]:
        """What stands for all that pages show of a day's relations."""
        return {day: known.stamp for day, known in self._known.items()}

    def __getitem__(self, identifier: str) -> tuple[Relation, ...]:
        """The papers related to this one."""
        day = self._archive.home[identifier]
        month = _month_of(day)
        rows = self._fresh.get(month, {}).get(day) or self._month(month).get(day)
        if rows is None or rows.key != self._plan.keys[day]:  # It was taken from the cache meanwhile.
            self._fresh.setdefault(month, {}).update(self._worked_out([day], Crew()))
            rows = self._fresh[month][day]
        return rows.papers.get(identifier, ())

    def __iter__(self) -> Iterator[str]:
        """Ids, those of the oldest day first."""
        return iter(self._archive.home)

    def __len__(self) -> int:
        """How many papers there are."""
        return len(self._archive.home)

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: what is in the cache is read there."""
        return _restored, (self._archive, self._cache, self._known, self._fresh)

    def prepare(self, crew: Crew) -> None:
        """Work out the relations of the days of which they are not known, with `crew`."""
        before = self._index()
        keys = self._plan.keys
        self._known = {day: known for day, known in before.items() if keys.get(day) == known.key}
        due = [day for day in keys if day not in self._known]
        if due:
            for day, rows in self._worked_out(due, crew).items():
                self._known[day] = _Known(rows.key, self._stamp(rows))
                self._fresh.setdefault(_month_of(day), {})[day] = rows
        if due or len(before) > len(keys):
            self._keep()

    def _index(self) -> dict[date, _Known]:
        kept = self._cache.get(_RELATED, _name(_INDEX))
        try:
            return unpack(dict[date, _Known], kept) if kept is not None else {}
        except ValueError:
            return {}

    def _kept(self, month: str) -> dict[date, _Rows]:
        kept = self._cache.get(_RELATED, _name(month.encode()))
        try:
            return unpack(dict[date, _Rows], kept) if kept is not None else {}
        except ValueError:
            return {}

    def _keep(self) -> None:
        """Note what was worked out, beside what was known of the same months."""
        keys = self._plan.keys
        for month, fresh in self._fresh.items():
            old = {day: rows for day, rows in self._kept(month).items() if keys.get(day) == rows.key}
            self._cache.put(_RELATED, _name(month.encode()), pack(dict(sorted((old | fresh).items()))))
        self._cache.put(_RELATED, _name(_INDEX), pack(dict(sorted(self._known.items()))))
        months = [month.encode() for month in self._plan.months]
        self._cache.sweep(_RELATED, map(_name, (_INDEX, *months)))
        self._cache.sweep(_VECTORS, map(_name, months))

    def _stamp(self, rows: _Rows) -> bytes:
        headlines, home = self._archive.headlines, self._archive.home
        shown = [
            (identifier, [(one.id, one.words, headlines[one.id].title, home[one.id]) for one in found])
            for identifier, found in rows.papers.items()
        ]
        return digest(repr(shown).encode("utf-8", "surrogatepass"))

    def _worked_out(self, due: Sequence[date], crew: Crew) -> dict[date, _Rows]:
        """The relations of the papers of the days that are `due`."""
        from generator.archive.related import Field

        plan = self._plan
        bags, vectors = self._vectors(due, crew)
        field = Field(vectors)
        numbers = {identifier: number for number, identifier in enumerate(field.ids)}
        wanted = [([numbers[one] for one in plan.own[day]], plan.limits[day]) for day in due]
        costs = sum(len(some) * (_PAPER_S + limit * _PAIR_S) for some, limit in wanted)
        size = max(1, -(-len(wanted) // (crew.jobs * _GROUPS_PER_JOB)))
        groups = [wanted[at : at + size] for at in range(0, len(wanted), size)]
        with crew.for_work(costs) as executor:
            found = [near for group in executor.map(_nearest, [field] * len(groups), groups) for near in group]
        return {day: self._in_words(day, near, field.ids, bags) for day, near in zip(due, found, strict=True)}

    def _in_words(
        self, day: date, found: Sequence[tuple["Near", ...]], ids: Sequence[str], bags: Mapping[str, "_Bag"]
    ) -> _Rows:
        from generator.archive.related import relations

        own = self._plan.own[day]
        papers = {one: relations(near, ids, *bags[one]) for one, near in zip(own, found, strict=True) if near}
        return _Rows(self._plan.keys[day], papers)

    def _vectors(self, due: Sequence[date], crew: Crew) -> tuple[dict[str, "_Bag"], list["Vectors"]]:
        """The words of the papers of all months of the days that are `due`, and all papers among which they look."""
        from generator.archive.related import joined_rarity, usual_rarity, vectors_of

        plan = self._plan
        last = max(plan.limits[day] for day in due)
        months = [month for month in plan.months if plan.first[month] < last]
        kept = {month: self._kept_vectors(month) for month in months}
        wanted = {_month_of(day) for day in due}
        unread = [month for month in months if month in wanted or kept[month] is None]
        bags: dict[str, _Bag] = {}
        vectors: list[Vectors] = []
        before = [usual_rarity()]
        with closing(self._bags(unread, crew)) as read:
            for month in months:
                bag = next(read) if month in unread else None
                known = kept[month]
                if bag is not None and month in wanted:
                    bags |= _apart(bag)
                if bag is not None and known is None:
                    before = [joined_rarity(before)]
                    known = self._new_vectors(month, bag, vectors_of(bag, before[0]))
                assert known is not None  # noqa: S101 - what is not kept was read
                vectors.append(known[0])
                before.append(known[1])
        return bags, vectors

    def _bags(self, months: Sequence[str], crew: Crew) -> Generator["Bags"]:
        """The words of the papers of each of `months`, in their order."""
        plan = self._plan
        ids = [[one for day in plan.months[month] for one in plan.own[day]] for month in months]
        size = max(1, -(-len(ids) // (crew.jobs * _GROUPS_PER_JOB)))
        groups = [ids[at : at + size] for at in range(0, len(ids), size)]
        with crew.for_work(sum(map(len, ids)) * _PAPER_S) as executor:
            for found in executor.map(_read_bags, [self._archive.papers] * len(groups), groups):
                yield from found

    def _kept_vectors(self, month: str) -> tuple["Vectors", "Rarity"] | None:
        from generator.archive.related import vectors_from

        kept = self._cache.get(_VECTORS, _name(month.encode()))
        try:
            data = unpack(dict[str, Any], kept) if kept is not None else {}
        except ValueError:
            data = {}
        return vectors_from(data) if data.get("key") == self._plan.ends[month] else None

    def _new_vectors(self, month: str, bag: "Bags", vectors: "Vectors") -> tuple["Vectors", "Rarity"]:
        from generator.archive.related import arrays_of, rarity_of

        rarity = rarity_of(bag)
        data = {"key": self._plan.ends[month], **arrays_of(vectors, rarity)}
        self._cache.put(_VECTORS, _name(month.encode()), pack(data))
        return vectors, rarity


class _Plan:
    """Of each day with papers of its own: which these are, among how many papers they look, and from what that is made.

    `ends` stand for all papers up to the end of each month, `first` counts those before it.
    """

    def __init__(self, archive: Archive) -> None:
        days = [(day, own) for day in archive.days if (own := archive.at_home(day))]
        self.own = {day.day: own for day, own in days}
        self.months = {month: list(some) for month, some in groupby(self.own, key=_month_of)}
        self.ends: dict[str, bytes] = {}
        self.first: dict[str, int] = {}
        chain, count, closed = b"", 0, (b"", 0)
        chains: dict[date, tuple[bytes, int]] = {}
        end = _closed_before(archive.days[-1].day) if archive.days else date.min
        for day, own in days:
            self.first.setdefault(_month_of(day.day), count)
            chain = digest(chain, f"{day.day}\n{day.said}".encode(), "\n".join(own).encode("utf-8", "surrogatepass"))
            count += len(own)
            self.ends[_month_of(day.day)] = chain
            chains[day.day] = (chain, count)
            closed = chains[day.day] if day.day < end else closed
        reach = {day: max(known, closed, key=lambda one: one[1]) for day, known in chains.items()}
        self.keys = {day: chain for day, (chain, _) in reach.items()}
        self.limits = {day: limit for day, (_, limit) in reach.items()}


class _Bag(NamedTuple):
    """A paper's words by their keys, as they are written there."""

    keys: list[int]
    written: str


def _closed_before(day: date) -> date:
    """The first day of the quarter of the year that `day` is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def _name(what: bytes) -> str:
    return digest(program_digest(), what).hex()


def _apart(bags: "Bags") -> dict[str, _Bag]:
    """The bag of each paper by its id."""
    ends = bags.sizes.cumsum().tolist()
    keys = bags.keys.tolist()
    parts = zip(bags.ids, bags.sizes.tolist(), ends, bags.written, strict=True)
    return {identifier: _Bag(keys[end - size : end], written) for identifier, size, end, written in parts}


def _read_bags(papers: Mapping[str, Paper], groups: Sequence[Sequence[str]]) -> list["Bags"]:
    """The words of the papers of each of `groups`."""
    from generator.archive.related import bags_of
    from generator.archive.terms import terms_of

    return [bags_of((identifier, terms_of(papers[identifier])) for identifier in group) for group in groups]


def _nearest(field: "Field", wanted: Sequence[tuple[Sequence[int], int]]) -> list[list[tuple["Near", ...]]]:
    """The neighbours of some papers of each day, by their numbers, among so many."""
    return [field.nearest(numbers, limit) for numbers, limit in wanted]


def _restored(
    archive: Archive, cache: Cache, known: dict[date, _Known], fresh: dict[str, dict[date, _Rows]]
) -> Kinship:
    made = Kinship(archive, cache)
    made._known, made._fresh = known, fresh  # noqa: SLF001 - its own
    return made
