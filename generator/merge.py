"""What a source says now + what is archived → what is archived next.  Nothing is ever replaced by less."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from generator.model import (
    Account,
    Answer,
    Description,
    Entry,
    Organization,
    Paper,
    Receipt,
    Snapshot,
    Submitter,
    VoteCount,
)

MOST_VOTE_ROWS = 12
"""The longest history kept of a paper's counts."""
_MOST_FORMER_TITLES = 4

_FIELDS = tuple(field.name for field in fields(Description) if field.name != "links")
_DAMAGE = "\N{REPLACEMENT CHARACTER}"
_COUNTS = frozenset({"upvotes", "comments"})
_EMPTY: tuple[Any, ...] = (None, "", ())


def merge_answer(
    answer: Answer, snapshots: Mapping[date, Snapshot], home: Mapping[str, date], *, now: datetime
) -> tuple[Snapshot, ...]:
    """The days that `answer` changes, its own the last, to be written in this order; empty when it says nothing new.

    `home` is the day each known paper is archived on.  A paper known from another day stays there and notes the
    answer's day in `also_on`; the latest day that lists it has the last word on it.  Papers the source dropped stay,
    behind those it lists.  An empty list changes no day that has papers of the source.

    A paper that another source brought keeps that one's words; what `answer` says otherwise stands under its source.
    """
    known = snapshots.get(answer.day)
    if not answer.entries and known is not None and had_papers_of(known, answer.source):
        return ()
    own = [entry for entry in answer.entries if home.get(entry.id, answer.day) == answer.day]
    visitors = [entry for entry in answer.entries if home.get(entry.id, answer.day) != answer.day]
    changed = dict(_visited(visitors, snapshots, home, answer=answer, now=now))
    day = _merged_day(known or Snapshot(day=answer.day), own, answer, now=now, others_changed=bool(changed))
    if day != known:
        changed[answer.day] = day
    # The receipt comes last: a run cut off before it asks again.
    return tuple(changed[key] for key in sorted(changed, key=lambda key: (key == answer.day, key)))


def merge_paper(paper: Paper, entry: Entry, *, now: datetime, complete: bool = True, adds: bool = False) -> Paper:
    """`paper` with what `entry` adds or changes; what the entry does not say, and `edited` fields, stay.

    No list is replaced by a shorter one, and no sound text by a damaged one.  An entry of an answer that is not
    `complete` may lack names that could not be read: its lists count only where they hold all that is archived.
    With `adds` it fills what is empty and changes nothing else.
    """
    news: dict[str, Any] = {}
    for name in _FIELDS:
        old = getattr(paper, name)
        value = getattr(entry, name)
        if value == old or value in _EMPTY or name in paper.edited or (adds and old not in _EMPTY):
            continue
        value = _with_old(value, old)
        if value != old and not _is_less(value, old, complete=complete):
            news[name] = value
    if "links" not in paper.edited and not entry.links.items() <= paper.links.items():
        news["links"] = {**entry.links, **paper.links} if adds else {**paper.links, **entry.links}
    if news.get("links") == paper.links:
        del news["links"]
    if news.get("authors"):
        news["author_count"] = None
    if not news:
        return paper
    if "title" in news:
        news["former_titles"] = _former_titles(paper)
    merged = replace(paper, **news)
    counts = (merged.upvotes, merged.comments)
    return replace(merged, votes=_with_row(paper, *counts, now)) if _COUNTS & news.keys() else merged


def merge_account(
    paper: Paper, entry: Description, source: str, *, now: datetime, day: date | None = None, enriched: bool = False
) -> Paper:
    """`paper` with what `source`, which did not bring it, says otherwise than the paper's own fields do.

    `day` is the one whose list holds the paper, where that is a fact; `enriched` notes that it was asked about at
    `now`.  What the source said once, and says no longer, stays.
    """
    old = paper.sources.get(source, Account())
    days = old.days if day is None else tuple(sorted({*old.days, day}))
    if day is not None and day < days[-1]:  # The last day that lists it has the last word.
        listed = replace(old, days=days)
        return replace(paper, sources={**paper.sources, source: listed}) if listed != old else paper
    said = {
        name: value
        for name in _FIELDS
        if (value := getattr(entry, name)) not in _EMPTY and not _is_less(value, getattr(old, name))
    }
    kept = {name: _apart(_with_old(value, getattr(old, name)), paper, name) for name, value in said.items()}
    links = {kind: url for kind, url in {**old.links, **entry.links}.items() if paper.links.get(kind) != url}
    account = replace(old, **kept, links=links, days=days, read_at=now if enriched else old.read_at)
    if account == old and source in paper.sources:
        return paper
    told = replace(paper, sources=dict(sorted({**paper.sources, source: account}.items())))
    if paper.upvotes is None and (account.upvotes, account.comments) != (old.upvotes, old.comments):
        return replace(told, votes=_with_row(paper, account.upvotes, account.comments, now))
    return told


def _apart(value: Any, paper: Paper, name: str) -> Any:
    """`value`, unless the paper says the same itself: then nothing has to be kept of it."""
    return getattr(Account(), name) if value == getattr(paper, name) else value


def _former_titles(paper: Paper) -> tuple[str, ...]:
    """The titles `paper` had, its present one the last; one that could not be decoded was none."""
    had = dict.fromkeys((*paper.former_titles, paper.title))
    return tuple(title for title in had if _DAMAGE not in title)[-_MOST_FORMER_TITLES:]


def had_papers_of(snapshot: Snapshot, source: str) -> bool:
    """Whether `source` ever listed papers on that day, be they at home on another one."""
    listed = any(receipt.source == source and receipt.complete and receipt.papers for receipt in snapshot.snapshots)
    return listed or any(paper.source == source or source in paper.sources for paper in snapshot.papers)


def _is_less(value: object, old: object, *, complete: bool = True) -> bool:
    """Whether to put `value` in the place of `old` would lose something."""
    if isinstance(value, tuple) and isinstance(old, tuple):
        return len(value) < len(old) or (not complete and not set(old) <= set(value))
    return isinstance(value, str) and isinstance(old, str) and bool(old) and _DAMAGE in value and _DAMAGE not in old


def _with_old(value: Any, old: Any) -> Any:
    """`value` with what a person added to `old` by hand and, where both are the same, what only `old` says of it.

    Where a source gives no full name, an organization's slug stands in for it: that is no new name.
    """
    match value, old:
        case Organization(), Organization() if value.slug is not None and value.slug == old.slug:
            return replace(value, name=old.name if value.name == value.slug else value.name, extra=old.extra)
        case Organization(), Organization() if value.name == old.name:
            return replace(value, slug=value.slug or old.slug, extra=old.extra)
        case Submitter(), Submitter() if value.user == old.user:
            return replace(value, name=value.name or old.name, extra=old.extra)
        case (Organization(), Organization()) | (Submitter(), Submitter()):
            return replace(value, extra=old.extra)
    return value


def archive_entry(entry: Entry, source: str, *, now: datetime) -> Paper:
    """A paper seen for the first time, by the words of `source`."""
    paper = Paper(source=source, **{field.name: getattr(entry, field.name) for field in fields(Entry)})
    return replace(paper, votes=_with_row(paper, paper.upvotes, paper.comments, now))


def thin_votes(rows: tuple[VoteCount, ...]) -> tuple[VoteCount, ...]:
    """`rows` without the least telling ones, at most 12: the first, the last and those with a hand-written key stay.

    The row that goes is the one whose neighbours are nearest to each other in time; of equals the oldest.
    """
    kept = list(rows)
    while len(kept) > MOST_VOTE_ROWS:
        places = [place for place in range(1, len(kept) - 1) if not kept[place].extra]
        if not places:
            break
        del kept[min(places, key=lambda place: kept[place + 1].at - kept[place - 1].at)]
    return tuple(kept)


def _visited(
    visitors: list[Entry],
    snapshots: Mapping[date, Snapshot],
    home: Mapping[str, date],
    *,
    answer: Answer,
    now: datetime,
) -> list[tuple[date, Snapshot]]:
    """The other days that change because papers of theirs are listed by `answer` too."""
    by_home: dict[date, dict[str, Entry]] = {}
    for entry in visitors:
        by_home.setdefault(home[entry.id], {})[entry.id] = entry
    changed = []
    for other, entries in sorted(by_home.items()):
        snapshot = snapshots[other]
        papers = tuple(
            _moved(paper, entries[paper.id], home=other, answer=answer, now=now) if paper.id in entries else paper
            for paper in snapshot.papers
        )
        if papers != snapshot.papers:
            changed.append((other, replace(snapshot, papers=papers)))
    return changed


def _moved(paper: Paper, entry: Entry, *, home: date, answer: Answer, now: datetime) -> Paper:
    if paper.source != answer.source:
        return merge_account(paper, entry, answer.source, now=now, day=answer.day)
    merged = _told(paper, entry, home=home, answer=answer, now=now)
    if answer.day in merged.also_on:
        return merged
    return replace(merged, also_on=tuple(sorted({*merged.also_on, answer.day})))


def _told(paper: Paper, entry: Entry, *, home: date, answer: Answer, now: datetime) -> Paper:
    """`paper` with what `entry` says, if no later day lists it too.

    Of the days that list a paper the latest has the last word: otherwise two lists that were made at different times
    would change its counts to and fro for ever.
    """
    if paper.source != answer.source:
        return merge_account(paper, entry, answer.source, now=now, day=answer.day)
    if answer.day < max((home, *paper.also_on)):
        return paper
    return merge_paper(paper, entry, now=now, complete=answer.complete, adds=answer.saved)


def _merged_day(known: Snapshot, own: list[Entry], answer: Answer, *, now: datetime, others_changed: bool) -> Snapshot:
    archived = {paper.id: paper for paper in known.papers}
    listed = {
        entry.id: _told(archived[entry.id], entry, home=answer.day, answer=answer, now=now)
        if entry.id in archived
        else archive_entry(entry, answer.source, now=now)
        for entry in own
    }
    papers = _in_order(known.papers, listed, answer)
    receipt = next((row for row in known.snapshots if row.source == answer.source), None)
    if receipt is not None and papers == known.papers and not others_changed and not _says_more(answer, receipt):
        return known
    return replace(known, papers=papers, snapshots=_with_receipt(known.snapshots, answer, receipt, now))


def _in_order(known: tuple[Paper, ...], listed: Mapping[str, Paper], answer: Answer) -> tuple[Paper, ...]:
    """The day's papers: source by source as they came, those of the answer's source in its order.

    Papers that its list does not hold stay behind those it does; a list that is not whole changes no order.
    """
    blocks: dict[str, list[Paper]] = {source: [] for source in (*(paper.source for paper in known), answer.source)}
    for paper in known:
        blocks[paper.source].append(listed.get(paper.id, paper))
    mine = {paper.id: paper for paper in blocks[answer.source]}
    fresh = {identifier: paper for identifier, paper in listed.items() if paper.source == answer.source}
    blocks[answer.source] = list(({**fresh, **mine} if answer.complete else {**mine, **fresh}).values())
    return tuple(paper for block in blocks.values() for paper in block)


def _says_more(answer: Answer, receipt: Receipt) -> bool:
    """Whether an answer without news still changes the receipt: it is whole where the last one was not."""
    return not answer.saved and answer.complete and (not receipt.complete or answer.listed != receipt.papers)


def _with_receipt(
    receipts: tuple[Receipt, ...], answer: Answer, old: Receipt | None, now: datetime
) -> tuple[Receipt, ...]:
    """The receipts with the one of `answer`'s source renewed: it says what this answer was, not what was once known.

    A saved file says nothing of what the source answered another time.
    """
    if answer.saved and old is not None:
        return receipts
    new = Receipt(
        source=answer.source,
        url=answer.url,
        fetched_at=now,
        papers=answer.listed,
        complete=answer.complete,
        extra=old.extra if old is not None else {},
    )
    others = tuple(receipt for receipt in receipts if receipt.source != answer.source)
    return tuple(sorted((*others, new), key=lambda receipt: receipt.source))


def _with_row(paper: Paper, upvotes: int | None, comments: int | None, now: datetime) -> tuple[VoteCount, ...]:
    """The history with what is known now; a clock that is behind the history adds nothing to it."""
    if upvotes is None:
        return paper.votes
    last = paper.votes[-1] if paper.votes else None
    is_now = last is not None and last.at == now
    row = VoteCount(at=now, upvotes=upvotes, comments=comments, extra=last.extra if last is not None and is_now else {})
    rows = paper.votes[:-1] if is_now else paper.votes
    if rows and rows[-1].at > now:
        return paper.votes
    return thin_votes((*rows, row))
