"""What configuration, content, theme and built site must satisfy, everything that is wrong in one list."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.archive.index import build_archive
from generator.content.everything import read_content, read_frame
from generator.content.snapshots import format_snapshot, read_snapshot, snapshot_path
from generator.content.strictyaml import has_comments
from generator.errors import BroadsheetError, Problem
from generator.files import files_below, write_atomically
from generator.identity import names_of
from generator.kit import theme_problems
from generator.linkage import link_problems
from generator.model import Content, Paper, Snapshot
from generator.pages.plan import plan_pages
from generator.site import Site, load_site
from generator.text.slugs import path_segment
from generator.theme import Theme, load_theme, theme_folders

T = TypeVar("T")
_BUILT_FOR = re.compile(r"(?m)^Sitemap: (https?://\S+/)sitemap\.xml$")
"""The base URL of a built site, as its robots.txt has it."""


def check_site(root: Path) -> list[Problem]:
    """Everything that is wrong with the site at `root`: what cannot be read first, then what does not fit together."""
    problems: list[Problem] = []
    folder = root / "content"
    site = _tried(lambda: load_site(root), problems)
    content = _tried(lambda: read_content(folder), problems)
    theme = _theme_of(site, problems) if site is not None else None
    if site is not None and theme is not None:
        problems += [*theme.translation.problems(), *theme_problems(theme, site.config)]
    problems += _layout_problems(folder)
    problems += _built_problems(site) if site is not None else ()
    if content is None:
        days = tuple(snapshot for _, snapshot in _readable_days(folder))
        problems += _content_problems(replace(read_frame(folder, []), snapshots=days), whole=False)
        return problems
    problems += _content_problems(content, whole=True)
    if site is not None and theme is not None:
        archive = build_archive(content, least=site.config.least)
        _tried(lambda: plan_pages(archive, site.config, settings=theme.settings, texts=theme.texts), problems)
    return problems


def _theme_of(site: Site, problems: list[Problem]) -> Theme | None:
    return _tried(
        lambda: load_theme(
            site.config.theme,
            folders=theme_folders(site.root),
            settings=site.config.theme_settings,
            base_path=site.config.base_path,
            language=site.config.language,
        ),
        problems,
    )


def _built_problems(site: Site) -> Iterator[Problem]:
    """What is wrong with the links of the site as it was last built, if it was, for whatever address."""
    found = _BUILT_FOR.search(_text(site.output / "robots.txt"))
    if found is None:
        return
    files = [path.relative_to(site.output).as_posix() for path in site.output.rglob("*") if path.is_file()]
    pages = ((file, _text(site.output / file)) for file in sorted(files) if file.endswith(".html"))
    yield from link_problems(pages, frozenset(files), base_url=found[1], where=site.output.name)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


def repair_content(content: Path) -> Iterator[Path]:
    """Write each day's file anew that is not laid out as this program does it; the files that were.

    A file that cannot be read, or that holds comments, is left alone: to mend it needs judgement.
    """
    for path, snapshot in _readable_days(content):
        old, new = path.read_bytes(), format_snapshot(snapshot)
        if old != new and not has_comments(old.decode()):
            write_atomically(path, new)
            yield path


def _layout_problems(content: Path) -> Iterator[Problem]:
    for path, snapshot in _readable_days(content):
        old, new = path.read_bytes(), format_snapshot(snapshot)
        where = f"content/days/{path.parent.name}/{path.name}"
        if old == new:
            continue
        if has_comments(old.decode()):
            found = "comments, which the next snapshot of this day would drop"
            yield Problem(where=where, found=found, remedy="write them as a key of your own")
        else:
            found = "keys or layout other than this program writes"
            yield Problem(where=where, found=found, remedy="run broadsheet check --repair")


def _readable_days(content: Path) -> Iterator[tuple[Path, Snapshot]]:
    for path in _tried(lambda: files_below(content / "days"), []) or ():
        snapshot = _tried(partial(read_snapshot, path), [])
        if snapshot is not None and snapshot_path(content, snapshot.day) == path:
            yield path, snapshot


def _content_problems(content: Content, *, whole: bool) -> Iterator[Problem]:
    """What does not fit together; what seems to be missing is missing only if the `whole` content could be read."""
    home: dict[str, Snapshot] = {}
    named: dict[str, Paper] = {}
    days = {snapshot.day for snapshot in content.snapshots}
    for snapshot in content.snapshots:
        where = f"content/days/{snapshot.day.year:04}/{snapshot.day}.yaml"
        for paper in snapshot.papers:
            place = f"{where}: {paper.id}"
            if (first := home.setdefault(paper.id, snapshot)) is not snapshot:
                remedy = f"remove it here, and write also_on: [{snapshot.day}] there"
                yield Problem(where=place, found=f"is archived on {first.day} too", remedy=remedy)
            yield from _paper_problems(paper, place)
            twins = {named.setdefault(name, paper).id for name in names_of(paper)} - {paper.id}
            for twin in sorted(twins):
                remedy = "keep one of them, with what the other says under its sources:"
                yield Problem(where=place, found=f"has the arXiv id or the DOI of {twin} too", remedy=remedy)
            missing = [str(day) for day in paper.also_on if day not in days]
            if missing and whole:
                yield Problem(where=f"{place}: also_on", found=f"no archived day ({', '.join(missing)})")
    known = {path_segment(identifier) for identifier in home}
    for name in sorted(content.notes.keys() - known) if whole else ():
        remedy = "name it after the paper's id, or remove it"
        yield Problem(where=f"content/notes/{name}.md", found="belongs to no archived paper", remedy=remedy)


def _paper_problems(paper: Paper, where: str) -> Iterable[Problem]:
    if not paper.title.strip():
        yield Problem(where=f"{where}: title", found="an empty title")
    moments = [row.at for row in paper.votes]
    if moments != sorted(moments):
        yield Problem(where=f"{where}: votes", found="rows that are not in the order of their moments")


def _tried(step: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return step()
    except BroadsheetError as error:
        problems += error.problems
        return None
