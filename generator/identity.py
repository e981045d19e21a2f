"""Which paper an entry is: by its arXiv id, else its DOI, else its source's own id; by its title where that is all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model import SAVED_PAGE, Entry, Paper
from generator.text.folding import words
from generator.text.identifiers import is_arxiv_id

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


class Names:
    """Everything that papers are known by → their ids, of two that claim a name the first.

    With `titles` every paper is known by its title too, otherwise only those of saved pages, which have nothing else.
    A title says nothing where both sides have an arXiv id or a DOI: two papers may share one.
    """

    def __init__(self, papers: Iterable[Paper], *, titles: bool) -> None:
        """Index `papers`, the oldest first."""
        self._titles = titles
        self._ids: dict[str, str] = {}
        self._identified: set[str] = set()
        self._arxiv_ids: dict[str, str] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Know `paper` by all that it says of itself now."""
        self._ids.setdefault(paper.id, paper.id)
        self._learn(names_of(paper), paper.id)
        if self._titles or paper.source == SAVED_PAGE:
            for title in (paper.title, *paper.former_titles):
                if name := _title_name(title):
                    self._ids.setdefault(name, paper.id)

    def recognised(self, entry: Entry) -> Entry:
        """`entry` under the id by which its paper is archived, if that is known.

        What is told of a paper here is known from now on: of two entries with one title the first may be the paper.
        """
        names = tuple(_names_of_entry(entry))
        claims = (self._ids[name] for name in (entry.id, *names) if name in self._ids)
        known = next((one for one in claims if self._may_be(names, one)), None)
        if known is None:
            known = self._ids.get(_title_name(entry.title))
            if known is None or (names and known in self._identified):
                known = entry.id
        self._learn(names, known)
        return _under(entry, known)

    def _may_be(self, names: Iterable[str], identifier: str) -> bool:
        """Whether an entry of `names` can be that paper: not if both have arXiv ids, and different ones."""
        arxiv_ids = {name for name in names if is_arxiv_id(name)}
        return not arxiv_ids or self._arxiv_ids.get(identifier) in {None, *arxiv_ids}

    def _learn(self, names: Iterable[str], identifier: str) -> None:
        for name in names:
            self._ids.setdefault(name, identifier)
            self._identified.add(identifier)
            if is_arxiv_id(name):
                self._arxiv_ids.setdefault(identifier, name)


def names_of(paper: Paper) -> Iterator[str]:
    """The arXiv ids and DOIs of `paper`, those that other sources told included."""
    yield from _names_of_entry(paper)
    for said in paper.sources.values():
        if said.arxiv_id:
            yield said.arxiv_id
        if said.doi:
            yield _doi_name(said.doi)


def _names_of_entry(entry: Entry) -> Iterator[str]:
    if is_arxiv_id(entry.id):
        yield entry.id
    elif entry.id.startswith("10."):
        yield _doi_name(entry.id)
    if entry.arxiv_id:
        yield entry.arxiv_id
    if entry.doi:
        yield _doi_name(entry.doi)


def _title_name(title: str) -> str:
    folded = " ".join(words(title))
    return f"title:{folded}" if folded else ""


def _under(entry: Entry, identifier: str) -> Entry:
    if identifier == entry.id:
        return entry
    arxiv_id = entry.id if is_arxiv_id(entry.id) else entry.arxiv_id
    return replace(entry, id=identifier, arxiv_id=arxiv_id)


def _doi_name(doi: str) -> str:
    found = _ARXIV_DOI.fullmatch(doi)
    return found[1] if found else doi.lower()
