"""Archive + Config → every feed: which papers stand in which, and how they lead to each other.

The newest papers are `/feed.xml`; what it does not hold, the months do, so that whoever follows `prev-archive`
(https://www.rfc-editor.org/rfc/rfc5005#section-4) meets each paper once.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from html import escape
from typing import Any

from generator.archive.areas import AreaPapers
from generator.archive.contributors import each_once
from generator.cache import digest
from generator.config import Config
from generator.model import Archive, Contributor, Feed, FeedItem, Page, Subscription, Tag
from generator.pages.papers import Papers
from generator.pages.site import (
    ATOM,
    ATOM_TYPE,
    DAILY,
    FEED,
    JSON,
    JSON_TYPE,
    OPML,
    RSS_TYPE,
    Addresses,
    area_path,
    day_path,
    month_path,
    organization_path,
    paper_path,
    tag_path,
    threshold_path,
)
from generator.pages.stamps import Stamps
from generator.pages.views import FeedLink
from generator.text.guids import day_guid, feed_guid
from generator.text.passages import plain_passages
from generator.text.sentences import excerpt
from generator.text.texts import Texts

_MOST_ITEMS = 1000
"""Papers of one document: at 2 to 4 kB each it stays below the 5,000,000 bytes that the W3C's validator takes."""
_MOST_OF_A_TAG, _MOST_OF_AN_AREA = 50, 25
_FRESH = timedelta(days=7)
_EXCERPT = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """A feed of papers: its file, the page it belongs to, what it is called, and its papers, the newest first."""

    file: str
    page: str
    title: str
    description: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A part of the history, its papers the newest day's first."""

    file: str
    month: tuple[int, int]
    ids: tuple[str, ...]


class Feeds:
    """The feeds of an archive, planned."""

    def __init__(
        self,
        archive: Archive,
        config: Config,
        papers: Papers,
        stamps: Stamps,
        texts: Texts,
        areas: Sequence[AreaPapers] = (),
    ) -> None:
        """Part the papers between the newest and the history; `areas` are those that have a page."""
        self._areas = areas
        self._archive, self._config, self._papers, self._stamps = archive, config, papers, stamps
        self._addresses, self._texts = Addresses(config), texts
        self._days = {day.day: day for day in archive.days}
        # By id within a day: votes must not move papers from one document to another.
        self._own = {day.day: own for day in archive.days if (own := sorted(archive.at_home(day)))}
        self._newest = self._newest_papers()
        self._history = tuple(self._documents()) if config.feeds.history else ()

    def pages(self) -> Iterator[Page]:
        """Every feed but those of tags, which stand beside the tags' pages, and the list of all."""
        yield from self._of_the_archive()
        yield self._daily()
        for channel in self._popular():
            yield self._page(channel, "rss", hub=True)
        for number in range(len(self._history)):
            yield self._document(number)
        yield self._list()

    def of_tag(self, tag: Tag) -> Page:
        """The feed of `tag`."""
        return self._page(self._tag_channel(tag), "rss", item=self._papers.tag_item)

    def values_at(self, path: str, make: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
        """What `make` gives for a feed that stands at `path` once more: a document names its own address as `self`."""
        feed: Feed = make()["feed"]
        return {"feed": replace(feed, self_url=self._addresses.absolute(path))}

    def of_area(self, found: AreaPapers) -> Page:
        """The feed of an area, with the beginnings of abstracts."""
        about = found.area.description or self._texts.say("tag_description", tag=found.area.name)
        channel = self._channel(area_path(found.area.slug), found.area.name, about, found.papers, most=_MOST_OF_AN_AREA)
        return self._page(channel, "rss", item=self._papers.brief_item)

    def of_organization(self, one: Contributor) -> Page:
        """The feed of an organization, likewise."""
        about = self._texts.say("papers_from", name=one.name)
        channel = self._channel(organization_path(one.slug), one.name, about, one.papers)
        return self._page(channel, "rss", item=self._papers.brief_item)

    def links(self) -> tuple[FeedLink, ...]:
        """The feeds of the whole archive, in all of their forms, to be shown and discovered."""
        title, texts = self._config.title, self._texts
        same = [texts.say("feed_same_about", format=name) for name in ("Atom", "JSON Feed")]
        return (
            self._link(title, FEED, RSS_TYPE, texts.say("feed_newest_about")),
            self._link(f"{title} · Atom", ATOM, ATOM_TYPE, same[0]),
            self._link(f"{title} · JSON Feed", JSON, JSON_TYPE, same[1]),
            self.daily_link(),
        )

    def daily_link(self) -> FeedLink:
        """The feed of days."""
        return self._link(self._days_title, DAILY, RSS_TYPE, self._texts.say("feed_daily_about"))

    def popular_links(self) -> tuple[FeedLink, ...]:
        """The feeds of papers that many voted for."""
        return tuple(
            self._link(channel.title, channel.file, RSS_TYPE, channel.description) for channel in self._popular()
        )

    def tag_link(self, tag: Tag) -> FeedLink:
        """The feed of `tag`, to be discovered."""
        return self._link(f"{tag.name} · {self._config.title}", tag_path(tag.slug) + FEED, RSS_TYPE, "")

    def tag_links(self) -> tuple[FeedLink, ...]:
        """The feeds of tags, by their names."""
        return tuple(self._link(tag.name, tag_path(tag.slug) + FEED, RSS_TYPE, "") for tag in self._tags())

    def area_links(self) -> tuple[FeedLink, ...]:
        """The feeds of areas, in the ledger's order."""
        return tuple(self.named_link(found.area.name, area_path(found.area.slug)) for found in self._areas)

    def organization_links(self) -> tuple[FeedLink, ...]:
        """The feeds of organizations, by their names."""
        return tuple(self.named_link(one.name, organization_path(one.slug)) for one in self._organizations())

    def named_link(self, label: str, page: str) -> FeedLink:
        """The feed beside `page`."""
        return self._link(label, page + FEED, RSS_TYPE, "")

    @property
    def history_url(self) -> str:
        """Where the history begins that `/feed.xml` leads to; empty if it does not."""
        return self._addresses.absolute(self._history[0].file) if self._history else ""

    def list_stamp(self) -> bytes:
        """What stands for all names in the list of feeds."""
        names = [f"{tag.slug} {tag.name} {tag.area}" for tag in self._tags()]
        names += [repr((found.area.slug, found.area.name)) for found in self._areas]
        names += [repr((one.slug, one.name)) for one in self._organizations()]
        return digest("\n".join(names).encode(), self.history_url.encode())

    @property
    def _days_title(self) -> str:
        return self._texts.say("feed_days", title=self._config.title)

    def _newest_papers(self) -> tuple[str, ...]:
        """Those of the newest days, as many as are wanted, of months that may still change."""
        found: list[str] = []
        closed = self._last_closed()
        for day, own in reversed(self._own.items()):
            if len(found) >= self._config.feeds.items or (self._config.feeds.history and day <= closed):
                break
            found += own
        return tuple(found[:_MOST_ITEMS])

    def _last_closed(self) -> date:
        """The end of the newest month of which no day is read again and that is not the newest one with papers."""
        if not self._own:
            return date.min
        settled = max(self._days) - timedelta(days=self._config.snapshot.days)
        after = settled + timedelta(days=1)
        return min(after.replace(day=1), max(self._own).replace(day=1)) - timedelta(days=1)

    def _documents(self) -> Iterator[_Document]:
        """The papers that are not among the newest, month by month, the newest first."""
        newest = set(self._newest)
        months: dict[tuple[int, int], list[str]] = defaultdict(list)
        for day, own in reversed(self._own.items()):
            months[day.year, day.month] += [identifier for identifier in own if identifier not in newest]
        for (year, month), ids in months.items():
            for start in range(0, len(ids), _MOST_ITEMS):
                name = FEED if not start else f"feed-{start // _MOST_ITEMS + 1}.xml"
                yield _Document(
                    file=month_path(year, month) + name,
                    month=(year, month),
                    ids=tuple(ids[start : start + _MOST_ITEMS]),
                )

    def _of_the_archive(self) -> Iterator[Page]:
        title = self._config.title
        for file, template in ((FEED, "rss"), (ATOM, "atom"), (JSON, "jsonfeed")):
            channel = _Channel(
                file=file, page="", title=title, description=self._config.description or title, ids=self._newest
            )
            previous = self._history[0].file if self._history and template == "rss" else ""
            yield self._page(channel, template, hub=True, previous=previous)

    def _popular(self) -> Iterator[_Channel]:
        """For each number of votes, the newest papers that have so many."""
        for votes in sorted(self._config.feeds.thresholds):
            path = threshold_path(votes)
            yield _Channel(
                file=path + FEED,
                page="",
                title=self._texts.say("feed_votes", title=self._config.title, votes=votes),
                description=self._texts.say("feed_votes_about", votes=votes),
                ids=self._with_votes(votes),
            )

    def _with_votes(self, votes: int) -> tuple[str, ...]:
        headlines = self._archive.headlines
        found: list[str] = []
        for own in reversed(self._own.values()):
            if len(found) >= self._config.feeds.items:
                break
            found += [identifier for identifier in own if (headlines[identifier].upvotes or 0) >= votes]
        return tuple(found[: self._config.feeds.items])

    def _tags(self) -> list[Tag]:
        shown = [tag for tag in self._archive.tags.values() if tag.has_page]
        return sorted(shown, key=lambda tag: (tag.name.casefold(), tag.slug))

    def _organizations(self) -> list[Contributor]:
        return sorted(each_once(self._archive.organizations), key=lambda one: (one.name.casefold(), one.slug))

    def _tag_channel(self, tag: Tag) -> _Channel:
        return self._channel(tag_path(tag.slug), tag.name, self._texts.say("tag_description", tag=tag.name), tag.papers)

    def _channel(
        self, page: str, name: str, about: str, papers: Sequence[str], *, most: int = _MOST_OF_A_TAG
    ) -> _Channel:
        """The newest of `papers`: those of their newest days, whenever these were, so that nothing leaves unnoticed."""
        home = self._archive.home
        fresh = len(papers) - bisect_right(papers, home[papers[-1]] - _FRESH, key=home.__getitem__)
        count = min(max(fresh, self._config.feeds.tag_items), most)
        return _Channel(
            file=page + FEED,
            page=page,
            title=f"{name} · {self._config.title}",
            description=about,
            ids=tuple(papers[-count:][::-1]),
        )

    def _page(
        self,
        channel: _Channel,
        template: str,
        *,
        hub: bool = False,
        previous: str = "",
        item: Callable[[str], FeedItem] | None = None,
    ) -> Page:
        ids = channel.ids
        facts = f"{channel}\n{previous}"
        return Page(
            path=channel.file,
            template=template,
            stamp=digest(facts.encode(), self._stamps.of(ids), self._stamps.tagged(ids)),
            make=partial(self._values, channel, hub=hub, previous=previous, item=item or self._papers.item),
        )

    def _values(
        self, channel: _Channel, *, hub: bool, previous: str, item: Callable[[str], FeedItem]
    ) -> dict[str, Any]:
        return self._feed(
            file=channel.file,
            page=channel.page,
            title=channel.title,
            description=channel.description,
            items=tuple(map(item, self._ranked(channel.ids))),
            moment=self._read_at,
            hub=self._config.feeds.hub if hub else "",
            previous=self._addresses.absolute(previous) if previous else "",
        )

    def _ranked(self, ids: Sequence[str]) -> list[str]:
        """`ids`, each day's most upvoted first."""
        home = self._archive.home
        return sorted(self._papers.ranked(ids), key=home.__getitem__, reverse=True)

    def _daily(self) -> Page:
        """One item for each of the newest days that have papers of their own."""
        days = list(self._own)[-self._config.feeds.days :][::-1]
        return Page(
            path=DAILY,
            template="rss",
            stamp=digest(*map(self._stamps.sheet, days)),
            make=partial(self._daily_values, days),
        )

    def _daily_values(self, days: Sequence[date]) -> dict[str, Any]:
        return self._feed(
            file=DAILY,
            page="archive/",
            title=self._days_title,
            description=self._texts.say("feed_daily_about"),
            items=tuple(map(self._day_item, days)),
            moment=self._read_at,
            hub=self._config.feeds.hub,
        )

    def _day_item(self, day: date) -> FeedItem:
        ids = self._days[day].papers
        rows = "".join(map(self._day_row, self._papers.ranked(ids)))
        texts = self._texts
        title = texts.say("feed_day", date=texts.long_date(day), papers=texts.say("papers", count=len(ids)))
        return FeedItem(
            title=title,
            url=self._addresses.absolute(day_path(day)),
            guid=day_guid(day),
            day=day,
            html=f"<ol>{rows}</ol>",
        )

    def _day_row(self, identifier: str) -> str:
        """A paper within a day's item: what tells whether to open it."""
        headline, paper = self._archive.headlines[identifier], self._archive.papers[identifier]
        url = escape(self._addresses.absolute(paper_path(identifier)))
        others = headline.more_authors
        more = self._texts.say("and_more", count=others) if others else ""
        by = f"<br>{escape(headline.byline + more)}" if headline.byline else ""
        said = f"<p>{escape(excerpt(plain_passages(paper.abstract), length=_EXCERPT))}</p>" if paper.abstract else ""
        return f'<li><p><a href="{url}">{escape(plain_passages(headline.title))}</a>{by}</p>{said}</li>'

    def _document(self, number: int) -> Page:
        document = self._history[number]
        previous = self._history[number + 1].file if number + 1 < len(self._history) else ""
        return Page(
            path=document.file,
            template="rss",
            stamp=digest(f"{document}\n{previous}".encode(), self._stamps.settled(document.ids)),
            make=partial(self._document_values, document, previous),
        )

    def _document_values(self, document: _Document, previous: str) -> dict[str, Any]:
        """Dated by its newest day, not by when that was read: new votes are no news here."""
        year, month = document.month
        name = self._texts.month_year(date(year, month, 1))
        return self._feed(
            file=document.file,
            page=month_path(year, month),
            title=f"{name} · {self._config.title}",
            description=self._texts.say("feed_month", month=name),
            items=tuple(map(self._papers.settled_item, document.ids)),
            moment=_midnight,
            previous=self._addresses.absolute(previous) if previous else "",
            current=self._addresses.absolute(FEED),
        )

    def _feed(
        self,
        *,
        file: str,
        page: str,
        title: str,
        description: str,
        items: tuple[FeedItem, ...],
        moment: Callable[[date], datetime],
        **more: str,
    ) -> dict[str, Any]:
        """The feed of `items`, changed when the newest `moment` of their days was."""
        feed = Feed(
            title=title,
            description=description,
            language=self._config.language,
            url=self._addresses.absolute(page),
            self_url=self._addresses.absolute(file),
            guid=feed_guid(self._config.feeds_id, file),
            updated=max((moment(item.day) for item in items), default=None),
            items=items,
            **more,
        )
        return {"feed": feed}

    def _read_at(self, day: date) -> datetime:
        """When it was last read, never before the moments that its items are dated by: those of its first second."""
        least = _midnight(day) + timedelta(seconds=1)
        return max(self._days[day].read_at or least, least)

    def _list(self) -> Page:
        return Page(path=OPML, template="opml", stamp=self.list_stamp(), make=self._list_values)

    def _list_values(self) -> dict[str, Any]:
        """Each feed in one form: who imports the list would have each paper as often as there are forms."""
        title = self._config.title
        whole = [(title, FEED, ""), (self._days_title, DAILY, "archive/")]
        whole += [(channel.title, channel.file, "") for channel in self._popular()]
        areas = [_entry(found.area.name, area_path(found.area.slug)) for found in self._areas]
        tags: dict[str, list[tuple[str, str, str]]] = {area.slug: [] for area in self._archive.areas}
        for tag in self._tags():
            tags.setdefault(tag.area if tag.area in tags else "", []).append(_entry(tag.name, tag_path(tag.slug)))
        organizations = [_entry(one.name, organization_path(one.slug)) for one in self._organizations()]
        say = self._texts.say
        named = [(area.name, tags[area.slug]) for area in self._archive.areas]
        rest = [(say("tags"), tags.get("", [])), (say("organizations"), organizations)]
        absolute = self._addresses.absolute
        groups = tuple(
            (
                name,
                tuple(Subscription(title=label, url=absolute(file), page=absolute(page)) for label, file, page in rows),
            )
            for name, rows in ((title, whole), (say("areas"), areas), *named, *rest)
        )
        return {"title": title, "groups": groups}

    def _link(self, label: str, file: str, kind: str, about: str) -> FeedLink:
        return FeedLink(label=label, url=self._addresses.absolute(file), type=kind, about=about)


def _entry(label: str, page: str) -> tuple[str, str, str]:
    return (label, page + FEED, page)


def hub_topics(config: Config) -> tuple[str, ...]:
    """The addresses of the feeds that name a hub."""
    popular = [threshold_path(votes) + FEED for votes in sorted(config.feeds.thresholds)]
    return tuple(config.base_url + file for file in (FEED, ATOM, JSON, DAILY, *popular))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
