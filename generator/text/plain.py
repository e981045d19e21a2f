"""HTML from elsewhere → plain text, one paragraph a line: the words alone, no markup, no scripts."""

from html.parser import HTMLParser

from generator.text.clean import clean_line

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table td th tr ul".split()
)
_SILENT = frozenset("script style template noscript svg math head title iframe object".split())
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())


class _Text(HTMLParser):
    """Gathers text; what stands in silent elements is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT and tag not in _VOID
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " ").replace("\r", " "))


def plain_text(html: str) -> str:
    """The paragraphs of `html`, a line each; any text will do."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (clean_line(line) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
