"""Which of the ledger's tags a paper carries: from the source's keywords, and from phrases in its text."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from generator.model import Ledger, LedgerTag, Paper
from generator.text.folding import LONGEST_NAME, fold, stemmed, stemmed_key

MOST_TAGS = 8
"""As many of the ledger's tags as a paper carries, unless its keywords are exactly so many."""
_FEWEST_TAGS = 2
_IN_TITLE = 2
_ENOUGH, _ENOUGH_BESIDE_KEYWORDS = 4, 8
_STRONG, _USUAL, _WEAK = 4, 2, 1
"""What a mention counts, in quarters: a strong phrase is enough, of usual ones it takes two, of weak ones four."""
_BETWEEN_WORDS = "  "


class Keywords(NamedTuple):
    """What the names that a person and the source give a paper come to.

    `named` are slugs of the ledger's tags.  `others` are the names outside of the ledger, each folded, with the way it
    is spelled in a second line; so are `longer`, inside of which a tag of the ledger is named.
    """

    named: tuple[str, ...]
    others: tuple[str, ...]
    longer: tuple[str, ...]


class Tagger:
    """The tag ledger made ready for finding all of its phrases in a text at once."""

    def __init__(self, ledger: Ledger) -> None:
        """Stem the phrases; `phrases` are all of them, each once."""
        self._names = names_of(ledger)
        phrases: dict[str, dict[str, int]] = defaultdict(dict)
        for tag in ledger.tags:
            for phrase, weight in _weighed(tag):
                if (key := stemmed(phrase)).strip():
                    phrases[key].setdefault(tag.slug, weight)
        self._order = {tag.slug: place for place, tag in enumerate(ledger.tags)}
        self._found = [tuple(weights.items()) for weights in phrases.values()]
        self.phrases = tuple(phrases)
        self._lengths = [phrase.count(_BETWEEN_WORDS) for phrase in phrases]
        self._automaton = AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest)

    def keywords(self, paper: Paper) -> Keywords:
        """What the paper's keywords come to: a name or an alias is its tag, a longer one the tag named in it.

        The latter are left out, those of the fewest keywords first, where there are more than `MOST_TAGS`.  A name of
        more than `LONGEST_NAME` characters is a sentence, and no tag of its own.
        """
        exact: dict[str, None] = {}
        within: Counter[str] = Counter()
        others, longer = [], []
        for place, name in enumerate((*paper.tags, *paper.keywords)):
            key = fold(name)
            if (slug := self._names.get(key)) is not None:
                exact[slug] = None
            elif place >= len(paper.tags) and (slug := self.within(name)) is not None:
                within[slug] += 1
                longer.append(f"{key}\n{name}")
            elif key:
                others.append(f"{key}\n{name}")
        room = max(0, MOST_TAGS - len(exact))
        rest = [slug for slug, _ in within.most_common() if slug not in exact][:room]
        return Keywords((*exact, *rest), *(tuple(row for row in rows if _is_short(row)) for rows in (others, longer)))

    def named(self, name: str) -> str | None:
        """The slug of the tag that `name` is a spelling of, if any."""
        return self._names.get(fold(name))

    def within(self, name: str) -> str | None:
        """The tag named inside of a keyword: the longest phrase decides, of equals the last, as nouns are built.

        An acronym in brackets behind the name does not count.
        """
        key = fold(name)
        found = self._matches(stemmed_key(key)) if key and self._found else []
        if not found:
            return None
        place = max(range(len(found)), key=lambda place: (self._lengths[found[place]], place))
        return self._found[found[place]][-1][0]

    def inferred(self, paper: Paper, named: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Slugs of the ledger's tags that the paper's text speaks of beside those `named`, in the ledger's order.

        Each mention counts as its phrase does, twice in the title; where phrases overlap, the longest counts.  Where
        the source names tags, it takes twice as much; where it does not and too little is said, the tags that are most
        spoken of are taken, so that there are `_FEWEST_TAGS`.
        """
        scores = self.scores(paper)
        for slug in named:
            scores.pop(slug, None)
        enough = _ENOUGH_BESIDE_KEYWORDS if len(named) >= _FEWEST_TAGS else _ENOUGH
        ranked = sorted(scores, key=lambda slug: (-scores[slug], self._order[slug]))
        sure = sum(score >= enough for score in scores.values())
        count = min(max(sure, _FEWEST_TAGS - len(named)), max(0, MOST_TAGS - len(named)))
        return tuple(sorted(ranked[:count], key=self._order.__getitem__))

    def scores(self, paper: Paper) -> Counter[str]:
        """What the mentions of each tag in the paper's title and abstract come to, in quarters."""
        scores: Counter[str] = Counter()
        for text, factor in ((paper.title, _IN_TITLE), (paper.abstract, 1)):
            for number in self.mentions(text):
                for slug, weight in self._found[number]:
                    scores[slug] += weight * factor
        return scores

    def mentions(self, text: str) -> list[int]:
        """The numbers of the `phrases` that stand in `text`, in their order; of overlapping ones the longest alone."""
        return self._matches(stemmed(text)) if self._found else []

    def _matches(self, words: str) -> list[int]:
        return [number for number, _, _ in self._automaton.find_matches_as_indexes(words)]

    def tags_of(self, number: int) -> tuple[str, ...]:
        """The slugs of the tags that look for the phrase of that `number`."""
        return tuple(slug for slug, _ in self._found[number])


@lru_cache(maxsize=2)
def tagger_of(ledger: Ledger) -> Tagger:
    """`ledger`, made ready once."""
    return Tagger(ledger)


def names_of(ledger: Ledger) -> dict[str, str]:
    """The folded names, aliases and former names of the ledger's tags → their slugs."""
    names = {fold(former): tag.slug for tag in ledger.tags for former in tag.formerly}
    return names | {fold(name): tag.slug for tag in ledger.tags for name in (tag.name, *tag.aliases)}


def _weighed(tag: LedgerTag) -> Iterator[tuple[str, int]]:
    for phrases, weight in ((tag.strong, _STRONG), (tag.weak, _WEAK), (tag.phrases, _USUAL)):
        for phrase in phrases:
            yield phrase, weight


def _is_short(row: str) -> bool:
    return len(row.partition("\n")[2]) <= LONGEST_NAME
