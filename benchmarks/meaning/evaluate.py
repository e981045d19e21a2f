"""How well a table of meanings finds papers that it was not trained on, whole and in few bits.

    python benchmarks/meaning/evaluate.py --site DIR --table HALF.bin [--fractions HALF.npy]

`--table` is what `train.py --half` wrote; the archive has to be the same.  Of the papers that were left out there, q1
asks for a paper by its AI summary, q1hard by what is left of it without the title's words and rare ones, q2 for an
abstract by its title; "all" looks for it among all papers.
"""

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from archive import halves, papers_of
from numpy.typing import NDArray

from generator.model import Paper
from generator.search.meaning import Table, vectors_of
from generator.search.pieces import Pieces

_WORD = re.compile(r"\w+")
_FEW = 5
_FIRST = 10


def ranks(queries: NDArray[np.float64], documents: NDArray[np.float64], wanted: Sequence[int]) -> NDArray[np.int64]:
    """At which place each query's document comes, from 1."""
    found = []
    for at in range(0, len(queries), 256):
        alike = queries[at : at + 256] @ documents.T
        right = alike[np.arange(len(alike)), wanted[at : at + 256]]
        found.append(1 + (alike > right[:, None]).sum(axis=1))
    return np.concatenate(found)


def places(texts: Sequence[str], table: Table) -> NDArray[np.float64]:
    """Where texts stand, in bytes, as documents do."""
    return _unit(vectors_of(texts, table).astype(np.float64))


def fraction_places(texts: Sequence[str], table: Table, fractions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where texts stand with all the bits of the table as it was trained."""
    pieces = Pieces({word: number for number, word in enumerate(table.words)})
    return _unit(np.array([fractions[pieces.of(text)].sum(axis=0) for text in texts]))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = rows / np.maximum(1e-9, np.linalg.norm(rows, axis=1))[:, None]
    return found


def questions(papers: Sequence[Paper], every: Sequence[Paper]) -> dict[str, tuple[list[str], list[int], list[str]]]:
    """By the name of each set: what is asked, which document is wanted, and all documents."""
    numbers = {one.id: number for number, one in enumerate(every)}
    common = Counter(word for one in every for word in set(_WORD.findall(_text(one).lower())))
    asked = [number for number, one in enumerate(papers) if one.summary]
    summaries, whole = [str(papers[number].summary) for number in asked], list(map(_text, papers))
    hard = [(_hard(papers[number], common), number) for number in asked[:1500]]
    third = papers[: len(papers) // 3]
    return {
        "q1": (summaries, asked, whole),
        "q1 all": (summaries, [numbers[papers[number].id] for number in asked], list(map(_text, every))),
        "q1hard": ([text for text, _ in hard if text], [number for text, number in hard if text], whole),
        "q2": ([one.title for one in third], list(range(len(third))), [one.abstract for one in third]),
    }


def _hard(paper: Paper, common: Counter[str]) -> str:
    title = set(_WORD.findall(paper.title.lower()))
    words = _WORD.findall(str(paper.summary).lower())
    return " ".join(word for word in words if word not in title and common[word] > _FEW)


def _text(paper: Paper) -> str:
    return f"{paper.title}. {paper.abstract}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Judge a table of meanings on papers it does not know.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--fractions", type=Path)
    options = parser.parse_args()
    table = Table.read(options.table.read_bytes())
    fractions = np.load(options.fractions).astype(np.float64) if options.fractions else None
    papers = papers_of(options.site)
    for name, (asked, wanted, documents) in questions(halves(papers)[1], papers).items():
        found = {"in bytes": ranks(places(asked, table), places(documents, table), wanted)}
        if fractions is not None:
            both = [fraction_places(texts, table, fractions) for texts in (asked, documents)]
            found["in fractions"] = ranks(both[0], both[1], wanted)
        for how, ranked in found.items():
            mrr, top = (1 / ranked).mean(), (ranked <= _FIRST).mean()
            print(f"{name:<7} {how:<13} MRR {mrr:.3f}  R@10 {top:.3f}  ({len(asked)} of {len(documents)})")


if __name__ == "__main__":
    main()
