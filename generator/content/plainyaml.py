"""YAML in the layout this program writes → plain data, many times faster than a YAML parser reads it.

Only what is beyond doubt is understood: mappings and lists two spaces apart, plain and quoted scalars on one line,
blocks of lines, lists and mappings in brackets on one line.  Whatever else a text holds, from a comment to a key that
stands twice, is left to `strictyaml`, the judge of what is valid and what it means; tests hold the two to the same
answers.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

_FOREIGN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes for a line break, does not allow, or an editor put there unseen."""
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?")
_KEY_IN_BRACKETS = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*): ")
_INT = re.compile(r"0|-?[1-9][0-9]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?)Z")
_NO_NUMBER = re.compile("[g-nq-su-wyG-NQ-SU-WY]")
"""Letters that stand in no number and no moment, of YAML 1.1 or 1.2, that begins with a digit."""
_WORDS = {"true": True, "false": False, "null": None}
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_TEXT_STARTS = frozenset("(/$\\_^;")
_SINGLE = re.compile("'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"([^"\\]*)"')
_NAMES = re.compile(r"(?:[^\W\d_][^,:#?\[\]{}]*(?:, |\Z))+")
_IN_BRACKETS = re.compile(r"[^,\[\]{}]+")
_FLOW_SYNTAX = re.compile(r"[:#?]")


class _NotPlainError(Exception):
    """The text is more than this reader understands."""


def read_plain(text: str) -> dict[str, Any] | None:
    """The mapping that `text` holds, as `strictyaml` reads it; None where that has to be asked."""
    if _FOREIGN.search(text) or not text.endswith("\n") or text.startswith((" ", "-", "\n")):
        return None
    lines = text.split("\n")
    lines.pop()
    try:
        data, end = _mapping(lines, 0, 0)
    except (_NotPlainError, ValueError, IndexError):
        return None
    return data if end == len(lines) else None


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    """The mapping whose first key stands in line `at` behind `indent` characters, and the line that follows it."""
    data: dict[str, Any] = {}
    pad, deeper = " " * indent, " " * (indent + 2)
    while at < len(lines):
        line = lines[at]
        if not line.startswith(pad):
            break
        found = _KEY.fullmatch(line, indent)
        if found is None or found[1] in data:
            raise _NotPlainError
        key, value = found.groups()
        at += 1
        if value is None:
            if lines[at].startswith(f"{pad}- "):
                data[key], at = _sequence(lines, at, indent)
            elif lines[at].startswith(deeper):
                data[key], at = _mapping(lines, at, indent + 2)
            else:
                raise _NotPlainError
        elif value[0] == "|":
            data[key], at = _lines(lines, at, deeper, value)
        else:
            data[key] = _scalar(value)
    return data, at


def _sequence(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    dash, pad = f"{' ' * indent}- ", " " * (indent + 2)
    while at < len(lines) and lines[at].startswith(dash):
        rest = lines[at][indent + 2 :]
        if _KEY.fullmatch(rest):
            lines[at] = f"{pad}{rest}"
            item, at = _mapping(lines, at, indent + 2)
            items.append(item)
        else:
            items.append(_scalar(rest))
            at += 1
    return items, at


def _lines(lines: list[str], at: int, pad: str, style: str) -> tuple[str, int]:
    """A block of lines behind `pad`; a last line break belongs to it unless the style is `|-`."""
    first = at
    while at < len(lines) and (lines[at].startswith(pad) or not lines[at]):
        if lines[at] and lines[at].isspace():
            raise _NotPlainError
        at += 1
    if style not in {"|", "|-"} or at == first or not lines[first] or lines[first][len(pad)] == " ":
        raise _NotPlainError
    text = "\n".join(line[len(pad) :] for line in lines[first:at]).rstrip("\n")
    return (text if style == "|-" else f"{text}\n"), at


def _scalar(text: str) -> Any:
    if text[0] in "[{":
        value, end = _flow(text, 0)
        if end != len(text):
            raise _NotPlainError
        return value
    if found := (_SINGLE if text[0] == "'" else _DOUBLE).fullmatch(text):
        return found[1].replace("''", "'") if text[0] == "'" else found[1]
    return _plain(text)


def _plain(text: str) -> Any:
    """What a scalar without quotes means: text, unless it is surely something else."""
    first = text[0]
    if first.isalpha() or first in _TEXT_STARTS:
        if text.lower() in _NOT_TEXT:
            if text in _WORDS:
                return _WORDS[text]
            raise _NotPlainError
    elif _INT.fullmatch(text):
        return int(text)
    elif _DATE.fullmatch(text):
        return date.fromisoformat(text)
    elif found := _MOMENT.fullmatch(text):
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    elif not (first.isascii() and first.isdigit() and _NO_NUMBER.search(text)):
        raise _NotPlainError
    if ": " in text or " #" in text or text[-1] in ": \xa0" or text[-1].isspace():
        raise _NotPlainError
    return text


def _flow(text: str, at: int) -> tuple[Any, int]:
    """The value in brackets, or within them, that begins at `at`, and where it ends."""
    match text[at]:
        case "[":
            return _flow_list(text, at + 1)
        case "{":
            return _flow_mapping(text, at + 1)
        case "'":
            if found := _SINGLE.match(text, at):
                return found[1].replace("''", "'"), found.end()
        case '"':
            if found := _DOUBLE.match(text, at):
                return found[1], found.end()
        case _:
            if found := _IN_BRACKETS.match(text, at):
                word = found[0]
                if _FLOW_SYNTAX.search(word) and not _MOMENT.fullmatch(word):
                    raise _NotPlainError
                return _plain(word), found.end()
    raise _NotPlainError


def _flow_list(text: str, at: int) -> tuple[list[Any], int]:
    if at == 1 and text[-1] == "]" and (names := _NAMES.fullmatch(text, 1, len(text) - 1)):
        items = names[0].split(", ")
        if _NOT_TEXT.isdisjoint(names[0].lower().split(", ")) and not any(item[-1].isspace() for item in items):
            return items, len(text)
    items = []
    while text[at] != "]":
        value, at = _flow(text, at)
        items.append(value)
        at = _next(text, at, "]")
    return items, at + 1


def _flow_mapping(text: str, at: int) -> tuple[dict[str, Any], int]:
    data: dict[str, Any] = {}
    while text[at] != "}":
        found = _KEY_IN_BRACKETS.match(text, at)
        if found is None or found[1] in data:
            raise _NotPlainError
        data[found[1]], at = _flow(text, found.end())
        at = _next(text, at, "}")
    return data, at + 1


def _next(text: str, at: int, end: str) -> int:
    """Where the next item begins, or the bracket that closes stands."""
    if text.startswith(", ", at) and text[at + 2] not in " ]}":
        return at + 2
    if text[at] == end:
        return at
    raise _NotPlainError
