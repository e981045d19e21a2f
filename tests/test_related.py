"""Neighbours by TF-IDF and cosine."""

import math
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from made_up import paper

from generator.archive import related
from generator.archive.commonness import COMMON_WORDS
from generator.archive.related import (
    Bags,
    Field,
    Near,
    bags_of,
    joined_rarity,
    key_of,
    rarity_of,
    usual_rarity,
    vectors_of,
)
from generator.archive.terms import terms_of

USUAL = usual_rarity()


def bags(*texts: str) -> Bags:
    """The words of papers with these abstracts, numbered from 0."""
    papers = [paper(number, title="", abstract=text) for number, text in enumerate(texts)]
    return bags_of((one.id, terms_of(one)) for one in papers)


def nearest(*texts: str, limit: int | None = None) -> list[list[int]]:
    """The numbers of the neighbours of each."""
    field = Field([vectors_of(bags(*texts), USUAL)])
    found = field.nearest(range(len(texts)), len(texts) if limit is None else limit)
    return [[near.number for near in row] for row in found]


def test_papers_that_share_rare_words_are_neighbours() -> None:
    """The nearest shares most; a paper is none of its own neighbours; who shares nothing has none."""
    others = ["moon"] * 9
    found = nearest("kite string wind", "kite string boat", "kite rain snow", "sun", *others)
    assert found[:4] == [[1, 2], [0, 2], [0, 1], []]


def test_no_more_than_five() -> None:
    """Of equals those whose ids sort first."""
    assert nearest(*["kite sail"] * 8, *["moon"] * 40)[7] == [0, 1, 2, 3, 4]


def test_only_the_first_are_looked_at() -> None:
    """Papers beyond the limit are nobody's neighbours, but have some."""
    assert nearest("kite sail", "kite wind", "kite sail", "moon", "sun", "star", "sea", "hill", limit=2)[2] == [0, 1]
    assert nearest("kite sail", "kite wind", "kite sail", "moon", "sun", "star", "sea", "hill", limit=2)[0] == [1]


def test_words_that_many_papers_use_join_nobody() -> None:
    """What a quarter of the papers say says nothing, whether they are known to say it or have said it."""
    assert nearest("model", "models") == [[], []]
    few, many = (joined_rarity([USUAL, rarity_of(bags(*["kite"] * number))]) for number in (300, 400))
    some = bags("kite", "kite")
    assert [len(Field([vectors_of(some, known)]).nearest([0], 2)[0]) for known in (few, many)] == [1, 0]


def test_what_is_shared_is_said() -> None:
    """The words that weigh most come first: rare ones, those of the title, at most three."""
    known = joined_rarity([USUAL, rarity_of(bags(*["wind"] * 99, *["rain"] * 9, *["string"] * 30))])
    field = Field([vectors_of(bags("kite kite string wind rain", "rain wind string kite"), known)])
    assert field.nearest([0], 2)[0] == (Near(1, (key_of("kite"), key_of("rain"), key_of("string"))),)


def test_rarity_of_parts_is_that_of_the_whole() -> None:
    """Counted month by month or at once."""
    parts = [bags("kite wind", "kite"), bags("boat", "kite boat"), bags()]
    joined, whole = (
        joined_rarity(list(map(rarity_of, parts))),
        rarity_of(bags("kite wind", "kite", "boat", "kite boat")),
    )
    assert (joined.papers, joined.keys.tolist(), joined.counts.tolist()) == (
        whole.papers, whole.keys.tolist(), whole.counts.tolist(),
    )  # fmt: skip


def test_what_is_rare_decides() -> None:
    """Of two papers that share a word each, the one whose word is rarer is nearer."""
    known = joined_rarity([USUAL, rarity_of(bags(*["moon"] * 99, *["kite"] * 3))])
    field = Field([vectors_of(bags("kite moon", "kite sun", "moon sun"), known)])
    assert [near.number for near in field.nearest([0], 3)[0]] == [1, 2]


_TEXTS = st.lists(
    st.lists(st.sampled_from("kite wind boat sail model data image text".split()), max_size=9), max_size=12
)


@given(_TEXTS)
def test_neighbours_are_those_of_the_definition(words: Sequence[Sequence[str]]) -> None:
    """Order and choice are what a plain reading of TF-IDF and cosine gives."""
    texts = [" ".join(one) for one in words]
    assert nearest(*texts) == _by_definition([Counter(one) for one in words])


def test_blocks_do_not_show() -> None:
    """Found one at a time or many at once."""
    texts = [f"kite{n % 3} wind{n % 5} boat{n % 7}" for n in range(60)]
    field = Field([vectors_of(bags(*texts), USUAL)])
    assert field.nearest(range(60), 60) == [field.nearest([one], 60)[0] for one in range(60)]


def test_what_is_kept_is_read_again() -> None:
    """Vectors and counts survive the cache."""
    some = bags("kite wind", "kite sail boat", "")
    vectors, rarity = vectors_of(some, USUAL), rarity_of(some)
    again, counted = related.vectors_from(related.arrays_of(vectors, rarity))
    assert again.ids == vectors.ids
    assert again.keys.tolist() == vectors.keys.tolist()
    assert again.weights.tolist() == vectors.weights.tolist()
    assert (counted.papers, counted.counts.tolist()) == (rarity.papers, rarity.counts.tolist())


def _by_definition(papers: Sequence[Counter[str]]) -> list[list[int]]:
    common = {word: 1024 // one_in for one_in, words in COMMON_WORDS.items() for word in words.split()}
    vectors = []
    for one in papers:
        steps = {word: math.floor(4 * math.log2(1025 / (common.get(word, 0) + 0.5)) + 0.5) for word in one}
        weighed = {
            word: math.floor(16 * (1 + math.log2(times)) + 0.5) * (steps[word] if steps[word] >= 8 else 0)
            for word, times in one.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1
        vectors.append({word: math.floor(4000 * weight / length + 0.5) for word, weight in weighed.items()})
    rows = []
    for number, mine in enumerate(vectors):
        alike = {
            other: sum(weight * theirs.get(word, 0) for word, weight in mine.items())
            for other, theirs in enumerate(vectors)
            if other != number
        }
        best = [other for other in alike if alike[other] >= 0.08 * 4000**2]
        rows.append(sorted(best, key=lambda other: (-alike[other], other))[:5])
    return rows
