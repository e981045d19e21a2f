"""What was seen of a paper's votes → a line that draws it, and the same in numbers."""

from collections.abc import Sequence

from generator.model import VoteCount
from generator.pages.views import VoteView

_FEWEST = 3
"""Less than that is no history."""
_MOST_DAYS = 8
_WIDTH, _HEIGHT, _EDGE = 100, 20, 2


def votes_by_day(votes: Sequence[VoteCount]) -> tuple[VoteView, ...]:
    """The last count of each day (UTC), the oldest first; of more than eight days, eight spread over all of them."""
    if len(votes) < _FEWEST:
        return ()
    last = {row.at.date(): row.upvotes for row in _in_order(votes)}
    days = [VoteView(day=day, upvotes=upvotes) for day, upvotes in last.items()]
    if len(days) <= _MOST_DAYS:
        return tuple(days)
    return tuple(days[round(place * (len(days) - 1) / (_MOST_DAYS - 1))] for place in range(_MOST_DAYS))


def sparkline(votes: Sequence[VoteCount]) -> str:
    """The path of an SVG in a box of 100 by 20, time running to the right, the fewest votes at the foot: `M2,18L98,2`.

    Equal counts are a line at half the height; a row from the same moment as the one before it stands in for that.
    """
    if len(votes) < _FEWEST:
        return ""
    seen = {row.at.timestamp(): row.upvotes for row in _in_order(votes)}
    first, least = min(seen), min(seen.values())
    duration, rise = max(seen) - first, max(seen.values()) - least
    across, up = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    points = [
        (
            _EDGE + across * (moment - first) / duration if duration else _EDGE,
            _HEIGHT - _EDGE - (up * (upvotes - least) / rise if rise else up / 2),
        )
        for moment, upvotes in seen.items()
    ]
    if len(points) == 1:
        points.append((_WIDTH - _EDGE, points[0][1]))
    return "M" + "L".join(f"{x:.1f},{y:.1f}".replace(".0", "") for x, y in points)


def _in_order(votes: Sequence[VoteCount]) -> list[VoteCount]:
    return sorted(votes, key=lambda row: row.at)
