"""Plain data (what YAML or JSON gives) → typed values, every problem reported.

A whole value is converted in one step; only when that fails is it taken apart, to say everything that is wrong
with it instead of the first thing.
"""

import difflib
import json
import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from generator.errors import Problem

T = TypeVar("T")

_MESSAGE = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<found>[^`]+)`(?: - at `\$(?P<path>.*)`)?")
_BUILTIN = (datetime,)
_NAMES = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "nothing",
    "array": "a list", "object": "a mapping",
    "date": "a day (YYYY-MM-DD)", "datetime": "a moment (YYYY-MM-DDTHH:MM:SSZ)",
}  # fmt: skip


def convert(kind: type[T], data: object) -> T:
    """`data` as a `kind`, converted in one step; text stands for a day but not for a moment, which needs a zone.

    Raises:
        ValueError: It is not one; `problems_in` says why.
    """
    return msgspec.convert(data, kind, builtin_types=_BUILTIN)


def pack(value: object) -> bytes:
    """A value of `model.py` as MessagePack, for a cache: hand-written values may lose their types.

    Raises:
        ValueError: It holds a whole number of more than 64 bits.
    """
    try:
        return msgspec.msgpack.encode(value)
    except OverflowError as error:
        raise ValueError(str(error)) from error


def unpack(kind: type[T], data: bytes) -> T:
    """The `kind` that was packed.

    Raises:
        ValueError: It is none.
    """
    return msgspec.msgpack.decode(data, type=kind)


def to_json(value: object) -> str:
    """Plain data as JSON on one line, ended by a newline; half of a pair of surrogates becomes a question mark."""
    try:
        return msgspec.json.encode(value).decode() + "\n"
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode() + "\n"


def json_schemas(kinds: Iterable[Any], *, place: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A reference to the JSON Schema (2020-12) of each of `kinds`, and the schemas of all that they are made of.

    `place` is where the latter will stand, with `{name}` for the name of a type: `#/$defs/{name}`.
    """
    references, components = msgspec.json.schema_components(kinds, ref_template=place)
    return list(references), components


def problems_in(kind: type, data: object, where: str) -> list[Problem]:
    """Everything that keeps `data` from being a `kind`, with `where` and the key as each problem's place.

    Keys that `kind` does not have are problems, with the nearest known key as the remedy.
    """
    if not isinstance(data, Mapping):
        return [Problem(where=where, found=f"found {_kind_of(data)}", expected="a mapping of keys to values")]
    known = {field.name: field for field in fields(kind)}
    problems = [unknown_key(key, known, where) for key in data if key not in known]
    hints = get_type_hints(kind)
    for name, field in known.items():
        if name in data:
            problems += _problems_in_value(hints[name], data[name], f"{where}: {name}")
        elif _is_required(field):
            problems.append(Problem(where=where, found=f"the key {name} is missing"))
    return problems


def unknown_key(key: object, known: Iterable[str], where: str) -> Problem:
    """The problem of a key nobody knows, with the nearest known one as remedy."""
    names = list(known)
    near = difflib.get_close_matches(str(key), names, n=1, cutoff=0.5)
    remedy = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(names)}"
    return Problem(where=where, found=f"unknown key {key!r}", remedy=remedy)


def _problems_in_value(hint: Any, value: object, where: str) -> list[Problem]:
    """What is wrong with one value; mappings with known keys and lists of them are looked into."""
    inner = _without_none(hint)
    if is_dataclass(inner) and isinstance(inner, type) and isinstance(value, Mapping):
        return problems_in(inner, value, where)
    if get_origin(inner) is tuple and isinstance(value, list):
        item = get_args(inner)[0]
        return [
            problem
            for number, element in enumerate(value, start=1)
            for problem in _problems_in_value(item, element, f"{where}[{number}]")
        ]
    if get_origin(inner) is Mapping and isinstance(value, Mapping):
        item = get_args(inner)[1]
        return [
            problem for key, element in value.items() for problem in _problems_in_value(item, element, f"{where}.{key}")
        ]
    try:
        msgspec.convert(value, hint, builtin_types=_BUILTIN)
    except msgspec.ValidationError as error:
        return [_explained(error, value, where)]
    return []


def _explained(error: msgspec.ValidationError, value: object, where: str) -> Problem:
    found = _MESSAGE.match(str(error))
    if not found:
        return Problem(where=where, found=f"{value!r}: {error}")
    expected = " or ".join(_NAMES.get(name, name) for name in found["expected"].split(" | ") if name != "null")
    remedy = "put it in quotes" if expected == "text" and isinstance(value, int | float) else ""
    place = f"{where}{found['path'] or ''}"
    return Problem(where=place, found=f"found {_shown(value)}", expected=expected, remedy=remedy)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return f"{_kind_of(value)} ({str(value)[:60]})" if isinstance(value, int | float) else _kind_of(value)


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        rest = [part for part in get_args(hint) if part is not types.NoneType]
        return rest[0] if len(rest) == 1 else hint
    return hint


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
