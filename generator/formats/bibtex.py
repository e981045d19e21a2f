r"""BibTeX, as BibTeX, Biber and reference managers read it: `@misc` with the fields of arXiv's own entries.

Text is UTF-8, which LaTeX reads since 2018 and every reference manager does; only TeX's own signs are escaped, and what
is TeX already stays it.  http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.model import Reference
from generator.text.clean import clean_line
from generator.text.names import Name, split_name

_SIGNS = {
    "&": r"\&", "%": r"\%", "_": r"\_", "#": r"\#", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
}  # fmt: skip
_WORDS = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_BRACES = {"{": r"\{", "}": r"\}"}
_MATH = r"\$(?=\S)(?:[^$\\]|\\.)+?(?<=\S)\$(?!\d)"
_COMMAND = r"""\\(?:[A-Za-z]+\*?|["'`^~=.&%$#_])"""
_TOKEN = re.compile(rf"(?P<math>{_MATH})|(?P<command>{_COMMAND})|(?P<word>[^\W_]+)|(?P<sign>\\[{{}}]|[^\w\s]|_)|\s+")
_FORMULA = re.compile(_MATH)
_BRACE = re.compile(r"[{}]")
_NEEDS_CARE = re.compile(r"[&%_#$~^\\{}]")
_HAS_TEX = re.compile(r"\\[A-Za-z]|\\[\"'`^~=.]")
_CAPITALS = re.compile(r".+[A-Z\u00c0-\u00de]|[A-Z]\d|[B-Z]$", re.DOTALL)
_SEPARATOR = re.compile(r"\band\b|,", re.IGNORECASE)


def bibtex(references: Iterable[Reference]) -> str:
    """The entries of `references`, an empty line between them; nothing for none."""
    return "\n".join(map(_entry, references))


@lru_cache(maxsize=1 << 12)
def _entry(reference: Reference) -> str:
    fields = {
        "title": f"{{{_title(clean_line(reference.title))}}}",
        "author": f"{{{' and '.join(map(_name, reference.authors))}}}" if reference.authors else "",
        "year": f"{{{reference.published.year}}}",
        "eprint": f"{{{reference.arxiv_id}}}" if reference.arxiv_id else "",
        "archivePrefix": "{arXiv}" if reference.arxiv_id else "",
        "primaryClass": f"{{{tex(reference.primary_category)}}}" if reference.primary_category else "",
        "doi": f"{{{tex(reference.doi)}}}" if reference.doi else "",
        "note": f"{{{tex(clean_line(reference.journal_ref))}}}" if reference.journal_ref else "",
        "url": "" if reference.doi else f"{{{reference.url}}}",
    }
    rows = "".join([f",\n  {name}={value}" for name, value in fields.items() if value])
    return f"@misc{{{reference.key}{rows}\n}}\n"


def _title(text: str) -> str:
    """A title, of which styles that write titles small leave acronyms, names in mixed case and formulas as they are."""
    return tex(text, protect=True)


def tex(text: str, *, protect: bool = False) -> str:
    r"""`text` as TeX: formulas and commands that are in it stay, its other signs are escaped.

    Braces are TeX where commands are, else signs; those that have no partner are named, since BibTeX counts them all.
    """
    if not protect and not _NEEDS_CARE.search(text):
        return text
    outside = _FORMULA.sub("", text)
    signs = _SIGNS
    if not _is_balanced(outside):
        signs = _SIGNS | _WORDS
    elif not _HAS_TEX.search(outside):
        signs = _SIGNS | _BRACES
    return "".join([_written(found, signs, protect=protect) for found in _TOKEN.finditer(text)])


def _written(found: re.Match[str], signs: dict[str, str], *, protect: bool) -> str:
    text = found[0]
    if found["word"]:
        return f"{{{text}}}" if protect and _CAPITALS.match(text) else text
    if found["math"]:
        if not _is_balanced(text):
            return "".join([(_SIGNS | _WORDS).get(sign, sign) for sign in text])
        return f"{{{text}}}" if protect else text
    if found["sign"]:
        brace = text[-1]
        return signs.get(brace, text) if len(text) > 1 and brace in signs else signs.get(text, text)
    return text


def _is_balanced(text: str) -> bool:
    """Whether the braces of `text` are in pairs, as BibTeX counts them: a backslash before one makes no difference."""
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth


@lru_cache(maxsize=1 << 14)
def _name(text: str) -> str:
    """A name as `von Last, Jr, First`; what BibTeX would take apart otherwise stands in braces."""
    text = clean_line(text)
    name = split_name(text)
    parts = (name.family, name.given, name.particle, name.suffix)
    if name.literal or not name.family or (name.suffix and not name.given) or any(map(_SEPARATOR.search, parts)):
        return f"{{{tex(text)}}}"
    family = " ".join(part for part in (tex(name.particle), _family(name)) if part)
    return ", ".join(tex(part) if part is not name.family else family for part in _in_order(name))


def _family(name: Name) -> str:
    """A family name of several words of which one begins in lower case would lose those before it."""
    words = name.family.split()
    is_whole = len(words) > 1 and (not name.given or any(word[0].islower() for word in words))
    return f"{{{tex(name.family)}}}" if is_whole else tex(name.family)


def _in_order(name: Name) -> list[str]:
    return [part for part in (name.family, name.suffix, name.given) if part]
