"""`content/days/2025/2025-10-31.yaml` ↔ Snapshot."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

from generator.content.plainyaml import read_plain
from generator.content.strictyaml import read_yaml, write_yaml
from generator.errors import ContentError, Problem
from generator.files import decoded, files_below, read_text, write_atomically
from generator.model import FORMAT, HUGGINGFACE, Account, Organization, Paper, Receipt, Snapshot, Submitter, VoteCount
from generator.schema import convert, problems_in, unknown_key

_PAPER_KEYS = (
    "id", "source", "title", "former_titles", "authors", "author_count", "published", "abstract", "upvotes", "comments",
    "votes", "keywords", "summary", "summary_model", "organization", "submitter", "links", "stars", "thumbnail",
    "media", "arxiv_id", "doi", "primary_category", "categories", "authors_comment", "journal_ref", "version",
    "updated", "withdrawn", "sources", "also_on", "tags", "edited",
)  # fmt: skip
_QUOTED = frozenset({"id", "arxiv_id", "doi"})
_FLOW = frozenset(
    {"authors", "keywords", "organization", "submitter", "links", "media", "votes", "also_on", "tags", "edited"}
    | {"categories", "days"}
)
_LITERAL = frozenset({"abstract", "summary"})
_ACCOUNT_KEYS = ("days", "read_at", *_PAPER_KEYS)
_COUNTS = ("upvotes", "comments", "stars", "author_count", "version")
_HIGHEST_COUNT = 2**53
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_EMPTY: tuple[Any, ...] = (None, (), "", {})
_KNOWN: Mapping[type, frozenset[str]] = {
    kind: frozenset(field.name for field in fields(kind)) - {"extra"}
    for kind in (Paper, Account, Receipt, Organization, Submitter, VoteCount)
}
_EDITABLE = _KNOWN[Paper] - {"id", "source", "sources", "former_titles", "votes", "also_on", "edited"}
_NESTED = {"organization": Organization, "submitter": Submitter, "votes": VoteCount}
_TOP_KEYS = frozenset({"format", "day", "snapshots", "papers"})


def snapshot_path(content: Path, day: date) -> Path:
    """Where `day` is archived below `content`."""
    return content / "days" / f"{day.year:04}" / f"{day.isoformat()}.yaml"


def read_snapshots(content: Path) -> tuple[Snapshot, ...]:
    """Every archived day below `content`, oldest first.

    Raises:
        ContentError: Everything that is wrong with any of the files.
    """
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    for path in files_below(content / "days"):
        try:
            snapshots.append(read_snapshot(path))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(sorted(snapshots, key=lambda snapshot: snapshot.day))


def read_snapshot(path: Path) -> Snapshot:
    """One archived day.

    Raises:
        ContentError: Everything that is wrong with the file.
    """
    return _placed(read_text(path), path)


def parse_file(data: bytes, path: Path) -> Snapshot:
    """The `data` of the file at `path` → its day.

    Raises:
        ContentError: Everything that is wrong with it.
    """
    return _placed(decoded(data, path), path)


def _placed(text: str, path: Path) -> Snapshot:
    where = f"content/days/{path.parent.name}/{path.name}"
    data = read_plain(text) or read_yaml(text, where, as_written=True)
    snapshot = parse_snapshot(data, where)
    if snapshot.day.isoformat() != path.stem or path.parent.name != f"{snapshot.day.year:04}" or path.suffix != ".yaml":
        expected = f"this day in content/days/{snapshot.day.year:04}/{snapshot.day}.yaml"
        problem = Problem(
            where=where, found=f"day: {snapshot.day}", expected=expected, remedy="move or rename the file"
        )
        raise ContentError(problem)
    return snapshot


def parse_snapshot(data: object, where: str) -> Snapshot:
    """The plain data of a snapshot file → its value; keys nobody knows are kept in `extra`.

    Raises:
        ContentError: Everything that is wrong with it.
    """
    if not isinstance(data, dict):
        raise ContentError(Problem(where=where, found="no mapping of keys to values", expected="a snapshot file"))
    if data.get("format") != FORMAT:
        found = f"format: {data.get('format')!r}"
        remedy = "install a newer Broadsheet" if isinstance(data.get("format"), int) else ""
        raise ContentError(Problem(where=where, found=found, expected=f"format: {FORMAT}", remedy=remedy))
    try:
        snapshot = Snapshot(
            day=convert(date, data["day"]),
            snapshots=convert(tuple[Receipt, ...], _sorted_out(Receipt, data.get("snapshots", []))),
            papers=convert(tuple[Paper, ...], _sorted_out(Paper, data["papers"])),
            extra=_extra(data, _TOP_KEYS),
        )
    except (ValueError, KeyError):
        raise ContentError(_problems(data, where)) from None
    if problems := [*_day_problems(snapshot.day, where), *_paper_problems(snapshot.papers, where)]:
        raise ContentError(problems)
    return snapshot


def format_snapshot(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot file; reading them gives `snapshot` back.

    Raises:
        ContentError: A text that no YAML file can hold.
    """
    data = {
        "format": FORMAT,
        "day": snapshot.day,
        "snapshots": [_plain(receipt) for receipt in snapshot.snapshots],
        "papers": [_plain_paper(paper) for paper in snapshot.papers],
        **snapshot.extra,
    }
    return write_yaml(data, f"the papers of {snapshot.day}", quoted=_QUOTED, flow=_FLOW, literal=_LITERAL)


def write_snapshot(content: Path, snapshot: Snapshot) -> None:
    """Archive `snapshot` below `content`: the old file or the new one is there at any moment.

    Raises:
        ContentError: A text that no YAML file can hold.
        OutputError: The disk refuses.
    """
    write_atomically(snapshot_path(content, snapshot.day), format_snapshot(snapshot))


def _sorted_out(kind: type, row: Any) -> Any:
    """`row`, when it is a mapping, with the keys that a `kind` does not have gathered under `extra`, at every level."""
    if isinstance(row, list):
        return [_sorted_out(kind, item) for item in row]
    if not isinstance(row, Mapping):
        return row
    known = _KNOWN[kind]
    data = {key: row[key] for key in row if key in known}
    if len(data) < len(row):
        data["extra"] = _extra(row, known)
    if kind is Paper or kind is Account:
        data |= {key: _sorted_out(inner, data[key]) for key, inner in _NESTED.items() if key in data}
    if kind is Paper and isinstance(sources := data.get("sources"), Mapping):
        data["sources"] = {name: _sorted_out(Account, account) for name, account in sources.items()}
    return data


def _extra(row: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in known}


def _problems(data: Mapping[str, Any], where: str) -> list[Problem]:
    """Everything wrong with data that is no snapshot."""
    problems: list[Problem] = []
    try:
        problems += _day_problems(convert(date, data.get("day")), where)
    except ValueError:
        problems.append(_no_day(data.get("day"), where))
    if "papers" not in data:
        near = unknown_key("papers", [key for key in data if key not in _TOP_KEYS], where).remedy
        remedy = (
            near.replace("did you mean", "is it called") if "did you mean" in near else "papers: [] if there are none"
        )
        problems.append(Problem(where=where, found="the key papers is missing", remedy=remedy))
    for key, kind in (("snapshots", Receipt), ("papers", Paper)):
        rows = data.get(key, [])
        if not isinstance(rows, list):
            problems.append(Problem(where=f"{where}: {key}", found="no list", expected="a list (- …)"))
            continue
        for number, row in enumerate(rows, start=1):
            place = f"{where}: {key}[{number}]"
            known = _sorted_out(kind, row)
            try:
                value = convert(kind, known)
            except ValueError:
                problems += problems_in(kind, known, place)
            else:
                problems += _wrong_with(value, place) if isinstance(value, Paper) else ()
    return problems


def _no_day(found: object, where: str) -> Problem:
    expected = f"a day (YYYY-MM-DD) from {_FIRST_YEAR} to {_LAST_YEAR}"
    return Problem(where=f"{where}: day", found=f"found {str(found)!r}", expected=expected)


def _day_problems(day: date, where: str) -> list[Problem]:
    return [] if _FIRST_YEAR <= day.year <= _LAST_YEAR else [_no_day(day, where)]


def _paper_problems(papers: tuple[Paper, ...], where: str) -> Iterator[Problem]:
    """What no type can say: of each paper, and of all of them together."""
    seen: set[str] = set()
    for number, paper in enumerate(papers, start=1):
        place = f"{where}: papers[{number}]"
        yield from _wrong_with(paper, place)
        if paper.id in seen:
            yield Problem(where=place, found=f"{paper.id} is here twice", remedy="keep one")
        seen.add(paper.id)


def _wrong_with(paper: Paper, where: str) -> Iterator[Problem]:
    if not paper.id.strip():
        yield Problem(where=f"{where}: id", found="an empty id", expected="the paper's id in its source")
    for name in _COUNTS:
        counts = [getattr(said, name) for said in (paper, *paper.sources.values())]
        if any(count is not None and abs(count) > _HIGHEST_COUNT for count in counts):
            yield Problem(where=f"{where}: {name}", found="a number of too many digits", expected="a count")
    for name in paper.edited:
        if name not in _EDITABLE:
            yield unknown_key(name, sorted(_EDITABLE), f"{where}: edited")


def _plain_paper(paper: Paper) -> dict[str, Any]:
    row = _in_order(_plain(paper), _PAPER_KEYS)
    if paper.source == HUGGINGFACE:
        del row["source"]
    if "sources" in row:
        row["sources"] = {name: _plain_account(account) for name, account in paper.sources.items()}
    return row


def _plain_account(account: Account) -> dict[str, Any]:
    return _in_order(_plain(account), _ACCOUNT_KEYS)


def _in_order(row: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: row[key] for key in keys if key in row} | {key: row[key] for key in row if key not in keys}


def _plain(value: Receipt | Paper | Account | Organization | Submitter | VoteCount) -> dict[str, Any]:
    """The fields of `value` that say something: a field that may be absent, and is empty, is left out."""
    plain: dict[str, Any] = {}
    for field in fields(value):
        content = getattr(value, field.name)
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if field.name in {"extra", "sources"} or (optional and content in _EMPTY):
            continue
        plain[field.name] = _plain_value(content)
    if isinstance(value, Paper) and value.sources:
        plain["sources"] = {}
    return plain | dict(value.extra)


def _plain_value(content: Any) -> Any:
    if hasattr(content, "__dataclass_fields__"):
        return _plain(content)
    if isinstance(content, tuple):
        return [_plain_value(item) for item in content]
    return content
