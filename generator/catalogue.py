"""An archive → what browsers find its papers by: the segments of its index, each worked out once.

The days that are still read again, and the rest of their half of the month, are a segment of their own, so that the
other one, which is large, stays as it is for half a month.  What was worked out for each quarter of it is kept, and for
all quarters before the last one together: then it takes a fraction of the time to make it anew.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import chain, groupby
from typing import Any

from generator.archive.sketches import byline, more_authors
from generator.cache import Cache, digest
from generator.crew import Crew
from generator.library import Shelf
from generator.meanings import Meanings
from generator.model import Archive, Paper
from generator.schema import pack, unpack
from generator.search.findable import Findable
from generator.search.manifest import Facet, facets_of, votes_of
from generator.search.segments import BASE, FRESH, Part, Segment, Shape, one_of, part_of, segment_of
from generator.text.passages import plain_passages
from generator.text.slugs import path_segment, slug_of

_FACTS, _DATA, _PARTS = "segments", "segment-data", "segment-parts"
_PAPER_S = 0.0004
_MIDDLE = 16
_LEAST_OF_ORGANIZATION = 3


class Catalogue:
    """The index of `archive`, in segments; `cache` keeps what was worked out."""

    def __init__(
        self,
        archive: Archive,
        *,
        read_again_days: int,
        cache: Cache,
        meanings: Meanings | None = None,
        areas_have_pages: bool = True,
    ) -> None:
        """Cut the archive in two, and read nothing yet; `meanings` are where its papers stand, in the same order."""
        self._archive, self._cache = archive, cache
        self._areas_have_pages = areas_have_pages
        self.meanings = meanings
        self._made: dict[str, Segment] = {}
        newest = archive.days[-1].day if archive.days else date.min + timedelta(days=read_again_days)
        settled = newest - timedelta(days=read_again_days)
        border = settled.replace(day=_MIDDLE if settled.day >= _MIDDLE else 1)
        self._cuts = (
            (BASE, tuple(day for day in archive.days if day.day < border)),
            (FRESH, tuple(day for day in archive.days if day.day >= border)),
        )

    @cached_property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """The papers of each segment, in the order of their numbers; a segment without papers is none."""
        return tuple(ids for _, ids in self._rows if ids)

    @cached_property
    def _rows(self) -> tuple[tuple[Shape, tuple[str, ...]], ...]:
        at_home = self._archive.at_home
        return tuple((shape, tuple(chain.from_iterable(map(at_home, days)))) for shape, days in self._cuts)

    @cached_property
    def _shapes(self) -> tuple[Shape, ...]:
        return tuple(shape for shape, ids in self._rows if ids)

    @cached_property
    def stamps(self) -> tuple[bytes, ...]:
        """What stands for all that each segment is made of."""
        return tuple(self._stamp(ids, repr(shape).encode()) for shape, ids in zip(self._shapes, self.ids, strict=True))

    def _stamp(self, ids: Sequence[str], *more: bytes) -> bytes:
        home = self._archive.home
        days = b"".join(self._digests[day] for day in dict.fromkeys(home[one] for one in ids))
        return digest(*more, " ".join(ids).encode(), days, repr(sorted(self._area_of.items())).encode())

    @cached_property
    def _digests(self) -> Mapping[date, bytes]:
        return {day.day: day.digest.encode() for day in self._archive.days}

    @cached_property
    def _area_of(self) -> dict[str, str]:
        """The area of each tag of the ledger that has one: nothing in the days' own digests says it."""
        known = {area.slug for area in self._archive.areas}
        return {tag.slug: tag.area for tag in self._archive.tags.values() if tag.ruled and tag.area in known}

    def prepare(self, crew: Crew) -> None:
        """Make every segment that is not kept, in parts that `crew` shares out."""
        for number, stamp in enumerate(self.stamps):
            if not self._cache.kept_at(_DATA, stamp.hex()) or not self._cache.kept_at(_FACTS, stamp.hex()):
                self._make(number, crew)
        self._cache.sweep(_FACTS, [stamp.hex() for stamp in self.stamps])
        self._cache.sweep(_DATA, [stamp.hex() for stamp in self.stamps])

    def facts(self, number: int) -> Segment:
        """The segment of this number, without its data."""
        key = self.stamps[number].hex()
        if key not in self._made and (kept := self._cache.get(_FACTS, key)) is not None:
            return unpack(Segment, kept)
        return self.segment(number)

    def segment(self, number: int) -> Segment:
        """The segment of this number, whole."""
        key = self.stamps[number].hex()
        if key not in self._made:
            facts, data = self._cache.get(_FACTS, key), self._cache.get(_DATA, key)
            if facts is None or data is None:
                return self._make(number, Crew())
            self._made[key] = replace(unpack(Segment, facts), data=data)
        return self._made[key]

    def _make(self, number: int, crew: Crew) -> Segment:
        shape, key = self._shapes[number], self.stamps[number].hex()
        ids = self.ids[number]
        is_kept = shape is BASE
        made = segment_of(
            self._kept_parts(ids, crew) if is_kept else self._worked_out(self._quarters(ids), crew), shape
        )
        self._made[key] = made
        self._cache.put(_FACTS, key, pack(replace(made, data=b"")))
        self._cache.put(_DATA, key, made.data)
        return made

    def _kept_parts(self, ids: Sequence[str], crew: Crew) -> list[Part]:
        """What is worked out of `ids`: the quarters of a year before the last one together, and that one.

        Both are kept, and so is each quarter: days that join the last one leave the others as they are.
        """
        rows = self._quarters(ids)
        keys = [self._stamp(row).hex() for row in rows]
        last = len(rows) - 1
        over = [digest(*(key.encode() for key in keys[:number])).hex() for number in range(len(rows))]
        # On the day on which a quarter begins, what is kept is that of the quarters before the last one but one.
        known = ((number, self._kept_part(over[number])) for number in (last, last - 1) if number > 0)
        first, before = next(((number, part) for number, part in known if part is not None), (0, None))
        found = {number: self._kept_part(keys[number]) for number in range(first, len(rows))}
        missing = [number for number, part in found.items() if part is None]
        for number, part in zip(missing, self._worked_out([rows[number] for number in missing], crew), strict=True):
            found[number] = part
            self._cache.put(_PARTS, keys[number], pack(part))
        parts = [part for _, part in sorted(found.items()) if part is not None]
        parts = parts if before is None else [before, *parts]
        if first < last:
            parts = [one_of(parts[:-1]), parts[-1]]
            self._cache.put(_PARTS, over[last], pack(parts[0]))
        self._cache.sweep(_PARTS, [*keys, over[last]])
        return parts

    def _worked_out(self, rows: Sequence[Sequence[str]], crew: Crew) -> list[Part]:
        """A part of the papers of each of `rows`."""
        with crew.for_work(sum(map(len, rows)) * _PAPER_S) as executor:
            futures = [executor.submit(_part, self._papers(row), self._facts_of(row)) for row in rows]
            return [future.result() for future in futures]

    def _kept_part(self, key: str) -> Part | None:
        data = self._cache.get(_PARTS, key)
        return None if data is None else unpack(Part, data)

    def _quarters(self, ids: Sequence[str]) -> list[tuple[str, ...]]:
        return [tuple(row) for _, row in groupby(ids, self._quarter)]

    def _quarter(self, identifier: str) -> tuple[int, int]:
        day = self._archive.home[identifier]
        return day.year, (day.month - 1) // 3

    def _papers(self, ids: Sequence[str]) -> Mapping[str, Paper]:
        papers = self._archive.papers
        return papers.only(ids) if isinstance(papers, Shelf) else {one: papers[one] for one in ids}

    def _facts_of(self, ids: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
        """Of each paper its id, its day, and the facets that nothing but its file and the ledger decides."""
        home = self._archive.home
        return [(one, str(home[one]), tuple(self._ruled_facets(one))) for one in ids]

    def _ruled_facets(self, identifier: str) -> Iterator[str]:
        tags = [row.tag for row in self._archive.taggings.get(identifier, ()) if self._archive.tags[row.tag].ruled]
        yield from (f"tag:{slug}" for slug in tags)
        yield from (f"area:{slug}" for slug in sorted({self._area_of[tag] for tag in tags if tag in self._area_of}))

    @property
    def votes(self) -> bytes:
        """The votes of all papers, in the order of their numbers."""
        headlines = self._archive.headlines
        return votes_of([headlines[one].upvotes for ids in self.ids for one in ids])

    @property
    def facets(self) -> bytes:
        """What results can be narrowed down by beside year and code: areas and tags of the ledger, organizations."""
        tags = [
            (tag.slug, tag.name, len(tag.papers), tag.slug) for tag in self._archive.tags.values() if _is_facet(tag)
        ]
        found = Counter(headline.organization for headline in self._archive.headlines.values() if headline.organization)
        pages = self._archive.organizations
        names: dict[str, str] = {}
        papers: Counter[str] = Counter()
        for name, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
            slug = _slug(name)
            names.setdefault(slug, name)
            papers[slug] += count
        organizations = [
            (slug, names[slug], count, pages[names[slug]].slug if names[slug] in pages else "")
            for slug, count in papers.items()
            if count >= _LEAST_OF_ORGANIZATION
        ]
        return facets_of(
            [("area", _by_name(self._areas())), ("tag", _by_name(tags)), ("organization", _by_name(organizations))]
        )

    def _areas(self) -> list[Facet]:
        papers: dict[str, set[str]] = {}
        paged = set()
        for slug, area in self._area_of.items():
            tag = self._archive.tags[slug]
            papers.setdefault(area, set()).update(tag.papers)
            if tag.has_page and self._areas_have_pages:
                paged.add(area)
        return [
            (area.slug, area.name, len(papers[area.slug]), area.slug if area.slug in paged else "")
            for area in self._archive.areas
            if papers.get(area.slug)
        ]

    def __getstate__(self) -> dict[str, Any]:
        """For another process: what the cache has is read there."""
        made = {key: one for key, one in self._made.items() if not self._cache.kept_at(_DATA, key)}
        rest = {"_archive": self._archive, "_cache": self._cache, "_cuts": self._cuts, "_made": made}
        return {**rest, "meanings": self.meanings, "_areas_have_pages": self._areas_have_pages}


_slug = cache(slug_of)


def _is_facet(tag: Any) -> bool:
    return bool(tag.ruled and tag.has_page)


def _by_name(values: Sequence[Facet]) -> list[Facet]:
    return sorted(values, key=lambda value: (value[1].casefold(), value[0]))


def _part(papers: Mapping[str, Paper], facts: Sequence[tuple[str, str, tuple[str, ...]]]) -> Part:
    return part_of(_findable(papers[identifier], day, ruled) for identifier, day, ruled in facts)


def _findable(paper: Paper, day: str, ruled: tuple[str, ...]) -> Findable:
    organization = paper.organization.name if paper.organization else ""
    return Findable(
        id=paper.id,
        place=path_segment(paper.id),
        day=day,
        title=plain_passages(paper.title),
        byline=byline(paper),
        more_authors=more_authors(paper),
        authors=paper.authors,
        keywords=tuple(map(plain_passages, (*paper.tags, *paper.keywords))),
        organization=organization,
        abstract=plain_passages(paper.abstract),
        facets=(*ruled, *_facets(paper, organization)),
    )


def _facets(paper: Paper, organization: str) -> Iterator[str]:
    if organization:
        yield f"organization:{_slug(organization)}"
    if "code" in paper.links:
        yield "code:1"
