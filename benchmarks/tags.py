"""What the ledger makes of an archive: how many keywords it folds, how many papers it tags, and how well it guesses.

    python benchmarks/tags.py --site DIR [--since 2026-01-01]

The ledger is that of this repository, whatever the site has.  For the last figure the keywords of papers are hidden
from the tagger; what it infers from title and abstract is held against the tags that their keywords come to.  The
phrases are weighed on papers before `--since` (benchmarks/phrases.py), which is why papers from then on count.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from phrases import LEDGER, truth

from generator.archive.tagger import MOST_TAGS, Tagger
from generator.archive.whole import whole_paper
from generator.content.everything import read_content
from generator.content.ledger import read_ledger
from generator.model import Paper

FEWEST = 2


def folding(papers: Iterable[Paper], tagger: Tagger) -> str:
    """How many occurrences of keywords land on a tag, by a name of it or by one inside of a longer keyword."""
    words = [keyword for paper in papers for keyword in paper.keywords]
    exact = sum(tagger.named(word) is not None for word in words)
    within = sum(tagger.named(word) is None and tagger.within(word) is not None for word in words)
    total = max(1, len(words))
    return f"{len(words)} keywords: {exact / total:.1%} are names of a tag, {within / total:.1%} hold one"


def coverage(papers: Iterable[Paper], tagger: Tagger) -> str:
    """How many papers carry how many tags of the ledger."""
    counts = Counter[int]()
    given = Counter[str]()
    for paper in papers:
        named = tagger.keywords(paper).named
        inferred = tagger.inferred(paper, named)
        counts[len(named) + len(inferred)] += 1
        given.update({"named": len(named), "inferred": len(inferred)})
    total = counts.total()
    two = sum(n for size, n in counts.items() if size >= FEWEST) / total
    many = sum(n for size, n in counts.items() if size > MOST_TAGS) / total
    mean = sum(size * n for size, n in counts.items()) / total
    return (
        f"{total} papers: {two:.1%} carry two tags or more, {many:.1%} more than {MOST_TAGS}; {mean:.2f} on average "
        f"({given['named'] / total:.2f} named, {given['inferred'] / total:.2f} inferred)"
    )


def quality(papers: Iterable[Paper], tagger: Tagger) -> str:
    """Precision and recall over all pairs of a paper and a tag, keywords hidden."""
    right = guessed = wanted = count = 0
    for paper in papers:
        tags = truth(paper, tagger)
        found = set(tagger.inferred(replace(paper, keywords=(), tags=())))
        right, guessed, wanted, count = right + len(tags & found), guessed + len(found), wanted + len(tags), count + 1
    return f"{count} papers, precision {right / max(1, guessed):.3f}, recall {right / max(1, wanted):.3f}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the ledger.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--since", type=date.fromisoformat, default=date(2026, 1, 1))
    options = parser.parse_args()
    ledger = read_ledger(LEDGER.parent)
    tagger = Tagger(ledger)
    days = read_content(options.site / "content").snapshots
    dated = {paper.id: (day.day, whole_paper(paper)) for day in reversed(days) for paper in day.papers}
    papers = [paper for _, paper in dated.values()]
    began = time.perf_counter()
    covered = coverage(papers, tagger)
    seconds = time.perf_counter() - began
    print(f"ledger    {len(ledger.tags)} tags in {len(ledger.areas)} areas, {len(tagger.phrases)} phrases")
    print("folding  ", folding(papers, tagger))
    print("coverage ", f"{covered}; {seconds:.2f} s")
    for name, is_new in (("before", False), ("since", True)):
        shown = [paper for day, paper in dated.values() if paper.keywords and (day >= options.since) is is_new]
        print(f"quality   {name} {options.since}:", quality(shown, tagger))


if __name__ == "__main__":
    main()
