"""Which share cards there are, which page names which, and what the metadata for other sites says."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from made_up import SETTINGS, archive, paper, plan, snapshot

from generator.config import Config, ShareCardsConfig
from generator.model import Archive, Card, Page, Paper
from generator.pages.plan import plan_pages
from generator.pages.views import CardView
from generator.render import render
from generator.theme import load_theme, shipped_themes

BASE = "https://example.org/papers/"
FIRST = date(2025, 10, 30)
THEME = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
_META = re.compile(r' (?:property|name)=((?:og|twitter):[^ ]+)(?: name=citation_title)? content="?([^">]*)"?>')


def made(days: int = 4, **fields: Any) -> Archive:
    """So many days with two papers each, from 30 October on; `fields` are those of each first paper."""
    return archive(*(snapshot(FIRST + timedelta(days=place), *papers(place, **fields)) for place in range(days)))


def papers(place: int, **fields: Any) -> tuple[Paper, Paper]:
    """The papers of the day at `place`."""
    return paper(2 * place, **{"upvotes": 2, **fields}), paper(2 * place + 1, upvotes=1)


def cards(pages: dict[str, Page]) -> set[str]:
    """Where cards are drawn."""
    return {path for path, page in pages.items() if page.template == "card"}


def card_of(pages: dict[str, Page], path: str) -> str:
    """Which card the page at `path` names, below the base."""
    view = pages[path].values["page"].card
    assert isinstance(view, CardView)
    return view.url.removeprefix(BASE)


def said(page: Page) -> dict[str, str]:
    """What the head of a page says to other sites."""
    return {name: unescape(value) for name, value in _META.findall(render(page, THEME).data.decode())}


def test_newest_days_months_and_the_site_have_cards() -> None:
    """Days that are older, papers and all other pages name the card of their month or of the site."""
    pages = plan(made(), share_cards=ShareCardsConfig(days=1))
    assert cards(pages) == {"card.png", "2025/10/card.png", "2025/11/card.png", "2025/11/02/card.png"}
    named = {path: card_of(pages, path) for path in pages if path.endswith("/") or not path}
    assert named["2025/11/02/"] == "2025/11/02/card.png"
    assert {path: card for path, card in named.items() if card.startswith("2025/11/c")} == dict.fromkeys(
        ["2025/11/", "2025/11/01/"], "2025/11/card.png"
    )
    assert {path for path, card in named.items() if card == "2025/10/card.png"} == {
        "2025/10/", "2025/10/30/", "2025/10/31/",
    }  # fmt: skip
    assert (named[""], named["2025/"], named["papers/2510.00000/"], named["tags/"]) == ("card.png",) * 4
    assert pages["404.html"].values["page"].card is None


def test_days_without_papers_have_no_card() -> None:
    """An empty day names its month's; a month of empty days the site's."""
    pages = plan(archive(snapshot(FIRST, *papers(0)), snapshot(FIRST + timedelta(days=1)), snapshot(date(2025, 12, 1))))
    assert cards(pages) == {"card.png", "2025/10/card.png", "2025/10/30/card.png"}
    assert (card_of(pages, "2025/10/31/"), card_of(pages, "2025/12/01/")) == ("2025/10/card.png", "card.png")
    assert cards(plan(archive())) == {"card.png"}


def test_cards_can_be_left_out() -> None:
    """Then no page says anything to other sites, and nothing is drawn."""
    pages = plan(made(), share_cards=None)
    assert cards(pages) == set()
    assert all(said(page) == {} for page in pages.values() if page.template.endswith(".html"))


def test_cards_of_days_can_be_left_out() -> None:
    """With none for days there are those of months and of the site."""
    assert cards(plan(made(), share_cards=ShareCardsConfig(days=0))) == {
        "card.png", "2025/10/card.png", "2025/11/card.png",
    }  # fmt: skip


def test_card_shows_name_date_number_and_leading_titles() -> None:
    """Of a day and of a month; what cannot be set has something to stand in for it."""
    pages = plan(made(title="Kites at $\\alpha$"))
    card = pages["2025/10/31/card.png"].values["card"]
    assert isinstance(card, Card)
    assert (card.names, card.count) == (("Kites", "example.org/papers"), "2 papers")
    assert card.dates == ("Friday, 31 October 2025", "2025-10-31")
    assert card.headlines == ("Kites at α", "Kite Number 3")
    month = pages["2025/10/card.png"].values["card"]
    assert (month.dates, month.count) == (("October 2025", "2025-10"), "4 papers")
    assert (card.paper, card.ink, card.accent) == tuple(SETTINGS[f"card_{name}"] for name in ("paper", "ink", "accent"))


def test_card_is_drawn_again_only_for_what_it_shows() -> None:
    """More votes that change no order, an abstract or an author draw nothing; another leading title does."""
    before = plan(made())
    quiet = plan(made(upvotes=9, abstract="Kites fly.", authors=("Ada",)))
    loud = plan(made(title="Boats"))
    assert {path for path in cards(before) if before[path].stamp != quiet[path].stamp} == set()
    assert {path for path in cards(before) if before[path].stamp != loud[path].stamp} == cards(before) - {"card.png"}


def test_added_day_draws_its_own_card_and_that_of_its_month() -> None:
    """All others stay, and so do the pages that name them."""
    before, after = plan(made(4)), plan(made(5))
    changed = {path for path in after if path not in before or before[path].stamp != after[path].stamp}
    assert {path for path in changed if path.endswith(".png")} == {"2025/11/03/card.png", "2025/11/card.png"}


def test_page_that_loses_its_card_is_made_again() -> None:
    """The day that leaves the newest ones names its month's from then on."""
    days = ShareCardsConfig(days=2)
    before, after = plan(made(4), share_cards=days), plan(made(5), share_cards=days)
    assert before["2025/11/01/"].stamp != after["2025/11/01/"].stamp
    assert before["2025/10/31/"].stamp == after["2025/10/31/"].stamp


def test_day_says_what_other_sites_ask() -> None:
    """https://ogp.me/ and the card of Twitter, with sizes and an alternative for the picture."""
    assert said(plan(made())["2025/10/31/"]) == {
        "og:title": "Friday, 31 October 2025",
        "og:type": "website",
        "og:image": f"{BASE}2025/10/31/card.png",
        "og:url": f"{BASE}2025/10/31/",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Front page of Kites: Friday, 31 October 2025",
        "og:site_name": "Kites",
        "twitter:card": "summary_large_image",
    }


def test_paper_says_no_more_than_it_must() -> None:
    """There are as many of them as there are papers."""
    assert said(plan(made(title="Kites & <b>"))["papers/2510.00000/"]) == {
        "og:title": "Kites & <b>",
        "og:image": f"{BASE}card.png",
    }


@pytest.mark.parametrize("name", ["broadsheet", "plain", "gallery"])
def test_every_page_of_every_theme_names_a_card_that_is_there(name: str) -> None:
    """Only the page for missing addresses says nothing."""
    theme = load_theme(name, folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
    config = Config(title="Kites", base_url=BASE)
    pages = {page.path: page for page in plan_pages(made(), config, settings=theme.settings, texts=theme.texts)}
    images = {
        path: re.findall("og:image content=([^>]+)>", render(page, theme).data.decode())
        for path, page in pages.items()
        if page.template.endswith(".html")
    }
    assert images.pop("404.html") == []
    assert all(len(found) == 1 and found[0].removeprefix(BASE) in pages for found in images.values())
