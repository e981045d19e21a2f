"""A formula becomes MathML, or nothing."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import formula_html, with_namespaces
from generator.text.mathml import LONGEST, formula_letters, mathml

_MATHML = "{http://www.w3.org/1998/Math/MathML}"


def test_a_formula_carries_its_source() -> None:
    """The TeX of a formula is its alternative text, escaped."""
    made = mathml(r"a < b\&c")
    assert made is not None
    assert made.startswith(r'<math alttext="a &lt; b\&amp;c"><mi>a</mi>')


def test_a_feed_says_what_mathml_is() -> None:
    """For whoever reads a feed's content as XML, each formula names its namespace."""
    root = ET.fromstring(with_namespaces(f"<p>{formula_html('x')} and {formula_html('y')}</p>"))  # noqa: S314 (our own)
    assert len(list(root.iter(f"{_MATHML}mi"))) == 2


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{a}{b}", r"\begin{align}a&=b\\c&=d\end{align}", r"\begin{cases}1&x>0\\0\end{cases}", r"\mathbbm{1}",
        r"\argmax_x f", r"\left(\frac{a}{b}\right)^2", r"\operatorname{softmax}(x)", r"\|x\|_2", r"\text{a b}", "f'(x)",
        r"\mbox{if } x", r"\binom{n}{k}", r"\underset{x}{\min}", r"x \in \mathbb{R}^{d\times k}",
        r"\lceil \log_2 N\rceil",
    ],
)  # fmt: skip
def test_what_papers_write_is_converted(formula: str) -> None:
    """Fractions, matrices, alphabets, operators: each is MathML without a style of its own."""
    made = mathml(formula, display=True)
    assert made is not None
    assert " style=" not in made
    assert " class=" not in made
    assert 'display="block"' in made


@pytest.mark.parametrize(
    "formula",
    [
        "", "x^{", "x_1_2", r"\nothing", r"\href{https://k.example}{x}", r"\class{a}{x}", r"\style{color:red}{x}",
        r"\textcolor{red}{x}", r"\phantom{x}", r"\kern99pt x", r"\eqref{a}", r"\newcommand{\a}{b}\a", "a & b",
        "{" * 60 + "}" * 150, "x" * (LONGEST + 1), "\ud800", "\x1b",
    ],
)  # fmt: skip
def test_what_cannot_or_must_not_be_converted_is_not(formula: str) -> None:
    """Damaged, unknown, hidden, coloured, leading elsewhere, too long or too deep: there is no MathML of it."""
    assert mathml(formula) is None
    assert formula_letters(formula) == formula.strip()


@given(st.text())
def test_any_formula_is_read(formula: str) -> None:
    """Whatever stands between dollars, there is something to show."""
    assert formula_html(formula).startswith(("<math ", "<code "))
    assert isinstance(formula_letters(formula), str)
