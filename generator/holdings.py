"""What is archived while a run adds to it: the days, where each paper is at home, by what names it is known."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from generator.errors import Problem, WrongDayError
from generator.identity import Names
from generator.merge import merge_account, merge_answer, merge_paper
from generator.model import Answer, Entry, Paper, Snapshot

_A_LIST = 3


class Holdings:
    """The archive as far as merging needs it; `days` is brought up to date by each answer.

    With `by_title` entries are recognised by their titles too, as those of a saved page have to be.
    """

    def __init__(self, snapshots: Iterable[Snapshot], *, by_title: bool = False) -> None:
        """Index `snapshots`; of a paper that two days hold the older one is its home."""
        self.days = {snapshot.day: snapshot for snapshot in snapshots}
        oldest_first = [self.days[day] for day in sorted(self.days)]
        self._home: dict[str, date] = {}
        for snapshot in oldest_first:
            for paper in snapshot.papers:
                self._home.setdefault(paper.id, snapshot.day)
        papers = (paper for snapshot in oldest_first for paper in snapshot.papers)
        self._names = Names(papers, titles=by_title)

    def add(self, answer: Answer, *, now: datetime) -> tuple[Snapshot, ...]:
        """Merge `answer`; the days that it changed.

        Raises:
            WrongDayError: It is the list of another day.
        """
        answer = replace(answer, entries=self._recognised(answer.entries))
        self._check_day(answer)
        changed = merge_answer(answer, self.days, self._home, now=now)
        self._take(changed)
        return changed

    def update(self, source: str, entries: Iterable[Entry], *, now: datetime, enriched: bool = False) -> list[Snapshot]:
        """Merge newer words on papers that are archived, and on no others; the days that changed."""
        by_day: dict[date, dict[str, Entry]] = {}
        for entry in self._recognised(entries):
            if (day := self._home.get(entry.id)) is not None:
                by_day.setdefault(day, {})[entry.id] = entry
        changed = []
        for day, told in sorted(by_day.items()):
            snapshot = self.days[day]
            papers = tuple(
                _updated(paper, told[paper.id], source, now=now, enriched=enriched) if paper.id in told else paper
                for paper in snapshot.papers
            )
            if papers != snapshot.papers:
                changed.append(replace(snapshot, papers=papers))
        self._take(changed)
        return changed

    def sorted_by_day(self, answer: Answer, *, today: date, day: date | None = None) -> list[Answer]:
        """Loose entries as an answer a day: that of the archived paper, else `day`, else the day it was published.

        What has no date belongs to the answer's own day.  A date that is still to come is none.
        """
        by_day: dict[date, list[Entry]] = {}
        for found in self._recognised(answer.entries):
            is_past = found.published is None or found.published <= today
            entry = found if is_past else replace(found, published=None)
            on = day or entry.published or answer.day
            by_day.setdefault(self._home.get(entry.id, on), []).append(entry)
        return [
            replace(answer, day=on, entries=tuple(entries), listed=len(entries))
            for on, entries in sorted(by_day.items())
        ]

    def _recognised(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        found: dict[str, Entry] = {}
        for entry in map(self._names.recognised, entries):
            found.setdefault(entry.id, entry)
        return tuple(found.values())

    def _check_day(self, answer: Answer) -> None:
        """A list of all that another day's file holds was sent for the wrong day: one paper moves, never all."""
        ids = {entry.id for entry in answer.entries}
        homes = {self._home.get(identifier) for identifier in ids}
        other = homes.pop() if len(homes) == 1 else None
        if other in {None, answer.day} or len(ids) < _A_LIST:
            return
        held = {paper.id for paper in self.days[other].papers if paper.source == answer.source}
        if held and ids >= held:
            found = f"the list of {other} once more"
            problem = Problem(where=answer.url, found=found, expected=f"the list of {answer.day}")
            raise WrongDayError(problem, day=other)

    def doubt(self, day: date, source: str) -> Snapshot:
        """The snapshot of `day` with the receipt of `source` no longer complete, so that it is asked for again."""
        snapshot = self.days[day]
        receipts = tuple(
            replace(receipt, complete=False) if receipt.source == source else receipt for receipt in snapshot.snapshots
        )
        self.days[day] = replace(snapshot, snapshots=receipts)
        return self.days[day]

    def _take(self, changed: Iterable[Snapshot]) -> None:
        for snapshot in changed:
            self.days[snapshot.day] = snapshot
            for paper in snapshot.papers:
                if self._home.setdefault(paper.id, snapshot.day) == snapshot.day:
                    self._names.add(paper)


def _updated(paper: Paper, entry: Entry, source: str, *, now: datetime, enriched: bool) -> Paper:
    if paper.source == source:
        return merge_paper(paper, entry, now=now)
    return merge_account(paper, entry, source, now=now, enriched=enriched)
