"""What stands for the content of a page, without making it: digests of files, tags and notes, joined."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from generator.archive.contributors import each_once
from generator.cache import digest
from generator.model import Archive, Day, Tag, Tagging
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
        self._said = {identifier: self._files[day] for identifier, day in archive.home.items()}
        self._faces = _Faces(archive.tags)
        self._words = _Words(archive.tags)
        self._signed = _signed(archive)
        self.papers = cache(self._papers)
        self.sheet = cache(self._sheet)
        self._list = cache(self._list_of)

    def of(self, ids: Iterable[str]) -> bytes:
        """Which papers these are, and what their files say of them."""
        said = self._said
        ids = list(ids)
        return digest(" ".join(ids).encode(), b"".join([said[identifier] for identifier in ids]))

    def tagged(self, ids: Sequence[str]) -> bytes:
        """How the papers of `ids` are tagged, who on them has a page, the notes on them."""
        faces = self._faces
        taggings = [self._archive.taggings.get(identifier, ()) for identifier in ids]
        shown = [faces[one] for row in taggings for one in row]
        counts = repr([len(row) for row in taggings]).encode()
        return digest(b"".join(shown), counts, repr(self._noted(ids)).encode(), repr(self._signatures(ids)).encode())

    def month(self, days: Sequence[Day]) -> bytes:
        """What the pages of `days`, all of a month, and of the papers at home there show, and which pages these are.

        What is shown beside it is left out: neighbours before and behind, related papers.  How a paper is tagged its
        file says, and what the words come to that any of them has.
        """
        archive, known = self._archive, self._days.keys()
        ids = [one for day in days for one in archive.at_home(day)]
        first = days[0].day
        faces = [self._words[word] for word in archive.words[first.year, first.month]]
        again = [sorted({*day.elsewhere} & known) for day in days if day.elsewhere]
        guests = [self.sheet(day.day) for day in days if any(archive.home[one] != day.day for one in day.papers)]
        return digest(
            "\n".join(ids).encode(),
            b"".join([self._files[day.day] for day in days]),
            b"".join(map(_state, days)),
            b"".join(faces),
            b"".join(guests),
            repr((again, self._noted(ids), self._signatures(ids))).encode(),
        )

    def _noted(self, ids: Sequence[str]) -> list[str]:
        notes = self._archive.notes
        return [notes.get(path_segment(identifier), "") for identifier in ids] if notes else []

    def _signatures(self, ids: Sequence[str]) -> list[tuple[str, ...]]:
        signed = self._signed
        return [(one, *signed[one]) for one in ids if one in signed] if signed else []

    def settled(self, ids: Sequence[str]) -> bytes:
        """What their files, the ledger and the notes say of the papers of `ids`: nothing that other papers decide."""
        tags = self._archive.tags
        taggings = [self._archive.taggings.get(identifier, ()) for identifier in ids]
        ruled = [[tag.name for one in row if (tag := tags[one.tag]).ruled] for row in taggings]
        return digest(self.of(ids), repr((ruled, self._noted(ids))).encode())

    def lists(self, days: Iterable[date]) -> bytes:
        """What lists show of `days`: their papers, in what order, how they were read."""
        return digest(*map(self._list, days))

    def _papers(self, day: date) -> bytes:
        """What the pages of the papers of `day`'s file show."""
        own = self._archive.at_home(self._days[day])
        again = sorted({*self._days[day].elsewhere} & self._days.keys())
        return digest(self._files[day], self.tagged(own), str(again).encode())

    def _sheet(self, day: date) -> bytes:
        """What the page of `day` shows: every paper on it, guests from other days' files included."""
        homes = sorted({self._archive.home[one] for one in self._days[day].papers} | {day})
        return digest(self._list(day), *map(self.papers, homes))

    def _list_of(self, day: date) -> bytes:
        shown = self._days[day]
        return digest(self.of(shown.papers), _state(shown))


class _Faces(dict[Tagging, bytes]):
    """How each tag is shown on a paper."""

    def __init__(self, tags: Mapping[str, Tag]) -> None:
        super().__init__()
        self._tags = tags

    def __missing__(self, tagging: Tagging) -> bytes:
        tag = self._tags[tagging.tag]
        shown = f"{tag.slug}\n{tag.name}\n{tag.has_page}\n{tagging.inferred}"
        made = self[tagging] = digest(shown.encode())
        return made


class _Words(dict[tuple[str, str], bytes]):
    """What each word that papers have comes to, and how that is shown."""

    def __init__(self, tags: Mapping[str, Tag]) -> None:
        super().__init__()
        self._tags = tags

    def __missing__(self, found: tuple[str, str]) -> bytes:
        word, slug = found
        tag = self._tags[slug]
        made = self[found] = digest(f"{word}\n{slug}\n{tag.name}\n{tag.has_page}".encode())
        return made


def _signed(archive: Archive) -> dict[str, list[str]]:
    """The addresses of those on each paper who have a page, by its id."""
    signed: dict[str, list[str]] = defaultdict(list)
    for contributors in (archive.organizations, archive.authors):
        for one in each_once(contributors):
            for identifier in one.papers:
                signed[identifier].append(one.slug)
    return dict(signed)


def _state(day: Day) -> bytes:
    return f"{day.day} {day.complete} {day.read_at}".encode()
