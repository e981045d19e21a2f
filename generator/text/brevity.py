"""A template's HTML in as few bytes as say the same: without quotes, line ends and indentation that HTML does not need.

https://html.spec.whatwg.org/multipage/syntax.html#attributes-2 tells which values need no quotes,
https://www.w3.org/TR/css-text-3/#white-space-processing which white space is never shown.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in HTML a text ends: what is open there.

    `name` is that of the tag that is open, with its slash, or of the element whose text is no HTML; empty where it is
    worked out.  `quote` is what a value began with.
    """

    kind: Literal["unknown", "text", "tag", "value", "raw", "comment"]
    name: str = ""
    quote: str = ""


TEXT: Final = Place(kind="text")
UNKNOWN: Final = Place(kind="unknown")
"""Where a text might be anything: a script, or part of a value.  It is HTML once it begins with a tag."""

_RAW: Final = frozenset("iframe noembed noframes noscript plaintext pre script style textarea title xmp".split())
_BLOCKS: Final = frozenset(
    "address article aside base blockquote body br caption center col colgroup dd details div dl doctype dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta"
    " nav ol optgroup option p pre search section summary table tbody td tfoot th thead title tr ul".split()
)
"""What stands on lines of its own or is not shown: white space beside its tags is not shown either."""
_SPACE: Final = re.compile(r"[ \t\n\f\r]+")
_MARK: Final = re.compile(r"<(?P<comment>!--)|<!?(?P<name>/?[A-Za-z][^ \t\n\f\r/>]*)|</?\Z")
_BEGINS_WITH_TAG: Final = re.compile(r"[ \t\n\f\r]*<[A-Za-z!]")
_IN_TAG: Final = re.compile(
    r"""(?P<space>[ \t\n\f\r]+)|(?P<name>[^ \t\n\f\r"'<>/=]*)[ \t\n\f\r]*=[ \t\n\f\r]*(?P<quote>["'])"""
    r"""|(?P<end>>)|[^ \t\n\f\r"'<>/=]+|.""",
    re.DOTALL,
)
_NEEDS_NO_END: Final = re.compile(
    r"</p>[ \t\n\f\r]*(?=<(?:(?:address|article|aside|blockquote|details|dialog|div|dl|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hgroup|hr|main|menu|nav|ol|p|pre|search|section|table|ul)[ \t\n\f\r>]"
    r"|/(?:article|aside|blockquote|body|dd|details|div|figcaption|figure|footer|form|header|li|main|nav|section|td)>))",
    re.IGNORECASE,
)
"""https://html.spec.whatwg.org/multipage/syntax.html#optional-tags: a paragraph's end that what follows implies."""
_NEEDS_NO_QUOTES: Final = re.compile(r"[\w./:;,#?%+@!*~|-]+")
_ENDS_VALUE: Final = re.compile(r"[ \t\n\f\r>]")


def shortened(text: str, place: Place = TEXT) -> tuple[str, Place]:
    """What says the same as `text`, a part of a template's HTML that begins at `place`; and where it ends.

    Nothing is changed in what is not HTML (scripts, preformatted text), in comments, in values that begin or end
    elsewhere, and at an unknown place until a tag begins there.
    """
    if place.kind == "unknown":
        if not _BEGINS_WITH_TAG.match(text):
            return text, place
        place = TEXT
    made = _Shortening(text, place)
    while made.at < len(text):
        made.step()
    return "".join(made.parts), made.place


def attribute_value(*parts: object) -> Markup:
    """`parts` as they stand behind the `=` of an attribute: escaped, and in quotes where HTML needs them."""
    if len(parts) == 1 and type(parts[0]) is str and needs_no_quotes(parts[0]):
        return Markup(parts[0])  # noqa: S704 - nothing in it needs escaping
    value = "".join(map(escape, parts))
    return Markup(value if needs_no_quotes(value) else f'"{value}"')  # noqa: S704 - escaped above


def needs_no_quotes(value: str) -> bool:
    """Whether `value` means the same behind the `=` of an attribute without quotes as with them."""
    return _NEEDS_NO_QUOTES.fullmatch(value) is not None


def may_end_bare(rest: str) -> bool:
    """Whether an attribute's value ends before `rest` without a quote: what follows a value in a tag."""
    return _ENDS_VALUE.match(rest) is not None


class _Shortening:
    """How far a text has been read, and what has been made of it."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.at = 0
        self.parts: list[str] = []
        self._behind_block = False

    def step(self) -> None:
        """Read on to where another kind of thing begins."""
        match self.place.kind:
            case "text":
                self._read_words()
            case "tag":
                self._read_in_tag()
            case "value":
                self._read_to(self.place.quote, Place(kind="tag", name=self.place.name), with_it=True)
            case "comment":
                self._read_to("-->", TEXT, with_it=True)
            case _:
                self._read_to(f"</{self.place.name}", TEXT, with_it=False)

    def _read_words(self) -> None:
        mark = _MARK.search(self.text, self.at)
        words = self.text[self.at : mark.start() if mark else None]
        name = (mark["name"] or "") if mark else ""
        self.parts.append(_spaced(words, behind_block=self._behind_block, before_block=_is_block(name)))
        self._behind_block = False
        if mark is None:
            self.at = len(self.text)
            return
        if ended := _NEEDS_NO_END.match(self.text, mark.start()):
            self.at = ended.end()
            return
        self.parts.append(mark[0])
        self.at = mark.end()
        self.place = Place(kind="comment") if mark["comment"] else Place(kind="tag", name=name.lower())

    def _read_in_tag(self) -> None:
        found = _IN_TAG.match(self.text, self.at)
        if found is None:
            raise AssertionError(self.text)
        self.at = found.end()
        if found["space"]:
            self.parts.append(" ")
        elif found["end"]:
            self.parts.append(">")
            name = self.place.name
            self.place = Place(kind="raw", name=name) if name in _RAW else TEXT
            self._behind_block = _is_block(name)
        elif found["quote"]:
            self._read_value(f"{found['name']}=", found["quote"])
        else:
            self.parts.append(found[0])

    def _read_value(self, name: str, quote: str) -> None:
        end = self.text.find(quote, self.at)
        value = self.text[self.at : end if end >= 0 else None]
        if end < 0:
            self.place = Place(kind="value", name=self.place.name, quote=quote)
            self.parts.append(f"{name}{quote}")
            return
        bare = needs_no_quotes(value) and may_end_bare(self.text[end + 1 : end + 2])
        self.parts.append(f"{name}{value}" if bare else f"{name}{quote}{value}{quote}")
        self.at = end + 1

    def _read_to(self, sign: str, then: Place, *, with_it: bool) -> None:
        found = re.compile(re.escape(sign), re.IGNORECASE).search(self.text, self.at)
        start = self.at
        self.at = len(self.text)
        if found:
            self.at = found.end() if with_it else found.start()
            self.place = then
        self.parts.append(self.text[start : self.at])


def _spaced(words: str, *, behind_block: bool, before_block: bool) -> str:
    """`words` with a single space, or a line's end, where white space is shown, and none where it is not."""
    spaced = _SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", words)
    if behind_block:
        spaced = spaced.lstrip(" \n")
    return spaced.rstrip(" \n") if before_block else spaced


def _is_block(name: str) -> bool:
    """Whether a tag, with its slash or without, is one of those beside which white space is not shown."""
    return name.lower().removeprefix("/") in _BLOCKS
