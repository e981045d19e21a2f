"""The render step: content → sketches → archive → pages → outputs → the output folder.

Pages whose stamp did not change, and whose file is as it was left, are not made again; the others are shared out.
"""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.archive.index import index_sketches
from generator.budget import Budget, budget_of
from generator.cache import Cache
from generator.catalogue import Catalogue
from generator.comparison import Comparison, compare
from generator.content.everything import read_frame, tried
from generator.crew import Crew
from generator.edition import Edition, Place, print_pages, unwritable
from generator.errors import ContentError, Problem
from generator.kinship import Kinship
from generator.library import Library, Shelf
from generator.meanings import Meanings
from generator.model import Archive, Output
from generator.output import (
    SIGN,
    Put,
    Touched,
    Tree,
    Written,
    check_folder,
    inspect,
    keep_tree,
    publish,
    put,
    read_tree,
    strangers,
    take_back,
)
from generator.pages.plan import check_plan
from generator.site import Site
from generator.stages import Stages
from generator.text.slugs import path_segment

_PAGE_S = {
    "paper.html": 0.0003,
    "day.html": 0.0015,
    "tag.html": 0.0006,
    "rss": 0.0008,
    "json": 0.0004,
    "bibtex": 0.0015,
    "card": 0.005,
    "bytes": 0.0004,
}
_OTHER_PAGE_S = 0.004
_SHARDS_PER_JOB = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made; `unused_notes` belong to no paper."""

    pages: int
    papers: int
    days: int
    tags: int
    newest_day: str | None
    rendered: int
    unused_notes: tuple[str, ...]
    written: Written
    budget: Budget


def build_site(site: Site, *, output: Path, crew: Crew, stages: Stages, full: bool = False) -> Built:
    """Render what is archived into `output`; with `full`, as if nothing had ever been rendered.

    When it fails, `output` is as it was.

    Raises:
        BroadsheetError: Content, theme or plan is wrong, the disk refuses, or a process ended.
    """
    if crew.scheduler:  # Its workers stand in folders of their own.
        site, output = replace(site, root=site.root.absolute()), output.absolute()
    with _undisturbed():
        return _built(site, output, crew, stages, full=full)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking for garbage: all that a build makes of many things, it keeps to its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _built(site: Site, output: Path, crew: Crew, stages: Stages, *, full: bool) -> Built:
    check_folder(output, root=site.root)
    folder = site.cache / "build"
    cache = Cache(folder)
    if full:
        cache.clear()
    with crew.beside() as other:
        inspection = other.submit(inspect, cache, output)
        with stages.stage("read"):
            archive = _read(site, cache, crew)
        if site.config.related:
            with stages.stage("relate"):
                archive = _related(archive, cache, crew)
        meanings = Meanings(archive, cache) if site.config.search and site.config.search_meaning else None
        catalogue = Catalogue(
            archive,
            read_again_days=site.config.snapshot.days,
            cache=cache,
            meanings=meanings,
            areas_have_pages=site.config.areas,
        )
        if site.config.search:
            with stages.stage("search"):
                catalogue.prepare(crew)
        if meanings:
            with stages.stage("meaning"):
                meanings.prepare(crew)
        edition = Edition(root=site.root, config=site.config, archive=archive, cache=folder, catalogue=catalogue)
        with stages.stage("plan"):
            settings = edition.settings_of(sorted({name for chapter in edition.chapters for name in chapter.templates}))
        with stages.stage("compare"):
            before, touched = read_tree(cache, output), inspection.result()
    with stages.stage("compare"):
        found = compare(edition, before, settings, touched)
        check_plan(found.files, edition.chapters)
    with stages.stage("render"):
        gone, puts = _printed(edition, found, crew, stages, output, before, touched)
    with stages.stage("write"):
        try:
            tree, written = publish(puts, output, kept=found.kept, gone=gone, before=before)
        except OSError as error:
            raise unwritable(error, output) from error
        tree = replace(tree, settings=settings, stamps=found.stamps, chapters=found.chapters)
        if tree != before:
            keep_tree(cache, output, tree)
    newest = max((day.day for day in archive.days), default=None)
    known = {path_segment(identifier) for identifier in archive.home} if archive.notes else set()
    return Built(
        pages=len(found.files),
        papers=len(archive.home),
        days=len(archive.days),
        tags=sum(tag.has_page for tag in archive.tags.values()),
        newest_day=newest.isoformat() if newest else None,
        rendered=len(found.due),
        unused_notes=tuple(sorted(archive.notes.keys() - known)),
        written=written,
        budget=budget_of(archive, size_bytes=written.size_bytes, limit_mb=site.config.site.limit_mb),
    )


def _read(site: Site, cache: Cache, crew: Crew) -> Archive:
    problems: list[Problem] = []
    frame = read_frame(site.content, problems, cache)
    library = Library(site.content, cache, frame.ledger)
    sketches = tried(lambda: library.sketches(crew), problems)
    if problems or sketches is None:
        raise ContentError(problems)
    archive = index_sketches(sketches, frame, papers={}, least=site.config.least, cache=cache)
    digests = {day.day: day.digest for day in archive.days}
    return replace(archive, papers=Shelf(library, archive.home, digests))


def _related(archive: Archive, cache: Cache, crew: Crew) -> Archive:
    kinship = Kinship(archive, cache)
    kinship.prepare(crew)
    return replace(archive, related=kinship, kin=kinship.stamps)


def _printed(
    edition: Edition,
    found: Comparison,
    crew: Crew,
    stages: Stages,
    output: Path,
    before: Tree,
    touched: Touched,
) -> tuple[list[str], list[Put]]:
    """The pages that are due, and the theme's static files, put into `output` or beside their old files.

    What stands there that nobody planned comes first.
    """
    puts: list[Put] = []
    futures: list[Future[list[Put]]] = []
    key = edition.share()
    try:
        output.mkdir(parents=True, exist_ok=True)
        planned = [*found.files, *(asset.file for asset in edition.theme.assets)]
        gone = strangers(output, planned, before, touched.folders)
        # The sign by which a folder is known as a build's comes first, so that the next build may mend this one.
        signed = all((output / name).is_file() for name in SIGN)
        first = [] if signed else [place for place in found.due if edition.page(place).file in SIGN]
        puts += print_pages(key, first, output)
        puts += [put(Output(file=asset.file, data=asset.data), output) for asset in edition.theme.assets]
        aside = len(puts)
        rest = [place for place in found.due if place not in first]
        costs = [_PAGE_S.get(edition.page(place).template, _OTHER_PAGE_S) for place in rest]
        with ExitStack() as stack:
            if crew.shares(sum(costs)) and not crew.forks:
                key = stack.enter_context(edition.saved())
            executor = stack.enter_context(crew.for_work(sum(costs)))
            shards = _shards(rest, costs, crew.jobs * _SHARDS_PER_JOB)
            # The files of the whole archive, planned last, take longest: begun last, they would be waited for.
            futures = [executor.submit(print_pages, key, shard, output) for shard in reversed(shards)]
            stack.callback(lambda: [future.cancel() for future in futures])  # What one that failed left to do.
            for future in futures:
                puts += future.result()
                stages.progress(len(puts) - aside, len(rest))
            executor.shutdown(wait=False)  # Its processes end by themselves, while what they wrote is published.
    except BaseException as error:
        ended = [future for future in futures if future.done() and not future.cancelled() and not future.exception()]
        puts += [one for future in ended for one in future.result()]
        # The sign stays: a process that was killed may have left what nobody knows of.
        take_back([one for one in puts if one.file not in SIGN], output)
        if isinstance(error, OSError):
            raise unwritable(error, output) from error
        raise
    return gone, puts


def _shards(places: Sequence[Place], costs: Sequence[float], most: int) -> list[list[Place]]:
    """`places` in their order, in parts of about equal cost."""
    each = sum(costs) / max(1, most)
    shards: list[list[Place]] = [[]]
    filled = 0.0
    for place, cost in zip(places, costs, strict=True):
        if filled >= each:
            shards.append([])
            filled = 0.0
        shards[-1].append(place)
        filled += cost
    return [shard for shard in shards if shard]
