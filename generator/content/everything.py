"""All of `content/` but the configuration, read at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator.cache import NO_CACHE, Cache
from generator.content.gaps import read_gaps
from generator.content.ledger import read_ledger
from generator.content.prose import read_notes, read_pages
from generator.content.snapshots import read_snapshots
from generator.errors import ContentError, Problem
from generator.model import Content, Ledger

T = TypeVar("T")


def read_content(content: Path) -> Content:
    """Everything below `content`.

    Raises:
        ContentError: Everything that is wrong with any file of it.
    """
    problems: list[Problem] = []
    frame = read_frame(content, problems)
    snapshots = tried(lambda: read_snapshots(content), problems)
    if problems or snapshots is None:
        raise ContentError(problems)
    return replace(frame, snapshots=snapshots)


def read_frame(content: Path, problems: list[Problem], cache: Cache = NO_CACHE) -> Content:
    """Everything below `content` but its days; what is wrong with it is added to `problems`.

    `cache` keeps the ledger, which takes longer to read than all the rest.
    """
    return Content(
        snapshots=(),
        ledger=tried(lambda: read_ledger(content, cache), problems) or Ledger(),
        pages=tried(lambda: read_pages(content), problems) or (),
        notes=tried(lambda: read_notes(content), problems) or {},
        gaps=tried(lambda: read_gaps(content), problems) or (),
    )


def tried(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """What `read` gives; where it cannot, None, and what is wrong is added to `problems`."""
    try:
        return read()
    except ContentError as error:
        problems += error.problems
        return None
