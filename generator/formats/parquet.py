"""Parquet, by pyarrow: columns, compressed, for data frames.

https://parquet.apache.org/docs/file-format/
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from generator.errors import ExportError, Problem
from generator.formats.tables import NUMBERS, TEXTS, flat

_LISTS = ("authors", "tags", "inferred_tags", "categories")


def parquet(records: Iterable[Mapping[str, Any]]) -> bytes:
    """A row a record; lists stay lists.  The same records give the same bytes with the same pyarrow.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError as error:
        found, remedy = "pyarrow is not installed", "install broadsheet[parquet]"
        raise ExportError(Problem(where="parquet", found=found, remedy=remedy)) from error
    columns = {name: pa.string() for name in TEXTS} | {name: pa.int64() for name in NUMBERS}
    columns |= {name: pa.list_(pa.string()) for name in _LISTS}
    rows = [flat(record) | _lists(record) for record in records]
    data = io.BytesIO()
    write_table(pa.Table.from_pylist(rows, schema=pa.schema(columns)), data, compression="zstd")
    return data.getvalue()


def _lists(record: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: [text.encode("utf-8", "replace").decode() for text in record.get(name, ())] for name in _LISTS}
