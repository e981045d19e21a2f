"""`.cache/answers.json`: by what each answer can be asked for again only if it changed.

Derived and safe to delete: without it everything is read whole.  What it says counts only while the archive is as it
was then, which `state` tells: a file that was put back to an older version is read anew.
"""

import json
from pathlib import Path
from typing import Any

from generator.errors import OutputError
from generator.fetch import Validators
from generator.files import write_atomically


class Remembered:
    """The validators of earlier answers, by a key that names what was asked for."""

    def __init__(self, cache: Path) -> None:
        """Read what is remembered below `cache`; a file that cannot be understood is none."""
        self._path = cache / "answers.json"
        self._rows: dict[str, Any] = {}
        self._changed = False
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return
        self._rows = found if isinstance(found, dict) else {}

    def validators(self, key: str, *, state: str) -> Validators | None:
        """What to ask by, if the archive is still as it was after that answer."""
        match self._rows.get(key):
            case {"state": str() as known, "etag": str() as etag, "last_modified": str() as moment} if known == state:
                return Validators(etag=etag, last_modified=moment)
            case _:
                return None

    def note(self, key: str, validators: Validators, *, state: str) -> None:
        """Remember an answer, if there is anything to ask by."""
        if validators and state:
            row = {"state": state, "etag": validators.etag, "last_modified": validators.last_modified}
            self._changed |= self._rows.get(key) != row
            self._rows[key] = row

    def save(self) -> None:
        """Write what is remembered; that it cannot be written costs the next run time, and no more."""
        if not self._changed:
            return
        try:
            write_atomically(self._path, json.dumps(self._rows, indent=0, sort_keys=True).encode())
        except OutputError:
            return
