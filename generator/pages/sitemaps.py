"""The sitemap: one file, or where it would hold too many addresses, an index and parts by year.

https://www.sitemaps.org/protocol.html
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from generator.cache import digest
from generator.model import Archive, Chapter, Page
from generator.pages.site import Addresses, day_path, paper_path

MOST = 20_000
"""As many addresses as one file holds: it might hold 50,000, but a new day leaves parts of other years alone."""
_Entries = list[tuple[str, date | None]]


def plan_sitemaps(
    others: Sequence[str], months: Sequence[Chapter], archive: Archive, addresses: Addresses, *, most: int = MOST
) -> Iterator[Page]:
    """Every address a reader may want, with the day on which a dated page was last read.

    `others` are the paths that belong to no day, `months` the chapters of those that do.  A part holds the days and
    papers of one year, `most` of them, so that the parts of years that are over stay as they are.
    """
    maps = _Sitemaps(archive, addresses, [path for path in others if not path or path.endswith("/")])
    stamps = [month.stamp for month in months]
    shown = digest("\n".join(maps.others).encode(), *stamps)
    counts = maps.counts()
    if sum(counts.values()) <= most:
        yield Page(path="sitemap.xml", template="sitemap", stamp=shown, make=maps.whole)
        return
    parts = [(year, number) for year, count in sorted(counts.items()) for number in range(-(-count // most))]
    for year, number in parts:
        own = [month.stamp for month in months if month.name.startswith(f"{year:04}/")] if year else [shown]
        make = partial(maps.part, year, number, most)
        yield Page(path=_name(year, number), template="sitemap", stamp=digest(*own), make=make)
    yield Page(path="sitemap.xml", template="sitemapindex", stamp=shown, make=partial(maps.index, parts, most))


def _name(year: int, number: int) -> str:
    """`sitemap-2025.xml`, `sitemap-2025-2.xml`; the year 0 is that of pages that belong to no day."""
    place = f"{year:04}" if year else "pages"
    return f"sitemap-{place}{f'-{number + 1}' if number else ''}.xml"


class _Sitemaps:
    """What they hold, worked out when it is wanted."""

    def __init__(self, archive: Archive, addresses: Addresses, others: Sequence[str]) -> None:
        self.others = others
        self._archive, self._addresses = archive, addresses
        self._read = {day.day: day.read_at.date() if day.read_at else None for day in archive.days}

    def counts(self) -> Counter[int]:
        """How many addresses each year has, and 0 for those of no day."""
        dated = Counter(day.day.year for day in self._archive.days)
        dated += Counter(day.year for day in self._archive.home.values())
        return dated + Counter({0: len(self.others)})

    def whole(self) -> dict[str, Any]:
        """All in one."""
        return self._values(sorted([*self._dated(0), *self._undated()]))

    def part(self, year: int, number: int, most: int) -> dict[str, Any]:
        """The part of this `number`, from 0 on."""
        return self._values(self._part(year, number, most))

    def index(self, parts: Sequence[tuple[int, int]], most: int) -> dict[str, Any]:
        """The parts, each with the newest day on which one of its pages was read."""
        alone = {year for year, count in Counter(year for year, _ in parts).items() if year and count == 1}
        read = {
            (year, number): [day for of, day in self._read.items() if of.year == year]
            if year in alone
            else [day for _, day in self._part(year, number, most)]
            for year, number in parts
        }
        return self._values([(_name(*part), max(filter(None, days), default=None)) for part, days in read.items()])

    def _part(self, year: int, number: int, most: int) -> _Entries:
        entries = sorted(self._dated(year) if year else self._undated())
        return entries[number * most : (number + 1) * most]

    def _dated(self, year: int) -> _Entries:
        """Days and papers of a year, or of all."""
        read = self._read
        days = [day for day in self._archive.days if year in {0, day.day.year}]
        pages = [(day_path(day.day), read[day.day]) for day in days]
        return pages + [(paper_path(one), read[day.day]) for day in days for one in self._archive.at_home(day)]

    def _undated(self) -> _Entries:
        newest = max((day.day for day in self._archive.days if day.papers), default=None)
        return [(path, self._read[newest] if newest and not path else None) for path in self.others]

    def _values(self, entries: _Entries) -> dict[str, Any]:
        base = self._addresses.absolute("")
        return {"entries": [(base + path, day) for path, day in entries]}
