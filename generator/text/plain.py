"""HTML from elsewhere → plain text, one paragraph a line: the words alone, no markup, no scripts."""

import re
from html import unescape

import nh3

from generator.text.clean import clean_line

_BLOCKS = set(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table td th tr ul".split()
)
_SILENT = set("script style template noscript svg math head title iframe object".split())
LONGEST = 50_000
_TAG = re.compile(r"<[^<>]*>")


def plain_text(html: str, *, longest: int = LONGEST) -> str:
    """The paragraphs of `html`, a line each; any text will do, of which the first `longest` characters are read.

    The time it takes may grow with the square of their number where elements are nested for malice.
    """
    sound = html[:longest].encode("utf-8", "ignore").decode()  # JSON may hold halves of surrogate pairs.
    # What nh3 gives is well-formed: every `<` begins one of its own tags.
    tidy = nh3.clean(sound, tags=_BLOCKS, clean_content_tags=_SILENT, attributes={}, link_rel=None)
    text = _TAG.sub("\0", tidy).replace("\n", " ").replace("\r", " ").replace("\0", "\n")
    lines = (clean_line(unescape(line)) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
