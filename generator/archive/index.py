"""Sketches → Archive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from generator.archive.contributors import index_contributors
from generator.archive.sketches import sketch_of
from generator.archive.tagger import Tagger
from generator.archive.tags import index_tags
from generator.archive.tallies import Tallies, Tally
from generator.archive.whole import whole_paper
from generator.cache import NO_CACHE, Cache
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
    sketches: Sequence[Sketch],
    content: Content,
    *,
    papers: Mapping[str, Paper],
    least: Least,
    cache: Cache = NO_CACHE,
) -> Archive:
    """The archive of `sketches`, oldest first, whose `papers` are found by id; `content` gives all but its days.

    A paper that several files hold counts once, as its oldest file has it.  A day lists its own papers in the
    source's order, then those that another day's file says were on it too (`also_on`).  What has fewer papers than
    `least` says gets no page.  `cache` keeps what months that do not change come to.
    """
    headlines: dict[str, Headline] = {}
    home: dict[str, date] = {}
    listed: dict[date, list[str]] = {sketch.day: [] for sketch in sketches}
    guests: dict[date, list[str]] = defaultdict(list)
    elsewhere: dict[date, set[date]] = defaultdict(set)
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
                elsewhere[sketch.day].add(day)
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
            elsewhere=tuple(sorted(elsewhere[sketch.day])) if sketch.day in elsewhere else (),
        )
        for sketch in sketches
    )
    tallies = Tallies(cache)
    months: dict[tuple[int, int], tuple[list[str], Tally]] = {}
    for month, group in groupby(sketches, key=lambda sketch: (sketch.day.year, sketch.day.month)):
        shown = list(group)
        # Read backwards, a tag's papers are the newest day's first, and within a day in the source's order.
        ids = [identifier for sketch in shown for identifier in reversed(listed[sketch.day])]
        months[month] = ids, tallies.of(ids, [sketch.digest for sketch in shown], headlines)
    tallies.sweep()
    tags, taggings = index_tags(list(months.values()), headlines, content.ledger, min_papers=least.tags)
    oldest_first = [headlines[identifier] for ids, _ in months.values() for identifier in ids]
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
        words={month: tuple(taggings.words(tally)) for month, (_, tally) in months.items()},
    )
