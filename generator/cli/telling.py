"""What is said while a command works and when it is done: lines, progress, what became of the sources."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from generator.model import DayReport

T = TypeVar("T")

OUTCOMES = ("new", "changed", "unchanged", "empty", "partial", "failed")


@dataclass(slots=True)
class Read:
    """What reading the sources came to: a report a day and source, how many days were not asked for any more."""

    reports: list[DayReport] = field(default_factory=list)
    not_asked: int = 0
    enriched: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything that was asked for came, whole."""
        return not self.not_asked and not self.problems

    def summary(self) -> dict[str, int]:
        """How many days had which outcome."""
        counts = {outcome: sum(report.outcome == outcome for report in self.reports) for outcome in OUTCOMES}
        return {**counts, "not_asked": self.not_asked}

    def by_source(self) -> dict[str, dict[str, int]]:
        """The same for each source."""
        names = dict.fromkeys(report.source for report in self.reports)
        return {name: Read([report for report in self.reports if report.source == name]).summary() for name in names}

    def line(self) -> str:
        """The same for people."""
        counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.summary().items() if count)
        added = f" {self.enriched} papers enriched from arXiv." if self.enriched else ""
        lacking = [report.day for report in self.reports if report.outcome in ("partial", "failed")]
        remedy = f" `broadsheet snapshot --since {min(lacking)}` asks again for what did not come." if lacking else ""
        return f"Days read: {counts or 'none; all that was asked for is archived and complete'}.{added}{remedy}"


def tell(line: str) -> None:
    """Write what was asked for on stdout, at once: a program may be waiting for it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _bar(name: str, *, total: int | None, unit: str, quiet: bool) -> Iterator[Callable[..., None]]:
    """A bar on a terminal's stderr while it lasts; what it gives is told how far things are."""
    if quiet or not sys.stderr.isatty():
        yield lambda **_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TextColumn("{task.fields[rate]}"),
    )
    times = (TimeElapsedColumn(), TimeRemainingColumn())
    # Drawn when it is told something: a thread of its own would keep builds from forking.
    with Progress(*columns, *times, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task(name, total=total, rate="")

        def update(**facts: float) -> None:
            speed = progress.tasks[0].speed
            values: dict[str, Any] = {**facts, "rate": f"{speed:.0f}/s" if speed else ""}
            progress.update(task, refresh=True, **values)

        yield update


def with_progress(reports: Iterable[T], *, name: str, total: int, quiet: bool, unit: str = "days") -> Iterator[T]:
    """`reports`, with a bar while they come."""
    with _bar(name, total=total, unit=unit, quiet=quiet) as update:
        for report in reports:
            yield report
            update(advance=1)


@contextmanager
def page_progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Tells how many of how many pages are made."""
    with _bar("render", total=None, unit="pages", quiet=quiet) as update:
        yield lambda done, total: update(completed=done, total=total)


def counted(count: int, noun: str) -> str:
    """`1 day`, `2 days`: a number and its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def note(line: str) -> None:
    """A line for people who look on: on stderr."""
    sys.stderr.write(f"{line}\n")
