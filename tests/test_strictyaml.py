"""YAML as content/ allows it: one document, no key twice, no tags, anchors or aliases."""

import math
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml_texts import any_text, plain

from generator.content.strictyaml import read_yaml, write_yaml
from generator.errors import ContentError

_NONE: frozenset[str] = frozenset()


@given(st.dictionaries(any_text, plain, max_size=5), st.lists(any_text, max_size=3), st.lists(any_text, max_size=3))
@example({"at": [{"moment": datetime(2025, 1, 1, microsecond=5, tzinfo=UTC)}]}, ["at"], [])
@example({"text": "line\nline"}, [], ["text"])
@example({"key " * 60: 1}, [], [])
def test_what_is_written_is_read(data: dict[str, Any], flow: list[str], literal: list[str]) -> None:
    """Any data reads back as it was, in whatever style it stands, and writes as the same bytes again."""
    styles = {"flow": frozenset([*flow, *list(data)[:1]]), "literal": frozenset([*literal, *list(data)[1:2]])}
    written = write_yaml(data, "kites", quoted=_NONE, **styles)
    again = read_yaml(written.decode(), "kites")
    assert again == data
    assert write_yaml(again, "kites", quoted=_NONE, **styles) == written


@given(any_text)
@example("a\x85b")
def test_quoted_text_stands_in_quotes(text: str) -> None:
    """The value of a key that asks for quotes stands in them, whatever it is, and reads back."""
    written = write_yaml({"id": text}, "kites", quoted=frozenset({"id"}), flow=_NONE, literal=_NONE).decode()
    assert written[:5] in {"id: '", 'id: "'}
    assert read_yaml(written, "kites") == {"id": text}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": "text"}, "a: text\n"),
        ({"a": "2401.00010"}, "a: '2401.00010'\n"),
        ({"a": "word " * 40 + "end"}, f"a: {'word ' * 40}end\n"),
        ({"a": ["x, y", "z"]}, "a: ['x, y', z]\n"),
        ({"b": ["x", "y"]}, "b:\n- x\n- y\n"),
        ({"a": [{"x": 1, "at": datetime(2025, 1, 1, tzinfo=UTC)}]}, "a:\n- {x: 1, at: 2025-01-01T00:00:00Z}\n"),
        ({"b": []}, "b: []\n"),
        ({"b": {}}, "b: {}\n"),
        ({"block": "one\ntwo"}, "block: |-\n  one\n  two\n"),
        ({"block": "one"}, "block: |-\n  one\n"),
        ({"b": "one\ntwo"}, "b: |-\n  one\n  two\n"),
        ({"b": "🪁 风筝"}, "b: 🪁 风筝\n"),
        ({"b": None, "c": True, "d": 1.5}, "b: null\nc: true\nd: 1.5\n"),
        ({"z": 1, "a ": 2}, "z: 1\n'a ': 2\n"),
    ],
)  # fmt: skip
def test_data_is_written_for_reading_diffs(data: dict[str, Any], expected: str) -> None:
    """Keys keep their order, long lines are not wrapped, text of several lines is a block, lists stand where asked."""
    written = write_yaml(data, "kites", quoted=_NONE, flow=frozenset({"a"}), literal=frozenset({"block"}))
    assert written.decode() == expected


@pytest.mark.parametrize("text", ["a\0b", "half \ud83e", "\udfff"], ids=ascii)
@pytest.mark.parametrize("place", ["value", "key", "deep"])
def test_text_no_file_can_hold_is_refused(text: str, place: str) -> None:
    """NUL and half of a surrogate pair, wherever they stand, are an error that names the character."""
    places: dict[str, dict[str, Any]] = {"value": {"a": text}, "key": {text: 1}, "deep": {"a": [{"b": [text]}]}}
    with pytest.raises(ContentError, match=r"kites: the character U\+(0000|D83E|DFFF) in "):
        write_yaml(places[place], "kites", quoted=_NONE, flow=_NONE, literal=_NONE)


def test_what_yaml_has_no_place_for_is_a_mistake_of_ours() -> None:
    """Only plain data can be written."""
    with pytest.raises(TypeError, match="b: YAML has no place for a complex"):
        write_yaml({"a": {"b": 1j}}, "kites", quoted=_NONE, flow=_NONE, literal=_NONE)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a: 1", {"a": 1}),
        ("a: 2025-10-31", {"a": date(2025, 10, 31)}),
        ("a: 2025-10-31T12:00:00", {"a": datetime(2025, 10, 31, 12, tzinfo=UTC)}),
        ("a: 2025-10-31T12:00:00+02:00", {"a": datetime(2025, 10, 31, 10, tzinfo=UTC)}),
        ("a: no", {"a": False}),
        ("a: ~", {"a": None}),
        ("1: x\nyes: y\n", {"1": "x", "yes": "y"}),
        ("a: {<<: {b: 1}}", {"a": {"<<": {"b": 1}}}),
    ],
)
def test_scalars_mean_what_yaml_says(text: str, data: object) -> None:
    """Values have the types of YAML 1.1, moments are in UTC, keys are text."""
    assert read_yaml(text, "kites") == data


def test_moments_are_in_utc() -> None:
    """A moment in another zone is led to UTC when it is read, and when it is written."""
    read = read_yaml("a: 2025-10-31T12:00:00+02:00", "kites")
    assert read["a"].tzinfo is UTC
    elsewhere = datetime(2025, 10, 31, 12, tzinfo=timezone(timedelta(hours=2)))
    written = write_yaml({"a": elsewhere}, "kites", quoted=_NONE, flow=_NONE, literal=_NONE)
    assert written == b"a: 2025-10-31T10:00:00Z\n"


def test_not_a_number_is_a_number() -> None:
    """YAML's `.nan` survives reading and writing."""
    written = write_yaml({"a": math.nan}, "kites", quoted=_NONE, flow=_NONE, literal=_NONE)
    assert math.isnan(read_yaml(written.decode(), "kites")["a"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "kites:3: the key a stands here a second time; keep one of the two"),
        ("a: {b: 1,\n b: 2}\n", "kites:2: the key b stands here a second time"),
        ("a: !!python/object/apply:os.system [x]", "kites:1: a YAML tag (python/object/apply:os.system); write the"),
        ("a: !!python/name:os.system", "kites:1: a YAML tag (python/name:os.system)"),
        ("a: !!binary aGk=", "kites:1: a YAML tag (binary)"),
        ("a: !!set {b}", "kites:1: a YAML tag (set)"),
        ("a: !kite b", "kites:1: a YAML tag (!kite)"),
        ('a: !!int "x"', "kites:1: a YAML tag (int)"),
        ("a: !!bool x", "kites:1: 'x' as a bool; write the value without a tag"),
        ("a: !!timestamp x", "kites:1: 'x' as a timestamp"),
        ("a: !!str [b]", "kites:1: a YAML tag (str)"),
        ("a: !!map [b]", "kites:1: a YAML tag (map)"),
        ("a: =", "kites:1: a YAML tag (value)"),
        ("a: &x [1]\nb: *x\n", "kites:1: an alias (*) to what is anchored here (&); write the value out"),
        ("a: &x {c: 1}\nb: *x\n", "kites:1: an alias (*)"),
        ("a: &x 1\nb: *x\n", "kites:1: an alias (*)"),
        ("a: &x\n  b: *x\n", "kites:1: an alias (*)"),
        ("? [a]\n: b\n", "kites:1: a key that is not a word"),
        ("a: 2025-13-45", "kites:1: '2025-13-45' cannot be read"),
        ("a: 0001-01-01T00:00:00+14:00", "kites:1: '0001-01-01T00:00:00+14:00' cannot be read"),
        ("a: 0x_", "kites:1: '0x_' cannot be read"),
        (f"a: {'1' * 5000}", "kites:1: '1111"),
        ("a: 1\n---\nb: 2\n", "kites:2: not YAML: "),
        ("a: [1\nb: 2\n", "kites:2: not YAML: "),
        ("a: b: c", "kites:1: not YAML: "),
        ("\ta: 1", "kites:1: not YAML: "),
        ("a: *x", "kites:1: not YAML: found undefined alias"),
        ("a: \x01", "kites: not YAML: "),
        ("a: \ud800", "kites: not YAML: "),
        ('a: "\\ud800"', "kites:1: not YAML: "),
        ("a: 1\nb: \0", "kites:2: a NUL character; remove it"),
        ("[" * 100_000, "kites:1: more than 64 lists and mappings within each other"),
        ("- " * 100_000, "kites:1: more than 64 lists and mappings within each other"),
        ("{a: " * 900 + "}" * 900, "kites:1: more than 64 lists and mappings within each other"),
        ("\n".join(" " * depth + "a:" for depth in range(900)), "kites:65: more than 64 lists and mappings"),
    ],
    ids=lambda text: ascii(text[:40]),
)
def test_what_the_subset_lacks_is_refused(text: str, problem: str) -> None:
    """Whatever else YAML allows, or does not, is one problem with its line."""
    with pytest.raises(ContentError) as raised:
        read_yaml(text, "kites")
    (found,) = raised.value.problems
    assert str(found).startswith(problem)
    assert len(str(found)) < 400


def test_all_problems_come_together() -> None:
    """A document with several problems is told all of them, with their lines, in their order."""
    with pytest.raises(ContentError) as raised:
        read_yaml("a: !!binary x\nb: 1\nb: 2\nc: 2025-02-30\nd: {e: !x 1}\n", "kites")
    assert [problem.where for problem in raised.value.problems] == ["kites:1", "kites:3", "kites:4", "kites:5"]


def test_brackets_in_a_text_are_no_depth() -> None:
    """A text of many brackets is read: only lists and mappings nest."""
    assert read_yaml(f"a: '{'[{' * 500}'", "kites") == {"a": "[{" * 500}
    assert read_yaml("a: |\n" + " " * 80 + "deep\n", "kites") == {"a": "deep\n"}


@pytest.mark.parametrize("number", ["7", "007", "0x1F", "1:30", "1_000", "-0", "1.5", "1.10", "2401.00010", "1.0e+5"])
def test_a_number_can_keep_its_text(number: str) -> None:
    """A number that is read for being written again stands in the file as it stood."""
    text = f"a: {number}\nb:\n- {number}\n"
    data = read_yaml(text, "kites", as_written=True)
    assert data == read_yaml(text, "kites")
    assert write_yaml(data, "kites", quoted=_NONE, flow=_NONE, literal=_NONE).decode() == text


@given(st.text("ab:-?[]{},&*!#|>'\"%@`=<~ \n\t\\.012TZ", max_size=40) | st.text(st.characters(), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever a file holds, it is data or an error of ours, never another."""
    with suppress(ContentError):
        read_yaml(text, "kites")
