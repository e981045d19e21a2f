"""arXiv's API and daily feeds: which papers, of which day, with what is said of them."""

from datetime import UTC, date, datetime

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FetchError
from generator.sources import arxiv

ENTRY = r"""<entry><id>http://arxiv.org/abs/2510.00007v3</id><title>Folding $2^n$
  Boats</title><summary>  We fold $2^n$ boats.
They float.</summary><published>2025-10-29T17:00:00Z</published><updated>2025-11-12T09:00:00Z</updated>
<author><name>Ada Example</name></author><author><name>Bo Sample</name></author>
<arxiv:comment>{comment}</arxiv:comment><arxiv:journal_ref>J. Fold. 7 (2025) 1</arxiv:journal_ref>
<arxiv:doi>10.1000/Fold.7</arxiv:doi><arxiv:primary_category term="cs.CG"/>
<category term="cs.CG"/><category term="math.CO"/></entry>"""
FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>x</id><title>q</title>
<opensearch:totalResults>41</opensearch:totalResults>{entries}</feed>"""
ITEM = """<item><title>Boat {number}</title><link>https://arxiv.org/abs/2510.0000{number}</link>
<description>arXiv:2510.0000{number}v1 Announce Type: {kind} &#xA;Abstract: A boat.</description>
<guid isPermaLink="false">oai:arXiv.org:2510.0000{number}v{number}</guid><category>cs.CG</category>
<pubDate>Fri, 31 Oct 2025 00:00:00 -0400</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type>
<dc:creator>Ada Example (Boats, Inc.), Bo Sample</dc:creator></item>"""
RSS = """<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.CG</title><pubDate>Fri, 31 Oct 2025 00:00:00 -0400</pubDate>{items}</channel></rss>"""


def _query(*entries: str) -> bytes:
    return FEED.format(entries="".join(entries)).encode()


def _daily(*kinds: str) -> bytes:
    items = (ITEM.format(number=number, kind=kind) for number, kind in enumerate(kinds, start=1))
    return RSS.format(items="".join(items)).encode()


def test_an_answer_gives_all_that_arxiv_says() -> None:
    """Id without version, TeX whole, day of version 1, and what only arXiv knows."""
    page = arxiv.parse_query(_query(ENTRY.format(comment="12 pages")))
    (entry,) = page.entries
    assert (page.total, page.items, page.faults) == (41, 1, ())
    assert (entry.id, entry.title, entry.version) == ("2510.00007", "Folding $2^n$ Boats", 3)
    assert entry.abstract == "We fold $2^n$ boats. They float."
    assert entry.authors == ("Ada Example", "Bo Sample")
    assert (entry.published, entry.updated) == (date(2025, 10, 29), date(2025, 11, 12))
    assert (entry.primary_category, entry.categories) == ("cs.CG", ("cs.CG", "math.CO"))
    assert (entry.doi, entry.journal_ref) == ("10.1000/fold.7", "J. Fold. 7 (2025) 1")
    assert (entry.authors_comment, entry.withdrawn) == ("12 pages", None)


@pytest.mark.parametrize("comment", ["This paper has been withdrawn due to an error", "Withdrawn by the authors"])
def test_withdrawal_is_read_from_the_comment(comment: str) -> None:
    """Authors say it at the beginning of the comment."""
    assert arxiv.parse_query(_query(ENTRY.format(comment=comment))).entries[0].withdrawn is True


def test_item_without_an_id_is_left_out() -> None:
    """It is a fault; the others are read."""
    page = arxiv.parse_query(_query("<entry><title>No id</title></entry>", ENTRY.format(comment="")))
    assert [entry.id for entry in page.entries] == ["2510.00007"]
    assert page.faults == ("item 1 has no arXiv id or no title and was left out",)


def test_error_that_comes_as_a_feed_is_an_error() -> None:
    """Its own words are said."""
    entry = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad id</summary></entry>"
    with pytest.raises(FetchError, match="arXiv's error: bad id"):
        arxiv.parse_query(_query(entry))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Rate exceeded.</body></html>",
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aa"><!ENTITY c "&a;&a;&a;">]><feed>&c;</feed>',
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/hostname">]><feed><title>&f;</title></feed>',
    ],
)
def test_what_is_no_feed_is_an_error(body: bytes) -> None:
    """Nothing, a page for people, and XML that declares entities."""
    with pytest.raises(FetchError):
        arxiv.parse_query(body)


def test_announcements_tell_new_from_replaced() -> None:
    """Cross-lists are papers of the day; replacements are not."""
    found = arxiv.parse_announcements(_daily("new", "cross", "replace", "replace-cross"))
    assert found.day == date(2025, 10, 31)
    assert [entry.id for entry in found.new] == ["2510.00001", "2510.00002"]
    assert [(entry.id, entry.version) for entry in found.replaced] == [("2510.00003", 3), ("2510.00004", 4)]
    assert found.new[0].abstract == "A boat."
    assert found.new[0].authors == ("Ada Example (Boats, Inc.)", "Bo Sample")


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        (date(2025, 10, 31), datetime(2025, 10, 29, 18, tzinfo=UTC), datetime(2025, 10, 30, 17, 59, tzinfo=UTC)),
        (date(2025, 11, 3), datetime(2025, 10, 30, 18, tzinfo=UTC), datetime(2025, 10, 31, 17, 59, tzinfo=UTC)),
        (date(2025, 11, 4), datetime(2025, 10, 31, 18, tzinfo=UTC), datetime(2025, 11, 3, 18, 59, tzinfo=UTC)),
    ],
)
def test_window_of_a_day(day: date, since: datetime, until: datetime) -> None:
    """From one 14:00 US Eastern to the next, over the weekend on Tuesdays; summer time ends on 2025-11-02."""
    assert arxiv.announcement_window(day) == (since, until)


def test_windows_of_a_week_leave_no_gap() -> None:
    """Every minute of submission belongs to one day's announcements; Saturdays and Sundays have none."""
    windows = [arxiv.announcement_window(date(2025, 10, number)) for number in (6, 7, 8, 9, 10, 13, 14)]
    ends = [window[1] for window in windows if window]
    starts = [window[0] for window in windows if window]
    assert [(start - end).total_seconds() for end, start in zip(ends, starts[1:], strict=False)] == [60.0] * 6
    assert arxiv.announcement_window(date(2025, 10, 11)) is None


def test_addresses() -> None:
    """A category or a search within a window; ids in one request; the daily feed of the public host or of a mirror."""
    since, until = datetime(2025, 10, 29, 18, tzinfo=UTC), datetime(2025, 10, 30, 17, 59, tzinfo=UTC)
    url = arxiv.query_url("https://m.example/", category="cs.LG", search=None, since=since, until=until, start=100)
    assert url.startswith(
        "https://m.example/api/query?search_query=cat%3Acs.LG+AND+submittedDate%3A%5B202510291800+TO+"
    )
    assert url.endswith("&start=100&max_results=100")
    assert arxiv.id_list_url("https://m.example", ["1", "2"]) == "https://m.example/api/query?id_list=1,2&max_results=2"
    assert arxiv.rss_url(arxiv.PUBLIC_ENDPOINT, "cs.LG") == "https://rss.arxiv.org/rss/cs.LG"
    assert arxiv.rss_url("https://m.example", "cs.LG") == "https://m.example/rss/cs.LG"


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_an_error(body: bytes) -> None:
    """No other exception leaves the parsers."""
    for parse in (arxiv.parse_query, arxiv.parse_announcements):
        try:
            parse(body)
        except FetchError:
            continue


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder with real answers is not here")
def test_real_answers_are_read_whole() -> None:
    """Every real answer at hand gives all its items without a fault."""
    folder = SHARED / "data" / "arxiv"
    pages = [arxiv.parse_query(path.read_bytes()) for path in sorted(folder.glob("*query*"))]
    assert [(len(page.entries), page.faults) for page in pages] == [(20, ()), (2, ())]
    daily = [arxiv.parse_announcements(path.read_bytes()) for path in sorted(folder.glob("*rss.arxiv.org*"))]
    assert [(found.day, len(found.new)) for found in daily] == [(date(2025, 8, 20), 7)]
