"""Plain text is cut after a sentence, or else after a word."""

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.text.sentences import excerpt, split_lede

prose = st.lists(st.sampled_from(["Kites", "fly", "high.", "why?", "et al.", "(A. B.)", "x" * 30, "\n"])).map(" ".join)
any_text = st.text(max_size=80) | prose


@pytest.mark.parametrize("case", read_cases("sentences.md", "lede"), ids=str)
def test_a_lede_is_cut_as_its_case_says(case: Case) -> None:
    """The lede ends behind a sentence, never behind an abbreviation."""
    assert " | ".join(split_lede(case.given, length=20)) == case.expected


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its input and output."""
    assert len(read_cases("sentences.md", "lede")) == count_headings("sentences.md")


@given(any_text, st.integers(1, 60))
def test_cutting_loses_nothing(text: str, length: int) -> None:
    """Lede and rest together are the text, but for the white space between them."""
    assert "".join("".join(split_lede(text, length=length)).split()) == "".join(text.split())


@given(any_text, st.integers(1, 60))
def test_a_lede_is_of_the_first_paragraph(text: str, length: int) -> None:
    """The lede begins the text and has no line break."""
    lede, _ = split_lede(text, length=length)
    assert text.split("\n", 1)[0].startswith(lede)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kites fly high above.", "Kites fly high above."),
        ("Kites fly high above the hills.", "Kites fly high above…"),
        ("Kites fly very high, above the hills.", "Kites fly very high…"),
        ("Kites fly.\nStones do not.", "Kites fly."),
        ("x" * 40, "x" * 21 + "…"),
        ("", ""),
    ],
)
def test_an_excerpt_is_cut_at_a_word(text: str, expected: str) -> None:
    """An excerpt of 21 characters ends behind a word, without the punctuation that followed it."""
    assert excerpt(text, length=21) == expected


@given(any_text, st.integers(1, 60))
def test_an_excerpt_is_never_longer(text: str, length: int) -> None:
    """An excerpt has at most the length asked for, and one ellipsis."""
    shown = excerpt(text, length=length)
    assert len(shown) <= length + 1
    assert text.startswith(shown.removesuffix("…"))
