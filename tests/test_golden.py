"""A small archive with awkward papers, built and compared whole, byte for byte.

After a change that is meant to show: `make golden`, then read the difference with `git diff --word-diff tests/golden`,
since pages are long lines.
"""

import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from sites import EXPECTED, GOLDEN_ROOT, build, files_in


def test_the_golden_site_is_as_it_was_accepted(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The same content, theme and program give the same bytes for every file of the site."""
    made = build(GOLDEN_ROOT, tmp_path / "site")
    if request.config.getoption("--accept-golden"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        shutil.copytree(made, EXPECTED)
        for picture in EXPECTED.rglob("*.png"):
            picture.write_bytes(b"")
    assert unpacked(files_in(made)) == unpacked(files_in(EXPECTED))


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` without what libraries pack in their own ways: pictures by name only, the search index unpacked."""
    shown = {file: b"" if file.endswith(".png") else data for file, data in files.items()}
    return {file: zlib.decompress(data, -15) if file.endswith(".bin") else data for file, data in shown.items()}
