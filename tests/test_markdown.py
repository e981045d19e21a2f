"""The owner's Markdown becomes safe HTML."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kites *fly*.", "<p>Kites <em>fly</em>.</p>"),
        ("# Kites", "<h1>Kites</h1>"),
        ("[kites](https://kites.example/)", '<p><a href="https://kites.example/">kites</a></p>'),
        ("[other](../kites/)", '<p><a href="../kites/">other</a></p>'),
        ("~~stones~~", "<p><s>stones</s></p>"),
        ('"Kites" -- they fly...', "<p>“Kites” – they fly…</p>"),
        ("`a -- b`", "<p><code>a -- b</code></p>"),
        ("", ""),
    ],
)
def test_markdown_is_rendered(text: str, expected: str) -> None:
    """CommonMark with strike-through, quotation marks and dashes made typographic outside of code."""
    assert render_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kites at $h^2$.", '<p>Kites at <math alttext="h^2"><msup><mi>h</mi><mn>2</mn></msup></math>.</p>'),
        ("$$h$$", '<p><math alttext="h" display="block"><mi>h</mi></math></p>'),
        ("so $$h$$ is", '<p>so <math alttext="h" display="block"><mi>h</mi></math> is</p>'),
        (r"$\kites$", r'<p><code class="tex">\kites</code></p>'),
        (r"$5 and $6, US$5-$7, \$h\$", "<p>$5 and $6, US$5-$7, $h$</p>"),
        ("`$h$`", "<p><code>$h$</code></p>"),
    ],
)
def test_formulas_in_markdown_are_mathml(text: str, expected: str) -> None:
    """Dollars hold mathematics, on a line of its own where there are two; money and code stay what they are."""
    assert render_markdown(text) == expected


def test_tables_are_rendered() -> None:
    """A table with a head is a table."""
    assert "<td>fly</td>" in render_markdown("| kites |\n| --- |\n| fly |")


def test_aligned_cells_have_a_class() -> None:
    """An aligned column needs no style on the page."""
    rendered = render_markdown("| kites |\n| ---: |\n| fly |")
    assert '<td class="align-right">fly</td>' in rendered
    assert "style=" not in rendered


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a <b onclick=x>b</b>", "<!-- x -->", "<a\nhref='x'>"])
def test_raw_html_is_shown_as_text(text: str) -> None:
    """A tag in the Markdown is text on the page."""
    rendered = render_markdown(text)
    assert "&lt;" in rendered
    assert {element.tag for element in ET.fromstring(f"<div>{rendered}</div>").iter()} <= {"div", "p"}  # noqa: S314


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "&#106;avascript:alert(1)",
    ],
)
def test_unsafe_links_are_not_made(address: str) -> None:
    """A link or picture with a scheme that could run something stays text."""
    rendered = render_markdown(f"[kite]({address}) ![kite]({address}) <{address}>")
    assert "href=" not in rendered
    assert "src=" not in rendered


@given(st.text("<>ab\"'=/ \n*_[]()!`#-|&;:", max_size=60))
def test_any_markdown_gives_well_formed_html(text: str) -> None:
    """Whatever is written, every element is closed and none runs anything."""
    root = ET.fromstring(f"<div>{_with_closed_voids(render_markdown(text))}</div>")  # noqa: S314 - our own text
    assert not {"script", "style", "iframe"} & {element.tag for element in root.iter()}


def _with_closed_voids(html: str) -> str:
    return html.replace("<br>", "<br/>").replace("<hr>", "<hr/>")
