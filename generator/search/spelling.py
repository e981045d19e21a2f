"""Postings → the words that a mistyped one may have been meant for."""

from collections.abc import Mapping

from generator.search.postings import Posting
from generator.search.shards import front_coded, in_order

_FEW = 1000
_SHORTEST = 3


def spelling_of(postings: Mapping[str, Posting], papers: int) -> bytes:
    """The words that several of the `papers` have, then a byte a word: how often the number of these can be halved.

    Where there are few papers, one of them is enough.
    """
    least = 1 if papers < _FEW else 2
    words = [word for word, one in postings.items() if one.papers >= least and _is_spelled(word)]
    words = in_order(words)
    return front_coded(words) + bytes(postings[word].papers.bit_length() for word in words)


def _is_spelled(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()
