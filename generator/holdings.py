"""What is archived while a run adds to it: the days, where each paper is at home, by what names it is known."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from generator.errors import FetchError, Problem
from generator.identity import index_names, names_of, recognised
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
        self._by_title = by_title
        oldest_first = [self.days[day] for day in sorted(self.days)]
        self._home: dict[str, date] = {}
        self._source: dict[str, str] = {}
        for snapshot in oldest_first:
            for paper in snapshot.papers:
                self._home.setdefault(paper.id, snapshot.day)
                self._source.setdefault(paper.id, paper.source)
        papers = (paper for snapshot in oldest_first for paper in snapshot.papers)
        self._names = index_names(papers, titles=by_title)

    def add(self, answer: Answer, *, now: datetime) -> tuple[Snapshot, ...]:
        """Merge `answer`; the days that it changed.

        Raises:
            FetchError: It is the list of another day.
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

        What has no date, or one that is still to come, belongs to `today`.
        """
        by_day: dict[date, list[Entry]] = {}
        for entry in self._recognised(answer.entries):
            published = entry.published if entry.published and entry.published <= today else today
            by_day.setdefault(self._home.get(entry.id, day or published), []).append(entry)
        return [
            replace(answer, day=on, entries=tuple(entries), listed=len(entries))
            for on, entries in sorted(by_day.items())
        ]

    def _recognised(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple({entry.id: entry for entry in (recognised(one, self._names) for one in entries)}.values())

    def _check_day(self, answer: Answer) -> None:
        """A list that another day's file holds whole was sent for the wrong day: one paper moves, never all."""
        homes = {self._home.get(entry.id) for entry in answer.entries}
        sources = {self._source.get(entry.id) for entry in answer.entries}
        same = len(homes) == 1 and not homes & {None, answer.day} and sources == {answer.source}
        if same and len(answer.entries) >= _A_LIST:
            found = f"the list of {homes.pop()} once more"
            raise FetchError(Problem(where=answer.url, found=found, expected=f"the list of {answer.day}"))

    def _take(self, changed: Iterable[Snapshot]) -> None:
        for snapshot in changed:
            self.days[snapshot.day] = snapshot
            for paper in snapshot.papers:
                self._source.setdefault(paper.id, paper.source)
                if self._home.setdefault(paper.id, snapshot.day) == snapshot.day:
                    for name in names_of(paper, titles=self._by_title):
                        self._names.setdefault(name, paper.id)


def _updated(paper: Paper, entry: Entry, source: str, *, now: datetime, enriched: bool) -> Paper:
    if paper.source == source:
        return merge_paper(paper, entry, now=now)
    return merge_account(paper, entry, source, now=now, enriched=enriched)
