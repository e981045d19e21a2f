"""Text as XML 1.0 can carry it."""

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` as character data; characters XML 1.0 forbids (§2.2) are left out."""
    return escape(_FORBIDDEN.sub("", text))


def xml_attribute(text: str) -> str:
    """`text` as an attribute's value, with its quotes."""
    return quoteattr(_FORBIDDEN.sub("", text))


def cdata(text: str) -> str:
    """`text` as a CDATA section; a `]]>` in it is parted between two of them."""
    return f"<![CDATA[{_FORBIDDEN.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"
