"""How large a site is, how fast it grows, and when it will be more than its host takes."""

from dataclasses import dataclass
from datetime import date, timedelta

from generator.model import Archive

_WARN_FROM = 0.8
_GROWTH_DAYS = 90
_FARTHEST_YEARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A site's size against its limit, in bytes; `full_on` is the day on which it will reach it as it grows now.

    None where there is no limit, nothing to tell the growth by, or more than a century left.
    """

    size_bytes: int
    limit_bytes: int
    bytes_per_paper: int
    papers_per_day: float
    full_on: date | None

    @property
    def is_over(self) -> bool:
        """Whether the site is larger than its host takes."""
        return 0 < self.limit_bytes < self.size_bytes

    @property
    def is_near(self) -> bool:
        """Whether the end is in sight: four fifths are used."""
        return 0 < self.limit_bytes * _WARN_FROM < self.size_bytes

    def line(self) -> str:
        """The same for people."""
        limit = f"{self.limit_bytes / 1e6:.0f} MB"
        until = f"; at this pace it reaches {limit} in {self.full_on:%Y-%m}" if self.full_on else ""
        return f"{self.bytes_per_paper / 1000:.1f} kB a paper, {self.papers_per_day:.0f} papers a day{until}"

    def warning(self) -> str:
        """What to say when the end is near."""
        used = f"{self.size_bytes / 1e6:.0f} MB of the {self.limit_bytes / 1e6:.0f} MB that its host takes"
        return f"the site has {used}: {self.line()}; docs/scaling.md tells where to go then, site.limit_mb is the limit"


def budget_of(archive: Archive, *, size_bytes: int, limit_mb: int) -> Budget:
    """The budget of a site of `size_bytes`, made of `archive`.

    It grows by as many papers a day as the last 90 archived days had on average, each as large as the average one.
    """
    papers = len(archive.home)
    each = size_bytes / papers if papers else 0.0
    last = archive.days[-1].day if archive.days else None
    since = last - timedelta(days=_GROWTH_DAYS) if last else None
    recent = [day for day in archive.days if since is not None and day.day > since]
    span = (recent[-1].day - recent[0].day).days + 1 if recent else 1
    pace = sum(len(day.papers) for day in recent) / span
    return Budget(
        size_bytes=size_bytes,
        limit_bytes=limit_mb * 1_000_000,
        bytes_per_paper=round(each),
        papers_per_day=round(pace, 2),
        full_on=_full_on(last, limit_mb * 1e6 - size_bytes, each * pace) if limit_mb else None,
    )


def _full_on(last: date | None, left: float, growth: float) -> date | None:
    if last is None or growth <= 0:
        return None
    days = max(0.0, left) / growth
    return last + timedelta(days=round(days)) if days < _FARTHEST_YEARS * 365 else None
