"""Text → HTML: paragraphs, formulas, and links where the text names an address.  Nothing a feed says is markup."""

import re
from functools import lru_cache
from html import escape

from generator.text.mathml import mathml
from generator.text.passages import Address, Formula, Passage, is_plain, passages

_SAFE_URL = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
_KEPT = 1024
_XMLNS = 'xmlns="http://www.w3.org/1998/Math/MathML"'


@lru_cache(maxsize=_KEPT)
def paragraphs(text: str) -> str:
    """Each line of `text` as a paragraph, escaped, its formulas as MathML, its web addresses as links."""
    return "".join(f"<p>{line_html(line)}</p>" for line in text.split("\n") if line)


def line_html(line: str) -> str:
    """`line` as HTML within a paragraph."""
    return escape(line) if is_plain(line) else "".join(map(_linked, passages(line)))


def heading_html(line: str) -> str:
    """`line` as HTML within a heading or a link: it holds no link of its own."""
    return escape(line) if is_plain(line) else "".join(map(_unlinked, passages(line)))


def formula_html(tex: str, *, display: bool = False) -> str:
    """A formula as MathML, or its source as code where that cannot be."""
    made = mathml(tex, display=display)
    return f'<code class="tex">{escape(tex.strip())}</code>' if made is None else made


def with_namespaces(html: str) -> str:
    """`html` as it leaves the site: readers that parse it as XML need to be told what MathML is."""
    return html.replace("<math ", f"<math {_XMLNS} ")


def for_script(json: str) -> str:
    """`json` as it may stand within a script element, where nothing is unescaped: without a `<`."""
    return json.replace("<", "\\u003c")


def safe_url(url: str) -> str | None:
    """`url` if a reader may be sent there: http or https, no white space; else None."""
    return url if _SAFE_URL.fullmatch(url) else None


def _linked(passage: Passage) -> str:
    if not isinstance(passage, Address) or safe_url(passage.url) is None:
        return _unlinked(passage)
    return f'<a href="{escape(passage.url)}" rel="nofollow">{escape(passage.label or passage.url)}</a>'


def _unlinked(passage: Passage) -> str:
    match passage:
        case Formula(tex=tex, display=display):
            return formula_html(tex, display=display)
        case Address(url=url, label=label):
            return escape(label if label == url else f"{label} ({url})" if label else url)
        case _:
            return escape(passage.text)
