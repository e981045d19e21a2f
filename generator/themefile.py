"""`theme.yaml`: what a theme is called, what it extends, which contract it was made for, which settings it has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.content.strictyaml import read_yaml
from generator.errors import Problem, ThemeError
from generator.files import read_text
from generator.schema import convert, problems_in, unknown_key

CONTRACT = 1
"""The contract between themes and this program: what templates receive and may call.  What breaks them is 2."""
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_KINDS: Mapping[type, str] = {bool: "boolean", str: "text", int: "number", float: "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value that a site's owner may choose.

    Its `type` is text, number, boolean, choice or colour; left out, it is that of the default.  A `choice` is one of
    `choices`; a number may have bounds, which it may reach, and is whole where its default is.
    """

    default: str | int | float | bool
    doc: str
    type: str = ""
    choices: tuple[str, ...] = ()
    min: int | float | None = None
    max: int | float | None = None

    @property
    def kind(self) -> str:
        """Its type, said or not."""
        return self.type or _KINDS[type(self.default)]

    @property
    def expected(self) -> str:
        """What a value must be, in words."""
        match self.kind:
            case "choice":
                return f"one of {', '.join(self.choices)}"
            case "boolean":
                return "true or false"
            case "colour":
                return "a colour as '#8f1d14'"
            case "number":
                kind = "a whole number" if isinstance(self.default, int) else "a number"
                return f"{kind}{self._bounds()}"
            case _:
                return "text"

    def takes(self, value: object) -> bool:
        """Whether `value` may be chosen."""
        match self.kind:
            case "choice":
                return value in self.choices
            case "boolean":
                return isinstance(value, bool)
            case "colour":
                return isinstance(value, str) and _COLOUR.fullmatch(value) is not None
            case "number":
                return self._is_number(value)
            case _:
                return isinstance(value, str)

    def _is_number(self, value: object) -> bool:
        kinds = int if isinstance(self.default, int) else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool):
            return False
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)

    def _bounds(self) -> str:
        if self.min is not None and self.max is not None:
            return f" from {self.min} to {self.max}"
        if self.min is not None:
            return f" of {self.min} or more"
        return f" of {self.max} or less" if self.max is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFile:
    """`theme.yaml`."""

    name: str
    description: str = ""
    contract: int = CONTRACT
    extends: str | None = None
    settings: Mapping[str, Setting] | None = None


def read_theme_file(folder: Path) -> ThemeFile:
    """The `theme.yaml` of `folder`.

    Raises:
        ThemeError: Everything that is wrong with it, or a contract that this program does not know.
    """
    where = f"themes/{folder.name}/theme.yaml"
    data = read_yaml(read_text(folder / "theme.yaml"), where)
    if problems := problems_in(ThemeFile, data, where):
        raise ThemeError(problems)
    file = convert(ThemeFile, data)
    if file.contract != CONTRACT:
        remedy = "use the Broadsheet that it was made for, or mend the theme as themes/README.md says"
        found = f"made for contract {file.contract}"
        raise ThemeError(Problem(where=f"{where}: contract", found=found, expected=str(CONTRACT), remedy=remedy))
    if problems := [
        problem
        for name, setting in (file.settings or {}).items()
        for problem in _wrong_with(setting, f"{where}: settings.{name}")
    ]:
        raise ThemeError(problems)
    return file


def chosen_settings(files: Sequence[ThemeFile], chosen: Mapping[str, Any], theme: str) -> dict[str, Any]:
    """The value of each setting of `files`, the first one's declarations winning: as `chosen`, else its default.

    Raises:
        ThemeError: Settings that `theme` does not have, and values they cannot have.
    """
    declared: dict[str, Setting] = {}
    for file in reversed(files):
        declared |= file.settings or {}
    where = "content/site.yaml: theme_settings"
    problems = [unknown_key(key, declared, where) for key in chosen if key not in declared]
    problems += [
        Problem(where=f"{where}.{key}", found=f"found {chosen[key]!r}", expected=f"{setting.expected} (theme {theme})")
        for key, setting in declared.items()
        if key in chosen and not setting.takes(chosen[key])
    ]
    if problems:
        raise ThemeError(problems)
    return {key: chosen.get(key, setting.default) for key, setting in declared.items()}


def _wrong_with(setting: Setting, where: str) -> Iterator[Problem]:
    kinds = ("text", "number", "boolean", "choice", "colour")
    if setting.kind not in kinds:
        yield Problem(where=f"{where}.type", found=f"found {setting.type!r}", expected=", ".join(kinds))
        return
    if bool(setting.choices) != (setting.kind == "choice"):
        yield Problem(where=where, found=f"choices and the type {setting.kind}", expected="both, for a choice, or none")
        return
    if setting.kind != "number" and (setting.min is not None or setting.max is not None):
        yield Problem(where=where, found=f"bounds of a {setting.kind}", expected="bounds of a number")
    elif not setting.takes(setting.default):
        yield Problem(where=f"{where}.default", found=f"found {setting.default!r}", expected=setting.expected)
