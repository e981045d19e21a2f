"""CSL-JSON, which citeproc, Pandoc and Zotero read: https://citationstyles.org/, schema `csl-data.json`."""

from collections.abc import Iterable
from typing import Any

from generator.model import Reference
from generator.schema import to_json
from generator.text.clean import clean_line
from generator.text.names import split_name


def csl_json(references: Iterable[Reference]) -> str:
    """The list of items; an empty one for none."""
    return to_json([_item(reference) for reference in references])


def _item(reference: Reference) -> dict[str, Any]:
    day = reference.published
    item = {
        "id": reference.key,
        "type": "article",
        "genre": "preprint",
        "title": clean_line(reference.title),
        "author": [_name(clean_line(author)) for author in reference.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "publisher": "arXiv" if reference.arxiv_id else "",
        "number": f"arXiv:{reference.arxiv_id}" if reference.arxiv_id else "",
        "DOI": reference.doi,
        "URL": reference.url,
        "keyword": ", ".join(reference.keywords),
        "abstract": reference.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _name(text: str) -> dict[str, str]:
    name = split_name(text)
    if not name.family:
        return {"literal": text}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
