"""SQLite, by sqlite-utils: tables with a full-text index, as Datasette likes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.errors import ExportError, Problem
from generator.formats.tables import NUMBERS, TEXTS, flat

_SEARCHED = ("title", "authors", "abstract", "summary")


def sqlite(records: Iterable[Mapping[str, Any]]) -> bytes:
    """A database with `papers`, who wrote them (`authors`) and how they are tagged (`tags`), and an index of the text.

    The same records give the same bytes with the same SQLite.

    Raises:
        ExportError: sqlite-utils is not installed.
    """
    try:
        import sqlite_utils
    except ImportError as error:
        found, remedy = "sqlite-utils is not installed", "install broadsheet[sqlite]"
        raise ExportError(Problem(where="sqlite", found=found, remedy=remedy)) from error
    records = list(records)
    database = sqlite_utils.Database(memory=True)
    texts, numbers = dict.fromkeys(TEXTS, str), dict.fromkeys(NUMBERS, int)
    papers = database.table("papers").create({**texts, **numbers}, pk="id")
    papers.insert_all(map(flat, records))
    keys = [("paper", "papers", "id")]
    names = {"paper": str, "place": int, "name": str}
    database.table("authors").create(names, pk=("paper", "place"), foreign_keys=keys).insert_all(_authors(records))
    tags = {"paper": str, "tag": str, "inferred": int}
    database.table("tags").create(tags, pk=("paper", "tag"), foreign_keys=keys).insert_all(_tags(records))
    papers.create_index(["day"])
    database.table("authors").create_index(["name"])
    database.table("tags").create_index(["tag"])
    papers.enable_fts(_SEARCHED, tokenize="porter")
    database.vacuum()
    return bytes(database.conn.serialize())


def _authors(records: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for record in records:
        for place, name in enumerate(record["authors"], start=1):
            yield {"paper": record["id"], "place": place, "name": name.encode("utf-8", "replace").decode()}


def _tags(records: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for record in records:
        for key, inferred in (("tags", 0), ("inferred_tags", 1)):
            for tag in record.get(key, ()):
                yield {"paper": record["id"], "tag": tag, "inferred": inferred}
