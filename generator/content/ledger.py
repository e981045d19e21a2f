"""`content/tags.yaml` and the owner's `content/tags.own.yaml` → the tag ledger.

The first ships and is replaced by updates, the second is the owner's alone: it adds tags, amends and merges shipped
ones, and wins wherever both claim one thing, so that no update breaks a site.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generator.cache import NO_CACHE, Cache, digest, program_digest
from generator.content.strictyaml import read_yaml, write_yaml
from generator.errors import ContentError, Problem
from generator.files import read_text, write_atomically
from generator.model import FORMAT, Area, Ledger, LedgerTag
from generator.schema import convert, pack, problems_in, unpack
from generator.text.folding import LONGEST_NAME, fold
from generator.text.slugs import slug_of

SHIPPED, OWN = "tags.yaml", "tags.own.yaml"
_KEPT = "ledger"
_FLOW = frozenset({"aliases", "formerly"})
_LONGEST_DESCRIPTION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _AreaRow:
    name: str
    slug: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    slug: str | None = None
    description: str = ""
    area: str = ""
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] | None = None
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: int
    areas: tuple[_AreaRow, ...] = ()
    ignored: tuple[str, ...] = ()
    tags: tuple[_Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amendment:
    """A tag as one file has it: whether that names its slug, its phrases (None where not), words to drop."""

    tag: LedgerTag
    has_slug: bool
    phrases: tuple[str, ...] | None
    without: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one file says."""

    where: str
    areas: tuple[Area, ...] = ()
    ignored: tuple[str, ...] = ()
    rows: tuple[_Amendment, ...] = ()

    @property
    def tags(self) -> tuple[LedgerTag, ...]:
        return tuple(row.tag for row in self.rows)


def read_ledger(content: Path, cache: Cache = NO_CACHE) -> Ledger:
    """The ledger of `content/tags.yaml`, as `content/tags.own.yaml` extends it; empty where there is neither.

    Raises:
        ContentError: Everything that is wrong with them: unknown keys, a slug or a folded alias that two tags claim, a
            name without a word, an area that does not exist, tags that are merged into each other.
    """
    paths = [path for name in (SHIPPED, OWN) if (path := content / name).exists()]
    key = digest(program_digest(), *(f"{path.name}\n{read_text(path)}".encode() for path in paths)).hex()
    if (kept := cache.get(_KEPT, key)) is not None:
        with suppress(ValueError):
            return unpack(Ledger, kept)
    ledger = _extended(*(_read(content / name) for name in (SHIPPED, OWN)))
    cache.put(_KEPT, key, pack(ledger))
    cache.sweep(_KEPT, [key])
    return ledger


def parse_ledger(data: Any, where: str, own: Any = None, own_where: str = OWN) -> Ledger:
    """The plain data of a ledger, extended by those of an owner's file → the ledger; raises as `read_ledger` does."""
    extension = _part(own, own_where, is_own=True) if own is not None else _Part(where=own_where)
    return _extended(_part(data, where, is_own=False), extension)


def append_rows(content: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put entries behind those of the owner's file, or into a new one; what stands there stays as it is.

    Raises:
        ContentError: An entry is there already, the ledger would not be sound, or the file is laid out so that nothing
            can be put behind it; nothing is written then.
    """
    path = content / OWN
    where = f"content/{OWN}"
    before = read_text(path) if path.exists() else f"format: {FORMAT}\ntags:\n"
    data = read_yaml(before, where) or {}
    listed = write_yaml({"tags": list(rows)}, where, quoted=frozenset(), flow=_FLOW, literal=frozenset()).decode()
    text = f"{before.rstrip()}\n{listed.partition(chr(10))[2]}"
    try:
        is_behind = read_yaml(text, where) == {**data, "tags": [*(data.get("tags") or []), *rows]}
    except ContentError:
        is_behind = False
    if not is_behind:
        remedy = "let its list of tags come last, a line beginning with '- ' each"
        raise ContentError(Problem(where=where, found="no entry can be put behind its tags", remedy=remedy))
    _extended(_read(content / SHIPPED), _part(read_yaml(text, where), where, is_own=True))
    write_atomically(path, text.encode())


def ignore(content: Path, names: Sequence[str]) -> None:
    """Put `names` before what the owner's file ignores already, or into a new one; the rest of it stays as it is.

    Raises:
        ContentError: The file is laid out so that no name can be put there; nothing is written then.
    """
    path = content / OWN
    where = f"content/{OWN}"
    before = read_text(path) if path.exists() else f"format: {FORMAT}\n"
    data = read_yaml(before, where) or {}
    listed = write_yaml({"ignored": list(names)}, where, quoted=frozenset(), flow=frozenset(), literal=frozenset())
    head, begin, rest = f"\n{before}".partition("\nignored:\n" if data.get("ignored") else f"\nformat: {FORMAT}\n")
    text = f"{head}{begin.replace('ignored:', '').rstrip()}\n{listed.decode()}{rest}".lstrip()
    try:
        is_there = read_yaml(text, where) == {**data, "ignored": [*names, *(data.get("ignored") or [])]}
    except ContentError:
        is_there = False
    if not begin or not is_there:
        remedy = "begin it with 'format: 1', and 'ignored:' with a line beginning with '- ' for each"
        raise ContentError(Problem(where=where, found="no name can be put into what it ignores", remedy=remedy))
    _part(read_yaml(text, where), where, is_own=True)
    write_atomically(path, text.encode())


def _read(path: Path) -> _Part:
    where = f"content/{path.name}"
    if not path.exists():
        return _Part(where=where)
    return _part(read_yaml(read_text(path), where), where, is_own=path.name == OWN)


def _part(data: Any, where: str, *, is_own: bool) -> _Part:
    if problems := problems_in(_File, data, where):
        raise ContentError(problems)
    file = convert(_File, data)
    if file.format != FORMAT:
        raise ContentError(Problem(where=where, found=f"format: {file.format}", expected=f"format: {FORMAT}"))
    areas = tuple(
        Area(name=row.name, slug=row.slug or slug_of(row.name), description=row.description) for row in file.areas
    )
    rows = tuple(_amendment(row, areas) for row in file.tags)
    part = _Part(where=where, areas=areas, ignored=file.ignored, rows=rows)
    problems = [*_faults(file, where, is_own=is_own), *_conflicts(Ledger(areas=areas, tags=part.tags), where)]
    if problems:
        raise ContentError(problems)
    return part


def _amendment(row: _Row, areas: Sequence[Area]) -> _Amendment:
    named = {fold(area.name): area.slug for area in areas}
    tag = LedgerTag(
        name=row.name,
        slug=row.slug or slug_of(row.name),
        description=row.description,
        area=named.get(fold(row.area)) or (slug_of(row.area) if row.area else ""),
        aliases=row.aliases,
        phrases=(row.name, *row.aliases) if row.phrases is None else row.phrases,
        strong=row.strong,
        weak=row.weak,
        formerly=tuple(dict.fromkeys(map(slug_of, row.formerly))),
    )
    return _Amendment(
        tag=tag, has_slug=row.slug is not None, phrases=row.phrases, without=frozenset(map(fold, row.without))
    )


def _extended(shipped: _Part, own: _Part) -> Ledger:
    """What both say together."""
    areas = {area.slug: area for area in shipped.areas}
    for area in own.areas:
        known = areas.get(area.slug)
        areas[area.slug] = replace(area, description=area.description or (known.description if known else ""))
    ignored = _joined(shipped.ignored, own.ignored)
    ledger = Ledger(areas=tuple(areas.values()), tags=_merged(shipped, _by_slug(shipped, own)), ignored=ignored)
    problems = _conflicts(ledger, own.where if own.rows or own.areas else shipped.where)
    problems += _lost_areas(ledger, {tag.slug for tag in own.tags}, shipped.where, own.where)
    if problems:
        raise ContentError(problems)
    return ledger


def _merged(shipped: _Part, mine: Mapping[str, _Amendment]) -> tuple[LedgerTag, ...]:
    """The shipped tags as the owner amends them, then his own; where both claim a name or a former slug, he has it."""
    tags = {tag.slug: tag for tag in shipped.tags}
    for slug, row in mine.items():
        tags[slug] = _amended(tags[slug], row) if slug in tags else row.tag
    for slug, row in mine.items():
        for former in row.tag.formerly:
            if former in tags and former not in mine:
                tags[slug] = _absorbed(tags[slug], tags.pop(former))
    names = {fold(name): slug for slug, row in mine.items() for name in (row.tag.name, *row.tag.aliases)}
    formers = {former: slug for slug, row in mine.items() for former in row.tag.formerly} | dict.fromkeys(tags, "")
    return tuple(
        replace(
            tag,
            aliases=tuple(name for name in tag.aliases if names.get(fold(name), slug) == slug),
            formerly=tuple(former for former in tag.formerly if formers.get(former, slug) == slug),
        )
        for slug, tag in tags.items()
    )


def _by_slug(shipped: _Part, own: _Part) -> dict[str, _Amendment]:
    """The owner's rows by the slug of the tag that each amends or makes.

    A row amends the shipped tag that has its slug, or without a slug of its own its name.  One that gives a
    shipped name another slug moves the tag there.
    """
    slugs = {tag.slug for tag in shipped.tags}
    named = {fold(tag.name): tag.slug for tag in shipped.tags}
    found: dict[str, _Amendment] = {}
    for row in own.rows:
        slug, meant = row.tag.slug, named.get(fold(row.tag.name))
        if meant and slug not in slugs and row.has_slug:
            row = replace(row, tag=replace(row.tag, formerly=_joined(row.tag.formerly, (meant,))))  # noqa: PLW2901
        elif meant and slug not in slugs:
            slug = meant
        if slug in found:
            where = f"{own.where}: {row.tag.name}"
            raise ContentError(
                Problem(where=where, found=f"amends {slug}, as {found[slug].tag.name} does", remedy="make it one entry")
            )
        found[slug] = row
    return found


def _amended(tag: LedgerTag, row: _Amendment) -> LedgerTag:
    mine = row.tag
    # Words that he weighs himself weigh no longer as they ship.
    unwanted = row.without | frozenset(map(fold, (*mine.strong, *mine.weak, *(row.phrases or ()))))
    return replace(
        tag,
        name=mine.name,
        description=mine.description or tag.description,
        area=mine.area or tag.area,
        aliases=_joined(_without(tag.aliases, row.without), () if mine.name == tag.name else (tag.name,), mine.aliases),
        phrases=_joined(_without(tag.phrases, unwanted), mine.aliases if row.phrases is None else row.phrases),
        strong=_joined(_without(tag.strong, unwanted), mine.strong),
        weak=_joined(_without(tag.weak, unwanted), mine.weak),
        formerly=_joined(tag.formerly, mine.formerly),
    )


def _absorbed(tag: LedgerTag, other: LedgerTag) -> LedgerTag:
    return replace(
        tag,
        description=tag.description or other.description,
        area=tag.area or other.area,
        aliases=_joined(tag.aliases, (other.name, *other.aliases)),
        phrases=_joined(tag.phrases, other.phrases),
        strong=_joined(tag.strong, other.strong),
        weak=_joined(tag.weak, other.weak),
        formerly=_joined(tag.formerly, (other.slug, *other.formerly)),
    )


def _joined(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _without(names: Iterable[str], unwanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if fold(name) not in unwanted)


def _faults(file: _File, where: str, *, is_own: bool) -> Iterator[Problem]:
    """What is wrong with single rows."""
    rows: list[_Row | _AreaRow] = [*file.areas, *file.tags]
    for row in rows:
        kind = "area " if isinstance(row, _AreaRow) else ""
        place = f"{where}: {kind}{row.name[:LONGEST_NAME]}"
        names = [row.name]
        if isinstance(row, _Row):
            names += (*row.aliases, *(row.phrases or ()), *row.strong, *row.weak)
        for name in dict.fromkeys(names):
            if len(name) > LONGEST_NAME:
                found = f"{name[:40]!r}… has {len(name)} characters"
                yield Problem(where=place, found=found, expected=f"at most {LONGEST_NAME}", remedy="shorten it")
            elif not fold(name):
                yield Problem(where=place, found=f"{name!r} has no word in it", expected="a name in words")
        yield from _slug_faults(row, place)
        if "\n" in row.description or len(row.description) > _LONGEST_DESCRIPTION:
            found = f"a description of {len(row.description)} characters in {row.description.count(chr(10)) + 1} lines"
            expected = f"one line of at most {_LONGEST_DESCRIPTION}"
            yield Problem(where=place, found=found, expected=expected, remedy="say it in a sentence")
        if isinstance(row, _Row) and row.without and not is_own:
            yield Problem(where=place, found="without", remedy=f"it belongs into content/{OWN}; here, delete the words")


def _slug_faults(row: _Row | _AreaRow, place: str) -> Iterator[Problem]:
    slug = row.slug if row.slug is not None else slug_of(row.name)
    if not slug or slug != slug_of(slug):
        yield Problem(where=place, found=f"slug {slug!r}", expected=f"{slug_of(slug or row.name)!r}")
    elif slug.isdecimal():
        found = f"its slug {slug} is that of a numbered page"
        yield Problem(where=place, found=found, remedy=f"give it another, for example slug: number-{slug}")


def _conflicts(ledger: Ledger, where: str) -> list[Problem]:
    """Names, slugs and former slugs that two tags of the `ledger` claim, or two areas."""
    problems = [*_merge_faults(ledger.tags, where)]
    problems += _shared_slugs([(f"area {area.name}", area.slug) for area in ledger.areas], where)
    problems += _shared_slugs([(tag.name, tag.slug) for tag in ledger.tags], where)
    claimed: dict[str, str] = {}
    for tag in ledger.tags:
        for name in dict.fromkeys((tag.name, *tag.aliases)):
            key = fold(name)
            if key and claimed.setdefault(key, tag.slug) != tag.slug:
                found = f"the alias {name!r} is claimed by {claimed[key]} too"
                problems.append(Problem(where=f"{where}: {tag.name}", found=found, remedy="leave it to one of them"))
    return problems


def _shared_slugs(rows: Sequence[tuple[str, str]], where: str) -> Iterator[Problem]:
    slugs: dict[str, str] = {}
    for name, slug in rows:
        if slug in slugs:
            found = f"its slug {slug} is that of {slugs[slug]}"
            yield Problem(where=f"{where}: {name}", found=found, remedy="give one of them another slug")
        slugs.setdefault(slug, name)


def _merge_faults(tags: Sequence[LedgerTag], where: str) -> Iterator[Problem]:
    """Tags that `formerly` names although they are still there, and former slugs that lead to two tags."""
    there = {tag.slug: tag for tag in tags}
    leads: dict[str, str] = {}
    for tag in tags:
        place = f"{where}: {tag.name}"
        for former in tag.formerly:
            other = there.get(former)
            if other is tag:
                yield Problem(where=place, found=f"formerly {former}, which it still is", remedy="leave it out")
            elif other and _leads(other, tag.slug, there):
                found = f"{tag.slug} and {former} are merged into each other"
                yield Problem(where=place, found=found, remedy="keep one of them")
            elif other:
                found = f"formerly {former}, which is a tag of its own"
                yield Problem(where=place, found=found, remedy=f"delete the tag {other.name}, or leave {former} out")
            elif leads.setdefault(former, tag.slug) != tag.slug:
                found = f"formerly {former}, and so was {leads[former]}"
                yield Problem(where=place, found=found, remedy="leave it to one of them")


def _leads(tag: LedgerTag, slug: str, there: dict[str, LedgerTag]) -> bool:
    """Whether `slug` is merged into `tag`, in any number of steps."""
    seen: set[str] = set()
    waiting = list(tag.formerly)
    while waiting:
        one = waiting.pop()
        if one == slug:
            return True
        if one in there and one not in seen:
            seen.add(one)
            waiting += there[one].formerly
    return False


def _lost_areas(ledger: Ledger, own: set[str], shipped_where: str, own_where: str) -> Iterator[Problem]:
    known = {area.slug: area.name for area in ledger.areas}
    for tag in ledger.tags:
        if tag.area and tag.area not in known:
            near = get_close_matches(tag.area, known, n=1, cutoff=0.5)
            remedy = f"did you mean {known[near[0]]}?" if near else "list it under areas"
            place = f"{own_where if tag.slug in own else shipped_where}: {tag.name}"
            yield Problem(where=place, found=f"there is no area {tag.area}", remedy=remedy)
