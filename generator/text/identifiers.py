"""Identifiers of papers where a text names them: arXiv's ids and DOIs.  Nothing is guessed from bare numbers."""

import re

_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
_ARXIV_ID = re.compile(rf"{_NEW}|{_OLD}")
_ID = rf"(?P<id>{_NEW}|{_OLD})(?:v\d+)?"
_NAMED = re.compile(
    rf"(?:(?:arxiv\.org|alphaxiv\.org)/(?:abs|pdf|html|overview)/|huggingface\.co/papers/|hf\.co/papers/"
    rf"|oai:arXiv\.org:|\barxiv:\s*|10\.48550/arxiv\.){_ID}(?![\d.]*\d)",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>]+)", re.IGNORECASE)
_REST_OF_URL = re.compile(r"[?#&]")
_PREPRINT_VERSION = re.compile(r"(10\.(?:1101|64898)/[0-9.]+)v\d+(?:\.[a-z.-]+)?$")
"""bioRxiv and medRxiv put a version, and what of it is shown, behind the DOI in their addresses."""
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)


def is_arxiv_id(identifier: str) -> bool:
    """Whether `identifier` is an arXiv id without a version, of the new kind (2007 on) or the old."""
    return bool(_ARXIV_ID.fullmatch(identifier))


def arxiv_id_in(text: str) -> str | None:
    """The first arXiv id that `text` names as one, without its version."""
    found = _NAMED.search(text)
    return found["id"] if found else None


def doi_in(text: str) -> str | None:
    """The DOI that `text` is or names, in lower case; one that arXiv registered is an arXiv id, and none here."""
    found = _DOI.search(text.strip())
    if not found or _ARXIV_DOI.match(found[1]):
        return None
    doi = found[1].rstrip(".,;)").lower()
    if "://" in text[: found.start()]:
        doi = _REST_OF_URL.split(doi, maxsplit=1)[0]
        doi = _PREPRINT_VERSION.sub(r"\1", doi)
    return doi
