"""Which tags a paper carries: from the source's keywords, from a person, and from phrases in its text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.model import LedgerTag, Paper, Tag, Tagging
from generator.text.folding import fold, singular, words
from generator.text.slugs import unique_slug
from generator.text.tex import plain_tex

_TITLE_WEIGHT = 2
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tag ledger made ready for looking up: folded names → slugs, phrases by their first word.

    A phrase is a tuple of folded words; `phrases` maps its first word to all phrases that begin so, longest first.
    """

    tags: tuple[LedgerTag, ...]
    slugs: Mapping[str, str] = field(init=False)
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names and the phrases."""
        names = {fold(name): tag.slug for tag in self.tags for name in (tag.name, *tag.aliases)}
        by_word: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for tag in self.tags:
            for phrase in dict.fromkeys(tuple(_folded_words(phrase)) for phrase in tag.phrases):
                if phrase:
                    by_word[phrase[0]].append((phrase, tag.slug))
        object.__setattr__(self, "slugs", names)
        object.__setattr__(
            self, "phrases", {word: tuple(sorted(found, key=_longest)) for word, found in by_word.items()}
        )


def index_tags(
    papers: Iterable[Paper], ledger: tuple[LedgerTag, ...], *, min_papers: int
) -> tuple[Mapping[str, Tag], Mapping[str, tuple[Tagging, ...]]]:
    """The tags by slug, and each paper's taggings by id.

    `papers` come oldest first; a tag keeps that order.  A keyword outside the ledger is a tag of its own, named as
    the papers spell it most often (ties: the spelling seen first).  Its slug is that of its folded words; where that
    is taken, the tag seen later gets a digest behind it, so that a growing archive moves no URL.
    """
    ready = Ledger(ledger)
    slugs = dict(ready.slugs)
    taken = {tag.slug for tag in ledger}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, list[str]] = defaultdict(list)
    taggings: dict[str, tuple[Tagging, ...]] = {}
    for paper in papers:
        given = _given_tags(paper, slugs, taken, spellings)
        inferred = [slug for slug in inferred_tags(paper, ready) if slug not in given]
        taggings[paper.id] = (
            *(Tagging(tag=slug, inferred=False) for slug in given),
            *(Tagging(tag=slug, inferred=True) for slug in inferred),
        )
        for slug in (*given, *inferred):
            members[slug].append(paper.id)
    names = {slug: plain_tex(counts.most_common(1)[0][0]) for slug, counts in spellings.items()}
    names |= {tag.slug: tag.name for tag in ledger}
    tags = {
        slug: Tag(slug=slug, name=names[slug], papers=tuple(ids), has_page=len(ids) >= min_papers)
        for slug, ids in sorted(members.items())
    }
    return tags, taggings


def inferred_tags(paper: Paper, ledger: Ledger) -> list[str]:
    """Slugs of the ledger's tags that the paper's text speaks of, in the ledger's order.

    A phrase in the title is enough; in the abstract it takes two, since one may be a passing mention.  A paper of
    which that says nothing gets what its abstract mentions once.
    """
    title = _matches(paper.title, ledger)
    abstract = _matches(paper.abstract, ledger)
    scores = Counter({slug: count * _TITLE_WEIGHT for slug, count in title.items()}) + abstract
    sure = {slug for slug, score in scores.items() if score >= _ENOUGH}
    wanted = sure or set(abstract)
    return [tag.slug for tag in ledger.tags if tag.slug in wanted]


def _given_tags(paper: Paper, slugs: dict[str, str], taken: set[str], spellings: dict[str, Counter[str]]) -> list[str]:
    """Slugs of what a person and the source say of `paper`; a name seen for the first time gets its slug here."""
    given: dict[str, None] = {}
    for name in (*paper.tags, *paper.keywords):
        key = fold(name)
        if not key:
            continue
        if key not in slugs:
            slugs[key] = unique_slug(key, taken)
        spellings[slugs[key]][name] += 1
        given[slugs[key]] = None
    return list(given)


def _matches(text: str, ledger: Ledger) -> Counter[str]:
    """How often each tag's phrases stand in `text`; where phrases of one tag overlap, the longest counts."""
    found: Counter[str] = Counter()
    tokens = _folded_words(text)
    for place, token in enumerate(tokens):
        seen: set[str] = set()
        for phrase, slug in ledger.phrases.get(token, ()):
            if slug not in seen and tokens[place : place + len(phrase)] == list(phrase):
                seen.add(slug)
                found[slug] += 1
    return found


def _folded_words(text: str) -> list[str]:
    return [singular(word) for word in words(plain_tex(text))]


def _longest(found: tuple[tuple[str, ...], str]) -> tuple[int, tuple[str, ...], str]:
    phrase, slug = found
    return (-len(phrase), phrase, slug)
