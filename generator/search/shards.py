"""Postings → shards: the words in order, cut where each part costs about as much as the others.

So the words that begin alike lie in one shard or in few neighbours.  A word that is dearer than a shard has one for
itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.search.postings import Posting, varint

_OVERHEAD = 4


class Shard(NamedTuple):
    """Some words in a row, and their bytes: `bound` is above all words before them, and not above the first of them.

    Of a word that is `alone`, dearer than a shard, it is the word itself.
    """

    bound: str
    alone: bool
    data: bytes


def in_order(words: Iterable[str]) -> list[str]:
    """`words` as JavaScript sorts them: by their UTF-16 units."""
    return sorted(words, key=lambda word: word.encode("utf-16-be"))


def shards_of(postings: Mapping[str, Posting], *, most: int, least_bytes: int) -> list[Shard]:
    """About `most` shards of `postings`; before they are packed, none is meant to have less than `least_bytes`."""
    words = in_order(postings)
    costs = [_cost(word, postings[word]) for word in words]
    target = max(least_bytes, sum(costs) / most)
    groups: list[list[str]] = []
    filled = target
    for word, cost in zip(words, costs, strict=True):
        if filled + cost / 2 > target or cost > target:
            groups.append([])
            filled = 0
        groups[-1].append(word)
        filled = target if cost > target else filled + cost
    shards = []
    before = ""
    for group in groups:
        alone = len(group) == 1 and _cost(group[0], postings[group[0]]) > target
        bound = group[0] if alone else group[0][: _shared(before, group[0]) + 1]
        shards.append(Shard(bound, alone, _written(group, postings)))
        before = group[-1]
    return shards


def _cost(word: str, posting: Posting) -> int:
    return _OVERHEAD + len(word) // 2 + len(posting.gaps) + len(posting.levels)


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    """How far both are the same from their beginnings."""
    places = range(min(len(one), len(other)))
    return next((place for place in places if one[place] != other[place]), len(places))


def front_coded(words: Sequence[str]) -> bytes:
    """How many `words`; of each how many bytes it shares with the one before, how many follow, and these, in UTF-8."""
    data = bytearray(varint(len(words)))
    before = b""
    for word in words:
        now = word.encode()
        shared = _shared(before, now)
        data += bytes((shared, len(now) - shared))
        data += now[shared:]
        before = now
    return bytes(data)


def _written(words: Sequence[str], postings: Mapping[str, Posting]) -> bytes:
    """The words; of each twice the number of its papers, and 1 more where these have weights; numbers; weights.

    Its papers are the number of the first one and the gaps.
    """
    found = [postings[word] for word in words]
    data = bytearray(front_coded(words))
    for one in found:
        data += varint(2 * one.papers + bool(one.levels))
    for one in found:
        data += varint(one.first) + one.gaps
    for one in found:
        data += one.levels
    return bytes(data)
