"""A paper as pages show it: with what other sources say of it."""

from dataclasses import fields, replace
from typing import Any

from generator.model import Description, Paper

_SAID = tuple(field.name for field in fields(Description) if field.name != "links")
_EMPTY: tuple[Any, ...] = (None, "", ())


def whole_paper(paper: Paper) -> Paper:
    """`paper` with what only other sources say of it in the fields that its own source leaves empty.

    The abstract is arXiv's where it was asked: the authors' own, with its TeX whole.
    """
    if not paper.sources:
        return paper
    gained: dict[str, Any] = {}
    for account in paper.sources.values():
        for name in _SAID:
            value = getattr(account, name)
            if value not in _EMPTY and name not in gained and getattr(paper, name) in _EMPTY:
                gained[name] = value
        gained["links"] = {**account.links, **gained.get("links", paper.links)}
    asked = paper.sources.get("arxiv")
    if asked is not None and asked.abstract and "abstract" not in paper.edited:
        gained["abstract"] = asked.abstract
    return replace(paper, **gained)
