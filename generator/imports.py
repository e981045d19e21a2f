"""Saved files → answers, as if a source had just given them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import ContentError, FetchError, Problem
from generator.holdings import Holdings
from generator.model import FILE, HUGGINGFACE, SAVED_PAGE, Answer, Entry
from generator.sources import arxiv, huggingface, saved_page, syndication

_DAY_IN_NAME = re.compile(r"\d{4}-\d\d-\d\d")
_CUT_SIZES = frozenset({50, 100})
"""As many items as a page of the API holds: there may have been more."""


def read_file(path: Path, *, day: date | None, as_of: date | None, today: date, holdings: Holdings) -> list[Answer]:
    """The answers, one a day, that the file at `path` holds, whatever kind it is.

    A list belongs to the day that its items name, else to the one in the file's name, else to `day`; papers of a page
    of search results and of a feed to the day they were published, those without one to `day`.

    Raises:
        ContentError: It cannot be read, is none of the known kinds, or does not say which day it is.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ContentError(Problem(where=str(path), found=f"cannot be read: {error.strerror}")) from error
    try:
        return _answers(body, path, day=day, as_of=as_of, today=today, holdings=holdings)
    except (FetchError, ContentError) as error:
        raise ContentError(replace(problem, where=str(path)) for problem in error.problems) from error


def _answers(
    body: bytes, path: Path, *, day: date | None, as_of: date | None, today: date, holdings: Holdings
) -> list[Answer]:
    text = body.decode("utf-8-sig", "replace")
    start = text.lstrip()[:200].lower()
    url = f"{FILE}{path.name}"
    if start.startswith(("[", "{")) and (data := _json(text)) is not None and not _is_json_feed(data):
        named = _DAY_IN_NAME.search(path.name)
        return _api_answers(data, url, day=day, named=_day(named[0]) if named else None)
    if "<html" in start or "<!doctype html" in start:
        return _page_answers(saved_page.parse_html(text, as_of=as_of), url, day=day, today=today, holdings=holdings)
    if (start.startswith("<") and b"/api/query" in body[:2000]) or b"arxiv.org/api/" in body[:2000]:
        page = arxiv.parse_query(body)
        return _loose("arxiv-file", url, page.entries, page.faults, day=day, today=today, holdings=holdings)
    if start.startswith("<") and b"rss.arxiv.org" in body[:2000]:
        found = arxiv.parse_announcements(body)
        answer = _answer("arxiv-file", url, found.new, found.faults, day=found.day or day or today)
        return holdings.sorted_by_day(answer, today=today, day=answer.day)
    if start.startswith(("<", "{")):
        items = syndication.parse_items(body)
        return _loose("feed-file", url, items.entries, items.faults, day=day, today=today, holdings=holdings)
    return _page_answers(saved_page.parse_text(text, as_of=as_of), url, day=day, today=today, holdings=holdings)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_json_feed(data: object) -> bool:
    return isinstance(data, Mapping) and "jsonfeed.org" in str(data.get("version", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _api_answers(data: Any, url: str, *, day: date | None, named: date | None) -> list[Answer]:
    """A day's list, the default list, or search results: each item on the day that it names."""
    if isinstance(data, Mapping) and not data.get("id"):
        found = f"JSON that is no list and no paper ({', '.join(map(str, data))[:60]})"
        raise ContentError(Problem(where=url, found=found, expected="an answer of the Daily Papers API"))
    items = data if isinstance(data, list) else [{"paper": data, "title": data.get("title")}]
    page = huggingface.parse_page(json.dumps(items).encode())
    by_day: dict[date, list[Entry]] = {}
    for entry in page.entries:
        on = page.days.get(entry.id) or named or day
        if on is None:
            remedy = "name it with --date YYYY-MM-DD"
            raise ContentError(Problem(where=url, found="a list that does not say which day it is", remedy=remedy))
        by_day.setdefault(on, []).append(entry)
    if not items and (on := named or day) is not None:
        by_day[on] = []
    whole = isinstance(data, list) and len(by_day) == 1 and len(items) not in _CUT_SIZES
    answers = [_answer(HUGGINGFACE, url, entries, page.faults, day=on) for on, entries in sorted(by_day.items())]
    # What is wrong with the file is said once.
    return [
        replace(answer, complete=whole and answer.complete, faults=answer.faults if not number else ())
        for number, answer in enumerate(answers)
    ]


def _page_answers(
    page: saved_page.SavedPage, url: str, *, day: date | None, today: date, holdings: Holdings
) -> list[Answer]:
    return _loose(SAVED_PAGE, url, page.entries, page.faults, day=day, today=today, holdings=holdings)


def _loose(
    source: str,
    url: str,
    entries: tuple[Entry, ...],
    faults: tuple[str, ...],
    *,
    day: date | None,
    today: date,
    holdings: Holdings,
) -> list[Answer]:
    """Entries as an answer a day: that of the archived paper, else the day it was published, else `day`."""
    return holdings.sorted_by_day(_answer(source, url, entries, faults, day=day or today), today=today)


def _answer(source: str, url: str, entries: Sequence[Entry], faults: tuple[str, ...], *, day: date) -> Answer:
    return Answer(
        source=source,
        url=url,
        day=day,
        entries=tuple(entries),
        listed=len(entries),
        complete=not faults,
        faults=faults,
        saved=True,
    )
