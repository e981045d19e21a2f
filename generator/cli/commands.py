"""What each command does, in the order in which it says so."""

import argparse
import gc
import json
import os
import sys
from dataclasses import asdict
from datetime import date

from generator import clock
from generator.build import Built, build_site
from generator.cli.telling import Read, counted, note, page_progress, tell
from generator.cli.usage import UsageError
from generator.content.everything import read_content
from generator.content.snapshots import write_snapshot
from generator.crew import Crew, all_jobs
from generator.errors import BroadsheetError, OutputError, Problem, WrongDayError
from generator.files import write_atomically
from generator.lock import writing
from generator.model import Snapshot
from generator.site import Site, load_site
from generator.stages import Stages

_INCOMPLETE = 3
_BINARY = frozenset({"sqlite", "parquet"})
_SAID_APART = {"written", "unused_notes", "budget"}


def build(options: argparse.Namespace) -> int:
    """`broadsheet build`."""
    site = load_site(options.root, base_url=options.base_url)
    if options.offline and (options.since or options.until):
        raise UsageError("--since and --until ask the sources; they do not go with --offline")
    if options.ping and not site.config.feeds.hub:
        raise UsageError("--ping tells the hub of the feeds; content/site.yaml names none (feeds.hub)")
    output = site.root / options.output if options.output else site.output
    read = Read() if options.offline else _read_sources(options, site)
    crew = Crew(jobs=options.jobs or all_jobs(), scheduler=options.scheduler or "")
    gc.disable()  # What a build makes it keeps to its end, and then the program ends.
    with page_progress(quiet=options.quiet) as progress:
        stages = Stages(progress)
        built = build_site(site, output=output, crew=crew, stages=stages, full=options.full)
    for name in built.unused_notes:
        note(f"broadsheet: note: content/notes/{name}.md belongs to no archived paper")
    _say_built(options, site, built, read, stages)
    if built.budget.is_over:
        size, limit = (f"{value / 1e6:.0f} MB" for value in (built.budget.size_bytes, built.budget.limit_bytes))
        found = f"the site has {size}, more than its host takes ({limit})"
        remedy = "see docs/scaling.md, or raise site.limit_mb"
        raise OutputError(Problem(where=str(output), found=found, remedy=remedy))
    if built.budget.is_near:
        note(f"broadsheet: warning: {built.budget.warning()}")
    told = not options.ping or _tell_hub(options, site)
    return _status(options, read) if told or not options.strict else _INCOMPLETE


def snapshot(options: argparse.Namespace) -> int:
    """`broadsheet snapshot`."""
    site = load_site(options.root)
    read = _read_sources(options, site)
    if options.json:
        summary = {"snapshot": read.summary(), "sources": read.by_source(), "enriched": read.enriched}
        tell(json.dumps({**summary, "problems": read.problems}, indent=2))
    elif not options.quiet:
        tell(read.line())
    return _status(options, read)


def import_files(options: argparse.Namespace) -> int:
    """`broadsheet import`."""
    from generator.holdings import Holdings
    from generator.imports import read_file

    site = load_site(options.root)
    now, today = clock.now(), clock.today()
    problems: list[Problem] = []
    with writing(site.content, say=note):
        holdings = Holdings(read_content(site.content).snapshots, by_title=True)
        for path in options.files:
            try:
                answers = read_file(path, day=options.date, as_of=options.as_of, today=today, holdings=holdings)
            except BroadsheetError as error:
                problems += error.problems
                continue
            known = {paper.id for one in holdings.days.values() for paper in one.papers}
            changed: dict[date, Snapshot] = {}
            for answer in answers:
                try:
                    changed |= {day.day: day for day in holdings.add(answer, now=now)}
                except WrongDayError as error:  # The file's other days are in all the same.
                    problems += error.problems
            for day in changed.values():
                write_snapshot(site.content, day)
            for fault in (fault for answer in answers for fault in answer.faults):
                note(f"broadsheet: warning: {path.name}: {fault}")
            new = {paper.id for one in changed.values() for paper in one.papers} - known
            entries = sum(len(answer.entries) for answer in answers)
            if not options.quiet:
                papers, days = counted(entries, "paper"), counted(len(answers), "day")
                tell(f"{path.name}: {papers}, {len(new)} of them new, on {days}.")
    if problems:
        raise BroadsheetError(problems)
    return 0


def check(options: argparse.Namespace) -> int:
    """`broadsheet check`."""
    from generator.check import check_site, repair_content

    content = options.root / "content"
    if options.repair and (content / "site.yaml").is_file():  # Days can be mended whatever the configuration says.
        with writing(content, say=note):
            for path in repair_content(content):
                tell(f"mended {path.relative_to(options.root)}")
    problems = check_site(options.root)
    for problem in problems:
        note(f"broadsheet: error: {problem}")
    if not options.quiet:
        tell(f"{counted(len(problems), 'problem')}." if problems else "Nothing is wrong.")
    return 1 if problems else 0


def export(options: argparse.Namespace) -> int:
    """`broadsheet export`."""
    from generator.export import export_archive

    data = export_archive(load_site(options.root), options.form)
    if options.output is None:
        if options.form in _BINARY and sys.stdout.isatty():
            raise UsageError(f"{options.form} is nothing for a terminal; name a file with --output")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return 0
    write_atomically(options.output, data)
    if not options.quiet:
        tell(f"{options.output}: {len(data) / 1e6:.1f} MB.")
    return 0


def serve(options: argparse.Namespace) -> int:
    """`broadsheet serve`."""
    from generator.serve import serve_site

    site = load_site(options.root)
    serve_site(site, host=options.host, port=options.port, say=tell)
    return 0


def _read_sources(options: argparse.Namespace, site: Site) -> Read:
    from generator.cli.reading import read_sources  # Whoever builds offline needs nothing of the network.

    return read_sources(options, site)


def _tell_hub(options: argparse.Namespace, site: Site) -> bool:
    """Whether the hub of the site's feeds took the news of each of them."""
    from generator.fetch import Client
    from generator.pages.feeds import hub_topics
    from generator.websub import tell_hub

    hub, topics = site.config.feeds.hub, hub_topics(site.config)
    with Client(wait_s=site.config.snapshot.wait_s, home=site.config.base_url, say=note) as client:
        problems = tell_hub(client, hub, topics)
    for problem in problems:
        note(f"broadsheet: warning: the hub: {problem}; the site is built")
    if not problems and not (options.quiet or options.json):
        tell(f"{hub} is told of {len(topics)} feeds.")
    return not problems


def _status(options: argparse.Namespace, read: Read) -> int:
    return 0 if read.is_whole or not options.strict else _INCOMPLETE


def _say_built(options: argparse.Namespace, site: Site, built: Built, read: Read, stages: Stages) -> None:
    output = site.root / options.output if options.output else site.output
    written = built.written
    if options.json:
        summary = {
            "output": str(output),
            "base_url": site.config.base_url,
            **{name: value for name, value in asdict(built).items() if name not in _SAID_APART},
            **asdict(written),
            "files": written.files,
            "budget": {**asdict(built.budget), "full_on": str(built.budget.full_on) if built.budget.full_on else None},
            "seconds": {name: round(seconds, 4) for name, seconds in stages.seconds.items()},
            "snapshot": None if options.offline else read.summary(),
            "sources": read.by_source(),
            "enriched": read.enriched,
            "problems": read.problems,
        }
        tell(json.dumps(summary, indent=2))
    elif not options.quiet:
        if not options.offline:
            tell(read.line())
        tell(
            f"{built.papers} papers of {built.days} days under {built.tags} tags are in {output}{os.sep}: "
            f"{written.files} files, {written.size_bytes / 1e6:.1f} MB "
            f"({written.written} written, {written.unchanged} unchanged, {written.removed} removed)."
        )
        if built.papers:
            tell(f"{built.budget.line()}.")
    if options.profile:
        for name, seconds in stages.seconds.items():
            note(f"{name:>8} {seconds:8.3f} s")
