"""Where the time of our own builds goes: each stage, cold, with nothing changed, and after one added day.

    python benchmarks/build.py [--papers 10000] [--rounds 3] [--site DIR]

`--site` builds an archive that is there, in a copy, instead of invented papers.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus


def stages(root: Path) -> dict[str, float]:
    """Seconds of each stage of one build, as the program itself tells them."""
    command = [sys.executable, "-m", "generator", "-C", str(root), "build", "--offline", "--json"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(run.stdout)["seconds"])


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="Time the stages of builds.")
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    corpus.compile_program()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "archive"
        if options.site:
            for part in ("content", "themes"):
                if (options.site / part).is_dir():
                    shutil.copytree(options.site / part, root / part)
        else:
            corpus.write_broadsheet(root, options.papers)
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
