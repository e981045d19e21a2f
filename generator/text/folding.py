"""Spellings of one thing → one key: case, spacing, hyphens, plurals, bracketed acronyms, TeX mark-up.

A key is for comparing, never for showing.
"""

import re
import unicodedata
from functools import lru_cache

from generator.text.tex import plain_tex

_ACRONYM = re.compile(r"\s*[(\[][^()\[\]]{1,12}[)\]]\s*$")
_WORD = re.compile(r"[^\W_]+(?:[.+#'’]+[^\W_]+|[+#]+)*")
_NOT_PLURAL = ("ss", "us", "is", "'s", "’s")
_SHORTEST_PLURAL = 4
_MOST_SINGULARS = 1 << 16
# What the endings would get wrong, so that a word and its plural part.
_EXCEPTIONS = {
    "analyses": "analysis", "hypotheses": "hypothesis", "matrices": "matrix", "indices": "index", "vertices": "vertex",
    "corpora": "corpus", "bias": "bias", "biases": "bias", "lens": "lens", "lenses": "lens", "canvas": "canvas",
    "caches": "cache", "niches": "niche", "movies": "movie", "cookies": "cookie",
    "gpus": "gpu", "cpus": "cpu", "tpus": "tpu", "npus": "npu",
}  # fmt: skip


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """The key of a keyword or of a tag's name: its words folded, the last one made singular.

    `Large-Language  Models (LLMs)`, `large language model` and `Large Language Models` share one key.  Empty when
    there is no word in `name`.
    """
    folded = words(_ACRONYM.sub("", plain_tex(name))) or words(plain_tex(name))
    return " ".join((*folded[:-1], singular(folded[-1]))) if folded else ""


def words(text: str) -> list[str]:
    """The words of `text` in order, case folded; hyphens, slashes and underscores part words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def words_singular(text: str) -> list[str]:
    """The words of `text`, each in the singular."""
    return list(map(_SINGULARS.__getitem__, words(text)))


class _Singulars(dict[str, str]):
    """The singular of each word that was met: to look one up costs half of what it costs to ask a function's cache."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_SINGULARS:
            self.clear()
        made = self[word] = singular(word)
        return made


_SINGULARS = _Singulars()


def singular(word: str) -> str:
    """The singular of an English plural by its ending, or from a short list; other words as they are.

    The rule need not be grammatical, only the same for every spelling of one thing.
    """
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(_NOT_PLURAL):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]
