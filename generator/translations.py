"""`i18n/` of a theme and of those it extends → the texts of one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.content.strictyaml import read_yaml
from generator.errors import Problem, ThemeError
from generator.files import read_text
from generator.text.languages import CATEGORIES, translations
from generator.text.texts import Text, Texts, forms_of, placeholders

ENGLISH = "en"
_LISTS = {"months": 12, "months_in_dates": 12, "weekdays": 7, "weekday_initials": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The texts of a site, and for each file that should have them those that had to be taken from English."""

    texts: Texts
    lacking: Mapping[str, tuple[str, ...]]

    def problems(self) -> Iterator[Problem]:
        """What is not translated, a problem a file."""
        for where, keys in self.lacking.items():
            shown = ", ".join(keys[:8]) + (", …" if len(keys) > 8 else "")  # noqa: PLR2004
            remedy = "add them; English stands in for them"
            yield Problem(where=where, found=f"{len(keys)} texts are not translated ({shown})", remedy=remedy)


def read_translation(themes: Sequence[Path], language: str) -> Translation:
    """The texts of `themes`, folders of which the first wins, in `language`; in English what it lacks.

    Raises:
        ThemeError: Everything that is wrong with the files that were read.
    """
    problems: list[Problem] = []
    english: dict[str, Text] = {}
    words: dict[str, Text] = {}
    owner: dict[str, Path] = {}
    for folder in reversed(themes):
        own = _read(folder, (ENGLISH,), problems)
        english |= own
        owner |= {key: owner.get(key, folder) for key in own}
        if language != ENGLISH:
            words |= _read(folder, translations(language), problems)
    problems += _misplaced(words, english, language)
    if problems:
        raise ThemeError(problems)
    borrowed = frozenset(owner) - words.keys() if translations(language)[-1] != ENGLISH else frozenset()
    lacking: dict[str, tuple[str, ...]] = {}
    for key, folder in owner.items():
        if key in borrowed:
            where = f"themes/{folder.name}/i18n/{translations(language)[-1]}.yaml"
            lacking[where] = (*lacking.get(where, ()), key)
    return Translation(texts=Texts(language=language, words=english | words, borrowed=borrowed), lacking=lacking)


def _read(folder: Path, names: Sequence[str], problems: list[Problem]) -> dict[str, Text]:
    """The texts under all of `names`, the first ones winning."""
    found: dict[str, Text] = {}
    for name in reversed(names):
        path = folder / "i18n" / f"{name}.yaml"
        if path.is_file():
            where = f"themes/{folder.name}/i18n/{path.name}"
            data = read_yaml(read_text(path), where)
            if isinstance(data, dict):
                problems += [problem for key, value in data.items() for problem in _wrong_with(key, value, where)]
                found |= {key: _text(value) for key, value in data.items()}
            else:
                problems.append(Problem(where=where, found="no texts", expected="a mapping of keys to texts"))
    return found


def _text(value: Any) -> Text:
    return tuple(value) if isinstance(value, list) else value


def _wrong_with(key: Any, value: Any, where: str) -> Iterator[Problem]:
    place = f"{where}: {key}"
    if key in _LISTS:
        if not isinstance(value, list) or len(value) != _LISTS[key] or not all(isinstance(one, str) for one in value):
            yield Problem(where=place, found=f"found {value!r}", expected=f"a list of {_LISTS[key]} texts")
        return
    if isinstance(value, dict):
        unknown = [str(name) for name in value if name not in CATEGORIES]
        if unknown or "other" not in value:
            expected = f"some of {', '.join(CATEGORIES)}; other always"
            yield Problem(where=place, found=f"the plural forms {', '.join(map(str, value))}", expected=expected)
    for form in value.values() if isinstance(value, dict) else [value]:
        if not isinstance(form, str):
            yield Problem(where=place, found=f"found {form!r}", expected="text", remedy="put it in quotes")
            continue
        try:
            placeholders(form)
        except ValueError as error:
            yield Problem(where=place, found=f"{form!r}: {error}", expected="names in braces, as {count}")


def _misplaced(words: Mapping[str, Text], english: Mapping[str, Text], language: str) -> Iterator[Problem]:
    """Texts with a place for a value that the English text of that key does not have, so that nothing fills it."""
    for key, text in words.items():
        known = _places(english[key]) if key in english else None
        if known is not None and (strange := sorted(_places(text) - known)):
            found = f"{{{strange[0]}}}, which the English text does not have"
            expected = ", ".join(f"{{{name}}}" for name in sorted(known)) or "no braces"
            yield Problem(where=f"i18n/{translations(language)[-1]}.yaml: {key}", found=found, expected=expected)


def _places(text: Text) -> set[str]:
    try:
        return {name for form in forms_of(text) for name in placeholders(form)}
    except (TypeError, ValueError):
        return set()  # said already
