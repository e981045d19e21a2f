"""Text as a feed sends it → text as it is archived: white space and control characters, nothing else.

What upstream sends and why each rule is here is measured in the project's notes on the feed; the cases are in
`tests/cases/clean.md`.
"""

import re

_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n)+|\n {2,}")
_SPACES = re.compile(r"[ \t\n\x0b\x0c\x85\u2028\u2029]+")
# Control characters, bidirectional overrides and isolates, byte order marks, unpaired surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def clean_line(text: str) -> str:
    """One line: every run of white space becomes a space, unwanted characters go."""
    return _SPACES.sub(" ", _plain(text)).strip()


def clean_paragraphs(text: str) -> str:
    """One paragraph a line: hard wraps undone.

    A newline followed by two spaces or by an empty line begins a paragraph, as in arXiv's own abstracts; any other
    newline is a space.
    """
    paragraphs = (_SPACES.sub(" ", part).strip() for part in _PARAGRAPH.split(_plain(text)))
    return "\n".join(part for part in paragraphs if part)


def clean_list(items: list[str]) -> tuple[str, ...]:
    """Each item as one line; empty ones and letter-for-letter repetitions left out, order kept."""
    return tuple(dict.fromkeys(line for item in items if (line := clean_line(item))))


def _plain(text: str) -> str:
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
