"""Plain data becomes typed values, or every problem in it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema import convert, problems_in, unknown_key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tail:
    knots: int
    colour: str = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kite:
    name: str
    flown: date | None = None
    seen_at: datetime | None = None
    strings: tuple[str, ...] = ()
    tail: _Tail | None = None
    tails: tuple[_Tail, ...] = ()
    lift: float = 1.0
    stable: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)


_WHOLE: dict[str, Any] = {
    "name": "Kite",
    "flown": date(2025, 10, 31),
    "seen_at": datetime(2025, 10, 31, 12, tzinfo=UTC),
    "strings": ["a", "b"],
    "tail": {"knots": 3},
    "tails": [{"knots": 1, "colour": "blue"}],
    "lift": 2,
    "stable": False,
    "marks": {"left": "x"},
}


def test_data_becomes_a_value() -> None:
    """Lists become tuples, mappings the values they stand for, a whole number where a number is wanted one."""
    assert convert(_Kite, _WHOLE) == _Kite(
        name="Kite",
        flown=date(2025, 10, 31),
        seen_at=datetime(2025, 10, 31, 12, tzinfo=UTC),
        strings=("a", "b"),
        tail=_Tail(knots=3),
        tails=(_Tail(knots=1, colour="blue"),),
        lift=2.0,
        stable=False,
        marks={"left": "x"},
    )
    assert problems_in(_Kite, _WHOLE, "kites") == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"name": 5}, "kites: name: found a number (5); expected text; put it in quotes"),
        ({"name": 2401.0001}, "kites: name: found a number (2401.0001); expected text; put it in quotes"),
        ({"name": False}, "kites: name: found true or false (False); expected text; put it in quotes"),
        ({"name": None}, "kites: name: found nothing; expected text"),
        ({"name": ["a"]}, "kites: name: found a list; expected text"),
        ({"name": {}}, "kites: name: found a mapping; expected text"),
        ({"flown": "soon"}, "kites: flown: "),
        ({"flown": datetime(2025, 1, 1, tzinfo=UTC)}, "kites: flown: found a datetime; expected a day (YYYY-MM-DD)"),
        ({"seen_at": "2025-10-31T12:00:00"}, "kites: seen_at: found the text '2025-10-31T12:00:00'; expected a moment"),
        ({"seen_at": date(2025, 1, 1)}, "kites: seen_at: found a date; expected a moment (YYYY-MM-DDTHH:MM:SSZ)"),
        ({"strings": "a"}, "kites: strings: found the text 'a'; expected a list"),
        ({"strings": ["a", 2]}, "kites: strings[2]: found a number (2); expected text; put it in quotes"),
        ({"tail": {"knots": "3"}}, "kites: tail: knots: found the text '3'; expected a whole number"),
        ({"tail": {}}, "kites: tail: the key knots is missing"),
        ({"tail": {"knots": 1, "color": "x"}}, "kites: tail: unknown key 'color'; did you mean colour?"),
        ({"tails": [{"knots": 1}, {"knots": True}]}, "kites: tails[2]: knots: found true or false (True); expected a"),
        ({"lift": "much"}, "kites: lift: found the text 'much'; expected a number"),
        ({"stable": "yes"}, "kites: stable: found the text 'yes'; expected true or false"),
        ({"marks": {"left": 1}}, "kites: marks"),
        ({"stirngs": []}, "kites: unknown key 'stirngs'; did you mean strings?"),
        ({"qqq": 1}, "kites: unknown key 'qqq'; known keys: name, flown, "),
    ],
)  # fmt: skip
def test_a_problem_names_key_and_remedy(change: dict[str, Any], line: str) -> None:
    """What is wrong is said with its key, what was found, what was expected and, where one is known, the remedy."""
    (problem,) = problems_in(_Kite, _WHOLE | change, "kites")
    assert str(problem).startswith(line)


def test_every_problem_is_said() -> None:
    """Problems at every level come together, in the order of the keys."""
    problems = problems_in(_Kite, {"lift": "x", "tail": {"knots": "y", "z": 1}, "strings": [1, 2]}, "kites")
    keys = [problem.where.removeprefix("kites: ") for problem in problems]
    assert keys == ["kites", "strings[1]", "strings[2]", "tail", "tail: knots", "lift"]


@pytest.mark.parametrize(
    ("data", "found"), [(None, "nothing"), ([], "a list"), ("a", "text"), (3, "a number"), (True, "true or false")]
)
def test_what_is_no_mapping_is_one_problem(data: object, found: str) -> None:
    """Anything but a mapping is said to be none."""
    (problem,) = problems_in(_Kite, data, "kites")
    assert str(problem) == f"kites: found {found}; expected a mapping of keys to values"


def test_text_may_stand_for_a_day_but_not_for_a_moment() -> None:
    """A day in quotes is a day; a moment in quotes might lack its zone, and is refused."""
    assert convert(_Kite, {"name": "a", "flown": "2025-10-31"}).flown == date(2025, 10, 31)
    with pytest.raises(ValueError, match="datetime"):
        convert(_Kite, {"name": "a", "seen_at": "2025-10-31T12:00:00Z"})


_KEYS = st.sampled_from([*_WHOLE, "knots", "colour"])
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | _KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, plain | st.sampled_from(list(_WHOLE.values())), max_size=9))
def test_what_cannot_be_converted_has_a_problem_that_says_why(data: dict[str, Any]) -> None:
    """Converting fails exactly where problems are found, but for keys nobody knows, which only are problems."""
    problems = [problem for problem in problems_in(_Kite, data, "kites") if "unknown key" not in problem.found]
    assert bool(problems) is not _converts(data)


def test_the_nearest_known_key_is_proposed() -> None:
    """An unknown key comes with the one that was probably meant, or with all there are."""
    assert unknown_key("titel", ["title", "theme"], "a").remedy == "did you mean title?"
    assert unknown_key("xyz", ["title", "theme"], "a").remedy == "known keys: title, theme"


def _converts(data: object) -> bool:
    try:
        convert(_Kite, data)
    except ValueError:
        return False
    return True
