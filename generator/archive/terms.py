"""Paper → the words that tell what it is about, each counted, and as it is written there."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generator.model import Paper
from generator.text.folding import singular
from generator.text.tex import plain_tex

TITLE_WEIGHT = 2
_WORD = re.compile(r"[^\W_]+(?:[.+#'’]+[^\W_]+|[+#]+)*")
_POSSESSIVE = re.compile("['’][sS]$")
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)")
"""Kana and Chinese characters, which stand without spaces between words."""
_STOP = frozenset(
    "a about above across after again all also although among an and another any are as at be because been before "
    "being below between both but by can could did do does doing down during each either et al few first for from "
    "further given had has have having he her here hers him his how however i if in into is it its itself just let "
    "like main make many may me might more most much must my new no nor not novel now of off on once one only onto or "
    "other our out over own paper per propose proposed s same several she should show shows since so some such than "
    "that the their them then there these they this those through thus to together too towards two under until up "
    "upon us use used using very via was we well were what when where which while who why will with within without "
    "would yet you your".split()
)


class Term(NamedTuple):
    """A word of a paper: how often it stands there, its title's counting double, and how it is written."""

    times: int
    written: str


def terms_of(paper: Paper) -> dict[str, Term]:
    """The words of title, abstract and source's keywords by their singular in small letters; no stop words.

    One that is written with and without capitals is shown without.  Where words stand unspaced, each two characters
    that follow each other are one.
    """
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for text, weight in ((paper.abstract, 1), (paper.title, TITLE_WEIGHT), ("\n".join(paper.keywords), 1)):
        for found in _words(text):
            word = _POSSESSIVE.sub("", found)
            key = singular(word.casefold())
            if key in counts:
                counts[key] += weight
                if word.islower():
                    written[key] = written[key] if written[key].islower() else word
            elif key not in _STOP and len(key) > 1:
                counts[key], written[key] = weight, word
    return {key: Term(count, written[key]) for key, count in counts.items()}


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(unicodedata.normalize("NFKC", plain_tex(text))):
        if word.isascii():
            yield word
        else:
            for place, part in enumerate(_UNSPACED.split(word)):
                if place % 2:
                    yield from (part[at : at + 2] for at in range(max(1, len(part) - 1)))
                elif part:
                    yield part
