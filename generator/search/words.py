"""Text → the words it is found by, the same here and in `search.js`: `tests/cases/words.md` holds both to it."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 40
"""Characters of a word that count; what follows them is not looked at."""
_SHORTEST_PART = 3
_SHORTEST_STEM = 3
_RUN = r"[^\W_]+(?:(?<=[0-9])\.(?=[0-9])[^\W_]+)*"
_TOKEN = re.compile(f"{_RUN}(?:-{_RUN})*")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9][0-9.]*")
_UNSPACED = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_SCRIPTS = re.compile(f"([{_UNSPACED}]+)")
_VOICING = "\u3099\u309a"
_STEMMED = re.compile(r"[a-z]{4,}")
_SINGULAR = re.compile(r"...us$")
_PLURAL_OF_Y = re.compile(r"..ies$")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1$")

COMMON = frozenset(
    "a about all an and are as at be by can for from has have how in into is it its more not of on or our s t than "
    "that the their these this to using via we what when which while with you".split()
)
"""Words that say nothing of a paper; they count in titles alone, and there only for who asks for nothing else."""


class Words:
    """The words of texts; what was worked out for one run of letters is remembered for the next text."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known = _Known()

    def of(self, text: str) -> list[str]:
        """Every word of `text` in order, stemmed; the parts of a compound follow it, those with hyphens precede it."""
        known = self._known
        return [word for token in _TOKEN.findall(plain(text)) for word in known[token]]


class _Known(dict[str, tuple[str, ...]]):
    def __missing__(self, token: str) -> tuple[str, ...]:
        made = self[token] = tuple(_words_in(token))
        return made


def plain(text: str) -> str:
    """`text` without accents, its signs in their plainest form; capitals stay, since they part words."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).translate(_UNMARKED))


class _Unmarked(dict[int, int | None]):
    """Every mark but those that voice Japanese syllables → nothing."""

    def __missing__(self, sign: int) -> int | None:
        character = chr(sign)
        is_mark = unicodedata.category(character)[0] == "M" and character not in _VOICING
        made = self[sign] = None if is_mark else sign
        return made


_UNMARKED = _Unmarked()


def _words_in(token: str) -> Iterator[str]:
    """The words of what hyphens may part, then it as one word without them: *mini-batch* and *minibatch* meet."""
    runs = token.split("-")
    for run in runs:
        yield from _words_of_run(run)
    if len(runs) > 1:
        yield stem("".join(runs).lower())


def _words_of_run(run: str) -> Iterator[str]:
    """The words of letters and digits that nothing parts.

    A run of a script that sets no spaces is parted into its pairs of signs; what has capitals within, or letters and
    digits, is one word, and each of its parts that is long enough is another.
    """
    if run.isascii():
        yield from _compound(run)
        return
    for number, piece in enumerate(_SCRIPTS.split(run)):
        if number % 2 == 0:
            yield from _compound(piece) if piece else ()
        elif len(piece) == 1:
            yield piece
        else:
            yield from (piece[place : place + 2] for place in range(len(piece) - 1))


def _compound(run: str) -> Iterator[str]:
    whole = stem(run.lower())
    yield whole
    parts = _PIECE.findall(run)
    if len(parts) > 1:
        for part in parts:
            word = stem(part.lower())
            if len(part) >= _SHORTEST_PART and word != whole:
                yield word


def stem(word: str) -> str:
    """`word`, which is in lower case, without the endings of an English plural, of -ing and -ed, and a silent e.

    It need not be right, only the same for the forms of one word.  Words with anything but letters of ASCII stay.
    """
    word = word[:LONGEST]
    if not _STEMMED.fullmatch(word):
        return word
    word = _verb(_singular(word))
    if len(word) > _SHORTEST_STEM and (word.endswith("e") or _DOUBLED.search(word)):
        return word[:-1]
    return word


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "is", "ias")) or _SINGULAR.search(word):
        return word
    if _PLURAL_OF_Y.search(word):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= _SHORTEST_STEM and _VOWEL.search(base) and not base.endswith("e"):
            return f"{base[:-1]}y" if base.endswith("i") else base
    return word
