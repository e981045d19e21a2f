"""What a source says now + what is archived → what is archived next.  Nothing is ever replaced by less."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from generator.model import Answer, Entry, Organization, Paper, Receipt, Snapshot, Submitter, VoteCount

MOST_VOTE_ROWS = 12
"""The longest history kept of a paper's counts."""

_ENTRY_FIELDS = tuple(field.name for field in fields(Entry) if field.name not in {"id", "links"})
_COUNTS = frozenset({"upvotes", "comments"})


def merge_answer(
    answer: Answer, snapshots: Mapping[date, Snapshot], home: Mapping[str, date], *, now: datetime
) -> tuple[Snapshot, ...]:
    """The days that `answer` changes, in order; empty when it says nothing new.

    `home` is the day each known paper is archived on.  A paper known from another day stays there and notes the
    answer's day in `also_on`; the latest day that lists it has the last word on it.  Papers the source dropped stay,
    behind those it lists.  An empty list changes no day that has papers.
    """
    known = snapshots.get(answer.day)
    if not answer.entries and known is not None and known.papers:
        return ()
    own = [entry for entry in answer.entries if home.get(entry.id, answer.day) == answer.day]
    visitors = [entry for entry in answer.entries if home.get(entry.id, answer.day) != answer.day]
    changed = dict(_visited(visitors, snapshots, home, answer=answer, now=now))
    day = _merged_day(known or Snapshot(day=answer.day), own, answer, now=now, others_changed=bool(changed))
    if day != known:
        changed[answer.day] = day
    return tuple(changed[key] for key in sorted(changed))


def merge_paper(paper: Paper, entry: Entry, *, now: datetime, complete: bool = True) -> Paper:
    """`paper` with what `entry` adds or changes; what the entry does not say, and `edited` fields, stay.

    An entry of an answer that is not `complete` may lack names that could not be read: it shortens no list.
    """
    news: dict[str, Any] = {}
    for name in _ENTRY_FIELDS:
        old = getattr(paper, name)
        value = _with_extra(getattr(entry, name), old)
        if name in paper.edited or value in (None, "", ()) or (not complete and _is_part(value, old)):
            continue
        if value != old:
            news[name] = value
    if "links" not in paper.edited and (links := {**paper.links, **entry.links}) != paper.links:
        news["links"] = links
    if news.get("authors"):
        news["author_count"] = None
    if not news:
        return paper
    merged = replace(paper, **news)
    return replace(merged, votes=_with_row(merged, now)) if _COUNTS & news.keys() else merged


def _is_part(value: object, whole: object) -> bool:
    return isinstance(value, tuple) and isinstance(whole, tuple) and set(value) <= set(whole)


def _with_extra(value: Any, old: Any) -> Any:
    """`value` with what a person added to `old` by hand."""
    if isinstance(value, Organization | Submitter) and isinstance(old, type(value)):
        return replace(value, extra=old.extra)
    return value


def archive_entry(entry: Entry, *, now: datetime) -> Paper:
    """A paper seen for the first time."""
    paper = Paper(**{field.name: getattr(entry, field.name) for field in fields(Entry)})
    return replace(paper, votes=_with_row(paper, now))


def thin_votes(rows: tuple[VoteCount, ...]) -> tuple[VoteCount, ...]:
    """`rows` without the least telling ones, at most 12: the first and the last stay.

    The row that goes is the one whose neighbours are nearest to each other in time; of equals the oldest.
    """
    kept = list(rows)
    while len(kept) > MOST_VOTE_ROWS:
        gaps = [kept[place + 1].at - kept[place - 1].at for place in range(1, len(kept) - 1)]
        del kept[1 + gaps.index(min(gaps))]
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
    merged = _told(paper, entry, home=home, answer=answer, now=now)
    if answer.day in merged.also_on:
        return merged
    return replace(merged, also_on=tuple(sorted({*merged.also_on, answer.day})))


def _told(paper: Paper, entry: Entry, *, home: date, answer: Answer, now: datetime) -> Paper:
    """`paper` with what `entry` says, if no later day lists it too.

    Of the days that list a paper the latest has the last word: otherwise two lists that were made at different times
    would change its counts to and fro for ever.
    """
    if answer.day < max((home, *paper.also_on)):
        return paper
    return merge_paper(paper, entry, now=now, complete=answer.complete)


def _merged_day(known: Snapshot, own: list[Entry], answer: Answer, *, now: datetime, others_changed: bool) -> Snapshot:
    archived = {paper.id: paper for paper in known.papers}
    listed = {
        entry.id: _told(archived[entry.id], entry, home=answer.day, answer=answer, now=now)
        if entry.id in archived
        else archive_entry(entry, now=now)
        for entry in own
    }
    if answer.complete:
        papers = (*listed.values(), *(paper for paper in known.papers if paper.id not in listed))
    else:
        new = (paper for paper in listed.values() if paper.id not in archived)
        papers = (*(listed.get(paper.id, paper) for paper in known.papers), *new)
    receipt = next((row for row in known.snapshots if row.source == answer.source), None)
    if receipt is not None and papers == known.papers and not others_changed and not _says_more(answer, receipt):
        return known
    return replace(known, papers=papers, snapshots=_with_receipt(known.snapshots, answer, receipt, now))


def _says_more(answer: Answer, receipt: Receipt) -> bool:
    """Whether an answer without news still changes the receipt: it is whole where the last one was not."""
    return answer.complete and (not receipt.complete or answer.listed != receipt.papers)


def _with_receipt(
    receipts: tuple[Receipt, ...], answer: Answer, old: Receipt | None, now: datetime
) -> tuple[Receipt, ...]:
    """The receipts with the one of `answer`'s source renewed: it says what this answer was, not what was once known."""
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


def _with_row(paper: Paper, now: datetime) -> tuple[VoteCount, ...]:
    """The history with what is known now; a clock that is behind the history adds nothing to it."""
    if paper.upvotes is None:
        return paper.votes
    row = VoteCount(at=now, upvotes=paper.upvotes, comments=paper.comments)
    rows = paper.votes[:-1] if paper.votes and paper.votes[-1].at == now else paper.votes
    if rows and rows[-1].at > now:
        return paper.votes
    return thin_votes((*rows, row))
