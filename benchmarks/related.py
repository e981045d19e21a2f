"""Related papers: how long they take from nothing and after one added day, and how good they are.

    python benchmarks/related.py [--papers 10000] [--site DIR] [--jobs 2]

`--site` takes an archive that is there; otherwise papers are invented, with words as rare and as common as in life.
"""

import argparse
import itertools
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from generator.archive.index import build_archive
from generator.cache import Cache
from generator.content.everything import read_content
from generator.crew import Crew
from generator.kinship import Kinship
from generator.model import Archive, Content, Least, Ledger, Paper, Relation, Snapshot
from generator.text.folding import fold

_PER_DAY = 30
_TOPICS, _TOPIC_WORDS, _WORDS = 300, 60, 60_000


def invented(papers: int) -> Content:
    """So many papers of nobody's, each of a topic, in words whose frequencies follow Zipf's law."""
    rng = random.Random(7)  # noqa: S311 - invented text, no secret
    words = ["".join(rng.choices("abdefgiklmnoprstuvz", k=rng.randint(4, 10))) for _ in range(_WORDS)]
    weights = list(itertools.accumulate(1 / (place + 30) for place in range(_WORDS)))
    topics = [rng.choices(words, cum_weights=weights, k=_TOPIC_WORDS) for _ in range(_TOPICS)]

    def paper(number: int) -> Paper:
        topic = rng.choice(topics)
        said = [*rng.choices(words, cum_weights=weights, k=110), *rng.choices(topic, k=50)]
        rng.shuffle(said)
        title, keywords = " ".join(rng.choices(topic, k=9)), tuple(rng.choices(topic, k=6))
        return Paper(id=f"p{number}", title=title, abstract=" ".join(said), keywords=keywords)

    days = (
        Snapshot(
            day=date(2020, 1, 1) + timedelta(days=first // _PER_DAY),
            papers=tuple(paper(number) for number in range(first, min(papers, first + _PER_DAY))),
        )
        for first in range(0, papers, _PER_DAY)
    )
    return Content(snapshots=tuple(days), ledger=Ledger(), pages=(), notes={})


def share_of_common_keywords(related: Mapping[str, tuple[Relation, ...]], archive: Archive) -> tuple[float, int]:
    """Of the neighbours shown where both papers have keywords: how many share one, and of how many."""
    keywords = {one.id: frozenset(filter(None, map(fold, one.keywords))) for one in archive.papers.values()}
    pairs = [(keywords[one], keywords[near.id]) for one in archive.home for near in related[one]]
    both = [mine & theirs for mine, theirs in pairs if mine and theirs]
    return sum(map(bool, both)) / max(1, len(both)), len(both)


def rounds(archive: Archive, jobs: int) -> Iterator[tuple[str, Kinship]]:
    """Work it out from nothing, once more, and for one more day than was known."""
    last = [day for day in archive.days if day.papers][-1].day
    days = tuple(day for day in archive.days if day.day < last)
    shorter = replace(archive, days=days, home=_before(archive, last))
    with tempfile.TemporaryDirectory() as name:
        for what, part in (("all but a day, from nothing", shorter), ("one day added", archive), ("nothing", archive)):
            kinship = Kinship(part, Cache(Path(name)))
            start, spent = time.perf_counter(), _cpu_s()
            kinship.prepare(Crew(jobs=jobs))
            print(f"{what:<28} {time.perf_counter() - start:7.2f} s wall {_cpu_s() - spent:7.2f} s CPU")
            yield what, kinship
        size = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
        print(f"{'cache':<28} {size / 1e6:7.2f} MB")


def _before(archive: Archive, day: date) -> dict[str, date]:
    return {identifier: home for identifier, home in archive.home.items() if home < day}


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Time and judge related papers.")
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    content = read_content(options.site / "content") if options.site else invented(options.papers)
    archive = build_archive(content, least=Least(3))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = dict(rounds(archive, options.jobs))
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    share, pairs = share_of_common_keywords(found["nothing"], archive)
    print(f"{len(archive.home)} papers; {more / 1000:.0f} MB more memory; ", end="")
    print(f"neighbours with a keyword in common: {share:.3f} of {pairs}")


if __name__ == "__main__":
    main()
