"""The table of meanings that ships with the program: a file that `generator.search.meaning` takes apart.

Made by `benchmarks/meaning/train.py`; `meaning.NOTICE` beside it says from what.
"""

import hashlib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("meaning.bin")


@cache
def table_data() -> bytes:
    """The table as it is published."""
    return _FILE.read_bytes()


@cache
def table_version() -> str:
    """What stands for the table in everything that is made with it."""
    return version_of(table_data())


def version_of(data: bytes) -> str:
    """What stands for a table that is written so."""
    return hashlib.sha256(data).hexdigest()[:12]
