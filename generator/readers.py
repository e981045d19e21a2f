"""Sources as a run reads them: an address and a day → what the source answered.

Each reader puts one file of `sources/` (pure parsing) and the client together.  A reader is a name, which receipts
and `--source` use, its first day, and `read`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar

from generator.config import SourceConfig
from generator.errors import FetchError
from generator.fetch import NO_VALIDATORS, Client, Response, Validators
from generator.model import Answer, Entry
from generator.sources import arxiv, huggingface, syndication
from generator.sources.feedxml import is_whole

T = TypeVar("T")

_MOST_PAGES = 50
_SATURDAY = 5
_FEED_TYPES = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
_ATOM = "application/atom+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source answered; no `answer` when it says that nothing changed.

    `loose` means that the entries belong to the days they were published on, not to one day's list.  `updates` are
    newer versions of papers that may be archived: they are news of those only.  `validators` ask for it again.
    """

    answer: Answer | None
    loose: bool = False
    updates: tuple[Entry, ...] = ()
    validators: Validators = NO_VALIDATORS


class Reader(Protocol):
    """One source as it is configured."""

    @property
    def name(self) -> str:
        """What receipts and `--source` call it."""

    @property
    def address(self) -> str:
        """Where it is asked."""

    @property
    def first_day(self) -> date | None:
        """The first day it can be asked for; None where it gives what it has, whatever the day."""

    def read(self, day: date, known: Validators | None) -> Reading:
        """Ask for `day`; with `known`, only for what changed since.

        Raises:
            FetchError: Nothing came, or nothing that can be read.
        """


@dataclass(frozen=True, slots=True)
class HuggingFaceReader:
    """The Daily Papers of one endpoint."""

    name: str
    client: Client
    address: str
    first_day: date | None = huggingface.FIRST_DAY

    def read(self, day: date, known: Validators | None) -> Reading:
        """All pages of one day's list; one that has several pages cannot be asked for conditionally.

        A working day without papers is rare, and a back-fill asks for a day once: its empty list is asked for again.
        """
        reading = self._read(day, known)
        is_odd = reading.answer is not None and not reading.answer.listed and day.weekday() < _SATURDAY
        return self._read(day, None) if is_odd else reading

    def _read(self, day: date, known: Validators | None) -> Reading:
        url: str | None = huggingface.first_page_url(self.address, day)
        pages: list[huggingface.PageAnswer] = []
        seen: set[str] = set()
        faults: list[str] = []
        validators = Validators()
        while url is not None:
            try:
                response = self.client.get(url, known=known if not pages else None, is_whole=huggingface.is_whole)
                if response.unchanged:
                    return Reading(answer=None)
                page = parsed(response, huggingface.parse_page)
            except FetchError as error:
                if not pages:
                    raise
                faults.append(f"page {len(pages) + 1}: {error}")
                break
            pages.append(page)
            ids = {entry.id for entry in page.entries}
            if ids <= seen and len(pages) > 1:
                break
            seen |= ids
            if len(pages) == _MOST_PAGES:
                faults.append(f"more than {_MOST_PAGES} pages")
                break
            url = huggingface.next_page_url(url, link=response.next_link, items=page.items, number=len(pages) - 1)
            validators = response.validators if len(pages) == 1 and url is None else Validators()
        answer = huggingface.join_pages(
            pages, url=huggingface.day_url(self.address, day), day=day, complete=not faults, faults=faults
        )
        return Reading(answer=replace(answer, source=self.name), validators=validators)


@dataclass(frozen=True, slots=True)
class ArxivReader:
    """A category of arXiv, or a search: the papers it announces on a day."""

    name: str
    client: Client
    address: str
    today: date
    category: str | None = None
    search: str | None = None
    first_day: date | None = arxiv.FIRST_DAY

    def read(self, day: date, known: Validators | None) -> Reading:
        """Today's announcements from the daily feed, where there is one; every other day's from the API."""
        window = arxiv.announcement_window(day)
        if window is None:
            return Reading(answer=self._answer(day, self._url(day, *_midnights(day)), (), listed=0, faults=()))
        if day == self.today and self.category:
            try:
                return self._announced(day, known)
            except FetchError:
                pass  # The API knows the same papers, a little later.
        return Reading(answer=self._queried(day, window))

    def _announced(self, day: date, known: Validators | None) -> Reading:
        url = arxiv.rss_url(self.address, self.category or "")
        response = self.client.get(url, accept=_FEED_TYPES, known=known, is_whole=is_whole)
        if response.unchanged:
            return Reading(answer=None)
        found = parsed(response, arxiv.parse_announcements)
        new = found.new if found.day == day else ()
        answer = self._answer(day, url, new, listed=len(new) + len(found.faults), faults=found.faults)
        return Reading(answer=answer, updates=found.replaced, validators=response.validators)

    def _queried(self, day: date, window: tuple[datetime, datetime]) -> Answer:
        entries: dict[str, Entry] = {}
        faults: list[str] = []
        start = 0
        for _ in range(_MOST_PAGES):
            try:
                response = self.client.get(self._url(day, *window, start=start), accept=_ATOM, is_whole=is_whole)
                page = parsed(response, arxiv.parse_query)
            except FetchError as error:
                if not start:
                    raise
                faults.append(f"from paper {start + 1} on: {error}")
                break
            entries |= {entry.id: entry for entry in page.entries if entry.id not in entries}
            faults += page.faults
            start += page.items
            if page.items == 0 or (start >= page.total if page.total is not None else page.items < arxiv.PAGE_SIZE):
                break
        if page.total is not None and start < page.total and not faults:
            faults.append(f"{start} of {page.total} papers came")
        listed = max(len(entries) + len(faults), page.total or 0)
        return self._answer(day, self._url(day, *window), tuple(entries.values()), listed=listed, faults=tuple(faults))

    def _url(self, day: date, since: datetime, until: datetime, start: int = 0) -> str:
        del day
        return arxiv.query_url(
            self.address, category=self.category, search=self.search, since=since, until=until, start=start
        )

    def _answer(
        self, day: date, url: str, entries: tuple[Entry, ...], *, listed: int, faults: tuple[str, ...]
    ) -> Answer:
        return Answer(
            source=self.name, url=url, day=day, entries=entries, listed=listed, complete=not faults, faults=faults
        )


@dataclass(frozen=True, slots=True)
class SyndicationReader:
    """Any RSS, Atom or JSON feed: the items it holds now, of whatever day."""

    name: str
    client: Client
    address: str
    first_day: date | None = None

    def read(self, day: date, known: Validators | None) -> Reading:
        """All items of the feed; `day` is that of those without a date."""
        response = self.client.get(self.address, accept=_FEED_TYPES, known=known, is_whole=is_whole)
        if response.unchanged:
            return Reading(answer=None, loose=True)
        found = parsed(response, syndication.parse_items)
        answer = Answer(
            source=self.name,
            url=self.address,
            day=day,
            entries=found.entries,
            listed=found.items,
            complete=not found.faults,
            faults=found.faults,
        )
        return Reading(answer=answer, loose=True, validators=response.validators)


def reader_of(source: SourceConfig, client: Client, *, endpoints: Mapping[str, str], today: date) -> Reader:
    """The reader of a configured source; `endpoints` gives the address of each kind that has one."""
    name = source.receipt_name
    match source.kind:
        case "huggingface":
            return HuggingFaceReader(name, client, endpoints["huggingface"])
        case "arxiv":
            category, search = source.category or None, source.search or None
            return ArxivReader(name, client, endpoints["arxiv"], today, category, search)
        case _:
            return SyndicationReader(name, client, source.url)


def _midnights(day: date) -> tuple[datetime, datetime]:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return start, start.replace(hour=23, minute=59)


def parsed(response: Response, parse: Callable[[bytes], T]) -> T:
    """What `parse` makes of `response`; what is wrong with it as a whole names its address."""
    try:
        return parse(response.body)
    except FetchError as error:
        raise type(error)(replace(problem, where=response.url) for problem in error.problems) from error
