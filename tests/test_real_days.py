"""The real feed, 518 days of it: what is listed is archived, and reading it again changes nothing."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED
from feed_server import FeedServer
from made_up import SETTINGS, TEXTS
from sites import files_in

from generator.archive.index import build_archive
from generator.cli import main
from generator.config import Config
from generator.content.everything import read_content
from generator.content.plainyaml import read_plain
from generator.content.strictyaml import read_yaml
from generator.model import Archive, Least
from generator.pages.plan import plan_pages
from generator.text.html import formula_html, line_html
from generator.text.passages import Formula, passages, plain_passages

_ANSWERS = SHARED / "data" / "hf"
_ENTRIES = 8378
_SINCE, _UNTIL = "2024-03-12", "2026-05-29"
_AGAIN = "2026-01-01"
"""Since when days are read twice: among them are those that list a paper another day lists too."""

pytestmark = pytest.mark.skipif(not _ANSWERS.is_dir(), reason="the real days are not beside this repository")


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A site root that has read every real day, some of them twice, and its files after either time."""

    first: dict[str, bytes]
    second: dict[str, bytes]
    statuses: tuple[int, int]
    archive: Archive
    root: Path


@pytest.fixture(scope="module")
def listed() -> dict[str, list[dict[str, Any]]]:
    """Every real answer by its day."""
    return {path.stem: json.loads(path.read_bytes()) for path in sorted(_ANSWERS.glob("*.json"))}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, listed: dict[str, Any]) -> _Read:
    """The real days, read over HTTP: all by a range, then those of the last months again, day by day."""
    root = tmp_path_factory.mktemp("real")
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text("title: The Real Feed\n", encoding="utf-8")
    again = [argument for day in listed if day >= _AGAIN for argument in ("--date", day)]
    with pytest.MonkeyPatch.context() as variables, FeedServer(_ANSWERS) as feed:
        variables.setenv("HF_ENDPOINT", feed.url)
        variables.setenv("NO_PROXY", "127.0.0.1")
        variables.setenv("BROADSHEET_TODAY", "2026-05-30")
        command = ["-C", str(root), "snapshot", "--strict", "--quiet"]
        one = main([*command, "--since", _SINCE, "--until", _UNTIL])
        first = files_in(root / "content")
        two = main([*command, *again])
    archive = build_archive(read_content(root / "content"), least=Least(3))
    return _Read(first=first, second=files_in(root / "content"), statuses=(one, two), archive=archive, root=root)


def test_every_real_day_is_read_whole(read: _Read, listed: dict[str, Any]) -> None:
    """No real answer has a fault, and every day between the first and the last is a file, the empty ones too."""
    days = (date.fromisoformat(_UNTIL) - date.fromisoformat(_SINCE)).days + 1
    assert read.statuses == (0, 0)
    assert len(listed) == 518
    assert len(read.archive.days) == days
    assert all(day.complete for day in read.archive.days)


def test_every_listed_entry_is_archived_once(read: _Read, listed: dict[str, Any]) -> None:
    """The 8,378 entries become as many papers, less those that two days list, which note the other day."""
    ids = [entry["paper"]["id"] for entries in listed.values() for entry in entries]
    again = sum(len(paper.also_on) for paper in read.archive.papers.values())
    assert len(ids) == _ENTRIES
    assert read.archive.papers.keys() == set(ids)
    assert len(read.archive.papers) == _ENTRIES - again


def test_titles_and_authors_survive_letter_for_letter(read: _Read, listed: dict[str, Any]) -> None:
    """But for white space every title is the feed's, and so is every author who is not hidden, in the feed's order."""
    entries = {entry["paper"]["id"]: entry for entries in listed.values() for entry in entries}
    titles = {identifier: " ".join(entry["title"].split()) for identifier, entry in entries.items()}
    authors = {
        identifier: tuple(" ".join(one["name"].split()) for one in entry["paper"]["authors"] if not one["hidden"])
        for identifier, entry in entries.items()
    }
    assert {paper.id: paper.title for paper in read.archive.papers.values()} == titles
    assert {paper.id: paper.authors for paper in read.archive.papers.values()} == authors


def test_reading_again_changes_no_byte(read: _Read) -> None:
    """Days asked for a second time, at a later moment, leave content as it was, though two of them list one paper."""
    assert read.second == read.first


def test_the_quick_reader_reads_what_the_judge_reads(read: _Read) -> None:
    """Every archived day means the same to the quick reader and to PyYAML; hardly one is left to PyYAML alone."""
    texts = [data.decode() for name, data in sorted(read.first.items()) if name.startswith("days/")]
    answers = [read_plain(text) for text in texts]
    assert sum(answer is None for answer in answers) < len(answers) / 50
    assert all(
        answer is None or repr(answer) == repr(read_yaml(text, "a day", as_written=True))
        for answer, text in zip(answers, texts, strict=True)
    )


def test_every_tag_of_three_papers_has_its_pages(read: _Read) -> None:
    """A tag has a page and a feed if it has three papers, and only then; every paper of it is on one of its pages."""
    config = Config(title="The Real Feed")
    pages = {page.path: page for page in plan_pages(read.archive, config, settings=SETTINGS, texts=TEXTS)}
    enough = {slug for slug, tag in read.archive.tags.items() if len(tag.papers) >= 3}
    shown: dict[str, list[str]] = defaultdict(list)
    for page in pages.values():
        if page.template == "tag.html":
            shown[page.values["tag"].slug] += [view.id for view in page.values["papers"]]
    assert len(enough) > 1000
    assert shown.keys() == enough
    assert {f"tags/{slug}/feed.xml" for slug in enough} <= pages.keys()
    assert {slug: sorted(ids) for slug, ids in shown.items()} == {
        slug: sorted(read.archive.tags[slug].papers) for slug in enough
    }


def test_what_papers_say_is_shown(read: _Read) -> None:
    """No title, abstract, summary or keyword makes reading fail; all real formulas but a hundredth become MathML."""
    texts = [
        line
        for paper in read.archive.papers.values()
        for text in (paper.title, paper.abstract, paper.summary or "", *paper.keywords)
        for line in text.split("\n")
    ]
    assert all(line_html(line) and plain_passages(line) for line in texts if line)
    formulas = [one for line in texts for one in passages(line) if isinstance(one, Formula)]
    converted = [one for one in formulas if formula_html(one.tex, display=one.display).startswith("<math ")]
    assert len(formulas) > 300
    assert len(converted) > 0.99 * len(formulas)


def test_no_real_file_is_torn_or_stray(read: _Read) -> None:
    """Content holds the configuration and a file a day, and nothing else."""
    days = [f"days/{name[:4]}/{name}.yaml" for name in (day.day.isoformat() for day in read.archive.days)]
    assert sorted(read.second) == sorted([*days, "site.yaml"])


class _Links(HTMLParser):
    """The addresses on this site that a page points to, without their fragments."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather `href` and `src`."""
        del tag
        values = (value for name, value in attrs if name in {"href", "src"} and value)
        self.found |= {value.partition("#")[0] for value in values if value.startswith(("/", "https://kites.example/"))}


def _broken_links(site: dict[str, bytes]) -> list[str]:
    """Links within the site that lead to no file of it, or out of its base path."""
    targets: dict[str, str] = {}
    for name, data in site.items():
        if name.endswith(".html"):
            page = _Links()
            page.feed(data.decode())
            targets |= dict.fromkeys(page.found, name)
    base = "/papers/"
    paths = {target: target.removeprefix("https://kites.example") for target in targets}
    files = {target: path.removeprefix(base) + "index.html" * path.endswith("/") for target, path in paths.items()}
    return [
        f"{targets[target]}: {target}"
        for target, file in files.items()
        if file not in site or not paths[target].startswith(base)
    ]


def test_whole_site_holds_together(read: _Read, capsys: pytest.CaptureFixture[str]) -> None:
    """Every day, paper and tag of enough papers has its page, no link is broken, building again does nothing."""
    command = ["-C", str(read.root), "build", "--offline", "--json", "--base-url", "https://kites.example/papers"]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    site = files_in(read.root / "site")
    assert (first["papers"], first["days"], first["files"]) == (
        len(read.archive.papers), len(read.archive.days), len(site)
    )  # fmt: skip
    enough = Config(title="The Real Feed").least.tags
    wanted = {f"{day.day:%Y/%m/%d}/index.html" for day in read.archive.days}
    wanted |= {f"papers/{identifier}/index.html" for identifier in read.archive.papers}
    wanted |= {f"tags/{tag.slug}/index.html" for tag in read.archive.tags.values() if len(tag.papers) >= enough}
    assert wanted <= site.keys()
    assert _broken_links(site) == []
    assert main(command) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["written"], again["removed"], again["unchanged"]) == (0, 0, first["files"])
