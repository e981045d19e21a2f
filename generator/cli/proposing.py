"""`broadsheet tags`: what the archive suggests for the ledger, told to a person or a program, or written if asked."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from generator.cli.telling import counted, note, tell
from generator.cli.usage import UsageError
from generator.content.everything import read_content
from generator.content.ledger import OWN, append_rows, ignore
from generator.lock import writing
from generator.model import Ledger
from generator.proposals import NewAlias, NewTag, Proposals, propose, rows_of
from generator.site import Site, load_site
from generator.text.folding import fold

_SHOWN = 40


def tags(options: argparse.Namespace) -> int:
    """`broadsheet tags`."""
    site = load_site(options.root)
    if options.write or options.ignore:
        with writing(site.content, say=note):
            return _proposed(options, site)
    return _proposed(options, site)


def _proposed(options: argparse.Namespace, site: Site) -> int:
    if options.ignore and not options.names:
        raise UsageError("--ignore needs the names of the suggestions that shall not return")
    content = read_content(site.content)
    found = _chosen(propose(content, min_papers=site.config.tags.min_papers, least=options.least), options.names)
    path = site.content / OWN
    if options.ignore:
        ignore(site.content, [*(one.name for one in found.tags), *(one.name for one in found.aliases)])
    elif options.write and (rows := rows_of(found.tags, found.aliases, content.ledger)):
        append_rows(site.content, rows)
    if options.json:
        tell(
            json.dumps(
                {**asdict(found), "written": bool(options.write or options.ignore)}, indent=2, ensure_ascii=False
            )
        )
    elif not options.quiet:
        for line in _lines(found, content.ledger, options.least, everything=options.all):
            tell(line)
        tell(_end(found, path, options))
    return 0


def _chosen(found: Proposals, names: Sequence[str]) -> Proposals:
    """Of the suggestions those that are named; all, where none is."""
    if not names:
        return found
    wanted = set(map(fold, names))
    known = {fold(one.name) for one in (*found.tags, *found.spread)} | {fold(one.name) for one in found.aliases}
    if missing := [name for name in names if fold(name) not in known]:
        raise UsageError(f"{missing[0]!r} is not suggested; broadsheet tags --json lists what is")
    return replace(
        found,
        tags=tuple(one for one in (*found.tags, *found.spread) if fold(one.name) in wanted),
        spread=(),
        aliases=tuple(one for one in found.aliases if fold(one.name) in wanted),
        merges=(),
        unused=(),
        unseen=(),
    )


def _lines(found: Proposals, ledger: Ledger, least: int, *, everything: bool) -> Iterator[str]:
    names = {tag.slug: tag.name for tag in ledger.tags}
    yield from _section(f"New tags: keywords of {least} papers or more", [_tag_line(one, names) for one in found.tags])
    yield from _section("New aliases", [_alias_line(one, names) for one in found.aliases])
    merges = [
        f"{names[one.other]} ({one.other_papers} papers) into {names[one.tag]} ({one.papers}): {one.shared} carry both"
        for one in found.merges
    ]
    yield from _section("Merges", merges)
    yield from _section("Tags without a paper", [names[slug] for slug in found.unused])
    rest = (
        ("Keywords as common, over all areas alike", [f"{one.name}: {one.papers} papers" for one in found.spread]),
        ("Aliases never seen", [f"{name} ({names[slug]})" for slug, name in found.unseen]),
    )
    for title, lines in rest:
        if everything:
            yield from _section(title, lines, most=len(lines))
        elif lines:
            yield f"{title}: {len(lines)}; --all lists them"


def _section(title: str, lines: Sequence[str], most: int = _SHOWN) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:most])
        if len(lines) > most:
            yield f"  and {len(lines) - most} more; --json lists all"


def _tag_line(one: NewTag, names: dict[str, str]) -> str:
    beside = ", ".join(f"{names[slug]} {count}" for slug, count in one.beside)
    spelled = f"; also {', '.join(one.spellings)}" if one.spellings else ""
    return f"{one.name}: {one.papers} papers ({', '.join(one.examples)}); beside {beside or 'no tag'}{spelled}"


def _alias_line(one: NewAlias, names: dict[str, str]) -> str:
    return f"{one.name} → {names[one.tag]}: {one.reason}; {one.papers} papers ({', '.join(one.examples)})"


def _end(found: Proposals, path: Path, options: argparse.Namespace) -> str:
    count = len(found.tags) + len(found.aliases)
    told = counted(count, "suggestion")
    place = path.relative_to(options.root) if path.is_relative_to(options.root) else path
    if options.ignore:
        return f"{told} will not return; {place} says so."
    if options.write:
        if not count:
            return "Nothing to write."
        return f"{told} {'is' if count == 1 else 'are'} in {place}; give each a description."
    if not count:
        return "Nothing is suggested."
    written = f"--write NAME… puts those into {place}, --write alone all of them"
    return f"{told}; {written}; --ignore NAME… refuses them."
