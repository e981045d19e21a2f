"""Snapshots → Archive."""

from collections import defaultdict
from datetime import date

from generator.archive.tags import index_tags
from generator.model import Archive, Content, Day, Paper, Snapshot


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
                papers[paper.id], home[paper.id] = paper, snapshot.day
                listed[snapshot.day].append(paper.id)
            else:
                guests[snapshot.day].append(paper.id)
            for day in paper.also_on:
                guests[day].append(paper.id)
    days = [_day(snapshot, listed[snapshot.day], guests[snapshot.day]) for snapshot in content.snapshots]
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
    )


def _day(snapshot: Snapshot, own: list[str], guests: list[str]) -> Day:
    receipts = snapshot.snapshots
    return Day(
        day=snapshot.day,
        papers=tuple(dict.fromkeys((*own, *guests))),
        complete=all(receipt.complete for receipt in receipts),
        read_at=max((receipt.fetched_at for receipt in receipts), default=None),
        sources=tuple(receipt.source for receipt in receipts),
    )
