"""What each command does, in the order in which it says so."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator import clock
from generator.build import Built, build_site
from generator.cli.usage import UsageError
from generator.content.everything import read_content
from generator.content.snapshots import write_snapshot
from generator.fetch import Client
from generator.model import Content, Snapshot
from generator.serve import serve_site
from generator.site import Site, load_site
from generator.snapshot import DayReport, days_between, days_missing, days_to_read, fetch_day, take_snapshots
from generator.sources import huggingface
from generator.text.slugs import path_segment

_INCOMPLETE = 3
_OUTCOMES = ("new", "changed", "unchanged", "empty", "partial", "failed")


def build(options: argparse.Namespace) -> int:
    """`broadsheet build`."""
    site = load_site(options.root, base_url=options.base_url)
    content = read_content(site.content)
    reports: list[DayReport] = []
    wanted: list[date] = []
    if options.offline and (options.since or options.until):
        raise UsageError("--since and --until ask the sources; they do not go with --offline")
    output = site.root / options.output if options.output else site.output
    if not options.offline:
        archived = {snapshot.day: snapshot for snapshot in content.snapshots}
        wanted = _wanted_days(options, site, archived)
        reports = _read_sources(options, site, archived, wanted)
        content = replace(content, snapshots=tuple(archived[day] for day in sorted(archived)))
    built = build_site(site.root, site.config, content, output=output)
    _say_unused_notes(content)
    _say_built(options, site, content, built, reports, wanted)
    return _status(options, reports, wanted)


def snapshot(options: argparse.Namespace) -> int:
    """`broadsheet snapshot`."""
    site = load_site(options.root)
    archived = {snapshot.day: snapshot for snapshot in read_content(site.content).snapshots}
    wanted = _wanted_days(options, site, archived)
    reports = _read_sources(options, site, archived, wanted)
    summary = _summary(reports, wanted)
    if options.json:
        _print(json.dumps({"snapshot": summary, "problems": _messages(reports)}, indent=2))
    elif not options.quiet:
        _print(_snapshot_line(summary))
    return _status(options, reports, wanted)


def serve(options: argparse.Namespace) -> int:
    """`broadsheet serve`."""
    site = load_site(options.root)
    serve_site(site, host=options.host, port=options.port, say=_print)
    return 0


def _wanted_days(options: argparse.Namespace, site: Site, archived: Mapping[date, Snapshot]) -> list[date]:
    """The days that the options ask for, oldest first."""
    today = clock.today()
    window = site.config.snapshot.days
    if getattr(options, "date", None):
        if options.since or options.until:
            raise UsageError("--date names single days; it does not go with --since or --until")
        if (latest := max(options.date)) > today:
            raise UsageError(f"--date {latest} is after today, {today}; a day has no list before it begins")
        return sorted(set(options.date))
    if not options.since and not options.until:
        return days_to_read(archived, today=today, window=window)
    since = max(options.since or huggingface.FIRST_DAY, huggingface.FIRST_DAY)
    until = min(options.until or today, today)
    if since > until:
        raise UsageError(f"--since {since} is after {'--until' if options.until else 'today'}, {until}")
    return days_missing(days_between(since, until), archived, today=today, window=window)


def _read_sources(
    options: argparse.Namespace, site: Site, archived: dict[date, Snapshot], wanted: Sequence[date]
) -> list[DayReport]:
    """Snapshot the wanted days; warnings go to stderr as they come."""
    endpoint = os.environ.get("HF_ENDPOINT") or huggingface.PUBLIC_ENDPOINT
    token = os.environ.get("HF_TOKEN") or None
    reports = []
    with Client(wait_s=site.config.snapshot.wait_s, endpoint=endpoint, token=token) as client:
        taken = take_snapshots(
            wanted,
            archived,
            fetch=partial(fetch_day, client, endpoint),
            write=partial(write_snapshot, site.content),
            now=clock.now(),
            today=clock.today(),
        )
        for report in _with_progress(taken, total=len(wanted), quiet=options.quiet):
            reports.append(report)
            if options.verbose:
                _note(f"{report.day}: {report.outcome}")
            if report.message:
                _warn(f"{huggingface.NAME}: {report.message}")
    if len(reports) < len(wanted):
        _note_unasked(options, len(wanted) - len(reports))
    return reports


def _status(options: argparse.Namespace, reports: Sequence[DayReport], wanted: Sequence[date]) -> int:
    whole = len(reports) == len(wanted) and not any(report.message for report in reports)
    return 0 if whole or not options.strict else _INCOMPLETE


def _summary(reports: Sequence[DayReport], wanted: Sequence[date]) -> dict[str, int]:
    counts = {outcome: sum(report.outcome == outcome for report in reports) for outcome in _OUTCOMES}
    return {**counts, "not_asked": len(wanted) - len(reports)}


def _messages(reports: Sequence[DayReport]) -> list[str]:
    return [report.message for report in reports if report.message]


def _snapshot_line(summary: Mapping[str, int]) -> str:
    counts = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in summary.items() if count)
    return f"Days read: {counts or 'none; all that was asked for is archived and complete'}."


def _say_built(
    options: argparse.Namespace,
    site: Site,
    content: Content,
    built: Built,
    reports: Sequence[DayReport],
    wanted: Sequence[date],
) -> None:
    output = site.root / options.output if options.output else site.output
    written = built.written
    if options.json:
        summary = {
            "output": str(output),
            "base_url": site.config.base_url,
            **{name: value for name, value in asdict(built).items() if name != "written"},
            **asdict(written),
            "files": written.files,
            "newest_day": max((day.day.isoformat() for day in content.snapshots), default=None),
            "snapshot": None if options.offline else _summary(reports, wanted),
            "problems": _messages(reports),
        }
        _print(json.dumps(summary, indent=2))
    elif not options.quiet:
        if not options.offline:
            _print(_snapshot_line(_summary(reports, wanted)))
        _print(
            f"{built.papers} papers of {built.days} days under {built.tags} tags are in {output}{os.sep}: "
            f"{written.files} files, {written.size_bytes / 1e6:.1f} MB "
            f"({written.written} written, {written.unchanged} unchanged, {written.removed} removed)."
        )


def _say_unused_notes(content: Content) -> None:
    known = {path_segment(paper.id) for snapshot in content.snapshots for paper in snapshot.papers}
    for name in sorted(content.notes.keys() - known):
        _note(f"broadsheet: note: content/notes/{name}.md belongs to no archived paper")


def _with_progress(reports: Iterable[DayReport], *, total: int, quiet: bool) -> Iterator[DayReport]:
    """`reports`, with a bar on a terminal's stderr while they come."""
    console = Console(stderr=True)
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TextColumn("days"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task("read", total=total)
        for report in reports:
            yield report
            progress.advance(task)


def _note_unasked(options: argparse.Namespace, count: int) -> None:
    if options.verbose:
        _note(f"{count} more days were not asked for")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _warn(line: str) -> None:
    sys.stderr.write(f"broadsheet: warning: {line}; what is archived stays\n")
