"""Plain text → HTML: paragraphs, and links where the text names an address.  Nothing a feed says is markup."""

import re
from html import escape

_URL = re.compile(r"https?://[^\W_][^\s<>\"'`{}|\\^\[\]]*", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"


def paragraphs(text: str) -> str:
    """Each line of `text` as a paragraph, escaped, with its web addresses as links."""
    return "".join(f"<p>{link_urls(line)}</p>" for line in text.split("\n") if line)


def link_urls(line: str) -> str:
    """`line` escaped, its http(s) addresses as links.

    Punctuation that ends a sentence, and a bracket that was not opened within the address, stay outside of it.
    """
    if "://" not in line:
        return escape(line)
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(line):
        url = _trim(found[0])
        parts.append(escape(line[end : found.start()]))
        parts.append(f'<a href="{escape(url)}" rel="nofollow">{escape(url)}</a>')
        end = found.start() + len(url)
    parts.append(escape(line[end:]))
    return "".join(parts)


def for_script(json: str) -> str:
    """`json` as it may stand within a script element, where nothing is unescaped: without a `<`."""
    return json.replace("<", "\\u003c")


def safe_url(url: str) -> str | None:
    """`url` if a reader may be sent there: http or https, no white space; else None."""
    return url if re.fullmatch(r"https?://[^\s<>\"'\\]+", url, re.IGNORECASE) else None


def _trim(url: str) -> str:
    while True:
        shorter = url.rstrip(_TRAILING)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter
