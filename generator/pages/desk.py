"""What planners of several kinds of page share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.archive.areas import AreaPapers
from generator.archive.trends import Trends
from generator.config import Config
from generator.model import Archive
from generator.pages.feeds import Feeds
from generator.pages.papers import Papers
from generator.pages.site import Addresses, Frame
from generator.pages.stamps import Stamps
from generator.pages.views import Link, RowView
from generator.text.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An archive, its configuration, and what makes views, addresses, stamps and feeds of it."""

    archive: Archive
    config: Config
    texts: Texts
    papers: Papers
    addresses: Addresses
    frame: Frame
    stamps: Stamps
    feeds: Feeds
    trends: Trends
    areas: tuple[AreaPapers, ...]

    def link(self, label: str, path: str) -> Link:
        """A word and where it leads."""
        return Link(label=label, url=self.addresses.href(path))

    def rows(self, ids: Iterable[str]) -> tuple[RowView, ...]:
        """The papers of `ids` as lines of a list."""
        return tuple(map(self.papers.row, ids))

    def settled_stamp(self) -> bytes:
        """All papers of the months that are over, and the last day of these."""
        days: list[date] = [day.day for day in self.archive.days if day.day < self.trends.end]
        return self.stamps.lists(days)


def initial_of(name: str) -> str:
    """The letter that a name is listed under, or #."""
    initial = name[:1].upper()
    return initial if initial.isascii() and initial.isalpha() else "#"
