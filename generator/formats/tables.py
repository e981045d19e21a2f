"""The archive as a table: JSON Lines and CSV, and the rows that other tables are made of.

https://jsonlines.org/, RFC 4180
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from generator.schema import to_json

_BETWEEN = "; "
TEXTS = (
    "id", "title", "authors", "day", "published", "url", "doi", "arxiv_id", "organization", "tags", "inferred_tags",
    "categories", "journal_ref", "code", "project", "abstract", "summary", "summary_model",
)  # fmt: skip
"""Columns of text."""
NUMBERS = ("upvotes", "comments", "stars", "author_count", "withdrawn")
"""Columns of whole numbers; `withdrawn` is 1 where the authors withdrew the paper."""


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """A record a line."""
    return "".join(map(to_json, records))


def comma_separated(records: Iterable[Mapping[str, Any]]) -> str:
    """A header and a row a record; what is not known is empty, several names stand in one field."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow((*TEXTS, *NUMBERS))
    writer.writerows(row.values() for row in map(flat, records))
    return lines.getvalue()


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as a row: lists as one text, links in columns of their own; None for what is not known.

    Half of a pair of surrogates, which no table takes, becomes a question mark.
    """
    values = {**record, **record.get("links", {})}
    row: dict[str, Any] = {name: _text(values.get(name)) for name in TEXTS}
    return row | {name: int(values[name]) if name in values else None for name in NUMBERS}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else _BETWEEN.join(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
