"""Papers → cards: what a result shows, some papers a file."""

import json
from collections.abc import Sequence

from generator.search.findable import Findable
from generator.text.sentences import excerpt

_EXCERPT = 180


def card_of(paper: Findable) -> str:
    """A JSON list: id, last part of the address where that is another, day, title, names, how many more, excerpt."""
    place = paper.place if paper.place != paper.id else ""
    lede = excerpt(paper.abstract, length=_EXCERPT)
    facts = [paper.id, place, paper.day, paper.title, paper.byline, paper.more_authors, lede]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def blocks_of(cards: Sequence[str], *, size: int) -> list[bytes]:
    """`cards` in JSON lists of `size`."""
    blocks = [cards[start : start + size] for start in range(0, len(cards), size)]
    return [f"[{','.join(block)}]".encode("utf-8", "replace") for block in blocks]
