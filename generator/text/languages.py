"""What a BCP 47 tag says of a language: how it counts, which way it runs, which translations serve it."""

from collections.abc import Callable

Rule = Callable[[int], str]
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of Unicode's CLDR; each language uses some of them, `other` always."""

_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd syr ug ur yi".split())
_SIMPLIFIED = frozenset({"zh", "zh-cn", "zh-sg", "zh-my"})
_FEW_ENDS = range(2, 5)
_TEENS = range(11, 20)


def direction(language: str) -> str:
    """`rtl` for a language that is written from right to left, `ltr` for the others."""
    return "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"


def translations(language: str) -> tuple[str, ...]:
    """The tags under which a translation for `language` may be kept, the nearest first: `pt-BR`, `pt`.

    Chinese without a script is in simplified signs, but where a region says otherwise: `zh` and `zh-CN` are `zh-Hans`,
    and `zh-TW` is never.
    """
    parts = language.split("-")
    nearest = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if _primary(language) == "zh":
        simplified = language.lower() in _SIMPLIFIED or "hans" in language.lower().split("-")
        nearest = [*nearest[:-1], "zh-Hans" if simplified else "zh-Hant"]
    return tuple(dict.fromkeys(nearest))


def plural_rule(language: str) -> Rule:
    """A count that is no fraction → its plural category in `language`.

    After https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html; a language that is not
    among these counts as English does.
    """
    primary = _primary(language)
    return next((rule for languages, rule in _RULES if primary in languages), _one)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _none(_: int) -> str:
    return "other"


def _one(count: int) -> str:
    return "one" if count == 1 else "other"


def _none_or_one(count: int) -> str:
    return "one" if count in {0, 1} else "other"


def _arabic(count: int) -> str:
    if count in {0, 1, 2}:
        return ("zero", "one", "two")[count]
    if count % 100 in range(3, 11):
        return "few"
    return "many" if count % 100 in range(11, 100) else "other"


def _hebrew(count: int) -> str:
    return {1: "one", 2: "two"}.get(count, "other")


def _east_slavic(count: int) -> str:
    if count % 10 == 1 and count % 100 not in _TEENS:
        return "one"
    return "few" if _ends_in_few(count) else "many"


def _south_slavic(count: int) -> str:
    return {"many": "other"}.get(found := _east_slavic(count), found)


def _polish(count: int) -> str:
    if count == 1:
        return "one"
    return "few" if _ends_in_few(count) else "many"


def _czech(count: int) -> str:
    if count == 1:
        return "one"
    return "few" if count in _FEW_ENDS else "other"


def _slovenian(count: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(count % 100, "other")


def _romanian(count: int) -> str:
    if count == 1:
        return "one"
    return "few" if count == 0 or count % 100 in range(1, 20) else "other"


def _lithuanian(count: int) -> str:
    if count % 100 in _TEENS or count % 10 == 0:
        return "other"
    return "one" if count % 10 == 1 else "few"


def _latvian(count: int) -> str:
    if count % 100 in _TEENS or count % 10 == 0:
        return "zero"
    return "one" if count % 10 == 1 else "other"


def _ends_in_few(count: int) -> bool:
    return count % 10 in _FEW_ENDS and count % 100 not in _TEENS


_RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (frozenset("zh ja ko vi th id ms lo my km".split()), _none),
    (frozenset("fr pt hi fa bn gu am hy zu kn".split()), _none_or_one),
    (frozenset({"ar"}), _arabic),
    (frozenset({"he"}), _hebrew),
    (frozenset("ru uk be".split()), _east_slavic),
    (frozenset("sr hr bs".split()), _south_slavic),
    (frozenset({"pl"}), _polish),
    (frozenset("cs sk".split()), _czech),
    (frozenset({"sl"}), _slovenian),
    (frozenset("ro mo".split()), _romanian),
    (frozenset({"lt"}), _lithuanian),
    (frozenset({"lv"}), _latvian),
)
