"""Segments → what a page reads first, and what changes without them: votes, and what may be chosen to narrow down."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator.search.postings import varint
from generator.search.segments import FORMAT, Segment
from generator.search.words import COMMON

Facet = tuple[str, str, int, str]
"""A value to narrow down by: what stands for it, what it is called, how many papers have it, the slug of its page."""
_MOST_IN_A_BYTE = 255


def manifest_of(
    segments: Sequence[Segment], *, votes: str, facets: str, meaning: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Where everything is; `votes` and `facets` are the names of these files.

    `meaning` names the table, and of each part of the papers' places its file and how many papers it holds.
    """
    return {
        "format": FORMAT,
        "segments": [
            {
                "name": segment.name,
                "papers": segment.papers,
                "cards": segment.cards,
                "years": [list(pair) for pair in segment.years],
                "shards": list(segment.bounds),
                "alone": list(segment.alone),
            }
            for segment in segments
        ],
        "common": sorted(COMMON),
        "votes": votes,
        "facets": facets,
        **({"meaning": meaning} if meaning else {}),
    }


def votes_of(counts: Sequence[int | None]) -> bytes:
    """The votes of all papers in their order: a byte each, one more than their number, and 0 where nobody knows.

    255 stands for 254 and more: how many more follows behind all of these, for each such paper in turn.
    """
    shown = [0 if count is None else max(0, count) + 1 for count in counts]
    rest = b"".join(varint(one - _MOST_IN_A_BYTE) for one in shown if one >= _MOST_IN_A_BYTE)
    return bytes(min(one, _MOST_IN_A_BYTE) for one in shown) + rest


def facets_of(facets: Sequence[tuple[str, Sequence[Facet]]]) -> bytes:
    """Each kind of facet with its values; one that has no page has an empty slug."""
    return json.dumps(facets, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def name_of(data: bytes) -> str:
    """The name of a file that stands alone."""
    return hashlib.sha256(data).hexdigest()[:12]
