"""What stands for the content of a page, without making it: digests of files, tags and notes, joined."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from generator.cache import digest
from generator.model import Archive, Day, Tag
from generator.text.slugs import path_segment


class Stamps:
    """Digests of an archive's days and papers: one changes whenever what it stands for does.

    They are coarse where that is cheap: a paper's is that of its day's file.
    """

    def __init__(self, archive: Archive) -> None:
        """Take the digests that files and tags have."""
        self._archive = archive
        self._days = {day.day: day for day in archive.days}
        self._files = {day.day: bytes.fromhex(day.digest) if day.digest else b"?" for day in archive.days}
        self._faces = {slug: _face(tag) for slug, tag in archive.tags.items()}
        self.papers = cache(self._papers)
        self.sheet = cache(self._sheet)
        self._list = cache(self._list_of)

    def of(self, ids: Iterable[str]) -> bytes:
        """Which papers these are, and what their files say of them."""
        home, files = self._archive.home, self._files
        ids = list(ids)
        return digest(" ".join(ids).encode(), b"".join([files[home[identifier]] for identifier in ids]))

    def tagged(self, ids: Iterable[str]) -> bytes:
        """How the papers of `ids` are tagged, and the notes on them."""
        return digest(*(self._tagged(identifier) for identifier in ids))

    def lists(self, days: Iterable[date]) -> bytes:
        """What lists show of `days`: their papers, in what order, how they were read."""
        return digest(*map(self._list, days))

    def _papers(self, day: date) -> bytes:
        """What the pages of the papers of `day`'s file show."""
        own = [one for one in self._days[day].papers if self._archive.home[one] == day]
        again = sorted({other for one in own for other in self._archive.headlines[one].other_days} & self._days.keys())
        return digest(self._files[day], self.tagged(own), str(again).encode())

    def _sheet(self, day: date) -> bytes:
        """What the page of `day` shows: every paper on it, guests from other days' files included."""
        homes = sorted({self._archive.home[one] for one in self._days[day].papers} | {day})
        return digest(self._list(day), *map(self.papers, homes))

    def _list_of(self, day: date) -> bytes:
        shown = self._days[day]
        return digest(self.of(shown.papers), _state(shown))

    def _tagged(self, identifier: str) -> bytes:
        faces = self._faces
        taggings = self._archive.taggings.get(identifier, ())
        note = self._archive.notes.get(path_segment(identifier), "") if self._archive.notes else ""
        return b"".join([faces[one.tag] + (b"?" if one.inferred else b"!") for one in taggings]) + note.encode()


def _face(tag: Tag) -> bytes:
    """How a tag is shown on a paper."""
    return digest(tag.slug.encode(), tag.name.encode(), b"page" if tag.has_page else b"")


def _state(day: Day) -> bytes:
    return f"{day.day} {day.complete} {day.read_at}".encode()
