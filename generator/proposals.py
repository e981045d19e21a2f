"""What the archive suggests for the ledger: new tags, aliases, merges, and what of it nothing uses.

Nothing here changes anything: a suggestion is counts and papers, for a person to judge.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import combinations

from generator.archive.index import build_archive
from generator.archive.tagger import Tagger, names_of
from generator.model import Archive, Content, Least, Ledger
from generator.text.folding import fold, stem, stemmed
from generator.text.slugs import slug_of

_EXAMPLES, _BESIDE = 3, 3
_SAME = 0.5
"""Of the papers of two tags, the share that carries both, from which on they may be one."""
_NEARLY_ALL, _TELLING = 0.9, 5
"""The share of a keyword's papers, if there are so many, that makes it the tag they carry."""
_NEAR = 0.92
_METRIC = re.compile(r"\S*@\S+( .*)?")
"""*Pass@1*, *recall@k*: what is measured, never what a paper is about."""
_FEWEST_SPREAD, _FEWEST_AREAS = 10, 4
_CHANCE = 1.645
"""Deviations beyond which chance goes once in twenty times."""
_ACRONYM = re.compile(r"(?P<name>[^()]+?)\s*\((?P<acronym>[^()\s]{2,10})\)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTag:
    """A keyword that the ledger does not know, with its other spellings; `area` is that of the tags beside it.

    `slug` is its address now.  `beside` are the ledger's tags that most of its papers carry, with how many do;
    `examples` ids of its newest papers.
    """

    name: str
    slug: str
    papers: int
    area: str
    beside: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlias:
    """A keyword that seems to be the tag of the slug `tag`; `had_page` tells that its address is published."""

    name: str
    tag: str
    reason: str
    papers: int
    examples: tuple[str, ...]
    slug: str
    had_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two tags of the ledger that are mostly on the same papers; the larger comes first."""

    tag: str
    other: str
    papers: int
    other_papers: int
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """All that is suggested, the most papers first; `unseen` are a tag's slug and an alias that stands nowhere.

    `spread` are keywords as common as new tags, but over all areas alike: they tell nothing of a paper.
    """

    tags: tuple[NewTag, ...]
    spread: tuple[NewTag, ...]
    aliases: tuple[NewAlias, ...]
    merges: tuple[Merge, ...]
    unused: tuple[str, ...]
    unseen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keyword:
    """A keyword outside of the ledger, in all of its spellings; one that `holds_tag` is that tag as well."""

    key: str
    name: str
    papers: tuple[str, ...]
    spellings: tuple[str, ...]
    holds_tag: bool

    @property
    def examples(self) -> tuple[str, ...]:
        return self.papers[: -_EXAMPLES - 1 : -1]


def propose(content: Content, *, min_papers: int, least: int) -> Proposals:
    """What the papers of `content` suggest, of keywords that at least `least` papers share."""
    archive = build_archive(content, least=Least(min_papers))
    ledger = content.ledger
    aliases: list[NewAlias] = []
    tags: list[NewTag] = []
    spread: list[NewTag] = []
    everywhere = _areas_of(archive, archive.taggings)
    acronyms = _acronyms(archive)
    names = names_of(ledger)
    words = {frozenset(key.split()): slug for key, slug in names.items()}
    for keyword in _keywords(archive, least, ignored=frozenset(map(_words, ledger.ignored))):
        beside = _beside(keyword, archive)
        found = _meant(keyword, beside, names, words, acronyms)
        if found:
            aliases.append(
                NewAlias(
                    name=keyword.name,
                    tag=found[0],
                    reason=found[1],
                    papers=len(keyword.papers),
                    examples=keyword.examples,
                    slug=slug_of(keyword.key),
                    had_page=len(keyword.papers) >= min_papers,
                )
            )
        else:
            lies_everywhere = _is_spread(keyword, _areas_of(archive, keyword.papers), everywhere)
            (spread if lies_everywhere else tags).append(_new_tag(keyword, beside, ledger))
    carried = {slug for slug, tag in archive.tags.items() if tag.ruled}
    return Proposals(
        tags=tuple(tags),
        spread=tuple(spread),
        aliases=tuple(aliases),
        merges=tuple(_merges(archive, least)),
        unused=tuple(tag.slug for tag in ledger.tags if tag.slug not in carried),
        unseen=tuple(_unseen(archive, ledger)),
    )


def _words(keyword: str) -> frozenset[str]:
    """The stems of a keyword, in any order."""
    return frozenset(map(stem, fold(keyword).split()))


def _areas_of(archive: Archive, papers: Iterable[str]) -> Counter[str]:
    """How many of `papers` carry a tag of each area."""
    area_of = {slug: tag.area for slug, tag in archive.tags.items() if tag.ruled and tag.area}
    found: Counter[str] = Counter()
    for one in papers:
        found.update({area_of[tagging.tag] for tagging in archive.taggings[one] if tagging.tag in area_of})
    return found


def _is_spread(keyword: _Keyword, areas: Counter[str], everywhere: Counter[str]) -> bool:
    """Whether the keyword's papers lie over the areas no otherwise than chance would have any papers lie.

    By the log-likelihood ratio, whose distribution is that of chi-squared, by Wilson and Hilferty's approximation.  Of
    few papers, or few areas, nobody can tell.
    """
    if len(keyword.papers) < _FEWEST_SPREAD or len(everywhere) < _FEWEST_AREAS or not areas:
        return False
    share = areas.total() / everywhere.total()
    ratio = 2 * sum(count * math.log(count / (share * everywhere[area])) for area, count in areas.items())
    free = len(everywhere) - 1
    return ratio < free * (1 - 2 / (9 * free) + _CHANCE * math.sqrt(2 / (9 * free))) ** 3


def _keywords(archive: Archive, least: int, *, ignored: frozenset[frozenset[str]]) -> list[_Keyword]:
    """Keywords outside of the ledger that enough papers share, the most papers first, whatever the order of words."""
    spellings: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    papers: dict[frozenset[str], dict[str, None]] = defaultdict(dict)
    longer: set[frozenset[str]] = set()
    for identifier, headline in archive.headlines.items():
        for place, row in enumerate((*headline.given, *headline.longer)):
            key, _, name = row.partition("\n")
            words = frozenset(map(stem, key.split()))
            spellings[words][name] += 1
            papers[words][identifier] = None
            if place >= len(headline.given):
                longer.add(words)
    found = []
    for words, ids in papers.items():
        if len(ids) >= least and words not in ignored:
            (name, _), *others = spellings[words].most_common()
            if _METRIC.fullmatch(name):
                continue
            keys = dict.fromkeys(fold(other) for other, _ in others)
            others_shown = tuple(key for key in keys if key != fold(name))
            found.append(
                _Keyword(
                    key=fold(name), name=name, papers=tuple(ids), spellings=others_shown, holds_tag=words in longer
                )
            )
    return sorted(found, key=lambda one: (-len(one.papers), one.key))


def _beside(keyword: _Keyword, archive: Archive) -> list[tuple[str, int]]:
    """The ledger's tags that the keyword's papers carry, the most frequent first."""
    counts = Counter(
        tagging.tag for one in keyword.papers for tagging in archive.taggings[one] if archive.tags[tagging.tag].ruled
    )
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _meant(
    keyword: _Keyword,
    beside: Sequence[tuple[str, int]],
    names: Mapping[str, str],
    words: Mapping[frozenset[str], str],
    acronyms: Mapping[str, str],
) -> tuple[str, str] | None:
    """The tag that the keyword seems to be, and why."""
    if (other := acronyms.get(keyword.key)) in names:
        return names[other or ""], f"stands in brackets beside {other}"
    if slug := words.get(frozenset(keyword.key.split())):
        return slug, "the same words in another order"
    if near := get_close_matches(keyword.key, names, n=1, cutoff=_NEAR):
        return names[near[0]], f"spelled nearly as {near[0]}"
    count = len(keyword.papers)
    if beside and not keyword.holds_tag and count >= _TELLING and beside[0][1] >= _NEARLY_ALL * count:
        return beside[0][0], f"{beside[0][1]} of its {count} papers carry it"
    return None


def _new_tag(keyword: _Keyword, beside: Sequence[tuple[str, int]], ledger: Ledger) -> NewTag:
    areas = {tag.slug: tag.area for tag in ledger.tags}
    weights = Counter[str]()
    for slug, count in beside:
        if areas[slug]:
            weights[areas[slug]] += count
    return NewTag(
        name=keyword.name,
        slug=slug_of(keyword.key),
        papers=len(keyword.papers),
        area=max(weights, key=lambda area: (weights[area], area), default=""),
        beside=tuple(beside[:_BESIDE]),
        examples=keyword.examples,
        spellings=keyword.spellings,
    )


def _acronyms(archive: Archive) -> dict[str, str]:
    """What papers write in brackets → the name before it, and the other way round, all folded; the commonest counts.

    One paper alone may have put anything in brackets.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for paper in archive.papers.values():
        for keyword in paper.keywords:
            if found := _ACRONYM.fullmatch(keyword):
                pairs[fold(found["name"]), fold(found["acronym"])] += 1
    meant: dict[str, str] = {}
    for (name, acronym), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if name and acronym and count > 1:
            meant.setdefault(acronym, name)
            meant.setdefault(name, acronym)
    return meant


def _merges(archive: Archive, least: int) -> Iterator[Merge]:
    """Pairs of the ledger's tags of which more than half of the papers carry both."""
    shared: Counter[tuple[str, str]] = Counter()
    for taggings in archive.taggings.values():
        slugs = sorted(tagging.tag for tagging in taggings if archive.tags[tagging.tag].ruled)
        shared.update(combinations(slugs, 2))
    for (one, other), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        sizes = [len(archive.tags[slug].papers) for slug in (one, other)]
        if count >= least and count >= _SAME * (sum(sizes) - count):
            large, small = (one, other) if sizes[0] >= sizes[1] else (other, one)
            yield Merge(tag=large, other=small, papers=max(sizes), other_papers=min(sizes), shared=count)


def _unseen(archive: Archive, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Aliases that are no paper's keyword and stand in no title or abstract."""
    texts = Tagger(Ledger(tags=tuple(replace(tag, phrases=(*tag.phrases, *tag.aliases)) for tag in ledger.tags)))
    numbers: set[int] = set()
    seen: set[str] = set()
    for paper in archive.papers.values():
        numbers.update(texts.mentions(paper.title), texts.mentions(paper.abstract))
        seen.update(map(fold, (*paper.tags, *paper.keywords)))
    mentioned = {texts.phrases[number] for number in numbers}
    for tag in ledger.tags:
        yield from (
            (tag.slug, name) for name in tag.aliases if fold(name) not in seen and stemmed(name) not in mentioned
        )


def rows_of(tags: Iterable[NewTag], aliases: Iterable[NewAlias], ledger: Ledger) -> list[dict[str, object]]:
    """What of the suggestions is taken, as entries of an owner's ledger: addresses that are published stay alive."""
    areas = {area.slug: area.name for area in ledger.areas}
    known = {tag.slug: tag for tag in ledger.tags}
    rows: list[dict[str, object]] = []
    for new in tags:
        row: dict[str, object] = {"name": new.name}
        row |= {"slug": new.slug} if new.slug != slug_of(new.name) else {}
        row |= {"area": areas[new.area]} if new.area in areas else {}
        row |= {"aliases": list(new.spellings)} if new.spellings else {}
        rows.append(row)
    merged: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"aliases": [], "formerly": []})
    for alias in aliases:
        merged[alias.tag]["aliases"].append(alias.name)
        merged[alias.tag]["formerly"] += [alias.slug] if alias.had_page else []
    for slug, lists in merged.items():
        rows.append({"name": known[slug].name, "slug": slug, **{key: names for key, names in lists.items() if names}})
    return rows
