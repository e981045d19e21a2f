"""Papers by months that are over → what rises and falls, what goes together.

A month is over when none of its days is read again.  So nothing here changes from one day to the next, and nothing asks
the clock.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, takewhile
from math import exp, log, sqrt

from generator.model import Archive

_RECENT, _BEFORE = 3, 12
"""How many months are held against how many before them."""
LEAST_PAPERS = 20
"""Papers that a month needs before shares of them are told."""
_SURE = 2.576
"""Standard deviations on either side that leave one case of a hundred outside."""
_LIKELY = 10.83
"""What a log-likelihood ratio exceeds in one case of a thousand where nothing is behind it (chi-squared)."""
_FEWEST_TOGETHER = 3

Month = tuple[int, int]
"""A year and the number of a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `first` on until before `end`; `papers` counts those that were listed first within it."""

    first: date
    end: date
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How many papers of a kind there were of late, of `later`, and before, of `earlier`.

    `times` is by how much its share grew, at the least: 1 where nothing is sure.  It is the bound nearest to 1 of a
    99 % interval, so that small numbers do not win.
    """

    recent: int
    later: int
    before: int
    earlier: int
    times: float

    @property
    def word(self) -> str:
        """`rising`, `falling` or nothing."""
        return "rising" if self.times > 1 else "falling" if self.times < 1 else ""


class Trends:
    """An archive's papers by month, as far as months are over."""

    def __init__(self, archive: Archive, *, settling_days: int) -> None:
        """Take the archive; a day is read again for `settling_days` days."""
        self._archive = archive
        self._home = archive.home.__getitem__
        newest = archive.days[-1].day if archive.days else date.min
        settled = max(newest.toordinal() - settling_days, 1)
        # The first day that is not over.
        self.end = (date.fromordinal(settled) + timedelta(days=1)).replace(day=1)

    @cached_property
    def papers_of(self) -> Mapping[Month, int]:
        """How many papers each month that is over has, from the first on that has any."""
        counts: Counter[Month] = Counter()
        for day, count in Counter(self._archive.home.values()).items():
            if day < self.end:
                counts[day.year, day.month] += count
        if not counts:
            return {}
        return {month: counts[month] for month in months_between(min(counts), max(counts))}

    @cached_property
    def told(self) -> tuple[Month, ...]:
        """The last months in a row that have `LEAST_PAPERS` papers each."""
        row = list(takewhile(lambda month: self.papers_of[month] >= LEAST_PAPERS, reversed(list(self.papers_of))))
        return tuple(reversed(row))

    @cached_property
    def told_from(self) -> date | None:
        """The month with which `spans` may begin, at the earliest; None where there are some, or no days."""
        if self.spans or not self._archive.days:
            return None
        row = self.told if self.told and after(self.told[-1]) == self.end else ()
        number = self.end.year * 12 + self.end.month - 1 + _RECENT - len(row)
        return date(number // 12, number % 12 + 1, 1)

    @cached_property
    def spans(self) -> tuple[Span, Span] | None:
        """The months before, and the last ones; None where there are none to hold against each other."""
        months = self.told
        recent = months[-_RECENT:]
        before = months[-_RECENT - _BEFORE : -_RECENT]
        if not before:
            return None
        return self._span(before), self._span(recent)

    def _span(self, months: Sequence[Month]) -> Span:
        papers = sum(self.papers_of[month] for month in months)
        return Span(first=date(*months[0], 1), end=after(months[-1]), papers=papers)

    def trend(self, papers: Sequence[str], among: Sequence[str] | None = None) -> Trend | None:
        """That of `papers`, ids oldest first; None where nothing can be said of any.

        Shares are those of `among`, likewise oldest first, or of all papers.
        """
        if self.spans is None:
            return None
        before, recent = self.spans
        earlier = before.papers if among is None else self._within(among, before)
        later = recent.papers if among is None else self._within(among, recent)
        then, now = self._within(papers, before), self._within(papers, recent)
        times = least_ratio(now, later, then, earlier) if earlier and later else 1
        return Trend(recent=now, later=later, before=then, earlier=earlier, times=times)

    def _within(self, papers: Sequence[str], span: Span) -> int:
        return self._before(papers, span.end) - self._before(papers, span.first)

    def _before(self, papers: Sequence[str], day: date) -> int:
        return bisect_left(papers, day, key=self._home)

    def settled(self, papers: Sequence[str]) -> Sequence[str]:
        """Those of `papers`, oldest first, that belong to months that are over."""
        return papers[: self._before(papers, self.end)]

    def by_month(self, papers: Sequence[str]) -> Counter[Month]:
        """How many of `papers`, oldest first, each month has: one is looked at a month, not all."""
        counts: Counter[Month] = Counter()
        place = 0
        while place < len(papers):
            day = self._home(papers[place])
            following = bisect_left(papers, after((day.year, day.month)), lo=place, key=self._home)
            counts[day.year, day.month] = following - place
            place = following
        return counts

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        return {slug: len(self.settled(tag.papers)) for slug, tag in self._archive.tags.items() if tag.ruled}

    @cached_property
    def _ruled_tags(self) -> Mapping[str, tuple[str, ...]]:
        return {identifier: (*one.named, *one.inferred) for identifier, one in self._archive.headlines.items()}

    def related(self, slug: str, papers: Sequence[str], *, most: int) -> list[str]:
        """The ledger's tags that `papers`, those of the tag `slug`, carry more often than others do, likeliest first.

        What makes it likely is the log-likelihood ratio (Dunning 1993, https://aclanthology.org/J93-1003/), which
        two papers that happen to share two rare tags do not impress.
        """
        sizes = self._sizes
        if not sizes:
            return []
        settled = self.settled(papers)
        together = Counter(chain.from_iterable([self._ruled_tags[one] for one in settled]))
        together.pop(slug, None)
        own, everything = len(settled), sum(self.papers_of.values())
        found = []
        for other, both in together.items():
            if both < _FEWEST_TOGETHER or not self._archive.tags[other].has_page:
                continue
            if both * everything <= own * sizes[other]:
                continue
            likely = log_likelihood(both, own, sizes[other], everything)
            if likely > _LIKELY:
                found.append((-likely, other))
        return [other for _, other in sorted(found)[:most]]


def least_ratio(recent: int, recently: int, before: int, earlier: int) -> float:
    """By how much a share changed at the least, from `before` of `earlier` to `recent` of `recently`: 1 where unsure.

    The bound nearest to 1 of the interval of the ratio of two shares (Katz and others 1978,
    https://doi.org/10.2307/2530610), with a half added to each count so that there may be none.
    """
    now, then = (recent + 0.5) / (recently + 0.5), (before + 0.5) / (earlier + 0.5)
    spread = 1 / (recent + 0.5) - 1 / (recently + 0.5) + 1 / (before + 0.5) - 1 / (earlier + 0.5)
    width = _SURE * sqrt(max(spread, 0))
    change = log(now / then)
    return exp(max(change - width, 0) if change > 0 else min(change + width, 0))


def log_likelihood(both: int, one: int, other: int, everything: int) -> float:
    """How unlikely it is that `both` of `everything` are `one` and `other` at once by chance: G², never negative."""
    cells = (
        (both, one, other),
        (one - both, one, everything - other),
        (other - both, everything - one, other),
        (everything - one - other + both, everything - one, everything - other),
    )
    return 2 * sum(seen * log(seen * everything / (row * column)) for seen, row, column in cells if seen > 0)


def after(month: Month) -> date:
    """The first day of the month that follows."""
    year, number = month
    return date(year + number // 12, number % 12 + 1, 1)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included."""
    for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield divmod(number, 12)[0], number % 12 + 1
