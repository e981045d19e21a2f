"""The HTML of every page, of the golden site and of the repository's own: valid, complete, inert, without dead ends."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from conftest import REPOSITORY
from sites import BASE_URL, GOLDEN_ROOT, build, files_in

_LOADING = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"), ("iframe", "src"),
    ("video", "src"), ("video", "poster"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("input", "src"),
    ("use", "href"), ("image", "href"),
}  # fmt: skip
"""Attributes whose address a browser loads by itself; those of `link` depend on its `rel`."""
_LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}
_HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as a browser reads it."""

    url: str
    root: Element
    errors: list[str]

    def texts(self, path: str) -> list[str]:
        """The text of each element at `path`."""
        return ["".join(element.itertext()).strip() for element in self.root.iterfind(path)]

    def attributes(self) -> Iterator[tuple[str, str, str]]:
        """Every attribute with the element it is on."""
        for element in self.root.iter():
            for name, value in element.attrib.items():
                yield str(element.tag), name, value

    def links(self, relation: str) -> list[Element]:
        """The `link` elements of one relation."""
        return [link for link in self.root.iter("link") if relation in link.get("rel", "").split()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site: its documents by file, and all of its files."""

    documents: dict[str, Document]
    files: frozenset[str]


_MOVED = b'<meta http-equiv="refresh"'


@pytest.fixture(scope="module", params=[GOLDEN_ROOT, REPOSITORY], ids=["golden", "shipped"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A whole site, every page of it parsed but those that only say where a page has gone."""
    root: Path = request.param
    files = files_in(build(root, tmp_path_factory.mktemp("markup") / "site"))
    documents = {
        file: parse(file, data) for file, data in files.items() if file.endswith(".html") and _MOVED not in data
    }
    return Built(documents=documents, files=frozenset(files))


def parse(file: str, data: bytes) -> Document:
    """The page in `file` by the rules of HTML, with every departure from them."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(data, transport_encoding="utf-8")
    errors = [f"{line}:{column} {code} {details}" for (line, column), code, details in parser.errors]
    return Document(url=f"{BASE_URL}{file.removesuffix('index.html')}", root=root, errors=errors)


def test_pages_are_valid_html(site: Built) -> None:
    """No page departs from the syntax of HTML."""
    assert {file: page.errors for file, page in site.documents.items() if page.errors} == {}


def test_every_page_has_one_main_heading(site: Built) -> None:
    """A page has exactly one `h1`, with text, within its one `main`."""
    wrong = {
        file: page.texts(".//h1")
        for file, page in site.documents.items()
        if len(page.texts(".//h1")) != 1
        or page.texts(".//main//h1") != page.texts(".//h1")
        or not page.texts(".//h1")[0]
    }
    assert wrong == {}
    assert {len(page.texts(".//main")) for page in site.documents.values()} == {1}


def test_headings_leave_out_no_level(site: Built) -> None:
    """Within `main`, headings go down one level at a time."""
    steps = {file: levels_of(page) for file, page in site.documents.items()}
    wrong = {file: levels for file, levels in steps.items() if any(low - high > 1 for high, low in pairwise(levels))}
    assert wrong == {}


def test_every_page_says_its_language_and_title(site: Built) -> None:
    """A page has a language, a title of its own, an encoding and a viewport."""
    assert {page.root.get("lang") for page in site.documents.values()} == {"en"}
    assert [file for file, page in site.documents.items() if len(page.texts("head/title")) != 1] == []
    titles = Counter(page.texts("head/title")[0] for page in site.documents.values())
    assert [title for title, count in titles.items() if count > 1 or not title] == []
    first = {page.root.findall("head/meta")[0].get("charset") for page in site.documents.values()}
    assert first == {"utf-8"}


def test_every_page_says_how_wide_it_is(site: Built) -> None:
    """A page has one viewport; which colour schemes it has, its style sheet says."""
    assert [file for file, page in site.documents.items() if len(metadata(page, "viewport")) != 1] == []


def test_every_page_is_described_once(site: Built) -> None:
    """A page has one description for search engines, not empty."""
    assert [
        file for file, page in site.documents.items() if [*map(bool, metadata(page, "description"))] != [True]
    ] == []


def test_every_page_names_its_canonical_address(site: Built) -> None:
    """A page's canonical address is its own; the 404 page, which is shown at any, has none."""
    canonical = {file: [link.get("href") for link in page.links("canonical")] for file, page in site.documents.items()}
    assert canonical.pop("404.html") == []
    assert canonical == {file: [site.documents[file].url] for file in canonical}


def test_feeds_are_discovered_from_every_page(site: Built) -> None:
    """A page names the archive's feed, last, and every feed it names is there."""
    feeds = {
        file: [
            urljoin(BASE_URL, link.get("href", ""))
            for link in page.links("alternate")
            if link.get("type") == "application/rss+xml"
        ]
        for file, page in site.documents.items()
    }
    assert {hrefs[-1] for hrefs in feeds.values()} == {f"{BASE_URL}feed.xml"}
    assert {href.removeprefix(BASE_URL) for hrefs in feeds.values() for href in hrefs} <= site.files


def test_pages_hold_no_code(site: Built) -> None:
    """No page has a style of its own, an event handler, a `javascript:` address, or a script of its own that runs."""
    found = [
        (file, tag, name)
        for file, page in site.documents.items()
        for tag, name, value in page.attributes()
        if name.startswith("on") or name == "style" or value.strip().lower().startswith(("javascript:", "vbscript:"))
    ]
    assert found == []
    elements = [element for page in site.documents.values() for element in page.root.iter()]
    data = [element for element in elements if element.get("type") == "application/ld+json"]
    assert all(json.loads(element.text or "")["@context"] == "https://schema.org" for element in data)
    assert {element.tag for element in elements} & {"style", "iframe", "object", "embed", "base"} == set()
    scripts = [element for element in elements if element.tag == "script" and element not in data]
    common = [element for element in scripts if "/static/tools." in element.get("src", "")]
    assert len(common) == len(site.documents)
    own = {file for file, page in site.documents.items() if len(list(page.root.iter("script"))) > 2}
    assert own <= {"search/index.html"}
    assert {(element.text, urlsplit(element.get("src", "")).netloc) for element in scripts} == {(None, "")}


def test_nothing_is_loaded_from_elsewhere(site: Built) -> None:
    """What a browser loads with a page is a file of the site; other hosts are only linked to."""
    loaded = {
        urljoin(page.url, value)
        for page in site.documents.values()
        for tag, name, value in page.attributes()
        if (tag, name) in _LOADING
    }
    loaded |= {
        urljoin(page.url, link.get("href", ""))
        for page in site.documents.values()
        for relation in _LOADING_LINKS
        for link in page.links(relation)
    }
    assert loaded
    assert {url for url in loaded if url.removeprefix(BASE_URL) not in site.files} == set()


def test_ids_are_unique(site: Built) -> None:
    """No page gives one id to two elements."""
    twice = {file: [name for name, count in ids_of(page).items() if count > 1] for file, page in site.documents.items()}
    assert {file: names for file, names in twice.items() if names} == {}


def test_every_link_leads_somewhere(site: Built) -> None:
    """Every address on the site that a page links to is a file, and every fragment an id on that page."""
    ids = {page.url: ids_of(page) for page in site.documents.values()}
    broken = [
        (file, href)
        for file, page in site.documents.items()
        for href in hrefs_of(page)
        if is_broken(urljoin(page.url, href), site.files, ids)
    ]
    assert broken == []


def test_every_page_is_linked_to(site: Built) -> None:
    """Another page leads to each page but that for missing addresses and those that their owner keeps out of sight."""
    linked = {
        urldefrag(url).url
        for page in site.documents.values()
        for href in hrefs_of(page)
        if not (url := urljoin(page.url, href)).startswith(f"{page.url}#")
    }
    alone = {file for file, page in site.documents.items() if page.url not in linked}
    assert alone - {"colophon/index.html"} == {"404.html"}


def test_links_and_controls_have_names(site: Built) -> None:
    """Every link and every summary has words in it."""
    nameless = [
        (file, element.attrib)
        for file, page in site.documents.items()
        for element in page.root.iter()
        if element.tag in {"a", "summary", "th", "caption"} and not "".join(element.itertext()).strip()
    ]
    assert nameless == []


def test_landmarks_of_one_kind_are_told_apart(site: Built) -> None:
    """Where a page has several navigations or asides, each has a name of its own unless it repeats another's links."""
    nameless = [
        (file, element.tag)
        for file, page in site.documents.items()
        for element in page.root.iter()
        if element.tag in {"nav", "aside"} and not element.get("aria-label")
    ]
    assert nameless == []


def test_base_path_is_in_front_of_every_address(site: Built) -> None:
    """No link that begins with a slash leaves the path under which the site is published."""
    outside = {
        value
        for page in site.documents.values()
        for _, name, value in page.attributes()
        if name in {"href", "src"} and value.startswith("/") and not value.startswith(urlsplit(BASE_URL).path)
    }
    assert outside == set()


def levels_of(page: Document) -> list[int]:
    """The levels of the headings in `main`, in order."""
    return [
        int(str(element.tag)[1]) for element in page.root.iterfind(".//main//*") if _HEADING.fullmatch(str(element.tag))
    ]


def metadata(page: Document, name: str) -> list[str]:
    """The contents of the `meta` elements called `name`."""
    return [meta.get("content", "") for meta in page.root.iterfind("head/meta") if meta.get("name") == name]


def ids_of(page: Document) -> Counter[str]:
    """How often each id is on the page."""
    return Counter(value for _, name, value in page.attributes() if name == "id")


def hrefs_of(page: Document) -> list[str]:
    """Where the links of the page lead."""
    return [link.get("href", "") for link in page.root.iter("a")]


def is_broken(url: str, files: frozenset[str], ids: dict[str, Counter[str]]) -> bool:
    """Whether `url` is of the site and leads nowhere there."""
    address, fragment = urldefrag(url)
    if not address.startswith(BASE_URL):
        return urlsplit(address).netloc == urlsplit(BASE_URL).netloc
    file = unquote(address.removeprefix(BASE_URL))
    if (f"{file}index.html" if file == "" or file.endswith("/") else file) not in files:
        return True
    return bool(fragment) and fragment not in ids.get(address, Counter())
