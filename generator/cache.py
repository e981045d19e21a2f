"""What was worked out once, kept under the digest of all it was made from: `.cache/build/<kind>/<digest>`.

A file is found by what it was made of, so nothing in it can be out of date; it begins with a checksum, so that one
that was cut off or damaged is as good as none.  Nothing here is ever needed for a right result.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator import __version__

_CHECK_BYTES = 16


def digest(*parts: bytes) -> bytes:
    """16 bytes that stand for `parts`, each with its length."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()[:_CHECK_BYTES]


class Cache:
    """A folder of things made before; without a `folder` nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Keep things below `folder`, which need not exist."""
        self._folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """What was kept as `kind` under `key`; None if nothing was, or not whole."""
        if self._folder is None:
            return None
        try:
            data = (self._folder / kind / key).read_bytes()
        except OSError:
            return None
        body = data[_CHECK_BYTES:]
        return body if data[:_CHECK_BYTES] == digest(body) else None

    def kept_at(self, kind: str, key: str) -> int:
        """When that was kept, in nanoseconds since 1970; 0 if it never was."""
        if self._folder is None:
            return 0
        try:
            return (self._folder / kind / key).stat().st_mtime_ns
        except OSError:
            return 0

    def put(self, kind: str, key: str, body: bytes) -> None:
        """Keep `body`, where the disk allows it."""
        if self._folder is None:
            return
        path = self._folder / kind / key
        with suppress(OSError):
            try:
                path.write_bytes(digest(body) + body)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(digest(body) + body)

    def clear(self) -> None:
        """Forget everything."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def sweep(self, kind: str, keys: Iterable[str]) -> None:
        """Forget what is kept as `kind` under other keys than `keys`."""
        if self._folder is None:
            return
        with suppress(OSError):
            for name in set(os.listdir(self._folder / kind)).difference(keys):
                (self._folder / kind / name).unlink(missing_ok=True)


NO_CACHE = Cache(None)
"""Keeps nothing."""


@cache
def program_digest() -> bytes:
    """What stands for the program: its version, its files as they are, which in a checkout change without it.

    And for what it is made with: this Python, and the packages that are installed, by name and version.
    """
    folder = Path(__file__).parent
    files = sorted((str(path), path.stat()) for path in folder.rglob("*.py"))
    shown = "\n".join(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in files)
    return digest(__version__.encode(), shown.encode(), sys.version.encode(), "\n".join(_installed()).encode())


def _installed() -> list[str]:
    """The folders `<name>-<version>.dist-info` of all places that Python imports from, without opening any."""
    names: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names.update(name for name in os.listdir(place or ".") if name.endswith(".dist-info"))
    return sorted(names)
