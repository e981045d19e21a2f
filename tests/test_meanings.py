"""Where papers stand in meaning: worked out once, published in parts, shown under what words find."""

import json
import os
import pickle
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from browsing import NEEDS_CHROMIUM, becomes_true, chromium, page_of
from made_up import archive, paper, snapshot
from playwright.sync_api import Browser
from sites import build, files_in, serving

from generator.cache import NO_CACHE, Cache
from generator.content.snapshots import write_snapshot
from generator.crew import Crew
from generator.meanings import Meanings
from generator.model import Archive, Snapshot
from generator.search.files import unfiled
from generator.search.meaning import DIMENSIONS

DAYS = [
    date(2023, 5, 1), date(2024, 3, 1), date(2024, 11, 1), date(2025, 2, 3), date(2025, 3, 9), date(2025, 7, 1),
    date(2025, 8, 1), date(2025, 8, 2),
]  # fmt: skip


def day(of: date, *, papers: int = 2, upvotes: int = 1, word: str = "kite") -> Snapshot:
    """A day with so many papers."""
    first = of.toordinal() % 9000 * 10
    return snapshot(
        of, *(paper(first + n, title=f"{word} {n}", abstract="Flies.", upvotes=upvotes) for n in range(papers))
    )


def made(*snapshots: Snapshot) -> Archive:
    """The archive of these, or of all days."""
    return archive(*(snapshots or map(day, DAYS)))


def known(of: Archive, cache: Cache = NO_CACHE, crew: Crew | None = None) -> Meanings:
    """Where its papers stand."""
    meanings = Meanings(of, cache)
    meanings.prepare(crew or Crew())
    return meanings


def shown(meanings: Meanings) -> list[tuple[str, int, bytes]]:
    """All of it."""
    return [(*part, meanings.data(number)) for number, part in enumerate(meanings.parts)]


def test_parts_are_years_quarters_and_months() -> None:
    """What is over is in few files; every paper has as many bytes as there are dimensions."""
    found = known(made())
    assert [part.papers for part in found.parts] == [2, 4, 4, 2, 4]
    assert [len(found.data(number)) for number in range(5)] == [part.papers * DIMENSIONS for part in found.parts]


def test_a_day_more_changes_one_part(tmp_path: Path) -> None:
    """All others keep their names."""
    cache = Cache(tmp_path)
    before = known(made(), cache).parts
    after = known(made(*map(day, DAYS), day(date(2025, 8, 4))), cache)
    assert after.parts[:-1] == before[:-1]
    assert after.parts[-1].papers == before[-1].papers + 2
    assert shown(after) == shown(known(made(*map(day, DAYS), day(date(2025, 8, 4)))))


def test_votes_are_nothing_to_it(tmp_path: Path) -> None:
    """Nothing is worked out, nothing is written."""
    cache = Cache(tmp_path)
    before = known(made(), cache).parts
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert known(made(*map(day, DAYS[:-1]), day(DAYS[-1], upvotes=99)), cache).parts == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == written


@pytest.mark.parametrize("change", ["none", "text", "less", "cut", "gone", "all gone"])
def test_after_anything_it_is_as_if_nothing_had_been_known(change: str, tmp_path: Path) -> None:
    """Changed texts, fewer days, a damaged cache."""
    cache, days = Cache(tmp_path), list(map(day, DAYS))
    known(made(*days), cache)
    match change:
        case "text":
            days[2] = day(DAYS[2], word="boat")
        case "less":
            del days[1]
        case "cut":
            for path in tmp_path.rglob("*"):
                if path.is_file():
                    path.write_bytes(path.read_bytes()[:-1])
        case "gone":
            shutil.rmtree(tmp_path)
        case "all gone":
            days = [snapshot(DAYS[0])]
        case _:
            pass
    assert shown(known(made(*days), cache)) == shown(known(made(*days)))


def test_any_number_of_processes_finds_the_same() -> None:
    """Two, and one after it went to another process."""
    some = made(*(day(DAYS[0] + timedelta(days=number), papers=30) for number in range(40)))
    one, two = known(some), known(some, crew=Crew(jobs=2))
    assert shown(one) == shown(two) == shown(pickle.loads(pickle.dumps(two)))  # noqa: S301 - pickled here


TITLES = (
    "Batch Size and the Noise of Gradients",
    "A Map of Old Towns",
    "A Robot Hand with a Sense of Touch",
    "Tactile Sensing for Manipulation",
    "Rereading",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with a few papers that speak of different things."""
    root = tmp_path_factory.mktemp("near") / "root"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: T\n", encoding="utf-8")
    for number, title in enumerate(TITLES):
        write_snapshot(root / "content", snapshot(date(2025, 8, 1 + number), paper(number, title=title)))
    return build(root, root / "site")


def test_manifest_names_what_is_there(site: Path) -> None:
    """The table, and the places of all papers; turned off, there is none of it."""
    manifest = json.loads((site / "search" / "manifest.json").read_bytes())["meaning"]
    table = (site / "search" / f"meaning-{manifest['table']}.bin").read_bytes()
    assert unfiled(table, manifest["table"])
    assert [papers for _, papers in manifest["parts"]] == [5]
    [[name, papers]] = manifest["parts"]
    assert len(unfiled((site / "search" / f"near-{name}.bin").read_bytes(), name)) == papers * DIMENSIONS


def test_turned_off_nothing_of_it_is_there(site: Path, tmp_path: Path) -> None:
    """No file and no script."""
    root = Path(shutil.copytree(site.parent, tmp_path / "root", ignore=shutil.ignore_patterns("site", ".cache")))
    (root / "content" / "site.yaml").write_text("title: T\nsearch_meaning: false\n", encoding="utf-8")
    found = files_in(build(root, root / "site"))
    assert not [name for name in found if "near-" in name or name.startswith("search/meaning")]
    assert b"/meaning." not in found["search/index.html"]
    assert "meaning" not in json.loads(found["search/manifest.json"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as browser:
        yield browser


_NEAR = "[...document.querySelectorAll('#search-also li h2')].map((one) => one.textContent)"
_FOUND = "[...document.querySelectorAll('#search-found li h2')].map((one) => one.textContent)"


@NEEDS_CHROMIUM
def test_what_is_close_in_meaning_stands_under_what_has_the_words(browser: Browser, site: Path) -> None:
    """Under a heading of its own, the nearest first, nothing twice; another search begins anew."""
    with serving(site) as address, browser.new_context() as context:
        page, wrong = page_of(context)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.goto(f"{address}search/")
        page.wait_for_load_state("networkidle")
        assert not [name for name in asked if name.startswith(("near-", "meaning-"))]
        page.fill("#search-words", "haptic touch")
        becomes_true(page, f"{_NEAR}.length > 0")
        assert page.evaluate(_FOUND) == ["A Robot Hand with a Sense of Touch"]
        assert page.evaluate(_NEAR) == ["Tactile Sensing for Manipulation"]
        assert page.text_content("#search-also h2.head") == "Close in meaning"
        page.fill("#search-words", "haptic sensors")
        becomes_true(page, f"!{_FOUND}.length && {_NEAR}[0] === 'Tactile Sensing for Manipulation'")
        page.fill("#search-words", "")
        becomes_true(page, "document.getElementById('search-also').hidden")
        assert wrong == []
        assert len([name for name in asked if name.startswith(("near-", "meaning-"))]) == 2


@NEEDS_CHROMIUM
def test_what_cannot_be_read_is_said_and_words_go_on(browser: Browser, site: Path, tmp_path: Path) -> None:
    """A part that is damaged, and one that is not there."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    [part] = (broken / "search").glob("near-*.bin")
    part.write_bytes(part.read_bytes()[:-9])
    before = time.time() - 3  # The browser asks again whether a file is newer, by the second.
    os.utime(part, (before, before))
    with serving(broken) as address, browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}search/?q=batch")
        becomes_true(page, "document.querySelector('#search-also p')?.textContent.includes('could not be loaded')")
        assert page.evaluate(_FOUND)
        assert page.evaluate(_NEAR) == []
        shutil.copy(next((site / "search").glob("near-*.bin")), part)
        page.fill("#search-words", "haptic sensors")
        becomes_true(page, f"{_NEAR}.length > 0")
