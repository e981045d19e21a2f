"""Papers → a segment: the files by which some days' papers are found, under a name that stands for what they hold."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.search.cards import blocks_of, card_of
from generator.search.files import filed
from generator.search.findable import Findable
from generator.search.postings import Posting, joined, postings_of
from generator.search.shards import shards_of
from generator.search.spelling import spelling_of

FORMAT = 1
"""The version of all that is written here; a page reads no other."""
_LEAST_SHARD_BYTES = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a segment is cut: cards a file; at least so many shards, and more by the root or by the number of papers."""

    cards: int
    shards: int
    shards_by_root: float = 0
    papers_a_shard: int = 0


BASE = Shape(cards=16, shards=1, shards_by_root=6)
"""What stays for half a month or longer, and is cut so that little of it is read."""
FRESH = Shape(cards=48, shards=36, papers_a_shard=40)
"""What is written anew each day, and is cut into few files: at most 60 in all, at thirty papers a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some papers in a row, ready to be put together with others."""

    papers: int
    postings: Mapping[str, Posting]
    cards: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Papers that are found together.

    `bounds` are those of its shards, `alone` the numbers of shards that hold one word; `years` are pairs of a year and
    the number of its first paper.  `spans` tell of each file where in `data` it begins and ends, not packed yet.
    """

    name: str
    papers: int
    cards: int
    bounds: tuple[str, ...]
    alone: tuple[int, ...]
    years: tuple[tuple[int, int], ...]
    spans: Mapping[str, tuple[int, int]]
    data: bytes

    def file(self, name: str) -> bytes:
        """The file of this `name`, packed."""
        start, end = self.spans[name]
        return filed(self.data[start:end], self.name)


def part_of(papers: Iterable[Findable]) -> Part:
    """What is worked out of each of `papers`, the oldest day's first."""
    papers = list(papers)
    return Part(
        papers=len(papers),
        postings=postings_of(papers),
        cards=tuple(map(card_of, papers)),
        years=tuple(int(paper.day[:4]) for paper in papers),
    )


def one_of(parts: Sequence[Part]) -> Part:
    """`parts`, the oldest first, as one."""
    starts = [0, *accumulate(part.papers for part in parts)]
    return Part(
        papers=starts.pop(),
        postings=joined([part.postings for part in parts], starts),
        cards=tuple(card for part in parts for card in part.cards),
        years=tuple(year for part in parts for year in part.years),
    )


def segment_of(parts: Sequence[Part], shape: Shape) -> Segment:
    """`parts`, the oldest first, as one segment of this `shape`."""
    whole = one_of(parts)
    papers, postings = whole.papers, whole.postings
    most = max(shape.shards, round(shape.shards_by_root * papers**0.5))
    most = max(most, papers // shape.papers_a_shard) if shape.papers_a_shard else most
    shards = shards_of(postings, most=most, least_bytes=_LEAST_SHARD_BYTES)
    files = {f"w{number}.bin": shard.data for number, shard in enumerate(shards)}
    files |= {f"c{number}.bin": block for number, block in enumerate(blocks_of(whole.cards, size=shape.cards))}
    files["s.bin"] = spelling_of(postings, papers)
    bounds = tuple(shard.bound for shard in shards)
    years: dict[int, int] = {}
    for number, year in enumerate(whole.years):
        years.setdefault(year, number)
    ends = list(accumulate(map(len, files.values())))
    spans = {name: (end - len(data), end) for (name, data), end in zip(files.items(), ends, strict=True)}
    data = b"".join(files.values())
    facts = repr((FORMAT, papers, shape.cards, bounds, years, spans))
    return Segment(
        name=hashlib.sha256(facts.encode() + data).hexdigest()[:12],
        papers=papers,
        cards=shape.cards,
        bounds=bounds,
        alone=tuple(number for number, shard in enumerate(shards) if shard.alone),
        years=tuple(years.items()),
        spans=spans,
        data=data,
    )
