"""Other people's feeds: whatever they are called and however they are made."""

import json
import time
from datetime import date

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FetchError
from generator.sources.feedxml import is_whole
from generator.sources.syndication import parse_items
from generator.text.identifiers import arxiv_id_in, doi_in
from generator.text.plain import plain_text

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Lab</title>{items}</channel></rss>"""


def _rss(*items: str) -> bytes:
    return RSS.format(items="".join(f"<item>{item}</item>" for item in items)).encode()


def _boat(more: str = "") -> str:
    return f"<title>Boats &amp;amp; Kites</title><link>https://lab.example/boats</link>{more}"


def test_item_of_rss() -> None:
    """Title, link, day in UTC, authors, categories, and the words of its HTML."""
    more = (
        "<pubDate>Thu, 30 Oct 2025 23:30:00 -0400</pubDate><dc:creator>Ada Example and Bo Sample</dc:creator>"
        "<category>Origami</category><description>&lt;p&gt;We fold.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"
        "&lt;p&gt;They float.&lt;/p&gt;</description>"
    )
    (entry,) = parse_items(_rss(_boat(more))).entries
    assert (entry.id, entry.title) == ("https://lab.example/boats", "Boats & Kites")
    assert (entry.published, entry.authors) == (date(2025, 10, 31), ("Ada Example", "Bo Sample"))
    assert (entry.keywords, entry.abstract) == (("Origami",), "We fold.\nThey float.")
    assert entry.links == {"article": "https://lab.example/boats"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/2510.00007v2", "2510.00007"),
        ("https://huggingface.co/papers/2510.00007", "2510.00007"),
        ("https://doi.org/10.48550/arXiv.2510.00007", "2510.00007"),
        ("oai:arXiv.org:cs/0112017v1", "cs/0112017"),
        ("https://lab.example/p/2510.00007", None),
        ("https://lab.example/2510.00007v2", None),
    ],
)
def test_arxiv_ids_are_never_guessed(text: str, expected: str | None) -> None:
    """An id counts where it is called one; a number in an address does not."""
    assert arxiv_id_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1101/743294", "10.1101/743294"),
        ("https://doi.org/10.1101/ABC.d", "10.1101/abc.d"),
        ("10.48550/arXiv.2510.00007", None),
        ("no", None),
    ],
)
def test_dois(text: str, expected: str | None) -> None:
    """DOIs in lower case; those of arXiv are arXiv ids."""
    assert doi_in(text) == expected


@pytest.mark.parametrize("day", ["2025-10-31T10:00:00Z", "Fri, 31 Oct 2025 10:00:00 GMT", "2025-10-31", "31 Oct 2025"])
def test_days_in_many_forms(day: str) -> None:
    """Dates of RFC 822, ISO 8601 and less."""
    (entry,) = parse_items(_rss(_boat(f"<pubDate>{day}</pubDate>"))).entries
    assert entry.published == date(2025, 10, 31)


@pytest.mark.parametrize("day", ["soon", "0001-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00+14:00"])
def test_day_that_is_none_is_none(day: str) -> None:
    """The item stays, without a day."""
    answer = parse_items(_rss(_boat(f"<pubDate>{day}</pubDate>")))
    assert [entry.published for entry in answer.entries] == [None]
    assert answer.faults == ()


def test_item_without_a_date_has_none() -> None:
    """That is no fault: many feeds give none."""
    answer = parse_items(_rss(_boat()))
    assert (answer.entries[0].published, answer.faults) == (None, ())


def test_json_feed() -> None:
    """JSON Feed 1.1, with what is no item left out."""
    item = {"id": "1", "url": "https://lab.example/1", "title": "One", "content_html": "<p>Text</p>", "tags": ["a", 3]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{**item, "authors": [{"name": "Ada"}]}, 5]}
    answer = parse_items(json.dumps(feed).encode())
    assert [(entry.id, entry.authors, entry.abstract) for entry in answer.entries] == [("1", ("Ada",), "Text")]
    assert answer.faults == ("1 items that are no objects were left out",)


def test_surnames_with_initials_are_whole_names() -> None:
    """As journals write them: a comma stands within each name."""
    (entry,) = parse_items(_rss(_boat("<dc:creator>Example, A., Sample, B. C.</dc:creator>"))).entries
    assert entry.authors == ("A. Example", "B. C. Sample")


@pytest.mark.parametrize("body", [b"", b"<html><body>Hello</body></html>", b"{", b'{"items": 3}', b"plain words"])
def test_what_is_no_feed_is_an_error(body: bytes) -> None:
    """Said as such, not as an empty feed."""
    with pytest.raises(FetchError):
        parse_items(body)


@pytest.mark.parametrize("system", ['SYSTEM "file:///etc/hostname"', '"' + "lol" * 50 + '"'])
def test_entities_are_not_expanded(system: str) -> None:
    """A feed that declares entities, of its own or of a file, is refused."""
    declared = f"<!DOCTYPE rss [<!ENTITY x {system}>]>".encode()
    with pytest.raises(FetchError, match="entities"):
        parse_items(declared + _rss("<title>&x;</title><link>https://lab.example/x</link>"))


def test_feed_that_breaks_off_gives_what_came() -> None:
    """The items before the break are read, and the break is a fault."""
    body = _rss(_boat(), "<title>Two</title><link>https://lab.example/2</link>")
    answer = parse_items(body[: body.rindex(b"</item>")])
    assert "https://lab.example/boats" in {entry.id for entry in answer.entries}
    assert answer.faults


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_an_error(body: bytes) -> None:
    """No other exception leaves the parser."""
    try:
        parse_items(body)
    except FetchError:
        return


@given(st.text())
def test_plain_text_is_lines_of_words(text: str) -> None:
    """Whatever goes in, no line is empty or has white space at its ends."""
    assert all(line and line == line.strip() for line in plain_text(text).split("\n") if plain_text(text))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder with real feeds is not here")
def test_real_feeds_are_read_whole() -> None:
    """Every real feed at hand gives each of its items a title, an id and a day."""
    for path in sorted((SHARED / "data" / "feeds").iterdir()):
        answer = parse_items(path.read_bytes())
        assert (len(answer.entries), answer.faults) == (answer.items, ())
        assert all(entry.title and entry.published for entry in answer.entries)


def test_document_type_is_found_in_no_time() -> None:
    """A megabyte of them costs no more than reading it; one in the text is text."""
    started = time.monotonic()
    with pytest.raises(FetchError):
        parse_items(b'<rss version="2.0">' + b"<!DOCTYPE[" * 100_000)
    assert time.monotonic() - started < 10
    feed = '<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- a -->\n<!DOCTYPE rss [ <!ELEMENT a "]>" > ]>'
    body = feed.encode() + _rss(_boat("").replace("Boats", "B\xf6ats <![CDATA[<!DOCTYPE x>]]>", 1)).split(b"?>", 1)[-1]
    assert [entry.title for entry in parse_items(body.decode().encode("iso-8859-1")).entries]


def test_entities_in_another_encoding_are_refused() -> None:
    """UTF-16 hides nothing."""
    text = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>'
    with pytest.raises(FetchError, match="declares entities"):
        parse_items(text.encode("utf-16"))


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"<rss><channel></channel></rss>\n", True),
        (b"<feed></feed><!-- made in 0.2 seconds -->", True),
        (b"<atom:feed></atom:feed>", True),
        (b"<rdf:RDF></rdf:RDF >", True),
        ("<rss></rss>".encode("utf-16"), True),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', True),
        (b"<rss><channel><item>", False),
        (b"<html><body></body></html>", False),
        (b"", False),
    ],
    ids=ascii,
)
def test_feed_is_whole_if_it_comes_to_its_end(*, body: bytes, whole: bool) -> None:
    """Whatever else comes with the status 200 may be better at the next attempt."""
    assert is_whole(body) is whole
