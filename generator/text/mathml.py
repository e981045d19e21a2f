r"""A formula in TeX → MathML Core, for pages and feeds alike, and its letters as plain text.

Nothing hostile comes out of a formula: commands that name addresses, styles or macros are refused, and of what the
converter gives only listed elements and attributes pass.  https://www.w3.org/TR/mathml-core/
"""

import re
import unicodedata
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element, fromstring

LONGEST = 1000
"""Characters of a formula; a longer one is shown as its source."""
_DEEPEST = 150
"""Commands and groups together: the converter's stack would hold more, even in a thread of half a megabyte."""
_KEPT = 1 << 14
_MACROS = {
    "mbox": r"\text{#1}", "ensuremath": "{#1}", "xspace": "", "mathbbm": r"\mathbb{#1}", "mathds": r"\mathbb{#1}",
    "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}",
}  # fmt: skip
_REFUSED = re.compile(
    r"\\(?:def|edef|gdef|xdef|let|global|(?:re|provide)?(?:new)?command|providecommand|color|textcolor|colorbox|href|url"
    r"|eqref|ref|label|tag|hspace|vspace|[hm]?skip|[m]?kern|[hv]?phantom|smash|math[lrc]lap|[lrc]lap|rule|raisebox)"
    r"(?![A-Za-z])"
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""
_PERCENT = re.compile(r"(?<!\\)%")
_MATH = re.compile(r'<math\b[^>]*? alttext="([^"]*)"[^>]*>.*?</math>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_TAG = re.compile(r'<(/?)([a-z]+)((?: [a-z]+="[^"]*")*)(/?)>')
_ELEMENTS = frozenset(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover "
    "mmultiscripts mprescripts mtable mtr mtd mpadded b i em".split()
)
_DROPPED = frozenset(["span"])
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant form fence separator stretchy symmetric largeop movablelimits accent "
    "accentunder lspace rspace minsize maxsize linethickness width columnspan".split()
)
_VALUE = re.compile(r"[A-Za-z0-9.+%-]{1,20}")
_RAISED = str.maketrans("0123456789+-−=()in′'*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ′′*")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ACCENTS = {
    "ˆ": "\u0302", "^": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0305", "˙": "\u0307",
    "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a",
    "→": "\u20d7",
}  # fmt: skip
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot);)#?\w+;")
_INVISIBLE = re.compile("[\u2062-\u2064\ufe00-\ufe0f]")
_STYLED = re.compile("[\u2100-\u214f\U0001d400-\U0001d7ff]")
"""Letters that carry a style of mathematics: bold, double-struck, script."""
_SIGNS = str.maketrans({"\u2061": " ", "∗": "*"})
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:align|alignat|equation|gather|multline))\}")
_NOT_ONE_LINE = ("<mtable", "<mmultiscripts", "linethickness")


@lru_cache(maxsize=_KEPT)
def mathml(formula: str, *, display: bool = False) -> str | None:
    """`formula` as a `math` element with its source in `alttext`; None for what cannot be converted."""
    if len(formula) > LONGEST or formula.count("\\") + formula.count("{") > _DEEPEST:
        return None
    if _REFUSED.search(formula) or _FORBIDDEN.search(formula):
        return None
    given = _converted(_NUMBERED.sub(r"\1*}", _PERCENT.sub(r"\\%", formula.strip())), display)
    made = _listed(given) if given is not None else None
    if made is None or made.endswith(("<math></math>", '<math display="block"></math>')):
        return None
    return f'<math alttext="{escape(formula.strip())}"{made.removeprefix("<math")}'


@lru_cache(maxsize=_KEPT)
def formula_letters(formula: str) -> str:
    """`formula` as plain text: signs and letters as characters, scripts raised and lowered where Unicode can.

    One that cannot be converted, or needs more than one line, is its source.
    """
    made = mathml(formula)
    if made is None or any(part in made for part in _NOT_ONE_LINE):
        return formula.strip()
    return " ".join(_letters(fromstring(made)).split()).replace("^∘", "°")  # noqa: S314 (it was made here)


def letters_for_mathml(html: str) -> str:
    """`html` with each formula of ours as its letters, for who takes MathML for a mistake or leaves out its tags."""
    return _MATH.sub(lambda found: escape(formula_letters(unescape(found[1]))), html) if "<math " in html else html


@cache
def _converter() -> tuple[Any, type[Exception]]:
    from math_core import LatexError, LatexToMathML  # Most texts have no formula.

    return LatexToMathML(macros=_MACROS, fancy_error=False), LatexError


def _converted(formula: str, display: bool) -> str | None:  # noqa: FBT001 (the converter's own switch)
    converter, wrong = _converter()
    try:
        return str(converter.convert_with_local_state(formula, displaystyle=display))
    except wrong:
        return None


def _listed(made: str) -> str | None:
    """`made` with its styles left out; None if anything else in it is not listed."""
    if "&lt;" not in made and made.count("<") != len(_TAG.findall(made)):
        return None
    names = {found[2] for found in _TAG.finditer(made)}
    if not names <= _ELEMENTS | _DROPPED:
        return None
    # What HTML alone has names for stands as itself, so that feeds and other XML can hold it.
    return _NAMED.sub(lambda found: unescape(found[0]), _TAG.sub(_bare_tag, made))


def _bare_tag(found: re.Match[str]) -> str:
    closing, name, attributes, empty = found.groups()
    if name in _DROPPED:
        return ""
    kept = (
        f' {key}="{value}"'
        for key, value in _ATTRIBUTE.findall(attributes)
        if key in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    return f"<{closing}{name}{''.join(kept)}{empty}>"


def _letters(element: Element) -> str:
    """What `element` says, as one would type it."""
    parts = [_letters(child) for child in element]
    match element.tag, parts:
        case "msub" | "munder", [base, low]:
            return base + _script("_", low, _LOWERED)
        case "msup", [base, high]:
            return base + _script("^", high, _RAISED)
        case "msubsup" | "munderover", [base, low, high]:
            return base + _script("_", low, _LOWERED) + _script("^", high, _RAISED)
        case "mover", [base, high]:
            return _accented(base, high) or base + _script("^", high, _RAISED)
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "mroot", [base, degree]:
            return f"{_script('^', degree, _RAISED)}√{_grouped(base)}"
        case "mspace", _:
            return " " if element.get("width") else ""
        case _:
            return _plain(element.text or "") + _joined(element, parts)


def _joined(element: Element, parts: list[str]) -> str:
    """The texts of the children; a space behind a script that is not raised or lowered, where a letter follows."""
    text = ""
    for child, part in zip(element, parts, strict=True):
        text += " " * (text[-1:].isalnum() and part[:1].isalnum() and _typed(text)) + part + _plain(child.tail or "")
    return text


def _typed(text: str) -> bool:
    return bool(re.search(r"[_^][\w.]+$", text))


def _plain(text: str) -> str:
    styled = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _INVISIBLE.sub("", styled).translate(_SIGNS)


def _accented(base: str, accent: str) -> str | None:
    mark = _ACCENTS.get(accent, accent)
    return unicodedata.normalize("NFC", base + mark) if unicodedata.combining(mark[:1] or "x") else None


def _script(sign: str, text: str, moved: dict[int, int]) -> str:
    """`text` raised or lowered, or behind its sign where Unicode has no such letters."""
    if all(ord(letter) in moved for letter in text):
        return text.translate(moved)
    return f"{sign}{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if len(text) == 1 or re.fullmatch(r"[\w.]+", text) else f"({text})"
