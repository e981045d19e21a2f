"""Texts in a language: plural forms, places for values, dates in any zone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from made_up import TEXTS

from generator.text.languages import direction, plural_rule, translations
from generator.text.texts import Text, Texts, placeholders
from generator.theme import shipped_themes
from generator.translations import read_translation

FRIDAY = date(2025, 10, 31)


def texts(language: str) -> Texts:
    """What the shipped theme says in `language`."""
    return read_translation([shipped_themes() / "broadsheet"], language).texts


def made(language: str = "en", **words: Text) -> Texts:
    """Texts of a test's own."""
    return Texts(language=language, words=words)


@pytest.mark.parametrize(
    ("language", "long", "short", "without_year", "month", "week"),
    [
        ("en", "Friday, 31 October 2025", "31 October 2025", "31 October", "October 2025", "Week 44 of 2025"),
        ("en-GB", "Friday, 31 October 2025", "31 October 2025", "31 October", "October 2025", "Week 44 of 2025"),
        ("de", "Freitag, 31. Oktober 2025", "31. Oktober 2025", "31. Oktober", "Oktober 2025", "Woche 44 / 2025"),
        ("fr", "vendredi 31 octobre 2025", "31 octobre 2025", "31 octobre", "octobre 2025", "Semaine 44 de 2025"),
        (
            "es", "viernes, 31 de octubre de 2025", "31 de octubre de 2025", "31 de octubre", "octubre de 2025",
            "Semana 44 de 2025",
        ),
        ("zh-CN", "2025年10月31日星期五", "2025年10月31日", "10月31日", "2025年10月", "2025年第44周"),
        ("ja", "2025年10月31日金曜日", "2025年10月31日", "10月31日", "2025年10月", "2025年第44週"),
        ("ko", "2025년 10월 31일 금요일", "2025년 10월 31일", "10월 31일", "2025년 10월", "2025년 제44주"),
        ("ar", "الجمعة، 31 أكتوبر 2025", "31 أكتوبر 2025", "31 أكتوبر", "أكتوبر 2025", "الأسبوع 44 من 2025"),
    ],
)  # fmt: skip
def test_days_are_set_as_their_language_sets_them(
    language: str, long: str, short: str, without_year: str, month: str, week: str
) -> None:
    """Order, signs and names are the language's own; the days of the month have no leading zero."""
    said = texts(language)
    assert said.long_date(FRIDAY) == long
    assert said.short_date(FRIDAY) == short
    assert said.day_month(FRIDAY) == without_year
    assert said.month_year(FRIDAY) == month
    assert said.say("week", week=44, year=2025) == week


def test_months_beside_a_day_may_have_a_form_of_their_own() -> None:
    """As in Slavic languages, where a date has the genitive."""
    words: Mapping[str, Text] = {
        "weekdays": tuple("poniedziałek wtorek środa czwartek piątek sobota niedziela".split()),
        "months": ("styczeń",) * 12,
        "months_in_dates": ("stycznia",) * 12,
        "date": "{day} {month} {year}",
        "month_year": "{month} {year}",
    }
    said = made("pl", **words)
    assert said.short_date(FRIDAY) == "31 stycznia 2025"
    assert said.month_year(FRIDAY) == "styczeń 2025"


@pytest.mark.parametrize("hours", [-11, 0, 9])
def test_a_moment_is_shown_in_utc(hours: int) -> None:
    """Whatever the zone of a moment, the time in UTC is shown."""
    moment = datetime(2025, 11, 7, 6, 3, 20, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert TEXTS.clock(moment) == "7 November 2025, 06:03 UTC"


@pytest.mark.parametrize(
    ("language", "counts", "categories"),
    [
        ("en", (0, 1, 2), "other one other"),
        ("pt-BR", (0, 1, 2), "one one other"),
        ("ja", (0, 1, 2), "other other other"),
        ("ar", (0, 1, 2, 3, 10, 11, 99, 100, 102, 103), "zero one two few few many many other other few"),
        ("ru", (0, 1, 2, 5, 11, 12, 21, 22, 112), "many one few many many many one few many"),
        ("sr", (1, 3, 5, 11), "one few other other"),
        ("pl", (1, 2, 5, 12, 21, 22), "one few many many many few"),
        ("cs", (1, 2, 5), "one few other"),
        ("sl", (1, 2, 3, 5, 101), "one two few other one"),
        ("ro", (0, 1, 2, 19, 20, 101), "few one few few other few"),
        ("lt", (0, 1, 2, 11, 21), "other one few other one"),
        ("lv", (0, 1, 2, 11, 21), "zero one other zero one"),
        ("he", (1, 2, 3), "one two other"),
    ],
)
def test_each_language_counts_in_its_own_way(language: str, counts: tuple[int, ...], categories: str) -> None:
    """The categories are those of CLDR."""
    assert " ".join(map(plural_rule(language), counts)) == categories


def test_the_form_is_that_of_the_count() -> None:
    """A form that a language would need and a text does not have is its `other`."""
    said = made(n={"one": "{count} kite", "other": "{count} kites"})
    assert [said.say("n", count=count) for count in (0, 1, 2)] == ["0 kites", "1 kite", "2 kites"]
    assert made("ar", n={"other": "{count}!"}).say("n", count=1) == "1!"


def test_borrowed_texts_count_as_english_does() -> None:
    """English that stands in for another language keeps its own grammar: none is many."""
    words: Mapping[str, Text] = {"n": {"one": "{count} kite", "other": "{count} kites"}}
    said = Texts(language="fr", words=words, borrowed=frozenset({"n"}))
    assert said.say("n", count=0) == "0 kites"


@pytest.mark.parametrize(("key", "fault"), [("no", "no text 'no' in i18n/"), ("n", "it needs a count")])
def test_texts_that_cannot_be_said_are_errors(key: str, fault: str) -> None:
    """A key that nobody has, and plural forms without a count."""
    with pytest.raises(LookupError, match=fault):
        made(n={"other": "x"}).say(key)


def test_places_for_values_are_names_alone() -> None:
    """Nothing of a value but itself can be shown."""
    assert placeholders("{a} and {b}, {{c}}") == {"a", "b"}
    with pytest.raises(ValueError, match="is not a name in braces"):
        placeholders("{a.b}")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("pt-BR", ("pt-BR", "pt")),
        ("zh", ("zh-Hans",)),
        ("zh-CN", ("zh-CN", "zh-Hans")),
        ("zh-Hans-SG", ("zh-Hans-SG", "zh-Hans")),
        ("zh-TW", ("zh-TW", "zh-Hant")),
    ],
)
def test_translations_are_looked_for_from_near_to_far(language: str, expected: tuple[str, ...]) -> None:
    """Simplified signs do not stand in for traditional ones."""
    assert translations(language) == expected


def test_languages_run_in_their_direction() -> None:
    """Arabic and its neighbours from right to left, whatever the region."""
    assert [direction(tag) for tag in ("ar", "AR-EG", "he", "fa", "en", "zh-Hans")] == ["rtl"] * 4 + ["ltr"] * 2
