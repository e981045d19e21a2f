"""Text → pieces of words (WordPiece), the same here and in `meaning.js`: `tests/cases/pieces.md` holds both to it."""

import re
import unicodedata
from collections.abc import Mapping

MOST_PIECES = 512
"""So many pieces of a text count; what follows them is not looked at."""
_LONGEST = 60
_WORD = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


class Pieces:
    """The pieces that a vocabulary knows, by number; what was found in one word is remembered for the next text."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take the number of each piece; one that goes on within a word begins with `##`."""
        self._numbers = numbers
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, text: str) -> list[int]:
        """The numbers of the pieces of `text`, in order.

        Capitals and accents go, punctuation parts words, Chinese characters stand alone.  Of each word the longest
        piece that it begins with is taken, then the longest that the rest begins with; a sign that no piece begins with
        is left out.
        """
        known = self._known
        found: list[int] = []
        for word in _WORD.findall(_plain(text)):
            if word not in known:
                known[word] = tuple(self._pieces(word))
            found += known[word]
            if len(found) >= MOST_PIECES:
                return found[:MOST_PIECES]
        return found

    def _pieces(self, word: str) -> list[int]:
        found = []
        word = word[:_LONGEST]
        start, end = 0, len(word)
        while start < len(word):
            number = self._numbers.get(f"##{word[start:end]}" if start else word[:end])
            if number is not None:
                found.append(number)
                start, end = end, len(word)
            else:
                end -= 1
                if end == start:
                    start, end = start + 1, len(word)
        return found


def _plain(text: str) -> str:
    text = text.lower()
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
