"""Text as XML 1.0 can carry it."""

import re
from html import escape

_SPACE = re.compile("[\t\n\r]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 forbids (§2.2), and the control characters that it discourages and validators warn of."""


def without_forbidden(text: str) -> str:
    """`text` less the characters that XML 1.0 forbids, and other control characters."""
    return text if text.isascii() and text.isprintable() else _FORBIDDEN.sub("", text)


def xml_text(text: str) -> str:
    """`text` as character data; characters XML 1.0 forbids (§2.2) are left out."""
    if text.isascii() and text.isprintable():
        return escape(text, quote=False)
    return escape(_FORBIDDEN.sub("", text), quote=False)


def xml_attribute(text: str) -> str:
    """`text` as an attribute's value, with its quotes."""
    return f'"{_SPACE.sub(_as_reference, escape(_FORBIDDEN.sub("", text)))}"'


def _as_reference(found: re.Match[str]) -> str:
    """White space as it has to be written to be more than a space to whoever reads it (§3.3.3)."""
    return f"&#{ord(found[0])};"


def cdata(text: str) -> str:
    """`text` as a CDATA section; a `]]>` in it is parted between two of them."""
    return f"<![CDATA[{_FORBIDDEN.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"
