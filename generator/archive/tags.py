"""Sketched papers → tags and their papers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from generator.model import Headline, Ledger, LedgerTag, Tag, Tagging
from generator.text.slugs import unique_slug
from generator.text.tex import plain_tex


def index_tags(
    headlines: Iterable[Headline], ledger: Ledger, *, min_papers: int
) -> tuple[Mapping[str, Tag], Mapping[str, tuple[Tagging, ...]]]:
    """The tags by slug, and each paper's taggings by id.

    `headlines` come oldest first; a tag keeps that order.  A keyword outside the ledger is a tag of its own, named as
    the papers spell it most often (ties: the spelling seen first); one in which a tag of the ledger is named is that
    only where `min_papers` share it.  Its slug is that of its folded words; where that is taken, the tag seen later
    gets a digest behind it, so that a growing archive moves no URL.
    """
    rules = {tag.slug: tag for tag in ledger.tags}
    taken = {*rules, *(former for tag in ledger.tags for former in tag.formerly)}
    headlines = list(headlines)
    counts = Counter(chain.from_iterable([(*headline.given, *headline.longer) for headline in headlines]))
    longer = _papers_of(headlines)
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
    members: dict[str, list[str]] = defaultdict(list)
    taggings: dict[str, tuple[Tagging, ...]] = {}
    by_source, by_text = _Taggings(inferred=False), _Taggings(inferred=True)
    for headline in headlines:
        identifier = headline.id
        others = [*headline.given, *(one for one in headline.longer if longer[one.partition("\n")[0]] >= min_papers)]
        named = dict.fromkeys((*headline.named, *map(slug_of.__getitem__, others)))
        taggings[identifier] = (*map(by_source.__getitem__, named), *map(by_text.__getitem__, headline.inferred))
        for slug in (*named, *headline.inferred):
            members[slug].append(identifier)
    known |= {slug: plain_tex(spelling) for slug, (_, spelling) in names.items()}
    tags = {
        slug: _tag(slug, known[slug], tuple(ids), rules.get(slug), min_papers) for slug, ids in sorted(members.items())
    }
    return tags, taggings


def _papers_of(headlines: Iterable[Headline]) -> Counter[str]:
    """How many papers have each keyword in which a tag of the ledger is named."""
    return Counter(key for one in headlines for key in {row.partition("\n")[0] for row in one.longer})


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


class _Taggings(dict[str, Tagging]):
    """One tagging for each slug, however many papers share it."""

    def __init__(self, *, inferred: bool) -> None:
        super().__init__()
        self._inferred = inferred

    def __missing__(self, slug: str) -> Tagging:
        made = self[slug] = Tagging(tag=slug, inferred=self._inferred)
        return made
