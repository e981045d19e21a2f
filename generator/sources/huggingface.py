"""The Daily Papers of Hugging Face: `GET {endpoint}/api/daily_papers?date=…`, a JSON list a page.

The rules here follow what the API was seen to do over 596 days; where a field is trusted or not, the docstring of
its function says why.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.errors import FetchError, Problem
from generator.model import Answer, Entry, Organization, Submitter
from generator.text.clean import clean_line, clean_list, clean_paragraphs
from generator.text.html import safe_url

NAME = "huggingface"
FIRST_DAY = date(2023, 5, 4)
"""The day with which the archive upstream begins."""
_COMMA = re.compile(r"\s*,\s*")
_HIGHEST_COUNT = 10**9
"""No paper has more votes; a number that no file and no cache can hold must not come in."""
PAGE_SIZE = 100
"""The most items the API gives on a page."""
PUBLIC_ENDPOINT = "https://huggingface.co"
"""Where discussion links point to, whatever mirror was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """One page of a day's list: its entries, how many distinct items it listed, and what could not be read.

    `days` gives the day on which each entry says it is listed; before 2025-03-17 none says so.
    """

    entries: tuple[Entry, ...]
    days: Mapping[str, date] = field(default_factory=dict)
    listed: int
    items: int
    faults: tuple[str, ...]


def day_url(endpoint: str, day: date) -> str:
    """The address that stands for the list of `day`, as receipts give it."""
    return f"{endpoint.rstrip('/')}/api/daily_papers?date={day.isoformat()}"


def first_page_url(endpoint: str, day: date) -> str:
    """Where the list of `day` begins."""
    return f"{day_url(endpoint, day)}&limit={PAGE_SIZE}"


def next_page_url(url: str, *, link: str | None, items: int, number: int) -> str | None:
    """The page after page `number` (from 0), or None.

    A `Link` header's `rel="next"` wins, if it stays on the same host; one that leads elsewhere (a mirror passes on
    its upstream's) says only that there is a next page, as a full page of `items` does.
    """
    if link is not None and (following := _on_same_host(url, link)):
        return following
    if link is None and items < PAGE_SIZE:
        return None
    return f"{url.partition('&p=')[0]}&p={number + 1}"


def _on_same_host(url: str, link: str) -> str | None:
    try:
        following = urljoin(url, link)
        return following if urlsplit(following)[:2] == urlsplit(url)[:2] else None
    except ValueError:
        return None


def is_whole(body: bytes) -> bool:
    """Whether a page is a JSON list to its end, in sound UTF-8; what is not may be at the next attempt."""
    try:
        return isinstance(json.loads(body.decode("utf-8-sig")), list)
    except (ValueError, RecursionError):
        return False


def parse_page(body: bytes) -> PageAnswer:
    """One page's bytes → its entries.

    An item that cannot be read is left out and named in `faults`; of one with a wrong field only the field is.

    Raises:
        FetchError: The body is no JSON list at all.
    """
    items, broken = _parse_list(body)
    entries: dict[str, Entry] = {}
    days: dict[str, date] = {}
    faults: list[str] = list(broken)
    unreadable = 0
    for number, item in enumerate(items, start=1):
        reader = _Item(f"item {number}")
        entry = reader.entry(item)
        faults += reader.faults
        if entry is None:
            unreadable += 1
        else:
            entries.setdefault(entry.id, entry)
            if (day := reader.listed_on(item["paper"])) is not None:
                days.setdefault(entry.id, day)
    listed = len(entries) + unreadable
    return PageAnswer(entries=tuple(entries.values()), days=days, listed=listed, items=len(items), faults=tuple(faults))


def join_pages(
    pages: Sequence[PageAnswer], *, url: str, day: date, complete: bool, faults: Sequence[str] = ()
) -> Answer:
    """All pages of a day → what the source said of it; `complete` tells whether every page came.

    A paper cannot have been published after the day it is listed on: such a date is left out, and is a fault.  So is
    a paper that says it is listed on another day.

    Raises:
        FetchError: All of them say so: it is the list of another day.
    """
    days = {identifier: said for page in pages for identifier, said in page.days.items()}
    elsewhere = {identifier: said for identifier, said in days.items() if said != day}
    if elsewhere and len(elsewhere) == len(days):
        found = f"the list of {min(elsewhere.values())}"
        raise FetchError(Problem(where=url, found=found, expected=f"the list of {day}"))
    entries: dict[str, Entry] = {}
    unreadable = 0
    for page in pages:
        unreadable += page.listed - len(page.entries)
        for entry in page.entries:
            entries.setdefault(entry.id, entry)
    misplaced = tuple(f"{identifier}: of the list of {said}, left out" for identifier, said in elsewhere.items())
    entries = {identifier: entry for identifier, entry in entries.items() if identifier not in elsewhere}
    early = [entry for entry in entries.values() if entry.published is not None and entry.published > day]
    for entry in early:
        entries[entry.id] = replace(entry, published=None)
    too_late = (f"{entry.id}: published on {entry.published}, after it was listed" for entry in early)
    all_faults = (*(fault for page in pages for fault in page.faults), *misplaced, *too_late, *faults)
    return Answer(
        source=NAME,
        url=url,
        day=day,
        entries=tuple(entries.values()),
        listed=len(entries) + len(elsewhere) + unreadable,
        complete=complete and not all_faults,
        faults=all_faults,
    )


def _parse_list(body: bytes) -> tuple[list[Any], tuple[str, ...]]:
    """The items of a JSON list; of one that breaks off those that came whole, and what is wrong with it."""
    where = "the answer"
    faults: tuple[str, ...] = ()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = body.decode("utf-8-sig", "replace")
        faults = (f"byte {error.start} is not UTF-8",)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if whole := _whole_items(text):
            return whole, (*faults, f"JSON that breaks off or is malformed after {len(whole)} items")
        shown = " ".join(text[:40].split())
        found = f"no JSON but {shown!r}" if shown[:1] != "[" else f"JSON that breaks off or is malformed ({error})"
        raise FetchError(Problem(where=where, found=found, expected="a JSON list of papers")) from error
    if not isinstance(data, list):
        message = data.get("error") if isinstance(data, dict) else None
        found = f"the message {str(message)[:80]!r}" if message else f"JSON that is no list ({type(data).__name__})"
        raise FetchError(Problem(where=where, found=found, expected="a JSON list of papers"))
    return data, faults


def _whole_items(text: str) -> list[Any]:
    """The items at the beginning of a JSON list, up to the first that is not whole."""
    decoder = json.JSONDecoder()
    items: list[Any] = []
    place = re.match(r"\s*\[\s*", text)
    while place:
        try:
            item, end = decoder.raw_decode(text, place.end())
        except (ValueError, RecursionError):
            break
        if not isinstance(item, dict):
            break
        items.append(item)
        place = _COMMA.match(text, end)
    return items


@dataclass(slots=True)
class _Item:
    """Reads one item, noting what is wrong with it.  An absent key and a null are the same: nothing was said."""

    name: str
    faults: list[str] = field(default_factory=list)

    def entry(self, item: object) -> Entry | None:
        if not isinstance(item, dict) or not isinstance(item.get("paper"), dict):
            self.faults.append(f"{self.name} is no paper")
            return None
        paper = item["paper"]
        identifier = self._line(paper, "id")
        title = self._line(item, "title") or self._line(paper, "title")
        if not identifier or not title:
            self.faults.append(f"{self.name} has no {'title' if identifier else 'id'} and was left out")
            return None
        self.name = identifier
        organization = self._object(paper, "organization") or self._object(item, "organization")
        return Entry(
            id=identifier,
            title=title,
            authors=self._authors(paper),
            published=self._published(paper),
            abstract=clean_paragraphs(self._text(paper, "summary") or self._text(item, "summary")),
            upvotes=self._count(paper, "upvotes"),
            comments=self._count(item, "numComments"),
            keywords=clean_list(self._texts(paper, "ai_keywords")),
            summary=clean_paragraphs(self._text(paper, "ai_summary")) or None,
            summary_model=self._line(paper, "ai_summary_model") or None,
            organization=self._organization(organization),
            submitter=self._submitter(item, paper),
            links=self._links(paper, identifier),
            stars=self._count(paper, "githubStars"),
            thumbnail=self._url(item, "thumbnail"),
            media=self._media(item, paper),
        )

    def listed_on(self, paper: dict[str, Any]) -> date | None:
        """The day `paper.submittedOnDailyAt` names: the day asked for, in all 7,077 items seen to have it."""
        try:
            return date.fromisoformat(str(paper.get("submittedOnDailyAt"))[:10])
        except ValueError:
            return None

    def _authors(self, paper: dict[str, Any]) -> tuple[str, ...]:
        """Names in order, hidden authors left out.  A name that stands twice stays twice: two people may share it."""
        names = []
        for author in self._list(paper, "authors"):
            if not isinstance(author, dict):
                self.faults.append(f"{self.name}: an author that is no object")
            elif not author.get("hidden") and (name := self._line(author, "name")):
                names.append(name)
        return tuple(names)

    def _published(self, paper: dict[str, Any]) -> date | None:
        """The day of version 1 on arXiv, from `paper.publishedAt`.

        The item's own `publishedAt` is never used: it was the moment of listing, later a shifted time under a false
        `Z`, of which even the day is wrong.
        """
        text = self._line(paper, "publishedAt")
        if not text:
            return None
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self.faults.append(f"{self.name}: publishedAt is {text[:30]!r}, no date")
            return None

    def _organization(self, found: dict[str, Any]) -> Organization | None:
        slug = self._line(found, "name")
        name = self._line(found, "fullname") or slug
        return Organization(name=name, slug=slug or None) if name else None

    def _submitter(self, item: dict[str, Any], paper: dict[str, Any]) -> Submitter | None:
        """Who put the paper on the list: `submittedOnDailyBy` where it stands, else the older `submittedBy`."""
        person = self._object(paper, "submittedOnDailyBy")
        user = self._line(person, "user") or self._line(person, "name")
        if not user:
            person = self._object(item, "submittedBy")
            user = self._line(person, "name")
        return Submitter(name=self._line(person, "fullname") or None, user=user) if user else None

    def _links(self, paper: dict[str, Any], identifier: str) -> dict[str, str]:
        found = {
            "code": self._url(paper, "githubRepo"),
            "project": self._url(paper, "projectPage"),
            "discussion": safe_url(f"{PUBLIC_ENDPOINT}/papers/{identifier}"),
        }
        return {kind: url for kind, url in found.items() if url}

    def _media(self, item: dict[str, Any], paper: dict[str, Any]) -> tuple[str, ...]:
        urls = self._texts(item, "mediaUrls") or self._texts(paper, "mediaUrls") or [self._line(item, "mediaUrl")]
        return tuple(dict.fromkeys(url for text in urls if (url := safe_url(clean_line(text)))))

    def _text(self, data: dict[str, Any], key: str) -> str:
        value = data.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        self.faults.append(f"{self.name}: {key} is {type(value).__name__}, no text")
        return ""

    def _line(self, data: dict[str, Any], key: str) -> str:
        return clean_line(self._text(data, key))

    def _count(self, data: dict[str, Any], key: str) -> int | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _HIGHEST_COUNT:
            return value
        self.faults.append(f"{self.name}: {key} is {str(value)[:30]!r}, no count")
        return None

    def _list(self, data: dict[str, Any], key: str) -> list[Any]:
        value = data.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self.faults.append(f"{self.name}: {key} is {type(value).__name__}, no list")
        return []

    def _texts(self, data: dict[str, Any], key: str) -> list[str]:
        values = self._list(data, key)
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) < len(values):
            self.faults.append(f"{self.name}: {key} holds something that is no text")
        return texts

    def _object(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.faults.append(f"{self.name}: {key} is {type(value).__name__}, no object")
        return {}

    def _url(self, data: dict[str, Any], key: str) -> str | None:
        """A web address; one that no reader may be sent to (`javascript:`, a path) is left out."""
        return safe_url(self._line(data, key))
