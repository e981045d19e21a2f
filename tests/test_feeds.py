"""Which papers stand in which feed, and how feeds lead to each other."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import TEXTS, archive, paper, plan, snapshot
from test_formats import ATOM, HOSTILE, JSON_FEED

from generator.config import Config, FeedsConfig, SnapshotConfig, SourceConfig
from generator.formats import FORMATS
from generator.model import Archive, FeedItem, LedgerTag, Page, Paper
from generator.pages.feeds import hub_topics
from generator.pages.plan import plan_pages
from generator.text.guids import day_guid
from generator.text.passages import plain_passages

BASE = "https://example.org/papers/"
FRIDAY, MONDAY = date(2025, 10, 31), date(2025, 11, 3)
FIRST = date(2025, 8, 25)
WHOLE = ("feed.xml", "atom.xml", "feed.json")


def items(page: Page) -> tuple[FeedItem, ...]:
    """What the feed at `page` carries."""
    found: tuple[FeedItem, ...] = page.values["feed"].items
    return found


def numbers(page: Page) -> list[int]:
    """The numbers of the papers that the feed at `page` carries."""
    return [int(item.title.rpartition(" ")[2]) for item in items(page)]


def text_of(page: Page) -> str:
    """The document at `page`."""
    text = FORMATS[page.template](page.values)
    assert isinstance(text, str)
    return text


def element(text: str) -> ET.Element:
    """`text` as an XML parser reads it."""
    return ET.fromstring(text)  # noqa: S314 (made by the program under test)


def walk(pages: dict[str, Page], start: str = "feed.xml") -> Iterator[str]:
    """The paths of the documents that a reader meets who follows `prev-archive`."""
    path = start
    while path:
        yield path
        links = element(text_of(pages[path])).findall(f"channel/{ATOM}link[@rel='prev-archive']")
        path = "".join(str(link.get("href")).removeprefix(BASE) for link in links)


def of_days(count: int, *, each: int = 3, upvotes: int = 1, **fields: Any) -> Archive:
    """An archive of `count` days from `FIRST` on, each with papers whose votes differ."""
    return archive(*_snapshots(count, each=each, upvotes=upvotes, **fields))


def _snapshots(count: int, *, each: int, upvotes: int, **fields: Any) -> list[Any]:
    return [
        snapshot(
            FIRST + timedelta(days=day),
            *(
                paper(day * 100 + place, upvotes=(place * upvotes) % 7, keywords=("wind",), **fields)
                for place in range(each)
            ),
        )
        for day in range(count)
    ]


def test_feed_holds_whole_days() -> None:
    """The site's feed has the newest days whole, until there are enough papers, each day's most upvoted first."""
    made = archive(
        snapshot(date(2025, 10, 30), paper(5)),
        snapshot(FRIDAY, paper(1, upvotes=90)),
        snapshot(MONDAY, paper(2, upvotes=1), paper(3, upvotes=5), paper(4)),
    )
    settings = FeedsConfig(items=4, history=False)
    assert numbers(plan(made, feeds=settings)["feed.xml"]) == [3, 2, 4, 1]


def test_feed_of_a_day_without_end_is_cut() -> None:
    """No document has more than 1,000 papers; what a day has beyond them is in the history."""
    pages = plan(archive(snapshot(FRIDAY, *(paper(number) for number in range(1, 2302)))))
    paths = list(walk(pages))
    assert paths == ["feed.xml", "2025/10/feed.xml", "2025/10/feed-2.xml"]
    assert [len(items(pages[path])) for path in paths] == [1000, 1000, 301]
    assert sorted(number for path in paths for number in numbers(pages[path])) == list(range(1, 2302))


def test_feed_carries_a_paper_of_two_days_once() -> None:
    """A paper that was on two days is one feed item, on its first day."""
    made = archive(snapshot(FRIDAY, paper(1, also_on=(MONDAY,))), snapshot(MONDAY, paper(2)))
    found = [(item.title, item.day) for item in items(plan(made, feeds=FeedsConfig(history=False))["feed.xml"])]
    assert found == [("Kite Number 2", MONDAY), ("Kite Number 1", FRIDAY)]


@pytest.mark.parametrize("path", WHOLE)
def test_all_forms_carry_the_same(path: str) -> None:
    """RSS, Atom and JSON Feed of the archive have the same items, each form under its own address."""
    feed = plan(of_days(4))[path].values["feed"]
    assert feed.items == plan(of_days(4))["feed.xml"].values["feed"].items
    assert feed.self_url == BASE + path


def test_feed_is_dated_by_its_content() -> None:
    """A feed's date is the newest moment at which one of its days was read, and never before those days."""
    later = datetime(2025, 11, 9, 1, 2, 3, tzinfo=UTC)
    made = archive(snapshot(FRIDAY, paper(1), read_at=later), snapshot(MONDAY, paper(2)))
    settings = FeedsConfig(history=False)
    assert plan(made, feeds=settings)["feed.xml"].values["feed"].updated == later
    early = archive(snapshot(MONDAY, paper(2), read_at=datetime(2025, 1, 1, tzinfo=UTC)))
    assert plan(early)["feed.xml"].values["feed"].updated == datetime(2025, 11, 3, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", ["feed.xml", "atom.xml", "daily.xml", "popular/5/feed.xml"])
def test_feed_of_an_empty_archive_is_valid(path: str) -> None:
    """A site without papers has all of its feeds, without items or a date of their own."""
    page = plan(archive(), feeds=FeedsConfig(thresholds=(5,)))[path]
    assert (items(page), page.values["feed"].updated) == ((), None)
    assert not feedparser.parse(text_of(page).encode()).bozo


def test_json_feed_of_an_empty_archive_is_valid() -> None:
    """It is a JSON Feed with an empty list."""
    found = json.loads(text_of(plan(archive())["feed.json"]))
    jsonschema.validate(found, JSON_FEED)
    assert found["items"] == []


def test_json_feed_of_an_archive_is_valid() -> None:
    """Whatever its papers have and lack, it is a JSON Feed."""
    made = archive(snapshot(FRIDAY, paper(1, authors=("A",), abstract="It flies."), paper(2, keywords=("wind",))))
    jsonschema.validate(json.loads(text_of(plan(made)["feed.json"])), JSON_FEED)


def test_feed_of_a_tag_holds_its_newest_week() -> None:
    """All papers of the seven days up to a tag's newest one, whenever that was, are in its feed."""
    path = "tags/wind/feed.xml"
    made = archive(*_snapshots(20, each=1, upvotes=1), snapshot(FRIDAY, paper(9999)))
    assert numbers(plan(made)[path]) == [1900, 1800, 1700, 1600, 1500, 1400, 1300]
    assert len(numbers(plan(made, feeds=FeedsConfig(tag_items=9))[path])) == 9
    assert len(numbers(plan(of_days(20, each=9))[path])) == 50


def test_feed_of_a_tag_says_what_it_is() -> None:
    """It has the tag's name, the tag's page and its own address."""
    feed = plan(of_days(4))["tags/wind/feed.xml"].values["feed"]
    assert (feed.title, feed.url, feed.self_url) == (
        "wind · Kites", f"{BASE}tags/wind/", f"{BASE}tags/wind/feed.xml",
    )  # fmt: skip


def test_tag_called_like_a_feed_has_a_page_and_a_feed() -> None:
    """A keyword `feed.xml` becomes a tag like any other, and takes no feed's place."""
    made = archive(snapshot(FRIDAY, *(paper(number, keywords=("feed.xml", "Atom")) for number in (1, 2, 3))))
    pages = plan(made)
    assert {"tags/feed-xml/", "tags/feed-xml/feed.xml", "feed.xml"} <= set(pages)
    assert pages["tags/feed-xml/feed.xml"].values["feed"].title == "feed.xml · Kites"


def test_paper_enters_a_popular_feed_with_its_own_id_and_date() -> None:
    """Reaching the votes changes where a paper stands, not its id nor its day."""
    feeds = FeedsConfig(thresholds=(50, 5))
    before, after = (
        plan(archive(snapshot(FRIDAY, paper(1, upvotes=votes)), snapshot(MONDAY, paper(2, upvotes=50))), feeds=feeds)
        for votes in (49, 50)
    )
    assert numbers(before["popular/50/feed.xml"]) == [2]
    assert numbers(after["popular/50/feed.xml"]) == [2, 1]
    assert numbers(before["popular/5/feed.xml"]) == [2, 1]
    entered = items(after["popular/50/feed.xml"])[1]
    (same,) = (item for item in items(before["popular/5/feed.xml"]) if item.guid == entered.guid)
    assert entered == same


def test_daily_feed_has_an_item_a_day() -> None:
    """One item for each day with papers, the newest first, with all of its papers, the most upvoted first."""
    made = archive(
        snapshot(FRIDAY, paper(1, abstract="It flies. " * 60, authors=("A B", "C D", "E F", "G H"))),
        snapshot(date(2025, 11, 1)),
        snapshot(MONDAY, paper(2, upvotes=1), paper(3, upvotes=5, title="x < y")),
    )
    newest, first = items(plan(made)["daily.xml"])
    assert (newest.title, newest.url) == ("Monday, 3 November 2025: 2 papers", f"{BASE}2025/11/03/")
    assert first.title == "Friday, 31 October 2025: 1 paper"
    assert re.findall(r'href="([^"]+)">([^<]+)<', newest.html) == [
        (f"{BASE}papers/2510.00003/", "x &lt; y"), (f"{BASE}papers/2510.00002/", "Kite Number 2"),
    ]  # fmt: skip
    assert "A B, C D, E F and 1 more" in first.html
    assert first.html.count("It flies") < 30
    assert len(items(plan(made, feeds=FeedsConfig(days=1))["daily.xml"])) == 1


def test_id_of_a_day_is_fixed() -> None:
    """A day has a `urn:uuid:` made from its date: these bytes, for ever, wherever the site is published."""
    assert day_guid(FRIDAY) == "urn:uuid:54a94422-a9e5-5c7f-ab54-f5a64301d6e5"
    made = archive(snapshot(FRIDAY, paper(1)))
    ids = [items(plan(made, base_url=url)["daily.xml"])[0].guid for url in (BASE, "http://elsewhere.example/")]
    assert ids == [day_guid(FRIDAY)] * 2


def test_base_url_alters_no_id_of_any_feed() -> None:
    """Feeds and items have the same ids wherever the site is published."""
    here, there = (
        {
            path: (page.values["feed"].guid, [item.guid for item in items(page)])
            for path, page in plan(of_days(40), base_url=url).items()
            if "feed" in page.values and page.template in FORMATS
        }
        for url in (BASE, "http://elsewhere.example/")
    )
    assert here == there
    assert len({guid for guid, _ in here.values()}) == len(here)


def test_walk_yields_each_paper_once() -> None:
    """Whoever follows `prev-archive` from `/feed.xml` meets every paper of the archive once, the newest month first."""
    made = of_days(100, each=4)
    pages = plan(made)
    paths = list(walk(pages))
    met = [item.guid for path in paths for item in items(pages[path])]
    assert paths == ["feed.xml", *(f"2025/{month}/feed.xml" for month in ("11", "10", "09", "08"))]
    assert len(met) == len(set(met)) == len(made.home) == 400


@given(
    counts=st.lists(st.integers(0, 4), max_size=60),
    gap=st.integers(1, 9),
    wanted=st.integers(1, 40),
    window=st.integers(1, 30),
)
def test_any_archive_is_parted_exactly(counts: list[int], gap: int, wanted: int, window: int) -> None:
    """Whatever days there are and however much is wanted, the walk yields each paper once, the feed at least one."""
    days = [FIRST + timedelta(days=place * gap) for place in range(len(counts))]
    made = archive(
        *(
            snapshot(day, *(paper(place * 10 + number) for number in range(count)))
            for place, (day, count) in enumerate(zip(days, counts, strict=True))
        )
    )
    pages = plan(made, feeds=FeedsConfig(items=wanted), snapshot=SnapshotConfig(days=window))
    met = [item.guid for path in walk(pages) for item in items(pages[path])]
    assert sorted(met) == sorted({*met})
    assert len(met) == len(made.home)
    assert bool(items(pages["feed.xml"])) is bool(made.home)


def test_archive_documents_are_marked() -> None:
    """Each leads to the feed it belongs to, names no hub and gives no hint of when to ask again."""
    pages = plan(of_days(60), feeds=FeedsConfig(items=10, hub="https://hub.example/"))
    for path in list(walk(pages))[1:]:
        text = text_of(pages[path])
        links = {link.get("rel"): link.get("href") for link in element(text).findall(f"channel/{ATOM}link")}
        assert (links["current"], links["self"]) == (f"{BASE}feed.xml", BASE + path)
        assert "<fh:archive/>" in text
        assert "hub" not in links
        assert "<ttl>" not in text


def _closed(pages: dict[str, Page], before: date) -> dict[str, str]:
    """The documents of months that ended before `before`."""
    return {path: text_of(pages[path]) for path in walk(pages) if path < f"{before:%Y/%m}" and path[0] == "2"}


def test_closed_months_never_change() -> None:
    """New days, new votes, tags that gain pages and names, another hub: a closed month's document keeps each byte."""
    ledger = (LedgerTag(name="Boats", slug="boats", aliases=("boat",)),)
    old = _snapshots(70, each=4, upvotes=1)
    rare = snapshot(date(2025, 8, 24), paper(9000, keywords=("rare kite", "boat")))
    before = _closed(plan(archive(rare, *old, ledger=ledger, min_papers=2)), date(2025, 10, 1))
    voted = _snapshots(120, each=4, upvotes=3)
    more = snapshot(FIRST + timedelta(days=130), *(paper(9100 + place, keywords=("Rare Kite",)) for place in range(5)))
    after = plan(
        archive(rare, *voted, more, ledger=ledger, min_papers=2),
        feeds=FeedsConfig(hub="https://hub.example/", thresholds=(3,), items=7),
    )
    assert before.keys() == {"2025/09/feed.xml", "2025/08/feed.xml"}
    assert {path: text_of(after[path]) for path in before} == before


def test_new_votes_move_nothing_between_documents() -> None:
    """With other votes each document has the same papers; those of months in the same order."""
    here, there = (plan(of_days(80, each=5, upvotes=votes), feeds=FeedsConfig(items=12)) for votes in (1, 3))
    assert list(walk(here)) == list(walk(there))
    months = list(walk(here))[1:]
    assert [numbers(here[path]) for path in months] == [numbers(there[path]) for path in months]
    assert set(numbers(here["feed.xml"])) == set(numbers(there["feed.xml"]))


def test_open_months_take_what_leaves_the_feed() -> None:
    """A day added changes the feed and the document of the month that is not closed, no other one."""
    settings = FeedsConfig(items=10)
    here, there = (plan(of_days(days), feeds=settings) for days in (60, 61))
    changed = [path for path in walk(there) if path not in here or text_of(here[path]) != text_of(there[path])]
    stamps = [path for path in walk(there) if path not in here or here[path].stamp != there[path].stamp]
    assert changed == stamps == ["feed.xml", "2025/10/feed.xml"]


def test_history_can_be_switched_off() -> None:
    """With `history: false` no month is a feed, and `/feed.xml` leads to none."""
    pages = plan(of_days(60), feeds=FeedsConfig(history=False))
    assert list(walk(pages)) == ["feed.xml"]
    assert not [path for path in pages if re.fullmatch(r"\d{4}/\d\d/feed.*", path)]


@pytest.mark.parametrize(("whole", "has_rest"), [(False, False), (True, True)])
def test_history_has_beginnings_unless_whole_abstracts_are_wanted(whole: bool, has_rest: bool) -> None:  # noqa: FBT001 - columns of the table
    """Its items hold the first sentences of an abstract and the links that nothing else leads to, or all of both."""
    old = paper(1, abstract=f"{'Kites fly. ' * 20}\nThe rest of it.", links={"code": "https://kites.example/code"})
    made = archive(snapshot(FIRST, old), snapshot(FRIDAY, paper(2)))
    (item,) = items(plan(made, feeds=FeedsConfig(history_abstracts=whole))["2025/08/feed.xml"])
    assert "Kites fly." in item.html
    assert "https://kites.example/code" in item.html
    assert [text in item.html for text in ("The rest of it.", "https://arxiv.org/abs/")] == [has_rest, has_rest]


def _ids_of_feeds(**keys: Any) -> dict[str, list[str]]:
    """The id of each feed of a small archive under another configuration, and those of its items."""
    config = Config(**{"title": "Kites", "base_url": BASE} | keys)
    pages = plan_pages(of_days(60), config, settings={}, texts=TEXTS)
    feeds = {page.path: page.values["feed"] for page in pages if page.template in {"rss", "atom", "jsonfeed"}}
    return {path: [feed.guid, *(item.guid for item in feed.items)] for path, feed in feeds.items()}


@pytest.mark.parametrize(
    "keys",
    [
        {"title": "Boats"},
        {"base_url": "https://elsewhere.example/"},
        {"theme": "plain"},
        {"language": "de"},
        {"sources": (SourceConfig(kind="huggingface"), SourceConfig(kind="arxiv", category="cs.LG"))},
    ],
    ids=["title", "address", "theme", "language", "another source"],
)
def test_id_of_a_feed_outlives_what_may_change(keys: dict[str, Any]) -> None:
    """No feed has another id because the archive is called otherwise, moves, looks or reads differently."""
    assert _ids_of_feeds(**keys) == _ids_of_feeds()


def test_ids_of_feeds_differ() -> None:
    """Each feed of an archive has an id of its own, as have those of an archive that sets `feeds.id`."""
    here, there = _ids_of_feeds(), _ids_of_feeds(feeds=FeedsConfig(id="b1946ac9"))
    ids = [own for own, *_ in (*here.values(), *there.values())]
    assert len(set(ids)) == len(ids) == 2 * len(here)


def test_history_infers_nothing() -> None:
    """What only the program finds in a paper's text is no category there, though it is one in other feeds."""
    ledger = (LedgerTag(name="Boats", slug="boats", strong=("rowing",)),)
    made = archive(
        *(snapshot(date(2025, month, 1), paper(month, abstract="Of rowing.")) for month in (8, 9, 10)), ledger=ledger
    )
    pages = plan(made)
    assert {one.tag for one in made.taggings["2510.00008"] if one.inferred} == {"boats"}
    assert [item.categories for item in items(pages["2025/08/feed.xml"])] == [()]


def test_history_names_the_tags_of_the_ledger() -> None:
    """Its categories are names that nobody but the owner changes, or the paper's own words where there are none."""
    ledger = (LedgerTag(name="Boats", slug="boats", aliases=("boat",)),)
    first = snapshot(FIRST, paper(1, keywords=("boat", "Rare Kite")), paper(2, keywords=("Rare Kite",)))
    pages = plan(archive(first, snapshot(FRIDAY, paper(3)), ledger=ledger))
    assert [item.categories for item in items(pages["2025/08/feed.xml"])] == [("Boats",), ("Rare Kite",)]


def test_note_of_the_owner_is_in_every_feed() -> None:
    """What the owner says of a paper is in its item wherever that stands, in the history too."""
    made = archive(snapshot(FIRST, paper(1)), snapshot(FRIDAY, paper(2)), notes={"2510.00001": "<p>Mine</p>"})
    assert "Mine" in items(plan(made)["2025/08/feed.xml"])[0].html


def test_each_name_is_an_author_of_its_own() -> None:
    """664 names, names with commas and braces, a name of 57 characters, and none at all come through in every form."""
    names = (*(f"Ada Kite {number}" for number in range(661)), "Kite, Ada", "{Kite} Ada", "K" * 57)
    pages = plan(archive(snapshot(FRIDAY, paper(1, authors=names), paper(2))))
    for path in ("feed.xml", "atom.xml"):
        found = feedparser.parse(text_of(pages[path]).encode()).entries
        assert [author.get("name") for author in found[0].authors] == list(names)
    (first, second) = items(pages["feed.json"])
    assert (first.creators, second.creators) == (names, ())


@pytest.mark.parametrize(
    "text", [*HOSTILE, pytest.param("$\\alpha^{2}$", id="TeX"), pytest.param("{{ x }}", id="braces")]
)
def test_hostile_papers_come_out_whole(text: str) -> None:
    """Each feed is well-formed whatever a paper says; a title is that of the paper as plain text."""
    hostile: Paper = paper(1, title=text, abstract=text, keywords=(text, "wind"), authors=(text,))
    made = archive(
        snapshot(FIRST, hostile), snapshot(FRIDAY, hostile, paper(2, title=text, abstract=text)), min_papers=1
    )
    pages = plan(made, feeds=FeedsConfig(thresholds=(1,)))
    for path in ("feed.xml", "2025/08/feed.xml", "tags/wind/feed.xml"):
        found = element(text_of(pages[path])).findall("channel/item")
        assert [item.findtext("title") for item in found] == [plain_passages(text)]
        assert not feedparser.parse(text_of(pages[path]).encode()).bozo
    for path in ("atom.xml", "daily.xml", "feeds.opml", "popular/1/feed.xml"):
        assert len(element(text_of(pages[path])))
    assert "<script" not in "".join(item.html for item in items(pages["feed.json"]))


def test_formulas_are_what_each_form_can_hold() -> None:
    """MathML in Atom, as XHTML, also beside a note with empty elements, and in JSON Feed; letters in RSS."""
    math = paper(1, abstract=r"Wind $x^{2}$ & $\hat{y} \sum_{i} z$.")
    pages = plan(archive(snapshot(FRIDAY, math)), feeds=FeedsConfig())
    noted = plan(archive(snapshot(FRIDAY, math), notes={"2510.00001": "<p>A<br>b&nbsp;c</p>"}))
    for made in (pages, noted):
        content = element(text_of(made["atom.xml"])).find(f"{ATOM}entry/{ATOM}content")
        assert content is not None
        assert content.get("type") == "xhtml"
        assert {one.tag.partition("}")[0] for one in content.iter() if one.tag.endswith(("math", "msup"))} == {
            "{http://www.w3.org/1998/Math/MathML"
        }
        assert "accent=" not in text_of(made["atom.xml"])
        assert "<math " in items(made["feed.json"])[0].html
        assert "math" not in text_of(made["feed.xml"])
        assert "Wind x² &amp; " in text_of(made["feed.xml"])


def test_formulas_within_what_is_no_xml_are_letters() -> None:
    """An item whose note cannot be made XHTML stays escaped HTML, without MathML."""
    made = archive(snapshot(FRIDAY, paper(1, abstract="$x^{2}$")), notes={"2510.00001": "<p>never closed"})
    content = element(text_of(plan(made)["atom.xml"])).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert (content.get("type"), "x²" in str(content.text)) == ("html", True)


def test_source_of_a_paper_is_named() -> None:
    """An item says which list brought it, and where that is."""
    sources = (SourceConfig(kind="huggingface"), SourceConfig(kind="arxiv", category="cs.LG"))
    made = archive(snapshot(FRIDAY, paper(1), paper(2, source="arxiv-cs.LG"), paper(3, source="gone")))
    found = {item.title[-1]: item.source for item in items(plan(made, sources=sources)["feed.xml"])}
    assert found == {
        "1": ("Daily Papers", "https://huggingface.co/papers"),
        "2": ("arXiv cs.LG", "https://arxiv.org/list/cs.LG/recent"),
        "3": (),
    }


def test_hub_is_named_where_something_changes_daily() -> None:
    """Feeds of the whole archive name the hub; these are the ones that it is told of."""
    settings = FeedsConfig(hub="https://hub.example/", thresholds=(5,))
    pages = plan(of_days(4), feeds=settings)
    naming = {
        path
        for path, page in pages.items()
        if page.template in FORMATS and page.template != "card" and "hub.example" in text_of(page)
    }
    assert naming == {"feed.xml", "atom.xml", "feed.json", "daily.xml", "popular/5/feed.xml"}
    config = _config(feeds=settings)
    assert {topic.removeprefix(BASE) for topic in hub_topics(config)} == naming


def test_opml_lists_every_feed_once() -> None:
    """Each feed in one form, the archive's own first, then those of tags; nothing of the history."""
    pages = plan(of_days(60), feeds=FeedsConfig(thresholds=(5,)))
    root = element(text_of(pages["feeds.opml"]))
    found = {
        str(group.get("text")): [str(feed.get("xmlUrl")).removeprefix(BASE) for feed in group]
        for group in root.findall("body/outline")
    }
    assert found == {"Kites": ["feed.xml", "daily.xml", "popular/5/feed.xml"], "Tags": ["tags/wind/feed.xml"]}


def test_page_of_feeds_explains_them() -> None:
    """`/feeds/` has the archive's feeds in all forms, those of tags, the list as OPML and the way into the history."""
    values = plan(of_days(60), feeds=FeedsConfig(thresholds=(5,)))["feeds/"].values
    assert [feed.url.removeprefix(BASE) for feed in values["whole"]] == [*WHOLE, "daily.xml", "popular/5/feed.xml"]
    assert [feed.label for feed in values["tags"]] == ["wind"]
    assert all(feed.about for feed in values["whole"])
    assert values["opml"].url == f"{BASE}feeds.opml"
    assert values["history"].url == f"{BASE}2025/09/feed.xml"


def _config(**keys: Any) -> Config:
    return Config(title="Kites", base_url=BASE, **keys)
