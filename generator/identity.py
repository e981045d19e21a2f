"""Which paper an entry is: by its arXiv id, else its DOI, else its source's own id; by its title where that is all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.model import SAVED_PAGE, Entry, Paper
from generator.text.folding import fold
from generator.text.identifiers import is_arxiv_id

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


def index_names(papers: Iterable[Paper], *, titles: bool) -> dict[str, str]:
    """Everything that papers are known by → their ids, of two that claim a name the first.

    With `titles` every paper is known by its title too, otherwise only those of saved pages, which have nothing else.
    """
    names: dict[str, str] = {}
    for paper in papers:
        for name in names_of(paper, titles=titles):
            names.setdefault(name, paper.id)
    return names


def names_of(paper: Paper, *, titles: bool) -> Iterator[str]:
    """Everything that `paper` is known by: ids and DOIs, those that other sources told included, and titles."""
    yield paper.id
    for said in (paper, *paper.sources.values()):
        if said.arxiv_id:
            yield said.arxiv_id
        if said.doi:
            yield _doi_name(said.doi)
    if titles or paper.source == SAVED_PAGE:
        yield from filter(None, map(_title_name, (paper.title, *paper.former_titles)))


def recognised(entry: Entry, names: Mapping[str, str]) -> Entry:
    """`entry` under the id by which its paper is archived, if `names` know it."""
    if entry.id in names:
        return _under(entry, names[entry.id])
    known = (entry.arxiv_id, _doi_name(entry.doi or ""), _doi_name(entry.id), _title_name(entry.title))
    return _under(entry, next((names[name] for name in known if name and name in names), entry.id))


def _title_name(title: str) -> str:
    words = fold(title)
    return f"title:{words}" if words else ""


def _under(entry: Entry, identifier: str) -> Entry:
    if identifier == entry.id:
        return entry
    arxiv_id = entry.id if is_arxiv_id(entry.id) else entry.arxiv_id
    return replace(entry, id=identifier, arxiv_id=arxiv_id)


def _doi_name(doi: str) -> str:
    found = _ARXIV_DOI.fullmatch(doi)
    return found[1] if found else doi.lower()
