"""Pages of areas, the index of tags by area, their feeds, and what a day added may touch."""

from datetime import date, timedelta
from typing import Any

import pytest
from made_up import archive, paper, plan, snapshot

from generator.model import Area, LedgerTag

DAY = date(2025, 10, 1)
AREAS = (Area(name="Toys & Games", slug="toys", description="Played <with>."), Area(name="Weather", slug="weather"))
LEDGER = (
    LedgerTag(name="Kites", slug="kites", area="toys", description="On a string.", aliases=("kite",)),
    LedgerTag(name="Boats", slug="boats", area="toys"),
    LedgerTag(name="Wind", slug="wind", area="weather"),
)


def made(*, papers: int = 60, step: int = 1, **keys: Any) -> Any:
    """Papers of a day each: every one has kites, every other boats, the first three wind."""
    days = [
        snapshot(
            DAY + timedelta(days=number * step),
            paper(
                number,
                title=f"On {number}",
                upvotes=number % 7,
                keywords=("kites", *(("boats",) if number % 2 else ()), *(("wind",) if number < 3 else ()), "string"),
            ),
        )
        for number in range(papers)
    ]
    return plan(archive(*days, ledger=LEDGER, areas=AREAS), **keys)


def test_area_has_its_tags_and_newest_papers() -> None:
    """A paper with two of its tags counts once; the newest come first, the best of three months beside them."""
    values = made()["areas/toys/"].values
    area = values["area"]
    assert (area.papers, [(tag.name, tag.papers) for tag in area.tags]) == (60, [("Kites", 60), ("Boats", 30)])
    assert [row.title for row in values["papers"]][:2] == ["On 59", "On 58"]
    assert len(values["papers"]) == 30
    assert [row.upvotes for row in values["best"]] == [6] * 8 + [5] * 2


def test_best_of_an_area_are_of_three_months() -> None:
    """Counted back from the archive's newest day, whatever the area's newest is."""
    pages = made(step=30)
    assert len(pages["areas/toys/"].values["best"]) == 4
    assert pages["areas/weather/"].values["best"] == ()


def test_feeds_of_an_area_are_found() -> None:
    """From its page, from the list of feeds, and in the OPML, where tags stand by area."""
    pages = made()
    address = "https://example.org/papers/areas/toys/feed.xml"
    assert pages["areas/toys/"].values["page"].feeds[0].url == address
    assert address in [feed.url for feed in pages["feeds/"].values["areas"]]
    groups = {name: [one.title for one in feeds] for name, feeds in pages["feeds.opml"].values["groups"]}
    assert groups["Areas"] == ["Toys & Games", "Weather"]
    assert (groups["Toys & Games"], groups["Weather"], groups["Tags"]) == (["Boats", "Kites"], ["Wind"], ["string"])
    feed = pages["areas/toys/feed.xml"].values["feed"]
    assert [item.title for item in feed.items] == [f"On {number}" for number in range(59, 52, -1)]


def test_index_of_tags_is_by_area() -> None:
    """What is in no area comes behind, and a way leads to each index that is there."""
    values = made()["tags/"].values
    assert [(area.name, [tag.slug for tag in area.tags]) for area in values["areas"]] == [
        ("Toys & Games", ["kites", "boats"]), ("Weather", ["wind"]),
    ]  # fmt: skip
    assert [tag.name for tag in values["others"]] == ["string"]
    assert [link.url for link in values["indexes"]] == ["/papers/areas/"]


def test_pages_can_be_turned_off() -> None:
    """Tags stay grouped by area, and nothing leads to pages that are not there."""
    pages = made(areas=False, trends=False, organizations=None, authors=None)
    assert not [path for path in pages if path.startswith(("areas/", "trends/"))]
    assert [area.url for area in pages["tags/"].values["areas"]] == [None, None]
    assert pages["tags/kites/"].values["tag"].area is None
    assert pages["feeds/"].values["areas"] == ()
    assert "Trends" not in [link.label for link in pages[""].values["site"].navigation]


def test_tag_says_what_it_is() -> None:
    """Its own page has description, area and chart; pages of its older papers stay as they are."""
    pages = made(papers=130)
    own, older = pages["tags/kites/"].values, pages["tags/kites/1/"].values
    assert (own["tag"].description, own["tag"].area.url) == ("On a string.", "/papers/areas/toys/")
    assert own["chart"].years[0].months[0] == 31
    assert (older["tag"].description, older["tag"].area, older["chart"], older["related"]) == ("", None, None, ())


@pytest.mark.parametrize("path", ["areas/weather/", "areas/weather/feed.xml", "tags/wind/", "trends/"])
def test_day_added_leaves_other_areas_alone(path: str) -> None:
    """A day without wind touches neither the wind's area nor its tag."""
    assert made(papers=60)[path].stamp == made(papers=61)[path].stamp


def test_day_added_touches_its_area() -> None:
    """The page, its feed, the index."""
    before, now = made(papers=60), made(papers=61)
    assert all(before[path].stamp != now[path].stamp for path in ("areas/toys/", "areas/toys/feed.xml", "areas/"))


def test_areas_are_data_too() -> None:
    """With their tags and addresses; where areas have no pages there is no such document."""
    (toys, weather) = made()["api/v1/areas.json"].values["document"]["areas"]
    assert toys == {
        "slug": "toys", "name": "Toys & Games", "papers": 60, "description": "Played <with>.",
        "tags": ["kites", "boats"],
        "url": "https://example.org/papers/areas/toys/", "feed": "https://example.org/papers/areas/toys/feed.xml",
    }  # fmt: skip
    assert "description" not in weather
    assert "api/v1/areas.json" not in made(areas=False)
