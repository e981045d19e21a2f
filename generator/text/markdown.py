"""The owner's Markdown → HTML.  Raw HTML in it is shown as text; links with unsafe schemes are not made."""

from collections.abc import Callable
from functools import cache
from typing import Any

from generator.text.html import formula_html


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # Most archives have a page or two, and most builds read none.
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    options = {"html": False, "linkify": False, "typographer": True}
    markdown = MarkdownIt("js-default", options).enable(["replacements", "smartquotes"])
    markdown.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    for kind, display in (("math_inline", False), ("math_inline_double", True), ("math_block", True)):
        markdown.add_render_rule(kind, _formula_rule(display=display))
    return markdown


def _formula_rule(*, display: bool) -> Callable[..., str]:
    """How the renderer sets a formula; one that stands alone is a paragraph."""

    def rule(_: Any, tokens: Any, place: int, *_more: Any) -> str:
        html = formula_html(tokens[place].content, display=display)
        return f"<p>{html}</p>\n" if tokens[place].block else html

    return rule


def render_markdown(text: str) -> str:
    """CommonMark with tables and strike-through, `$…$` and `$$…$$`, straight quotes and dashes made typographic.

    A table's cells that are aligned have a class (`align-right`): no page holds a style of its own.
    """
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        if style := token.attrs.pop("style", None):
            token.attrSet("class", str(style).replace("text-align:", "align-"))
    return str(markdown.renderer.render(tokens, markdown.options, {})).strip()
