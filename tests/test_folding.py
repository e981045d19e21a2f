"""Spellings of one thing share a key, different things do not."""

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.text.folding import american, fold, singular, stemmed, words


@pytest.mark.parametrize("case", read_cases("folding.md", "keys"), ids=str)
def test_spellings_share_the_key_of_their_case(case: Case) -> None:
    """All spellings of a case have the key that stands below them."""
    assert {fold(spelling) for spelling in case.given.split("\n")} == {case.expected}


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its spellings and key."""
    assert len(read_cases("folding.md", "keys")) == count_headings("folding.md")


@pytest.mark.parametrize(
    ("one", "other"),
    [("C", "C++"), ("C", "C#"), ("GPT-4", "GPT-4o"), ("plan", "plane"), ("kite", "kite tail")],
)
def test_different_things_have_different_keys(one: str, other: str) -> None:
    """What is not the same thing does not share a key, however near the names."""
    assert fold(one) != fold(other)


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=40))
def test_case_never_matters(text: str) -> None:
    """A name, and the same in what its case folds to, share a key."""
    assert words(text.casefold()) == words(text)


@given(st.text(max_size=40))
def test_a_key_is_made_of_words(text: str) -> None:
    """A key is words with one space between, or empty; it holds no capital."""
    key = fold(text)
    assert key == " ".join(key.split(" "))
    assert all(key.split(" ")) or key == ""
    assert key == key.casefold()


@pytest.mark.parametrize("word", ["kite", "as", "bus", "loss", "corpus", "basis", "kite's", ""])
def test_a_singular_stays(word: str) -> None:
    """A word that is no plural is its own singular."""
    assert singular(word) == word


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("kites", "kite"),
        ("bodies", "body"),
        ("classes", "class"),
        ("axes", "ax"),
        ("branches", "branch"),
        ("meshes", "mesh"),
        ("matrices", "matrix"),
        ("analyses", "analysis"),
        ("biases", "bias"),
        ("tpus", "tpu"),
    ],
)
def test_a_plural_is_led_to_its_singular(plural: str, one: str) -> None:
    """The endings of English plurals go; a few words are known by heart."""
    assert singular(plural) == one
    assert singular(one) == one


def test_words_are_parted_at_hyphens_slashes_and_underscores() -> None:
    """What joins words parts them; a point or sign within one does not."""
    assert words("Kite-flying/soaring with_two v2.5 C++ 风筝") == ["kite", "flying", "soaring", "with", "two", "v2.5",
                                                                  "c++", "风筝"]  # fmt: skip


@pytest.mark.parametrize(
    ("british", "word"),
    [
        ("behaviour", "behavior"), ("neighbourhood", "neighborhood"), ("modelling", "modeling"),
        ("unlabelled", "unlabeled"), ("summarisation", "summarization"), ("optimised", "optimized"),
        ("tokeniser", "tokenizer"), ("analysing", "analyzing"), ("centre", "center"), ("grey", "gray"),
        ("artefact", "artifact"), ("dialog", "dialogue"),
    ],
)  # fmt: skip
def test_british_words_become_american(british: str, word: str) -> None:
    """Both spellings of a word are one, and the American stays."""
    assert (american(british), american(word)) == (word, word)


@pytest.mark.parametrize("word", ["noise", "precise", "four", "analysis", "selling", "here", "improvise", "hour"])
def test_a_word_that_only_looks_british_stays(word: str) -> None:
    """An ending alone does not tell."""
    assert american(word) == word


def test_a_text_is_words_that_share_no_space() -> None:
    """Each word has a space before and behind it, so that phrases that stand side by side are all found."""
    assert stemmed("Text-to-Video Generations") == " text  to  video  generation "
    assert stemmed("…") == "  "
