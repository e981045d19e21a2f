"""LaTeX in the lines of feeds: formulas, money, accents, and what upstream broke."""

import unicodedata
import xml.etree.ElementTree as ET

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import heading_html, line_html
from generator.text.passages import Words, is_plain, passages, plain_passages, whole_spans
from generator.text.sentences import split_lede

_PIECES = [
    "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\'e", "\\frac", "\\text{", "\\emph{", "\\url{", "\\href{", "\\sqrt",
    "{\\it ", "{", "}", "^", "_", "^{", "_{", "``", "''", "`", "'", "~", "--", "---", "\\%", "\\", " ", ". ", "a", "2",
    "Kites", "times", "sim", "^{circ}", "https://k.example/", "<b>", "&", '"', "%", "\\left(", "\\begin{matrix}",
    "\\newcommand", "\\class{",
]  # fmt: skip
broken = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)
any_text = broken | st.text(
    st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
)
without_commands = st.text("abK 12.,$^_`'~-/:()[]\"é中", max_size=60)
_MATHML = set(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover "
    "mmultiscripts mprescripts mtable mtr mtd mpadded b i em".split()
)
_SAFE = set(
    "alttext display displaystyle scriptlevel mathvariant form fence separator stretchy symmetric largeop "
    "movablelimits accent accentunder lspace rspace minsize maxsize linethickness width columnspan".split()
)


def read(html: str) -> ET.Element:
    """`html` as an XML parser reads it."""
    return ET.fromstring(f"<p>{html}</p>")  # noqa: S314 (made by the program under test)


@pytest.mark.parametrize("case", read_cases("passages.md", "html"), ids=str)
def test_a_page_shows_what_its_case_says(case: Case) -> None:
    """Formulas are MathML, or their source as code; what is not certain stays as it came."""
    assert line_html(case.given) == case.expected


@pytest.mark.parametrize("case", read_cases("passages.md", "plain"), ids=str)
def test_plain_text_says_what_its_case_says(case: Case) -> None:
    """Commands become the characters they mean, formulas the letters in them, and money stays money."""
    assert plain_passages(case.given) == case.expected


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its input and output, and there are more than sixty."""
    assert len(read_cases("passages.md", "html", "plain")) == count_headings("passages.md")
    assert count_headings("passages.md") >= 60


@given(any_text)
def test_any_text_gives_well_formed_and_harmless_html(text: str) -> None:
    """Whatever a feed says, what comes out parses as XML and has listed elements and attributes only."""
    root = read(line_html(text))
    assert {element.tag for element in root.iter()} <= {"p", "a", "code"} | _MATHML
    inside = [element for element in root.iter() if element.tag in _MATHML]
    assert {name for element in inside for name in element.attrib} <= _SAFE
    assert all(link.get("href", "").lower().startswith("http") for link in root.iter("a"))


@given(any_text)
def test_a_heading_holds_no_link(text: str) -> None:
    """What stands within a link has no link of its own."""
    assert list(read(heading_html(text)).iter("a")) == []


@given(without_commands)
def test_no_letter_is_dropped(text: str) -> None:
    """Where there is no command, every letter and digit of a text is in its plain text, none more, none less."""
    assert letters(plain_passages(text)) == letters(text)


def letters(text: str) -> list[str]:
    """The letters and digits of `text`, whether raised, lowered or neither, in any order."""
    return sorted(letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum())


@given(st.text(st.characters(exclude_characters="$\\`~^{-':0123456789}")))
def test_text_without_signs_stays(text: str) -> None:
    """A text without any sign of TeX is plain, and stays as it is."""
    assert is_plain(text)
    assert plain_passages(text) == text
    assert passages(text) in {(), (Words(text=text),)}


@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    """Not even halves of characters make reading fail."""
    assert isinstance(line_html(text), str)
    assert isinstance(plain_passages(text), str)


@given(broken, st.integers(1, 40))
def test_a_lede_parts_no_formula(text: str, length: int) -> None:
    """An abstract is never cut within a formula, an address or a quotation."""
    lede, _ = split_lede(text, length=length)
    assert all(not start < len(lede) < end for start, end in whole_spans(text)) or lede == text.rstrip()


def test_a_sentence_within_a_formula_does_not_end_the_lede() -> None:
    """A full stop within dollars is followed by the rest of its formula."""
    assert split_lede(r"Kites $x. \text{They} Y$ fly. Stones do not.", length=8)[0] == r"Kites $x. \text{They} Y$ fly."


@pytest.mark.parametrize(
    "text",
    [
        "$" + "{" * 50_000 + "$",
        "$" + r"\sqrt" * 9_000 + "$",
        r"\emph{" * 9_000,
        "``" * 25_000,
        "$" * 50_000,
        r"\[" * 25_000,
        "^{a" * 16_000,
        "$x$" * 16_000,
        "{" * 50_000 + "}" * 50_000,
        "https://a/" + "(" * 50_000 + ")" * 49_000,
        "0times" * 9_000,
        "--" * 25_000,
        r"\textbf{$" * 6_000,
    ],
    ids=lambda text: text[:8],
)
def test_malice_is_read_in_time(text: str) -> None:
    """Fifty thousand characters of nesting are read without a fault, and all is shown."""
    assert len(line_html(text)) > 1000
