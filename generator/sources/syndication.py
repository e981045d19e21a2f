"""Any RSS, Atom or JSON Feed: labs' blogs, bioRxiv, journals."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from generator.errors import FetchError, Problem
from generator.model import Entry
from generator.sources.feedxml import parse_feed
from generator.text.clean import clean_line, clean_list
from generator.text.html import safe_url
from generator.text.identifiers import arxiv_id_in, doi_in
from generator.text.plain import plain_text

_FIRST_YEAR = 1990
_LONGEST = 4000
_TITLE_WORDS = 12
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_ADDRESS = re.compile(r"\s*<?[^\s<>()]+@[^\s<>()]+>?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAnswer:
    """A feed: its entries, how many items it listed, what could not be read."""

    entries: tuple[Entry, ...]
    items: int
    faults: tuple[str, ...]


def parse_items(body: bytes) -> FeedAnswer:
    """A feed's bytes → its entries, in its order; an item without a title and a text is left out, and is a fault.

    A date that cannot be read is none: what it says of the day will be the same at the next run.

    An entry's id is its arXiv id, else its DOI, else the item's own id, else its link.

    Raises:
        FetchError: The bytes are no feed.
    """
    items, faults = _json_items(body) if body.lstrip()[:1] == b"{" else _xml_items(body)
    entries: dict[str, Entry] = {}
    for number, item in enumerate(_told_apart(items), start=1):
        entry = _entry(item)
        if entry is None:
            faults.append(f"item {number} has no title or no id and was left out")
        else:
            entries.setdefault(entry.id, entry)
    return FeedAnswer(entries=tuple(entries.values()), items=len(items), faults=tuple(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """An item of any kind of feed, as text."""

    id: str
    link: str
    title: str
    html: str
    names: tuple[str, ...]
    keywords: tuple[str, ...]
    identifiers: tuple[str, ...]
    published: date | None


def _told_apart(items: list[_Item]) -> list[_Item]:
    """`items`, those that share an id (a feed that gives its own address) known by their links instead."""
    links: dict[str, set[str]] = {}
    for item in items:
        links.setdefault(item.id, set()).add(item.link)
    return [replace(item, id="") if item.link and len(links[item.id]) > 1 else item for item in items]


def _entry(item: _Item) -> Entry | None:
    title = clean_line(plain_text(item.title))
    abstract = _shortened(plain_text(item.html))
    if not title:
        title = " ".join(abstract.split()[:_TITLE_WORDS])
    named = (*item.identifiers, item.id, item.link)
    arxiv_id = next((found for text in named if (found := arxiv_id_in(text))), None)
    doi = next((found for text in named if (found := doi_in(text))), None)
    identifier = arxiv_id or doi or clean_line(item.id or item.link)
    if not title or not identifier:
        return None
    link = safe_url(clean_line(item.link))
    return Entry(
        id=identifier,
        title=title,
        authors=_authors(item.names),
        published=item.published,
        abstract=abstract,
        keywords=clean_list([plain_text(word) for word in item.keywords]),
        links={"article": link} if link else {},
        doi=doi,
    )


def _xml_items(body: bytes) -> tuple[list[_Item], list[str]]:
    feed = parse_feed(body)
    return [_xml_item(item) for item in feed.items], list(feed.faults)


def _xml_item(item: Mapping[str, Any]) -> _Item:
    contents = [str(part.get("value", "")) for part in item.get("content", ()) if isinstance(part, Mapping)]
    names = [str(one.get("name", "")) for one in item.get("authors", ()) if isinstance(one, Mapping)]
    moment = item.get("published_parsed") or item.get("updated_parsed")
    texts = [str(item.get(key) or "") for key in ("published", "updated", "prism_publicationdate", "dc_date")]
    return _Item(
        id=str(item.get("id", "")),
        link=str(item.get("link", "")),
        title=str(item.get("title", "")),
        html=str(item.get("summary", "")) or next(iter(contents), ""),
        names=tuple(names or [str(item.get("author", ""))]),
        keywords=tuple(str(tag.get("term") or "") for tag in item.get("tags", ())),
        identifiers=tuple(str(item.get(key) or "") for key in ("dc_identifier", "prism_doi")),
        published=_day_of(moment, texts),
    )


def _day_of(moment: Any, texts: Iterable[str]) -> date | None:
    """The day (UTC) of feedparser's reading, else the first of `texts` that is an ISO day; none before 1990."""
    if moment is not None:
        try:
            found = date(*moment[:3])
        except (ValueError, TypeError):
            return None
        return found if found.year >= _FIRST_YEAR else None
    return next((day for text in texts if (day := _iso_day(text))), None)


def _iso_day(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        day = (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    except (ValueError, OverflowError):
        return None
    return day if day.year >= _FIRST_YEAR else None


def _json_items(body: bytes) -> tuple[list[_Item], list[str]]:
    """A JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FetchError(
            Problem(where="the answer", found=f"malformed JSON ({error})", expected="a JSON Feed")
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise FetchError(Problem(where="the answer", found="JSON without a list of items", expected="a JSON Feed"))
    items = [_json_item(item) for item in data["items"] if isinstance(item, dict)]
    left_out = len(data["items"]) - len(items)
    return items, [f"{left_out} items that are no objects were left out"] if left_out else []


def _json_item(item: Mapping[str, Any]) -> _Item:
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    names = [_text(one.get("name")) for one in listed if isinstance(one, Mapping)]
    tags = item.get("tags")
    day = _text(item.get("date_published")) or _text(item.get("date_modified"))
    return _Item(
        id=_text(item.get("id")) or (str(item["id"]) if isinstance(item.get("id"), int) else ""),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        html=_text(item.get("summary")) or _text(item.get("content_html")) or _text(item.get("content_text")),
        names=tuple(names),
        keywords=tuple(_text(tag) for tag in tags) if isinstance(tags, list) else (),
        identifiers=(_text(item.get("external_url")),),
        published=_iso_day(day),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _authors(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; an element that holds several is taken apart, mail addresses go.

    Surnames followed by initials (`Lovelace, A., Hopper, G. M.`) are names with a comma within them.
    """
    found = list(names)
    parts = [part for name in found for part in _AND.split(name) if part] if len(found) == 1 else found
    if len(parts) > 1 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        parts = [f"{initials} {surname}" for surname, initials in zip(parts[::2], parts[1::2], strict=True)]
    return clean_list([_ADDRESS.sub(" ", plain_text(part)).strip(" ()") for part in parts])


def _shortened(text: str) -> str:
    """At most 4,000 characters, cut where a paragraph or else a word ends."""
    if len(text) <= _LONGEST:
        return text
    head = text[:_LONGEST]
    cut = head.rpartition("\n")[0] or head.rpartition(" ")[0] or head
    return f"{cut} …"
