"""A Daily Papers page that a person saved, as text or as HTML.

Saved as text, it is a list of blocks: a title, an abstract, `• 6 authors`, `·`, and a date, sometimes followed by the
number of comments.  Saved as HTML, it holds the API's own items in an attribute.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape

from generator.errors import ContentError, FetchError, Problem
from generator.model import Entry
from generator.sources.huggingface import parse_page
from generator.text.clean import clean_line, clean_paragraphs
from generator.text.identifiers import arxiv_id_in
from generator.text.plain import plain_text
from generator.text.slugs import slug_of

_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_AUTHORS = re.compile(r"^[•·*\-–]?\s*(?P<count>\d{1,5})\s+authors?$", re.IGNORECASE)
_DATE = re.compile(
    r"^(?P<month>[A-Z][a-z]{2})[a-z]*\.?\s+(?P<day>\d{1,2})(?:,\s*(?P<year>\d{4}))?(?:\s+(?P<comments>\d{1,5}))?$"
)
_SIGN = re.compile(r"^[•·*\-–|]+$")
_PROPS = re.compile(r"""data-props=(?:"([^"]*dailyPapers[^"]*)"|'([^']*dailyPapers[^']*)')""")
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<h3\b[^>]*>(.*?)</h3>", re.DOTALL | re.IGNORECASE)
_TIME = re.compile(r"""<time\b[^>]*datetime=["'](\d{4}-\d\d-\d\d)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A saved page: its papers, and what could not be read."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


def parse_text(text: str, *, as_of: date | None) -> SavedPage:
    """A page saved as text → its papers, each of the day it was published.

    A date without a year is the latest one that is not after `as_of`.  A paper's id is its title's slug, or the arXiv
    id that stands in its block.

    Raises:
        ContentError: No paper in it, or dates without a year and no `as_of`.
    """
    lines = [line for line in map(clean_line, text.replace("\r", "\n").split("\n")) if line]
    entries: dict[str, Entry] = {}
    faults = []
    for entry in _blocks(lines, as_of):
        if entry.id in entries:
            faults.append(f"{entry.title!r} stands there twice, or another title like it; the first was read")
        entries.setdefault(entry.id, entry)
    if not entries:
        expected = "a title, an abstract, • N authors and a date, again and again"
        raise ContentError(Problem(where="the file", found="no saved Daily Papers page", expected=expected))
    faults += [f"{entry.id}: no abstract" for entry in entries.values() if not entry.abstract]
    return SavedPage(entries=tuple(entries.values()), faults=tuple(faults))


def parse_html(text: str, *, as_of: date | None) -> SavedPage:
    """A page saved as HTML → its papers: from the data it carries, else from its articles, else from its text.

    Raises:
        ContentError: As `parse_text` does.
    """
    if (found := _PROPS.search(text)) and (page := _from_props(unescape(found[1] or found[2]))):
        return page
    if entries := {entry.id: entry for entry in _articles(text, as_of)}:
        return SavedPage(entries=tuple(entries.values()), faults=())
    return parse_text(plain_text(text, longest=len(text)), as_of=as_of)


def _from_props(text: str) -> SavedPage | None:
    try:
        data = json.loads(text)
        page = parse_page(json.dumps(data["dailyPapers"]).encode())
    except (ValueError, KeyError, TypeError, RecursionError, FetchError):
        return None
    return SavedPage(entries=page.entries, faults=page.faults) if page.entries else None


def _articles(html: str, as_of: date | None) -> Iterator[Entry]:
    for found in _ARTICLE.finditer(html):
        article = found[0]
        heading = _HEADING.search(article)
        title = clean_line(plain_text(heading[1])) if heading else ""
        if not title:
            continue
        lines = [
            line for line in plain_text(article.replace(heading[0], "", 1) if heading else article).split("\n") if line
        ]
        count = next((int(one["count"]) for line in lines if (one := _AUTHORS.match(line))), None)
        moment = _TIME.search(article)
        dates = [one for line in lines if (one := _DATE.match(line))]
        published = date.fromisoformat(moment[1]) if moment else _dated(dates[0], as_of) if dates else None
        abstract = max((line for line in lines), key=len, default="")
        identifier = arxiv_id_in(article.replace('href="/papers/', 'href="huggingface.co/papers/'))
        yield Entry(
            id=identifier or slug_of(title),
            title=title,
            author_count=count,
            published=published,
            abstract=abstract if len(abstract) > len(title) else "",
        )


def _blocks(lines: Sequence[str], as_of: date | None) -> Iterator[Entry]:
    """The papers between one date and the next; each block ends with the number of authors and the date."""
    start = 0
    for place, line in enumerate(lines):
        authors = _AUTHORS.match(line)
        if not authors:
            continue
        end = next((at for at in range(place + 1, min(place + 4, len(lines))) if _DATE.match(lines[at])), None)
        found = _DATE.match(lines[end]) if end is not None else None
        entry = _entry(lines[start:place], int(authors["count"]))
        start = (end if end is not None else place) + 1
        after = lines[start] if found and not found["comments"] and start < len(lines) else ""
        comments = found["comments"] if found else None
        if after.isdecimal() and after.isascii():
            comments, start = after, start + 1
        if entry is not None:
            published = _dated(found, as_of) if found else None
            yield replace(entry, published=published, comments=int(comments) if comments else None)


def _entry(block: Sequence[str], count: int) -> Entry | None:
    """A block's title and abstract: its last two lines, an abstract of several lines being what follows the title.

    Before the first paper stands the head of the page, so of a block only what is long enough to be an abstract, and
    the line before it, count.
    """
    words = [line for line in block if not _SIGN.match(line)]
    first = next((at for at in range(1, len(words)) if len(words[at]) > _LONG), len(words) - 1)
    if first < 1:
        return None
    title, abstract = words[first - 1], clean_paragraphs("\n".join(words[first:]))
    identifier = arxiv_id_in("\n".join(block)) or slug_of(title)
    return Entry(id=identifier, title=title, abstract=abstract, author_count=count)


_LONG = 160
"""No title is longer than this, and no abstract is shorter (the shortest of 10,053 has 165 characters)."""


def _dated(found: re.Match[str], as_of: date | None) -> date | None:
    month = _MONTHS.get(found["month"].lower())
    if month is None:
        return None
    if found["year"] is None and as_of is None:
        remedy = "say with --as-of YYYY-MM-DD when the page was saved"
        raise ContentError(Problem(where="the file", found=f"the date {found[0]!r} without a year", remedy=remedy))
    year = int(found["year"]) if found["year"] else as_of.year if as_of else 0
    for candidate in (year, year - 1) if not found["year"] else (year,):
        try:
            day = date(candidate, month, int(found["day"]))
        except ValueError:
            continue
        if as_of is None or found["year"] or day <= as_of:
            return day
    return None
