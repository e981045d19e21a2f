"""A small archive with awkward papers, built and compared whole, byte for byte.

After a change that is meant to show: `make golden`, then read the difference with `git diff tests/golden`.
"""

import shutil
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
    assert _without_pictures(made) == _without_pictures(EXPECTED)


def _without_pictures(folder: Path) -> dict[str, bytes]:
    """The files of `folder`; of pictures, whose bytes another pillow may pack otherwise, only which there are."""
    return {name: b"" if name.endswith(".png") else data for name, data in files_in(folder).items()}
