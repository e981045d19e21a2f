"""The values of every stage, from what a source says to what stands in `site/`.

All are frozen and keyword-only; sequences are tuples; relations are keys (an id, a slug, a day), so that any
value can travel to another process.  `extra` holds what a person added by hand: keys this program does not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

MARK = "<!-- made by Broadsheet -->"
"""Stands in each sitemap, so that a build knows the output folder of an earlier one."""
HUGGINGFACE = "huggingface"
"""The source that a paper is from unless its file names another."""
SAVED_PAGE = "daily-papers-page"
"""The source of papers that a saved page brought, of which only the title tells which they are."""
FILE = "file:"
"""How the address of a saved file begins in receipts."""
FORMAT = 1
"""The version of the files in `content/days/` that this program writes, and the only one it reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """Who a paper comes from, as the source names it."""

    name: str
    slug: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who brought a paper to the source's list."""

    name: str | None = None
    user: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCount:
    """The counts of a paper as they were seen at one moment (UTC)."""

    at: datetime
    upvotes: int
    comments: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What can be said of a paper, cleaned; what a source does not say is None or empty.

    `links` maps a kind (code, project, discussion, or any word a person adds) to a URL.  `author_count` stands
    in for the names where only their number is known.  `arxiv_id` is there where the paper's id is another one.
    `version` is arXiv's newest, of the day `updated`; `withdrawn` is True or not said.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    published: date | None = None
    abstract: str = ""
    upvotes: int | None = None
    comments: int | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    summary_model: str | None = None
    organization: Organization | None = None
    submitter: Submitter | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    stars: int | None = None
    thumbnail: str | None = None
    media: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    authors_comment: str | None = None
    journal_ref: str | None = None
    version: int | None = None
    updated: date | None = None
    withdrawn: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Description):
    """One item as a source gave it: `id` is the arXiv id without a version, else the DOI, else the source's own."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Description):
    """What a source says of a paper that another source brought: only what that one does not say itself.

    `days` are those whose list of this source holds the paper; `read_at` is the moment (UTC) of an enrichment.
    """

    days: tuple[date, ...] = ()
    read_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Entry):
    """A paper as it is archived: an entry, its history, and what a person added by hand.

    `source` is the one whose words the paper's own fields are; `sources` holds what others say, by the name of
    their receipt.  `former_titles` are earlier titles, the oldest first.  `edited` names the fields that no later
    snapshot may change.
    """

    source: str = HUGGINGFACE
    former_titles: tuple[str, ...] = ()
    votes: tuple[VoteCount, ...] = ()
    sources: Mapping[str, Account] = field(default_factory=dict)
    also_on: tuple[date, ...] = ()
    tags: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one source answered for one day, the last time its answer changed anything (UTC)."""

    source: str
    url: str
    fetched_at: datetime
    papers: int
    complete: bool
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One day as it is archived."""

    day: date
    snapshots: tuple[Receipt, ...] = ()
    papers: tuple[Paper, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a source said about one day.

    `listed` counts the distinct items of its list, those that could not be read included; `complete` is False
    when a page was missing or an item could not be read.  `faults` says what was wrong, a line each.  A `saved` one
    comes from a file, of which nobody knows when it was true: it adds to what is archived and changes none of it.
    """

    source: str
    url: str
    day: date
    entries: tuple[Entry, ...]
    listed: int
    complete: bool
    faults: tuple[str, ...] = ()
    saved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """What became of one day: `outcome` is new, changed, unchanged, empty, partial or failed; `message` says why.

    For a source that is not asked day by day it is one report for all that it gave.
    """

    source: str
    day: date
    outcome: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A day that a source was asked for and that could not be read; `since` is the first time (UTC)."""

    day: date
    source: str
    since: datetime
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPage:
    """A hand-written page: its slug is its file's name, `html` its Markdown rendered."""

    slug: str
    title: str
    html: str
    description: str = ""
    in_navigation: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the field, which groups tags; `description` is one line of plain text."""

    name: str
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTag:
    """One tag of the ledger; `phrases` are looked for in titles and abstracts, as are `strong` and `weak` ones.

    `area` is the slug of the area it belongs to, empty for none.  `formerly` are slugs under which it, or a tag that is
    merged into it, once stood.
    """

    name: str
    slug: str
    description: str = ""
    area: str = ""
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The taxonomy: its areas and its tags, each in the order of the file; `ignored` are no tags."""

    areas: tuple[Area, ...] = ()
    tags: tuple[LedgerTag, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an archive is made of; the days by date, oldest first."""

    snapshots: tuple[Snapshot, ...]
    ledger: Ledger
    pages: tuple[HandPage, ...]
    notes: Mapping[str, str]
    gaps: tuple[Gap, ...] = ()


class Headline(NamedTuple):
    """What lists say of a paper, and what it is found by; a tuple, since all of them are read at each build.

    `byline` names at most three authors; `more_authors` counts those it leaves out.  `other_days` are those whose lists
    hold it beside its own.  `named` are the slugs of the ledger's tags that its keywords come to, `inferred` of those
    that its text speaks of.  `given` are the keywords that a person or the source gave it and the ledger does not know,
    each folded, with the way it is spelled in a second line; so are `longer`, in which a tag of the ledger is named.
    """

    id: str
    title: str
    byline: str
    more_authors: int
    upvotes: int | None = None
    comments: int | None = None
    organization: str | None = None
    other_days: tuple[date, ...] = ()
    named: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """One day's file as far as the archive's index needs it; `digest` is that of the file.

    `said` stands for the words of its papers alone: it stays while only votes change.
    """

    day: date
    digest: str
    complete: bool
    read_at: datetime | None
    sources: tuple[str, ...]
    headlines: tuple[Headline, ...]
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag and the ids of its papers, oldest first; one without a page stays visible as words.

    The ledger decides the name of a `ruled` one, and only there are `description`, `area` (a slug) and `formerly`
    (slugs whose addresses lead here) ever filled; the name of any other is how most papers spell it.
    """

    slug: str
    name: str
    papers: tuple[str, ...]
    has_page: bool
    ruled: bool = False
    description: str = ""
    area: str = ""
    formerly: tuple[str, ...] = ()


class Least(NamedTuple):
    """How many papers a tag, an organization, an author needs for a page of its own; 0 where none gets any."""

    tags: int
    organizations: int = 0
    authors: int = 0


class Tagging(NamedTuple):
    """One tag on one paper; `inferred` means that only the program says so, from phrases in its text.

    A tuple, since each build asks for all of them.
    """

    tag: str
    inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Whom papers come from, a person or an organization, with enough of them for a page: their ids, oldest first.

    One is known by its name alone, however that is spelled; `name` is how most papers spell it.
    """

    slug: str
    name: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the archive: ids of the papers archived on it, then of those that another day's file holds.

    `complete` is False when a source could not be read whole, as its receipt says, or not at all.  `read_at` is the
    newest receipt's moment.  `digest` is that of its file; `said` stands for the words of that file's papers, and
    `elsewhere` are the other days whose lists hold any of them.
    """

    day: date
    papers: tuple[str, ...]
    complete: bool
    read_at: datetime | None
    sources: tuple[str, ...] = ()
    digest: str = ""
    said: str = ""
    elsewhere: tuple[date, ...] = ()


class Relation(NamedTuple):
    """A paper that another one is related to: its id, and the words of the other that both share, as written there."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Everything that is archived, indexed: days and tags in order, papers by id.

    `papers` may be read from disk when they are asked for, `headlines` are at hand.  `home` is the day a paper belongs
    to; `taggings` gives its tags, the source's own before inferred ones; `gaps` are days that a source was asked for
    in vain.  `areas` are those of the ledger, in its order.  `related` gives the papers that are nearest to it, `kin`
    what stands for those of a day's papers.  `organizations` and `authors` are those with a page,
    by each spelling of their names.  `words` tells for each month, a year and a number, which keywords and tags its
    papers have, and the slug that each comes to.
    """

    days: tuple[Day, ...]
    papers: Mapping[str, Paper]
    headlines: Mapping[str, Headline]
    home: Mapping[str, date]
    tags: Mapping[str, Tag]
    taggings: Mapping[str, tuple[Tagging, ...]]
    notes: Mapping[str, str]
    pages: tuple[HandPage, ...]
    gaps: frozenset[date] = frozenset()
    areas: tuple[Area, ...] = ()
    related: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)
    kin: Mapping[date, bytes] = field(default_factory=dict)
    organizations: Mapping[str, Contributor] = field(default_factory=dict)
    authors: Mapping[str, Contributor] = field(default_factory=dict)
    words: Mapping[tuple[int, int], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def at_home(self, day: Day) -> list[str]:
        """The papers of `day` that belong to it, in its order, without the guests from other days' files."""
        home, when = self.home, day.day
        return [identifier for identifier in day.papers if home[identifier] == when]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A paper, or a day, in a feed: `guid` never depends on where or how the site is built; `html` is its full content.

    `summary` is plain text, its beginning, for readers that show one before the whole.  `elsewhere` is the address of
    the thing itself, `source` the name and the address of what it was found in.  All three may be empty.
    """

    title: str
    url: str
    guid: str
    day: date
    html: str
    summary: str = ""
    creators: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    elsewhere: str = ""
    source: tuple[str, str] | tuple[()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: absolute addresses; `updated` comes from the content, None when there is nothing in it.

    `guid` stands for the feed wherever it is published.  `hub` is that of WebSub, `previous` the next older document of
    the history (RFC 5005).  An archive document has `current`, the address of the feed that it belongs to.
    """

    title: str
    description: str
    language: str
    url: str
    self_url: str
    guid: str
    updated: datetime | None
    items: tuple[FeedItem, ...]
    hub: str = ""
    previous: str = ""
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed as a list of feeds names it: absolute addresses of it and of the page it belongs to."""

    title: str
    url: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A paper as bibliographies cite it: plain text, nothing escaped.

    `key` is the citation key; `url` the paper's page here, absolute.  `published` is version 1 on arXiv, else the day
    it was listed on.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    published: date
    url: str
    doi: str | None = None
    arxiv_id: str | None = None
    primary_category: str | None = None
    journal_ref: str | None = None
    keywords: tuple[str, ...] = ()
    abstract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is drawn to stand beside a link on other sites: plain text, the colours as `#8f1d14`.

    Of `names` and of `dates` the first one is set that the font has the letters for.  `headlines`, the first of them
    the largest, may be more than are set, for the same reason.  The card of the whole site has neither, but a `motto`.
    """

    names: tuple[str, ...]
    dates: tuple[str, ...] = ()
    count: str = ""
    headlines: tuple[str, ...] = ()
    motto: str = ""
    paper: str
    ink: str
    accent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that will exist.

    `path` is relative to the base URL and has no leading slash: `2025/10/31/` or `feed.xml`.  `template` names a
    template of the theme (`day.html`) or a format (`rss`).  `stamp` stands for all that it shows: while it stays the
    same so does the page, as long as theme, configuration and program do.  `make` gives its values.
    """

    path: str
    template: str
    stamp: bytes
    make: Callable[[], Mapping[str, Any]]

    @property
    def values(self) -> Mapping[str, Any]:
        """All that it shows, made anew at each call."""
        return self.make()

    @property
    def file(self) -> str:
        """The file that answers for `path`, relative to the output folder."""
        return f"{self.path}index.html" if self.path == "" or self.path.endswith("/") else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Pages that are planned together, and not at all while they are known to be as they were.

    `stamp` stands for which pages these are and for all that they show; an empty one stands for nothing, and such a
    chapter is always planned.  `templates` are those that its pages use.  `plan` gives the pages, in their order.
    """

    name: str
    stamp: bytes
    templates: frozenset[str]
    plan: Callable[[], tuple[Page, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of the site: its path relative to the output folder, and its bytes."""

    file: str
    data: bytes
