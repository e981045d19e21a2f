"""A theme tried on a made-up archive that has every state a page can be in.

Nothing of it is anybody's: no archive shows all of this at once, and a theme must stand all of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from generator.archive.index import build_archive
from generator.config import AuthorsConfig, Config, FeedsConfig, OrganizationsConfig, TagsConfig
from generator.errors import Problem, ThemeError
from generator.linkage import link_problems
from generator.model import (
    Area,
    Content,
    Gap,
    HandPage,
    Ledger,
    LedgerTag,
    Organization,
    Paper,
    Receipt,
    Snapshot,
    Submitter,
    VoteCount,
)
from generator.pages.plan import plan_pages
from generator.render import render
from generator.theme import Theme

_READ_AT = datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)
_DAYS = tuple(date(2025, 10, number) for number in (1, 2, 6, 7, 29, 30, 31))
_LONG_WORD = "ultra" * 31
_LONG_TITLE = (
    "A Kite That Flies Higher Than Every Other Kite That Has Ever Been Flown Over Any Field, and What It " * 2
)[:175].strip()
_ABSTRACT = (
    "We let kites fly. They rise to $h = \\frac{v^2}{2g}$ and no further & that is <known>. "
    "A longer string costs $5 and helps. Kites of paper fly best on Sundays, which nobody has explained before us. "
    "https://kites.example/data holds what we measured.\nA second paragraph says so again."
)


_LEDGER = Ledger(
    areas=(Area(name="Toys & Games", slug="toys", description="What is <played> with."),),
    tags=(
        LedgerTag(name="Kites", slug="kites", description="On a string.", area="toys", aliases=("kite",)),
        LedgerTag(name="Wind", slug="wind", area="toys"),
    ),
)


def theme_problems(theme: Theme, config: Config) -> list[Problem]:
    """What goes wrong when `theme` renders the made-up archive, and an empty one, as `config` says.

    Templates that are missing or fail, with the first page that shows it; links, assets and ids of what it made.
    """
    config = replace(
        config,
        tags=TagsConfig(min_papers=2, page_size=10),
        organizations=config.organizations and OrganizationsConfig(min_papers=1),
        authors=config.authors and AuthorsConfig(min_papers=3),
        feeds=FeedsConfig(items=20, tag_items=10),
        summaries=True,
    )
    found: dict[tuple[str, str], Problem] = {}
    for media in ("link", "embed"):
        for content in (_content(), Content(snapshots=(), ledger=Ledger(), pages=(), notes={})):
            for problem in _problems_with(theme, replace(config, media=media), content):
                found.setdefault((problem.where, problem.found.partition(" (on the page ")[0]), problem)
    return [*theme.unknown_texts(), *found.values()]


def _problems_with(theme: Theme, config: Config, content: Content) -> Iterator[Problem]:
    archive = build_archive(content, least=config.least)
    pages: dict[str, str] = {}
    planned = plan_pages(archive, config, settings=theme.settings, texts=theme.texts)
    for page in planned:
        if page.template == "card":  # A picture, in which no theme has a part but its colours.
            continue
        try:
            text = render(page, theme).data.decode()
        except ThemeError as error:
            yield from error.problems
        else:
            if page.file.endswith(".html"):
                pages[page.file] = text
    files = {page.file for page in planned} | {asset.file for asset in theme.assets}
    yield from link_problems(pages.items(), files, base_url=config.base_url, where=f"theme {theme.name}, made-up site")


def _content() -> Content:
    """Days that are full, empty, in part read, not read; papers with all that one can have, and with nothing."""
    usual = [_paper(number, upvotes=number, comments=number % 3, keywords=("kites", "wind")) for number in range(1, 31)]
    snapshots = (
        *_earlier(),
        _snapshot(_DAYS[0], *usual[:12]),
        _snapshot(_DAYS[1], *usual[12:14], complete=False),
        _snapshot(_DAYS[2]),
        _snapshot(_DAYS[3], _paper(40, keywords=("kites",))),
        _snapshot(_DAYS[4], *usual[14:16]),
        _snapshot(_DAYS[5], complete=False),
        _snapshot(_DAYS[6], *usual[16:], *_awkward()),
    )
    return Content(
        snapshots=snapshots,
        ledger=_LEDGER,
        pages=(HandPage(slug="about", title="About", html="<h2>Who</h2><p>We.</p>", description="Who we are"),),
        notes={"2510.00099": "<p>The <em>best</em> of the day.</p>"},
        gaps=(Gap(day=date(2025, 10, 3), source="huggingface", since=_READ_AT, problem="no answer"),),
    )


def _earlier() -> Iterator[Snapshot]:
    """Five months that are over, with more wind in the last of them."""
    house = Organization(name="The Kite Laboratory", slug="kites")
    for month in range(4, 9):
        keywords = ("kites", "wind") if month > 5 else ("kites",)  # noqa: PLR2004 - as good as any other month
        papers = (_paper(100 * month + n, keywords=keywords, organization=house, upvotes=n) for n in range(1, 13))
        yield _snapshot(date(2025, month, 4), *papers)


def _awkward() -> tuple[Paper, ...]:
    everything = _paper(
        99,
        title=r"Kites at $\alpha \le 45^\circ$ & a <b>Tail</b>",
        authors=tuple(f"Ada Number {number}" for number in range(1, 665)),
        published=date(2025, 10, 30),
        upvotes=1,
        comments=1,
        keywords=("kites", "wind", "a keyword that has no page"),
        summary="Kites fly, and it is known why.",
        summary_model="some-model-1",
        organization=Organization(name="The Kite Laboratory", slug="kites"),
        submitter=Submitter(name="Grace", user="grace"),
        links={
            "code": "https://code.example/kites",
            "project": "https://kites.example/",
            "discussion": "https://talk.example/kites",
            "else": "https://else.example/",
        },
        stars=120,
        thumbnail="https://pictures.example/kite.png",
        media=("https://pictures.example/kite.mp4", "https://pictures.example/other.jpg"),
        doi="10.48550/arXiv.2510.00099",
        primary_category="cs.LG",
        categories=("cs.LG", "stat.ML"),
        authors_comment="12 pages, 3 kites",
        journal_ref="Journal of Kites 4 (2025)",
        version=2,
        updated=date(2025, 10, 31),
        votes=tuple(VoteCount(at=_READ_AT + timedelta(days=day), upvotes=day**2) for day in range(-3, 2)),
        also_on=(_DAYS[3],),
    )
    return (
        everything,
        _paper(50, title="Kites!", authors=(), abstract="", upvotes=None),
        _paper(51, title=_LONG_TITLE, authors=("Ada",), summary="Short.", summary_model=None, upvotes=0, comments=0),
        _paper(52, title=f"On {_LONG_WORD}", abstract=f"It is {_LONG_WORD}.", authors=(), author_count=12),
        _paper(53, withdrawn=True, authors_comment="It does not fly"),
        _paper(54, withdrawn=True),
        _paper(55, id="kite-weekly-7", source="weekly", title="עפיפון", submitter=Submitter(user="bea")),
        _paper(56, organization=Organization(name="No Address")),
    )


def _paper(number: int, **fields: object) -> Paper:
    usual: dict[str, object] = {
        "id": f"2510.{number:05}",
        "title": f"Kite Number {number}",
        "authors": ("Ada Lovelace", "Bea Bell", "Cleo Cole", "Dora Dell", "Enid Eden"),
        "abstract": _ABSTRACT,
    }
    return Paper(**{**usual, **fields})  # type: ignore[arg-type] # as Paper names them


def _snapshot(day: date, *papers: Paper, complete: bool = True) -> Snapshot:
    receipt = Receipt(
        source="huggingface",
        url=f"https://papers.example/api?date={day}",
        fetched_at=_READ_AT,
        papers=len(papers),
        complete=complete,
    )
    return Snapshot(day=day, snapshots=(receipt,), papers=papers)
