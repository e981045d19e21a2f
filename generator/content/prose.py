"""What a person writes: `content/pages/*.md` and `content/notes/*.md` → values with safe HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.content.strictyaml import read_yaml
from generator.errors import ContentError, Problem
from generator.files import read_text
from generator.model import HandPage
from generator.schema import convert, problems_in
from generator.text.markdown import render_markdown
from generator.text.slugs import slug_of

_FENCE = "---"


@dataclass(frozen=True, slots=True, kw_only=True)
class _FrontMatter:
    title: str
    description: str = ""
    in_navigation: bool = True


def read_pages(content: Path) -> tuple[HandPage, ...]:
    """The hand-written pages, sorted by file name.

    Raises:
        ContentError: Everything that is wrong with any of them.
    """
    pages: list[HandPage] = []
    problems: list[Problem] = []
    for path in sorted((content / "pages").glob("*.md")):
        try:
            pages.append(parse_page(read_text(path), slug=path.stem, where=f"content/pages/{path.name}"))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(pages)


def parse_page(text: str, *, slug: str, where: str) -> HandPage:
    """Front matter (YAML between two lines of `---`) and Markdown → a page.

    Raises:
        ContentError: No front matter, or something wrong with it; a slug that cannot be part of a URL.
    """
    if slug != slug_of(slug):
        raise ContentError(
            Problem(where=where, found="a file name that no URL can hold", expected=f"{slug_of(slug)}.md")
        )
    lines = text.removeprefix("\ufeff").splitlines()
    if _FENCE not in lines[1:] or lines[0] != _FENCE:
        remedy = "begin the file with a line ---, then title: …, then a line ---"
        raise ContentError(Problem(where=where, found="no front matter", remedy=remedy))
    end = lines.index(_FENCE, 1)
    data = read_yaml("\n".join(("", *lines[1:end])), where)
    if problems := problems_in(_FrontMatter, {} if data is None else data, where):
        raise ContentError(problems)
    matter = convert(_FrontMatter, data)
    return HandPage(
        slug=slug,
        title=matter.title,
        description=matter.description,
        in_navigation=matter.in_navigation,
        html=render_markdown("\n".join(lines[end + 1 :])),
    )


def read_notes(content: Path) -> Mapping[str, str]:
    """The owner's notes by paper id, as HTML; the id is the file's name.

    Raises:
        ContentError: Everything that is wrong with any of them.
    """
    notes: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted((content / "notes").glob("*.md")):
        try:
            notes[path.stem] = render_markdown(read_text(path))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return notes
