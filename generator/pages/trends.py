"""The page of trends: what rises and falls, the areas over time, organizations, votes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from generator.archive.contributors import each_once
from generator.archive.trends import LEAST_PAPERS, Month, Span, Trend
from generator.cache import digest
from generator.model import Page
from generator.pages.areas import Areas
from generator.pages.charts import bands, column_path, line_path
from generator.pages.desk import Desk
from generator.pages.site import TRENDS, month_path, organization_path, tag_path
from generator.pages.views import BandView, MonthVotes, StreamView, TrendView, VotesView

_MOST = 12
_MOST_MONTHS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Papers of one kind, and how their share changed."""

    name: str
    path: str
    papers: Sequence[str]
    trend: Trend


class TrendsPage:
    """The page, which changes when a month is over."""

    def __init__(self, desk: Desk, areas: Areas) -> None:
        """Take what it is made from."""
        self._desk, self._areas = desk, areas
        self._months = list(desk.trends.papers_of)[-_MOST_MONTHS:]

    def page(self) -> Page:
        """The page at `/trends/`."""
        archive = self._desk.archive
        names = repr([(tag.slug, tag.name, tag.area) for tag in archive.tags.values() if tag.ruled and tag.has_page])
        signed = [one.name for one in each_once(archive.organizations)]
        facts = repr((names, archive.areas, signed, self._desk.trends.end))
        return Page(
            path=TRENDS,
            template="trends.html",
            stamp=digest(facts.encode(), self._desk.settled_stamp()),
            make=self._values,
        )

    def _values(self) -> dict[str, Any]:
        desk = self._desk
        texts = desk.texts
        values = desk.frame.values(TRENDS, "trends", texts.say("trends"), description=texts.say("trends_description"))
        spans = desk.trends.spans
        tags = self._rows(
            (tag.name, tag_path(tag.slug), tag.papers)
            for tag in desk.archive.tags.values()
            if tag.ruled and tag.has_page
        )
        up = sorted((row for row in tags if row.trend.times > 1), key=lambda row: (-row.trend.times, row.path))
        down = sorted((row for row in tags if row.trend.times < 1), key=lambda row: (row.trend.times, row.path))
        organizations = self._rows(
            ((one.name, organization_path(one.slug), one.papers) for one in each_once(desk.archive.organizations)),
            among=self._with_organization(),
        )
        busiest = sorted(organizations, key=lambda row: (-row.trend.recent, row.path))
        return values | {
            "spans": tuple(map(self._span, spans)) if spans else (),
            "least": LEAST_PAPERS,
            "told_from": desk.trends.told_from,
            "rising": tuple(self._view(row) for row in up[:_MOST]),
            "falling": tuple(self._view(row) for row in down[:_MOST]),
            "stream": self._stream(),
            "organizations": tuple(self._view(row) for row in busiest[:_MOST] if row.trend.recent),
            "votes": self._votes(),
        }

    def _with_organization(self) -> list[str]:
        """The papers of which one is known, oldest day first: some sources name none, or did not in earlier years."""
        archive = self._desk.archive
        return [identifier for identifier in archive.home if archive.headlines[identifier].organization]

    def _span(self, span: Span) -> str:
        """`February 2026 to April 2026`."""
        texts, last = self._desk.texts, date.fromordinal(span.end.toordinal() - 1)
        if (span.first.year, span.first.month) == (last.year, last.month):
            return texts.month_year(span.first)
        return texts.say("from_to", first=texts.month_year(span.first), last=texts.month_year(last))

    def _rows(self, named: Iterable[tuple[str, str, Sequence[str]]], among: Sequence[str] | None = None) -> list[_Row]:
        found = []
        for name, path, papers in named:
            trend = self._desk.trends.trend(papers, among)
            if trend is not None:
                found.append(_Row(name=name, path=path, papers=papers, trend=trend))
        return found

    def _view(self, row: _Row) -> TrendView:
        counts = self._desk.trends.by_month(row.papers)
        return TrendView(
            name=row.name,
            url=self._desk.addresses.href(row.path),
            papers=row.trend.recent,
            before=_per_cent(row.trend.before, row.trend.earlier),
            recent=_per_cent(row.trend.recent, row.trend.later),
            trend=row.trend.word,
            path=column_path([counts[month] for month in self._months]),
            width=len(self._months),
        )

    def _stream(self) -> StreamView | None:
        """Each paper is shared out among its areas, so that those of a month are a hundred per cent.

        It begins after the last month that has no such paper, or too few papers: of that one no share can be told.
        """
        areas = self._areas.views()
        by_month = self._shared_out()
        totals = {month: sum(by_month[month].values()) for month in self._months}
        told = self._desk.trends.told[-_MOST_MONTHS:]
        months = list(takewhile(totals.__getitem__, reversed(told)))[::-1]
        if not months[1:] or not areas:  # A line needs two points.
            return None
        shares = [[100 * by_month[month][area.slug] / totals[month] for month in months] for area in areas]
        drawn = zip(areas, bands(shares), shares, strict=True)
        return StreamView(
            width=len(months) - 1,
            months=tuple(date(*month, 1) for month in months),
            bands=tuple(
                BandView(name=area.name, url=area.url, path=path, shares=tuple(round(share, 1) for share in row))
                for area, path, row in drawn
            ),
        )

    def _shared_out(self) -> Mapping[Month, Mapping[str, float]]:
        archive = self._desk.archive
        area_of = {slug: tag.area for slug, tag in archive.tags.items() if tag.ruled and tag.has_page and tag.area}
        found: dict[Month, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for identifier, headline in archive.headlines.items():
            day = archive.home[identifier]
            areas = {area_of[tag] for tag in (*headline.named, *headline.inferred) if tag in area_of}
            for area in sorted(areas):
                found[day.year, day.month][area] += 1 / len(areas)
        return found

    def _votes(self) -> VotesView | None:
        archive = self._desk.archive
        by_month: dict[Month, list[tuple[int, str]]] = defaultdict(list)
        for identifier, day in archive.home.items():
            if (upvotes := archive.headlines[identifier].upvotes) is not None:
                by_month[day.year, day.month].append((upvotes, identifier))
        months = [month for month in self._months if len(by_month[month]) >= LEAST_PAPERS]
        if not months[1:]:  # A line needs two points.
            return None
        rows = tuple(self._month_votes(month, by_month[month]) for month in months)
        largest = max(row.high for row in rows)
        return VotesView(
            width=len(rows) - 1,
            largest=largest,
            median=line_path([row.median for row in rows], largest=largest),
            high=line_path([row.high for row in rows], largest=largest),
            months=rows,
        )

    def _month_votes(self, month: Month, votes: list[tuple[int, str]]) -> MonthVotes:
        ranked = sorted(votes, key=lambda vote: (-vote[0], vote[1]))
        return MonthVotes(
            month=date(*month, 1),
            url=self._desk.addresses.href(month_path(*month)),
            median=ranked[len(ranked) // 2][0],
            high=ranked[len(ranked) // 10][0],
            best=self._desk.papers.row(ranked[0][1]),
        )


def _per_cent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
