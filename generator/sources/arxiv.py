"""arXiv: its API, `GET {endpoint}/api/query` (Atom), and its daily announcements, `rss.arxiv.org/rss/cs.LG`.

The API: https://info.arxiv.org/help/api/user-manual.html; the feeds: https://info.arxiv.org/help/rss.html.  arXiv asks
for one request in three seconds at most.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from generator.errors import Problem, RefusedError
from generator.model import Entry
from generator.sources.feedxml import parse_feed
from generator.text.clean import clean_line, clean_paragraphs
from generator.text.identifiers import arxiv_id_in, doi_in, is_arxiv_id

PUBLIC_ENDPOINT = "https://export.arxiv.org"
FIRST_DAY = date(1991, 8, 14)
"""The day of the oldest paper."""
PAGE_SIZE = 100
PACE_S = 3.0
"""The seconds between two requests that arXiv asks for."""
_RSS = "https://rss.arxiv.org"
_EASTERN = ZoneInfo("America/New_York")
_CUTOFF = time(14)
_MONDAY, _SATURDAY = 0, 5
_VERSION = re.compile(r"v(\d{1,4})$", re.ASCII)
_TOTAL = re.compile(r"\d{1,9}", re.ASCII)
_HEAD = re.compile(r"^arXiv:\S+\s+Announce Type:\s*\S+\s+Abstract:\s*")
_WITHDRAWN = re.compile(
    r"^(?:this (?:paper|article|submission|manuscript|work|version|preprint) (?:has been|was|is|is being) withdrawn"
    r"|withdrawn\b|the authors? (?:has|have) withdrawn|(?:paper|article|submission) withdrawn)",
    re.IGNORECASE,
)
_NAMES = re.compile(r",\s*(?![^()]*\))")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivPage:
    """One page of the API: its entries, how many there are in all, how many it listed, what could not be read."""

    entries: tuple[Entry, ...]
    total: int | None
    items: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """The daily feed of a category: papers that are new to it, cross-lists included, and those replaced."""

    day: date | None
    new: tuple[Entry, ...]
    replaced: tuple[Entry, ...]
    faults: tuple[str, ...]


def query_url(
    endpoint: str,
    *,
    category: str | None,
    search: str | None,
    since: datetime,
    until: datetime,
    start: int = 0,
) -> str:
    """The address of papers of a category or a search that were submitted from `since` to `until`, the oldest first."""
    what = f"cat:{category}" if category else f"({search})"
    span = f"{since.astimezone(UTC):%Y%m%d%H%M} TO {until.astimezone(UTC):%Y%m%d%H%M}"
    query = {"search_query": f"{what} AND submittedDate:[{span}]", "sortBy": "submittedDate", "sortOrder": "ascending"}
    return f"{endpoint.rstrip('/')}/api/query?{urlencode({**query, 'start': start, 'max_results': PAGE_SIZE})}"


def id_list_url(endpoint: str, ids: Sequence[str]) -> str:
    """The address of what arXiv says of `ids`."""
    query = urlencode({"id_list": ",".join(ids), "max_results": len(ids)}, safe=",/")
    return f"{endpoint.rstrip('/')}/api/query?{query}"


def rss_url(endpoint: str, category: str) -> str:
    """The address of a category's daily feed: on arXiv's own host for feeds, or on the mirror that `endpoint` names."""
    host = _RSS if endpoint.rstrip("/") == PUBLIC_ENDPOINT else endpoint.rstrip("/")
    return f"{host}/rss/{category}"


def announcement_window(day: date) -> tuple[datetime, datetime] | None:
    """From when to when (UTC) the papers were submitted that arXiv announces under the date of `day`.

    Submissions until 14:00 US Eastern are announced at 20:00, from Sunday to Thursday, and dated the day after:
    Tuesday's came in since Friday, Monday's from Thursday to Friday.  Under a Saturday or Sunday nothing is: None.
    Holidays shift this by a day, which only the daily feed knows (https://info.arxiv.org/help/availability.html).
    """
    if day.weekday() >= _SATURDAY:
        return None
    back = 3 if day.weekday() == _MONDAY else 1
    end = day - timedelta(days=back)
    start = end - timedelta(days=3 if end.weekday() == _MONDAY else 1)
    return _cutoff(start), _cutoff(end) - timedelta(minutes=1)


def _cutoff(day: date) -> datetime:
    return datetime.combine(day, _CUTOFF, _EASTERN).astimezone(UTC)


def parse_query(body: bytes) -> ArxivPage:
    """An answer of the API → its papers.

    Raises:
        RefusedError: The error that arXiv sends as a feed.
        FetchError: No feed.
    """
    feed = parse_feed(body)
    if len(feed.items) == 1 and "/api/errors" in str(feed.items[0].get("id", "")):
        found = f"arXiv's error: {clean_line(str(feed.items[0].get('summary', '')))}"
        raise RefusedError(Problem(where="the answer", found=found, expected="papers"))
    faults = list(feed.faults)
    entries: dict[str, Entry] = {}
    for number, item in enumerate(feed.items, start=1):
        entry = _queried(item)
        if entry is None:
            faults.append(f"item {number} has no arXiv id or no title and was left out")
        else:
            entries.setdefault(entry.id, entry)
    total = str(feed.facts.get("opensearch_totalresults", ""))
    return ArxivPage(
        entries=tuple(entries.values()),
        total=int(total) if _TOTAL.fullmatch(total) else None,
        items=len(feed.items),
        faults=tuple(faults),
    )


def parse_announcements(body: bytes) -> Announcements:
    """A daily feed, RSS or Atom → what it announces, and the day under which it does.

    Raises:
        FetchError: No feed.
    """
    feed = parse_feed(body)
    faults = list(feed.faults)
    new: dict[str, Entry] = {}
    replaced: dict[str, Entry] = {}
    for number, item in enumerate(feed.items, start=1):
        entry = _announced(item)
        if entry is None:
            faults.append(f"item {number} has no arXiv id or no title and was left out")
            continue
        kind = clean_line(str(item.get("arxiv_announce_type", "new")))
        (replaced if kind.startswith("replace") else new).setdefault(entry.id, entry)
    moments = [feed.facts.get("published"), *(item.get("published") for item in feed.items[:1])]
    day = next((found for text in moments if (found := _written_day(str(text or "")))), None)
    return Announcements(day=day, new=tuple(new.values()), replaced=tuple(replaced.values()), faults=tuple(faults))


def _queried(item: Mapping[str, Any]) -> Entry | None:
    identifier = _identifier(item)
    title = clean_line(str(item.get("title", "")))
    if identifier is None or not title:
        return None
    comment = clean_line(str(item.get("arxiv_comment", ""))) or None
    abstract = clean_paragraphs(str(item.get("summary", "")))
    categories = _categories(item)
    primary = item.get("arxiv_primary_category")
    primary = clean_line(str(primary.get("term", ""))) if isinstance(primary, Mapping) else ""
    return Entry(
        id=identifier,
        title=title,
        authors=tuple(name for one in item.get("authors", ()) if (name := clean_line(str(one.get("name", ""))))),
        published=_written_day(str(item.get("published", ""))),
        abstract=abstract,
        doi=doi_in(str(item.get("arxiv_doi", ""))),
        journal_ref=clean_line(str(item.get("arxiv_journal_ref", ""))) or None,
        authors_comment=comment,
        primary_category=primary or (categories[0] if categories else None),
        categories=categories,
        version=_version(item),
        updated=_written_day(str(item.get("updated", ""))),
        withdrawn=_is_withdrawn(comment, abstract) or None,
    )


def _announced(item: Mapping[str, Any]) -> Entry | None:
    identifier = _identifier(item)
    title = clean_line(str(item.get("title", "")))
    if identifier is None or not title:
        return None
    categories = _categories(item)
    abstract = clean_paragraphs(_HEAD.sub("", str(item.get("summary", ""))))
    return Entry(
        id=identifier,
        title=title,
        authors=_creators(item),
        abstract=abstract,
        primary_category=categories[0] if categories else None,
        categories=categories,
        version=_version(item),
        withdrawn=_is_withdrawn(None, abstract) or None,
    )


def _identifier(item: Mapping[str, Any]) -> str | None:
    texts = (str(item.get("id", "")), str(item.get("link", "")))
    found = next((identifier for text in texts if (identifier := arxiv_id_in(text))), None)
    return found if found and is_arxiv_id(found) else None


def _creators(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Names that one element gives, joined by commas; an affiliation in brackets may hold commas too."""
    text = clean_line(str(item.get("author", "")))
    return tuple(name for part in _NAMES.split(text) if (name := part.strip()))


def _categories(item: Mapping[str, Any]) -> tuple[str, ...]:
    terms = (clean_line(str(tag.get("term", ""))) for tag in item.get("tags", ()))
    return tuple(dict.fromkeys(term for term in terms if term))


def _version(item: Mapping[str, Any]) -> int | None:
    found = _VERSION.search(str(item.get("id", "")))
    return int(found[1]) if found else None


def _is_withdrawn(comment: str | None, abstract: str) -> bool:
    """ArXiv has no field for it: authors say so at the beginning of the comment, or in place of the abstract."""
    return bool(_WITHDRAWN.match(comment or "") or _WITHDRAWN.match(abstract))


def _written_day(text: str) -> date | None:
    """The day as it is written, in the zone of its writer: `2025-10-30T…`, or `Mon, 27 Apr 2026 00:00:00 -0400`."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return datetime.strptime(text[:25].strip(), "%a, %d %b %Y %H:%M:%S").replace(tzinfo=UTC).date()
    except ValueError:
        return None
