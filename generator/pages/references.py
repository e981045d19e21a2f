"""Papers as bibliographies cite them, and the keys they are cited by."""

from datetime import date

from generator.model import Archive, Paper, Reference
from generator.pages.papers import arxiv_doi
from generator.pages.site import Addresses, paper_path
from generator.text.identifiers import is_arxiv_id
from generator.text.names import split_name
from generator.text.slugs import path_segment, slug_of

_SMALL = frozenset("a an the on of".split())


def citation_key(paper: Paper, published: date) -> str:
    """`windham2025-2510.00001`: the first author's family name, the year, and the paper's part of its address.

    The last makes it unique over the archive, whatever papers come later; a hyphen stands nowhere before it.
    """
    name = split_name(paper.authors[0]) if paper.authors else split_name("")
    word = slug_of(name.family or name.literal or paper.title)
    words = [one for one in word.split("-") if one not in _SMALL] or [word]
    first = word.replace("-", "") if name.family else words[0]
    return f"{first}{published.year}-{path_segment(paper.id)}"


def reference_of(paper: Paper, archive: Archive, addresses: Addresses, *, whole: bool = False) -> Reference:
    """`paper` to be cited; a `whole` one has abstract and keywords too."""
    arxiv_id = paper.id if is_arxiv_id(paper.id) else paper.arxiv_id
    published = paper.published or archive.home[paper.id]
    tags = [archive.tags[one.tag] for one in archive.taggings.get(paper.id, ())] if whole else []
    return Reference(
        key=citation_key(paper, published),
        title=paper.title,
        authors=paper.authors,
        published=published,
        url=addresses.absolute(paper_path(paper.id)),
        doi=arxiv_doi(paper.id) or paper.doi,
        arxiv_id=arxiv_id,
        primary_category=paper.primary_category,
        journal_ref=paper.journal_ref,
        keywords=tuple(tag.name for tag in tags if tag.has_page),
        abstract=paper.abstract if whole else "",
    )
