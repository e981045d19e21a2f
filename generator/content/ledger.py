"""`content/tags.yaml` → the tag ledger."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.content.strictyaml import read_yaml
from generator.errors import ContentError, Problem
from generator.files import read_text
from generator.model import FORMAT, LedgerTag
from generator.schema import convert, problems_in
from generator.text.folding import fold
from generator.text.slugs import slug_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    slug: str | None = None
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: int
    tags: tuple[_Row, ...] = ()


def read_ledger(content: Path) -> tuple[LedgerTag, ...]:
    """The tags of `content/tags.yaml` in their order; none where there is no such file.

    Raises:
        ContentError: Everything that is wrong with it: unknown keys, a slug or a folded alias that two tags claim, a
            name without a word.
    """
    path = content / "tags.yaml"
    if not path.exists():
        return ()
    where = f"content/{path.name}"
    return parse_ledger(read_yaml(read_text(path), where), where)


def parse_ledger(data: Any, where: str) -> tuple[LedgerTag, ...]:
    """The plain data of a ledger → its tags; raises as `read_ledger` does."""
    if problems := problems_in(_File, data, where):
        raise ContentError(problems)
    file = convert(_File, data)
    if file.format != FORMAT:
        raise ContentError(Problem(where=where, found=f"format: {file.format}", expected=f"format: {FORMAT}"))
    tags = tuple(
        LedgerTag(
            name=row.name,
            slug=row.slug or slug_of(row.name),
            aliases=row.aliases,
            phrases=(row.name, *row.aliases) if row.phrases is None else row.phrases,
        )
        for row in file.tags
    )
    if problems := _conflicts(tags, where):
        raise ContentError(problems)
    return tags


def _conflicts(tags: tuple[LedgerTag, ...], where: str) -> list[Problem]:
    problems = []
    claimed: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for tag in tags:
        place = f"{where}: {tag.name}"
        if tag.slug != slug_of(tag.slug):
            problems.append(Problem(where=place, found=f"slug {tag.slug!r}", expected=f"{slug_of(tag.slug)!r}"))
        if tag.slug in slugs:
            found = f"its slug {tag.slug} is that of {slugs[tag.slug]}"
            problems.append(Problem(where=place, found=found, remedy="give one of them another slug"))
        slugs.setdefault(tag.slug, tag.name)
        for name in dict.fromkeys((tag.name, *tag.aliases)):
            key = fold(name)
            if not key:
                problems.append(Problem(where=place, found=f"{name!r} has no word in it", expected="a name in words"))
            elif claimed.setdefault(key, tag.slug) != tag.slug:
                found = f"the alias {name!r} is claimed by {claimed[key]} too"
                problems.append(Problem(where=place, found=found, remedy="leave it to one of them"))
    return problems
