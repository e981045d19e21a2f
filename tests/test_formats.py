"""RSS, Atom, JSON Feed, OPML and sitemaps as readers read them: well-formed, valid, whole, whatever the text."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot

from generator.formats.atom import atom
from generator.formats.jsonfeed import jsonfeed
from generator.formats.opml import opml
from generator.formats.rss import rss
from generator.formats.sitemap import sitemap
from generator.model import Feed, FeedItem, Subscription

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
    summary="They fly & < land.",
    elsewhere="https://arxiv.org/abs/2510.00001",
    source=("Kite Daily", "https://kites.example/daily"),
)
FEED = Feed(
    title="Kites",
    description="All of them",
    language="en",
    url="https://example.org/papers/",
    self_url="https://example.org/papers/feed.xml",
    guid="urn:uuid:7d8c0d2e-0000-5000-8000-000000000000",
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
    """`content:encoded` holds the whole item as HTML, behind a description that is its beginning."""
    item = parsed(FEED).find("item")
    assert item is not None
    assert [child.tag for child in item][-2:] == ["description", f"{CONTENT}encoded"]
    assert item.findtext("description") == "They fly &amp; &lt; land."
    assert read(FEED).entries[0].content[0].value == "<p>They fly.</p>"


def test_item_without_a_beginning_is_described_by_its_whole() -> None:
    """Without a summary the description is the whole item, once."""
    channel = parsed(replace(FEED, items=(replace(ITEM, summary=""),)))
    assert channel.findtext("item/description") == "<p>They fly.</p>"
    assert channel.find(f"item/{CONTENT}encoded") is None


def test_item_names_where_it_was_found() -> None:
    """`source` has the name and the address of what listed the paper."""
    source = parsed(FEED).find("item/source")
    assert source is not None
    assert (source.text, source.attrib) == ("Kite Daily", {"url": "https://kites.example/daily"})


def test_feed_says_how_often_to_ask() -> None:
    """A feed that goes on has a time to live and a rhythm, and forbids no day."""
    channel = parsed(FEED)
    rhythm = "{http://purl.org/rss/1.0/modules/syndication/}"
    hints = [channel.findtext(path) for path in ("ttl", f"{rhythm}updatePeriod", f"{rhythm}updateFrequency")]
    assert hints == ["360", "daily", "4"]
    assert channel.find("skipDays") is None


def test_feed_leads_to_its_history_and_names_its_hub() -> None:
    """`prev-archive` and `hub` are links of the channel."""
    feed = replace(FEED, previous="https://example.org/papers/2025/10/feed.xml", hub="https://hub.example/")
    links = {link.get("rel"): link.get("href") for link in parsed(feed).findall(f"{ATOM}link")}
    assert links == {"self": FEED.self_url, "prev-archive": feed.previous, "hub": feed.hub}


def test_archive_document_says_that_it_is_one() -> None:
    """An archive document is marked, leads to the feed it belongs to, and gives no hint of when to ask again."""
    channel = parsed(replace(FEED, current="https://example.org/papers/feed.xml"))
    links = {link.get("rel") for link in channel.findall(f"{ATOM}link")}
    assert channel.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert (links, channel.find("ttl")) == ({"self", "current"}, None)


def test_signs_of_markup_in_titles_are_references_by_number() -> None:
    """A title with `<` and `&` is written as the RSS profile wants plain text, and read back as it was."""
    title = "Let's <think> about R&D &lt;"
    text = rss(replace(FEED, items=(replace(ITEM, title=title),)))
    assert "<title>Let's &#x3C;think> about R&#x26;D &#x26;lt;</title>".replace("think>", "think&gt;") in text
    assert xml(text).findtext("channel/item/title") == title


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
    feed = replace(FEED, title=text, description=text, items=(item,))
    assert xml(atom(feed)).findtext(f"{ATOM}entry/{ATOM}content") == text
    assert not feedparser.parse(atom(feed).encode()).bozo
    assert [entry["title"] for entry in json.loads(jsonfeed(feed))["items"]] == [text]
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
    feed = replace(FEED, items=(item,))
    assert xml(atom(feed)).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "ab"
    assert json.loads(jsonfeed(feed))["items"][0]["authors"] == [{"name": "ab"}]


@given(title=st.text(), html=st.text(), creators=st.lists(st.text(), max_size=3), url=st.text())
def test_any_text_gives_well_formed_xml(title: str, html: str, creators: list[str], url: str) -> None:
    """Whatever stands in an item, an XML parser reads the feed, and every author is there."""
    item = replace(ITEM, title=title, html=html, creators=tuple(creators), guid=url, url=url)
    channel = parsed(replace(FEED, title=title, self_url=url, items=(item,)))
    assert len(list(channel.iter(f"{DC}creator"))) == len(creators)
    feed = replace(FEED, title=title, self_url=url, items=(item,))
    assert len(xml(atom(feed)).findall(f"{ATOM}entry/{ATOM}author")) == len(creators)
    assert len(json.loads(jsonfeed(feed))["items"][0].get("authors", [])) == len(creators)
    assert len(list(xml(opml(title, [(title, [Subscription(title=title, url=url, page=url)])])).iter("outline"))) == 2


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


_ADDRESS = {"type": "string", "pattern": "^https?://[^ <>]+$"}
_TEXT = {"type": "string"}
_PEOPLE = {
    "type": "array",
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": {"name": {"type": "string", "minLength": 1}, "url": _ADDRESS, "avatar": _ADDRESS},
        "additionalProperties": False,
    },
}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_JSON_ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        **dict.fromkeys(("url", "external_url", "image", "banner_image"), _ADDRESS),
        **dict.fromkeys(("title", "content_html", "content_text", "summary", "language"), _TEXT),
        **dict.fromkeys(("date_published", "date_modified"), _MOMENT),
        "id": {"type": "string", "minLength": 1},
        "authors": _PEOPLE,
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), _ADDRESS),
        **dict.fromkeys(("description", "user_comment", "language"), _TEXT),
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "authors": _PEOPLE,
        "expired": {"type": "boolean"},
        "hubs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "url"],
                "properties": {"type": {"type": "string"}, "url": _ADDRESS},
            },
        },
        "items": {"type": "array", "items": _JSON_ITEM},
    },
    "additionalProperties": False,
}
"""JSON Feed 1.1 as its specification has it, without attachments and extensions."""


@pytest.mark.parametrize("feed", [FEED, replace(FEED, hub="https://hub.example/"), replace(FEED, items=())])
def test_json_feed_is_valid(feed: Feed) -> None:
    """What is written is JSON Feed 1.1 and nothing else, with and without items."""
    jsonschema.validate(json.loads(jsonfeed(feed)), JSON_FEED)


def test_json_feed_says_what_rss_says() -> None:
    """Each item has its id, address, author, tags, day and whole content, and the address of the paper elsewhere."""
    whole = json.loads(jsonfeed(replace(FEED, hub="https://hub.example/")))
    assert (whole["feed_url"], whole["hubs"]) == (FEED.self_url, [{"type": "WebSub", "url": "https://hub.example/"}])
    assert whole["items"] == [
        {
            "id": ITEM.guid,
            "url": ITEM.url,
            "external_url": ITEM.elsewhere,
            "title": "On Kites",
            "content_html": ITEM.html,
            "summary": ITEM.summary,
            "date_published": "2025-10-31T00:00:00Z",
            "authors": [{"name": "Ada Quill"}, {"name": "Bea Vellum"}],
            "tags": ["Wind", "Kites & string"],
        }
    ]


def test_atom_says_what_rss_says() -> None:
    """An entry has its id, address, each author, each tag, its day and its whole content."""
    found = feedparser.parse(atom(replace(FEED, hub="https://hub.example/")).encode())
    (entry,) = found.entries
    assert (found.bozo, found.version, found.feed.id) == (False, "atom10", FEED.guid)
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": FEED.self_url, "alternate": FEED.url, "hub": "https://hub.example/",
    }  # fmt: skip
    assert (entry.id, entry.link, entry.content[0].value) == (ITEM.guid, ITEM.url, ITEM.html)
    assert [author.name for author in entry.authors] == ["Ada Quill", "Bea Vellum"]
    assert [tag.term for tag in entry.tags] == ["Wind", "Kites & string"]
    assert entry.published == "2025-10-31T00:00:00Z"
    assert entry.summary == ITEM.summary
    assert entry.source.title == "Kite Daily"


def test_atom_entries_of_a_day_differ_in_a_part_of_a_second() -> None:
    """`updated` is the day's first second; what it says below a second is decided by the entry's id alone."""
    items = tuple(replace(ITEM, guid=f"urn:uuid:{number}") for number in range(200))
    entries = xml(atom(replace(FEED, items=items))).findall(f"{ATOM}entry")
    moments = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert len(set(moments)) == 200
    assert {moment.partition(".")[0] for moment in moments} == {"2025-10-31T00:00:00"}
    alone = xml(atom(replace(FEED, items=items[7:8]))).findtext(f"{ATOM}entry/{ATOM}updated")
    assert alone == moments[7]


def test_atom_feed_without_items_is_valid() -> None:
    """It has a date all the same, always the same one."""
    found = feedparser.parse(atom(replace(FEED, items=(), updated=None)).encode())
    assert (found.bozo, found.version, found.feed.updated) == (False, "atom10", "2000-01-01T00:00:00Z")


def test_opml_groups_feeds() -> None:
    """An outline a group, in it an outline of type `rss` for each feed; groups without feeds are left out."""
    feed = Subscription(title="Kites", url="https://example.org/feed.xml", page="https://example.org/")
    root = xml(opml("Papers", [("All", [feed]), ("Tags", [])]))
    (group,) = root.findall("body/outline")
    assert (root.get("version"), root.findtext("head/title"), group.get("text")) == ("2.0", "Papers", "All")
    assert [child.attrib for child in group] == [
        {"type": "rss", "text": "Kites", "title": "Kites", "xmlUrl": feed.url, "htmlUrl": feed.page}
    ]


@pytest.mark.parametrize(
    ("title", "written"), [("J&F", "J& F"), ("a<b", "a< b"), ("R & D", "R & D"), ("1 < 2", "1 < 2")]
)
def test_opml_titles_are_the_same_as_text_and_as_html(title: str, written: str) -> None:
    """Where a sign would begin markup there is a space behind it."""
    feed = Subscription(title=title, url="https://example.org/feed.xml", page="https://example.org/")
    (row,) = xml(opml("Papers", [("All", [feed])])).findall("body/outline/outline")
    assert row.get("text") == written


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
