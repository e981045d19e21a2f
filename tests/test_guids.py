"""A feed item's identity outlives the site's address."""

import uuid

import pytest

from generator.text.guids import paper_guid


def test_a_paper_with_a_doi_is_its_doi() -> None:
    """The id of an arXiv paper is its DOI as a URL."""
    guid = paper_guid("2510.26788", doi="10.48550/arXiv.2510.26788")
    assert guid == "https://doi.org/10.48550/arXiv.2510.26788"


def test_another_paper_has_a_uuid_of_its_source_and_id() -> None:
    """Without a DOI the id is a version 5 UUID that is the same on every machine and for ever."""
    guid = paper_guid("kite-1", doi=None)
    assert guid == "urn:uuid:" + str(uuid.UUID(guid))
    assert uuid.UUID(guid).version == 5
    assert guid == "urn:uuid:66209ebe-5746-55f1-99c1-ac688a4a2b48"


@pytest.mark.parametrize(
    ("one", "other"),
    [(("kite-1", "a"), ("kite-2", "a")), (("kite-1", "a"), ("kite-1", "b")), (("b", "a"), ("a\nb", ""))],
)
def test_other_papers_have_other_ids(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Source and id both tell papers apart."""
    assert paper_guid(one[0], doi=None, source=one[1]) != paper_guid(other[0], doi=None, source=other[1])
