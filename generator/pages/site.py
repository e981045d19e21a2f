"""The addresses of a site, and what all of its pages have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.config import Config
from generator.model import Archive
from generator.pages.views import Link, PageView, SiteView
from generator.text.dates import iso_week
from generator.text.slugs import path_segment

FEED = "feed.xml"


def day_path(day: date) -> str:
    """`2025/10/31/`."""
    return f"{day:%Y/%m/%d}/"


def week_path(week: tuple[int, int]) -> str:
    """`2025/W44/`, for an ISO year and week."""
    return f"{week[0]:04}/W{week[1]:02}/"


def week_path_of(day: date) -> str:
    """The path of the ISO week that `day` is in."""
    return week_path(iso_week(day))


def month_path(year: int, month: int) -> str:
    """`2025/10/`."""
    return f"{year:04}/{month:02}/"


def year_path(year: int) -> str:
    """`2025/`."""
    return f"{year:04}/"


def paper_path(identifier: str) -> str:
    """`papers/2510.26788/`."""
    return f"papers/{path_segment(identifier)}/"


def tag_path(slug: str) -> str:
    """`tags/reinforcement-learning/`."""
    return f"tags/{slug}/"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths below the base URL → addresses on the site."""

    config: Config

    def href(self, path: str) -> str:
        """`path` as a link on a page: below the base path."""
        return f"{self.config.base_path}{path}"

    def absolute(self, path: str) -> str:
        """`path` as programs elsewhere need it."""
        return f"{self.config.base_url}{path}"


@dataclass(frozen=True, slots=True)
class Frame:
    """Makes the `site` and `page` values that every themed page receives."""

    config: Config
    archive: Archive
    settings: Mapping[str, Any]

    def values(
        self,
        path: str,
        kind: str,
        title: str,
        *,
        description: str = "",
        feed: Link | None = None,
        crumbs: tuple[Link, ...] = (),
    ) -> dict[str, Any]:
        """`site` and `page` for the page at `path`; `feed` is one of its own beside that of the whole archive."""
        addresses = Addresses(self.config)
        feeds = (Link(label=self.config.title, url=addresses.absolute(FEED)),)
        page = PageView(
            kind=kind,
            title=title,
            description=description or self.config.description,
            url=addresses.href(path),
            canonical=addresses.absolute(path),
            feeds=(feed, *feeds) if feed else feeds,
            crumbs=crumbs,
        )
        return {"site": self._site(addresses, path), "page": page}

    def _site(self, addresses: Addresses, path: str) -> SiteView:
        places = [("Latest", ""), ("Archive", "archive/"), ("Tags", "tags/")]
        places += [(page.title, f"{page.slug}/") for page in self.archive.pages if page.in_navigation]
        return SiteView(
            title=self.config.title,
            description=self.config.description,
            language=self.config.language,
            owner=self.config.owner,
            base_url=self.config.base_url,
            base_path=self.config.base_path,
            navigation=tuple(
                Link(label=label, url=addresses.href(place), current=place == path) for label, place in places
            ),
            summaries=self.config.summaries,
            settings=self.settings,
        )
