"""Reading the sources as `build` and `snapshot` do it: which days, and what becomes of them."""

import argparse
import os
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from generator import clock
from generator.cli.telling import Read, note, with_progress
from generator.cli.usage import UsageError
from generator.content.everything import read_content
from generator.content.gaps import gaps_by_day, write_gaps
from generator.content.snapshots import write_snapshot
from generator.enrichment import BATCH, fetch_batches, papers_to_enrich
from generator.enrichment import SOURCE as ARXIV
from generator.errors import ConfigError, FetchError, Problem
from generator.fetch import Client
from generator.holdings import Holdings
from generator.lock import writing
from generator.model import Gap, Snapshot
from generator.readers import Reader, reader_of
from generator.remembered import Remembered
from generator.site import Site
from generator.snapshot import days_between, days_missing, days_to_read, take_snapshots
from generator.sources import arxiv, huggingface


def read_sources(options: argparse.Namespace, site: Site) -> Read:
    """Read what the options ask for into `content/`; warnings go to stderr as they come.

    What is archived is read once no other run can change it.
    """
    asked = _asked_days(options)
    with writing(site.content, say=note):
        content = read_content(site.content)
        run = _Run(options, site, Holdings(content.snapshots), gaps_by_day(content.gaps))
        try:
            with _client(options, site) as client:
                for reader in _readers(options, site, client):
                    run.read_source(reader, asked)
                if site.config.enrich and not getattr(options, "source", None):
                    run.enrich(client)
        finally:
            run.keep_notes()
    return run.read


class _Run:
    """One reading of all sources."""

    def __init__(
        self, options: argparse.Namespace, site: Site, holdings: Holdings, gaps: dict[tuple[date, str], Gap]
    ) -> None:
        self.options, self.site, self.holdings, self.gaps = options, site, holdings, gaps
        self.read = Read()
        self.remembered = Remembered(site.cache)
        self.now, self.today = clock.now(), clock.today()

    def read_source(self, reader: Reader, asked: Sequence[date] | None) -> None:
        """Snapshot the days of one source."""
        days = self._days_of(reader, asked)
        taken = take_snapshots(
            reader,
            days,
            self.holdings,
            write=self._write,
            remembered=self.remembered,
            gaps=self.gaps,
            now=self.now,
            today=self.today,
        )
        count = 0
        for report in with_progress(taken, name=reader.name, total=len(days), quiet=self.options.quiet):
            count += 1
            self.read.reports.append(report)
            if self.options.verbose:
                note(f"{reader.name} {report.day}: {report.outcome}")
            if report.message:
                self._warn(f"{reader.name}: {report.message}")
        self.read.not_asked += len(days) - count
        if count < len(days) and self.options.verbose:
            note(f"{reader.name}: {len(days) - count} more days were not asked for")

    def enrich(self, client: Client) -> None:
        """Ask arXiv about papers that are due; what does not come this time is due the next."""
        endpoint = _endpoints()["arxiv"]
        ids = papers_to_enrich(self.holdings.days.values(), today=self.today)
        batches = fetch_batches(client, endpoint, ids)
        total = -(-len(ids) // BATCH)
        try:
            for entries, faults in with_progress(
                batches, name="enrich", total=total, unit="batches", quiet=self.options.quiet
            ):
                for snapshot in self.holdings.update(ARXIV, entries, now=self.now, enriched=True):
                    self._write(snapshot)
                self.read.enriched += len(entries)
                for fault in faults:
                    self._warn(f"{ARXIV}: {fault}")
        except FetchError as error:
            self._warn(f"{ARXIV}: {error}; the papers are whole without it")

    def keep_notes(self) -> None:
        """Write down what failed, and by what to ask again."""
        configured = {source.receipt_name for source in self.site.config.sources}
        write_gaps(self.site.content, {key: gap for key, gap in self.gaps.items() if gap.source in configured})
        self.remembered.save()

    def _days_of(self, reader: Reader, asked: Sequence[date] | None) -> list[date]:
        first, archived, window = reader.first_day, self.holdings.days, self.site.config.snapshot.days
        if first is None:
            return [self.today]
        if asked is None:
            return days_to_read(archived, reader.name, today=self.today, window=window)
        days = [day for day in asked if day >= first]
        if getattr(self.options, "date", None):
            return days
        return days_missing(days, archived, reader.name, now=self.now, today=self.today, window=window)

    def _write(self, snapshot: Snapshot) -> None:
        write_snapshot(self.site.content, snapshot)

    def _warn(self, line: str) -> None:
        self.read.problems.append(line)
        note(f"broadsheet: warning: {line}; what is archived stays")


def _asked_days(options: argparse.Namespace) -> Sequence[date] | None:
    """The days that the options name, oldest first; None where they leave it to the archive."""
    today = clock.today()
    if getattr(options, "date", None):
        if options.since or options.until:
            raise UsageError("--date names single days; it does not go with --since or --until")
        if (latest := max(options.date)) > today:
            raise UsageError(f"--date {latest} is after today, {today}; a day has no list before it begins")
        return sorted(set(options.date))
    if not options.since and not options.until:
        return None
    since, until = options.since or huggingface.FIRST_DAY, min(options.until or today, today)
    if since > until:
        raise UsageError(f"--since {since} is after {'--until' if options.until else 'today'}, {until}")
    return days_between(since, until)


def _endpoints() -> dict[str, str]:
    return {
        "huggingface": _endpoint("HF_ENDPOINT") or huggingface.PUBLIC_ENDPOINT,
        "arxiv": _endpoint("ARXIV_ENDPOINT") or arxiv.PUBLIC_ENDPOINT,
    }


def _endpoint(variable: str) -> str:
    """An address from the environment: it is written into receipts, so it must hold no secret."""
    address = os.environ.get(variable, "").strip()
    if "@" in address.removeprefix("https://").removeprefix("http://").partition("/")[0]:
        found = f"{variable} holds a user's name or password"
        remedy = "an endpoint is archived; HF_TOKEN is the place for a secret"
        raise ConfigError(Problem(where="the environment", found=found, remedy=remedy))
    return address


def _token() -> str | None:
    """The token from the environment, without the line break that files end in; it is never shown."""
    token = os.environ.get("HF_TOKEN", "").strip()
    if not (token.isascii() and token.isprintable()) or " " in token:
        found, remedy = "HF_TOKEN holds characters that no token has", "set it anew, or unset it"
        raise ConfigError(Problem(where="the environment", found=found, remedy=remedy))
    return token or None


def _client(options: argparse.Namespace, site: Site) -> Client:
    endpoints = _endpoints()
    hosts = {urlsplit(url).netloc for url in (endpoints["arxiv"], arxiv.rss_url(endpoints["arxiv"], "cs.LG"))}
    return Client(
        wait_s=site.config.snapshot.wait_s,
        endpoint=endpoints["huggingface"],
        token=_token(),
        home=site.config.base_url,
        pace_s=dict.fromkeys(hosts, arxiv.PACE_S),
        say=note if not options.quiet else lambda _: None,
    )


def _readers(options: argparse.Namespace, site: Site, client: Client) -> list[Reader]:
    wanted = getattr(options, "source", None)
    sources = [source for source in site.config.sources if wanted in {None, source.receipt_name}]
    if not sources:
        known = ", ".join(source.receipt_name for source in site.config.sources) or "none"
        raise UsageError(f"--source {wanted}: content/site.yaml has no such source; it has {known}")
    return [reader_of(source, client, endpoints=_endpoints(), today=clock.today()) for source in sources]
