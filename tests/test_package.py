"""The wheel: what it contains, and that it works away from the repository."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY

from generator import __version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_program_and_its_themes(wheel: Path) -> None:
    """Every module and every file of the shipped themes is in it; the archive's own content is not."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    themes = REPOSITORY / "themes"
    files = {f"generator/themes/{path.relative_to(themes)}" for path in themes.glob("*/**/*") if path.is_file()}
    modules = {str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "generator").rglob("*.py")}
    assert files | modules <= names
    assert not {name for name in names if name.startswith(("content/", "tests/", "site/"))}


def test_the_installed_program_builds_from_any_folder(wheel: Path, site_root: Path, tmp_path: Path) -> None:
    """After an installation from the wheel, the console script and `python -m generator` build a site elsewhere."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    binaries = environment / "bin"
    subprocess.run([binaries / "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    variables = {**os.environ, "PYTHONPATH": "", "PYTHONSAFEPATH": "1"}
    found = subprocess.run([binaries / "broadsheet", "--version"], check=True, capture_output=True, text=True)
    assert found.stdout == f"broadsheet {__version__}\n"
    # The packages it depends on come from the environment of these tests, behind its own.
    borrowed = Path(sysconfig.get_path("purelib", vars={"base": str(environment)})) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    for program in ([binaries / "broadsheet"], [binaries / "python", "-m", "generator"]):
        command = [*program, "build", "--offline"]
        built = subprocess.run(command, cwd=site_root, env=variables, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr
    assert (site_root / "site" / "index.html").is_file()


def test_version_and_help_need_no_library(quiet_environment: pytest.MonkeyPatch) -> None:
    """`--version` and `--help` load neither templates nor YAML nor HTTP, and so are quick."""
    quiet_environment.setenv("PYTHONPROFILEIMPORTTIME", "1")
    for option in ("--version", "--help"):
        done = subprocess.run([sys.executable, "-m", "generator", option], check=True, capture_output=True, text=True)
        assert not {"jinja2", "yaml", "httpx", "rich", "msgspec"} & set(done.stderr.replace("|", " ").split())


def test_a_closed_pipe_is_no_error() -> None:
    """A reader that has seen enough does not make the program complain."""
    command = f'"{sys.executable}" -m generator build --help | head -c 1'
    done = subprocess.run(["/bin/sh", "-c", command], check=True, capture_output=True, text=True)
    assert done.stderr == ""
