"""RSS and sitemaps as readers read them: well-formed, valid, whole, whatever the text."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot

from generator.formats.rss import rss
from generator.formats.sitemap import sitemap
from generator.model import Feed, FeedItem

DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

ITEM = FeedItem(
    title="On Kites",
    url="https://example.org/papers/papers/2510.00001/",
    guid="https://doi.org/10.48550/arXiv.2510.00001",
    day=date(2025, 10, 31),
    creators=("Ada Quill", "Bea Vellum"),
    categories=("Wind", "Kites & string"),
    html="<p>They fly.</p>",
)
FEED = Feed(
    title="Kites",
    description="All of them",
    language="en",
    url="https://example.org/papers/",
    self_url="https://example.org/papers/feed.xml",
    updated=datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC),
    items=(ITEM,),
)
HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("a ]]> b ]]> c", id="end of CDATA"),
    pytest.param("]]]]>>", id="nested ends of CDATA"),
    pytest.param("&amp; & &lt; &#0;", id="entities"),
    pytest.param("\u202eright to left\u202c \u2066isolated\u2069", id="bidirectional"),
    pytest.param("quotes \" and '", id="quotes"),
    pytest.param("<?xml version='1.0'?><!-- -- -->", id="markup"),
    pytest.param("中文, עברית, 🪁", id="scripts"),
]


def xml(text: str) -> ET.Element:
    """`text` as an XML parser reads it."""
    return ET.fromstring(text)  # noqa: S314 (made by the program under test)


def parsed(feed: Feed) -> ET.Element:
    """The channel of `feed` as an XML reader sees it."""
    channel = xml(rss(feed)).find("channel")
    assert channel is not None
    return channel


def read(feed: Feed) -> Any:
    """`feed` as a feed reader sees it."""
    return feedparser.parse(rss(feed).encode(), response_headers={"content-type": "application/rss+xml"})


def test_feed_reader_finds_nothing_to_complain_about() -> None:
    """A feed is read as RSS 2.0 without a doubt about its form."""
    found = read(FEED)
    assert not found.bozo
    assert found.version == "rss20"


def test_feed_says_what_it_is() -> None:
    """A feed has title, description, language and the address of the site."""
    feed = read(FEED).feed
    assert (feed.title, feed.subtitle, feed.language) == ("Kites", "All of them", "en")
    assert feed.link == "https://example.org/papers/"


def test_feed_names_its_own_address() -> None:
    """`atom:link rel="self"` gives the feed's own address and type."""
    (link,) = parsed(FEED).findall(f"{ATOM}link")
    assert link.attrib == {"rel": "self", "type": "application/rss+xml", "href": FEED.self_url}


def test_dates_are_at_an_offset_of_zero() -> None:
    """An item is dated by its archive day at 00:00 UTC, the feed by its content's newest moment."""
    channel = parsed(FEED)
    assert channel.findtext("item/pubDate") == "Fri, 31 Oct 2025 00:00:00 +0000"
    assert channel.findtext("lastBuildDate") == "Fri, 07 Nov 2025 06:13:20 +0000"
    assert read(FEED).entries[0].published_parsed[:6] == (2025, 10, 31, 0, 0, 0)


def test_each_author_is_a_creator() -> None:
    """Every author has a `dc:creator` element of their own, in order."""
    assert [element.text for element in parsed(FEED).iter(f"{DC}creator")] == ["Ada Quill", "Bea Vellum"]


def test_each_tag_is_a_category() -> None:
    """Every tag with a page is a `category` element."""
    assert [tag.term for tag in read(FEED).entries[0].tags] == ["Wind", "Kites & string"]


def test_item_is_identified_by_what_is_no_address_of_ours() -> None:
    """A guid is marked as no permalink, so that no reader takes it for the item's address."""
    guid = parsed(FEED).find("item/guid")
    assert guid is not None
    assert (guid.text, guid.attrib) == (ITEM.guid, {"isPermaLink": "false"})
    entry = read(FEED).entries[0]
    assert (entry.id, entry.link) == (ITEM.guid, ITEM.url)


def test_item_carries_its_full_content() -> None:
    """`content:encoded` holds the whole item as HTML."""
    assert read(FEED).entries[0].content[0].value == "<p>They fly.</p>"


def test_feed_without_items_is_valid() -> None:
    """A feed of nothing is a feed: well-formed, without items or a date."""
    found = read(replace(FEED, items=(), updated=None))
    assert not found.bozo
    assert (found.entries, found.version) == ([], "rss20")
    assert parsed(replace(FEED, items=(), updated=None)).find("lastBuildDate") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was(text: str) -> None:
    """Markup, ends of CDATA and foreign scripts in names and texts reach the reader letter for letter."""
    item = replace(ITEM, title=text, creators=(text,), categories=(text,), html=text)
    channel = parsed(replace(FEED, title=text, description=text, items=(item,)))
    paths = ("title", "description", "item/title", f"item/{DC}creator", "item/category", f"item/{CONTENT}encoded")
    assert [channel.findtext(path) for path in paths] == [text] * 6
    assert not read(replace(FEED, items=(item,))).bozo


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_forbids_are_left_out(character: str) -> None:
    """Control characters, noncharacters and halves of pairs are dropped; what is around them stays."""
    text = f"a{character}b"
    item = replace(ITEM, title=text, creators=(text,), html=text)
    channel = parsed(replace(FEED, self_url=f"https://example.org/{text}", items=(item,)))
    paths = ("item/title", f"item/{DC}creator", f"item/{CONTENT}encoded")
    assert [channel.findtext(path) for path in paths] == ["ab"] * 3


@given(title=st.text(), html=st.text(), creators=st.lists(st.text(), max_size=3), url=st.text())
def test_any_text_gives_well_formed_xml(title: str, html: str, creators: list[str], url: str) -> None:
    """Whatever stands in an item, an XML parser reads the feed, and every author is there."""
    item = replace(ITEM, title=title, html=html, creators=tuple(creators), guid=url, url=url)
    channel = parsed(replace(FEED, title=title, self_url=url, items=(item,)))
    assert len(list(channel.iter(f"{DC}creator"))) == len(creators)


def test_base_url_alters_no_guid() -> None:
    """The same papers published at another address have the same guids, in every feed."""
    papers = [paper(number, keywords=("wind",)) for number in (1, 2)] + [paper(3, id="workshop/3", keywords=("wind",))]
    made = archive(snapshot(date(2025, 10, 31), *papers))
    guids = [
        {entry.id for entry in read(plan(made, base_url=url)[path].values["feed"]).entries}
        for url in ("https://example.org/papers/", "http://elsewhere.example/")
        for path in ("feed.xml", "tags/wind/feed.xml")
    ]
    assert guids == [guids[0]] * 4
    assert len(guids[0]) == 3


def test_guid_of_a_paper_without_a_doi_is_fixed() -> None:
    """A paper that is not arXiv's has a `urn:uuid:` made from its source and id: these bytes, for ever."""
    made = archive(snapshot(date(2025, 10, 31), paper(1, id="workshop/2025 no. 7")))
    (item,) = plan(made)["feed.xml"].values["feed"].items
    assert item.guid == "urn:uuid:72adb727-a89d-5e8a-9c81-d45bd0b1ff5e"


def test_sitemap_lists_addresses_with_their_days() -> None:
    """A sitemap has each address, escaped, and its day where that is known."""
    urls = xml(sitemap([("https://example.org/?a&b", date(2025, 10, 31)), ("https://example.org/", None)])).findall(
        f"{SITEMAP}url"
    )
    rows = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in urls]
    assert rows == [("https://example.org/?a&b", "2025-10-31"), ("https://example.org/", None)]


def test_sitemap_of_nothing_is_well_formed() -> None:
    """A sitemap without addresses is an empty urlset."""
    assert len(xml(sitemap([]))) == 0
