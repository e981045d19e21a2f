"""The owner's Markdown → HTML.  Raw HTML in it is shown as text; links with unsafe schemes are not made."""

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": True}).enable(
    ["replacements", "smartquotes"]
)


def render_markdown(text: str) -> str:
    """CommonMark with tables and strike-through, straight quotes and dashes made typographic.

    A table's cells that are aligned have a class (`align-right`): no page holds a style of its own.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if style := token.attrs.pop("style", None):
            token.attrSet("class", str(style).replace("text-align:", "align-"))
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()
