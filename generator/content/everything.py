"""All of `content/` but the configuration, read at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generator.content.gaps import read_gaps
from generator.content.ledger import read_ledger
from generator.content.prose import read_notes, read_pages
from generator.content.snapshots import read_snapshots
from generator.errors import ContentError, Problem
from generator.model import Content

T = TypeVar("T")


def read_content(content: Path) -> Content:
    """Everything below `content`.

    Raises:
        ContentError: Everything that is wrong with any file of it.
    """
    problems: list[Problem] = []
    read = Content(
        snapshots=_read(read_snapshots, content, problems, ()),
        ledger=_read(read_ledger, content, problems, ()),
        pages=_read(read_pages, content, problems, ()),
        notes=_read(read_notes, content, problems, {}),
        gaps=_read(read_gaps, content, problems, ()),
    )
    if problems:
        raise ContentError(problems)
    return read


def _read(reader: Callable[[Path], T], content: Path, problems: list[Problem], otherwise: T) -> T:
    try:
        return reader(content)
    except ContentError as error:
        problems += error.problems
        return otherwise
