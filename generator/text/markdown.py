"""The owner's Markdown → HTML.  Raw HTML in it is shown as text; links with unsafe schemes are not made."""

from functools import cache
from typing import Any


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # Most archives have a page or two, and most builds read none.

    options = {"html": False, "linkify": False, "typographer": True}
    return MarkdownIt("js-default", options).enable(["replacements", "smartquotes"])


def render_markdown(text: str) -> str:
    """CommonMark with tables and strike-through, straight quotes and dashes made typographic.

    A table's cells that are aligned have a class (`align-right`): no page holds a style of its own.
    """
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        if style := token.attrs.pop("style", None):
            token.attrSet("class", str(style).replace("text-align:", "align-"))
    return str(markdown.renderer.render(tokens, markdown.options, {})).strip()
