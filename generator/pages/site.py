"""The addresses of a site, and what all of its pages have in common."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from generator.config import Config
from generator.model import Archive
from generator.pages.linked import linked_list
from generator.pages.views import CardView, FeedLink, Link, PageView, SiteView
from generator.text.dates import iso_week
from generator.text.slugs import path_segment
from generator.text.texts import Texts

FEED, ATOM, JSON, DAILY, OPML = "feed.xml", "atom.xml", "feed.json", "daily.xml", "feeds.opml"
FEEDS, READING_LIST, SEARCH = "feeds/", "reading-list/", "search/"
RSS_TYPE, ATOM_TYPE, JSON_TYPE = "application/rss+xml", "application/atom+xml", "application/feed+json"
AREAS, ORGANIZATIONS, AUTHORS, TRENDS = "areas/", "organizations/", "authors/", "trends/"
_PLACES = (
    ("latest", ""),
    ("archive", "archive/"),
    ("tags", "tags/"),
    ("trends", TRENDS),
    ("search", SEARCH),
    ("reading_list", READING_LIST),
)
_COINS = {"home": "home", "day": "days", "tag": "tags"}
"""A kind of page → the word by which the configuration gives its papers COinS spans."""


@cache
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


def area_path(slug: str) -> str:
    """`areas/vision/`."""
    return f"{AREAS}{slug}/"


def organization_path(slug: str) -> str:
    """`organizations/kite-house/`."""
    return f"{ORGANIZATIONS}{slug}/"


def author_path(slug: str) -> str:
    """`authors/ada-lovelace/`."""
    return f"{AUTHORS}{slug}/"


def threshold_path(votes: int) -> str:
    """`popular/50/`."""
    return f"popular/{votes}/"


class Addresses:
    """Paths below the base URL → addresses on the site."""

    def __init__(self, config: Config) -> None:
        """Take the base URL apart, once."""
        self._base_path, self._base_url = config.base_path, config.base_url

    def href(self, path: str) -> str:
        """`path` as a link on a page: below the base path."""
        return self._base_path + path

    def absolute(self, path: str) -> str:
        """`path` as programs elsewhere need it."""
        return self._base_url + path


class Frame:
    """Makes the `site` and `page` values that every themed page receives."""

    def __init__(
        self, config: Config, archive: Archive, settings: Mapping[str, Any], texts: Texts, *, card: CardView | None
    ) -> None:
        """Take what is the same on all pages; `settings` and `texts` are the theme's, `card` is that of the site."""
        self._card = card
        self._config, self._settings = config, settings
        self._addresses = Addresses(config)
        left_out = {place for place, there in ((SEARCH, config.search), (TRENDS, config.trends)) if not there}
        self._places = [(texts.say(key), place) for key, place in _PLACES if place not in left_out]
        self._places += [(page.title, f"{page.slug}/") for page in archive.pages if page.in_navigation]
        self._places.append((texts.say("feeds"), FEEDS))
        self._feed = FeedLink(label=config.title, url=self._addresses.absolute(FEED), type=RSS_TYPE)
        self._named = {place for _, place in self._places}
        self._site = cache(self._site_at)

    def values(
        self,
        path: str,
        kind: str,
        title: str,
        *,
        description: str = "",
        feeds: tuple[FeedLink, ...] = (),
        crumbs: tuple[Link, ...] = (),
        downloads: tuple[Link, ...] = (),
        keywords: tuple[str, ...] = (),
        linked_data: str = "",
        card: CardView | None = None,
    ) -> dict[str, Any]:
        """`site` and `page` for the page at `path`; `feeds` are its own beside that of the whole archive.

        `linked_data` stands in for what every page that lists papers says of itself, `card` for the site's card.
        """
        addresses = self._addresses
        page = PageView(
            kind=kind,
            title=title,
            description=description or self._config.description,
            url=addresses.href(path),
            canonical=addresses.absolute(path),
            feeds=(*feeds, self._feed),
            crumbs=crumbs,
            downloads=downloads,
            keywords=keywords,
            linked_data=linked_data or linked_list(kind, title, url=addresses.absolute(path), crumbs=self._way(crumbs)),
            coins=_COINS.get(kind) in self._config.citations.coins,
            card=None if kind == "404" else card or self._card,
        )
        return {"site": self._site(path if path in self._named else None), "page": page}

    def _way(self, crumbs: tuple[Link, ...]) -> list[Link]:
        """`crumbs` as programs elsewhere need them."""
        return [Link(label=one.label, url=self._config.origin + one.url) for one in crumbs]

    def _site_at(self, path: str | None) -> SiteView:
        """The archive as a page shows it that stands at `path` of the navigation, or at none."""
        return SiteView(
            title=self._config.title,
            description=self._config.description,
            language=self._config.language,
            owner=self._config.owner,
            base_url=self._config.base_url,
            base_path=self._config.base_path,
            navigation=tuple(
                Link(
                    label=label,
                    url=self._addresses.href(place),
                    current=place == path,
                    kind="search" if place == SEARCH else "",
                )
                for label, place in self._places
            ),
            summaries=self._config.summaries,
            media=self._config.media,
            offline=self._config.offline,
            search=self._addresses.href(SEARCH) if self._config.search else "",
            settings=self._settings,
        )
