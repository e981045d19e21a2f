"""Sketched papers of a month → what they come to in the index of tags, worked out once for each month."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from generator.cache import Cache, digest
from generator.model import Headline
from generator.schema import pack, unpack

_TALLIES = "tallies"


class Tally(NamedTuple):
    """Which tags and keywords some papers have: papers by their places among them, the oldest first.

    `ruled` are slugs of the ledger's tags, `given` folded keywords that it does not know, `longer` those in which one
    of its tags is named.  `spelled` counts how the latter two are written, as headlines have them, in the order seen.
    """

    ruled: Mapping[str, Sequence[int]]
    given: Mapping[str, Sequence[int]]
    longer: Mapping[str, Sequence[int]]
    spelled: Mapping[str, int]


def tally_of(headlines: Sequence[Headline]) -> Tally:
    """The tally of papers that come oldest first."""
    ruled: dict[str, list[int]] = defaultdict(list)
    given: dict[str, list[int]] = defaultdict(list)
    longer: dict[str, list[int]] = defaultdict(list)
    spelled: Counter[str] = Counter()
    for place, headline in enumerate(headlines):
        for slug in (*headline.named, *headline.inferred):
            ruled[slug].append(place)
        for found, keywords in ((given, headline.given), (longer, headline.longer)):
            spelled.update(keywords)
            for key in dict.fromkeys(map(key_of, keywords)):
                found[key].append(place)
    return Tally(ruled=ruled, given=given, longer=longer, spelled=spelled)


def key_of(keyword: str) -> str:
    """What is the same however a keyword of a headline is spelled."""
    return keyword.partition("\n")[0]


class Tallies:
    """The tallies of an archive's months; `cache` keeps them."""

    def __init__(self, cache: Cache) -> None:
        """Nothing is wanted yet."""
        self._cache = cache
        self._wanted: set[str] = set()

    def of(self, ids: Sequence[str], files: Sequence[str], headlines: Mapping[str, Headline]) -> Tally:
        """The tally of the papers of `ids`, oldest first, which stand in the files of these digests."""
        key = digest("\n".join(ids).encode(), "\n".join(files).encode()).hex()
        self._wanted.add(key)
        kept = self._cache.get(_TALLIES, key)
        if kept is not None:
            with suppress(ValueError):
                return unpack(Tally, kept)
        tally = tally_of([headlines[identifier] for identifier in ids])
        self._cache.put(_TALLIES, key, pack(tally))
        return tally

    def sweep(self) -> None:
        """Forget all that was not asked for."""
        self._cache.sweep(_TALLIES, self._wanted)
