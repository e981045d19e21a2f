"""The plan of an edition, and how the last build left the site → which files stay and which pages have to be made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.edition import Edition, Place
from generator.model import Chapter, Page
from generator.output import Leaf, Span, Touched, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Every planned file, in order, and where each chapter's are; those that stay; the pages that are due.

    A file that two pages claim stands twice among `files`.
    """

    files: Sequence[str]
    stamps: Mapping[str, bytes]
    chapters: Mapping[str, Span]
    kept: Mapping[str, Leaf]
    due: Sequence[Place]


def compare(edition: Edition, before: Tree, settings: Mapping[str, bytes], touched: Touched) -> Comparison:
    """What can stay of the site as it was `before`: a chapter as a whole where its stamp is the same, else by the page.

    `settings` are those of each template, `touched` what was done to the site since.
    """
    last = _Last(before, settings, touched)
    files: list[str] = []
    stamps: dict[str, bytes] = {}
    chapters: dict[str, Span] = {}
    kept: dict[str, Leaf] = {}
    due: list[Place] = []
    for number, chapter in enumerate(edition.chapters):
        first = len(files)
        leaves = last.chapter(chapter)
        if leaves is not None:
            kept |= leaves
            stamps |= {file: before.stamps[file] for file in leaves}
            files += leaves
        else:
            pages = edition.pages_of(number)
            for place, page in enumerate(pages):
                files.append(page.file)
                if (leaf := last.page(page)) is None:
                    due.append(Place(number, place))
                else:
                    kept[page.file] = leaf
            stamps |= zip(files[first:], [page.stamp for page in pages], strict=True)
        chapters[chapter.name] = Span(chapter.stamp, first, len(files))
    return Comparison(files=files, stamps=stamps, chapters=chapters, kept=kept, due=due)


class _Last:
    """The site as the last build left it, and as it is found."""

    def __init__(self, before: Tree, settings: Mapping[str, bytes], touched: Touched) -> None:
        self._before = before
        self._same = frozenset(name for name, found in settings.items() if before.settings.get(name) == found)
        self._leaves: dict[str, Leaf | None] = {**before.files, **touched.files}
        self._files = list(before.stamps)

    def chapter(self, chapter: Chapter) -> dict[str, Leaf] | None:
        """All files of `chapter`, in their order, where each of them stays; otherwise None."""
        span = self._before.chapters.get(chapter.name)
        if span is None or not chapter.stamp or span.stamp != chapter.stamp or not chapter.templates <= self._same:
            return None
        files = self._files[span.first : span.end]
        found = {file: leaf for file in files if (leaf := self._leaves.get(file)) is not None}
        return found if len(found) == len(files) else None

    def page(self, page: Page) -> Leaf | None:
        """The file of `page` where it stays; otherwise None."""
        is_same = page.template in self._same and self._before.stamps.get(page.file) == page.stamp
        return self._leaves.get(page.file) if is_same else None
