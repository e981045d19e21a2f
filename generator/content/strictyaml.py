"""YAML as `content/` allows it ↔ plain data.

A strict subset: one document; no key twice; no tags (`!!python/…`), anchors or aliases.  Scalars mean what YAML 1.1
says, as PyYAML reads it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import Any, Protocol, Self

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.errors import ContentError, Problem

_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset({"int", "float", "bool", "null", "timestamp"})
_NO_WRAP = 1 << 30
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_LITERAL_BREAKS = frozenset("\r\x85\u2028\u2029\ufeff")
_BRACKET = re.compile(r"[\[\]{}]")
_NESTED_LINE = re.compile(r"(?:[-?:]\s+){64}|^ {64}", re.MULTILINE)
_DEEPEST = 64
_REFUSED_DEPTH = "exceeded maximum nesting depth"


def read_yaml(text: str, where: str, *, as_written: bool = False) -> Any:
    """The plain data in `text`; None for an empty document.

    Numbers that are `as_written` keep the text they had, for writing them again: `1.10`, `0x1F`.

    Raises:
        ContentError: Not the strict subset: all problems of one kind together, with their lines.
    """
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise ContentError(Problem(where=f"{where}:{line}", found="a NUL character", remedy="remove it"))
    try:
        if (deep := _too_deep(text)) is not None:
            found = f"more than {_DEEPEST} lists and mappings within each other"
            raise ContentError(Problem(where=f"{where}:{deep}", found=found, remedy="write it flatter"))
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line_of(error.problem_mark)
        found = f"not YAML: {error.problem or error.context}"
        raise ContentError(Problem(where=f"{where}:{line}", found=found, remedy="mend the syntax")) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise ContentError(Problem(where=where, found=f"not YAML: {error}", remedy="mend the syntax")) from error
    if node is None:
        return None
    reader = _Reader(where, as_written=as_written)
    data = reader.value(node)
    if reader.problems:
        raise ContentError(reader.problems)
    return data


def write_yaml(
    data: Mapping[str, Any], where: str, *, quoted: frozenset[str], flow: frozenset[str], literal: frozenset[str]
) -> bytes:
    """`data` as YAML, keys in their order; the same data always gives the same bytes.

    Values of the keys in `quoted` stand in quotes, of those in `flow` on one line (or a row of a list on one line),
    of those in `literal` as a block of lines where YAML allows it.

    Raises:
        ContentError: A text in `data` holds what no YAML file can: NUL, or half of a surrogate pair.
    """
    text = "\n".join(_texts(data))
    if character := _UNWRITABLE.search(text):
        found = f"the character U+{ord(character[0]):04X} in {text[max(0, character.start() - 20) :][:40]!r}"
        raise ContentError(Problem(where=where, found=found, remedy="remove it; the file is as it was"))
    tree = _Writer(quoted, flow, literal).mapping(data)
    return str(yaml.serialize(tree, Dumper=_Dumper, allow_unicode=True, width=_NO_WRAP)).encode()


def _too_deep(text: str) -> int | None:
    """The line on which `text` nests deeper than anything here does, or None.

    Composing recurses: in libyaml some ten thousand brackets would end the process.  Events do not; they are asked
    for only where counting brackets, those in texts included, gives reason to.  Newer versions of libyaml refuse a
    thousand of them while they look ahead, before the first of those events.
    """
    steps = (1 if found[0] in "[{" else -1 for found in _BRACKET.finditer(text))
    if max(accumulate(steps), default=0) <= _DEEPEST and not _NESTED_LINE.search(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST:
                return _line_of(event.start_mark)
    except yaml.MarkedYAMLError as error:
        if error.problem != _REFUSED_DEPTH:
            raise
        return _line_of(error.problem_mark)
    return None


class _Mark(Protocol):
    """A place in a document, as PyYAML and libyaml each tell it."""

    line: int


def _line_of(mark: _Mark | None) -> int:
    return mark.line + 1 if mark else 1


def has_comments(text: str) -> bool:
    """Whether a `#` stands in `text` outside of all that YAML reads; True where that cannot be told."""
    place = 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            start, end = token.start_mark.index, token.end_mark.index
            is_block = isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
            header = text[start : text.find("\n", start)] if is_block else ""
            if "#" in text[place:start] or "#" in header:
                return True
            place = max(place, end)
    except yaml.YAMLError:
        return True
    return "#" in text[place:]


class _Dumper(yaml.SafeDumper):
    """PyYAML's own emitter, which libyaml's is faster than but writes characters beyond the basic plane as escapes.

    A moment stands without quotes on a line of a list too: the emitter is wary of any colon there.
    """

    def analyze_scalar(self, scalar: str) -> yaml.emitter.ScalarAnalysis:
        analysis = super().analyze_scalar(scalar)
        if _MOMENT.fullmatch(scalar):
            analysis.allow_flow_plain = True
        return analysis


class WrittenInt(int):
    """A whole number that was not written as Python writes it (`007`, `0x1F`, `12:30`), with the text it had."""

    text: str

    def __new__(cls, value: int, text: str = "") -> Self:
        """The number `value`, to be written as `text`."""
        number = super().__new__(cls, value)
        number.text = text
        return number


class WrittenFloat(float):
    """A number that was not written as Python writes it (`1.10`, `2401.00010`), with the text it had."""

    text: str

    def __new__(cls, value: float, text: str = "") -> Self:
        """The number `value`, to be written as `text`."""
        number = super().__new__(cls, value)
        number.text = text
        return number


class WrittenMoment(datetime):
    """A moment in another zone than UTC, or in none, or written in another form, with the text it had."""

    text: str


class WrittenDay(date):
    """A day that was not written as `2025-10-31`, with the text it had."""

    text: str


def _written_moment(value: datetime, text: str) -> WrittenMoment:
    moment = WrittenMoment.combine(value.date(), value.timetz())
    moment.text = text
    return moment


def _written_day(value: date, text: str) -> WrittenDay:
    day = WrittenDay(value.year, value.month, value.day)
    day.text = text
    return day


_WRITTEN: Mapping[type, Callable[[Any, str], Any]] = {
    int: WrittenInt,
    float: WrittenFloat,
    datetime: _written_moment,
    date: _written_day,
}


class _Reader:
    """Composed nodes → plain data, noting what the strict subset does not allow."""

    def __init__(self, where: str, *, as_written: bool) -> None:
        self.where = where
        self.as_written = as_written
        self.problems: list[Problem] = []
        self._scalars = yaml.SafeLoader("")
        self._seen: set[int] = set()

    def value(self, node: Node) -> Any:
        tag = node.tag
        if not self._first_time(node):
            return None
        if isinstance(node, ScalarNode) and tag == f"{_TAG}str":
            return node.value
        if isinstance(node, MappingNode) and tag == f"{_TAG}map":
            return self._mapping(node)
        if isinstance(node, SequenceNode) and tag == f"{_TAG}seq":
            return [self.value(item) for item in node.value]
        if isinstance(node, ScalarNode) and tag.removeprefix(_TAG) in _SCALARS and not node.style:
            return self._scalar(node)
        self._note(node, f"a YAML tag ({tag.removeprefix(_TAG)})", "write the value without it")
        return None

    def _mapping(self, node: MappingNode) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._note(key_node, "a key that is not a word", "use text as the key")
                continue
            key = key_node.value
            if key in data:
                self._note(key_node, f"the key {key} stands here a second time", "keep one of the two")
            data[key] = self.value(value_node)
        return data

    def _scalar(self, node: ScalarNode) -> Any:
        try:
            value = self._scalars.construct_object(node)
            written = _shown(value)
            if isinstance(value, datetime):
                value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            if self.as_written and type(value) in _WRITTEN and written != node.value:
                return _WRITTEN[type(value)](value, node.value)
        except (ValueError, OverflowError) as error:
            self._note(node, f"{node.value[:60]!r} cannot be read ({error})", "put it in quotes if it is text")
            return None
        except (KeyError, AttributeError):  # PyYAML's, where a tag says what the text is not: !!bool x, !!timestamp x
            self._note(node, f"{node.value[:60]!r} as a {node.tag.removeprefix(_TAG)}", "write the value without a tag")
            return None
        return value

    def _first_time(self, node: Node) -> bool:
        if id(node) in self._seen:
            self._note(node, "an alias (*) to what is anchored here (&)", "write the value out")
            return False
        self._seen.add(id(node))
        return True

    def _note(self, node: Node, found: str, remedy: str) -> None:
        where = f"{self.where}:{node.start_mark.line + 1}"
        self.problems.append(Problem(where=where, found=found, remedy=remedy))


class _Writer:
    """Plain data → nodes whose styles are chosen here, not by the emitter."""

    def __init__(self, quoted: frozenset[str], flow: frozenset[str], literal: frozenset[str]) -> None:
        self._quoted, self._flow, self._literal = quoted, flow, literal

    def mapping(self, data: Mapping[str, Any], *, flow: bool = False) -> MappingNode:
        pairs = [(_text(str(key)), self._value(value, str(key), flow=flow)) for key, value in data.items()]
        return MappingNode(f"{_TAG}map", pairs, flow_style=flow)

    def _value(self, value: Any, key: str, *, flow: bool) -> Node:
        match value:
            case Mapping():
                return self.mapping(value, flow=flow or key in self._flow)
            case list() | tuple():
                rows = any(isinstance(item, Mapping) for item in value)
                in_line = flow or key in self._flow
                items = [self._value(item, key, flow=in_line) for item in value]
                return SequenceNode(f"{_TAG}seq", items, flow_style=(in_line and not rows) or not value)
            case str():
                return _text(value, self._style(value, key))
            case None:
                return ScalarNode(f"{_TAG}null", "null")
            case bool():
                return ScalarNode(f"{_TAG}bool", str(value).lower())
            case int() | float():
                return _number(value)
            case WrittenMoment() | WrittenDay():
                return ScalarNode(f"{_TAG}timestamp", value.text)
            case datetime():
                return ScalarNode(f"{_TAG}timestamp", _shown(value))
            case date():
                return ScalarNode(f"{_TAG}timestamp", value.isoformat())
            case _:
                raise TypeError(f"{key}: YAML has no place for a {type(value).__name__}")

    def _style(self, value: str, key: str) -> str | None:
        if key in self._quoted:
            return "'" if _LITERAL_BREAKS.isdisjoint(value) else '"'
        wants_block = key in self._literal or "\n" in value
        return "|" if wants_block and _fits_block(value) else None


def _shown(value: object) -> str:
    """How the writer writes a number, a day or a moment."""
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
        return f"{utc.isoformat()}Z"
    return str(value)


def _number(value: float) -> Node:
    if isinstance(value, WrittenInt | WrittenFloat):
        return ScalarNode(f"{_TAG}{'int' if isinstance(value, int) else 'float'}", value.text)
    if isinstance(value, int):
        return ScalarNode(f"{_TAG}int", str(value))
    return yaml.representer.SafeRepresenter().represent_float(value)


def _text(value: str, style: str | None = None) -> ScalarNode:
    if style is None and not _LITERAL_BREAKS.isdisjoint(value):
        style = '"'
    return ScalarNode(f"{_TAG}str", value, style=style)


def _fits_block(value: str) -> bool:
    """Whether a block gives back `value`: no white space at its ends, none at the ends of lines, nothing invisible."""
    return (
        bool(value)
        and all(line == line.rstrip() and (not line or line.isprintable()) for line in value.split("\n"))
        and value == value.strip()
        and _LITERAL_BREAKS.isdisjoint(value)
    )


def _texts(data: Any) -> Iterator[str]:
    """Every text anywhere in `data`, keys included."""
    match data:
        case str():
            yield data
        case Mapping():
            for pair in data.items():
                yield from _texts(pair)
        case list() | tuple():
            for part in data:
                yield from _texts(part)
