"""RIS: https://en.wikipedia.org/wiki/RIS_(file_format), which is as good as its specifications ever were.

Lines end in CR LF; a value is one line.  Preprints are unpublished work there (`UNPB`).
"""

from collections.abc import Iterable, Iterator

from generator.model import Reference
from generator.text.clean import clean_line
from generator.text.names import split_name


def ris(references: Iterable[Reference]) -> str:
    """The records of `references`; nothing for none."""
    rows = (f"{tag}  - {clean_line(value)}" for one in references for tag, value in _tags(one))
    return "".join(f"{row}\r\n" for row in rows)


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB"
    yield "ID", reference.key
    yield "TI", reference.title
    for author in reference.authors:
        yield "AU", _name(clean_line(author))
    yield "PY", f"{reference.published.year}"
    yield "DA", f"{reference.published:%Y/%m/%d}"
    if reference.arxiv_id:
        yield "AN", f"arXiv:{reference.arxiv_id}"
        yield "PB", "arXiv"
        yield "L1", f"https://arxiv.org/pdf/{reference.arxiv_id}"
    if reference.doi:
        yield "DO", reference.doi
    yield "UR", reference.url
    for keyword in reference.keywords:
        yield "KW", keyword
    if reference.abstract:
        yield "AB", reference.abstract
    yield "ER", ""


def _name(text: str) -> str:
    """`Family, Given, Suffix`; the name of a group as it is, its commas left out, since they would part it."""
    name = split_name(text)
    if not name.family or not name.given:
        return text.replace(",", "")
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (family, name.given, name.suffix) if part)
