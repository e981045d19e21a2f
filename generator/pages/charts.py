"""Numbers → the paths of small SVGs, and the same numbers as rows for a table.

Paths say nothing of colours or sizes: they stand in a box that a style sheet stretches, and take its colours.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, groupby

from generator.archive.trends import Month, months_between
from generator.pages.views import ChartView, YearCounts

HEIGHT = 40
_LEAST_MONTHS = 12
_MOST_MONTHS = 60


def columns(counts: Mapping[Month, int]) -> ChartView | None:
    """A column for each month from the first that has any to the last, a year at least and five years at most.

    So a chart changes only when what it counts does.
    """
    if not counts:
        return None
    first, last = min(counts), max(counts)
    least, most = _earlier(last, _LEAST_MONTHS - 1), _earlier(last, _MOST_MONTHS - 1)
    months = list(months_between(max(min(first, least), most), last))
    numbers = [counts.get(month, 0) for month in months]
    largest = max(numbers)
    top = months[numbers.index(largest)]
    return ChartView(
        path=column_path(numbers),
        width=len(months),
        height=HEIGHT,
        first=date(*months[0], 1),
        last=date(*last, 1),
        most=largest,
        most_on=date(*top, 1),
        years=by_year(dict(zip(months, numbers, strict=True))),
    )


def column_path(numbers: Sequence[int]) -> str:
    """The outline of columns that touch, one unit wide each, in a box as wide as there are numbers, `HEIGHT` high."""
    largest = max(numbers, default=0) or 1
    heights = [HEIGHT - (max(round(number / largest * HEIGHT), 1) if number else 0) for number in numbers]
    return f"M0,{HEIGHT}{''.join(f'V{height}h{len(list(same))}' for height, same in groupby(heights))}V{HEIGHT}z"


def line_path(numbers: Sequence[float], *, largest: float) -> str:
    """A line through `numbers`, one unit apart, in a box one unit less wide than there are, `HEIGHT` high."""
    points = [f"{place},{_short(HEIGHT - number / (largest or 1) * HEIGHT)}" for place, number in enumerate(numbers)]
    return f"M{'L'.join(points)}" if points else ""


def bands(shares: Sequence[Sequence[float]]) -> list[str]:
    """Areas stacked on each other, the first on top: each row has a share for each month, together 100.

    The box is one unit less wide than there are months, 100 high.
    """
    edges = list(accumulate(shares, lambda upper, row: [a + b for a, b in zip(upper, row, strict=True)]))
    found = []
    upper: Sequence[float] = [0.0] * len(shares[0]) if shares else []
    for lower in edges:
        there = [f"{place},{_short(edge)}" for place, edge in enumerate(upper)]
        back = [f"{place},{_short(edge)}" for place, edge in enumerate(lower)][::-1]
        found.append(f"M{'L'.join([*there, *back])}Z")
        upper = lower
    return found


def by_year(counts: Mapping[Month, int]) -> tuple[YearCounts, ...]:
    """A row of twelve for each year, the newest first; None for months that are not among `counts`."""
    years = sorted({year for year, _ in counts}, reverse=True)
    return tuple(
        YearCounts(year=year, months=tuple(counts.get((year, month)) for month in range(1, 13))) for year in years
    )


def _earlier(month: Month, months: int) -> Month:
    year, number = divmod(month[0] * 12 + month[1] - 1 - months, 12)
    return max(year, 1), number + 1


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
