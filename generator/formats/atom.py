"""Atom: https://www.rfc-editor.org/rfc/rfc4287."""

import hashlib
import re
from functools import lru_cache
from xml.etree.ElementTree import ParseError, fromstring

from generator.model import Feed, FeedItem
from generator.text.dates import rfc3339, rfc3339_moment
from generator.text.mathml import letters_for_mathml
from generator.text.xml import without_forbidden, xml_attribute, xml_text

_NOTHING_YET = "2000-01-01T00:00:00Z"
"""An Atom feed has to say when it changed, also one that has had nothing to say so far."""
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_UNKNOWN = re.compile(r' (?:alttext|form|symmetric|largeop|movablelimits|accent|accentunder)="[^"]*"')
"""What the W3C's validator does not know of MathML, and warns of."""
_UNKNOWN_ELEMENTS = re.compile(r"<(?:ms|b|i|em)\b")
_VOID = re.compile(r"<(br|hr|img|wbr|col|input)\b([^<>]*?)\s*/?>")


def atom(feed: Feed) -> str:
    """The feed as an Atom document; its author, who stands in where an entry has none, is the archive."""
    updated = rfc3339_moment(feed.updated) if feed.updated else _NOTHING_YET
    hub = f'<link rel="hub" href={xml_attribute(feed.hub)}/>\n' if feed.hub else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={xml_attribute(feed.language)}>\n'
        f"<id>{xml_text(feed.guid)}</id>\n"
        f"<title>{xml_text(feed.title)}</title>\n"
        f"<subtitle>{xml_text(feed.description)}</subtitle>\n"
        f"<updated>{updated}</updated>\n"
        f"<author><name>{xml_text(feed.title)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={xml_attribute(feed.self_url)}/>\n'
        f'<link rel="alternate" type="text/html" href={xml_attribute(feed.url)}/>\n'
        f"{hub}"
        f"{''.join(map(_entry, feed.items))}"
        "</feed>\n"
    )


@lru_cache(maxsize=1 << 12)
def _entry(item: FeedItem) -> str:
    day = rfc3339(item.day)
    summary = f"<summary>{xml_text(item.summary)}</summary>\n" if item.summary else ""
    authors = "".join([f"<author><name>{xml_text(name)}</name></author>\n" for name in item.creators])
    categories = "".join([f"<category term={xml_attribute(name)}/>\n" for name in item.categories])
    return (
        f"<entry>\n<id>{xml_text(item.guid)}</id>\n"
        f"<title>{xml_text(item.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href={xml_attribute(item.url)}/>\n'
        f"<published>{day}</published>\n<updated>{_moment(item)}</updated>\n"
        f"{authors}{categories}{_source(item, day)}{summary}"
        f"{_content(item)}\n</entry>\n"
    )


def _content(item: FeedItem) -> str:
    """The whole item: as XHTML where there are formulas, since HTML that is escaped may hold none, else as HTML."""
    if "<math " in item.html and (made := _xhtml(item.html)):
        return f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{made}</div></content>'
    return f'<content type="html">{xml_text(letters_for_mathml(item.html))}</content>'


def _xhtml(html: str) -> str:
    """`html` as XML; empty where it cannot be."""
    formulas = _MATH.findall(html)
    if any(map(_UNKNOWN_ELEMENTS.search, formulas)):
        return ""
    known = _MATH.sub(lambda found: _UNKNOWN.sub("", found[0]), without_forbidden(html))
    made = _VOID.sub(r"<\1\2/>", known).replace("&nbsp;", "&#160;")
    try:
        fromstring(f"<div>{made}</div>")  # noqa: S314 (it was made here; a declaration cannot stand within an element)
    except ParseError:
        return ""
    return made


def _moment(item: FeedItem) -> str:
    """The beginning of its day, and a part of its first second that is the item's own.

    Entries that were updated at one moment draw a warning from the W3C's validator.
    """
    part = int.from_bytes(hashlib.sha256(item.guid.encode("utf-8", "replace")).digest()[:8]) % 10**9
    return f"{rfc3339(item.day)[:-1]}.{part:09}Z"


def _source(item: FeedItem, day: str) -> str:
    """What it was found in (§4.2.11)."""
    if not item.source:
        return ""
    name, url = map(xml_text, item.source)
    return f"<source><id>{url}</id><title>{name}</title><updated>{day}</updated></source>\n"
