"""Archive + Config → every page, decided before any template runs."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import chain, groupby
from typing import Any

from generator.archive.areas import gather_areas
from generator.archive.trends import Trends
from generator.cache import digest
from generator.catalogue import Catalogue
from generator.config import Config
from generator.errors import PlanError, Problem
from generator.model import Archive, Chapter, Day, HandPage, Page, Tag
from generator.pages.areas import Areas
from generator.pages.calendars import month_calendar, state_of, year_calendar
from generator.pages.cards import Cards
from generator.pages.charts import columns
from generator.pages.contributors import author_pages, organization_pages
from generator.pages.data import Data
from generator.pages.desk import Desk
from generator.pages.feeds import Feeds
from generator.pages.linked import linked_article, linked_website
from generator.pages.papers import Papers
from generator.pages.reading import reading_pages
from generator.pages.search import Search, search_address
from generator.pages.site import (
    AREAS,
    AUTHORS,
    FEEDS,
    OPML,
    ORGANIZATIONS,
    Addresses,
    Frame,
    day_path,
    month_path,
    paper_path,
    tag_path,
    week_path_of,
    year_path,
)
from generator.pages.sitemaps import plan_sitemaps
from generator.pages.stamps import Stamps
from generator.pages.trends import TrendsPage
from generator.pages.views import DayLink, DayView, Link, PaperView, PeriodView, RowView, TagView, YearView
from generator.text.dates import iso_week
from generator.text.passages import plain_passages
from generator.text.sentences import excerpt
from generator.text.texts import Texts

REDIRECT = "redirect"
"""The format of a page that only leads to another."""
_TOP = {"week": 12, "month": 20, "year": 30}
_LEADING = {"week": 3, "month": 5, "year": 10}
"""How many of them lead."""
_RECENT_DAYS = 7
_RELATED = 6
_DRAWN = 12
"""With so many papers or more, a tag has a chart of them."""
_RAIL = 6


def plan_chapters(
    archive: Archive,
    config: Config,
    *,
    settings: Mapping[str, Any],
    texts: Texts,
    catalogue: Catalogue | None = None,
) -> tuple[Chapter, ...]:
    """Every page of the site: a chapter a month, one of tags' full pages, one a segment of the index, one of the rest.

    Pages that show the same papers stand beside each other.  `settings` and `texts` are the theme's.  Without a
    `catalogue` there is nothing to search by.
    """
    planner = _Planner(archive, config, settings, texts)
    search = Search(planner.frame, config, texts, catalogue)
    months = tuple(planner.months())
    full_pages = planner.full_tag_pages()
    others = (
        planner.home(),
        *planner.periods(),
        planner.archive_page(),
        *planner.tags(),
        *planner.areas(),
        *planner.contributors(),
        *planner.trends(),
        *planner.hand_pages(),
        *planner.feeds(),
        *planner.reading(),
        *search.pages(),
        *planner.machine_files(),
        *planner.data(),
        *planner.site_card(),
    )
    paths = [*planner.full_tag_paths(), *(page.path for page in others if page.template != REDIRECT)]
    others = (*others, *planner.sitemaps(paths, months))
    templates = frozenset(page.template for page in others)
    return (
        *months,
        full_pages,
        *search.chapters(),
        Chapter(name="others", stamp=b"", templates=templates, plan=lambda: others),
    )


def plan_pages(archive: Archive, config: Config, *, settings: Mapping[str, Any], texts: Texts) -> tuple[Page, ...]:
    """Every page of the site, one by one.

    Raises:
        PlanError: Two pages on one address, or on one file where upper and lower case are the same.
    """
    chapters = plan_chapters(archive, config, settings=settings, texts=texts)
    pages = tuple(page for chapter in chapters for page in chapter.plan())
    check_plan([page.file for page in pages], chapters)
    return pages


def check_plan(files: Sequence[str], chapters: Iterable[Chapter]) -> None:
    """Refuse a plan in which two of its `files` are one, where upper and lower case are the same.

    Raises:
        PlanError: All of them, with the pages of the `chapters` that claim them.
    """
    if len(set(map(str.casefold, files))) == len(files):
        return
    pages = [page for chapter in chapters for page in chapter.plan()]
    seen = {page.file.casefold(): page for page in reversed(pages)}
    raise PlanError(
        Problem(
            where=f"/{page.path}",
            found=f"claimed by {_described(seen[page.file.casefold()])} and by {_described(page)}",
            remedy="rename one of them",
        )
        for page in pages
        if seen[page.file.casefold()] is not page
    )


def _described(page: Page) -> str:
    shown = page.values.get("page")
    return f"the {shown.kind} page “{shown.title}”" if shown else f"the file {page.path}"


class _Planner:
    """What the kinds of page have in common: the archive by day, its papers' views, the addresses, the stamps.

    Each `_…_values` method makes the values of one page, when they are wanted.
    """

    def __init__(self, archive: Archive, config: Config, settings: Mapping[str, Any], texts: Texts) -> None:
        self._archive = archive
        self._config = config
        self._texts = texts
        self._papers = Papers(archive, config, texts)
        self._addresses = Addresses(config)
        self._cards = Cards(archive, config, settings, texts, best=self._best)
        self.frame = Frame(config, archive, settings, texts, card=self._cards.of_site)
        self._stamps = Stamps(archive)
        areas = gather_areas(archive)
        self._trends = Trends(archive, settling_days=config.snapshot.days)
        self._feeds = Feeds(archive, config, self._papers, self._stamps, texts, areas if config.areas else ())
        self._desk = Desk(
            archive=archive,
            config=config,
            texts=texts,
            papers=self._papers,
            addresses=self._addresses,
            frame=self.frame,
            stamps=self._stamps,
            feeds=self._feeds,
            trends=self._trends,
            areas=areas,
        )
        self._areas = Areas(self._desk)
        self._data = Data(archive, config, self._stamps, areas if config.areas else ())
        self._days = {day.day: day for day in archive.days}
        self._listed = [day.day for day in archive.days if day.papers]
        self._with_papers = frozenset(self._listed)

    def home(self) -> Page:
        """The newest day with papers, the days before it, the best of its week."""
        newest = self._listed[-1] if self._listed else None
        recent = self._listed[-1 - _RECENT_DAYS : -1][::-1]
        week = [day for day in self._listed if newest and day != newest and iso_week(day) == iso_week(newest)]
        stamps = self._stamps
        return Page(
            path="",
            template="home.html",
            stamp=digest(
                stamps.sheet(newest) if newest else b"",
                stamps.lists([*recent, *week]),
                self._neighbours_stamp(newest) if newest else b"",
            ),
            make=partial(self._home_values, newest, recent, week),
        )

    def _home_values(self, newest: date | None, recent: list[date], week: list[date]) -> dict[str, Any]:
        config = self._config
        linked = linked_website(
            config.title,
            url=config.base_url,
            description=config.description,
            language=config.language,
            search=search_address(config, "{words}"),
        )
        values = self.frame.values("", "home", config.title, feeds=self._feeds.links()[1:], linked_data=linked)
        return values | {
            "day": self._day_view(self._days[newest]) if newest else None,
            "papers": self._views(self._days[newest].papers) if newest else (),
            "recent": tuple(self._day_link(day) for day in recent),
            "week": self._link(self._texts.say("this_week"), week_path_of(newest)) if newest else None,
            "top": self._rows(self._best(week)[:_RAIL]),
        }

    def months(self) -> Iterator[Chapter]:
        """A chapter for each month that has an archived day, the oldest first."""
        for (year, month), days in groupby(self._archive.days, key=lambda day: (day.day.year, day.day.month)):
            shown = tuple(days)
            yield Chapter(
                name=month_path(year, month),
                stamp=self._month_stamp(shown),
                templates=frozenset({"day.html", "paper.html", "card", *self._data.day_templates}),
                plan=partial(self._month_pages, shown),
            )

    def _month_stamp(self, days: Sequence[Day]) -> bytes:
        """What the pages of the days of a month and of the papers at home there show, and which pages these are."""
        around = (self._neighbours(days[0].day)[0], self._neighbours(days[-1].day)[1])
        cards = [card.url if (card := self._cards.of_day(day.day)) else "" for day in days]
        return digest(
            self._stamps.month(days),
            self._stamps.lists([day for day in around if day]),
            repr((around, cards)).encode(),
            *(self._archive.kin.get(day.day, b"") for day in days),
        )

    def _papers_stamp(self, day: date) -> bytes:
        """What the pages of the papers at home on `day` show."""
        return digest(self._stamps.papers(day), self._archive.kin.get(day, b""))

    def _own_stamp(self, day: Day) -> bytes:
        """What the page of `day` shows."""
        card = self._cards.of_day(day.day)
        shown = (card.url if card else "").encode()
        return digest(self._stamps.sheet(day.day), self._neighbours_stamp(day.day), shown)

    def _month_pages(self, days: Sequence[Day]) -> tuple[Page, ...]:
        card = self._cards.month([day.day for day in days])
        return tuple(chain(chain.from_iterable(map(self._day_pages, days)), card))

    def _day_pages(self, day: Day) -> Iterator[Page]:
        """The page of an archived day, also of an empty one, then those of the papers that are at home there."""
        yield Page(
            path=day_path(day.day),
            template="day.html",
            stamp=self._own_stamp(day),
            make=partial(self._day_values, day),
        )
        stamp = self._papers_stamp(day.day)
        for identifier in self._archive.at_home(day):
            yield Page(
                path=paper_path(identifier),
                template="paper.html",
                stamp=stamp,
                make=partial(self._paper_values, identifier),
            )
        yield from self._data.day(day)
        yield from self._cards.day(day.day)

    def _day_values(self, day: Day) -> dict[str, Any]:
        count = len(day.papers)
        papers = self._views(day.papers)
        texts = self._texts
        description = texts.say("day_description", count=count, date=texts.short_date(day.day))
        if papers:
            description += f": {excerpt('; '.join(view.title for view in papers[:3]), length=200)}"
        crumbs = (self._year_link(day.day), self._month_link(day.day))
        path = day_path(day.day)
        feeds, downloads = (self._feeds.daily_link(),), self._data.day_links(day)
        values = self.frame.values(
            path,
            "day",
            texts.long_date(day.day),
            description=description,
            feeds=feeds,
            crumbs=crumbs,
            downloads=downloads,
            card=self._cards.of_day(day.day),
        )
        return {**values, "day": self._day_view(day), "papers": papers}

    def periods(self) -> Iterator[Page]:
        """Weeks, months and years that have an archived day."""
        yield from self._period("week", week_path_of, self._week_title)
        yield from self._period("month", lambda day: month_path(day.year, day.month), self._texts.month_year)
        yield from self._period("year", lambda day: year_path(day.year), self._year_title)

    def _week_title(self, day: date) -> str:
        year, week = iso_week(day)
        return self._texts.say("week", week=week, year=year)

    def _year_title(self, day: date) -> str:
        return self._texts.say("year", year=day.year)

    def _period(self, kind: str, path_of: Callable[[date], str], title_of: Callable[[date], str]) -> Iterator[Page]:
        groups: dict[str, list[date]] = defaultdict(list)
        for day in self._days:
            groups[path_of(day)].append(day)
        paths = list(groups)
        for place, (path, days) in enumerate(groups.items()):
            before = self._link(title_of(groups[paths[place - 1]][0]), paths[place - 1]) if place else None
            following = paths[place + 1] if place + 1 < len(paths) else None
            after = self._link(title_of(groups[following][0]), following) if following else None
            around = repr((before, after, self._unread_around(days) if kind != "week" else ()))
            yield Page(
                path=path,
                template=f"{kind}.html",
                stamp=digest(self._stamps.lists(days), around.encode()),
                make=partial(self._period_values, kind, path, title_of(days[0]), days, before, after),
            )

    def _unread_around(self, days: list[date]) -> tuple[Any, ...]:
        """What a calendar of `days` shows beside them: gaps, and whether the archive goes on before and behind."""
        first, last = min(self._days), max(self._days)
        gaps = sorted(gap for gap in self._archive.gaps if gap.year == days[0].year)
        return (gaps, first if first.year == days[0].year else "", last if last.year == days[0].year else "")

    def _period_values(
        self, kind: str, path: str, title: str, days: list[date], before: Link | None, after: Link | None
    ) -> dict[str, Any]:
        listed = [day for day in days if day in self._with_papers]
        best = self._best(listed)
        period = PeriodView(
            title=title,
            url=self._addresses.href(path),
            papers=len(best),
            leading=_LEADING[kind],
            previous=before,
            next=after,
        )
        crumbs = (self._year_link(days[0]),) if kind != "year" else ()
        texts = self._texts
        papers, span = texts.say("papers", count=period.papers), texts.say("days", count=len(listed))
        description = texts.say("period_description", title=title, papers=papers, days=span)
        feeds = (self._feeds.daily_link(),)
        card = self._cards.of_month(days[0]) if kind == "month" else None
        values = self.frame.values(path, kind, title, description=description, feeds=feeds, crumbs=crumbs, card=card)
        values |= {
            "period": period,
            "days": tuple(self._day_link(day) for day in days),
            "top": self._rows(best[: _TOP[kind]]),
        }
        if kind == "month":
            values["calendar"] = month_calendar(
                days[0].year, days[0].month, self._days, self._archive.gaps, self._addresses
            )
        if kind == "year":
            values["calendar"] = self._year_view(days[0].year)
        return values

    def archive_page(self) -> Page:
        """Every year's calendar, the newest first."""
        states = [f"{day.day} {len(day.papers)} {state_of(day)}" for day in self._archive.days]
        states += map(str, sorted(self._archive.gaps))
        return Page(
            path="archive/",
            template="archive.html",
            stamp=digest("\n".join(states).encode()),
            make=self._archive_values,
        )

    def _archive_values(self) -> dict[str, Any]:
        years = sorted({day.year for day in self._days}, reverse=True)
        title, description = self._texts.say("archive"), self._texts.say("archive_description")
        feeds = (self._feeds.daily_link(),)
        values = self.frame.values("archive/", "archive", title, description=description, feeds=feeds)
        return {**values, "years": tuple(map(self._year_view, years))}

    def _paper_values(self, identifier: str) -> dict[str, Any]:
        view = self._papers.view(identifier)
        description = excerpt(plain_passages(view.text.split("\n", 1)[0]), length=100)
        full = self._config.citations.full
        crumbs = (Link(label=self._texts.short_date(view.day), url=view.day_url),)
        path = paper_path(identifier)
        values = self.frame.values(
            path,
            "paper",
            view.title,
            description=description,
            crumbs=crumbs,
            downloads=self._data.paper_links(identifier),
            keywords=tuple(tag.name for tag in view.tags if tag.url) if full else (),
            linked_data=linked_article(view, url=self._addresses.absolute(path), authors=full),
        )
        return {**values, "paper": view, "related": self._papers.related(identifier)}

    def tags(self) -> Iterator[Page]:
        """The index, then for each tag with enough papers its pages and its feed."""
        shown = self._shown_tags
        facts = [(tag.slug, tag.name, len(tag.papers), self._areas.trend_facts(tag)) for tag in shown]
        yield Page(
            path="tags/",
            template="tags.html",
            stamp=digest(repr(facts).encode(), self._areas.stamp(), self._indexes_stamp()),
            make=partial(self._tags_values, shown),
        )
        for tag in shown:
            pages = [*self._tag_pages(tag, self._full(tag)), self._feeds.of_tag(tag), *self._data.tag(tag)]
            yield from pages
            for former in tag.formerly:
                yield from self._former_pages(tag, former, [*self._full_pages(tag), *pages])

    def full_tag_pages(self) -> Chapter:
        """The numbered pages of tags that hold papers of months that are over, and of no other."""
        tags, words = self._shown_tags, self._archive.words
        end = (self._trends.end.year, self._trends.end.month)
        facts = [(tag.slug, tag.name, self._full(tag)) for tag in tags]
        known = sorted(set[tuple[str, str]]().union(*(found for month, found in words.items() if month < end)))
        return Chapter(
            name="tags/",
            stamp=digest(self._settled_lists, repr((facts, known)).encode()),
            templates=frozenset({"tag.html"}),
            plan=lambda: tuple(chain.from_iterable(map(self._full_pages, tags))),
        )

    def full_tag_paths(self) -> Iterator[str]:
        """Where these stand."""
        return (_numbered(tag, number) for tag in self._shown_tags for number in range(self._full(tag)))

    @cached_property
    def _shown_tags(self) -> list[Tag]:
        return [tag for tag in self._archive.tags.values() if tag.has_page]

    def _full(self, tag: Tag) -> int:
        """How many of a tag's pages hold nothing but papers of months that are over."""
        return min(self._older(tag), len(self._trends.settled(tag.papers)) // self._config.tags.page_size)

    def _full_pages(self, tag: Tag) -> Iterator[Page]:
        return (self._tag_page(tag, number) for number in range(self._full(tag)))

    def _older(self, tag: Tag) -> int:
        """How many numbered pages a tag has."""
        return max(0, min(self._settled(tag), len(tag.papers) - 1) // self._config.tags.page_size)

    def _former_pages(self, tag: Tag, former: str, pages: Sequence[Page]) -> Iterator[Page]:
        """What stands at an address that `tag` has left, or a tag that is merged into it: ways to the tag's own page.

        Feeds and data are there once more, since not every program follows a page that leads on.  The merged tag had
        no more papers than this one has, and so no more numbered pages.
        """
        own = tag_path(tag.slug)
        target = {"url": self._addresses.href(own), "canonical": self._addresses.absolute(own)}
        values = {"title": tag.name, "language": self._config.language, **target}
        stamp = digest(f"{tag.slug} {tag.name}".encode())
        for page in pages:
            path = page.path.replace(f"tags/{tag.slug}", f"tags/{former}", 1)
            if path.endswith("/"):
                yield Page(path=path, template=REDIRECT, stamp=stamp, make=lambda: values)
            elif page.template == "rss":
                yield replace(page, path=path, make=partial(self._feeds.values_at, path, page.make))
            else:
                yield replace(page, path=path)

    def _tags_values(self, shown: list[Tag]) -> dict[str, Any]:
        title, description = self._texts.say("tags"), self._texts.say("tags_description")
        values = self.frame.values("tags/", "tags", title, description=description)
        views = [self._areas.tag_view(tag, trend=True) for tag in shown]
        views.sort(key=lambda view: (view.name.casefold(), view.slug))
        areas = self._areas.views()
        grouped = {tag.slug for area in areas for tag in area.tags}
        largest = sorted(views, key=lambda view: (-(view.papers or 0), view.name.casefold(), view.slug))[:40]
        return values | {
            "tags": tuple(views),
            "largest": tuple(largest),
            "areas": areas,
            "others": tuple(view for view in views if view.slug not in grouped),
            "indexes": self._indexes(),
        }

    def _indexes(self) -> tuple[Link, ...]:
        """Other ways into the archive, where there are any."""
        archive, say = self._archive, self._texts.say
        places = (
            ("areas", AREAS, self._config.areas and self._desk.areas),
            ("organizations", ORGANIZATIONS, archive.organizations),
            ("authors_title", AUTHORS, archive.authors),
        )
        return tuple(self._link(say(key), path) for key, path, there in places if there)

    def _indexes_stamp(self) -> bytes:
        return repr(self._indexes()).encode()

    def areas(self) -> Iterator[Page]:
        """The areas of the ledger."""
        return self._areas.pages()

    def contributors(self) -> Iterator[Page]:
        """Organizations and authors."""
        return chain(organization_pages(self._desk), author_pages(self._desk))

    def trends(self) -> Iterator[Page]:
        """What rises and falls."""
        if self._config.trends:
            yield TrendsPage(self._desk, self._areas).page()

    def _tag_pages(self, tag: Tag, first: int) -> Iterator[Page]:
        """The newest papers on the tag's own page, older ones on full pages numbered from the oldest, `first` on.

        A numbered page holds `page_size` papers and, once there, does not change: papers of days that are still read
        again stay on the tag's own page, votes are left off, and it leads to the page before it and to the newest
        papers only.
        """
        older = self._older(tag)
        yield from (self._tag_page(tag, number) for number in range(first, older))
        ids = tag.papers[self._config.tags.page_size * older :]
        facts = f"{tag.name} {older} {len(tag.papers)} {tag.description} {tag.area} {self._areas.link_of(tag)}"
        yield Page(
            path=tag_path(tag.slug),
            template="tag.html",
            stamp=digest(facts.encode(), self._stamps.of(ids), self._settled_stamp),
            make=partial(self._tag_values, tag, older, ids, newest=True),
        )

    def _tag_page(self, tag: Tag, number: int) -> Page:
        """The numbered page that has so many before it."""
        size = self._config.tags.page_size
        ids = tag.papers[size * number : size * (number + 1)]
        return Page(
            path=_numbered(tag, number),
            template="tag.html",
            stamp=digest(f"{tag.name} {number}".encode(), self._stamps.of(ids)),
            make=partial(self._tag_values, tag, number, ids, newest=False),
        )

    def _tag_values(self, tag: Tag, number: int, ids: Sequence[str], *, newest: bool) -> dict[str, Any]:
        own = tag_path(tag.slug)
        path = own if newest else _numbered(tag, number)
        feed = self._feeds.tag_link(tag)
        texts = self._texts
        title = tag.name if newest else texts.say("numbered", title=tag.name, number=number + 1)
        crumbs = (self._link(texts.say("tags"), "tags/"), *(() if newest else (self._link(tag.name, own),)))
        description = (tag.description if newest else "") or texts.say("tag_description", tag=title)
        values = self.frame.values(
            path,
            "tag",
            title,
            description=description,
            feeds=(feed,),
            crumbs=crumbs,
            downloads=self._data.tag_links(tag),
        )
        return values | {
            "tag": self._tag_view(tag, newest=newest),
            "number": None if newest else number + 1,
            "papers": self._rows(reversed(ids)),
            "older": self._link(texts.say("page_number", number=number), f"{own}{number}/") if number else None,
            "newest": None if newest else self._link(texts.say("newest_papers"), own),
            "feed": feed,
            "related": self._related(tag) if newest else (),
            "chart": columns(self._trends.by_month(tag.papers)) if newest and len(tag.papers) >= _DRAWN else None,
        }

    def _related(self, tag: Tag) -> tuple[Link, ...]:
        """Tags that often stand beside `tag`, as far as months are over."""
        found = self._trends.related(tag.slug, tag.papers, most=_RELATED)
        return tuple(self._link(self._archive.tags[slug].name, tag_path(slug)) for slug in found)

    @cached_property
    def _settled_stamp(self) -> bytes:
        """What related tags are found in."""
        names = [(tag.slug, tag.name) for tag in self._archive.tags.values() if tag.ruled and tag.has_page]
        return digest(self._settled_lists, repr(names).encode())

    @cached_property
    def _settled_lists(self) -> bytes:
        return self._desk.settled_stamp()

    def _settled(self, tag: Tag) -> int:
        """How many of a tag's papers, the oldest, are of days that are not read again."""
        last = self._archive.days[-1].day - timedelta(days=self._config.snapshot.days)
        return bisect_right(tag.papers, last, key=self._archive.home.__getitem__)

    def hand_pages(self) -> Iterator[Page]:
        """The owner's pages, and the one for addresses that do not exist."""
        for page in self._archive.pages:
            yield Page(
                path=f"{page.slug}/",
                template="page.html",
                stamp=digest(repr(page).encode()),
                make=partial(self._hand_values, page),
            )
        yield Page(path="404.html", template="404.html", stamp=b"404", make=self._missing_values)

    def _hand_values(self, page: HandPage) -> dict[str, Any]:
        values = self.frame.values(f"{page.slug}/", "page", page.title, description=page.description)
        return {**values, "content": page.html}

    def _missing_values(self) -> dict[str, Any]:
        title, description = self._texts.say("not_found"), self._texts.say("not_found_description")
        return self.frame.values("404.html", "404", title, description=description)

    def feeds(self) -> Iterator[Page]:
        """Every feed but those of tags, and the page that explains them."""
        yield from self._feeds.pages()
        yield Page(path=FEEDS, template="feeds.html", stamp=self._feeds.list_stamp(), make=self._feeds_values)

    def _feeds_values(self) -> dict[str, Any]:
        feeds, texts = self._feeds, self._texts
        about, history = texts.say("feeds_description"), feeds.history_url
        values = self.frame.values(FEEDS, "feeds", texts.say("feeds"), description=about, feeds=feeds.links()[1:])
        return values | {
            "whole": (*feeds.links(), *feeds.popular_links()),
            "areas": feeds.area_links(),
            "tags": feeds.tag_links(),
            "organizations": feeds.organization_links(),
            "opml": Link(label=texts.say("feeds_opml"), url=self._addresses.absolute(OPML)),
            "history": Link(label=texts.say("feeds_newest_month"), url=history) if history else None,
        }

    def reading(self) -> Iterator[Page]:
        """The reading list, and the worker for reading offline."""
        return reading_pages(self.frame, self._config, self._texts)

    def machine_files(self) -> Iterator[Page]:
        """What crawlers and GitHub Pages look for."""
        sitemap = self._addresses.absolute("sitemap.xml")
        robots = f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n"
        yield Page(path="robots.txt", template="text", stamp=b"robots", make=lambda: {"text": robots})
        yield Page(path=".nojekyll", template="text", stamp=b"", make=lambda: {"text": ""})

    def data(self) -> Iterator[Page]:
        """What programs get of the whole archive."""
        return self._data.site()

    def site_card(self) -> Iterator[Page]:
        """The picture that other sites show beside most links."""
        return self._cards.site()

    def sitemaps(self, paths: Sequence[str], months: Sequence[Chapter]) -> Iterator[Page]:
        """Every address a reader may want; `paths` are those that belong to no day."""
        return plan_sitemaps(paths, months, self._archive, self._addresses)

    def _best(self, days: Sequence[date]) -> list[str]:
        """The papers of `days`, each once, the most upvoted first; of equals the newer day's."""
        ids = dict.fromkeys(identifier for day in reversed(days) for identifier in self._days[day].papers)
        return self._papers.ranked(ids)

    def _views(self, ids: Sequence[str]) -> tuple[PaperView, ...]:
        """The papers of `ids`, the most upvoted first."""
        return tuple(self._papers.view(identifier) for identifier in self._papers.ranked(ids))

    def _rows(self, ids: Iterable[str]) -> tuple[RowView, ...]:
        return tuple(self._papers.row(identifier) for identifier in ids)

    def _neighbours_stamp(self, day: date) -> bytes:
        previous, following = self._neighbours(day)
        lists = self._stamps.lists([one for one in (previous, following) if one])
        return digest(f"{previous} {following}".encode(), lists)

    def _neighbours(self, day: date) -> tuple[date | None, date | None]:
        """The nearest days with papers before and behind."""
        place = bisect_left(self._listed, day)
        after = place + (day in self._with_papers)
        return (
            self._listed[place - 1] if place else None,
            self._listed[after] if after < len(self._listed) else None,
        )

    def _day_view(self, day: Day) -> DayView:
        previous, following = self._neighbours(day.day)
        return DayView(
            day=day.day,
            url=self._addresses.href(day_path(day.day)),
            state=state_of(day),
            read_at=day.read_at,
            previous=self._day_link(previous) if previous else None,
            next=self._day_link(following) if following else None,
            week=self._link(self._week_title(day.day), week_path_of(day.day)),
            month=self._month_link(day.day),
            year=self._year_link(day.day),
        )

    def _day_link(self, day: date) -> DayLink:
        papers = self._days[day].papers
        lead = plain_passages(self._archive.headlines[self._papers.ranked(papers)[0]].title) if papers else None
        return DayLink(day=day, url=self._addresses.href(day_path(day)), papers=len(papers), lead=lead)

    def _tag_view(self, tag: Tag, *, newest: bool) -> TagView:
        view = self._areas.tag_view(tag)
        return view if newest else replace(view, papers=None, description="", area=None)

    def _year_view(self, year: int) -> YearView:
        return year_calendar(year, self._days, self._archive.gaps, self._addresses)

    def _month_link(self, day: date) -> Link:
        return self._link(self._texts.month_year(day), month_path(day.year, day.month))

    def _year_link(self, day: date) -> Link:
        return self._link(self._year_title(day), year_path(day.year))

    def _link(self, label: str, path: str) -> Link:
        return Link(label=label, url=self._addresses.href(path))


def _numbered(tag: Tag, number: int) -> str:
    """Where the page of `tag` stands that has so many before it."""
    return f"{tag_path(tag.slug)}{number + 1}/"
