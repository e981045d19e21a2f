"""Sketches → Archive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from generator.archive.contributors import index_contributors
from generator.archive.sketches import sketch_of
from generator.archive.tagger import Tagger
from generator.archive.tags import index_tags
from generator.archive.whole import whole_paper
from generator.model import Archive, Content, Day, Headline, Least, Paper, Sketch


def build_archive(content: Content, *, least: Least) -> Archive:
    """Index `content`, all of which is in memory."""
    tagger = Tagger(content.ledger)
    sketches = [sketch_of(snapshot, tagger, digest="") for snapshot in content.snapshots]
    papers: dict[str, Paper] = {}
    for snapshot in content.snapshots:
        for paper in snapshot.papers:
            if paper.id not in papers:
                papers[paper.id] = whole_paper(paper)
    return index_sketches(sketches, content, papers=papers, least=least)


def index_sketches(
    sketches: Sequence[Sketch], content: Content, *, papers: Mapping[str, Paper], least: Least
) -> Archive:
    """The archive of `sketches`, oldest first, whose `papers` are found by id; `content` gives all but its days.

    A paper that several files hold counts once, as its oldest file has it.  A day lists its own papers in the
    source's order, then those that another day's file says were on it too (`also_on`).  What has fewer papers than
    `least` says gets no page.
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
    tags, taggings = index_tags(oldest_first, content.ledger, min_papers=least.tags)
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
        organizations=index_contributors(
            [(one.id, (one.organization,)) for one in oldest_first if one.organization], min_papers=least.organizations
        )
        if least.organizations
        else {},
        authors=index_contributors([(one.id, one.authors) for one in oldest_first], min_papers=least.authors)
        if least.authors
        else {},
    )
