"""The words of an interface in one language, its dates among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from string import Formatter
from typing import Any

from generator.text.languages import Rule, direction, plural_rule

Text = str | Mapping[str, str] | tuple[str, ...]
"""A text; its plural forms by CLDR's category; or a list, as of months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What an interface says in `language`, by key: `{names}` in braces are places for values.

    Texts are plain.  Dates are set by the texts `date_long`, `date`, `date_weekday`, `day_month`, `month_year` and
    `moment` and by the lists `weekdays`, `weekday_initials` (Monday first) and `months`; `months_in_dates` stands in
    for `months` beside a day, where a language has another form there.  Those of the keys in `borrowed` are English.
    """

    language: str
    words: Mapping[str, Text]
    borrowed: frozenset[str] = frozenset()
    _rule: Rule = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find out how the language counts."""
        object.__setattr__(self, "_rule", plural_rule(self.language))

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def form(self, key: str, count: int | None = None) -> str:
        """The text of `key` as it stands, in the plural form for `count` where it has several.

        Raises:
            LookupError: There is none, or it needs a count.
        """
        text = self.words.get(key)
        if isinstance(text, str):
            return text
        if text is None or isinstance(text, tuple):
            raise LookupError(f"no text {key!r} in i18n/")
        if count is None:
            raise LookupError(f"the text {key!r} has plural forms: it needs a count")
        rule = plural_rule("en") if key in self.borrowed else self._rule
        return text.get(rule(count), text["other"])

    def say(self, key: str, *, count: int | None = None, **values: object) -> str:
        """The text of `key` with its values in their places; `{count}` is one of them."""
        return self.form(key, count).format(count=count, **values)

    def long_date(self, day: date) -> str:
        """`Friday, 31 October 2025`."""
        return _date(self, "date_long", day)

    def short_date(self, day: date) -> str:
        """`31 October 2025`."""
        return _date(self, "date", day)

    def weekday_date(self, day: date) -> str:
        """`Friday, 31 October`."""
        return _date(self, "date_weekday", day)

    def day_month(self, day: date) -> str:
        """`31 October`."""
        return _date(self, "day_month", day)

    def weekday(self, day: date) -> str:
        """`Friday`."""
        return self.words["weekdays"][day.weekday()]  # type: ignore[index] # one of the lists

    def month_name(self, month: int) -> str:
        """`October`."""
        return self.words["months"][month - 1]  # type: ignore[index] # one of the lists

    def month_year(self, day: date) -> str:
        """`October 2025`."""
        return self.say("month_year", month=self.month_name(day.month), year=day.year)

    def clock(self, moment: datetime) -> str:
        """`7 November 2025, 06:13 UTC`."""
        utc = moment.astimezone(UTC)
        return self.say("moment", date=self.short_date(utc.date()), time=f"{utc:%H:%M}")


def placeholders(text: str) -> set[str]:
    """The names in braces within `text`.

    Raises:
        ValueError: It cannot be read, or a brace holds more than a name.
    """
    names = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or form or conversion:
                raise ValueError(f"{{{name}}} is not a name in braces")
            names.add(name)
    return names


def forms_of(text: Text) -> tuple[str, ...]:
    """Every form that a text has."""
    if isinstance(text, str):
        return (text,)
    return tuple(text.values()) if isinstance(text, Mapping) else text


@lru_cache(maxsize=1 << 14)
def _set(pattern: str, weekday: str, month: str, day: date) -> str:
    return pattern.format(weekday=weekday, day=day.day, month=month, year=day.year)


def _date(texts: Texts, key: str, day: date) -> str:
    months: Any = texts.words.get("months_in_dates") or texts.words["months"]
    return _set(texts.form(key), texts.weekday(day), months[day.month - 1], day)
