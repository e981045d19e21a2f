"""Papers → the papers nearest to each by their words: TF-IDF and the cosine, in whole numbers.

Every sum is of whole numbers below 2**53, so that it is the same whatever adds them up in whatever order.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.archive.commonness import COMMON_WORDS
from generator.archive.terms import Term
from generator.model import Relation

NEIGHBOURS = 5
_WORDS_SHOWN = 3
_KEPT_TERMS = 40
"""So many of its heaviest words stand for a paper: the rest change few neighbours and cost most of the time."""
_UNIT = 4000
"""The length of every paper's vector."""
_LEAST = int(0.08 * _UNIT * _UNIT)
"""Papers less alike than that (cosine 0.08) are no neighbours."""
_PRIOR = 1024
"""As from so many papers is what is known of words before any is read: the first ones do not tell which are rare."""
_CELLS = 1 << 20
_IDF_STEPS = 4
"""Steps a doubling: so coarse that a paper more or less seldom changes the weight of a word."""
_TF = np.array([0, *(np.floor(16 * (1 + np.log2(np.arange(1, 256))) + 0.5))]).astype(np.int64)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """The words of some papers: for each paper as many of `keys` and `counts` as `sizes` says, by key.

    `written` are its words as they are written there, in the same order, joined by line breaks.
    """

    ids: tuple[str, ...]
    sizes: Ints
    keys: NDArray[np.uint64]
    counts: Ints
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """In how many of `papers` each of `keys` stands; `keys` are sorted."""

    papers: int
    keys: NDArray[np.uint64]
    counts: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Some papers, each as its heaviest words: a row of `keys`, and of their `weights`, padded with 0."""

    ids: tuple[str, ...]
    keys: NDArray[np.uint64]
    weights: NDArray[np.uint16]


class Near(NamedTuple):
    """A neighbour: its number, and the keys of the words that make it one, the weightiest first."""

    number: int
    keys: tuple[int, ...]


@lru_cache(maxsize=1 << 17)
def key_of(word: str) -> int:
    """The number that stands for a word: no two of an archive share one, as good as surely."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little") or 1


def bags_of(papers: Iterable[tuple[str, Mapping[str, Term]]]) -> Bags:
    """The words of papers, each given by its id and its terms."""
    ids, sizes, keys, counts, written = [], [], [], [], []
    for identifier, terms in papers:
        rows = sorted((key_of(word), term) for word, term in terms.items())
        ids.append(identifier)
        sizes.append(len(rows))
        keys += [key for key, _ in rows]
        counts += [min(term.times, len(_TF) - 1) for _, term in rows]
        written.append("\n".join([term.written for _, term in rows]))
    return Bags(
        ids=tuple(ids),
        sizes=np.array(sizes, np.int64),
        keys=np.array(keys, np.uint64),
        counts=np.array(counts, np.int64),
        written=tuple(written),
    )


def rarity_of(bags: Bags) -> Rarity:
    """In how many of these papers each of their words stands."""
    keys, counts = np.unique(bags.keys, return_counts=True)
    return Rarity(papers=len(bags.ids), keys=keys, counts=counts.astype(np.int64))


def usual_rarity() -> Rarity:
    """What is known before any paper is."""
    common = sorted(
        (key_of(word), _PRIOR // one_in) for one_in, words in COMMON_WORDS.items() for word in words.split()
    )
    keys, counts = zip(*common, strict=True)
    return Rarity(papers=_PRIOR, keys=np.array(keys, np.uint64), counts=np.array(counts, np.int64))


def joined_rarity(parts: Sequence[Rarity]) -> Rarity:
    """In how many of all papers each word stands, given that for parts of them."""
    keys, places = np.unique(np.concatenate([part.keys for part in parts]), return_inverse=True)
    counts = np.bincount(places, np.concatenate([part.counts for part in parts]), minlength=len(keys))
    return Rarity(papers=sum(part.papers for part in parts), keys=keys, counts=counts.astype(np.int64))


def vectors_of(bags: Bags, before: Rarity) -> Vectors:
    """Each paper as its heaviest words, by how rare they were `before` it, all of equal length."""
    count = len(bags.ids)
    keys = np.zeros((count, _KEPT_TERMS), np.uint64)
    weights = np.zeros((count, _KEPT_TERMS), np.int64)
    if len(bags.keys):
        weighed = _TF[bags.counts] * _idf(bags.keys, before)
        papers = np.repeat(np.arange(count), bags.sizes)
        order = np.lexsort((bags.keys, -weighed, papers))
        ranks = np.arange(len(order)) - np.repeat(np.cumsum(bags.sizes) - bags.sizes, bags.sizes)
        kept = order[ranks < _KEPT_TERMS]
        rows, columns = papers[kept], ranks[ranks < _KEPT_TERMS]
        keys[rows, columns], weights[rows, columns] = bags.keys[kept], weighed[kept]
    length = np.sqrt(np.maximum(1, (weights * weights).sum(axis=1)).astype(np.float64))
    scaled = np.floor(_UNIT * weights / length[:, None] + 0.5).astype(np.uint16)
    keys[scaled == 0] = 0
    return Vectors(ids=bags.ids, keys=keys, weights=scaled)


def _idf(keys: NDArray[np.uint64], known: Rarity) -> Ints:
    """How rare each key is, in steps; a key that nobody used counts as half a paper's.

    What a quarter of the papers use is not rare at all: it would join all with all.
    """
    counts = np.zeros(len(keys))
    if len(known.keys):
        places = np.minimum(np.searchsorted(known.keys, keys), len(known.keys) - 1)
        counts = np.where(known.keys[places] == keys, known.counts[places], 0)
    steps = np.floor(_IDF_STEPS * np.log2((known.papers + 1) / (counts + 0.5)) + 0.5).astype(np.int64)
    return np.where(steps >= 2 * _IDF_STEPS, steps, 0)


class Field:
    """Papers among which neighbours are looked for, in the order of their days; what is found says their numbers."""

    def __init__(self, parts: Sequence[Vectors]) -> None:
        """Note for each word which papers it stands in."""
        self.ids = tuple(identifier for part in parts for identifier in part.ids)
        keys = np.concatenate([part.keys for part in parts]) if parts else np.zeros((0, _KEPT_TERMS), np.uint64)
        self._weights = np.concatenate([part.weights for part in parts]) if parts else np.zeros_like(keys, np.uint16)
        self._keys, terms = np.unique(keys, return_inverse=True)
        self._terms = terms.reshape(keys.shape).astype(np.int32)
        order = np.argsort(self._terms, axis=None, kind="stable")
        self._papers = (order // _KEPT_TERMS).astype(np.int32)
        self._found = self._weights.ravel()[order]
        self._first = np.searchsorted(self._terms.ravel()[order], np.arange(len(self._keys) + 1))
        self._at = self._terms.ravel()[order].astype(np.int64) * len(self.ids) + self._papers

    def nearest(self, numbers: Sequence[int], limit: int) -> list[tuple[Near, ...]]:
        """The neighbours of each of `numbers` among the first `limit` papers, the nearest first, ties by id."""
        step = max(1, _CELLS // max(1, limit))
        return [
            near for at in range(0, len(numbers), step) for near in self._some_nearest(numbers[at : at + step], limit)
        ]

    def _some_nearest(self, numbers: Sequence[int], limit: int) -> list[tuple[Near, ...]]:
        rows = np.array(numbers, np.int64)
        used = self._weights[rows] > 0
        terms, weights = self._terms[rows][used].astype(np.int64), self._weights[rows][used].astype(np.int64)
        owners = np.repeat(np.arange(len(rows)), used.sum(axis=1))
        first = self._first[terms]
        sizes = np.searchsorted(self._at, terms * len(self.ids) + limit) - first
        places = np.arange(sizes.sum()) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
        cells = np.repeat(owners * limit, sizes) + self._papers[places]
        shares = np.repeat(weights, sizes) * self._found[places]
        alike = np.bincount(cells, shares, minlength=len(rows) * limit).reshape(len(rows), limit)
        own = rows < limit
        alike[np.arange(len(rows))[own], rows[own]] = 0
        near = np.flatnonzero(alike >= _LEAST)
        bounds = np.searchsorted(near, np.arange(len(rows) + 1) * limit)
        return [
            tuple(
                Near(other, self._shared(number, other))
                for other in self._best(alike[row], near[bounds[row] : bounds[row + 1]] - row * limit)
            )
            for row, number in enumerate(numbers)
        ]

    def _best(self, alike: NDArray[np.float64], near: Ints) -> list[int]:
        scores = alike[near]
        if len(near) > NEIGHBOURS:
            enough = np.partition(scores, -NEIGHBOURS)[-NEIGHBOURS]
            near, scores = near[scores >= enough], scores[scores >= enough]
        ranked = sorted(zip((-scores).tolist(), [self.ids[one] for one in near], near.tolist(), strict=True))
        return [number for _, _, number in ranked[:NEIGHBOURS]]

    def _shared(self, one: int, other: int) -> tuple[int, ...]:
        """The keys of the words of both that count most."""
        mine = dict(zip(self._terms[one].tolist(), self._weights[one].tolist(), strict=True))
        theirs = zip(self._terms[other].tolist(), self._weights[other].tolist(), strict=True)
        both = [(-mine[term] * weight, term) for term, weight in theirs if weight and mine.get(term)]
        return tuple(int(self._keys[term]) for _, term in sorted(both)[:_WORDS_SHOWN])


def relations(found: Iterable[Near], ids: Sequence[str], keys: Iterable[int], written: str) -> tuple[Relation, ...]:
    """What is `found` of a paper, in words: `ids` by number; `keys` and `written` are the paper's, from its bag."""
    words = dict(zip(keys, written.split("\n"), strict=True))
    return tuple(
        Relation(id=ids[near.number], words=tuple(dict.fromkeys(words[key] for key in near.keys))) for near in found
    )


def arrays_of(vectors: Vectors, rarity: Rarity) -> dict[str, Any]:
    """Plain data that `vectors_from` reads, whatever the machine's order of bytes."""
    return {
        "ids": vectors.ids,
        "keys": vectors.keys.astype("<u8").tobytes(),
        "weights": vectors.weights.astype("<u2").tobytes(),
        "papers": rarity.papers,
        "rare": rarity.keys.astype("<u8").tobytes(),
        "counts": rarity.counts.astype("<u4").tobytes(),
    }


def vectors_from(data: Mapping[str, Any]) -> tuple[Vectors, Rarity]:
    """What `arrays_of` wrote."""
    shape = (len(data["ids"]), _KEPT_TERMS)
    vectors = Vectors(
        ids=tuple(data["ids"]),
        keys=np.frombuffer(data["keys"], "<u8").astype(np.uint64).reshape(shape),
        weights=np.frombuffer(data["weights"], "<u2").astype(np.uint16).reshape(shape),
    )
    rarity = Rarity(
        papers=data["papers"],
        keys=np.frombuffer(data["rare"], "<u8").astype(np.uint64),
        counts=np.frombuffer(data["counts"], "<u4").astype(np.int64),
    )
    return vectors, rarity
