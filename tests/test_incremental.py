"""A build over an earlier one: only what changed is made, and the tree is that of a build from nothing."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import paper, snapshot
from sites import files_in

from generator.build import Built, build_site
from generator.cache import NO_CACHE, Cache
from generator.content.snapshots import snapshot_path, write_snapshot
from generator.crew import Crew
from generator.errors import ContentError, ThemeError
from generator.library import Library
from generator.model import Area, Ledger, LedgerTag, Paper, Snapshot
from generator.site import load_site
from generator.stages import Stages

FIRST = date(2025, 9, 29)
_WORDS = ("kites", "paper boats", "strings", "wind tunnels")


def _day(number: int, papers: int = 3, upvotes: int = 1) -> Snapshot:
    day = FIRST + timedelta(days=number)
    ids = range(number * 100, number * 100 + papers)
    return snapshot(day, *(_paper(identifier, upvotes) for identifier in ids))


def _paper(number: int, upvotes: int) -> Paper:
    words = [_WORDS[number % 4], _WORDS[(number // 100) % 4]]
    return paper(number, upvotes=upvotes, keywords=tuple(dict.fromkeys(words)), authors=("Ada Windham",))


def _build(root: Path, output: Path | None = None, **options: bool) -> Built:
    return build_site(load_site(root), output=output or root / "site", crew=Crew(), stages=Stages(), **options)


def _is_right(root: Path, tmp_path_factory: pytest.TempPathFactory) -> bool:
    """Whether the site is what a build into a new folder, that knows of nothing, makes."""
    copy = tmp_path_factory.mktemp("clean") / "root"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".cache", "site"))
    _build(copy)
    return files_in(root / "site") == files_in(copy / "site")


@pytest.fixture
def root(site_root: Path) -> Path:
    """An archive of thirty days that is built."""
    for number in range(30):
        write_snapshot(site_root / "content", _day(number))
    (site_root / "content" / "pages").mkdir()
    (site_root / "content" / "pages" / "about.md").write_text("---\ntitle: About\n---\nHello.\n", encoding="utf-8")
    (site_root / "content" / "notes").mkdir()
    (site_root / "content" / "notes" / "2510.00100.md").write_text("Read *this*.\n", encoding="utf-8")
    _build(site_root)
    return site_root


def test_nothing_changed_makes_nothing(root: Path) -> None:
    """No page is made, and nothing is written, the cache included."""
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    built = _build(root)
    assert (built.rendered, built.written.written, built.written.removed) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_added_day_touches_its_neighbourhood(root: Path) -> None:
    """The day, its papers, the day before it, what lists them, the newest pages and feeds of its tags: nothing else."""
    before = files_in(root / "site")
    write_snapshot(root / "content", _day(30, papers=2))
    built = _build(root)
    after = files_in(root / "site")
    day = FIRST + timedelta(days=30)
    index = {name for name in before.keys() | after.keys() if name.startswith("search/")}
    touched = {name for name in after if before.get(name) != after[name]} - index
    slugs = {"kite", "paper-boat", "string", "wind-tunnel"}
    assert touched <= {
        "authors/index.html",
        "authors/ada-windham/index.html",
        f"{day:%Y/%m/%d}/index.html", f"{day - timedelta(days=1):%Y/%m/%d}/index.html", "index.html", "feed.xml",
        "papers/2510.03000/index.html", "papers/2510.03001/index.html", "sitemap.xml", "archive/index.html",
        f"{day:%Y/%m/%d}/card.png", "2025/10/card.png", f"{FIRST:%Y/%m/%d}/index.html",
        f"{day:%Y/%m/%d}/papers.json", f"{day:%Y/%m/%d}/papers.bib", "api/daily_papers", "api/v1/latest.json",
        "api/v1/days.json", "api/v1/tags.json", "api/v1/statistics.json",
        "2025/index.html", "2025/10/index.html", "2025/W44/index.html", "tags/index.html",
        "atom.xml", "feed.json", "daily.xml",
        *(f"tags/{slug}/{name}" for slug in slugs for name in ("index.html", "feed.xml")),
    }  # fmt: skip
    card = f"{FIRST:%Y/%m/%d}/card.png"  # It is no longer one of the newest thirty.
    assert before.keys() - after.keys() - index == {card}
    assert built.rendered <= len(touched) + len(index & after.keys()) + 2


def test_new_votes_touch_their_day_and_what_ranks_it(root: Path) -> None:
    """Full pages of older papers of a tag show no votes, and stay as they are."""
    before = files_in(root / "site")
    write_snapshot(root / "content", _day(5, upvotes=9))
    _build(root)
    after = files_in(root / "site")
    touched = {name for name in after if before.get(name) != after[name]}
    assert "papers/2510.00500/index.html" in touched
    assert not any(name.startswith("papers/") and not name.startswith("papers/2510.005") for name in touched)
    assert "about/index.html" not in touched


CHANGES: dict[str, Callable[[Path], object]] = {
    "a day less": lambda root: snapshot_path(root / "content", FIRST).unlink(),
    "a title": lambda root: (root / "content" / "site.yaml").write_text("title: Boats\n", encoding="utf-8"),
    "a note": lambda root: (root / "content" / "notes" / "2510.00200.md").write_text("Mine.\n", encoding="utf-8"),
    "a note less": lambda root: (root / "content" / "notes" / "2510.00100.md").unlink(),
    "a page": lambda root: (root / "content/pages/b.md").write_text("---\ntitle: B\n---\nB\n", encoding="utf-8"),
    "a page less": lambda root: (root / "content" / "pages" / "about.md").unlink(),
    "a paper on two days": lambda root: write_snapshot(
        root / "content", snapshot(FIRST, paper(1, also_on=(FIRST + timedelta(days=9),)))
    ),
    "an empty day": lambda root: write_snapshot(root / "content", snapshot(FIRST + timedelta(days=3))),
    "a tag of the ledger": lambda root: (root / "content" / "tags.yaml").write_text(
        "format: 1\ntags:\n- {name: Boats, slug: boats, aliases: [paper boats], phrases: [kite number]}\n",
        encoding="utf-8",
    ),
    "a merge in the ledger": lambda root: (root / "content" / "tags.own.yaml").write_text(
        "format: 1\ntags:\n- {name: Boats, formerly: [kites, ships], phrases: [kite number]}\n", encoding="utf-8"
    ),
    "a gap": lambda root: (root / "content" / "gaps.yaml").write_text(
        "format: 1\ngaps:\n- {day: 2025-11-02, source: a, since: 2025-11-03T00:00:00Z, problem: none}\n",
        encoding="utf-8",
    ),
    "a template": lambda root: _theme(root, "templates/_paper.html", "{% macro byline(p) %}by{% endmacro %}"
                                      "{% macro counts(p) %}{% endmacro %}{% macro row(p,a=1,b=1,c=1) %}-{% endmacro %}"
                                      "{% macro story(p,s='',on=none) %}{{ p.title }}{% endmacro %}"),
    "a style sheet": lambda root: _theme(root, "static/style.css", "p{color:red}"),
    "a setting": lambda root: (root / "content" / "site.yaml").write_text(
        "title: Test Papers\ntheme_settings: {motto: Up}\n", encoding="utf-8"
    ),
}  # fmt: skip


def _theme(root: Path, file: str, text: str) -> None:
    folder = root / "themes" / "broadsheet"
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / "theme.yaml").write_text("name: Mine\nextends: broadsheet\n", encoding="utf-8")
    (folder / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_ends_in_the_right_tree(
    root: Path, change: Callable[[Path], object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever became of content, configuration or theme, and also when it is taken back."""
    before = files_in(root / "site")
    kept = root.parent / "kept"
    shutil.copytree(root / "content", kept)
    change(root)
    _build(root)
    assert _is_right(root, tmp_path_factory)
    assert files_in(root / "site") != before
    shutil.rmtree(root / "content")
    shutil.rmtree(root / "themes", ignore_errors=True)
    kept.rename(root / "content")
    _build(root)
    assert files_in(root / "site") == before


def test_a_template_touches_its_pages_only(root: Path) -> None:
    """Pages of templates that neither are it nor include it are not made again."""
    _theme(root, "templates/archive.html", "{% extends 'broadsheet/archive.html' %}")
    _build(root)
    _theme(
        root, "templates/archive.html", "{% extends 'broadsheet/archive.html' %}{% block head %}<!-- -->{% endblock %}"
    )
    built = _build(root)
    assert (built.rendered, built.written.written) == (1, 1)


_BY_NAME = {
    "joined": "{{ each(papers, '_' ~ 'mine.html') }}",
    "another name for each": "{% set all = each %}{{ all(papers, '_mi' ~ 'ne.html') }}",
    "chosen": "{{ each(papers, '_none.html' if number else '_mine' ~ '.html') }}",
    "no .html": "{{ each(papers, '_mine.txt') }}",
    "included": "{% set name = '_mine' %}{% include [name ~ '.html', '_mine.txt'] ignore missing %}",
}


@pytest.mark.parametrize("text", _BY_NAME.values(), ids=_BY_NAME)
def test_templates_whose_names_are_worked_out_count(
    root: Path, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What a page is made with is known however a template names it, also one that was not there before."""
    _theme(root, "templates/_mine.html", "old")
    _theme(root, "templates/_mine.txt", "old")
    _theme(root, "templates/tag.html", text)
    _build(root)
    _theme(root, "templates/_mine.html", "new")
    _theme(root, "templates/_mine.txt", "new")
    _build(root)
    assert (root / "site/tags/kite/index.html").read_text("utf-8").startswith("new")
    assert _is_right(root, tmp_path_factory)


def test_a_template_that_appears_is_taken(root: Path) -> None:
    """One that was looked for in vain, by a name that was worked out, is found by the next build."""
    _theme(root, "templates/404.html", "{% set name = '_late' %}{% include name ~ '.html' ignore missing %}")
    _build(root)
    _theme(root, "templates/_late.html", "late")
    _build(root)
    assert (root / "site" / "404.html").read_text("utf-8") == "late"


def test_older_papers_do_not_say_how_many_there_are(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A theme that asks for it on a page that stays as it is gets nothing, today and tomorrow."""
    (root / "content" / "site.yaml").write_text("title: T\ntags: {page_size: 10}\n", encoding="utf-8")
    _theme(root, "templates/tag.html", "{{ tag.papers }} {{ number }}")
    _build(root)
    assert (root / "site/tags/kite/1/index.html").read_text("utf-8") == "None 1"
    write_snapshot(root / "content", _day(40))
    _build(root)
    assert _is_right(root, tmp_path_factory)


_LATER = {
    "a day is added": _day(31),
    "an old day has fewer papers": _day(-20, papers=11),
    "an old day has more papers": _day(-20, papers=25),
    "an old day is gone through again": _day(-20, papers=12, upvotes=9),
    "a paper turns out to be older": snapshot(FIRST - timedelta(days=40), _paper(-1999, 1)),
    "a name is spelled another way": snapshot(
        FIRST + timedelta(days=31), *(paper(9000 + number, keywords=("KITES",)) for number in range(99))
    ),
}


@pytest.mark.parametrize("later", _LATER.values(), ids=_LATER.keys())
def test_full_pages_of_tags_follow_what_they_hold(
    root: Path, later: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Pages of months that are over, which are not planned from day to day, change when what is on them does."""
    (root / "content" / "site.yaml").write_text("title: T\ntags: {page_size: 10}\nsearch: false\n", encoding="utf-8")
    write_snapshot(root / "content", _day(-20, papers=45))
    _build(root)
    assert (root / "site/tags/kite/1/index.html").exists()
    write_snapshot(root / "content", later)
    _build(root)
    assert _is_right(root, tmp_path_factory)


def test_a_line_and_a_whole_paper_are_two_things(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One template for both shows the same whichever page was made first."""
    _theme(root, "templates/_mine.html", "{{ 'whole' if paper.text is defined else 'line' }}")
    for name in ("home", "day", "tag"):
        _theme(root, f"templates/{name}.html", "{{ each(papers, '_mine.html') }}")
    _build(root)
    assert set(re.findall("whole|line", (root / "site/tags/kite/index.html").read_text("utf-8"))) == {"line"}
    write_snapshot(root / "content", _day(40))
    _build(root)
    assert _is_right(root, tmp_path_factory)


@pytest.mark.parametrize("move", [Path.rename, shutil.copy])
def test_a_day_in_another_folder_is_no_longer_right(root: Path, move: Callable[[Path, Path], object]) -> None:
    """A day's file that is moved or copied to another year's folder is refused, as it is by a build from nothing."""
    path = snapshot_path(root / "content", FIRST)
    wrong = root / "content" / "days" / "2024" / path.name
    wrong.parent.mkdir()
    move(path, wrong)
    with pytest.raises(ContentError, match="expected this day in content/days/2025/"):
        _build(root)


def test_a_day_that_changes_while_it_is_built_is_not_mixed(root: Path) -> None:
    """What was planned of one file is never shown with the words of another: the build ends, the next one is right."""
    path = snapshot_path(root / "content", FIRST)
    library = Library(root / "content", NO_CACHE, Ledger())
    known = next(sketch for sketch in library.sketches(Crew()) if sketch.day == FIRST)
    assert library.snapshot(FIRST, known.digest).day == FIRST
    path.write_text(path.read_text("utf-8").replace("Kite", "Boat"), encoding="utf-8")
    with pytest.raises(ContentError, match="changed while it was built; build again"):
        library.snapshot(FIRST, known.digest)


def test_only_what_is_looked_for_tags_papers_anew(root: Path, tmp_path: Path) -> None:
    """A description or an area of the ledger reads no day again; a phrase, an alias or a slug reads all of them."""
    kites = LedgerTag(name="Kites", slug="kites", phrases=("kite",))
    cache = Cache(tmp_path / "cache")

    def kept(tag: LedgerTag) -> set[str]:
        Library(root / "content", cache, Ledger(tags=(tag,), areas=(Area(name="A", slug="a"),))).sketches(Crew())
        return {path.name for path in (tmp_path / "cache" / "days").iterdir()}

    before = kept(kites)
    assert kept(replace(kites, description="On a string.", area="a")) == before
    for other in (
        replace(kites, phrases=("boat",)), replace(kites, strong=("kite",)), replace(kites, aliases=("boat",)),
        replace(kites, slug="dragons"),
    ):  # fmt: skip
        assert kept(other).isdisjoint(before)


def test_a_first_build_that_was_killed_over_a_known_folder_is_finished(root: Path, tmp_path: Path) -> None:
    """An output that somebody removed gets its sign first again, so that what a kill leaves is known as a build's."""
    output = tmp_path / "published"
    _build(root, output)
    shutil.rmtree(output)
    _theme(root, "templates/404.html", "{{ nothing }}")
    with pytest.raises(ThemeError):
        _build(root, output)
    assert {path.name for path in output.iterdir()} >= {".nojekyll", "sitemap.xml"}
    (output / "torn").mkdir()
    shutil.rmtree(root / "themes")
    _build(root, output)
    assert files_in(output) == files_in(root / "site")


def _same_size(path: Path) -> None:
    """Another byte within, the size and the time of change as they were."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _removed(path: Path) -> Path:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return path


def _moved_and_linked(folder: Path) -> None:
    elsewhere = folder.rename(folder.parents[folder.parts[::-1].index("site")] / "elsewhere")
    folder.symlink_to(elsewhere)


def _twins(papers: Path) -> list[Path]:
    """Two papers whose pages have the same size; on most machines they were written in one tick of the clock."""
    by_size: dict[tuple[int, int], list[Path]] = {}
    for folder in sorted(papers.iterdir()):
        stat = (folder / "index.html").stat()
        by_size.setdefault((stat.st_size, stat.st_ctime_ns), []).append(folder)
    return max(by_size.values(), key=len)[:2]


def _swapped(one: Path, *others: Path) -> None:
    for other in others:
        aside = one.rename(one.with_name("aside"))
        other.rename(one)
        aside.rename(other)


def _in_the_way(site: Path, file: str, make: Callable[[Path], object]) -> None:
    (site / file).write_text("mine", encoding="utf-8")
    make(site / f"{file}.waiting")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "edited": lambda site: (site / "index.html").write_text("mine", encoding="utf-8"),
    "edited unseen": lambda site: _same_size(site / "papers/2510.00100/index.html"),
    "removed": lambda site: (site / "papers/2510.00100/index.html").unlink(),
    "a folder removed": lambda site: shutil.rmtree(site / "tags"),
    "all removed": shutil.rmtree,
    "added": lambda site: (site / "papers/2510.00100/mine.txt").write_text("x", encoding="utf-8"),
    "a folder added": lambda site: (site / "2025/10/mine/deep").mkdir(parents=True),
    "a folder for a file": lambda site: _removed(site / "feed.xml").mkdir(),
    "a file for a folder": lambda site: _removed(site / "archive").touch(),
    "a link": lambda site: _removed(site / "feed.xml").symlink_to("index.html"),
    "a folder moved and linked to": lambda site: _moved_and_linked(site / "papers/2510.00100"),
    "a folder of folders moved and linked to": lambda site: _moved_and_linked(site / "tags"),
    "folders that changed places": lambda site: _swapped(*_twins(site / "papers")),
    "a pipe for a file": lambda site: os.mkfifo(_removed(site / "feed.xml")),
    "a pipe for a folder": lambda site: os.mkfifo(_removed(site / "papers/2510.00100")),
    "a folder where the next one is written": lambda site: _in_the_way(site, "index.html", Path.mkdir),
    "a pipe where the next one is written": lambda site: _in_the_way(site, "index.html", os.mkfifo),
    "touched": lambda site: os.utime(site / "index.html", (1, 1)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_site_that_was_changed_is_put_right(root: Path, damage: Callable[[Path], object]) -> None:
    """Whatever was done to it by hand, the next build makes it what it was."""
    before = files_in(root / "site")
    damage(root / "site")
    _build(root)
    assert files_in(root / "site") == before
    assert not (root / "site" / "2025" / "10" / "mine").exists()


@pytest.mark.parametrize("harm", ["gone", "cut", "flipped", "foreign", "empty", "folders"])
def test_a_cache_that_was_harmed_does_no_harm(root: Path, harm: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file of it that is cut off, damaged or another program's is as good as none."""
    files = [path for path in (root / ".cache").rglob("*") if path.is_file()]
    kinds = {path.parent.name for path in files}
    assert {"days", "sketches", "trees", "templates", "references"} <= kinds
    for path in files:
        data = path.read_bytes()
        match harm:
            case "gone":
                path.unlink()
            case "cut":
                path.write_bytes(data[: len(data) // 2])
            case "flipped":
                path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            case "foreign":
                path.write_bytes(b"\x80\x04another program's")
            case "empty":
                path.write_bytes(b"")
            case _:
                path.unlink()
                path.mkdir()
    write_snapshot(root / "content", _day(31))
    _build(root)
    assert _is_right(root, tmp_path_factory)


def test_day_file_edited_unseen_is_read_again(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another byte in a file of the same size and the same time of change shows on the next site."""
    path = snapshot_path(root / "content", FIRST)
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Ada Windham", b"Eva Windham"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    _build(root)
    assert b"Eva Windham" in (root / "site/papers/2510.00000/index.html").read_bytes()
    assert _is_right(root, tmp_path_factory)


def test_copy_of_a_known_day_in_another_folder_is_refused(root: Path) -> None:
    """That a file of this name was read before, elsewhere, does not make it right here."""
    path = snapshot_path(root / "content", FIRST)
    copy = root / "content" / "days" / "2024" / path.name
    copy.parent.mkdir()
    shutil.copy2(path, copy)
    with pytest.raises(ContentError, match="move or rename the file"):
        _build(root)


def test_full_builds_ignore_what_was_made_before(root: Path) -> None:
    """Everything is made, and nothing has to be written."""
    built = _build(root, full=True)
    assert (built.rendered, built.written.written) == (built.pages, 0)


_CONTENT = st.dictionaries(st.integers(0, 12), st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=0, max_size=8)


@given(contents=st.lists(_CONTENT, min_size=2, max_size=3))
@settings(max_examples=12)
def test_incremental_is_clean(
    contents: list[dict[int, tuple[int, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Through any archives that follow each other, a build over the last one's site is one from nothing."""
    root = tmp_path_factory.mktemp("any") / "root"
    for content in contents:
        shutil.rmtree(root / "content", ignore_errors=True)
        (root / "content").mkdir(parents=True)
        (root / "content" / "site.yaml").write_text("title: Any\ntags: {min_papers: 2}\n", encoding="utf-8")
        for number, (papers, upvotes) in content.items():
            write_snapshot(root / "content", _day(number, papers, upvotes))
        _build(root)
    assert _is_right(root, tmp_path_factory)


# Several processes


def _command(root: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "generator", "-C", str(root), "build", "--offline", *options]


def _run(root: Path, *options: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    before = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)) if limit else None
    return subprocess.run(
        _command(root, *options), cwd=REPOSITORY, capture_output=True, text=True, check=False, preexec_fn=before
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that takes several processes a while: 3,000 papers of 100 days."""
    root = tmp_path_factory.mktemp("large") / "root"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: Large\n", encoding="utf-8")
    for number in range(100):
        write_snapshot(root / "content", _day(number, papers=30))
    return root


def test_the_number_of_processes_changes_no_byte(large: Path, tmp_path: Path) -> None:
    """One process, several that are forked, and several that start from nothing make the same site."""
    sites = []
    for name, options in {"one": ["--jobs", "1"], "three": ["--jobs", "3"]}.items():
        run = _run(large, "--full", "--output", str(tmp_path / name), *options)
        assert run.returncode == 0, run.stderr
        sites.append(files_in(tmp_path / name))
    fresh = (
        "import threading, sys; from generator.cli import main\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))"
    )
    script = tmp_path / "fresh.py"
    script.write_text(fresh, encoding="utf-8")
    command = [
        sys.executable,
        str(script),
        *_command(large, "--jobs", "2", "--full", "--output", str(tmp_path / "f"))[3:],
    ]
    subprocess.run(command, cwd=REPOSITORY, check=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    assert sites[0] == sites[1] == files_in(tmp_path / "f")


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")
@pytest.mark.parametrize("victim", ["a process of it", "the build"])
def test_killed_builds_are_finished_by_the_next(large: Path, tmp_path: Path, victim: str) -> None:
    """A build of which a process was killed says so and leaves no page behind; after either the next one is right."""
    output = tmp_path / "site"
    process = subprocess.Popen(
        _command(large, "--jobs", "2", "--full", "--output", str(output)),
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(output.glob("papers/*/index.html")) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGSTOP)  # Nothing more is handed out while the victim is looked for.
    for pid in _children(process.pid) if victim != "the build" else [process.pid]:
        os.kill(pid, signal.SIGKILL)
    os.kill(process.pid, signal.SIGCONT)
    _, error = process.communicate(timeout=60)
    if victim != "the build":
        assert process.returncode == 1
        assert "a process that took part in the build ended" in error
        assert "Traceback" not in error
    assert _run(large, "--jobs", "2", "--output", str(output)).returncode == 0
    assert _run(large, "--full", "--jobs", "1", "--output", str(tmp_path / "clean")).returncode == 0
    assert files_in(output) == files_in(tmp_path / "clean")


def test_interrupted_builds_say_one_line(large: Path, tmp_path: Path) -> None:
    """Ctrl-C reaches all processes of a build; the first one alone speaks, and no page is left behind."""
    root, output = tmp_path / "root", tmp_path / "site"
    shutil.copytree(large / "content", root / "content")
    slow = "{% for one in range(30000) %}{% endfor %}"  # So that it is still at work when the signal comes.
    _theme(root, "templates/paper.html", f'{{% extends "base.html" %}}{{% block main %}}{slow}{{% endblock %}}')
    process = subprocess.Popen(
        _command(root, "--jobs", "2", "--full", "--output", str(output)), start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 -- a run in the background ignores it
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not next(output.rglob("*.html"), None) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error.splitlines()) == (
        130,
        ["broadsheet: interrupted; what was archived so far is whole"],
    )
    assert not list(output.rglob("index.html"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_template_that_fails_on_one_page_is_named_with_it(large: Path, tmp_path: Path, jobs: str) -> None:
    """One paper of 3,000 that a template cannot show: file, line and page are said, and the site stays as it was."""
    root = tmp_path / "root"
    shutil.copytree(large / "content", root / "content")
    assert _run(root, "--jobs", jobs).returncode == 0
    before = files_in(root / "site")
    text = "{% extends 'broadsheet/paper.html' %}{% block note %}\n{{ 1 // (paper.id != '2510.05017') }}{% endblock %}"
    _theme(root, "templates/paper.html", text)
    run = _run(root, "--jobs", jobs)
    assert run.returncode == 1
    assert "paper.html:2: ZeroDivisionError" in run.stderr
    assert "(on the page /papers/2510.05017/)" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert files_in(root / "site") == before


def test_disk_that_takes_no_more_is_one_line(root: Path) -> None:
    """Pages above what the disk takes are an error that names one, and the site stays as it was."""
    before = files_in(root / "site")
    (root / "content" / "site.yaml").write_text("title: Other\n", encoding="utf-8")
    run = _run(root, "--jobs", "1", limit=6000)
    assert run.returncode == 1
    assert "cannot be written: File too large" in run.stderr
    assert "Traceback" not in run.stderr
    assert files_in(root / "site") == before


def test_scheduler_that_is_not_there_is_one_line(root: Path) -> None:
    """It names the address and what to do."""
    run = _run(root, "--full", "--scheduler", "tcp://127.0.0.1:9")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("broadsheet: error: tcp://127.0.0.1:9: no scheduler answers")
    assert "Traceback" not in run.stderr
