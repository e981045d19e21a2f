"""Content, configuration, theme and program decide every byte of the site; nothing else does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY
from sites import BASE_URL, GOLDEN_ROOT, build, copied_root, files_in


def built_by_a_process(output: Path, **environment: str) -> dict[str, bytes]:
    """The golden site as a process of its own builds it, with `environment` added to that of the tests."""
    options = ["--offline", "--quiet", "--base-url", BASE_URL, "--output", str(output)]
    subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(GOLDEN_ROOT), "build", *options],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        check=True,
        timeout=60,
    )
    return files_in(output)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The golden site, built here."""
    return files_in(build(GOLDEN_ROOT, tmp_path_factory.mktemp("expected") / "site"))


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
        {"BROADSHEET_TODAY": "2031-01-01", "SOURCE_DATE_EPOCH": "1", "HF_ENDPOINT": "http://127.0.0.1:9"},
    ],
    ids=["hash seed", "time zone east", "time zone west", "clock"],
)
def test_machine_changes_no_byte(environment: dict[str, str], expected: dict[str, bytes], tmp_path: Path) -> None:
    """Hash seed, time zone, locale, clock and endpoint of the machine leave the site as it is."""
    assert built_by_a_process(tmp_path / "site", **environment) == expected


@pytest.mark.parametrize("backwards", [False, True])
def test_order_of_files_on_disk_changes_no_byte(expected: dict[str, bytes], tmp_path: Path, *, backwards: bool) -> None:
    """In whatever order the files of the content were made, the site is the same."""
    root = tmp_path / "root"
    paths = sorted((path for path in GOLDEN_ROOT.rglob("*") if path.is_file()), reverse=backwards)
    for path in paths:
        copy = root / path.relative_to(GOLDEN_ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    assert files_in(build(root, tmp_path / "site")) == expected


def test_what_was_built_before_changes_no_byte(expected: dict[str, bytes], tmp_path: Path) -> None:
    """A build over an older site, of other content, title and theme, is the same as one into a fresh folder."""
    older = copied_root(tmp_path / "older")
    shutil.copy(older / "content/days/2025/2025-10-29.yaml", older / "content/days/2025/2025-10-28.yaml")
    _replace(older / "content/days/2025/2025-10-28.yaml", "day: 2025-10-29", "day: 2025-10-28")
    _replace(older / "content/site.yaml", "title: The Made-Up Papers", "title: An Older Name")
    _replace(older / "content/tags.yaml", "slug: kites", "slug: stunt-kites")
    before = files_in(build(older, tmp_path / "site"))
    assert before.keys() - expected.keys()
    assert files_in(build(GOLDEN_ROOT, tmp_path / "site")) == expected


def test_place_of_the_site_root_changes_no_byte(expected: dict[str, bytes], tmp_path: Path) -> None:
    """A copy of the site elsewhere on the disk builds to the same bytes: no path of the machine is in them."""
    assert files_in(build(copied_root(tmp_path / "über all" / "root"), tmp_path / "site")) == expected


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
