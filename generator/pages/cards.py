"""The pictures that other sites show beside a link: which there are, what each shows, which page has which."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from generator.cache import digest
from generator.config import Config
from generator.model import Archive, Card, Page
from generator.pages.site import Addresses, day_path, month_path
from generator.pages.views import CardView
from generator.text.passages import plain_passages
from generator.text.texts import Texts

WIDTH, HEIGHT = 1200, 630
"""Their size in pixels, which those that show them ask for."""
_FILE = "card.png"
_OFFERED = 12
"""So many headlines are offered for three places: a font does not have the letters of all languages."""
_COLOURS = {"card_paper": "#fbf9f4", "card_ink": "#1c1a17", "card_accent": "#8f1d14"}
"""The theme's settings, and what stands in for those that a theme does not have."""


class Cards:
    """Plans the card of the site, one for each of the newest days, one for each month; none where they are off.

    What a card shows is its stamp: it is drawn again only when it would look different.
    """

    def __init__(
        self,
        archive: Archive,
        config: Config,
        settings: Mapping[str, Any],
        texts: Texts,
        *,
        best: Callable[[Sequence[date]], list[str]],
    ) -> None:
        """Take what they are made from; `best` gives the papers of days, the most upvoted first."""
        self._archive, self._config, self._texts, self._best = archive, config, texts, best
        self._addresses = Addresses(config)
        listed = [day.day for day in archive.days if day.papers]
        is_on = config.share_cards is not None
        most = config.share_cards.days if config.share_cards else 0
        self._days = frozenset(listed[-most:] if most else ())
        self._months = frozenset((day.year, day.month) for day in listed) if is_on else frozenset()
        self._name = str(settings.get("nameplate") or config.title)
        self._motto = str(settings.get("motto") or config.description)
        self._colours = [str(settings.get(name, usual)) for name, usual in _COLOURS.items()]
        self.of_site = self._view("", "") if is_on else None

    def of_day(self, day: date) -> CardView | None:
        """The card that the page of `day` has: its own, else its month's."""
        if day not in self._days:
            return self.of_month(day)
        return self._view(day_path(day), self._texts.long_date(day))

    def of_month(self, day: date) -> CardView | None:
        """The card of the month that `day` is in; that of the site for a month without papers."""
        if (day.year, day.month) not in self._months:
            return self.of_site
        return self._view(month_path(day.year, day.month), self._texts.month_year(day))

    def site(self) -> Iterator[Page]:
        """The card of the site, if there is one."""
        if self.of_site is not None:
            yield self._page("", self._card((), "", (), motto=self._motto))

    def day(self, day: date) -> Iterator[Page]:
        """The card of `day`, if it has one."""
        if day in self._days:
            dates = (self._texts.long_date(day), str(day))
            yield self._page(day_path(day), self._listing(dates, [day]))

    def month(self, days: Sequence[date]) -> Iterator[Page]:
        """The card of the month that has these `days`, if it has one."""
        first = days[0]
        if (first.year, first.month) in self._months:
            dates = (self._texts.month_year(first), f"{first:%Y-%m}")
            yield self._page(month_path(first.year, first.month), self._listing(dates, days))

    def _listing(self, dates: tuple[str, ...], days: Sequence[date]) -> Card:
        best = self._best(days)
        titles = tuple(plain_passages(self._archive.headlines[one].title) for one in best[:_OFFERED])
        return self._card(dates, self._texts.say("papers", count=len(best)), titles)

    def _card(self, dates: tuple[str, ...], count: str, headlines: tuple[str, ...], motto: str = "") -> Card:
        address = self._config.base_url.partition("://")[2].strip("/")
        paper, ink, accent = self._colours
        return Card(
            names=(self._name, address),
            dates=dates,
            count=count,
            headlines=headlines,
            motto=motto,
            paper=paper,
            ink=ink,
            accent=accent,
        )

    def _page(self, path: str, card: Card) -> Page:
        return Page(
            path=path + _FILE, template="card", stamp=digest(repr(card).encode()), make=partial(dict, card=card)
        )

    def _view(self, path: str, what: str) -> CardView:
        title = self._config.title
        alt = self._texts.say("card_alt", title=title, what=what) if what else title
        return CardView(url=self._addresses.absolute(path + _FILE), width=WIDTH, height=HEIGHT, alt=alt)
