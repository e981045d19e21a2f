"""What a person writes: pages with front matter, notes on papers."""

from pathlib import Path

import pytest
from conftest import REPOSITORY

from generator.content.prose import parse_page, read_notes, read_pages
from generator.errors import ContentError
from generator.model import HandPage


def test_a_page_is_front_matter_and_markdown() -> None:
    """The head of the file gives title, description and place in the navigation, the rest is the page."""
    text = "---\ntitle: Kites\ndescription: All of them\nin_navigation: no\n---\n\nThey *fly*.\n\n---\n\nStill.\n"
    assert parse_page(text, slug="kites", where="pages/kites.md") == HandPage(
        slug="kites",
        title="Kites",
        description="All of them",
        in_navigation=False,
        html="<p>They <em>fly</em>.</p>\n<hr>\n<p>Still.</p>",
    )


@pytest.mark.parametrize("text", ["\ufeff---\ntitle: Kites\n---\n", "---\r\ntitle: Kites\r\n---\r\n"], ids=ascii)
def test_files_of_other_editors_are_read(text: str) -> None:
    """A byte order mark and Windows line ends do not matter; only the title is needed."""
    page = parse_page(text, slug="kites", where="pages/kites.md")
    assert page == HandPage(slug="kites", title="Kites", html="")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "pages/kites.md: no front matter; begin the file with a line ---"),
        ("They fly.\n", "pages/kites.md: no front matter"),
        ("---\ntitle: Kites\n", "pages/kites.md: no front matter"),
        ("\n---\ntitle: Kites\n---\n", "pages/kites.md: no front matter"),
        ("---\n---\n", "pages/kites.md: the key title is missing"),
        ("---\ntitle: 5\n---\n", "pages/kites.md: title: found a number (5); expected text; put it in quotes"),
        ("---\ntitle: a\ntilte: b\n---\n", "pages/kites.md: unknown key 'tilte'; did you mean title?"),
        ("---\n- a\n---\n", "pages/kites.md: found a list; expected a mapping"),
        ("---\ntitle: a\ntitle: b\n---\n", "pages/kites.md:3: the key title stands here a second time"),
        ("---\ntitle: a\nb: [\n---\n", "pages/kites.md:"),
        ("---\ntitle: !!python/name:os.system\n---\n", "pages/kites.md:2: a YAML tag"),
    ],
)
def test_a_page_without_sound_front_matter_is_refused(text: str, problem: str) -> None:
    """What is wrong is said with the file, and the line within the file or the key."""
    with pytest.raises(ContentError) as raised:
        parse_page(text, slug="kites", where="pages/kites.md")
    (found,) = raised.value.problems
    assert str(found).startswith(problem)


@pytest.mark.parametrize(("slug", "better"), [("My Kites", "my-kites"), ("Kites", "kites"), ("a.b", "a-b")])
def test_a_page_is_named_by_a_slug(slug: str, better: str) -> None:
    """A file name that cannot stand in a URL is refused, with one that can."""
    with pytest.raises(ContentError, match=f"a file name that no URL can hold; expected {better}.md"):
        parse_page("---\ntitle: a\n---\n", slug=slug, where="pages/x.md")


def test_pages_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Every Markdown file of the folder is a page; other files are none."""
    _write(tmp_path / "pages", dict.fromkeys(("b.md", "a.md", "c.txt"), b"---\ntitle: Kites\n---\n"))
    assert [page.slug for page in read_pages(tmp_path)] == ["a", "b"]


def test_problems_of_all_pages_come_together(tmp_path: Path) -> None:
    """Every page with a problem is named."""
    _write(tmp_path / "pages", {"a.md": b"", "b.md": b"\xff", "c.md": b"---\ntitle: Kites\n---\n"})
    with pytest.raises(ContentError) as raised:
        read_pages(tmp_path)
    assert [Path(problem.where).name for problem in raised.value.problems] == ["a.md", "b.md"]


def test_a_note_is_named_after_its_paper(tmp_path: Path) -> None:
    """A note's file name without its ending is the paper's id, points and all."""
    _write(tmp_path / "notes", {"2401.00010.md": b"Read *this*.", "old.txt": b"x"})
    assert read_notes(tmp_path) == {"2401.00010": "<p>Read <em>this</em>.</p>"}


def test_problems_of_all_notes_come_together(tmp_path: Path) -> None:
    """Every note that cannot be read is named."""
    _write(tmp_path / "notes", {"a.md": b"\xff", "b.md": b"fine", "c.md": b"\xfe"})
    with pytest.raises(ContentError) as raised:
        read_notes(tmp_path)
    assert [Path(problem.where).name for problem in raised.value.problems] == ["a.md", "c.md"]


def test_a_site_needs_no_prose(tmp_path: Path) -> None:
    """Without the folders there are neither pages nor notes."""
    assert (read_pages(tmp_path), dict(read_notes(tmp_path))) == ((), {})


def test_the_shipped_about_page_is_sound() -> None:
    """The site that comes with Broadsheet has an about page."""
    assert "about" in {page.slug for page in read_pages(REPOSITORY / "content")}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
