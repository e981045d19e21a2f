"""The archive's calendar: which days have papers, how many, which are empty, which failed, which are missing."""

import calendar
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import chain

from generator.model import Day
from generator.pages.site import Addresses, day_path, month_path, year_path
from generator.pages.views import Cell, MonthView, YearView

_LEVELS = (8, 16, 24)
_MONDAYS_FIRST = calendar.Calendar(firstweekday=0)
_SATURDAY = 5


def state_of(day: Day) -> str:
    """`partial` where a source could not be read whole, else `papers` or `empty`."""
    if not day.complete:
        return "partial"
    return "papers" if day.papers else "empty"


def year_calendar(year: int, days: Mapping[date, Day], gaps: AbstractSet[date], addresses: Addresses) -> YearView:
    """The months of `year` that have a day to show.

    `days` is the whole archive, not empty; `gaps` are the days that a source was asked for in vain.
    """
    first, last = min(days), max(days)
    archived = {day.month for day in (*days, *gaps) if day.year == year}
    within = [month for month in range(1, 13) if (first.year, first.month) <= (year, month) <= (last.year, last.month)]
    months = tuple(month_calendar(year, month, days, gaps, addresses) for month in sorted(archived))
    return YearView(
        year=year,
        url=addresses.href(year_path(year)),
        papers=_listed(days, (week for month in months for week in month.weeks)),
        months=months,
        unarchived=tuple(month for month in within if month not in archived),
    )


def month_calendar(
    year: int, month: int, days: Mapping[date, Day], gaps: AbstractSet[date], addresses: Addresses
) -> MonthView:
    """One month; a working day without a file, between the archive's first day and its last, is missing.

    A day that could not be read when it was asked for has failed, whatever day it is.
    """
    weeks = tuple(
        tuple(_cell(day, days, gaps, addresses) if day.month == month else None for day in week)
        for week in _MONDAYS_FIRST.monthdatescalendar(year, month)
    )
    url = addresses.href(month_path(year, month))
    return MonthView(year=year, month=month, url=url, papers=_listed(days, weeks), weeks=weeks)


def _listed(days: Mapping[date, Day], weeks: Iterable[tuple[Cell | None, ...]]) -> int:
    """How many papers the days of `weeks` list; one that moved is listed by two days and counted once."""
    lists = (days[cell.day].papers for week in weeks for cell in week if cell and cell.day in days)
    return len(set(chain.from_iterable(lists)))


def _cell(day: date, days: Mapping[date, Day], gaps: AbstractSet[date], addresses: Addresses) -> Cell:
    archived = days.get(day)
    if archived is None:
        missing = min(days) < day < max(days) and day.weekday() < _SATURDAY
        state = "failed" if day in gaps else "missing" if missing else "none"
        return Cell(day=day, url=None, state=state, papers=0, level=0)
    papers = len(archived.papers)
    return Cell(
        day=day,
        url=addresses.href(day_path(day)),
        state=state_of(archived),
        papers=papers,
        level=1 + sum(papers > bound for bound in _LEVELS) if papers else 0,
    )
