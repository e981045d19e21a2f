"""Names as a source writes them, in one piece → family name, given name and what stands between them.

Nobody can know for sure which part of a name is which.  What is in doubt stays whole, as the name of a group does.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_NAME = 100
"""As many characters as a name may have; what is longer is a sentence, or a list."""

_APART = str.maketrans(dict.fromkeys("-\u2010\u2011\u2012\u2013._\u00b7", " "))
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?i:contributors?|team|collaboration|consortium|group|labs?|laboratory|project|initiative|community"
    r"|foundation|institute|university|research|others|inc|ltd|gmbh|et al)\b\.?$|\bAI$|^Team |[\d@/&:]"
)
_PARTICLES = frozenset(
    "af al av bin da das de del della den der di do dos du el ibn la las le los ten ter van von zu zur".split()
)
_JOINING = frozenset("e i y".split())


def fold_name(name: str) -> str:
    """What the spellings of one name share: its letters without case and accents, one space between words.

    Full stops and hyphens are spaces.  Empty when there is no letter and no digit in it.
    """
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name.casefold())
        name = unicodedata.normalize("NFC", "".join(sign for sign in parts if not unicodedata.combining(sign)))
        name = name.translate(_APART)
    elif "." in name or "-" in name or "_" in name:
        name = name.translate(_APART)
    folded = " ".join(name.casefold().split())
    return folded if folded[:1].isalnum() or any(map(str.isalnum, folded)) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in its parts: either `family` and what belongs to it, or, of a group, `literal` alone."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


def split_name(text: str) -> Name:
    """The parts of `text`, which is one line: `Ada van der Berg, Jr.` or `Berg, Ada` or `o3 contributors`.

    What of `van`, `de la` and the like stands before the family name is its particle, in lower case or with a capital
    at its beginning; a name of one word is a family name.  What has digits, the words of a group or more commas than a
    name can have is taken for a group's.
    """
    parts = [part.strip() for part in text.split(",")]
    if _GROUP.search(text) or "" in parts[1:] or any(sign in text for sign in "{}\\"):
        return Name(literal=text)
    match parts:
        case [one]:
            return _natural(one.split())
        case [family, suffix] if _SUFFIX.fullmatch(suffix):
            return _natural([*family.split(), suffix])
        case [family, given]:
            return _inverted(family.split(), given)
        case [family, suffix, given] if _SUFFIX.fullmatch(suffix):
            return _inverted([*family.split(), suffix], given)
        case _:
            return Name(literal=text)


def _natural(words: list[str]) -> Name:
    """`Ada van der Berg`, as the words of it."""
    words, suffix = _without_suffix(words)
    if not words:
        return Name(literal=suffix)
    start = next((place for place in range(1, len(words) - 1) if _begins_family(words, place)), len(words) - 1)
    particle, family = _parted(words[start:])
    return Name(family=family, given=" ".join(words[:start]), particle=particle, suffix=suffix)


def _begins_family(words: list[str], place: int) -> bool:
    """Whether a family name of several words begins at `place`: `de la Cruz`, `Van der Berg`, `Kite y Boat`."""
    word, following = words[place], words[place + 1]
    capital = word.lower() in _PARTICLES and following in _PARTICLES and place + 2 < len(words)
    joined = following in _JOINING and place + 2 < len(words)
    return word in _PARTICLES or capital or joined


def _parted(words: list[str]) -> tuple[str, str]:
    """The particle that `words` begin with, and the rest of a family name."""
    end = 0
    while end < len(words) - 1 and words[end].lower() in _PARTICLES:
        end += 1
    if not any(word in _PARTICLES for word in words[:end]):
        end = 0
    return " ".join(words[:end]), " ".join(words[end:])


def _inverted(words: list[str], given: str) -> Name:
    """`van der Berg, Ada`, as the words before the comma and what follows it."""
    words, suffix = _without_suffix(words)
    if not words:
        return Name(literal=f"{suffix}, {given}")
    particle, family = _parted(words)
    return Name(family=family, given=given, particle=particle, suffix=suffix)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        return words[:-1], words[-1]
    return words, ""
