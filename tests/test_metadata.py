"""What pages say of themselves to reference managers, search engines and crawlers."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import READ_AT, SETTINGS, TEXTS, archive, paper, plan, snapshot

from generator.config import CitationsConfig, Config
from generator.formats import FORMATS
from generator.model import MARK, Archive, Page
from generator.pages.plan import plan_chapters
from generator.pages.site import Addresses
from generator.pages.sitemaps import plan_sitemaps
from generator.render import render
from generator.theme import load_theme, shipped_themes

DAY, LATER = date(2025, 10, 31), date(2026, 1, 2)
THEME = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/papers/"
CONFIG = Config(title="Kites", base_url=BASE)
_META = re.compile(r'<meta(?: property=og:title)? name=([^ ]+) content="?([^">]*)"?>')
_LINKED = re.compile(r"<script type=application/ld\+json>(.*?)</script>")
_SPAN = re.compile(r'<span class=Z3988 title="([^"]*)"></span>')


def html(pages: Mapping[str, Page], path: str) -> str:
    """The page at `path`."""
    return render(pages[path], THEME).data.decode()


def meta(text: str) -> dict[str, list[str]]:
    """Every named value in the head of a page."""
    found: dict[str, list[str]] = {}
    for name, value in _META.findall(text):
        found.setdefault(name, []).append(unescape(value))
    return found


def linked(text: str) -> Any:
    """The JSON-LD of a page."""
    (found,) = _LINKED.findall(text)
    return json.loads(found)


def spans(text: str) -> list[dict[str, list[str]]]:
    """What each COinS span of a page says."""
    return [parse_qs(unescape(title)) for title in _SPAN.findall(text)]


def tagged() -> Archive:
    """One day of three papers under one tag."""
    authors = ("Ada Quill", "Bea Vellum")
    return archive(
        snapshot(
            DAY,
            *(paper(number, keywords=("wind",), authors=authors, published=date(2025, 10, 30)) for number in (1, 2, 3)),
        )
    )


def test_paper_has_the_tags_that_scholars_read() -> None:
    """Google Scholar and Zotero find title, each author, date, DOI, PDF; Zotero is told that it is a preprint."""
    assert {
        name: values
        for name, values in meta(html(plan(tagged()), "papers/2510.00001/")).items()
        if name.startswith(("citation_", "z:"))
    } == {
        "citation_title": ["Kite Number 1"],
        "citation_author": ["Ada Quill", "Bea Vellum"],
        "citation_publication_date": ["2025/10/30"],
        "citation_doi": ["10.48550/arXiv.2510.00001"],
        "citation_pdf_url": ["https://arxiv.org/pdf/2510.00001"],
        "z:itemType": ["preprint"],
    }


def test_other_pages_have_none_of_them() -> None:
    """A list is no paper: nothing on it is taken for one."""
    for path in ("", "2025/10/31/", "tags/wind/"):
        assert not [name for name in meta(html(plan(tagged()), path)) if name.startswith(("citation_", "z:"))]


def test_keywords_and_authors_come_where_they_are_wanted() -> None:
    """Keywords in one tag, and every author in the JSON-LD, only if the configuration says so."""
    pages = plan(tagged(), citations=CitationsConfig(full=True))
    text = html(pages, "papers/2510.00001/")
    assert meta(text)["citation_keywords"] == ["wind"]
    assert linked(text)["author"] == ["Ada Quill", "Bea Vellum"]


def test_paper_is_an_article_known_by_its_doi() -> None:
    """JSON-LD of a paper has its identity, title and date."""
    assert linked(html(plan(tagged()), "papers/2510.00001/")) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": "https://doi.org/10.48550/arXiv.2510.00001",
        "headline": "Kite Number 1",
        "datePublished": "2025-10-30",
    }
    bare = plan(archive(snapshot(DAY, paper(1, id="workshop/1"))))
    path = next(path for path in bare if path.startswith("papers/"))
    assert linked(html(bare, path))["@id"] == BASE + path


def test_list_is_a_collection_with_the_way_to_it() -> None:
    """A day says where it stands: its year, its month, itself."""
    found = linked(html(plan(tagged()), "2025/10/31/"))
    assert (found["@type"], found["url"]) == ("CollectionPage", f"{BASE}2025/10/31/")
    steps = found["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "2025", f"{BASE}2025/"),
        (2, "October 2025", f"{BASE}2025/10/"),
        (3, "Friday, 31 October 2025", None),
    ]


def test_home_page_says_how_to_search() -> None:
    """The home page tells programs where results for which words are."""
    found = linked(html(plan(tagged()), ""))
    assert found["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{BASE}search/?q={{words}}"},
        "query-input": "required name=words",
    }


def test_home_page_is_the_website() -> None:
    """The home page names the site; it promises no search that is not there."""
    found = linked(html(plan(tagged(), description="All kites", search=False), ""))
    assert found == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Kites",
        "url": BASE,
        "description": "All kites",
        "inLanguage": "en",
    }


@given(title=st.text(), author=st.text())
@settings(max_examples=50)
def test_nothing_ends_the_script_element(title: str, author: str) -> None:
    """Whatever a feed says, the JSON-LD is one element and says the same."""
    made = archive(snapshot(DAY, paper(1, title=f"</script><!--{title}", authors=(author,))))
    text = html(plan(made, citations=CitationsConfig(full=True)), "papers/2510.00001/")
    encodable = [part.encode("utf-8", "replace").decode() for part in (f"</script><!--{title}", author)]
    found = linked(text)
    assert (found["headline"], found["author"]) == (encodable[0], [encodable[1]])


@pytest.mark.parametrize(
    ("coins", "path", "count"),
    [
        (("home",), "", 3), ((), "", 0), (("home",), "2025/10/31/", 0), (("days",), "2025/10/31/", 3),
        (("tags",), "tags/wind/", 3), (("home", "days"), "tags/wind/", 0),
    ],
)  # fmt: skip
def test_lists_have_a_span_for_each_paper_where_wanted(coins: tuple[str, ...], path: str, count: int) -> None:
    """Zotero saves the papers of a list at once where the configuration has given them spans."""
    assert len(spans(html(plan(tagged(), citations=CitationsConfig(coins=coins)), path))) == count


def test_span_is_enough_to_look_a_paper_up() -> None:
    """A span has title and DOI; one without a DOI has every author."""
    made = archive(
        snapshot(DAY, paper(1, title="Kites & Co + 2=3"), paper(2, id="workshop/1", authors=("Ada Quill", "Bea & Co")))
    )
    first, second = spans(html(plan(made), ""))
    kind = {"ctx_ver": ["Z39.88-2004"], "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"], "rft.type": ["preprint"]}
    assert first == {**kind, "rft.title": ["Kites & Co + 2=3"], "rft_id": ["info:doi/10.48550/arXiv.2510.00001"]}
    assert second == {**kind, "rft.title": ["Kite Number 2"], "rft.au": ["Ada Quill", "Bea & Co"]}


# Sitemaps


def sitemaps(most: int, *, made: Archive | None = None) -> dict[str, ET.Element]:
    """The sitemaps of an archive of two years, as a crawler reads them, when one may hold `most` addresses."""
    made = made or two_years()
    *months, others = plan_chapters(made, CONFIG, settings=SETTINGS, texts=TEXTS)
    paths = [page.path for page in others.plan()]
    planned = plan_sitemaps(paths, months, made, Addresses(CONFIG), most=most)
    texts = {page.path: FORMATS[page.template](page.values) for page in planned}
    assert all(MARK in str(text)[:400] for text in texts.values())
    return {path: ET.fromstring(text) for path, text in texts.items()}  # noqa: S314 (made by the program under test)


def two_years(*more: int) -> Archive:
    """Two days of different years; the papers of `more` were listed on the later one."""
    later = (paper(number) for number in (3, *more))
    return archive(snapshot(DAY, paper(1), paper(2)), snapshot(LATER, *later))


def addresses(sitemap: ET.Element) -> list[str]:
    """Every address that a sitemap or an index names."""
    return [str(element.text) for element in sitemap.iter(f"{SITEMAP}loc")]


def test_few_addresses_are_one_sitemap() -> None:
    """Every page for readers is in it once, a paper with the day on which its day was last read."""
    (sitemap,) = sitemaps(50_000).values()
    pages = plan(two_years()).values()
    assert addresses(sitemap) == sorted(BASE + page.path for page in pages if page.file.endswith("index.html"))
    row = next(row for row in sitemap if row.findtext(f"{SITEMAP}loc") == f"{BASE}papers/2510.00001/")
    assert row.findtext(f"{SITEMAP}lastmod") == READ_AT.date().isoformat()


def test_many_addresses_are_parts_by_year_under_an_index() -> None:
    """Each part holds no more than it may; together they hold what one would, and the index dates them."""
    found = sitemaps(3)
    index = found.pop("sitemap.xml")
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert sorted(addresses(index)) == sorted(BASE + path for path in found)
    assert {"sitemap-2025.xml", "sitemap-2026.xml", "sitemap-pages.xml", "sitemap-pages-2.xml"} <= found.keys()
    assert all(len(sitemap) <= 3 for sitemap in found.values())
    (whole,) = sitemaps(50_000).values()
    assert sorted(url for sitemap in found.values() for url in addresses(sitemap)) == addresses(whole)


def test_index_dates_each_part_by_the_newest_page_in_it() -> None:
    """A year that is one part, a year of several, and pages of no day."""
    more = (
        snapshot(LATER + timedelta(days=place), paper(place + 3), read_at=READ_AT + timedelta(days=place))
        for place in range(1, 6)
    )
    found = sitemaps(3, made=archive(snapshot(DAY, paper(1)), *more))
    index = {row.findtext(f"{SITEMAP}loc"): row.findtext(f"{SITEMAP}lastmod") for row in found.pop("sitemap.xml")}
    dates = {BASE + path: [row.findtext(f"{SITEMAP}lastmod") or "" for row in part] for path, part in found.items()}
    assert index == {address: max(days) or None for address, days in dates.items()}
    assert len(set(index.values())) >= 4


def test_part_of_a_year_that_is_over_stays() -> None:
    """Papers of a later year change no byte of it."""
    before, after = sitemaps(3), sitemaps(3, made=two_years(4, 5, 6))
    assert ET.tostring(before["sitemap-2025.xml"]) == ET.tostring(after["sitemap-2025.xml"])
    assert "sitemap-2026-2.xml" in after.keys() - before.keys()
