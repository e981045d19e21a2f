"""Every error this program raises on purpose.

BroadsheetError           one or more problems, each with its place and its remedy
├── ConfigError           content/site.yaml or an option that stands in for a key of it
├── ContentError          a file of content/
├── FetchError            a source that does not answer, or not with what was asked for
│   ├── WrongDayError     the list of another day than the one that was asked for
│   ├── RefusedError      the source says that the request itself is wrong
│   └── UnreachableError  no connection at all: asking for another day would not help
├── ThemeError            a theme that cannot be loaded, or a template that fails
├── WorkerError           a process of several that work on a build ended, or a cluster does not answer
├── PlanError             two pages that claim one URL
├── ExportError           a form of the archive that needs a library which is not there
└── OutputError           a folder that must not be written to, a full disk
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, what to do."""

    where: str
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Say it in one line, safe for a terminal whatever the feed put into it."""
        expected = f"; expected {self.expected}" if self.expected else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return _one_line(f"{self.where}: {self.found}{expected}{remedy}")


class BroadsheetError(Exception):
    """One or more problems, reported together."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Hold `problems`, in the order in which they are to be read."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        """For another process: made anew from its problems."""
        return type(self), (self.problems,)


class ConfigError(BroadsheetError):
    """The configuration is wrong."""


class ContentError(BroadsheetError):
    """A file of `content/` is wrong."""


class FetchError(BroadsheetError):
    """A source did not answer, or not with what was asked for."""


class WrongDayError(FetchError):
    """A source sent the list of another day: one of the two days is archived as it should not be."""

    def __init__(self, problem: Problem, *, day: date) -> None:
        """Name the `day` whose file holds that list."""
        super().__init__(problem)
        self.day = day


class RefusedError(FetchError):
    """A source says that what was asked for is wrong: it will say so again."""


class UnreachableError(FetchError):
    """A source cannot be reached at all."""


class ThemeError(BroadsheetError):
    """A theme cannot be loaded, or one of its templates fails."""


class WorkerError(BroadsheetError):
    """The work cannot be shared out."""


class PlanError(BroadsheetError):
    """The pages that were planned cannot all exist."""


class ExportError(BroadsheetError):
    """The archive cannot be written in this form."""


class OutputError(BroadsheetError):
    """The site cannot be written."""


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
