"""Nothing a feed says is markup; web addresses in it are links."""

import html
import xml.etree.ElementTree as ET

import pytest
from case_documents import Case, count_headings, read_cases
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.text.html import line_html, paragraphs, safe_url
from generator.text.passages import is_plain

xml_characters = st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
any_text = (
    st.text(xml_characters, max_size=60) | st.text('htps:/<>&"().,x ', max_size=40).map("https://a{}".format)
).filter(lambda text: is_plain(text.replace("://", "")))


@pytest.mark.parametrize("case", read_cases("html.md", "line"), ids=str)
def test_a_line_is_linked_as_its_case_says(case: Case) -> None:
    """Text is escaped, its http(s) addresses are links, and punctuation around them stays outside."""
    assert line_html(case.given) == case.expected


@pytest.mark.parametrize("case", read_cases("html.md", "paragraphs"), ids=str)
def test_paragraphs_are_made_as_their_case_says(case: Case) -> None:
    """Each line is a paragraph."""
    assert paragraphs(case.given) == case.expected


def test_every_case_of_the_document_is_read() -> None:
    """No heading of the document goes without its input and output."""
    assert len(read_cases("html.md", "line", "paragraphs")) == count_headings("html.md")


@given(any_text)
def test_any_text_gives_well_formed_html(text: str) -> None:
    """What comes out parses, holds paragraphs and links only, and says what went in."""
    root = ET.fromstring(f"<div>{paragraphs(text)}</div>")  # noqa: S314 - our own text
    assert {element.tag for element in root.iter()} <= {"div", "p", "a"}
    assert "".join(root.itertext()) == text.replace("\n", "")


@given(any_text)
def test_every_link_leads_where_it_says(text: str) -> None:
    """A link's address is what is shown of it, and safe to follow."""
    root = ET.fromstring(f"<p>{line_html(text)}</p>")  # noqa: S314 - our own text
    assert all(link.get("href") == link.text for link in root.iter("a"))
    assert all(safe_url(link.text or "") for link in root.iter("a"))


@given(st.text())
def test_escaping_loses_nothing(text: str) -> None:
    """A line without an address reads, unescaped, as it was."""
    line = text.replace("://", "")
    assume(is_plain(line))
    assert html.unescape(line_html(line)) == html.unescape(html.escape(line))
    assert "<" not in line_html(line)


@pytest.mark.parametrize(
    "url",
    ["https://kites.example/", "http://kites.example", "HTTPS://KITES.EXAMPLE/a?b#c", "https://k.example/" + "a" * 247],
)
def test_web_addresses_are_safe(url: str) -> None:
    """Both http and https may be followed, however long the address."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//kites.example/",
        "/papers/1",
        "kites.example",
        "https://",
        "https://a b",
        "https://a\n",
        " https://a",
        'https://a"onclick="x',
        "https://a'b",
        "https://<a>",
        "",
    ],
)
def test_other_addresses_are_not(url: str) -> None:
    """Any other scheme, a path, white space and quotation marks are no address that a reader is sent to."""
    assert safe_url(url) is None
