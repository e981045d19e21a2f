"""Snapshot → Sketch: what the index needs of a day, worked out once for each file."""

from collections.abc import Iterable

from generator.archive.tagger import Tagger
from generator.archive.whole import whole_paper
from generator.cache import digest
from generator.model import Headline, Paper, Sketch, Snapshot

NAMED_AUTHORS = 3
"""As many authors as a byline names."""


def sketch_of(snapshot: Snapshot, tagger: Tagger, *, digest: str) -> Sketch:
    """The sketch of `snapshot`, whose file has `digest`."""
    receipts = snapshot.snapshots
    papers = [whole_paper(paper) for paper in snapshot.papers]
    return Sketch(
        day=snapshot.day,
        digest=digest,
        complete=all(receipt.complete for receipt in receipts),
        read_at=max((receipt.fetched_at for receipt in receipts), default=None),
        sources=tuple(receipt.source for receipt in receipts),
        headlines=tuple(_headline(paper, tagger) for paper in papers),
        said=_said(papers),
    )


def _said(papers: Iterable[Paper]) -> str:
    """What stands for the words of `papers`."""
    words = [(paper.id, paper.title, paper.abstract, paper.keywords) for paper in papers]
    return digest(repr(words).encode()).hex()


def byline(paper: Paper) -> str:
    """At most three names; none where they are not known."""
    return ", ".join(paper.authors[:NAMED_AUTHORS])


def more_authors(paper: Paper) -> int:
    """How many authors the byline leaves out: all of them where it names none."""
    return max(0, (len(paper.authors) or paper.author_count or 0) - min(len(paper.authors), NAMED_AUTHORS))


def _headline(paper: Paper, tagger: Tagger) -> Headline:
    keywords = tagger.keywords(paper)
    return Headline(
        id=paper.id,
        title=paper.title,
        byline=byline(paper),
        more_authors=more_authors(paper),
        upvotes=paper.upvotes,
        comments=paper.comments,
        organization=paper.organization.name if paper.organization else None,
        other_days=(*paper.also_on, *(day for said in paper.sources.values() for day in said.days)),
        named=keywords.named,
        given=keywords.others,
        longer=keywords.longer,
        inferred=tagger.inferred(paper, keywords.named),
        authors=paper.authors,
    )
