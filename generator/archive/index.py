"""Sketches → Archive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from generator.archive.sketches import sketch_of
from generator.archive.tagger import Tagger
from generator.archive.tags import index_tags
from generator.archive.whole import whole_paper
from generator.model import Archive, Content, Day, Headline, Paper, Sketch


def build_archive(content: Content, *, min_papers: int) -> Archive:
    """Index `content`, all of which is in memory; a tag with fewer than `min_papers` papers gets no page."""
    tagger = Tagger(content.ledger)
    sketches = [sketch_of(snapshot, tagger, digest="") for snapshot in content.snapshots]
    papers: dict[str, Paper] = {}
    for snapshot in content.snapshots:
        for paper in snapshot.papers:
            if paper.id not in papers:
                papers[paper.id] = whole_paper(paper)
    return index_sketches(sketches, content, papers=papers, min_papers=min_papers)


def index_sketches(
    sketches: Sequence[Sketch], content: Content, *, papers: Mapping[str, Paper], min_papers: int
) -> Archive:
    """The archive of `sketches`, oldest first, whose `papers` are found by id; `content` gives all but its days.

    A paper that several files hold counts once, as its oldest file has it.  A day lists its own papers in the
    source's order, then those that another day's file says were on it too (`also_on`).
    """
    headlines: dict[str, Headline] = {}
    home: dict[str, date] = {}
    listed: dict[date, list[str]] = {sketch.day: [] for sketch in sketches}
    guests: dict[date, list[str]] = defaultdict(list)
    for sketch in sketches:
        own = listed[sketch.day]
        for headline in sketch.headlines:
            identifier = headline.id
            if identifier not in headlines:
                headlines[identifier], home[identifier] = headline, sketch.day
                own.append(identifier)
            else:
                guests[sketch.day].append(identifier)
            for day in headline.other_days:
                if day != home[identifier]:
                    guests[day].append(identifier)
    gaps = frozenset(gap.day for gap in content.gaps)
    days = tuple(
        Day(
            day=sketch.day,
            papers=tuple(dict.fromkeys((*listed[sketch.day], *guests[sketch.day])))
            if sketch.day in guests
            else tuple(listed[sketch.day]),
            complete=sketch.complete and sketch.day not in gaps,
            read_at=sketch.read_at,
            sources=sketch.sources,
            digest=sketch.digest,
            said=sketch.said,
        )
        for sketch in sketches
    )
    # Read backwards, a tag's papers are the newest day's first, and within a day in the source's order.
    oldest_first = [headlines[identifier] for day in days for identifier in reversed(listed[day.day])]
    tags, taggings = index_tags(oldest_first, content.ledger, min_papers=min_papers)
    return Archive(
        days=days,
        papers=papers,
        headlines=headlines,
        home=home,
        tags=tags,
        taggings=taggings,
        notes=content.notes,
        pages=content.pages,
        gaps=gaps,
        areas=content.ledger.areas,
    )
