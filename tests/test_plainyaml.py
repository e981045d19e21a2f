"""The quick reader says what PyYAML says, or leaves the text to it."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml_texts import any_text, plain, traps

from generator.content.plainyaml import read_plain
from generator.content.strictyaml import read_yaml, write_yaml
from generator.errors import ContentError

_PAGE = """\
format: 1
day: 2026-05-22
snapshots:
- source: kites
  fetched_at: 2026-05-22T06:13:20Z
  complete: true
papers:
- id: '2605.00001'
  title: 'Kites: a survey'
  authors: [Ada Lind, "Bo O'Hara", 'D, E']
  abstract: |-
    One line.

      A deeper one.
  votes:
  - {at: 2026-05-22T06:13:20Z, upvotes: 3}
  organization: {name: Kite Lab, slug: kites}
- id: '2605.00002'
  title: 3D kites and what holds them
  nested:
    deeper: -5
    none: null
"""
_PIECES = ["no", "~", "1e5", "010", "1:30", "0x1F", "1_0", "2026-05-22", "12:30:45.5", "<<", "=", "- ", "  ", "? ",
           ": ",
           ":", " #", "#", "&a ", "*a", "!!str ", "%", "@", "`", "'", '"', "''", "\\", "{", "}", "[", "]", ",", ", ",
           "|",
           ">", "\n", "\t", "\r", "\x85", "\u2028", "\xa0", "---\n", "...\n", "a: b\n", "id: 1\n", "  id: 1\n", "true",
           "Null", "- - a\n", "|+", "|2-", "3D kite", "0b1 ", "5.", ".5", "+1", "-0", "é", "“", "(",
           "6cf"]  # fmt: skip


def _judged(text: str) -> Any:
    with suppress(ContentError):
        return read_yaml(text, "kites")
    return "refused"


@given(st.data())
def test_damaged_files_mean_what_pyyaml_says(data: st.DataObject) -> None:
    """Whatever is put into a file, or taken out of it, it is read as the judge reads it, or not at all."""
    text = _PAGE
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.sampled_from([0, 0, 1, 2, 5, 20]))
        text = text[:at] + data.draw(st.sampled_from(_PIECES) | traps) + text[at + gone :]
    assert read_plain(text) in (None, _judged(text))
    assert read_plain(text) is None or repr(read_plain(text)) == repr(_judged(text))


@given(st.text(alphabet="ab:-#'\"[]{},|>&*!%@?~ \n0123456789.eExXTZ+_é", max_size=30))
@example("0")
def test_scalars_mean_what_pyyaml_says(scalar: str) -> None:
    """Any text as a value, on a line and in brackets, is read as the judge reads it, or not at all."""
    for text in (f"a: {scalar}\n", f"a: [{scalar}, b]\n", f"a: {{b: {scalar}}}\n", f"- a\n- {scalar}\n", f"{scalar}\n"):
        assert read_plain(text) is None or repr(read_plain(text)) == repr(_judged(text))


@given(
    st.dictionaries(any_text | st.sampled_from(["a", "b_c"]), plain, max_size=5),
    st.lists(st.sampled_from(["a", "b_c"])),
)
def test_what_is_written_is_read_the_same(data: dict[str, Any], flow: list[str]) -> None:
    """What the writer writes of any data is read as the judge reads it, or not at all."""
    text = write_yaml(data, "kites", quoted=frozenset(), flow=frozenset(flow), literal=frozenset({"b_c"})).decode()
    assert read_plain(text) is None or repr(read_plain(text)) == repr(_judged(text))


def test_the_writers_layout_is_understood() -> None:
    """A file as the program writes it needs no judge, and means the same."""
    assert read_plain(_PAGE) == _judged(_PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: no\n", "a: [x, yes]\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "a: 1e5\n",
        "a: 017\n", "a: 1:30\n", "a: 1.10\n", "a: # b\n", "# a\nb: 1\n", "a: 1 # b\n", "a: b: c\n", "a: |\n   x\n  y\n",
        "a: >-\n  x\n", "a: x\n  y\n", "---\na: 1\n", "a: x\x85y\n", "a:\tx\n", "a: 'x\n  y'\n", 'a: "\\x41"\n', "",
        "a", "- a\n", "a:\n", "a: 2026-13-01\n", "<<: {a: 1}\n", "a: x \n", "\n", "a: |-\n", "a: [b,c]\n",
    ],
)  # fmt: skip
def test_what_needs_judgement_is_left_to_the_judge(text: str) -> None:
    """What is wrong, or means more than it shows, is not answered."""
    assert read_plain(text) is None
