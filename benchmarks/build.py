"""Where the time of our own builds goes: each stage, cold, with nothing changed, and after one added day.

    python benchmarks/build.py [--papers 10000] [--rounds 3] [--site DIR] [--finding]

`--site` builds an archive that is there, in a copy, instead of invented papers.  `--finding` builds it with and without
search, places in meaning, related papers and trends, in turn, and tells what these cost; with `--papers`, of so many,
perturbed copies of its own among them, as `benchmarks/search.py` makes them.  `TMPDIR` says where.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import corpus

_FINDING = ("search", "search_meaning", "related", "trends")
_READ_AGAIN, _MIDDLE = 14, 16
"""Days that are read again, and the day on which the second half of a month begins: docs/search.md."""


def stages(root: Path) -> dict[str, float]:
    """Seconds of each stage of one build, as the program itself tells them."""
    command = [sys.executable, "-m", "generator", "-C", str(root), "build", "--offline", "--json"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(run.stdout)["seconds"])


def cost(root: Path, jobs: str) -> dict[str, float]:
    """Seconds of a build, of the clock and of processors and those of its stages."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "generator", "-C", str(root), "build", "--offline", "--json", "--jobs", jobs]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, **json.loads(run.stdout)["seconds"]}


def finding(site: Path, papers: int | None, rounds: int, jobs: str, folder: Path) -> None:
    """Print what finding things costs in builds of the archive of `site`: cold ones, and after one added day.

    Twice a month such a day lets papers join the large part of the search index: that one is *half a month*.
    """
    roots = {"with": folder / "with", "without": folder / "without"}
    _write_archive(site, papers, roots["with"])
    shutil.copytree(roots["with"], roots["without"])
    config = roots["without"] / "content" / "site.yaml"
    off = "".join(f"{key}: false\n" for key in _FINDING)
    config.write_text(f"{config.read_text('utf-8').rstrip()}\n{off}", encoding="utf-8")
    found: dict[tuple[str, str], list[dict[str, float]]] = defaultdict(list)
    for _ in range(rounds):
        for kind, root in roots.items():
            for part in ("site", ".cache"):
                shutil.rmtree(root / part, ignore_errors=True)
            found["cold", kind].append(cost(root, jobs))
            _tell("cold", kind, found)
    for step, is_border in (("half a month", True), ("one day added", False)):
        for root in roots.values():
            _end_at(root / "content" / "days", is_border=is_border)
            cost(root, jobs)
        for _ in range(rounds):
            for kind, root in roots.items():
                newest = _days(root / "content" / "days")[-1]
                newest.rename(folder / newest.name)
                cost(root, jobs)
                (folder / newest.name).rename(newest)
                found[step, kind].append(cost(root, jobs))
                _tell(step, kind, found)


def _days(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"), key=lambda path: path.name)


def _end_at(folder: Path, *, is_border: bool) -> None:
    """Take days from the end until the newest one is such that moves the border of the search index, or is not."""
    while True:
        before, newest = (date.fromisoformat(path.stem) - timedelta(days=_READ_AGAIN) for path in _days(folder)[-2:])
        moves = (before.month, before.day >= _MIDDLE) != (newest.month, newest.day >= _MIDDLE)
        if moves == is_border:
            return
        _days(folder)[-1].unlink()


def _tell(step: str, kind: str, found: dict[tuple[str, str], list[dict[str, float]]]) -> None:
    runs = found[step, kind]
    medians = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
    told = "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in medians.items())
    print(f"{step:<14} {kind:<8} of {len(runs)}:  {told}", flush=True)


def _write_archive(site: Path, papers: int | None, root: Path) -> None:
    """The archive of `site`, or so many papers made of its own."""
    if (site / "themes").is_dir():
        shutil.copytree(site / "themes", root / "themes")
    if not papers:
        shutil.copytree(site / "content", root / "content")
        return
    from search import corpus as grown

    from generator.content.everything import read_content
    from generator.content.snapshots import write_snapshot

    shutil.copytree(site / "content", root / "content", ignore=shutil.ignore_patterns("days", "notes"))
    for snapshot in grown(read_content(site / "content"), papers).snapshots:
        write_snapshot(root / "content", snapshot)


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="Time the stages of builds.")
    parser.add_argument("--papers", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--finding", action="store_true")
    parser.add_argument("--jobs", default="2")
    options = parser.parse_args()
    corpus.compile_program()
    with tempfile.TemporaryDirectory() as name:
        if options.finding:
            finding(options.site, options.papers, options.rounds, options.jobs, Path(name))
            return
        root = Path(name) / "archive"
        if options.site:
            for part in ("content", "themes"):
                if (options.site / part).is_dir():
                    shutil.copytree(options.site / part, root / part)
        else:
            corpus.write_broadsheet(root, options.papers or 10_000)
        newest = max((root / "content" / "days").rglob("*.yaml"), key=lambda path: path.name)
        aside = Path(name) / newest.name
        found: dict[str, list[dict[str, float]]] = {"cold": [], "nothing changed": [], "one day added": []}
        for number in range(options.rounds):
            for part in ("site", ".cache"):
                if (root / part).exists():
                    (root / part).rename(Path(name) / f"{part}-{number}")
            found["cold"].append(stages(root))
            found["nothing changed"].append(stages(root))
            newest.rename(aside)
            stages(root)
            aside.rename(newest)
            found["one day added"].append(stages(root))
    for kind, runs in found.items():
        medians = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
        print(f"{kind:<16}", "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in medians.items()))


if __name__ == "__main__":
    main()
