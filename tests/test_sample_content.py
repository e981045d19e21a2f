"""The content that ships with the repository: real papers, described in this project's own words."""

import json
import re
from datetime import date

import pytest
from conftest import REPOSITORY, SHARED

from generator.archive.index import build_archive
from generator.content.everything import read_content
from generator.model import Archive, Content, Least

SEED = {
    "2311.17099": date(2023, 11, 28), "2310.10962": date(2023, 10, 16), "2510.16882": date(2025, 10, 19),
    "2501.08005": date(2025, 1, 14), "2501.11873": date(2025, 1, 20), "2509.26330": date(2025, 9, 30),
    "2403.14236": date(2024, 3, 21), "2111.11124": date(2021, 11, 22), "2411.06635": date(2024, 11, 10),
    "2506.14861": date(2025, 6, 17), "2412.19606": date(2024, 12, 27), "2412.00569": date(2024, 11, 30),
    "2502.19642": date(2025, 2, 26), "2503.22879": date(2025, 3, 28), "2505.17155": date(2025, 5, 22),
    "2509.12539": date(2025, 9, 15), "2209.07663": date(2022, 9, 15), "2111.10050": date(2021, 11, 19),
    "2106.12497": date(2021, 6, 23),
}  # fmt: skip
_RUN = 8


@pytest.fixture(scope="module")
def content() -> Content:
    """What ships."""
    return read_content(REPOSITORY / "content")


@pytest.fixture(scope="module")
def archive(content: Content) -> Archive:
    """What ships, indexed."""
    return build_archive(content, least=Least(3))


def test_the_19_papers_of_the_seed_are_on_their_days(archive: Archive) -> None:
    """Each belongs to the day on which it was published, and carries a tag of the ledger."""
    ledger = {tag.slug for tag in read_content(REPOSITORY / "content").ledger.tags}
    assert {identifier: archive.home[identifier] for identifier in SEED} == SEED
    untagged = [name for name in SEED if not ledger & {tagging.tag for tagging in archive.taggings[name]}]
    assert untagged == []


def test_a_whole_week_ships(archive: Archive) -> None:
    """Monday to Friday of one week, all papers of its days."""
    days = {day.day: len(day.papers) for day in archive.days if day.day.isocalendar()[:2] == (2026, 19)}
    assert days == {date(2026, 5, day): count for day, count in ((4, 13), (5, 13), (6, 18), (7, 16), (8, 27))}


def test_the_ledger_knows_the_field(content: Content) -> None:
    """There are about three hundred tags in some fourteen areas, and each is described."""
    assert 270 <= len(content.ledger.tags) <= 330
    assert 10 <= len(content.ledger.areas) <= 14
    assert [tag.name for tag in content.ledger.tags if not (tag.description and tag.area)] == []


def test_descriptions_are_short(archive: Archive) -> None:
    """A shipped abstract is a sentence or two."""
    assert [paper.id for paper in archive.papers.values() if not 80 <= len(paper.abstract) <= 480] == []


@pytest.mark.skipif(not (SHARED / "data" / "hf").is_dir(), reason="the real abstracts are not beside this repository")
def test_descriptions_are_in_our_own_words(archive: Archive) -> None:
    """No run of eight words stands in the paper's real abstract too."""
    real = {
        item["paper"]["id"]: item["paper"]["summary"]
        for path in (SHARED / "data" / "hf").glob("2026-05-0*.json")
        for item in json.loads(path.read_bytes())
    }
    copied = {
        identifier: runs
        for identifier, text in real.items()
        if identifier in archive.papers and (runs := runs_of(text) & runs_of(archive.papers[identifier].abstract))
    }
    assert len(real) >= 87
    assert copied == {}


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words in `text`."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
