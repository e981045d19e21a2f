"""Errors are fields, shown one line each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import errors
from generator.errors import BroadsheetError, ContentError, FetchError, Problem, UnreachableError


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem(where="kites.yaml:3", found="a knot"), "kites.yaml:3: a knot"),
        (Problem(where="a", found="b", expected="c"), "a: b; expected c"),
        (Problem(where="a", found="b", remedy="untie it"), "a: b; untie it"),
        (Problem(where="a", found="b", expected="c", remedy="d"), "a: b; expected c; d"),
    ],
)
def test_a_problem_is_one_line(problem: Problem, line: str) -> None:
    """A problem says where, what was found, what was expected and what to do, as far as it knows."""
    assert str(problem) == line


@given(st.text(st.characters()), st.text(st.characters()))
def test_a_line_is_safe_for_a_terminal(where: str, found: str) -> None:
    """Whatever a feed puts into it, a problem has no line break and nothing that a terminal would obey."""
    line = str(Problem(where=where, found=found, remedy="\x1b[31m\r\n\u202e"))
    assert line.isprintable()
    assert len(line.splitlines()) == 1


def test_an_error_is_all_its_problems() -> None:
    """An error holds its problems in their order and shows a line for each."""
    first, second = Problem(where="a", found="b"), Problem(where="c", found="d")
    assert ContentError([first, second]).problems == (first, second)
    assert str(ContentError(iter([first, second]))) == "a: b\nc: d"
    assert ContentError(first).problems == (first,)


@pytest.mark.parametrize(
    "name",
    ["ConfigError", "ContentError", "FetchError", "UnreachableError", "ThemeError", "PlanError", "OutputError"],
)
def test_the_tree_is_drawn(name: str) -> None:
    """Every error of the program is one of Broadsheet's, and stands in the drawing of the tree."""
    assert issubclass(getattr(errors, name), BroadsheetError)
    assert f"── {name} " in str(errors.__doc__)


def test_an_unreachable_source_is_a_source_that_does_not_answer() -> None:
    """Who catches FetchError catches that there is no connection."""
    assert issubclass(UnreachableError, FetchError)
