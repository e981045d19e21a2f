"""Feeds of any kind, read with feedparser from bytes alone: it is never given an address or a file's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from generator.errors import FetchError, Problem

_MOST_ITEMS = 5000
_MOST_ITEMS_PARSED = 20_000
"""Of a feed with more nothing is read: 32 MB of empty items would take minutes and gigabytes."""
_PROLOG = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->)*+<!DOCTYPE", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAIL_BYTES = 4096
_EBCDIC = b"\x4c\x6f\xa7\x94"
_ITEM = re.compile(rb"<(?:[a-z0-9]+:)?(?:item|entry)\b", re.IGNORECASE)
_MARK = re.compile(rb"""["'\[\]>]""")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed as feedparser understands it: its kind (`rss20`, `atom10`), its own facts, its items."""

    version: str
    facts: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    faults: tuple[str, ...]


def parse_feed(body: bytes) -> ParsedFeed:
    """A feed's bytes → what it says; what is ill-formed is read as far as it goes, and is a fault.

    Document types go before parsing: no feed needs one, and entities are declared nowhere else.

    Raises:
        FetchError: The bytes are no feed, or declare entities.
    """
    import feedparser

    if not body.strip():
        raise FetchError(Problem(where="the answer", found="nothing", expected="a feed"))
    plain = _in_ascii(body)
    if _ENTITY.search(plain):
        raise FetchError(
            Problem(where="the answer", found="XML that declares entities", expected="a feed without them")
        )
    if (count := sum(1 for _ in _ITEM.finditer(plain))) > _MOST_ITEMS_PARSED:
        raise FetchError(Problem(where="the answer", found=f"{count} items", expected="a feed's newest"))
    try:
        found = feedparser.parse(BytesIO(_without_doctype(body)), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise FetchError(
            Problem(where="the answer", found=f"no feed ({error})", expected="RSS, Atom or JSON Feed")
        ) from error
    if not found.get("version") or (not found.entries and found.get("bozo")):
        shown = " ".join(body[:60].decode("utf-8", "replace").split())
        raise FetchError(Problem(where="the answer", found=f"no feed but {shown!r}", expected="RSS, Atom or JSON Feed"))
    faults = (
        [] if not found.get("bozo") or _is_harmless(found.bozo_exception) else [f"ill-formed: {found.bozo_exception}"]
    )
    if len(found.entries) > _MOST_ITEMS:
        faults.append(f"{len(found.entries)} items, of which the first {_MOST_ITEMS} were read")
    return ParsedFeed(
        version=found.version,
        facts=dict(found.feed),
        items=tuple(dict(entry) for entry in found.entries[:_MOST_ITEMS]),
        faults=tuple(faults),
    )


def is_whole(body: bytes) -> bool:
    """Whether a feed came to its end: that of its outermost element, whatever remark follows, or of a JSON object.

    Empty answers (arXiv's to the hasty), pages for people and what was cut off are not; they may be the next time.
    """
    plain = _in_ascii(body[-_TAIL_BYTES:]).strip()
    return plain.endswith(b"}") or _END.search(plain) is not None


def _in_ascii(body: bytes) -> bytes:
    """`body` so that its markup is ASCII, as feedparser will read it, whatever encoding hides it.

    UTF-16 has a NUL beside each letter; other encodings (UTF-7, EBCDIC) are those that the XML declaration names.
    """
    plain = body.replace(b"\0", b"")
    declared = _ENCODING.match(plain.removeprefix(b"\xef\xbb\xbf"))
    name = "cp037" if body.startswith(_EBCDIC) else declared[1].decode() if declared else ""
    if not name or name.lower().startswith(("utf-16", "utf16", "utf-32", "utf32")):
        return plain
    try:
        return body.decode(name, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return plain


def _without_doctype(body: bytes) -> bytes:
    """`body` without the document type before its first element, if that comes to an end."""
    start = _PROLOG.match(body)
    if start is None:
        return body
    quote, depth = b"", 0
    for mark in _MARK.finditer(body, start.end()):
        if quote:
            quote = b"" if mark[0] == quote else quote
        elif mark[0] in b"\"'":
            quote = mark[0]
        elif mark[0] == b">" and not depth:
            return body[: start.end() - len(b"<!DOCTYPE")] + body[mark.end() :]
        else:
            depth += {b"[": 1, b"]": -1}.get(mark[0], 0)
    return body


def _is_harmless(error: object) -> bool:
    """A wrong label on a feed that was read all the same."""
    return type(error).__name__ in {"CharacterEncodingOverride", "NonXMLContentType"}
