"""The render step: what a build makes, and that one that fails leaves the last one as it was."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import DAY, REPOSITORY
from made_up import paper, snapshot
from sites import files_in

from generator.build import Built, build_site
from generator.config import Config
from generator.content.snapshots import write_snapshot
from generator.crew import Crew
from generator.errors import BroadsheetError, OutputError, PlanError, ThemeError
from generator.model import Snapshot
from generator.site import Site
from generator.stages import Stages

DAYS = (snapshot(DAY, *(paper(number, keywords=("kites",)) for number in range(1, 6))),)
PAGES = {"about": "About Kites"}


def _build(
    root: Path,
    days: Sequence[Snapshot] = DAYS,
    pages: Mapping[str, str] = PAGES,
    output: Path | None = None,
    theme: str = "broadsheet",
) -> Built:
    """Build an archive of `days` and of hand-written `pages`, titles by slug."""
    content = root / "content"
    for name in ("days", "pages"):
        shutil.rmtree(content / name, ignore_errors=True)
    for day in days:
        write_snapshot(content, day)
    (content / "pages").mkdir(parents=True)
    for slug, title in pages.items():
        (content / "pages" / f"{slug}.md").write_text(f"---\ntitle: {title}\n---\nThey fly.\n", encoding="utf-8")
    site = Site(root=root, config=Config(title="Kites", theme=theme))
    return build_site(site, output=output or root / "site", crew=Crew(), stages=Stages())


@pytest.fixture
def own_theme(site_root: Path) -> Path:
    """The templates of a copy of the shipped theme that belongs to the site."""
    shutil.copytree(REPOSITORY / "themes", site_root / "themes")
    return site_root / "themes" / "broadsheet" / "templates"


def test_build_counts_what_it_made(site_root: Path) -> None:
    """Papers, days and tags are those of the archive; the files are those on disk."""
    built = _build(site_root)
    files = files_in(site_root / "site")
    assert (built.papers, built.days, built.tags) == (5, 1, 1)
    assert (built.written.files, built.written.size_bytes) == (len(files), sum(map(len, files.values())))
    assert built.pages < len(files)


def test_second_build_writes_nothing(site_root: Path) -> None:
    """What is already there is not written again."""
    first = _build(site_root)
    again = _build(site_root)
    assert (again.written.written, again.written.unchanged, again.written.removed) == (0, first.written.files, 0)


def test_what_no_page_claims_goes(site_root: Path) -> None:
    """After a page is gone from the content its file goes from the site, and its folder with it."""
    _build(site_root)
    assert (site_root / "site" / "about" / "index.html").is_file()
    gone = _build(site_root, pages={})
    assert gone.written.removed == 1
    assert not (site_root / "site" / "about").exists()


def test_empty_archive_is_a_site(site_root: Path) -> None:
    """Without a single paper there is a home page, an archive, a feed and a page for what does not exist."""
    _build(site_root, days=(), pages={})
    assert {"index.html", "archive/index.html", "feed.xml", "404.html", "sitemap.xml"} <= set(
        files_in(site_root / "site")
    )


@pytest.mark.parametrize("slug", ["tags", "archive", "2025"])
def test_address_of_a_program_page_is_taken(slug: str, site_root: Path) -> None:
    """A hand-written page on the address of a page of the archive is refused, and the last build stays."""
    _build(site_root)
    before = files_in(site_root / "site")
    with pytest.raises(PlanError) as caught:
        _build(site_root, pages={slug: "Mine"})
    assert [problem.where for problem in caught.value.problems] == [f"/{slug}/"]
    assert "“Mine”" in str(caught.value)
    assert files_in(site_root / "site") == before


@pytest.mark.parametrize(
    ("template", "text", "where", "found"),
    [
        ("day.html", "one\n{{ day.nothing }}", "day.html:2", "UndefinedError"),
        ("day.html", "one\n\n{% for %}", "day.html:3", "Expected"),
        ("day.html", "{% include 'absent.html' %}", "theme broadsheet", "there is no template absent.html"),
        ("day.html", "{{ 1 // 0 }}", "day.html:1", "ZeroDivisionError"),
        ("day.html", "{{ asset('absent.css') }}", "", "absent.css"),
        (
            "day.html",
            "{% extends 'base.html' %}{% block main %}\n{{ papers[99].title }}{% endblock %}",
            "day.html:2",
            "",
        ),
        ("_paper.html", "{{", "_paper.html:1", ""),
    ],
)
def test_broken_template_leaves_the_site_as_it_was(
    template: str, text: str, where: str, found: str, site_root: Path, own_theme: Path
) -> None:
    """A template that fails is named with its line, and nothing of the last build changes."""
    _build(site_root)
    before = files_in(site_root / "site")
    (own_theme / template).write_text(text, encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        _build(site_root)
    said = str(caught.value)
    assert where in said
    assert found in said
    assert len(said.splitlines()) == 1
    assert files_in(site_root / "site") == before


def test_broken_template_names_the_page(site_root: Path, own_theme: Path) -> None:
    """An error while a page is rendered says which page it was."""
    (own_theme / "paper.html").write_text("{{ paper.nothing }}", encoding="utf-8")
    with pytest.raises(ThemeError, match=r"on the page /papers/2510\.00001/"):
        _build(site_root)


def test_unknown_theme_is_refused_with_the_nearest(site_root: Path) -> None:
    """A theme that is nowhere is an error that offers one that is, and makes no folder."""
    with pytest.raises(ThemeError, match="no theme 'brodsheet'; did you mean broadsheet"):
        _build(site_root, theme="brodsheet")
    assert not (site_root / "site").exists()


def test_wrong_theme_file_is_named(site_root: Path, own_theme: Path) -> None:
    """A `theme.yaml` that is not YAML is an error with file and line."""
    (own_theme.parent / "theme.yaml").write_text("name: [x\n", encoding="utf-8")
    with pytest.raises(BroadsheetError, match=r"themes/broadsheet/theme\.yaml:2: not YAML"):
        _build(site_root)


@pytest.mark.parametrize("place", ["", "content", "themes", "..", "content/.."])
def test_sources_are_not_built_over(place: str, site_root: Path) -> None:
    """The site root, what it is made from, and every folder above are refused."""
    with pytest.raises(OutputError, match="would replace what the site is made from"):
        _build(site_root, output=site_root / place)
    assert (site_root / "content" / "site.yaml").is_file()


def test_file_in_the_place_of_the_output_is_refused(site_root: Path) -> None:
    """An output that is a file is left alone."""
    (site_root / "site").write_text("precious", encoding="utf-8")
    with pytest.raises(OutputError, match="is no folder"):
        _build(site_root)
    assert (site_root / "site").read_text("utf-8") == "precious"


def test_folder_below_a_file_is_refused(site_root: Path) -> None:
    """An output that cannot be made is an error that names the place."""
    (site_root / "note").write_text("precious", encoding="utf-8")
    with pytest.raises(OutputError, match=r"note.*cannot be written"):
        _build(site_root, output=site_root / "note" / "site")


@pytest.mark.parametrize("name", ["thesis.tex", "sitemap.xml.bak", "index.html"])
def test_foreign_folder_is_refused(name: str, site_root: Path, tmp_path: Path) -> None:
    """A folder with a file that no build wrote stays as it is, and the error names the file."""
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / name).write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match=f"no build wrote \\({name}\\)"):
        _build(site_root, output=folder)
    assert files_in(folder) == {name: b"years of work"}


@pytest.mark.parametrize("names", [(".nojekyll",), (".nojekyll", "sitemap.xml"), (".nojekyll", "sitemap.xml", "2025")])
def test_interrupted_build_is_finished(names: tuple[str, ...], site_root: Path, tmp_path: Path) -> None:
    """Whatever an interrupted first build had written, the next one makes the whole site of it."""
    _build(site_root)
    torn = tmp_path / "torn"
    torn.mkdir()
    for name in names:
        source = site_root / "site" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, torn / name)
    _build(site_root, output=torn)
    assert files_in(torn) == files_in(site_root / "site")


def test_link_in_the_output_is_not_followed(site_root: Path, tmp_path: Path) -> None:
    """A symbolic link inside the output is replaced; what it leads to is neither read nor written."""
    _build(site_root)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("precious", encoding="utf-8")
    shutil.rmtree(site_root / "site" / "about")
    (site_root / "site" / "about").symlink_to(outside)
    (site_root / "site" / "stray").symlink_to(outside)
    _build(site_root)
    assert (outside / "index.html").read_text("utf-8") == "precious"
    assert not (site_root / "site" / "about").is_symlink()
    assert not (site_root / "site" / "stray").exists()
