r"""What TeX leaves in names, as plain text: accents, `$…$`, font commands, escaped signs.

A keyword such as `Fr\'echet Inception Distance` or `$\mathsf{TC}^0$` has to be found by what it says.  This is not
a TeX reader: what it does not know stays as it is.
"""

import re
import unicodedata

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "i": "ı"}
ACCENT = r"""\\(?:['`^"~=.]\s*|[uvHckr](?:\s+|(?=\{)))(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"""
"""What an accent over a letter looks like, for expressions that hold more."""
LETTER = r"\\(?:ss|o|O|l|L|ae|AE|aa|AA)(?![A-Za-z])\s*(?:\{\})?"
"""Likewise a letter of its own."""
_ACCENT = re.compile(ACCENT)
_LETTER = re.compile(LETTER)
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*(?=\{)")
_SIGN = re.compile(r"\\([&%$#_{}])")
# As Pandoc tells formulas from money: no space inside of the dollars, no digit behind them.
_INLINE = re.compile(r"(?<!\\)\$(?=\S)((?:[^$\\]|\\[\s\S])+)(?<=\S)\$(?!\d)")


def plain_tex(text: str) -> str:
    r"""`text` with TeX accents as characters and its mathematics as the letters in it; money keeps its dollar."""
    if "\\" not in text and "$" not in text:
        return text
    text = _ACCENT.sub(lambda found: accented(found[0]), text)
    text = _LETTER.sub(lambda found: letter(found[0]), text)
    text = _INLINE.sub(lambda found: _bare(found[1]), text)
    return _SIGN.sub(r"\1", _COMMAND.sub("", text))


def accented(command: str) -> str:
    """The letter that an accent's command (`ACCENT`) stands for."""
    return unicodedata.normalize("NFC", command.rstrip("}")[-1] + _ACCENTS[command[1]])


def letter(command: str) -> str:
    """The letter that a letter's command (`LETTER`) stands for."""
    return _LETTERS[command[1:].rstrip("{} \t\n")]


def _bare(formula: str) -> str:
    return re.sub(r"[{}^_]|\\[,;! ]", "", _COMMAND.sub("", formula)).replace("\\", "")
