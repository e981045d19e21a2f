"""What programs get: plain data, the shapes of which are published as JSON Schema.

No key is ever null: what is not known is absent.  Days are `2025-10-31`, moments `2025-11-07T06:13:20Z`, both in UTC;
addresses are absolute.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict

from generator.model import Archive, Paper
from generator.pages.site import Addresses, paper_path
from generator.schema import json_schemas
from generator.text.html import safe_url
from generator.text.identifiers import is_arxiv_id

_OWN_LINK = "discussion"
"""The page of a paper where it is listed: it follows from the id."""


class PaperRecord(TypedDict):
    """A paper. `day` is the one it was first listed on, `published` that of version 1 on arXiv.

    `tags` are slugs, from the source's keywords or from the owner; `inferred_tags` those that only the program says,
    from the paper's text.

    `url` is absent where it is the `paper` address of the index with the id filled in.
    """

    id: str
    title: str
    authors: list[str]
    day: str
    url: NotRequired[str]
    author_count: NotRequired[int]
    published: NotRequired[str]
    arxiv_id: NotRequired[str]
    doi: NotRequired[str]
    upvotes: NotRequired[int]
    comments: NotRequired[int]
    organization: NotRequired[str]
    tags: NotRequired[list[str]]
    inferred_tags: NotRequired[list[str]]
    links: NotRequired[dict[str, str]]
    stars: NotRequired[int]
    categories: NotRequired[list[str]]
    journal_ref: NotRequired[str]
    withdrawn: NotRequired[bool]
    abstract: NotRequired[str]
    summary: NotRequired[str]
    summary_model: NotRequired[str]


class DayDocument(TypedDict):
    """The papers of a day, the most upvoted first; `day` is absent only where nothing is archived at all.

    `state` is papers, empty or partial; `read_at` is when a source last said something new.
    """

    state: str
    url: str
    papers: list[PaperRecord]
    day: NotRequired[str]
    read_at: NotRequired[str]


class DayRecord(TypedDict):
    """A day: how many papers, how it was read, its page, and its papers as data where it has any."""

    day: str
    state: str
    papers: int
    url: str
    data: NotRequired[str]


class DaysDocument(TypedDict):
    """Every archived day, the oldest first."""

    days: list[DayRecord]


class TagRecord(TypedDict):
    """A tag with a page of its own: how many papers, and its papers as data where they are published.

    `description` and `area`, a slug, are there where the ledger has them.
    """

    slug: str
    name: str
    papers: int
    url: str
    description: NotRequired[str]
    area: NotRequired[str]
    data: NotRequired[str]


class TagsDocument(TypedDict):
    """Every tag with a page of its own, by slug."""

    tags: list[TagRecord]


class AreaRecord(TypedDict):
    """An area of the field: how many papers carry any of its tags, the slugs of those that have a page."""

    slug: str
    name: str
    papers: int
    url: str
    feed: str
    tags: list[str]
    description: NotRequired[str]


class AreasDocument(TypedDict):
    """Every area that has a tag with a page, in the ledger's order."""

    areas: list[AreaRecord]


class ListedRecord(TypedDict):
    """A paper in a list."""

    id: str
    title: str
    day: str


class TagDocument(TypedDict):
    """The papers of a tag, the newest first."""

    slug: str
    name: str
    url: str
    papers: list[ListedRecord]


class MonthRecord(TypedDict):
    """A month (`2025-10`): how many days have papers, and how many papers."""

    month: str
    days: int
    papers: int


class StatisticsDocument(TypedDict):
    """How much is archived; `first` and `last` are days, absent where there is none."""

    papers: int
    days: int
    empty_days: int
    partial_days: int
    tags: int
    months: list[MonthRecord]
    first: NotRequired[str]
    last: NotRequired[str]


class IndexDocument(TypedDict):
    """What there is: the archive's name, and each document's address by its name; braces stand for what to fill in."""

    title: str
    description: str
    url: str
    documents: dict[str, str]


DOCUMENTS = (IndexDocument, DayDocument, DaysDocument, TagsDocument, AreasDocument, TagDocument, StatisticsDocument)
"""Every kind of document that is published."""


def json_schema(url: str) -> dict[str, Any]:
    """The JSON Schema of all of them, which is published at `url`."""
    references, definitions = json_schemas(DOCUMENTS, place="#/$defs/{name}")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": url}
    return {**head, "anyOf": references, "$defs": definitions}


def moment(at: datetime) -> str:
    """`2025-11-07T06:13:20Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def paper_record(
    paper: Paper, archive: Archive, addresses: Addresses, *, whole: bool, summaries: bool, all_tags: bool = False
) -> PaperRecord:
    """`paper` as data; a `whole` one has its address, its abstract and, if wanted, the summary; `tags` have a page."""
    count = paper.author_count if paper.author_count and not paper.authors else None
    shown = [one for one in archive.taggings.get(paper.id, ()) if all_tags or archive.tags[one.tag].has_page]
    path = paper_path(paper.id)
    found: dict[str, Any] = {
        "url": addresses.absolute(path) if whole or path != f"papers/{paper.id}/" else None,
        "author_count": count,
        "published": paper.published.isoformat() if paper.published else None,
        "arxiv_id": paper.arxiv_id if not is_arxiv_id(paper.id) else None,
        "doi": paper.doi,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "organization": paper.organization.name if paper.organization else None,
        "tags": [one.tag for one in shown if not one.inferred] or None,
        "inferred_tags": [one.tag for one in shown if one.inferred] or None,
        "links": _links(paper.links) or None,
        "stars": paper.stars,
        "categories": list(paper.categories) or None,
        "journal_ref": paper.journal_ref,
        "withdrawn": paper.withdrawn or None,
        "abstract": (paper.abstract or None) if whole else None,
        "summary": paper.summary if whole and summaries else None,
        "summary_model": paper.summary_model if whole and summaries and paper.summary else None,
    }
    record = PaperRecord(
        id=paper.id,
        title=paper.title,
        authors=list(paper.authors),
        day=archive.home[paper.id].isoformat(),
    )
    return {**record, **{name: value for name, value in found.items() if value is not None}}  # type: ignore[typeddict-item]


def _links(links: Mapping[str, str]) -> dict[str, str]:
    return {kind: url for kind, url in links.items() if kind != _OWN_LINK and safe_url(url)}
