"""Papers → for each word the papers that have it, and how much it says of each.

A posting's weight needs nothing but its own paper: lengths are measured against fixed averages, and rarity is left to
the browser.  So what was worked out for old papers stays true however many come.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.search.findable import Findable
from generator.search.words import COMMON, Words

LEVELS = 31
"""In how many steps a weight is written down; a finer one found nothing more."""
_SATURATION = 1.4
_SEVEN_BITS = 0x80


class _Field(NamedTuple):
    """How much a word of a field counts, how much its length counts, and how many words it usually has."""

    weight: float
    by_length: float
    usual: int


_TITLE, _NAMES, _KEYWORDS, _ABSTRACT = _Field(9, 0.3, 9), _Field(5, 0, 1), _Field(4, 0.3, 12), _Field(1, 0.5, 110)


class Posting(NamedTuple):
    """The papers of one word: how many, the numbers of the first and the last, the gaps behind the first, weights.

    `gaps` are variable-length whole numbers, seven bits a byte, the lowest first; `levels` a byte a paper, 1 to 31.
    Those of a facet have no weights.
    """

    papers: int
    first: int
    last: int
    gaps: bytes
    levels: bytes


class _Open:
    """A posting that is still written."""

    __slots__ = ("first", "gaps", "last", "levels")

    def __init__(self, number: int) -> None:
        self.first = self.last = number
        self.gaps, self.levels = bytearray(), bytearray()


def postings_of(papers: Iterable[Findable]) -> dict[str, Posting]:
    """The postings of `papers`, which are numbered from 0 on as they come."""
    words = Words().of
    found: dict[str, _Open] = {}
    for number, paper in enumerate(papers):
        weights = _weights(paper, words)
        levels = {word: 1 + int((LEVELS - 1) * weight / (weight + _SATURATION)) for word, weight in weights.items()}
        for word, level in chain(levels.items(), [(f":{facet}", 0) for facet in dict.fromkeys(paper.facets)]):
            # A million times: no function is called for what can be done here.
            if word in found:
                one = found[word]
                gap = number - one.last
                one.last = number
                if gap < _SEVEN_BITS:
                    one.gaps.append(gap)
                else:
                    one.gaps += varint(gap)
            else:
                one = found[word] = _Open(number)
            one.levels.append(level)
    return {
        word: Posting(
            len(one.levels), one.first, one.last, bytes(one.gaps), b"" if word[0] == ":" else bytes(one.levels)
        )
        for word, one in found.items()
    }


def _weights(paper: Findable, words: Callable[[str], list[str]]) -> dict[str, float]:
    """How much each word of `paper` says, before it is bounded."""
    weights: dict[str, float] = {}
    for field, texts in (
        (_TITLE, [paper.title]),
        (_NAMES, [*paper.authors, paper.organization, paper.id]),
        (_KEYWORDS, paper.keywords),
        (_ABSTRACT, [paper.abstract]),
    ):
        found = [word for text in texts for word in words(text)]
        share = field.weight / (1 - field.by_length + field.by_length * len(found) / field.usual)
        for word in found:
            if word in weights:
                weights[word] += share
            elif field is _TITLE or word not in COMMON:
                weights[word] = share
    return weights


def varint(number: int) -> bytes:
    """`number` in seven bits a byte, the lowest first; the highest bit says that more follow."""
    made = bytearray()
    while number >= _SEVEN_BITS:
        made.append(number & (_SEVEN_BITS - 1) | _SEVEN_BITS)
        number >>= 7
    made.append(number)
    return bytes(made)


def joined(parts: Sequence[Mapping[str, Posting]], starts: Sequence[int]) -> dict[str, Posting]:
    """The postings of `parts` as one: the papers of each part begin at its number of `starts`."""
    found: dict[str, Posting] = {}
    for part, start in zip(parts, starts, strict=True):
        if not start:
            found.update(part)
            continue
        for word, one in part.items():
            before = found.get(word)
            if before is None:
                found[word] = Posting(one.papers, start + one.first, start + one.last, one.gaps, one.levels)
            else:
                found[word] = Posting(
                    before.papers + one.papers,
                    before.first,
                    start + one.last,
                    before.gaps + varint(start + one.first - before.last) + one.gaps,
                    before.levels + one.levels,
                )
    return found
