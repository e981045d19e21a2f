"""Snapshots → Archive."""

from collections import defaultdict
from dataclasses import fields, replace
from datetime import date
from typing import Any

from generator.archive.tags import index_tags
from generator.model import Archive, Content, Day, Description, Paper, Snapshot

_SAID = tuple(field.name for field in fields(Description) if field.name != "links")
_EMPTY: tuple[Any, ...] = (None, "", ())


def build_archive(content: Content, *, min_papers: int) -> Archive:
    """Index `content`; a tag with fewer than `min_papers` papers gets no page.

    A paper that several files hold counts once, as its oldest file has it.  A day lists its own papers in the
    source's order, then those that another day's file says were on it too (`also_on`).
    """
    papers: dict[str, Paper] = {}
    home: dict[str, date] = {}
    listed: dict[date, list[str]] = defaultdict(list)
    guests: dict[date, list[str]] = defaultdict(list)
    for snapshot in content.snapshots:
        for paper in snapshot.papers:
            if paper.id not in papers:
                papers[paper.id], home[paper.id] = whole_paper(paper), snapshot.day
                listed[snapshot.day].append(paper.id)
            else:
                guests[snapshot.day].append(paper.id)
            for day in (*paper.also_on, *(day for said in paper.sources.values() for day in said.days)):
                if day != home[paper.id]:
                    guests[day].append(paper.id)
    gaps = frozenset(gap.day for gap in content.gaps)
    days = [
        _day(snapshot, listed[snapshot.day], guests[snapshot.day], failed=snapshot.day in gaps)
        for snapshot in content.snapshots
    ]
    # Read backwards, a tag's papers are the newest day's first, and within a day in the source's order.
    oldest_first = [papers[identifier] for day in days for identifier in reversed(listed[day.day])]
    tags, taggings = index_tags(oldest_first, content.ledger, min_papers=min_papers)
    return Archive(
        days=tuple(days),
        papers=papers,
        home=home,
        tags=tags,
        taggings=taggings,
        notes=content.notes,
        pages=content.pages,
        gaps=gaps,
    )


def whole_paper(paper: Paper) -> Paper:
    """`paper` with what only other sources say of it in the fields that its own source leaves empty.

    The abstract is arXiv's where it was asked: the authors' own, with its TeX whole.
    """
    if not paper.sources:
        return paper
    gained: dict[str, Any] = {}
    for account in paper.sources.values():
        for name in _SAID:
            value = getattr(account, name)
            if value not in _EMPTY and name not in gained and getattr(paper, name) in _EMPTY:
                gained[name] = value
        gained["links"] = {**account.links, **gained.get("links", paper.links)}
    asked = paper.sources.get("arxiv")
    if asked is not None and asked.abstract and "abstract" not in paper.edited:
        gained["abstract"] = asked.abstract
    return replace(paper, **gained)


def _day(snapshot: Snapshot, own: list[str], guests: list[str], *, failed: bool) -> Day:
    receipts = snapshot.snapshots
    return Day(
        day=snapshot.day,
        papers=tuple(dict.fromkeys((*own, *guests))),
        complete=not failed and all(receipt.complete for receipt in receipts),
        read_at=max((receipt.fetched_at for receipt in receipts), default=None),
        sources=tuple(receipt.source for receipt in receipts),
    )
