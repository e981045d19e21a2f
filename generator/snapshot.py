"""The daily step: which days to ask for, then fetch → parse → merge → write, a day at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import islice

from generator.errors import FetchError, UnreachableError, WrongDayError
from generator.fetch import AT_ONCE
from generator.holdings import Holdings
from generator.merge import had_papers_of
from generator.model import FILE, Answer, DayReport, Gap, Receipt, Snapshot
from generator.readers import Reader, Reading
from generator.remembered import Remembered

_FAILURES_IN_A_ROW = 3
_REMEMBERED_DAYS = 90
_JUST_NOW = timedelta(hours=1)


def days_to_read(archived: Mapping[date, Snapshot], source: str, *, today: date, window: int) -> list[date]:
    """The last `window` days up to `today`, and any gap since the newest archived day, oldest first.

    A day that failed must not stay away for good: days of the last 90 that lie after the first one ever read, and are
    missing or were not read completely, are asked for again.  Where there is a gap, so are the days before it that
    were last read while their lists still changed.  Days of the future (a wrong clock once) do not count.
    """
    first = today - timedelta(days=window - 1)
    read = {day: snapshot for day, snapshot in archived.items() if receipt_of(snapshot, source) is not None}
    newest = max((day for day in read or archived if day <= today), default=today)
    if archived and not read and any(snapshot.snapshots for snapshot in archived.values()):
        newest = today  # A source that was added to an archive begins now; a back-fill gives it a past.
    oldest = max(min(read, default=today), today - timedelta(days=_REMEMBERED_DAYS))
    wanted = {*days_between(min(first, newest + timedelta(days=1)), today)}
    wanted |= {day for day in days_between(oldest, today) if not _is_whole(archived.get(day), source)}
    if newest < first:
        before = days_between(newest - timedelta(days=window - 1), newest)
        wanted |= {day for day in before if _was_moving(archived.get(day), source, window)}
    return sorted(wanted)


def days_between(since: date, until: date) -> list[date]:
    """Every day from `since` to `until`, both included."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def days_missing(
    days: Iterable[date],
    archived: Mapping[date, Snapshot],
    source: str,
    *,
    now: datetime,
    today: date,
    window: int,
) -> list[date]:
    """Those of `days` that a back-fill still has to ask for: all but the old ones with a complete receipt.

    Days of the window have one only for a while; one that was read within the last hour is not read again, so that a
    back-fill that was interrupted goes on where it was.
    """
    return [
        day
        for day in days
        if not _is_whole(archived.get(day), source)
        or ((today - day).days < window and not _is_fresh(archived[day], source, now))
    ]


def receipt_of(snapshot: Snapshot | None, source: str) -> Receipt | None:
    """The receipt of `source` for a day, if it was ever read."""
    receipts = snapshot.snapshots if snapshot is not None else ()
    return next((receipt for receipt in receipts if receipt.source == source), None)


def take_snapshots(
    reader: Reader,
    days: Iterable[date],
    holdings: Holdings,
    *,
    write: Callable[[Snapshot], None],
    remembered: Remembered,
    gaps: dict[tuple[date, str], Gap],
    now: datetime,
    today: date,
) -> Iterator[DayReport]:
    """Read each of `days`, merge it into `holdings` and write what changed; report each day.

    Days are fetched a few at a time and merged in their order.  When the source cannot be reached at all the rest is
    not asked for; nor when it fails three days in a row and for the last day too: three days that it never gives must
    not stand before all others for ever.  Days that it was asked for in vain are noted in `gaps`.
    """
    failures = 0
    days = list(days)
    ask = _asking(reader, holdings, remembered, today)
    for day, future in _ahead(days, ask):
        try:
            reading = future.result()
            report = _archive(reader.name, day, reading, holdings, write=write, now=now, today=today)
        except FetchError as error:
            failures += 1
            if isinstance(error, WrongDayError):
                write(holdings.doubt(error.day, reader.name))
            if _is_gap(error, reader, holdings.days.get(day)):
                gap = Gap(day=day, source=reader.name, since=now, problem=str(error))
                gaps.setdefault((day, reader.name), gap)
            yield DayReport(source=reader.name, day=day, outcome="failed", message=str(error))
            if isinstance(error, UnreachableError):
                return
            if failures % _FAILURES_IN_A_ROW == 0 and not _gives(ask, days[-1]):
                return
            continue
        failures = 0
        gaps.pop((day, reader.name), None)
        if reading.answer is not None and reading.answer.complete:
            remembered.note(_key(reader, day), reading.validators, state=_state(reader, day, holdings, today))
        yield report


def _gives(ask: Callable[[date], Reading], day: date) -> bool:
    try:
        ask(day)
    except FetchError:
        return False
    return True


def _is_gap(error: FetchError, reader: Reader, archived: Snapshot | None) -> bool:
    """Whether a day is missing because its source answered wrongly; one that is not reached says nothing of a day."""
    asked_by_day = reader.first_day is not None
    return asked_by_day and not isinstance(error, UnreachableError) and receipt_of(archived, reader.name) is None


def _asking(reader: Reader, holdings: Holdings, remembered: Remembered, today: date) -> Callable[[date], Reading]:
    def ask(day: date) -> Reading:
        state = _state(reader, day, holdings, today)
        return reader.read(day, remembered.validators(_key(reader, day), state=state) if state else None)

    return ask


def _key(reader: Reader, day: date) -> str:
    asked = [str(day)] if reader.first_day is not None else []
    return " ".join([reader.name, *asked, reader.address])


def _state(reader: Reader, day: date, holdings: Holdings, today: date) -> str:
    """What must not have changed in the archive since an answer, for "nothing changed since" to be enough."""
    if reader.first_day is not None:
        receipt = receipt_of(holdings.days.get(day), reader.name)
        if receipt is None:
            return "not over yet" if day >= today else ""
        return f"{receipt.fetched_at.isoformat()} {receipt.papers}" if receipt.complete else ""
    receipts = [receipt_of(snapshot, reader.name) for snapshot in list(holdings.days.values())]
    moments = [receipt.fetched_at.isoformat() for receipt in receipts if receipt is not None]
    return f"{max(moments)} {len(moments)}" if moments else ""


def _archive(
    source: str,
    day: date,
    reading: Reading,
    holdings: Holdings,
    *,
    write: Callable[[Snapshot], None],
    now: datetime,
    today: date,
) -> DayReport:
    """Merge and write what was read; raises FetchError where it is the list of another day."""
    answer = reading.answer
    if answer is None:
        return DayReport(source=source, day=day, outcome="unchanged")
    answers = holdings.sorted_by_day(answer, today=today) if reading.loose else [answer]
    is_new = any(receipt_of(holdings.days.get(one.day), source) is None for one in answers)
    before = holdings.days.get(day)
    changed = [
        snapshot
        for one in answers
        if one.listed or one.day < today  # An empty list of a day that is not over yet says nothing.
        for snapshot in holdings.add(one, now=now)
    ]
    changed += holdings.update(source, reading.updates, now=now)
    for snapshot in changed:
        write(snapshot)
    return _report(answer, before, source=source, loose=reading.loose, is_new=is_new, changed=bool(changed))


def _report(
    answer: Answer, before: Snapshot | None, *, source: str, loose: bool, is_new: bool, changed: bool
) -> DayReport:
    if answer.faults:
        shown = "; ".join(answer.faults[:3]) + ("; …" if answer.faults[3:] else "")
        return DayReport(source=source, day=answer.day, outcome="partial", message=f"{answer.url}: {shown}")
    if not answer.listed and not loose:
        if before is not None and had_papers_of(before, source):
            receipt = receipt_of(before, source)
            kept = receipt.papers if receipt is not None else len(before.papers)
            message = f"{answer.url}: an empty list now; the {kept} archived papers stay"
            return DayReport(source=source, day=answer.day, outcome="partial", message=message)
        return DayReport(source=source, day=answer.day, outcome="empty")
    if not changed:
        return DayReport(source=source, day=answer.day, outcome="unchanged")
    return DayReport(source=source, day=answer.day, outcome="new" if is_new else "changed")


def _ahead(days: Iterable[date], ask: Callable[[date], Reading]) -> Iterator[tuple[date, Future[Reading]]]:
    """Each day with its reading, in order.

    The first day goes alone, then a few at a time: a source that cannot be reached is asked once.  What was not asked
    for when the reader stops is dropped.
    """
    waiting = iter(days)
    pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch")
    try:
        queue = [(day, pool.submit(ask, day)) for day in islice(waiting, 1)]
        while queue:
            day, future = queue.pop(0)
            yield day, future
            queue += [(later, pool.submit(ask, later)) for later in islice(waiting, AT_ONCE - len(queue))]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _is_whole(snapshot: Snapshot | None, source: str) -> bool:
    """Whether the source itself gave its whole list; what a saved file holds may be of an earlier hour."""
    receipt = receipt_of(snapshot, source)
    return receipt is not None and receipt.complete and not receipt.url.startswith(FILE)


def _is_fresh(snapshot: Snapshot, source: str, now: datetime) -> bool:
    receipt = receipt_of(snapshot, source)
    return receipt is not None and now - _JUST_NOW <= receipt.fetched_at <= now


def _was_moving(snapshot: Snapshot | None, source: str, window: int) -> bool:
    """Whether an archived day was last seen to change within `window` days of it, so that it may have changed since."""
    receipt = receipt_of(snapshot, source)
    if snapshot is None or receipt is None:
        return snapshot is not None and not snapshot.snapshots
    return receipt.fetched_at.date() < snapshot.day + timedelta(days=window)
