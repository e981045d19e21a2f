"""The daily step: which days to ask for, then fetch → parse → merge → write, a day at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from generator.errors import FetchError, UnreachableError
from generator.fetch import Client, Response
from generator.merge import merge_answer
from generator.model import Answer, Snapshot
from generator.sources import huggingface

AT_ONCE = 4
"""How many requests are under way at a time."""
_MOST_PAGES = 50
_FAILURES_IN_A_ROW = 3
_REMEMBERED_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """What became of one day: `outcome` is new, changed, unchanged, empty, partial or failed; `message` says why."""

    day: date
    outcome: str
    message: str = ""


def days_to_read(archived: Mapping[date, Snapshot], *, today: date, window: int) -> list[date]:
    """The last `window` days up to `today`, and any gap since the newest archived day, oldest first.

    A day that failed must not stay away for good: days of the last 90 that lie after the first one ever read, and are
    missing or were not read completely, are asked for again.  Where there is a gap, so are the days before it that
    were last read while their lists still changed.  Days of the future (a wrong clock once) do not count.
    """
    first = today - timedelta(days=window - 1)
    newest = max((day for day in archived if day <= today), default=today)
    read = [day for day, snapshot in archived.items() if snapshot.snapshots]
    oldest = max(min(read, default=today), today - timedelta(days=_REMEMBERED_DAYS))
    wanted = {*days_between(min(first, newest + timedelta(days=1)), today)}
    wanted |= {day for day in days_between(oldest, today) if not _is_whole(archived.get(day))}
    if newest < first:
        before = days_between(newest - timedelta(days=window - 1), newest)
        wanted |= {day for day in before if _was_moving(archived.get(day), window)}
    return sorted(wanted)


def days_between(since: date, until: date) -> list[date]:
    """Every day from `since` to `until`, both included."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def days_missing(days: Iterable[date], archived: Mapping[date, Snapshot], *, today: date, window: int) -> list[date]:
    """Those of `days` that a back-fill still has to ask for: all but the old ones with a complete receipt."""
    return [day for day in days if (today - day).days < window or not _is_whole(archived.get(day))]


def fetch_day(client: Client, endpoint: str, day: date) -> Answer:
    """All pages of one day's list.

    Raises:
        FetchError: The first page did not come, or was no list.
    """
    url: str | None = huggingface.first_page_url(endpoint, day)
    pages: list[huggingface.PageAnswer] = []
    seen: set[str] = set()
    faults: list[str] = []
    while url is not None:
        try:
            response = client.get(url)
            page = _parsed(response)
        except FetchError as error:
            if not pages:
                raise
            faults.append(f"page {len(pages) + 1}: {error}")
            break
        pages.append(page)
        ids = {entry.id for entry in page.entries}
        if ids <= seen and len(pages) > 1:
            break
        seen |= ids
        if len(pages) == _MOST_PAGES:
            faults.append(f"more than {_MOST_PAGES} pages")
            break
        url = huggingface.next_page_url(url, link=response.next_link, items=page.items, number=len(pages) - 1)
    return huggingface.join_pages(
        pages, url=huggingface.day_url(endpoint, day), day=day, complete=not faults, faults=faults
    )


def _parsed(response: Response) -> huggingface.PageAnswer:
    """The page that `response` holds; what is wrong with it as a whole names its address."""
    try:
        return huggingface.parse_page(response.body)
    except FetchError as error:
        raise FetchError(replace(problem, where=response.url) for problem in error.problems) from error


def take_snapshots(
    days: Iterable[date],
    archived: dict[date, Snapshot],
    *,
    fetch: Callable[[date], Answer],
    write: Callable[[Snapshot], None],
    now: datetime,
    today: date,
) -> Iterator[DayReport]:
    """Fetch each of `days`, merge it into `archived` (which is updated) and write what changed; report each day.

    Days are fetched a few at a time and merged in their order.  When the source cannot be reached at all, or fails
    three days in a row, the rest is not asked for: one report says so.
    """
    home = {paper.id: day for day in sorted(archived, reverse=True) for paper in archived[day].papers}
    failures = 0
    for day, future in _ahead(days, fetch):
        try:
            answer = future.result()
        except FetchError as error:
            failures += 1
            yield DayReport(day=day, outcome="failed", message=str(error))
            if isinstance(error, UnreachableError) or failures == _FAILURES_IN_A_ROW:
                return
            continue
        failures = 0
        changed = _changed_by(answer, archived, home, now=now, today=today)
        is_new = answer.day not in archived
        for snapshot in changed:
            write(snapshot)
            archived[snapshot.day] = snapshot
            for paper in snapshot.papers:
                home.setdefault(paper.id, snapshot.day)
        yield _report(answer, archived.get(answer.day), is_new=is_new, changed=bool(changed))


def _changed_by(
    answer: Answer, archived: Mapping[date, Snapshot], home: Mapping[str, date], *, now: datetime, today: date
) -> tuple[Snapshot, ...]:
    """What `answer` changes; an empty list of a day that is not over yet says nothing."""
    if not answer.listed and answer.day >= today:
        return ()
    return merge_answer(answer, archived, home, now=now)


def _report(answer: Answer, snapshot: Snapshot | None, *, is_new: bool, changed: bool) -> DayReport:
    if answer.faults:
        shown = "; ".join(answer.faults[:3]) + ("; …" if answer.faults[3:] else "")
        return DayReport(day=answer.day, outcome="partial", message=f"{answer.url}: {shown}")
    if not answer.listed and snapshot is not None and snapshot.papers:
        message = f"{answer.url}: an empty list now; the {len(snapshot.papers)} archived papers stay"
        return DayReport(day=answer.day, outcome="partial", message=message)
    if not answer.listed:
        return DayReport(day=answer.day, outcome="empty")
    if not changed:
        return DayReport(day=answer.day, outcome="unchanged")
    return DayReport(day=answer.day, outcome="new" if is_new else "changed")


def _ahead(days: Iterable[date], fetch: Callable[[date], Answer]) -> Iterator[tuple[date, Future[Answer]]]:
    """Each day with its fetch, in order.

    The first day goes alone, then a few at a time: a source that cannot be reached is asked once.  What was not asked
    for when the reader stops is dropped.
    """
    waiting = iter(days)
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch") as pool:
        queue = [(day, pool.submit(fetch, day)) for day in islice(waiting, 1)]
        try:
            while queue:
                day, future = queue.pop(0)
                yield day, future
                queue += [(later, pool.submit(fetch, later)) for later in islice(waiting, AT_ONCE - len(queue))]
        finally:
            for _, future in queue:
                future.cancel()


def _is_whole(snapshot: Snapshot | None) -> bool:
    return snapshot is not None and bool(snapshot.snapshots) and all(row.complete for row in snapshot.snapshots)


def _was_moving(snapshot: Snapshot | None, window: int) -> bool:
    """Whether an archived day was last seen to change within `window` days of it, so that it may have changed since."""
    if snapshot is None:
        return False
    settled = snapshot.day + timedelta(days=window)
    return all(receipt.fetched_at.date() < settled for receipt in snapshot.snapshots)
