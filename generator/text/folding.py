"""Spellings of one thing → one key: case, spacing, hyphens, plurals, British and American, bracketed acronyms, TeX.

A key is for comparing, never for showing.
"""

import re
import unicodedata
from functools import lru_cache

from generator.text.tex import plain_tex

LONGEST_NAME = 100
"""As many characters as a tag's name may have; what is longer is a sentence."""

_ACRONYM = re.compile(r"\s*[(\[][^()\[\]]{1,12}[)\]]\s*$")
_ACRONYM_FIRST = re.compile(r"\s*(?P<acronym>[^\W_]{2,8})\s*[(\[](?P<name>[^()\[\]]+)[)\]]\s*")
_WORD = re.compile(r"[^\W_]+(?:[.+#'’]+[^\W_]+|[+#]+)*")
# British endings; only those of stems listed here, for `noise`, `precise`, `four` and `our` are no such words.
_BRITISH = re.compile(
    r"(?P<ize>(?:anonym|binar|categor|character|contextual|custom|digit|discret|emphas|factor|final|formal|general|"
    r"initial|item|local|maxim|memor|minim|modern|normal|optim|organ|parallel|parameter|penal|personal|polar|prior|"
    r"quant|random|real|recogn|regular|sanit|serial|special|stabil|standard|styl|summar|synthes|token|util|vector|"
    r"verbal|visual)is)(?=(?:e|es|ed|ing|er|ers|ation|ations|ational|able)$)"
    r"|(?P<lyse>(?:ana|para|cata)lys)(?=(?:e|ed|ing|er|ers)$)"
    r"|(?P<our>(?:behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|tum|vap)our)"
    r"|(?P<ll>(?:mode|labe|trave|cance|signa|channe|fue|leve|tunne)ll)(?=(?:ed|ing|er|ers)$)"
    r"|(?P<re>(?:cent|fib|theat|lit|calib)re)(?=s?$)"
)
_AMERICAN = {
    "grey": "gray", "dialog": "dialogue", "catalog": "catalogue", "programme": "program", "defence": "defense",
    "offence": "offense", "artefact": "artifact", "judgement": "judgment", "ageing": "aging", "licence": "license",
    "paediatric": "pediatric", "aluminium": "aluminum", "sceptic": "skeptic", "mould": "mold",
}  # fmt: skip
_NOT_PLURAL = ("ss", "us", "is", "'s", "’s")
_SHORTEST_PLURAL = 4
# What the endings would get wrong, so that a word and its plural part.
_EXCEPTIONS = {
    "analyses": "analysis", "hypotheses": "hypothesis", "matrices": "matrix", "indices": "index", "vertices": "vertex",
    "corpora": "corpus", "bias": "bias", "biases": "bias", "lens": "lens", "lenses": "lens", "canvas": "canvas",
    "caches": "cache", "niches": "niche", "movies": "movie", "cookies": "cookie",
    "gpus": "gpu", "cpus": "cpu", "tpus": "tpu", "npus": "npu",
}  # fmt: skip


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """The key of a keyword or of a tag's name: its words folded, spelled as Americans do, the last one made singular.

    `Large-Language  Models (LLMs)`, `large language model` and `Large Language Models` share one key.  Empty when
    there is no word in `name`.
    """
    folded = words(_ACRONYM.sub("", _spelled_out(plain_tex(name)))) or words(plain_tex(name))
    return " ".join((*map(american, folded[:-1]), stem(folded[-1]))) if folded else ""


def _spelled_out(name: str) -> str:
    """`Large Language Models` of `LLMs (Large Language Models)`; any other name as it is.

    The letters of the acronym begin words of the name, in their order.
    """
    found = _ACRONYM_FIRST.fullmatch(name)
    if found is None:
        return name
    initials = iter([word[0] for word in words(found["name"])])
    is_short_for = all(letter in initials for letter in found["acronym"].casefold().removesuffix("s"))
    return found["name"] if is_short_for else name


def stemmed(text: str) -> str:
    """The words of `text` folded and made singular, with a space before and behind each: what phrases are found in.

    So ` video  generation ` stands in what `Text-to-Video Generations` becomes; no word shares a space with the next.
    """
    return _apart(words(plain_tex(text)))


def stemmed_key(key: str) -> str:
    """Likewise a key that `fold` gave, which has no mark-up left in it."""
    return _apart(key.split(" "))


def _apart(found: list[str]) -> str:
    return f" {'  '.join(map(_STEMS.__getitem__, found))} "


class _Stems(dict[str, str]):
    """Each word that was met, once: a text has a hundred words, an archive some ten thousand different ones."""

    def __missing__(self, word: str) -> str:
        made = self[word] = american(singular(word))
        return made


_STEMS = _Stems()


def stem(word: str) -> str:
    """A folded word's singular, as Americans spell it."""
    return _STEMS[word]


def american(word: str) -> str:
    """A folded word as Americans spell it: `behaviour` is `behavior`, `modelling` is `modeling`."""
    return _AMERICAN.get(word) or _BRITISH.sub(_americanized, word, count=1)


def _americanized(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "ize":
            return f"{found[0][:-1]}z"
        case "lyse":
            return f"{found[0][:-1]}z"
        case "our":
            return f"{found[0][:-2]}r"
        case "ll":
            return found[0][:-1]
        case _:
            return f"{found[0][:-2]}er"


def words(text: str) -> list[str]:
    """The words of `text` in order, case folded; hyphens, slashes and underscores part words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


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
