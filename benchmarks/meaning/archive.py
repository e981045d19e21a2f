"""The papers of an archive, for training and for questions: halves that never meet."""

import random
from collections.abc import Sequence
from pathlib import Path

from generator.archive.whole import whole_paper
from generator.content.snapshots import read_snapshots
from generator.model import Paper


def papers_of(site: Path) -> list[Paper]:
    """Every paper once, the oldest day's first, with AI summaries where the source has them."""
    found: dict[str, Paper] = {}
    for snapshot in read_snapshots(site / "content"):
        for paper in snapshot.papers:
            found.setdefault(paper.id, whole_paper(paper))
    return list(found.values())


def halves(papers: Sequence[Paper]) -> tuple[list[Paper], list[Paper]]:
    """Two halves at random, the same at each call: one to learn from, one to ask about."""
    shuffled = random.Random(0).sample(list(papers), len(papers))  # noqa: S311 - no secret
    return shuffled[: len(papers) // 2], shuffled[len(papers) // 2 :]
