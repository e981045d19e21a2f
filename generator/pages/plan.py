"""Archive + Config → every page, decided before any template runs."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from generator.config import Config
from generator.errors import PlanError, Problem
from generator.model import Archive, Day, Feed, Page, Tag
from generator.pages.calendars import month_calendar, state_of, year_calendar
from generator.pages.papers import Papers
from generator.pages.site import (
    FEED,
    Addresses,
    Frame,
    day_path,
    month_path,
    paper_path,
    tag_path,
    week_path_of,
    year_path,
)
from generator.pages.views import DayLink, DayView, Link, PaperView, PeriodView, TagView
from generator.text.dates import iso_week, long_date, month_name, short_date
from generator.text.sentences import excerpt

_TOP = {"week": 12, "month": 20, "year": 30}
_RECENT_DAYS = 7
_RAIL = 6


def plan_pages(archive: Archive, config: Config, *, settings: Mapping[str, Any]) -> tuple[Page, ...]:
    """Every page of the site, sorted by path; `settings` are the theme's.

    Raises:
        PlanError: Two pages on one address, or on one file where upper and lower case are the same.
    """
    planner = _Planner(archive, config, settings)
    pages = [
        *planner.home(),
        *planner.days(),
        *planner.periods(),
        *planner.archive_page(),
        *planner.papers_pages(),
        *planner.tags(),
        *planner.hand_pages(),
        *planner.site_feed(),
        *planner.machine_files(),
    ]
    pages += planner.sitemap(pages)
    if problems := _collisions(pages):
        raise PlanError(problems)
    return tuple(sorted(pages, key=lambda page: page.path))


def _collisions(pages: Sequence[Page]) -> list[Problem]:
    problems = []
    seen: dict[str, Page] = {}
    for page in pages:
        other = seen.setdefault(page.file.casefold(), page)
        if other is not page:
            found = f"claimed by {_described(other)} and by {_described(page)}"
            problems.append(Problem(where=f"/{page.path}", found=found, remedy="rename one of them"))
    return problems


def _described(page: Page) -> str:
    shown = page.values.get("page")
    return f"the {shown.kind} page “{shown.title}”" if shown else f"the file {page.path}"


class _Planner:
    """What the kinds of page have in common: the archive by day, its papers' views, the addresses."""

    def __init__(self, archive: Archive, config: Config, settings: Mapping[str, Any]) -> None:
        self._archive = archive
        self._config = config
        self._papers = Papers(archive, config)
        self._addresses = Addresses(config)
        self._frame = Frame(config, archive, settings)
        self._days = {day.day: day for day in archive.days}
        self._listed = [day.day for day in archive.days if day.papers]
        self._with_papers = frozenset(self._listed)

    def home(self) -> Iterator[Page]:
        """The newest day with papers, the days before it, the best of its week."""
        newest = self._listed[-1] if self._listed else None
        values = self._frame.values("", "home", self._config.title)
        recent = [self._day_link(day) for day in self._listed[-1 - _RECENT_DAYS : -1][::-1]]
        week = [day for day in self._listed if newest and iso_week(day) == iso_week(newest)]
        values |= {
            "day": self._day_view(self._days[newest]) if newest else None,
            "papers": self._papers.ranked(self._days[newest].papers) if newest else (),
            "recent": tuple(recent),
            "week": self._link("This week", week_path_of(newest)) if newest else None,
            "top": self._best([day for day in week if day != newest])[:_RAIL],
        }
        yield Page(path="", template="home.html", values=values)

    def days(self) -> Iterator[Page]:
        """A page for every archived day, the empty ones too."""
        for day in self._archive.days:
            path = day_path(day.day)
            count = len(day.papers)
            papers = self._papers.ranked(day.papers)
            description = f"{count} paper{'s' if count != 1 else ''} listed on {short_date(day.day)}"
            if papers:
                description += f": {excerpt('; '.join(view.title for view in papers[:3]), length=200)}"
            crumbs = (self._year_link(day.day), self._month_link(day.day))
            values = self._frame.values(path, "day", long_date(day.day), description=description, crumbs=crumbs)
            yield Page(path=path, template="day.html", values={**values, "day": self._day_view(day), "papers": papers})

    def periods(self) -> Iterator[Page]:
        """Weeks, months and years that have an archived day."""
        yield from self._period("week", week_path_of, lambda day: "Week {1} of {0}".format(*iso_week(day)))
        yield from self._period(
            "month", lambda day: month_path(day.year, day.month), lambda day: f"{month_name(day.month)} {day.year}"
        )
        yield from self._period("year", lambda day: year_path(day.year), lambda day: f"{day.year}")

    def _period(self, kind: str, path_of: Callable[[date], str], title_of: Callable[[date], str]) -> Iterator[Page]:
        groups: dict[str, list[date]] = defaultdict(list)
        for day in self._days:
            groups[path_of(day)].append(day)
        paths = list(groups)
        for place, (path, days) in enumerate(groups.items()):
            before = paths[place - 1] if place else None
            after = paths[place + 1] if place + 1 < len(paths) else None
            listed = [day for day in days if day in self._with_papers]
            best = self._best(listed)
            title = title_of(days[0])
            period = PeriodView(
                title=title,
                url=self._addresses.href(path),
                papers=len(best),
                previous=self._link(title_of(groups[before][0]), before) if before else None,
                next=self._link(title_of(groups[after][0]), after) if after else None,
            )
            crumbs = (self._year_link(days[0]),) if kind != "year" else ()
            description = f"{title}: {period.papers} papers of {len(listed)} days, the most upvoted first"
            values = self._frame.values(path, kind, title, description=description, crumbs=crumbs)
            values |= {
                "period": period,
                "days": tuple(self._day_link(day) for day in days),
                "top": best[: _TOP[kind]],
            }
            if kind == "month":
                values["calendar"] = month_calendar(
                    days[0].year, days[0].month, self._days, self._archive.gaps, self._addresses
                )
            if kind == "year":
                values["calendar"] = year_calendar(days[0].year, self._days, self._archive.gaps, self._addresses)
            yield Page(path=path, template=f"{kind}.html", values=values)

    def archive_page(self) -> Iterator[Page]:
        """Every year's calendar, the newest first."""
        years = sorted({day.year for day in self._days}, reverse=True)
        values = self._frame.values("archive/", "archive", "Archive", description="Every archived day, year by year")
        values["years"] = tuple(year_calendar(year, self._days, self._archive.gaps, self._addresses) for year in years)
        yield Page(path="archive/", template="archive.html", values=values)

    def papers_pages(self) -> Iterator[Page]:
        """A page for every paper."""
        for identifier, view in self._papers.views.items():
            path = paper_path(identifier)
            description = excerpt(self._archive.papers[identifier].abstract, length=200)
            crumbs = (Link(label=short_date(view.day), url=view.day_url),)
            values = self._frame.values(path, "paper", view.title, description=description, crumbs=crumbs)
            yield Page(path=path, template="paper.html", values={**values, "paper": view})

    def tags(self) -> Iterator[Page]:
        """The index, then for each tag with enough papers its pages and its feed."""
        shown = [tag for tag in self._archive.tags.values() if tag.has_page]
        values = self._frame.values("tags/", "tags", "Tags", description="Every tag with a page of its own")
        views = sorted((self._tag_view(tag) for tag in shown), key=lambda view: (view.name.casefold(), view.slug))
        values["tags"] = tuple(views)
        values["largest"] = tuple(sorted(views, key=lambda view: (-view.papers, view.name.casefold(), view.slug))[:40])
        yield Page(path="tags/", template="tags.html", values=values)
        for tag in shown:
            yield from self._tag_pages(tag)
            yield self._tag_feed(tag)

    def _tag_pages(self, tag: Tag) -> Iterator[Page]:
        """The newest papers on the tag's own page, older ones on full pages numbered from the oldest.

        A numbered page holds `page_size` papers and, once there, does not change: papers of days that are still read
        again stay on the tag's own page, votes are left off, and it leads to the page before it and to the newest
        papers only.
        """
        size = self._config.tags.page_size
        older = max(0, min(self._settled(tag), len(tag.papers) - 1) // size)
        view = self._tag_view(tag)
        feed = Link(label=f"{tag.name} · {self._config.title}", url=self._addresses.absolute(tag_path(tag.slug) + FEED))
        numbered = [tag.papers[size * number : size * (number + 1)] for number in range(older)]
        own = tag_path(tag.slug)
        paths = [*(f"{own}{number}/" for number in range(1, older + 1)), own]
        for number, (path, ids) in enumerate(zip(paths, [*numbered, tag.papers[size * older :]], strict=True)):
            newest = path == own
            title = tag.name if newest else f"{tag.name}, page {number + 1}"
            crumbs = (self._link("Tags", "tags/"), *(() if newest else (self._link(tag.name, own),)))
            values = self._frame.values(
                path, "tag", title, description=f"Papers tagged {tag.name}", feed=feed, crumbs=crumbs
            )
            values |= {
                "tag": view,
                "number": None if newest else number + 1,
                "papers": tuple(self._papers.views[identifier] for identifier in reversed(ids)),
                "older": self._link(f"Page {number}", paths[number - 1]) if number else None,
                "newest": None if newest else self._link("Newest papers", own),
                "feed": feed,
            }
            yield Page(path=path, template="tag.html", values=values)

    def _settled(self, tag: Tag) -> int:
        """How many of a tag's papers, the oldest, are of days that are not read again."""
        last = self._archive.days[-1].day - timedelta(days=self._config.snapshot.days)
        return bisect_right(tag.papers, last, key=lambda identifier: self._archive.home[identifier])

    def _tag_feed(self, tag: Tag) -> Page:
        path = tag_path(tag.slug)
        ids = tag.papers[-self._config.feeds.tag_items :]
        title = f"{tag.name} · {self._config.title}"
        return self._feed(path, title, f"Papers tagged {tag.name}", ids)

    def hand_pages(self) -> Iterator[Page]:
        """The owner's pages, and the one for addresses that do not exist."""
        for page in self._archive.pages:
            path = f"{page.slug}/"
            values = self._frame.values(path, "page", page.title, description=page.description)
            yield Page(path=path, template="page.html", values={**values, "content": page.html})
        yield Page(
            path="404.html",
            template="404.html",
            values=self._frame.values("404.html", "404", "Not found", description="There is no page at this address"),
        )

    def site_feed(self) -> Iterator[Page]:
        """RSS of the newest papers."""
        ids = [identifier for day in self._listed[::-1] for identifier in self._own(day)]
        newest = ids[: self._config.feeds.items]
        yield self._feed("", self._config.title, self._config.description or self._config.title, newest[::-1])

    def machine_files(self) -> Iterator[Page]:
        """What crawlers and GitHub Pages look for."""
        sitemap = self._addresses.absolute("sitemap.xml")
        yield Page(
            path="robots.txt", template="text", values={"text": f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n"}
        )
        yield Page(path=".nojekyll", template="text", values={"text": ""})

    def sitemap(self, pages: Sequence[Page]) -> Iterator[Page]:
        """Every address a reader may want, with the day on which a dated page was last read."""
        entries = tuple(
            (self._addresses.absolute(page.path), self._read_on(page.values))
            for page in sorted(pages, key=lambda page: page.path)
            if page.path == "" or page.path.endswith("/")
        )
        yield Page(path="sitemap.xml", template="sitemap", values={"entries": entries})

    def _read_on(self, values: Mapping[str, Any]) -> date | None:
        paper = values.get("paper")
        day = self._days.get(paper.day) if paper else None
        moment = day.read_at if day else getattr(values.get("day"), "read_at", None)
        return moment.date() if moment else None

    def _feed(self, path: str, title: str, description: str, ids: Sequence[str]) -> Page:
        """RSS of the papers of `ids`, which come oldest first."""
        items = tuple(self._papers.items[identifier] for identifier in reversed(ids))
        read = [self._days[item.day].read_at or datetime.combine(item.day, time(), UTC) for item in items]
        feed = Feed(
            title=title,
            description=description,
            language=self._config.language,
            url=self._addresses.absolute(path),
            self_url=self._addresses.absolute(path + FEED),
            updated=max(read, default=None),
            items=items,
        )
        return Page(path=path + FEED, template="rss", values={"feed": feed})

    def _own(self, day: date) -> list[str]:
        return [view.id for view in self._papers.ranked(self._days[day].papers) if view.day == day]

    def _best(self, days: Sequence[date]) -> tuple[PaperView, ...]:
        """The papers of `days`, each once, the most upvoted first; of equals the newer day's."""
        ids = dict.fromkeys(identifier for day in reversed(days) for identifier in self._days[day].papers)
        return self._papers.ranked(tuple(ids))

    def _day_view(self, day: Day) -> DayView:
        place = bisect_left(self._listed, day.day)
        after = place + (day.day in self._with_papers)
        return DayView(
            day=day.day,
            url=self._addresses.href(day_path(day.day)),
            state=state_of(day),
            read_at=day.read_at,
            previous=self._day_link(self._listed[place - 1]) if place else None,
            next=self._day_link(self._listed[after]) if after < len(self._listed) else None,
            week=self._link("Week {1} of {0}".format(*iso_week(day.day)), week_path_of(day.day)),
            month=self._month_link(day.day),
            year=self._year_link(day.day),
        )

    def _day_link(self, day: date) -> DayLink:
        papers = self._days[day].papers
        lead = self._papers.ranked(papers)[0].title if papers else None
        return DayLink(day=day, url=self._addresses.href(day_path(day)), papers=len(papers), lead=lead)

    def _tag_view(self, tag: Tag) -> TagView:
        initial = tag.name[0].upper()
        return TagView(
            slug=tag.slug,
            name=tag.name,
            url=self._addresses.href(tag_path(tag.slug)),
            papers=len(tag.papers),
            initial=initial if initial.isascii() and initial.isalpha() else "#",
        )

    def _month_link(self, day: date) -> Link:
        return self._link(f"{month_name(day.month)} {day.year}", month_path(day.year, day.month))

    def _year_link(self, day: date) -> Link:
        return self._link(str(day.year), year_path(day.year))

    def _link(self, label: str, path: str) -> Link:
        return Link(label=label, url=self._addresses.href(path))
