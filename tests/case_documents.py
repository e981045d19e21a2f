"""The documents of `tests/cases/`: a heading that states a behaviour, an input, the output expected of it.

The word behind the first fence names the function; `⟨U+00A0⟩` stands for a character that an editor would hide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
_CASE = re.compile(
    r"^## (?P<name>[^\n]+)\n\n```(?P<kind>\w+)\n(?P<given>.*?)\n?```\n\n```expected\n(?P<expected>.*?)\n?```$",
    re.MULTILINE | re.DOTALL,
)
_HIDDEN = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: the function's name, what it gets, what it gives."""

    name: str
    kind: str
    given: str
    expected: str

    def __str__(self) -> str:
        """What the test is called after."""
        return self.name


def read_cases(document: str, *kinds: str) -> list[Case]:
    """The cases of `document` that are of `kinds`, in their order."""
    return [case for case in _cases(document) if case.kind in kinds]


def count_headings(document: str) -> int:
    """How many cases `document` means to hold."""
    return len(re.findall(r"^## ", _text(document), re.MULTILINE))


def _cases(document: str) -> Iterator[Case]:
    for found in _CASE.finditer(_text(document)):
        yield Case(
            name=found["name"],
            kind=found["kind"],
            given=_shown(found["given"]),
            expected=_shown(found["expected"]),
        )


def _text(document: str) -> str:
    return (FOLDER / document).read_text(encoding="utf-8")


def _shown(text: str) -> str:
    return _HIDDEN.sub(lambda found: chr(int(found[1], 16)), text)
