"""Where text may be cut: after a sentence, or else after a word."""

import re

from generator.text.passages import whole_spans

# A full stop, question or exclamation mark that is followed by a capital and does not end an abbreviation or a name.
_END = re.compile(
    r"""[.?!](?<![.\s][A-Za-z]\.)(?<!\b(?:al|vs|cf)\.)(?<!\b(?:etc|Fig)\.)['")\]]?\s+(?=["'(]?[A-Z0-9])"""
)
_TRAILING = ".,;:!?*_~ "


def split_lede(text: str, *, length: int) -> tuple[str, str]:
    """`text` in two: its first sentences, as many as begin within `length` characters, and what follows them.

    The first part stays within the first paragraph, and no formula, address or quotation is parted.  Together the parts
    are `text`, but for the white space between.
    """
    first, _, others = text.partition("\n")
    ends = (found.end() for found in _END.finditer(first) if found.end() >= length)
    cut = next((end for end in ends if not _is_within(first, end)), len(first))
    lede, rest = first[:cut].rstrip(), first[cut:]
    return lede, "\n".join(part for part in (rest, others) if part)


def _is_within(line: str, place: int) -> bool:
    return any(start < place < end for start, end in whole_spans(line))


def excerpt(text: str, *, length: int) -> str:
    """The first paragraph of `text`, cut at a word and marked with an ellipsis if longer than `length` characters."""
    first = text.split("\n", 1)[0]
    if len(first) <= length:
        return first
    return f"{first[: length + 1].rsplit(' ', 1)[0][:length].rstrip(_TRAILING)}…"
