"""The documentation says what the program does: configuration, README, changelog."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

from generator import __version__
from generator.cli import main
from generator.config import documented_keys

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `([\w.]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def test_configuration_page_lists_every_key_with_its_default() -> None:
    """docs/configuration.md gives each key, its default and what it does exactly as the code does."""
    page = (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8")
    table = page.partition("## The tag ledger")[0]
    documented = {key: (default.strip("`"), text) for key, default, text in _ROW.findall(table)}
    assert documented == documented_keys()


_VARIABLE = re.compile(r"""(?:environ\.get|_endpoint)\("([A-Z_]+)\"""")


def test_configuration_page_lists_every_variable() -> None:
    """Whatever the program looks up in the environment is told there."""
    page = (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "generator").rglob("*.py")]
    looked_up = {name for source in sources for name in _VARIABLE.findall(source)}
    assert looked_up >= {"HF_ENDPOINT", "HF_TOKEN", "ARXIV_ENDPOINT", "BROADSHEET_TODAY"}
    assert {name for name in looked_up if f"| `{name}` |" not in page} == set()


@pytest.mark.parametrize("command", ["build", "snapshot", "serve", "export"])
def test_readme_names_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command stands in the README, and has a help text."""
    assert f"`broadsheet {command}" in README
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"broadsheet {command}" in capsys.readouterr().out


def test_readme_has_exactly_two_commands_for_a_fresh_machine() -> None:
    """The first block of commands is `make` and `make test`, both targets of the Makefile."""
    block = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert [line.partition("#")[0].strip() for line in block[1].strip().splitlines()] == ["make", "make test"]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^site: .*\n\t\$\(BIN\)/broadsheet build$", makefile, re.MULTILINE)
    assert re.search(r"^test: ", makefile, re.MULTILINE)


def test_readme_links_lead_to_files() -> None:
    """Every relative link in the README and in docs/ leads to a file of the repository."""
    pages = [REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md"), REPOSITORY / "themes" / "README.md"]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    ]
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []


@pytest.fixture
def copy(tmp_path: Path, quiet_environment: pytest.MonkeyPatch) -> Path:
    """The repository as a fresh clone has it, and a feed that is down."""
    copy = tmp_path / "copy"
    derived = shutil.ignore_patterns(".venv", ".git", "site", ".cache", "*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(REPOSITORY, copy, ignore=derived)
    (copy / "site").mkdir()
    (copy / "site" / ".gitignore").write_bytes((REPOSITORY / "site" / ".gitignore").read_bytes())
    quiet_environment.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    return copy


def assert_make_builds(copy: Path) -> None:
    """Run `make` in `copy`: status 0, one warning that names the feed, the shipped content in site/."""
    make = shutil.which("make")
    assert make is not None
    done = subprocess.run([make], cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    warnings = [line for line in done.stderr.splitlines() if "broadsheet: warning" in line]
    assert done.returncode == 0, done.stderr
    assert len(warnings) == 1
    assert "http://127.0.0.1:9/api/daily_papers" in warnings[0]
    assert "106 papers of 24 days" in done.stdout
    assert (copy / "site" / "2026" / "05" / "08" / "index.html").is_file()
    assert (copy / "site" / ".gitignore").read_bytes() == (REPOSITORY / "site" / ".gitignore").read_bytes()


def test_build_command_of_the_readme_works_in_a_fresh_copy(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make` builds the shipped content; the copy uses the packages that are installed here."""
    binaries = copy / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "broadsheet").symlink_to(Path(sys.executable).parent / "broadsheet")
    (copy / ".venv" / "installed").touch()
    monkeypatch.setenv("PYTHONPATH", str(copy))
    assert_make_builds(copy)


@pytest.mark.skipif("CI" not in os.environ, reason="downloads packages; runs where CI is set")
def test_build_command_of_the_readme_sets_itself_up(copy: Path) -> None:
    """`make` in a fresh clone needs nothing but Python and the package index."""
    assert_make_builds(copy)
    assert (copy / ".venv" / "bin" / "broadsheet").is_file()


def test_version_is_one_that_package_indexes_accept() -> None:
    """The version is three numbers."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
