"""How long a whole build takes: cold, and again with nothing changed.

    python benchmarks/build.py [--papers 10000] [--runs 3]

Makes an archive of invented papers (30 a day, 12 keywords each, abstracts of 1,200 characters) in a temporary folder
and times `broadsheet build --offline` as a whole process.  Quote medians, and compare only what ran side by side.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from generator.content.snapshots import write_snapshot
from generator.model import Paper, Receipt, Snapshot, VoteCount

_REPOSITORY = Path(__file__).parent.parent
_WORDS = (
    "agent attention baseline benchmark bias caption data decoder diffusion distill embedding encoder "
    "evaluation feature flow gradient graph image inference kernel language latent layer learning length "
    "loss memory method model motion network noise output parameter planning policy prompt query ranking "
    "reasoning retrieval reward sample scale scene score search sequence signal speech structure student "
    "task teacher text token training transfer tuning vector video vision weight window world "
).split()
_PER_DAY = 30


def make_archive(root: Path, *, papers: int) -> None:
    """Write `papers` invented papers below `root`, the same at each call."""
    rng = random.Random(7)  # noqa: S311 - invented text, no secret
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: Benchmark\n", encoding="utf-8")
    shutil.copy(_REPOSITORY / "content" / "tags.yaml", root / "content")
    vocabulary = [f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}" for _ in range(papers // 3)]
    day = date(2024, 1, 1)
    for first in range(0, papers, _PER_DAY):
        count = min(_PER_DAY, papers - first)
        now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        rows = tuple(_paper(rng, vocabulary, first + number, day, now) for number in range(count))
        receipt = Receipt(source="huggingface", url="https://example.org", fetched_at=now, papers=count, complete=True)
        write_snapshot(root / "content", Snapshot(day=day, snapshots=(receipt,), papers=rows))
        day += timedelta(days=1)


def _paper(rng: random.Random, vocabulary: list[str], number: int, day: date, now: datetime) -> Paper:
    sentences = [" ".join(rng.choices(_WORDS, k=18)).capitalize() + "." for _ in range(10)]
    upvotes = rng.randrange(120)
    return Paper(
        id=f"{day:%y%m}.{number % 100000:05}",
        title=" ".join(rng.choices(_WORDS, k=9)).title(),
        authors=tuple(f"{rng.choice(_WORDS).title()} {rng.choice(_WORDS).title()}" for _ in range(8)),
        published=day - timedelta(days=1),
        abstract=" ".join(sentences),
        upvotes=upvotes,
        comments=1,
        votes=(VoteCount(at=now, upvotes=upvotes, comments=1),),
        keywords=tuple(rng.sample(vocabulary, 12)),
    )


def time_build(root: Path) -> float:
    """Seconds of wall time that one whole build takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "generator", "-C", root, "build", "--offline", "--quiet"], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="Time whole builds.")
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cold, again = [], []
        root = Path(folder) / "archive"
        make_archive(root, papers=options.papers)
        for number in range(options.runs):
            shutil.rmtree(root / ".cache", ignore_errors=True)
            if (root / "site").exists():
                # A tree is moved aside, not deleted: deleting one slows down what is written next.
                (root / "site").rename(Path(folder) / f"site-{number}")
            cold.append(time_build(root))
            again.append(time_build(root))
        files = [path for path in (root / "site").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"papers {options.papers}, files {len(files)}, {size / 1e6:.1f} MB")
    print(f"cold {statistics.median(cold):.1f} s, again {statistics.median(again):.1f} s, peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
