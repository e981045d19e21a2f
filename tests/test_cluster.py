"""Builds on a Dask cluster: a scheduler and two workers, each a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY
from sites import copied_root, files_in

from generator.edition import Place, print_pages
from generator.errors import WorkerError


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    quiet = {"cwd": REPOSITORY, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    processes = [subprocess.Popen([*command, "--no-dashboard", "--scheduler-file", str(file)], **quiet)]  # type: ignore[call-overload]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1"]
    worker += ["--no-dashboard", "--no-nanny", "--local-directory", str(folder)]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]  # type: ignore[call-overload]
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield json.loads(file.read_bytes())["address"]
    for process in processes:
        process.terminate()
        process.wait(20)


def _build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "-C", str(root), "build", "--offline", *options]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)


def test_a_cluster_makes_the_same_site(scheduler: str, tmp_path: Path) -> None:
    """Workers that share nothing with the build but its folders write what one process writes."""
    root = copied_root(tmp_path / "root")
    run = _build(root, "--scheduler", scheduler, "--output", str(tmp_path / "cluster"))
    assert (run.returncode, run.stderr) == (0, "")
    assert _build(root, "--full", "--jobs", "1", "--output", str(tmp_path / "alone")).returncode == 0
    assert files_in(tmp_path / "cluster") == files_in(tmp_path / "alone")


def test_faults_come_back_from_a_cluster(scheduler: str, tmp_path: Path) -> None:
    """A template that fails on a worker is named with its line and its page."""
    root = copied_root(tmp_path / "root")
    templates = root / "themes" / "broadsheet" / "templates"
    templates.mkdir(parents=True)
    (templates.parent / "theme.yaml").write_text("name: Mine\nextends: broadsheet\n", encoding="utf-8")
    (templates / "paper.html").write_text("one\n{{ paper.nothing }}", encoding="utf-8")
    run = _build(root, "--scheduler", scheduler)
    assert run.returncode == 1
    assert "paper.html:2: UndefinedError" in run.stderr
    assert "(on the page /papers/" in run.stderr
    assert "Traceback" not in run.stderr


def test_workers_need_not_stand_where_the_build_does(scheduler: str, tmp_path: Path) -> None:
    """A build that is run inside a site, as most are, names its folders to the workers in full."""
    root = copied_root(tmp_path / "root")
    command = [sys.executable, "-m", "generator", "build", "--offline", "--scheduler", scheduler, "--output", "cluster"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")
    assert _build(root, "--full", "--jobs", "1", "--output", str(tmp_path / "alone")).returncode == 0
    assert files_in(root / "cluster") == files_in(tmp_path / "alone")


def test_a_scheduler_without_workers_is_one_line(tmp_path: Path) -> None:
    """A build does not wait for ever for somebody to do its work."""
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    command += ["--no-dashboard", "--scheduler-file", str(file)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        address = json.loads(file.read_bytes())["address"]
        run = _build(copied_root(tmp_path / "root"), "--scheduler", address)
    finally:
        process.terminate()
        process.wait(20)
    assert run.returncode == 1
    assert "has no worker after 10 s; start some with: dask worker tcp://" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_workers_that_see_another_disk_or_program_are_named(tmp_path: Path) -> None:
    """A worker that cannot read what the build wrote for it, or runs another version, says so."""
    with pytest.raises(WorkerError, match="a worker cannot read it"):
        print_pages(str(tmp_path / "edition.pickle"), [Place(0, 0)], tmp_path)
    (tmp_path / "edition.pickle").write_bytes(b"0.0.0\n")
    with pytest.raises(WorkerError, match=r"a worker runs Broadsheet .*, not 0\.0\.0"):
        print_pages(str(tmp_path / "edition.pickle"), [Place(0, 0)], tmp_path)
