"""Papers that nobody wrote, and the archives they make."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from generator.archive.index import build_archive
from generator.config import Config
from generator.model import Archive, Area, Content, HandPage, Least, Ledger, LedgerTag, Page, Paper, Receipt, Snapshot
from generator.pages.plan import plan_pages
from generator.text.texts import Texts
from generator.theme import shipped_themes
from generator.translations import read_translation

READ_AT = datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)
CARD_COLOURS = {"card_paper": "#fbf9f4", "card_ink": "#1c1a17", "card_accent": "#8f1d14"}
SETTINGS: Mapping[str, Any] = {"nameplate": "", "motto": "", "seconds": 4, "long_byline": 24, **CARD_COLOURS}
"""What the shipped theme's settings are unless a site says otherwise."""

TEXTS = read_translation([shipped_themes() / "broadsheet"], "en").texts
"""What the shipped theme says in English."""


def paper(number: int, **fields: Any) -> Paper:
    """Paper `number`, under an arXiv id of its own unless `fields` has another."""
    return Paper(**{"id": f"2510.{number:05}", "title": f"Kite Number {number}", **fields})


def snapshot(day: date, *papers: Paper, complete: bool = True, read_at: datetime = READ_AT) -> Snapshot:
    """`day` as one source gave it."""
    receipt = Receipt(
        source="huggingface",
        url=f"https://papers.example/api?date={day}",
        fetched_at=read_at,
        papers=len(papers),
        complete=complete,
    )
    return Snapshot(day=day, snapshots=(receipt,), papers=papers)


def archive(
    *snapshots: Snapshot,
    ledger: tuple[LedgerTag, ...] = (),
    pages: tuple[HandPage, ...] = (),
    notes: Mapping[str, str] | None = None,
    min_papers: int = 3,
    organizations: int = 0,
    authors: int = 0,
    areas: tuple[Area, ...] = (),
) -> Archive:
    """The archive of `snapshots`, which come oldest first."""
    content = Content(snapshots=snapshots, ledger=Ledger(areas=areas, tags=ledger), pages=pages, notes=notes or {})
    return build_archive(content, least=Least(min_papers, organizations, authors))


def plan(made: Archive, *, texts: Texts = TEXTS, **keys: Any) -> dict[str, Page]:
    """The pages of `made` by path, in the order of the plan; `keys` are those of the configuration."""
    config = Config(**{"title": "Kites", "base_url": "https://example.org/papers/", **keys})
    return {page.path: page for page in plan_pages(made, config, settings=SETTINGS, texts=texts)}
