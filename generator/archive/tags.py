"""Sketched papers → tags and their papers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from generator.archive.tallies import Tally, key_of
from generator.model import Headline, Ledger, LedgerTag, Tag, Tagging
from generator.text.slugs import unique_slug
from generator.text.tex import plain_tex


def index_tags(
    months: Sequence[tuple[Sequence[str], Tally]],
    headlines: Mapping[str, Headline],
    ledger: Ledger,
    *,
    min_papers: int,
) -> tuple[Mapping[str, Tag], "Taggings"]:
    """The tags by slug, and each paper's taggings by id.

    `months` are ids and their tally, oldest first; a tag keeps that order.  A keyword outside the ledger is a tag of
    its own, named as the papers spell it most often (ties: the spelling seen first); one in which a tag of the ledger
    is named is that only where `min_papers` share it.  Its slug is that of its folded words; where that is taken, the
    tag seen later gets a digest behind it, so that a growing archive moves no URL.
    """
    rules = {tag.slug: tag for tag in ledger.tags}
    taken = {*rules, *(former for tag in ledger.tags for former in tag.formerly)}
    counts: Counter[str] = Counter()
    longer: Counter[str] = Counter()
    for _, tally in months:
        counts.update(tally.spelled)
        longer.update({key: len(places) for key, places in tally.longer.items()})
    known = {slug: tag.name for slug, tag in rules.items()}
    names: dict[str, tuple[int, str]] = {}
    slugs: dict[str, str] = {}
    slug_of: dict[str, str] = {}
    for given, count in counts.items():
        key, _, spelling = given.partition("\n")
        if key not in slugs:
            if key.isdecimal():
                taken.add(key)  # A number is the address of a numbered page.
            slugs[key] = unique_slug(key, taken)
        slug = slug_of[given] = slugs[key]
        if count > names.get(slug, (0, ""))[0]:
            names[slug] = (count, spelling)
    alone = frozenset(key for key, count in longer.items() if count < min_papers)
    members: dict[str, list[str]] = defaultdict(list)
    for ids, tally in months:
        for slug, places in _places(tally, slugs, alone):
            members[slug] += map(ids.__getitem__, places)
    known |= {slug: plain_tex(spelling) for slug, (_, spelling) in names.items()}
    tags = {
        slug: _tag(slug, known[slug], tuple(ids), rules.get(slug), min_papers) for slug, ids in sorted(members.items())
    }
    return tags, Taggings(headlines, slug_of, alone)


def _places(tally: Tally, slugs: Mapping[str, str], alone: AbstractSet[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each tag's papers, by their places."""
    yield from tally.ruled.items()
    for key, places in tally.given.items():
        more = () if key in alone else tally.longer.get(key, ())
        yield slugs[key], sorted({*places, *more}) if more else places
    for key, places in tally.longer.items():
        if key not in tally.given and key not in alone:
            yield slugs[key], places


class Taggings(Mapping[str, tuple[Tagging, ...]]):
    """Each paper's taggings by its id, made when they are asked for."""

    def __init__(self, headlines: Mapping[str, Headline], slug_of: Mapping[str, str], alone: AbstractSet[str]) -> None:
        """Take what papers say of themselves, the slugs of keywords, and those that too few papers share."""
        self._headlines, self._slug_of, self._alone = headlines, slug_of, alone
        self._by_source, self._by_text = _Made(inferred=False), _Made(inferred=True)

    def __getitem__(self, identifier: str) -> tuple[Tagging, ...]:
        """Its owner's and its source's first."""
        headline = self._headlines[identifier]
        others = headline.given
        if headline.longer:
            others = (*others, *(one for one in headline.longer if key_of(one) not in self._alone))
        named = dict.fromkeys((*headline.named, *map(self._slug_of.__getitem__, others)))
        return (*map(self._by_source.__getitem__, named), *map(self._by_text.__getitem__, headline.inferred))

    def words(self, tally: Tally) -> Iterator[tuple[str, str]]:
        """The tags and keywords that papers of this `tally` are shown with, and the slug that each comes to."""
        yield from ((slug, slug) for slug in tally.ruled)
        shown = (one for one in tally.spelled if key_of(one) in tally.given or key_of(one) not in self._alone)
        yield from ((one, self._slug_of[one]) for one in shown)

    def __iter__(self) -> Iterator[str]:
        """Ids, those of the oldest day first."""
        return iter(self._headlines)

    def __len__(self) -> int:
        """How many papers there are."""
        return len(self._headlines)


def _tag(slug: str, name: str, papers: tuple[str, ...], rule: LedgerTag | None, min_papers: int) -> Tag:
    has_page = len(papers) >= min_papers
    if rule is None:
        return Tag(slug=slug, name=name, papers=papers, has_page=has_page)
    return Tag(
        slug=slug,
        name=name,
        papers=papers,
        has_page=has_page,
        ruled=True,
        description=rule.description,
        area=rule.area,
        formerly=rule.formerly,
    )


class _Made(dict[str, Tagging]):
    """One tagging for each slug, however many papers share it."""

    def __init__(self, *, inferred: bool) -> None:
        super().__init__()
        self._inferred = inferred

    def __missing__(self, slug: str) -> Tagging:
        made = self[slug] = Tagging(tag=slug, inferred=self._inferred)
        return made
