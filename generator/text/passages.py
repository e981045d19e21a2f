r"""A line as a feed gives it → its words as they are meant, its formulas and its web addresses, in their order.

Feeds carry LaTeX, or what is left of it.  Text-mode LaTeX becomes the characters it stands for.  A dollar is money
unless it opens a formula by the rules of `_is_formula`.  What upstream broke, by losing dollars and backslashes, is
mended only where nothing else can have been meant: `8timesA800`, `360^{circ}`, `p_{gen}`, `R^2`; the rest stays as it
came.  Nothing is dropped but the names of commands that say how a text looks.

`docs/mathematics.md` lists what is read; `tests/cases/passages.md` has the cases.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.text.mathml import LONGEST, formula_letters
from generator.text.symbols import ABBREVIATIONS, SIGNS, SPACES, SYMBOLS
from generator.text.tex import ACCENT, LETTER, accented, letter

_DEEPEST = 4
_KEPT = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """Mathematics: `tex` without its delimiters; `display` where it stood on a line of its own."""

    tex: str
    display: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address, and what it is called where that is not itself."""

    url: str
    label: str


Passage = Words | Formula | Address

_NESTED = r"[^{}]*(?:\{[^{}]*\}[^{}]*)*"
_URL = r"(?i:https?)://[^\W_](?:[^\s<>\"'`{}|\\^\[\]]|\\[_%#&~]|\\allowbreak\s?)*"
# Expressions all of whose branches begin with a letter of their own are several times faster than others.
_RARE = r"\$|\\|`|~|\^|--|''|_\{|\{\\|\}times|" + "|".join(f"{digit}(?=times|sim)" for digit in "0123456789")
_CANDIDATE = re.compile(rf"{_RARE}|http|HTTP|Http")
"""Where anything but plain words may begin."""
_WIDE_CANDIDATE = re.compile(
    rf"{_RARE}|http|HTTP|Http|sim(?=[\d.]+times)|text(?:bf|it|tt|sc|sf|rm)\{{|math(?:cal|bb|bf|rm|sf)\{{"
)
"""Likewise, with commands that lost their backslashes."""
_RARE_CANDIDATE = re.compile(_RARE)
"""Likewise, where no address is."""
_TOKEN = re.compile(
    rf"""
      (?P<url>{_URL})
    | \\url\s*\{{(?P<named>[^{{}}\s]*)\}}
    | \\href\s*\{{(?P<target>[^{{}}\s]*)\}}\s*\{{(?P<label>{_NESTED})\}}
    | \$\$(?P<block>[^$]{{1,{LONGEST}}})\$\$
    | \\\[(?P<bracket>(?:[^\\]|\\[^\[\]()]){{1,{LONGEST}}})\\\]
    | \\\((?P<paren>(?:[^\\]|\\[^\[\]()]){{1,{LONGEST}}})\\\)
    | \$\\(?P<alone>sim|approx|times|pm|leq?|geq?|cdot|ll|gg)\s?\$
    | \$\^\{{?\\(?P<circle>circ)\}}?\$
    | \$(?=[^\s$])(?P<dollar>(?:[^$\\]|\\.){{1,{LONGEST}}})(?<![\s/(])\$(?!\d)
    | (?<=[A-Za-z])\\(?P<apostrophe>')(?=(?:s|t|re|ve|ll|d|m)\b)
    | (?P<accent>{ACCENT})
    | (?P<letter>{LETTER})
    | \\(?P<sign>[%&\#_{{}}$])
    | \\(?:emph|text(?:bf|it|tt|sc|sf|rm|sl|md|up|normal|subscript)?|mbox|underline|math(?:bf|rm|it|sf|tt))
      \s*\{{(?P<styled>{_NESTED})\}}
    | \\textsuperscript\s*\{{(?P<raised>[^{{}}]{{1,20}})\}}
    | (?P<alphabet>\\math(?:cal|bb|frak|scr)\s*\{{[^{{}}]{{1,20}}\}})
    | \{{\\(?:it|em|bf|tt|sc|sl|rm|sf|bfseries|itshape|ttfamily|scshape|small|large)(?![A-Za-z])\s*
      (?P<group>{_NESTED})\}}
    | \\cite[a-z]?\*?(?:\[[^\]\[]*\])*\s*\{{(?P<cite>[^{{}}]*)\}}
    | \\footnote\s*\{{(?P<footnote>{_NESTED})\}}
    | \\(?P<short>{"|".join(ABBREVIATIONS)})(?![A-Za-z])(?:\{{\}})?\.?
    | \{{\\(?P<boxed>{"|".join(SYMBOLS)})(?:\{{\}})?\}}
    | \\(?P<symbol>{"|".join(SYMBOLS)})(?![A-Za-z])(?:\{{\}})?
    | \\(?P<space>[,;:\ !/@-])
    | \^\{{?\\?(?P<degree>circ)\}}?(?![a-z])
    | (?<=[^\W_]|[)\]])(?P<script>[\^_]\{{[\w.+*/'-]{{1,12}}\}})
    | (?<=[^\W_]|[)\]])(?P<power>\^\d+)(?![.\d^])
    | (?P<broken>[\^_]\{{{_NESTED}\}})
    | (?<=[\d}}])(?P<times>times)(?![a-z])
    | (?P<about>(?<=\d)sim(?=\s?\d)|sim(?=[\d.]+times))
    | (?<![A-Za-z\\^_])text(?:bf|it|tt|sc|sf|rm)\{{(?P<lost>[^{{}}]*)\}}
    | (?<![A-Za-z\\^_])(?P<lost_alphabet>math(?:cal|bb|bf|rm|sf)\{{[^{{}}]{{1,20}}\}})
    | (?<=[A-Za-z]{{2}}|\d[A-Za-z]|[\d.,)\]][A-Za-z.,)\]])(?P<tie>~)(?=[A-Za-z(\[\\\d])
    | (?P<tie_number>(?<=[\d)\]]))~(?=[A-Za-z(\[\\])
    | (?<![<!-])(?P<dash>-{{2,3}})(?![->])
    | ``(?P<quoted>(?:(?!``|'').){{1,400}})''
    | (?<![\w'])''(?P<double>(?=\w)(?:(?!``|'').){{1,400}})''(?![\w(])
    | (?<![\w`])`(?P<single>[^`'\n]{{1,120}}(?:(?<=\w)'(?=\w)[^`'\n]{{1,120}})?)'(?![\w'])
    """,
    re.VERBOSE,
)
_BEFORE_LOST_SIGN = tuple("0123456789}")
_TRAILING = ".,;:!?*_~\\"
_ESCAPED = re.compile(r"\\allowbreak\s?|\\([_%#&~])")
_AGAIN = re.compile(r"\{(https?://[^\s{}]*)\}")
_PROSE = re.compile(r"[A-Za-z]{3,}[,.;]? [A-Za-z]{3,}")
_AMOUNT = re.compile(r"\d[\d.,]*(?:[kKmMbB]n?)?\s+[A-Za-z]{2,}")
_WORDED = re.compile(r"\\(?:text(?:bf|it|tt|sc|sf|rm)?|emph|mbox)\{([^{}$\\]*)\}")
_LOST = re.compile(r"text(?:bf|it|tt|sc|sf|rm)\{([^{}]*)\}")
_WORD = re.compile(r"[A-Za-z]{2,}")
_OPTION = re.compile(r"(?<!\S)--(?=[A-Za-z])")


@lru_cache(maxsize=_KEPT)
def is_plain(line: str) -> bool:
    """Whether `line` is nothing but words; most texts are, and this is all that they cost."""
    return _candidates(line).search(line) is None


def _candidates(line: str) -> re.Pattern[str]:
    """The cheapest expression that finds all there is in `line`."""
    if "{" in line or ("sim" in line and "times" in line):
        return _WIDE_CANDIDATE
    return _CANDIDATE if "://" in line else _RARE_CANDIDATE


@lru_cache(maxsize=_KEPT)
def passages(line: str) -> tuple[Passage, ...]:
    """The passages of `line`; neighbouring words are one."""
    return tuple(_joined(_read(line, _DEEPEST)))


def plain_passages(text: str) -> str:
    """`text` as plain text, line by line: LaTeX as the characters it means, formulas as their letters."""
    if is_plain(text):
        return text
    return "\n".join("".join(map(_plain, passages(line))) for line in text.split("\n"))


def whole_spans(line: str) -> list[tuple[int, int]]:
    """Where `line` must not be cut: the beginnings and ends of formulas, addresses, quotations and commands."""
    return [] if is_plain(line) else [(start, end) for start, end, _ in _tokens(line)]


def trimmed_address(url: str) -> str:
    """`url` without the punctuation that ends a sentence, and without a bracket that was not opened within it."""
    while True:
        shorter = url.rstrip(_TRAILING)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter


def _plain(passage: Passage) -> str:
    match passage:
        case Formula(tex=tex):
            return formula_letters(tex)
        case Address(url=url, label=label):
            return label if label in {url, ""} else f"{label} ({url})"
        case Words(text=text):
            return text


def _joined(read: list[Passage]) -> list[Passage]:
    joined: list[Passage] = []
    for passage in read:
        if isinstance(passage, Words) and joined and isinstance(joined[-1], Words):
            joined[-1] = Words(text=joined[-1].text + passage.text)
        elif passage != Words(text=""):
            joined.append(passage)
    return joined


def _read(line: str, deeper: int) -> list[Passage]:
    read: list[Passage] = []
    done = 0
    for start, end, found in _tokens(line):
        read.append(Words(text=line[done:start]))
        read += _meant(found, line, deeper)
        done = end
    read.append(Words(text=line[done:]))
    return read


@lru_cache(maxsize=_KEPT)
def _tokens(line: str) -> tuple[tuple[int, int, re.Match[str]], ...]:
    """Everything in `line` that is more than words: where it begins and ends, and what it is."""
    tokens = []
    place = 0
    candidates = _candidates(line)
    while candidate := candidates.search(line, place - line.endswith(_BEFORE_LOST_SIGN, 0, place)):
        begin = candidate.start() + candidate[0].startswith(_BEFORE_LOST_SIGN)
        found = _TOKEN.match(line, begin)
        place = max(_end_of(found, line), begin + 1) if found else begin + 1
        if found:
            tokens.append((begin, place, found))
    return tuple(tokens)


def _end_of(found: re.Match[str], line: str) -> int:
    """Where a token ends: an address before its sentence's punctuation, behind itself where it stands there again."""
    if found.lastgroup != "url":
        return found.end()
    end = found.start() + len(trimmed_address(found[0]))
    again = _AGAIN.match(line, end)
    return again.end() if again and again[1].rstrip("/") == line[found.start() : end].rstrip("/") else end


def _meant(found: re.Match[str], line: str, deeper: int) -> list[Passage]:
    """What one token means."""
    kind = found.lastgroup or ""
    text = found[kind]
    if kind in _CHARACTERS:
        return [Words(text=_CHARACTERS[kind](text))]
    if kind in _FORMULAS:
        return [_FORMULAS[kind](text)]
    if kind in _BRACKETED:
        before, after = _BRACKETED[kind]
        return [Words(text=before), *_inner(text, deeper), Words(text=after)]
    match kind:
        case "dollar":
            return _dollars(found, line)
        case "url":
            return [_address(trimmed_address(text))]
        case "named":
            return [_address(text)]
        case "label":
            return [_address(found["target"], label="".join(map(_plain, _inner(text, deeper))))]
        case _:  # A dash that may be an option's, or a script that nobody can be sure of.
            return [Words(text=_dash(found, line) if kind == "dash" else found[0])]


_CHARACTERS: Mapping[str, Callable[[str], str]] = {
    "alone": SIGNS.__getitem__,
    "circle": SIGNS.__getitem__,
    "accent": accented,
    "letter": letter,
    "apostrophe": str,
    "sign": str,
    "cite": "[{}]".format,
    "short": ABBREVIATIONS.__getitem__,
    "boxed": SYMBOLS.__getitem__,
    "symbol": SYMBOLS.__getitem__,
    "space": SPACES.__getitem__,
    "degree": lambda _: "°",
    "times": lambda _: "×",
    "about": lambda _: "~",
    "tie": lambda _: "\u00a0",
    "tie_number": lambda _: "\u00a0",
}
_FORMULAS: Mapping[str, Callable[[str], Formula]] = {
    "block": lambda tex: Formula(tex=tex, display=True),
    "bracket": lambda tex: Formula(tex=tex, display=True),
    "paren": lambda tex: Formula(tex=tex),
    "alphabet": lambda tex: Formula(tex=tex),
    "lost_alphabet": lambda tex: Formula(tex=f"\\{tex}"),
    "raised": lambda text: Formula(tex=_script(f"^{text}")),
    "script": lambda tex: Formula(tex=_script(tex)),
    "power": lambda tex: Formula(tex=_script(tex)),
}
_BRACKETED: Mapping[str, tuple[str, str]] = {
    "styled": ("", ""), "group": ("", ""), "lost": ("", ""), "footnote": (" (", ")"),
    "quoted": ("“", "”"), "double": ("“", "”"), "single": ("‘", "’"),
}  # fmt: skip


def _address(url: str, *, label: str | None = None) -> Address:
    url = _ESCAPED.sub(r"\1", url)
    return Address(url=url, label=url if label is None else label)


def _inner(text: str, deeper: int) -> list[Passage]:
    return _read(text, deeper - 1) if deeper else [Words(text=text)]


def _dollars(found: re.Match[str], line: str) -> list[Passage]:
    """What stands between two dollars: a formula, one sign of text, or no mathematics at all."""
    tex = found["dollar"]
    if not _is_formula(found, line):
        # Dollars around commands that lost their backslashes, and nothing but words in them.
        words = _LOST.sub(r"\1", tex)
        return [Words(text=words if words != tex and "{" not in words else found[0])]
    if worded := _WORDED.fullmatch(tex):
        return [Words(text=worded[1])]
    return [Words(text=SIGNS[tex[1:]])] if tex[:1] == "\\" and tex[1:] in SIGNS else [Formula(tex=tex)]


def _is_formula(found: re.Match[str], line: str) -> bool:
    r"""Whether two dollars hold mathematics, not money.

    The expression has seen to it that no space is inside of the dollars (`costs $3 and $4`), and no digit behind them
    (`$5-$10`).  Nor is it a formula if a digit or a currency's letters stand before it (`1$`, `US$5`), unless what
    follows can only be one (`256$^2$`, `10$\times$`); if an amount of something begins it (`$1 million`); or if it
    holds words in a row and no command.
    """
    tex, before, after = found["dollar"], line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
    if before.isdigit() and tex[0] not in "^_\\":
        return False
    if before.isalpha() and tex[0].isdigit():
        return False
    if tex.endswith(",") and after.isalpha():
        return False
    return "\\" in tex or not (_PROSE.search(tex) or _AMOUNT.match(tex))


def _script(tex: str) -> str:
    """A script that stands in plain text: letters in a row are a word, not a product."""
    inside = tex[1:].strip("{}")
    return f"{tex[0]}{{\\text{{{inside}}}}}" if _WORD.search(inside) else f"{tex[0]}{{{inside}}}"


def _dash(found: re.Match[str], line: str) -> str:
    """An en dash or an em dash; two hyphens that begin a word may be an option's, and stay."""
    if _OPTION.match(line, found.start()):
        return found[0]
    return "–" if len(found[0]) == len("--") else "—"
