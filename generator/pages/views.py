"""What templates and feeds see: plain, frozen values, ready to be shown.

`themes/README.md` documents every one of them; a test compares it with the docstrings here.  Texts are plain unless
their comment says HTML; URLs begin with the site's base path unless they lead away from the site.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from generator.text.coins import context_object
from generator.text.html import paragraphs
from generator.text.sentences import split_lede

_LEDE_LENGTH = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A word and where it leads; `current` marks the place the reader is at.

    `kind` says of a paper's link what stands there, in every language: arxiv, pdf, code, project, discussion, article,
    thumbnail, image, video, or what the source calls it; of a place of the site, search where that is what it is for.
    """

    label: str
    url: str
    current: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed: its absolute address, its media type, and in a sentence what it brings, which may be empty."""

    label: str
    url: str
    type: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The archive as every page shows it."""

    title: str
    description: str
    language: str
    owner: str
    base_url: str
    base_path: str
    navigation: tuple[Link, ...]
    summaries: bool
    media: str
    offline: bool
    search: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """The picture that other sites show beside a link: its absolute address, its size in pixels, what it shows."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineView:
    """A search engine elsewhere as a form asks it: its `field` takes the words, `fixed` ones say which site."""

    name: str
    action: str
    field: str
    fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page being shown: its title, its absolute address, the feeds that belong to it, the way up.

    `downloads` are the same papers for programs.  `linked_data` is JSON-LD, ready to stand in a script element; `coins`
    tells whether each paper is to have a COinS span.  `card` is None where nothing is said to other sites.
    """

    kind: str
    title: str
    description: str
    url: str
    canonical: str
    feeds: tuple[FeedLink, ...]
    crumbs: tuple[Link, ...]
    downloads: tuple[Link, ...]
    keywords: tuple[str, ...]
    linked_data: str
    coins: bool
    card: CardView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLink:
    """A tag on a paper; `url` is None for a tag without a page; `inferred` ones were found in the paper's text."""

    name: str
    url: str | None
    inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteView:
    """How many upvotes a paper had when a day was over; a day on which nothing was seen has none."""

    day: date
    upvotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A paper, the same wherever it is listed.

    `title` is plain text, `heading` the same as HTML without links, with its formulas.  `text` is the abstract as it is
    archived, a paragraph a line, TeX and all.  `summary_html` and `note` are HTML.  `byline` names at most three
    authors; `more_authors` counts those it leaves out, all of them where no name is known.  `anchor` is its id within a
    page.  The primary one of its arXiv `categories` is the first.  `english` ones are known to be in English: arXiv's
    are.  `author_pages` are the addresses of those of its authors who have a page, `organization_page` that of its
    organization here.  `votes` tell of its upvotes day by day, eight days at most; `sparkline` draws all that was seen
    of them, as the path of an SVG in a box of 100 by 20.  Both are empty where they were seen less than three times.
    """

    id: str
    anchor: str
    title: str
    heading: str
    url: str
    day: date
    day_url: str
    published: date | None
    authors: tuple[str, ...]
    author_count: int
    byline: str
    more_authors: int
    text: str
    upvotes: int | None
    comments: int | None
    tags: tuple[TagLink, ...]
    summary: str | None
    summary_html: str | None
    summary_model: str | None
    organization: str | None
    organization_url: str | None
    organization_page: str | None
    author_pages: Mapping[str, str]
    submitter: str | None
    stars: int | None
    links: tuple[Link, ...]
    media: tuple[Link, ...]
    also_on: tuple[Link, ...]
    note: str | None
    doi: str | None
    arxiv_id: str | None
    source: str
    categories: tuple[str, ...]
    journal_ref: str | None
    authors_comment: str | None
    version: int | None
    updated: date | None
    withdrawn: bool
    english: bool
    votes: tuple[VoteView, ...]
    sparkline: str

    @property
    def abstract(self) -> str:
        """The abstract as HTML."""
        return paragraphs(self.text)

    @property
    def coins(self) -> str:
        """What the title of its COinS span says."""
        return context_object(self.title, doi=self.doi, authors=self.authors)

    @property
    def lede(self) -> str:
        """Its first sentences, as HTML."""
        return paragraphs(_parts(self.text)[0])

    @property
    def rest(self) -> str:
        """What follows them, as HTML; empty where nothing does."""
        return paragraphs(_parts(self.text)[1])


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[str, str]:
    return split_lede(text, length=_LEDE_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A paper as a line of a list: what tells whether to open it; `heading` is its title as HTML."""

    id: str
    title: str
    heading: str
    url: str
    day: date
    day_url: str
    byline: str
    more_authors: int
    upvotes: int | None
    comments: int | None
    organization: str | None
    english: bool
    doi: str | None

    @property
    def coins(self) -> str:
        """What the title of its COinS span says."""
        return context_object(self.title, doi=self.doi, authors=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """A paper that shares words with the one being shown, of which `words` weigh most; `heading` is its title as HTML.

    They are spelled as in the paper being shown.
    """

    id: str
    title: str
    heading: str
    url: str
    day: date
    words: tuple[str, ...]
    english: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day in a list: how many papers, and the title of its most upvoted one."""

    day: date
    url: str
    papers: int
    lead: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day: `state` is papers, empty or partial; the neighbours are the nearest days with papers."""

    day: date
    url: str
    state: str
    read_at: datetime | None
    previous: DayLink | None
    next: DayLink | None
    week: Link
    month: Link
    year: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day in a calendar: `state` is papers, empty, partial, failed, missing or none.

    `level` 0 to 4 is its share of papers.
    """

    day: date
    url: str | None
    state: str
    papers: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month's calendar: weeks of seven cells, Monday first, None outside of the month or of the archive."""

    year: int
    month: int
    url: str
    papers: int
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year: its months that have an archived day, and the numbers of those within the archive that have none."""

    year: int
    url: str
    papers: int
    months: tuple[MonthView, ...]
    unarchived: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCounts:
    """How many papers each month of a year has, twelve numbers; None for months that are not counted."""

    year: int
    months: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """Papers month by month: the outline of columns, the path of an SVG in a box of `width` by `height`.

    It reaches from the month that begins on `first` to that of `last`; `most_on` is the first with the `most` papers.
    `years` are the same numbers for a table, the newest year first.
    """

    path: str
    width: int
    height: int
    first: date
    last: date
    most: int
    most_on: date
    years: tuple[YearCounts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """A tag as the index and its own pages show it; pages of older papers do not know how many `papers` it has.

    `trend` is rising, falling or empty; on a tag's own page, which no other tag's papers change, it is empty.
    """

    slug: str
    name: str
    url: str
    papers: int | None
    initial: str
    description: str = ""
    area: Link | None = None
    trend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """An area of the field and its tags that have a page, the largest first; `url` is None where areas have no pages.

    `papers` counts those that carry any of its tags, each once.
    """

    slug: str
    name: str
    url: str | None
    description: str
    papers: int
    tags: tuple[TagView, ...]
    trend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorView:
    """An organization or an author with a page."""

    slug: str
    name: str
    url: str
    papers: int
    initial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """How the share of a tag, an area or an organization changed: per cent of all papers `before` and of `recent` ones.

    `papers` counts the recent ones.  `trend` is rising, falling or, where nothing is sure, empty.  `path` draws its
    papers by month, the months that are over, five years at most, in a box of `width` by 40.
    """

    name: str
    url: str | None
    papers: int
    before: float
    recent: float
    trend: str
    path: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BandView:
    """An area in the stream of areas: the path of an SVG in the stream's box, and per cent by month."""

    name: str
    url: str | None
    path: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamView:
    """The areas' shares of each month's papers, stacked in a box of `width` by 100, the first of `bands` on top.

    `months` are first days.
    """

    width: int
    months: tuple[date, ...]
    bands: tuple[BandView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthVotes:
    """How a month's papers were voted for: half have `median` or more, a tenth `high` or more, `best` the most."""

    month: date
    url: str
    median: int
    high: int
    best: RowView


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesView:
    """Votes by month, the oldest first: lines through medians and high numbers in a box of `width` by 40.

    The box is `largest` votes high.
    """

    width: int
    largest: int
    median: str
    high: str
    months: tuple[MonthVotes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """A week, month or year: its neighbours that have papers, oldest first, None at the ends of the archive.

    `leading` is how many of its most upvoted papers lead.
    """

    title: str
    url: str
    papers: int
    leading: int
    previous: Link | None
    next: Link | None
