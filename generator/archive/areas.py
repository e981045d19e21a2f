"""The areas of the ledger → their tags and papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Archive, Area, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPapers:
    """An area, its tags that have a page, the largest first, and the ids of the papers that carry any, oldest first."""

    area: Area
    tags: tuple[Tag, ...]
    papers: tuple[str, ...]


def gather_areas(archive: Archive) -> tuple[AreaPapers, ...]:
    """Every area that has a tag with a page, in the ledger's order; within a day, papers stand as in tags."""
    if not archive.areas:
        return ()
    place = {identifier: number for number, identifier in enumerate(_oldest_first(archive))}
    found = []
    for area in archive.areas:
        tags = [tag for tag in archive.tags.values() if tag.area == area.slug and tag.has_page]
        papers = set[str]().union(*(tag.papers for tag in tags))
        if papers:
            ranked = tuple(sorted(tags, key=lambda tag: (-len(tag.papers), tag.slug)))
            found.append(AreaPapers(area=area, tags=ranked, papers=tuple(sorted(papers, key=place.__getitem__))))
    return tuple(found)


def _oldest_first(archive: Archive) -> Sequence[str]:
    return [one for day in archive.days for one in reversed(archive.at_home(day))]
