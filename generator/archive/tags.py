"""Which tags a paper carries: from the source's keywords, from a person, and from phrases in its text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

from ahocorasick_rs import AhoCorasick

from generator.model import Headline, LedgerTag, Paper, Tag, Tagging
from generator.text.folding import fold, words_singular
from generator.text.slugs import unique_slug
from generator.text.tex import plain_tex

_TITLE_WEIGHT = 2
_ENOUGH = 2


class Ledger:
    """The tag ledger made ready for finding all of its phrases in a text at once."""

    def __init__(self, tags: tuple[LedgerTag, ...]) -> None:
        """Fold the phrases, words parted by one space, with one at either end."""
        slugs: dict[str, list[str]] = defaultdict(list)
        for tag in tags:
            for phrase in dict.fromkeys(_folded(phrase) for phrase in tag.phrases):
                if phrase.strip():
                    slugs[phrase].append(tag.slug)
        self.order = tuple(tag.slug for tag in tags)
        self._slugs = list(slugs.values())
        self._phrases = AhoCorasick(list(slugs))

    def matches(self, text: str) -> Counter[str]:
        """How often each tag's phrases stand in `text`; where phrases of one tag begin together, the longest counts."""
        if not self._slugs:
            return Counter()
        found = self._phrases.find_matches_as_indexes(_folded(text), overlapping=True)
        return Counter(
            slug for slug, _ in {(slug, start) for number, start, _ in found for slug in self._slugs[number]}
        )


@lru_cache(maxsize=2)
def ledger_of(tags: tuple[LedgerTag, ...]) -> Ledger:
    """The ledger of `tags`, made ready once."""
    return Ledger(tags)


def index_tags(
    headlines: Iterable[Headline], ledger: tuple[LedgerTag, ...], *, min_papers: int
) -> tuple[Mapping[str, Tag], Mapping[str, tuple[Tagging, ...]]]:
    """The tags by slug, and each paper's taggings by id.

    `headlines` come oldest first; a tag keeps that order.  A keyword outside the ledger is a tag of its own, named as
    the papers spell it most often (ties: the spelling seen first).  Its slug is that of its folded words; where that
    is taken, the tag seen later gets a digest behind it, so that a growing archive moves no URL.
    """
    slugs = {fold(name): tag.slug for tag in ledger for name in (tag.name, *tag.aliases)}
    known = {tag.slug: tag.name for tag in ledger}
    taken = set(known)
    headlines = list(headlines)
    counts = Counter(chain.from_iterable([headline.given for headline in headlines]))
    names: dict[str, tuple[int, str]] = {}
    slug_of: dict[str, str] = {}
    for given, count in counts.items():
        key, _, spelling = given.partition("\n")
        if key not in slugs:
            slugs[key] = unique_slug(key, taken)
        slug = slug_of[given] = slugs[key]
        if slug not in known and count > names.get(slug, (0, ""))[0]:
            names[slug] = (count, spelling)
    members: dict[str, list[str]] = defaultdict(list)
    taggings: dict[str, tuple[Tagging, ...]] = {}
    by_source, by_text = _Taggings(inferred=False), _Taggings(inferred=True)
    for headline in headlines:
        identifier = headline.id
        named = dict.fromkeys(map(slug_of.__getitem__, headline.given))
        inferred = [slug for slug in headline.inferred if slug not in named]
        taggings[identifier] = (*map(by_source.__getitem__, named), *map(by_text.__getitem__, inferred))
        for slug in (*named, *inferred):
            members[slug].append(identifier)
    ruled = set(known)
    known |= {slug: plain_tex(spelling) for slug, (_, spelling) in names.items()}
    tags = {
        slug: Tag(slug=slug, name=known[slug], papers=tuple(ids), has_page=len(ids) >= min_papers, ruled=slug in ruled)
        for slug, ids in sorted(members.items())
    }
    return tags, taggings


class _Taggings(dict[str, Tagging]):
    """One tagging for each slug, however many papers share it."""

    def __init__(self, *, inferred: bool) -> None:
        super().__init__()
        self._inferred = inferred

    def __missing__(self, slug: str) -> Tagging:
        made = self[slug] = Tagging(tag=slug, inferred=self._inferred)
        return made


def given_keywords(paper: Paper) -> tuple[str, ...]:
    """What a person and the source call `paper`: each name folded, and in a second line as it is spelled."""
    return tuple(f"{key}\n{name}" for name in (*paper.tags, *paper.keywords) if (key := fold(name)))


def inferred_tags(paper: Paper, ledger: Ledger) -> list[str]:
    """Slugs of the ledger's tags that the paper's text speaks of, in the ledger's order.

    A phrase in the title is enough; in the abstract it takes two, since one may be a passing mention.  A paper of
    which that says nothing gets what its abstract mentions once.
    """
    title = ledger.matches(paper.title)
    abstract = ledger.matches(paper.abstract)
    scores = Counter({slug: count * _TITLE_WEIGHT for slug, count in title.items()}) + abstract
    sure = {slug for slug, score in scores.items() if score >= _ENOUGH}
    wanted = sure or set(abstract)
    return [slug for slug in ledger.order if slug in wanted]


def _folded(text: str) -> str:
    return f" {' '.join(words_singular(plain_tex(text)))} "
