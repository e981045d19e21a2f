"""Which paper an entry is."""

import pytest
from made_up import paper

from generator.identity import Names
from generator.model import SAVED_PAGE, Account, Entry
from generator.text.identifiers import doi_in


def _id(names: Names, *, id: str, title: str = "Boats", doi: str | None = None) -> str:  # noqa: A002 - the field's name
    return names.recognised(Entry(id=id, title=title, doi=doi)).id


def test_two_papers_of_one_title_are_two() -> None:
    """Where both have arXiv ids, or a DOI, a title says nothing."""
    names = Names([paper(1, title="Technical Report")], titles=True)
    assert _id(names, id="2510.00002", title="Technical Report") == "2510.00002"
    assert _id(names, id="10.1000/boat", title="Technical Report") == "10.1000/boat"
    assert _id(names, id="technical-report", title="technical report") == "2510.00001"


def test_paper_of_a_saved_page_is_one_paper_only() -> None:
    """The first entry of its title is it; a second one with another arXiv id is not, nor is one of a title like it."""
    names = Names([paper(1, id="boats", title="Boats", source=SAVED_PAGE)], titles=False)
    assert _id(names, id="2510.00003", title="Boat") == "2510.00003"
    assert _id(names, id="2510.00002") == "boats"
    assert _id(names, id="2510.00004") == "2510.00004"
    assert _id(names, id="2510.00002") == "boats"


def test_a_doi_does_not_outweigh_an_arxiv_id() -> None:
    """An entry with an arXiv id of its own is no paper with another one, whatever DOI they share."""
    names = Names([paper(1, doi="10.1000/boat")], titles=False)
    assert _id(names, id="2510.00002", doi="10.1000/boat") == "2510.00002"
    assert _id(names, id="10.1000/BOAT") == "2510.00001"


def test_what_other_sources_told_names_a_paper() -> None:
    """The DOI that arXiv told, and an arXiv DOI for the id it stands for."""
    names = Names([paper(1, sources={"arxiv": Account(doi="10.1000/boat")})], titles=False)
    assert _id(names, id="10.1000/boat") == "2510.00001"
    assert _id(names, id="x", doi="10.48550/arXiv.2510.00001") == "2510.00001"


def test_entries_of_one_answer_know_each_other() -> None:
    """A preprint that names the DOI of an item before it is that item."""
    names = Names([], titles=False)
    assert _id(names, id="10.1000/boat") == "10.1000/boat"
    assert _id(names, id="2510.00001", doi="10.1000/boat") == "10.1000/boat"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://www.biorxiv.org/content/10.1101/2025.10.01.679000v1?rss=1", "10.1101/2025.10.01.679000"),
        ("https://www.medrxiv.org/content/10.64898/2026.01.02.12345678v2.full", "10.64898/2026.01.02.12345678"),
        ("https://onlinelibrary.example/doi/10.1002/adma.2025?af=R", "10.1002/adma.2025"),
        ("https://journals.example/article?id=10.1371/journal.pone.1&utm_source=rss", "10.1371/journal.pone.1"),
        ("doi:10.1000/a&b?c", "10.1000/a&b?c"),
        ("10.48550/arXiv.2510.00001", None),
    ],
)
def test_doi_of_an_address_ends_where_the_address_goes_on(text: str, doi: str | None) -> None:
    """What stands behind a question mark is the address's own, and so is a preprint's version."""
    assert doi_in(text) == doi
