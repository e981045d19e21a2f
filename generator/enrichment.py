"""What arXiv adds to papers that have an arXiv id: asked once, and again when their first weeks are over."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from generator.errors import FetchError, RefusedError, UnreachableError
from generator.fetch import Client
from generator.model import Account, Entry, Paper, Snapshot
from generator.readers import parsed
from generator.sources import arxiv
from generator.sources.feedxml import is_whole
from generator.text.identifiers import is_arxiv_id

SOURCE = "arxiv"
"""The name under which a paper's file keeps what arXiv says."""
BATCH = 100
_FAILURES_IN_A_ROW = 3
_MOST_REFUSALS = 24
_AGAIN_AFTER = (timedelta(days=14), timedelta(days=60))


def papers_to_enrich(snapshots: Iterable[Snapshot], *, today: date) -> list[str]:
    """The arXiv ids to ask for, the newest day's first.

    A paper is asked for once; again when it has been there for 14 days, and for 60, since versions, journals and
    withdrawals come later.
    """
    newest_first = sorted(snapshots, key=lambda snapshot: snapshot.day, reverse=True)
    due = (
        arxiv_id_of(paper)
        for snapshot in newest_first
        for paper in snapshot.papers
        if _is_due(paper, snapshot.day, today)
    )
    return list(dict.fromkeys(identifier for identifier in due if identifier))


def arxiv_id_of(paper: Paper) -> str | None:
    """The arXiv id of `paper`, whoever told it."""
    if is_arxiv_id(paper.id):
        return paper.id
    return next((said.arxiv_id for said in (paper, *paper.sources.values()) if said.arxiv_id), None)


def fetch_batches(client: Client, endpoint: str, ids: Sequence[str]) -> Iterator[tuple[list[Entry], tuple[str, ...]]]:
    """What arXiv says of `ids`, a hundred at a time, with what could not be read.

    An id that arXiv does not know comes back as an entry that says nothing, so that it is not asked for every day; so
    does one that it refuses.  Of an answer that is not whole only what came is given.  A batch that does not come at
    all is a fault, and the next one is asked for.

    Raises:
        FetchError: Three batches in a row did not come, or arXiv cannot be reached.
    """
    waiting = iter(ids)
    failures = 0
    while batch := list(islice(waiting, BATCH)):
        try:
            yield _asked(client, endpoint, batch)
            failures = 0
        except FetchError as error:
            failures += 1
            if isinstance(error, UnreachableError) or failures == _FAILURES_IN_A_ROW:
                raise
            yield [], (str(error),)


def _asked(client: Client, endpoint: str, batch: Sequence[str]) -> tuple[list[Entry], tuple[str, ...]]:
    """What arXiv says of one batch; of one that it refuses, of its parts: a single id makes it refuse them all.

    Raises:
        FetchError: It refuses everything, or more parts than a few wrong ids explain.
    """
    waiting: list[Sequence[str]] = [batch]
    entries: list[Entry] = []
    faults: list[str] = []
    refused: list[str] = []
    refusals = 0
    while waiting:
        part = waiting.pop(0)
        try:
            response = client.get(arxiv.id_list_url(endpoint, part), accept="application/atom+xml", is_whole=is_whole)
            page = parsed(response, arxiv.parse_query)
        except RefusedError as error:
            refusals += 1
            if refusals > _MOST_REFUSALS or (len(part) == 1 and not entries and not waiting):
                raise
            if len(part) == 1:
                faults.append(str(error))
                refused += part
            else:
                middle = len(part) // 2
                waiting += [part[:middle], part[middle:]]
            continue
        found = {entry.id: entry for entry in page.entries}
        entries += found.values()
        if page.faults or page.total != page.items:
            faults += page.faults or (f"{len(set(part) - found.keys())} of {len(part)} papers did not come",)
        else:
            entries += [Entry(id=identifier, title="") for identifier in part if identifier not in found]
    if entries:
        entries += [Entry(id=identifier, title="") for identifier in refused]
    return entries, tuple(faults)


def _is_due(paper: Paper, day: date, today: date) -> bool:
    account = paper.sources.get(SOURCE, Account())
    if account.read_at is None:
        return True
    read_on = account.read_at.date()
    return any(read_on < day + after <= today for after in _AGAIN_AFTER)
