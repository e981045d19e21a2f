"""The pages of areas, and tags as they and the index of tags show them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache, partial
from typing import Any

from generator.archive.areas import AreaPapers
from generator.cache import digest
from generator.model import Page, Tag
from generator.pages.desk import Desk, initial_of
from generator.pages.site import AREAS, area_path, tag_path
from generator.pages.views import AreaView, Link, TagView

_NEWEST, _BEST = 30, 10
_RECENTLY = timedelta(days=91)


class Areas:
    """The areas of an archive's ledger; without `areas` in the configuration they are names, and have no pages."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk; nothing is made yet."""
        self._desk = desk
        self._names = {area.slug: area.name for area in desk.archive.areas}
        self._paged = {found.area.slug for found in desk.areas} if desk.config.areas else set()
        self._trend = cache(self._trend_of)

    def pages(self) -> Iterator[Page]:
        """The index, then for each area its page and its feed."""
        if not self._paged:
            return
        yield Page(path=AREAS, template="areas.html", stamp=self.stamp(), make=self._index_values)
        for found in self._desk.areas:
            yield self._page(found)
            yield self._desk.feeds.of_area(found)

    def stamp(self) -> bytes:
        """What stands for all areas, their tags and the trends of both."""
        return digest(*(self._facts(found).encode() for found in self._desk.areas))

    def _facts(self, found: AreaPapers) -> str:
        tags = [(tag.slug, tag.name, tag.description, len(tag.papers), self._trend(tag)) for tag in found.tags]
        return repr((found.area, len(found.papers), self._trend(found), tags))

    def _trend_of(self, found: Tag | AreaPapers) -> str:
        trend = self._desk.trends.trend(found.papers)
        return trend.word if trend else ""

    def trend_facts(self, tag: Tag) -> str:
        """What of its trend the index of tags shows."""
        return self._trend(tag)

    def link_of(self, tag: Tag) -> Link | None:
        """The way to the area of `tag`, where it has a page."""
        if tag.area not in self._paged:
            return None
        return self._desk.link(self._names[tag.area], area_path(tag.area))

    def tag_view(self, tag: Tag, *, trend: bool = False) -> TagView:
        """`tag` as indexes show it."""
        return TagView(
            slug=tag.slug,
            name=tag.name,
            url=self._desk.addresses.href(tag_path(tag.slug)),
            papers=len(tag.papers),
            initial=initial_of(tag.name),
            description=tag.description,
            area=self.link_of(tag),
            trend=self._trend(tag) if trend else "",
        )

    def views(self) -> tuple[AreaView, ...]:
        """All areas, in the ledger's order."""
        return tuple(map(self._view, self._desk.areas))

    def _view(self, found: AreaPapers) -> AreaView:
        area = found.area
        return AreaView(
            slug=area.slug,
            name=area.name,
            url=self._desk.addresses.href(area_path(area.slug)) if area.slug in self._paged else None,
            description=area.description,
            papers=len(found.papers),
            tags=tuple(self.tag_view(tag, trend=True) for tag in found.tags),
            trend=self._trend(found),
        )

    def _index_values(self) -> dict[str, Any]:
        texts = self._desk.texts
        crumbs = (self._desk.link(texts.say("tags"), "tags/"),)
        values = self._desk.frame.values(
            AREAS, "areas", texts.say("areas"), description=texts.say("areas_description"), crumbs=crumbs
        )
        return {**values, "areas": self.views()}

    def _page(self, found: AreaPapers) -> Page:
        newest, best = found.papers[-_NEWEST:][::-1], self._best(found)
        stamps = self._desk.stamps
        return Page(
            path=area_path(found.area.slug),
            template="area.html",
            stamp=digest(self._facts(found).encode(), stamps.of(newest), stamps.of(best)),
            make=partial(self._values, found, newest, best),
        )

    def _best(self, found: AreaPapers) -> list[str]:
        """The most upvoted of the last three months up to the archive's newest day; of equals the newest."""
        home = self._desk.archive.home
        since = self._desk.archive.days[-1].day - _RECENTLY
        recent = []
        for identifier in reversed(found.papers):
            if home[identifier] <= since:
                break
            recent.append(identifier)
        return self._desk.papers.ranked(recent)[:_BEST]

    def _values(self, found: AreaPapers, newest: Sequence[str], best: Sequence[str]) -> dict[str, Any]:
        desk, area = self._desk, found.area
        texts = desk.texts
        feed = desk.feeds.named_link(f"{area.name} · {desk.config.title}", area_path(area.slug))
        values = desk.frame.values(
            area_path(area.slug),
            "area",
            texts.say("area_title", name=area.name),  # A tag may have the same name.
            description=area.description or texts.say("tag_description", tag=area.name),
            feeds=(feed,),
            crumbs=(desk.link(texts.say("areas"), AREAS),),
        )
        return values | {
            "area": self._view(found),
            "feed": feed,
            "best": desk.rows(best),
            "papers": desk.rows(newest),
        }
