"""The command line itself: options, exit statuses, and nothing imported or printed without need."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main
from generator.content.snapshots import snapshot_path

pytestmark = pytest.mark.usefixtures("quiet_environment")


def _status(arguments: Sequence[str]) -> int:
    """The status with which the program ends, whether it returns or exits."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def _process(*arguments: str, stdout: int = subprocess.PIPE) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["publish"], "invalid choice: 'publish'"),
        (["build", "--fast"], "unrecognized arguments: --fast"),
        (["build", "--since", "2025-02-30"], "'2025-02-30' is no day; expected YYYY-MM-DD"),
        (
            ["build", "--since", "2025-11-07", "--until", "2025-11-06"],
            "--since 2025-11-07 is after --until",
        ),
        (["build", "--since", "2025-11-08"], "--since 2025-11-08 is after today, 2025-11-07"),
        (["snapshot", "--date", "today"], "'today' is no day; expected YYYY-MM-DD"),
        (["snapshot", "--date", "2025-11-08"], "--date 2025-11-08 is after today, 2025-11-07"),
        (["snapshot", "--date", "2025-11-06", "--date", "2026-01-01"], "--date 2026-01-01 is after today"),
        (["snapshot", "--date", "2025-11-06", "--since", "2025-11-01"], "--date names single days"),
        (["snapshot", "--date", "2025-11-06", "--until", "2025-11-07"], "--date names single days"),
        (["serve", "--port", "0"], "'0' is no port; expected 1 to 65535"),
        (["serve", "--port", "65536"], "'65536' is no port; expected 1 to 65535"),
        (["serve", "--port", "http"], "'http' is no port; expected 1 to 65535"),
        (["-q", "-v", "build"], "not allowed with argument -q/--quiet"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str],
    found: str,
    site_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Options that make no sense are said in one line on stderr; nothing is read, written or printed."""
    monkeypatch.chdir(site_root)
    assert _status(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("broadsheet")
    assert found in said.err
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in site_root.rglob("*")) == ["content", "site.yaml"]


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["snapshot", "--help"], ["serve", "--help"]])
def test_help_ends_with_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Help goes to stdout, and is no error."""
    assert _status(arguments) == 0
    said = capsys.readouterr()
    assert said.out.startswith("usage: broadsheet")
    assert said.err == ""


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    """The help text gives commands to begin with, the exit statuses and the environment's variables."""
    _status(["--help"])
    said = capsys.readouterr().out
    assert "broadsheet build --offline" in said
    assert "0 done; 1 configuration" in said
    assert "HF_ENDPOINT" in said


@pytest.mark.parametrize("place", ["before", "after"])
def test_site_root_may_stand_before_and_after_the_command(place: str, site_root: Path) -> None:
    """`-C DIR` means the same on both sides of the command's name."""
    arguments = {
        "before": ["-C", str(site_root), "-q", "build", "--offline"],
        "after": ["build", "--offline", "-q", "-C", str(site_root)],
    }
    assert main(arguments[place]) == 0
    assert (site_root / "site" / "index.html").is_file()


def test_site_root_is_the_current_folder_otherwise(site_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `-C` the site of the current folder is built."""
    monkeypatch.chdir(site_root)
    assert main(["build", "--offline", "-q"]) == 0
    assert (site_root / "site" / "index.html").is_file()


@pytest.mark.parametrize("command", [["build", "--offline"], ["snapshot"], ["serve"]])
def test_folder_without_a_site_is_named(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Outside a site every command ends with 1, and says in one line what is missing and what to do."""
    assert main(["-C", str(tmp_path), *command]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"{tmp_path}/content/site.yaml: there is no such file" in said.err
    assert "name it with -C DIR" in said.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("SOURCE_DATE_EPOCH", "yesterday"), ("SOURCE_DATE_EPOCH", "9" * 30), ("BROADSHEET_TODAY", "tomorrow")],
)
def test_wrong_variable_is_one_line_and_status_1(
    name: str, value: str, site_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clock that cannot be read is named, with its value."""
    monkeypatch.setenv(name, value)
    assert main(["-C", str(site_root), "snapshot", "--date", "2025-11-06"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"broadsheet: error: {name}: found '{value}'")
    assert said.count("\n") == 1
    assert not snapshot_path(site_root / "content", date(2025, 11, 6)).exists()


def test_version_imports_no_library() -> None:
    """`--version` starts without the libraries that the commands use."""
    code = "import sys; from generator.cli import run; run()"
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    command = [sys.executable, "-c", report + code, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"broadsheet {__version__}\n"
    assert {"httpx", "jinja2", "livereload", "markdown_it", "msgspec", "rich", "stamina", "yaml"}.isdisjoint(
        done.stderr.split()
    )


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["build", "--help"], ["build", "--offline"], ["build", "--offline", "--json"]],
)
def test_reader_that_left_is_no_fault(arguments: list[str], site_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Output into a pipe that nobody reads any more ends quietly with 0."""
    monkeypatch.chdir(site_root)
    reader, writer = os.pipe()
    os.close(reader)
    done = _process(*arguments, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_module_is_the_same_program(site_root: Path) -> None:
    """`python -m generator` ends with the program's status."""
    assert _process("--version").stdout == f"broadsheet {__version__}\n"
    assert _process("-C", str(site_root / "nothing"), "build").returncode == 1
    assert _process("build", "--fast").returncode == 2
