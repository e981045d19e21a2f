"""Cleaning changes white space and invisible characters, nothing else."""

import time

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.text.clean import clean_line, clean_list, clean_paragraphs

any_text = st.text(max_size=80) | st.text(" \t\n\r\u2028\ufeffab.", max_size=40)


@pytest.mark.parametrize("case", read_cases("clean.md", "line"), ids=str)
def test_a_line_is_cleaned_as_its_case_says(case: Case) -> None:
    """Titles and names become one line, letter for letter what they were."""
    assert clean_line(case.given) == case.expected


@pytest.mark.parametrize("case", read_cases("clean.md", "paragraphs"), ids=str)
def test_paragraphs_are_cleaned_as_their_case_says(case: Case) -> None:
    """An abstract becomes one paragraph a line, its hard wraps undone."""
    assert clean_paragraphs(case.given) == case.expected


@pytest.mark.parametrize("case", read_cases("clean.md", "list"), ids=str)
def test_a_list_is_cleaned_as_its_case_says(case: Case) -> None:
    """A list loses empty items and repetitions, and keeps its order."""
    assert clean_list(case.given.split("\n")) == tuple(case.expected.splitlines())


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its input and output."""
    assert len(read_cases("clean.md", "line", "paragraphs", "list")) == count_headings("clean.md")


@given(any_text)
def test_only_white_space_and_invisible_characters_change(text: str) -> None:
    """All that can be seen in a text is in the cleaned one, in its order."""
    assert _visible(clean_line(text)) == _visible(text)
    assert _visible(clean_paragraphs(text)) == _visible(text)


@given(any_text)
def test_a_clean_line_is_clean(text: str) -> None:
    """Cleaning a line a second time changes nothing, and it is one line."""
    line = clean_line(text)
    assert clean_line(line) == line
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


@given(any_text)
def test_paragraphs_have_no_empty_line(text: str) -> None:
    """Every line of a cleaned abstract is a paragraph with something in it, cleaned itself."""
    lines = clean_paragraphs(text).split("\n")
    assert all(lines) or lines == [""]
    assert [clean_line(line) for line in lines] == lines


@pytest.mark.parametrize("blank", [" ", "\t", "\n", " \n", "\n\t"], ids=repr)
def test_long_white_space_takes_no_time(blank: str) -> None:
    """The time that cleaning takes grows with the text, not with its square."""
    begun = time.process_time()
    assert clean_paragraphs(f"a{blank * 200_000}b") in {"a b", "a\nb"}
    assert time.process_time() - begun < 5


def _visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable() and not c.isspace())
