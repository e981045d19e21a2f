"""What TeX leaves in names, as plain text."""

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.text.tex import plain_tex


@pytest.mark.parametrize("case", read_cases("tex.md", "plain"), ids=str)
def test_tex_is_read_as_its_case_says(case: Case) -> None:
    """Accents become characters, formulas their letters; money stays money."""
    assert plain_tex(case.given) == case.expected


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its input and output."""
    assert len(read_cases("tex.md", "plain")) == count_headings("tex.md")


@given(st.text(st.characters(exclude_characters="\\$")))
def test_text_without_tex_stays(text: str) -> None:
    """A text with neither a backslash nor a dollar is what it was."""
    assert plain_tex(text) == text


@given(st.text("\\$'\"{}^_ abcuvko5\n", max_size=40) | st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a name, reading it fails never and adds no line."""
    assert plain_tex(text).count("\n") <= text.count("\n")
